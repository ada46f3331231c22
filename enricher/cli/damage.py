"""What a command does that finds its ledger damaged: saves what can be saved, and says so."""

from __future__ import annotations

from enricher.errors import EnricherError, LedgerDamaged, LedgerError


def with_what_was_saved(error: EnricherError) -> EnricherError:
    """Returns the error to tell; of a damaged ledger, after what can be read of it was saved."""
    if not isinstance(error, LedgerDamaged) or error.path is None:
        return error
    from enricher.ledger.salvage import salvage  # noqa: PLC0415 - hardly ever needed

    try:
        saved = salvage(error.path)
    except LedgerError as second:
        return LedgerError(f"{error}; nothing could be saved: {second}")
    return LedgerError(
        f"the ledger {error.path} was damaged: {saved.rows:,} rows were saved into a new one, with "
        f"{saved.gaps:,} gaps; the damaged file is {saved.damaged}. Run again to go on"
    )
