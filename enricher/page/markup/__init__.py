"""HTML: bytes to text to what may be parsed, and where things stand in it."""
