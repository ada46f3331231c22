"""When a page was published."""

from enricher.page.dates.choose import Bounds, read

__all__ = ["Bounds", "read"]
