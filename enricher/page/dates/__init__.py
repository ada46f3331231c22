"""When a page was published, and when it was last changed."""

from enricher.page.dates.choose import Bounds, Dates, read

__all__ = ["Bounds", "Dates", "read"]
