"""Floor 1. Documents: bytes and text in, links and edits out. Pure."""
