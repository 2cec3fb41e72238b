"""The production: command line, rendering, encoding, captions and the page."""
