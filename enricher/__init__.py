"""Check and enrich the links in the YAML frontmatter of documents."""

__version__ = "0.1.0"

__all__ = ["__version__"]
