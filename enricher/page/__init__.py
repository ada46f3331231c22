"""Pages and images: bytes in, facts out. Pure."""
