"""Floor 1. Pages and images: bytes in, facts out. Pure."""
