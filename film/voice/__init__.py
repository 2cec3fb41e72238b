"""The voice of a film: lines to read, recordings of them, and a draft by a computer."""
