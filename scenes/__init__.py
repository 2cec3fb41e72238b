"""The pictures: Manim scenes that replay a log and never compute a network of their own."""
