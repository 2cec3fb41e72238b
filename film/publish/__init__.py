"""What an author uploads and pastes: videos that fit, posters, captions, transcripts, pages and snippets."""
