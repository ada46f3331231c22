"""The site that a page belongs to, by name."""

from enricher.page.site.ranking import declared_keys, host_keys, read

__all__ = ["declared_keys", "host_keys", "read"]
