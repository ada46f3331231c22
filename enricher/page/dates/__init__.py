"""When a page was published, and when it was last changed."""

from enricher.page.dates.choose import Bounds, Dates, parse, published, read, updated

__all__ = ["Bounds", "Dates", "parse", "published", "read", "updated"]
