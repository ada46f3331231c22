"""Image files: what an image is and how large, from its first bytes; what a kept copy is called."""

from enricher.page.image.signatures import has_size, read

__all__ = ["has_size", "read"]
