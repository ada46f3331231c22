"""A plain mutator for short runs without a fuzzer: the same inputs for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

MAX_BYTES = 4096
_ODD = (
    b"\0",
    b"\xff",
    b"\x80",
    b"\r\n",
    b"\n",
    b" ",
    b"'",
    b'"',
    b"9" * 20,
    b"-1",
    b"\xe2\x80\xa8",
)


def inputs(seeds: Sequence[bytes], words: Sequence[bytes], chance: Random) -> Iterator[bytes]:
    """Yields seeds, changed in one to five places, without end."""
    pool = list(seeds) or [b""]
    parts = [*words, *_ODD]
    while True:
        data = bytearray(chance.choice(pool))
        for _ in range(chance.randint(1, 5)):
            _change(data, pool, parts, chance)
        yield bytes(data[:MAX_BYTES])


def _change(data: bytearray, pool: list[bytes], parts: list[bytes], chance: Random) -> None:
    at = chance.randint(0, len(data))
    end = min(len(data), at + chance.randint(0, 12))
    match chance.randrange(6):
        case 0:
            data[at:end] = b""
        case 1:
            data[at:at] = chance.choice(parts)
        case 2:
            data[at:end] = chance.choice(parts)
        case 3:
            data[at:at] = bytes(data[at:end]) * chance.randint(1, 40)
        case 4:
            other = chance.choice(pool)
            data[at:] = other[chance.randint(0, len(other)) :]
        case _ if at < len(data):
            data[at] = chance.randrange(256)
