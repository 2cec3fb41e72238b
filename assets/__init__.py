"""Words, page templates and vendored files: data, no code. A package, so that every kind of install finds them."""
