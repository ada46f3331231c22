"""Prints a load's runs as a table: medians of the rounds, ratios to lychee and to the bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from loads import Load
from stage import Run


@dataclass(frozen=True, slots=True)
class Row:
    """Medians of one tool's runs."""

    name: str
    runs: list[Run]

    def of(self, value: Callable[[Run], float]) -> float:
        return median(map(value, self.runs))

    def seen(self, key: str) -> float:
        return self.of(lambda run: run.seen[key])

    @property
    def cpu_s(self) -> float:
        return self.of(lambda run: run.usage.cpu_s)

    @property
    def wall_s(self) -> float:
        return self.of(lambda run: run.usage.wall_s)


Cell = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a polite run takes at least, in seconds, see bound.py."""

    plain_s: float
    with_pauses_s: float


def _columns(load: Load, bounds: Bounds, rows: dict[str, Row]) -> dict[str, Cell]:
    found: dict[str, Cell] = {
        "CPU s": lambda row: f"{row.cpu_s:.2f}",
        "ms/URL": lambda row: (
            f"{row.cpu_s / row.runs[0].due * 1000:.2f}" if row.runs[0].due else "-"
        ),
        "wall s": lambda row: f"{row.wall_s:.2f}",
        "peak MB": lambda row: f"{row.of(lambda run: run.usage.peak_mb):.0f}",
        "requests": lambda row: f"{row.seen('requests'):,.0f}",
        "sent MB": lambda row: f"{row.seen('bytes') / 1e6:.1f}",
        "connections": lambda row: f"{row.seen('connections'):,.0f}",
        "most open": lambda row: f"{row.seen('most'):.0f}",
    }
    if load.spec.gap_s:
        found |= {
            "least gap ms": lambda row: f"{row.seen('smallest_gap_s') * 1000:.0f}",
            "gaps kept": lambda row: f"{row.seen('kept'):.1%}",
            "in Retry-After": lambda row: f"{row.seen('inside'):.0f}",
            "wall ÷ bound": lambda row: f"{row.wall_s / bounds.plain_s:.2f}",
            "wall ÷ with pauses": lambda row: f"{row.wall_s / bounds.with_pauses_s:.2f}",
        }
    for name in ("lychee", "lychee bodies"):
        if name in rows:
            found[f"CPU ÷ {name}"] = _ratio_to(rows[name])
    return found


def _ratio_to(peer: Row) -> Cell:
    return lambda row: (
        f"{row.cpu_s / peer.cpu_s:.2f}" if row.runs[0].due == peer.runs[0].due else "-"
    )


def table(load: Load, bounds: Bounds, runs: list[Run]) -> str:
    """A Markdown table and notes on what went otherwise than planned."""
    rows: dict[str, Row] = {}
    for run in runs:
        rows.setdefault(run.row, Row(run.row, [])).runs.append(run)
    columns = _columns(load, bounds, rows)
    lines = [f"| {' | '.join(['', *columns])} |", f"| --- |{' ---: |' * len(columns)}"]
    lines += [
        f"| {' | '.join([row.name, *(cell(row) for cell in columns.values())])} |"
        for row in rows.values()
    ]
    if load.spec.gap_s:
        lines.append(
            f"\nLower bound: {bounds.plain_s:.1f} s; "
            f"with the pauses that hosts ask for: {bounds.with_pauses_s:.1f} s."
        )
    return "\n".join([*lines, *_notes(load, rows)])


def _notes(load: Load, rows: dict[str, Row]) -> list[str]:
    notes = []
    is_sound = not load.spec.has_faults and not load.spec.dead_per_mille
    for row in rows.values():
        asked, due = row.seen("urls"), row.runs[0].due
        if asked < due:
            notes.append(f"\n{row.name}: asked only {asked:,.0f} of {due:,} URLs.")
        statuses = {run.usage.status for run in row.runs}
        if (row.name.startswith("enricher") or is_sound) and statuses != {0}:
            notes.append(
                f"\n{row.name}: ended with exit status {', '.join(map(str, sorted(statuses)))}."
            )
    return notes
