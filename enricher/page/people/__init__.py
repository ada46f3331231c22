"""Who wrote the article that a page shows."""
