"""What a coordinator and its workers' processes tell one another, as JSON.

A frame on a pipe is its length in four bytes, big-endian, and then the JSON of one message.
"""

from __future__ import annotations

from asyncio import StreamReader
from collections.abc import AsyncIterator
from typing import ClassVar

import msgspec

from enricher.config import Config
from enricher.run.engines.seam import Chunk, Unit, UnitSummary
from enricher.web.site_state import SiteState

LENGTH_BYTES = 4


class Frame(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One message; its JSON names its class."""


class Setup(Frame, frozen=True, kw_only=True, tag=True):
    """The first message to a worker: all that it needs to know."""

    config: Config
    make: str
    """Where the worker comes from, as `module:function`: `host.open_worker` but for tests."""
    seed: float
    """For the worker's own random numbers."""
    lease_s: float
    wedged_s: float
    """Seconds without a turn of the event loop after which the process ends itself."""
    saves_images: bool = False


class SiteGranted(Frame, frozen=True, kw_only=True, tag=True):
    """Gives a site to the worker: no other one asks it until it is given back."""

    site: str
    state: SiteState = SiteState()
    """As the worker before left it."""
    is_wanted: bool = False
    """Other workers wait for it already."""


class SiteWanted(Frame, frozen=True, kw_only=True, tag=True):
    """Tells the worker that another one waits for a site that it holds."""

    site: str


class RunUnit(Frame, frozen=True, kw_only=True, tag=True):
    """Asks for a unit to be done."""

    unit: Unit
    granted: tuple[SiteGranted, ...] = ()
    """Those of its sites that no other worker holds."""


class RowsTaken(Frame, frozen=True, kw_only=True, tag=True):
    """Tells that a chunk was taken over, so that the unit may send the next one."""

    unit: int
    attempt: int
    seq: int


class CancelUnit(Frame, frozen=True, kw_only=True, tag=True):
    """Asks for a unit to end early, with what it has learnt."""

    unit: int
    attempt: int


class ImageTaken(Frame, frozen=True, kw_only=True, tag=True):
    """Answers `ImageRead`."""

    number: int
    wants_more: bool


class Ping(Frame, frozen=True, kw_only=True, tag=True):
    """Asks whether the worker is alive, and renews its lease."""

    heard_s: float | None
    """The time in the worker's latest `Pong`: the lease holds from then on, not from now."""


ToWorker = RunUnit | RowsTaken | CancelUnit | ImageTaken | SiteGranted | SiteWanted | Ping


class Pong(Frame, frozen=True, kw_only=True, tag=True):
    """Answers `Ping`; the first one also tells that the worker is ready."""

    now_s: float
    """On the worker's own clock."""
    requests: int
    """Sent by this worker so far, as in `Rows` and `UnitEnded`."""


class Rows(Frame, frozen=True, kw_only=True, tag=True):
    """Brings a chunk of outcomes."""

    chunk: Chunk
    requests: int

    @property
    def key(self) -> tuple[int, int]:
        return self.chunk.unit, self.chunk.attempt


class UnitEnded(Frame, frozen=True, kw_only=True, tag=True):
    """Tells how a unit ended."""

    unit: int
    attempt: int
    requests: int
    summary: UnitSummary | None = None
    """None: it failed."""
    why: str = ""

    @property
    def key(self) -> tuple[int, int]:
        return self.unit, self.attempt


class ImageRead(Frame, frozen=True, kw_only=True, tag=True):
    """Asks the coordinator to save an image, since only it writes files."""

    number: int
    url: str
    content: bytes


class SiteAsked(Frame, frozen=True, kw_only=True, tag=True):
    """Asks for a site: one of another unit, where a redirect leads, an image is, or an archive."""

    site: str


class SiteReturned(Frame, frozen=True, kw_only=True, tag=True):
    """Gives a site back."""

    site: str
    state: SiteState


FromWorker = Pong | Rows | UnitEnded | ImageRead | SiteAsked | SiteReturned


class Codec:
    """Turns messages into bytes and back."""

    _encoder: ClassVar = msgspec.json.Encoder()
    _setup: ClassVar[msgspec.json.Decoder[Setup]] = msgspec.json.Decoder(Setup)
    _to_worker: ClassVar[msgspec.json.Decoder[ToWorker]] = msgspec.json.Decoder(ToWorker)
    _from_worker: ClassVar[msgspec.json.Decoder[FromWorker]] = msgspec.json.Decoder(FromWorker)

    @classmethod
    def encode(cls, message: Frame) -> bytes:
        return cls._encoder.encode(message)

    @classmethod
    def setup(cls, text: bytes) -> Setup:
        return cls._setup.decode(text)

    @classmethod
    def to_worker(cls, text: bytes) -> ToWorker:
        return cls._to_worker.decode(text)

    @classmethod
    def from_worker(cls, text: bytes) -> FromWorker:
        return cls._from_worker.decode(text)


def framed(text: bytes) -> bytes:
    """Returns the frame that carries this text over a pipe."""
    return len(text).to_bytes(LENGTH_BYTES, "big") + text


async def read_frame(reader: StreamReader) -> bytes:
    """Returns the text of the next frame. Raises IncompleteReadError or OSError at the end."""
    length = int.from_bytes(await reader.readexactly(LENGTH_BYTES), "big")
    return await reader.readexactly(length)


async def read_frames(reader: StreamReader) -> AsyncIterator[bytes]:
    """Yields the texts of frames until the other side is gone."""
    while True:
        try:
            yield await read_frame(reader)
        except (EOFError, OSError):
            return
