"""Calculates what a hundred million links over two million sites take: `python bench/scale.py`.

Site sizes follow Zipf's law with exponent s. What is measured elsewhere is an argument here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

URLS = 100_000_000
SITES = 2_000_000
UNIT_URLS = 500
EXPONENTS = (0.6, 0.8, 1.0)
DAY_S = 86_400.0
# Of a run that must end: what is left then is unfinished because polite.
RUN_DAYS = 3
# CPU of one link with TLS and parsing, a careful guess: five times what loopback without TLS takes.
WORKER_S = 0.005
# CPU of the coordinator for one unit of 25 rows, measured on Ray.
UNIT_S = 0.000_85
UNIT_ROWS = 25
PAGE_BYTES = 100_000


@dataclass(frozen=True)
class Skew:
    """Sites in the order of their sizes."""

    exponent: float
    sizes: list[float]

    @classmethod
    def of(cls, exponent: float) -> Skew:
        weights = [rank**-exponent for rank in range(1, SITES + 1)]
        scale = URLS / math.fsum(weights)
        return cls(exponent, [weight * scale for weight in weights])

    def share(self, sites: int) -> float:
        return math.fsum(self.sizes[:sites]) / URLS

    def units(self) -> int:
        """Each site by itself, the large ones in several units."""
        return sum(math.ceil(size / UNIT_URLS) for size in self.sizes)

    def packed(self) -> int:
        """Small sites share units."""
        return math.ceil(URLS / UNIT_URLS)

    def largest_days(self, per_s: float) -> float:
        return self.sizes[0] / per_s / DAY_S

    def unfinished(self, per_s: float) -> tuple[float, int]:
        """The share of links, and the sites, that are left when the run ends."""
        most = RUN_DAYS * DAY_S * per_s
        left = [size - most for size in self.sizes if size > most]
        return math.fsum(left) / URLS, len(left)


def table(skews: list[Skew]) -> list[tuple[str, list[str]]]:
    return [
        ("median site (links)", [f"{skew.sizes[SITES // 2]:.0f}" for skew in skews]),
        ("the largest site's share", [f"{skew.share(1):.2%}" for skew in skews]),
        ("share of the 1,000 largest", [f"{skew.share(1_000):.1%}" for skew in skews]),
        ("units, one site each", [f"{skew.units():,}" for skew in skews]),
        ("units, small sites packed", [f"{skew.packed():,}" for skew in skews]),
        ("largest site at 1 request/s (days)", [f"{skew.largest_days(1):.1f}" for skew in skews]),
        (
            "largest site at 10 requests/s (days)",
            [f"{skew.largest_days(10):.2f}" for skew in skews],
        ),
        (
            f"links unfinished after {RUN_DAYS} days",
            [f"{skew.unfinished(1)[0]:.1%}" for skew in skews],
        ),
        (
            f"sites unfinished after {RUN_DAYS} days",
            [f"{skew.unfinished(1)[1]:,}" for skew in skews],
        ),
    ]


def main() -> None:
    skews = [Skew.of(exponent) for exponent in EXPONENTS]
    print(f"{URLS:,} links over {SITES:,} sites, Zipf exponent s\n")
    print(f"{'':42}" + "".join(f"{'s = ' + str(skew.exponent):>14}" for skew in skews))
    for name, cells in table(skews):
        print(f"{name:42}" + "".join(f"{cell:>14}" for cell in cells))
    hours = URLS * WORKER_S / 3600
    print(
        f"\nworkers: {hours:.0f} core hours at {WORKER_S * 1000:g} ms a link, {hours / 32:.1f} h on 32 cores"
    )
    print(
        f"coordinator: {URLS / UNIT_ROWS * UNIT_S / 60:.0f} min of one core, in units of {UNIT_ROWS} rows"
    )
    print(
        f"bytes: {URLS * PAGE_BYTES / 1e12:.0f} TB, {URLS * PAGE_BYTES * 8 / 1e9 / 3600:.0f} h at 1 Gbit/s"
    )
    print(
        "\nSkew is the bound: at one request a second the largest site alone takes "
        f"{skews[0].largest_days(1):.1f} to {skews[-1].largest_days(1):.0f} days, on any cluster.\n"
        "What is left when a run ends is unfinished because polite: a state of the run, no error."
    )


if __name__ == "__main__":
    main()
