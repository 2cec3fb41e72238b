"""Sheets to write on, and what was written: a PDF, contact sheets, and a source of digits."""
