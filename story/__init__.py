"""What a film tells of a run: what is derived from it, and the look-ups that find things in it. Never draws."""
