"""Leerdal turns a real training run into an explainer film."""
