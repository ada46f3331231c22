"""Image files: what an image is and how large, from its first bytes."""

from enricher.page.image.signatures import has_size, read

__all__ = ["has_size", "read"]
