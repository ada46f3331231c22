"""Check and enrich the links in the YAML frontmatter of documents.

The Python API stands in `enricher.api`; its names can be imported from here, and are loaded when
they are first used, so that `import enricher` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from enricher.api import (
        Config,
        ConfigError,
        DateFact,
        DocumentError,
        Edit,
        EditedText,
        EditError,
        EnricherError,
        ImageCandidate,
        NoNetwork,
        PageFacts,
        Record,
        RunResult,
        RunSummary,
        Status,
        TextFact,
        apply_edits,
        check,
        edit,
        read_page,
    )

__version__ = "0.1.0"

__all__ = [
    "Config",
    "ConfigError",
    "DateFact",
    "DocumentError",
    "Edit",
    "EditError",
    "EditedText",
    "EnricherError",
    "ImageCandidate",
    "NoNetwork",
    "PageFacts",
    "Record",
    "RunResult",
    "RunSummary",
    "Status",
    "TextFact",
    "__version__",
    "apply_edits",
    "check",
    "edit",
    "read_page",
]


def __getattr__(name: str) -> Any:
    """Loads a name of the API when it is first used (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("enricher.api"), name)


def __dir__() -> list[str]:
    return __all__
