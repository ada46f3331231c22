"""Floor 4, faces. Results in, text out."""
