"""Our own failures, each caught once and turned into one helpful line.

What goes wrong in the world (a dead host, a bad certificate) is never an exception: it is a
`models.Failure` inside an `Observation`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

# Control characters (a name with ESC or a line end would write to the terminal), line and paragraph
# separators, marks that turn the direction of text, and halves of surrogate pairs: what Python
# makes
# of names that are not UTF-8 (PEP 383).
_UNPRINTABLE = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


def printable(name: str) -> str:
    r"""Returns a name with what no terminal should be given escaped: `f\xe4hre.md`, `a\nb.md`."""
    return _UNPRINTABLE.sub(_escaped, name) if not name.isprintable() else name


def _escaped(found: re.Match[str]) -> str:
    point = ord(found[0])
    if 0xDC80 <= point <= 0xDCFF:  # a byte that is not UTF-8
        point -= 0xDC00
    elif point >= 0x100:
        return f"\\u{point:04x}"
    return {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}.get(point, f"\\x{point:02x}")


class EnricherError(Exception):
    """Something that stops a part of our work. `str()` is a whole sentence for the user."""


class ConfigError(EnricherError):
    """The settings cannot be used; nothing was fetched or written. Exit status 2."""


class DocumentError(EnricherError):
    """One document cannot be read, understood or written; it is left as it is. Exit status 3.

    `path` is the document as the user named it, unprintable characters escaped; `line` counts from
    1 (None where no line applies).
    """

    def __init__(
        self, path: str, why: str, *, line: int | None = None, field: str | None = None
    ) -> None:
        path = printable(path)
        self.path = path
        self.why = why
        self.line = line
        self.field = field
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {field}: {why}" if field else f"{place}: {why}")

    def __reduce__(self) -> tuple[Any, ...]:
        """For errors that come from another process."""
        return _remade, (type(self), self.path, self.why, self.line, self.field)


def _remade(
    kind: type[DocumentError], path: str, why: str, line: int | None, field: str | None
) -> DocumentError:
    return kind(path, why, line=line, field=field)


class EditError(DocumentError):
    """One edit of a document is refused; the document's other edits are not concerned."""


class StaleEdit(EditError):
    """The field no longer holds what the edit expects to replace."""


class RefusedEdit(EditError):
    """The field cannot be edited safely: it is behind an alias, inside a block scalar, of another
    shape.
    """


class SpilledEdit(DocumentError):
    """Reading the edited text again shows that more changed than the named fields; nothing is
    written.
    """


class ChangedMeanwhile(DocumentError):
    """Raised when a document changed between reading and writing; the other change stays."""


class LedgerError(EnricherError):
    """The ledger cannot be read or written any more. Exit status 3."""


class LedgerDamaged(LedgerError):
    """The ledger's file, `path`, is damaged; what can be read of it may be saved. Exit status 3."""

    def __init__(self, what: str, path: Path | None = None) -> None:
        super().__init__(what)
        self.path = path


class LedgerUnusable(LedgerError):
    """The ledger cannot be opened or locked: nothing was done. Exit status 2."""


class LedgerBusy(LedgerUnusable):
    """Another run holds the ledger; the message says which process. Exit status 2."""


class EngineError(EnricherError):
    """The engine cannot be started, or does not keep its workers running. Exit status 3."""


class EngineUnavailable(EngineError):
    """The engine is not installed or does not exist: nothing was done. Exit status 2."""


class NoNetwork(EnricherError):
    """This machine reaches nothing: no verdict can be trusted, none is kept. Exit status 3."""


class ImageCacheError(EnricherError):
    """The folder of image copies cannot be read or written; documents and checks are not
    concerned. Exit status 3.
    """
