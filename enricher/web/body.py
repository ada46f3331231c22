"""Bodies as they come in: decoded step by step, counted, and cut where we have enough.

Law of this file: no answer, however it is compressed, costs more memory than the cap and one piece.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import IO, Protocol, cast

import brotli  # type: ignore[import-untyped]
import zstandard

# What a decoder gives out at a time: most pages' heads end in the first piece or two, and reading
# stops there.
PIECE_BYTES = 16 * 1024
# RFC 9659: no server may ask a browser for a larger window.
ZSTD_WINDOW_BYTES = 8 * 1024 * 1024
# Twice is a mistake that is made; more often is an attack.
MAX_CODINGS = 2

ZLIB_HEAD_BYTES = 2
_ITS_CONTENT = b"\n"
_ANOTHER_FRAME = zstandard.ZstdCompressor().compress(_ITS_CONTENT)
_GZIP_MAGIC = b"\x1f\x8b"


class GarbledError(ValueError):
    """The body is not what its Content-Encoding says."""


class Decoder(Protocol):
    """Gives out what its input holds, in pieces of at most about PIECE_BYTES."""

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Raises GarbledError."""
        ...

    def ends_here(self) -> bool:
        """True if what is encoded is over, or has not begun; nothing is decoded after this."""
        ...


class _Gzip:
    """RFC 1952, with all its members; what follows the last one is no part of it."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        self._has_begun = False

    def ends_here(self) -> bool:
        return self._member.eof or not self._has_begun

    def decode(self, data: bytes) -> Iterator[bytes]:
        self._has_begun = self._has_begun or bool(data)
        while data:
            try:
                piece = self._member.decompress(data, PIECE_BYTES)
            except zlib.error as error:
                raise GarbledError(str(error)) from error
            if piece:
                yield piece
            data = self._member.unconsumed_tail
            if self._member.eof:
                data = self._member.unused_data
                if not data.startswith(_GZIP_MAGIC):
                    return
                self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


class _Deflate:
    """RFC 9110 section 8.4.1.2: zlib's format, or the bare one that some servers send."""

    def __init__(self) -> None:
        self._head = b""
        self._stream: zlib._Decompress | None = None

    def ends_here(self) -> bool:
        return not self._head if self._stream is None else self._stream.eof

    def decode(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            data = self._head = self._head + data
            if len(data) < ZLIB_HEAD_BYTES:
                return
            self._stream = zlib.decompressobj(
                wbits=zlib.MAX_WBITS if _begins_zlib(data) else -zlib.MAX_WBITS
            )
        while data and not self._stream.eof:
            try:
                piece = self._stream.decompress(data, PIECE_BYTES)
            except zlib.error as error:
                raise GarbledError(str(error)) from error
            data = self._stream.unconsumed_tail
            if piece:
                yield piece


def _begins_zlib(data: bytes) -> bool:
    """RFC 1950 section 2.2: method 8, and a check over both bytes."""
    return data[0] & 0x0F == 8 and int.from_bytes(data[:ZLIB_HEAD_BYTES]) % 31 == 0


class _Brotli:
    """RFC 7932."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._has_begun = False

    def ends_here(self) -> bool:
        return self._stream.is_finished() or not self._has_begun

    def decode(self, data: bytes) -> Iterator[bytes]:
        self._has_begun = self._has_begun or bool(data)
        while not self._stream.is_finished():
            try:
                piece = self._stream.process(data, output_buffer_limit=PIECE_BYTES)
            except brotli.error as error:
                raise GarbledError(str(error)) from error
            data = b""
            if piece:
                yield piece
            elif (
                self._stream.can_accept_more_data()
            ):  # says so, too, while there is more to come out
                return


class _Zstandard:
    """RFC 8878. The library decodes its input in one go, into a sink that can stop it."""

    def __init__(self, cap: int) -> None:
        self._sink = _Sink(cap)
        self._writer = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).stream_writer(
            cast("IO[bytes]", self._sink), write_size=PIECE_BYTES, closefd=False
        )

    def ends_here(self) -> bool:
        """Tried with another frame, which can only follow an end; the library does not tell."""
        with suppress(GarbledError):
            return b"".join(self.decode(_ANOTHER_FRAME)) == _ITS_CONTENT
        return False

    def decode(self, data: bytes) -> Iterator[bytes]:
        try:
            self._writer.write(data)
        except _SinkFull:
            pass
        except zstandard.ZstdError as error:
            raise GarbledError(str(error)) from error
        yield from self._sink.take()


class _SinkFull(Exception):
    pass


class _Sink:
    def __init__(self, cap: int) -> None:
        self._room = cap
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        if self._room <= 0:
            raise _SinkFull
        self._room -= len(piece)
        self._pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> list[bytes]:
        pieces, self._pieces = self._pieces, []
        return pieces


_DECODERS: dict[str, Callable[[int], Decoder]] = {
    "gzip": lambda _: _Gzip(),
    "x-gzip": lambda _: _Gzip(),
    "deflate": lambda _: _Deflate(),
    "br": lambda _: _Brotli(),
    "zstd": _Zstandard,
}
ACCEPT_ENCODING = "gzip, deflate, br, zstd"


class Body:
    """The decoded beginning of a body."""

    def __init__(self, content_encodings: Sequence[str], cap: int) -> None:
        """`cap` is in decoded bytes. Raises GarbledError where a body is encoded too often."""
        names = [name.strip().lower() for value in content_encodings for name in value.split(",")]
        # Unregistered names ("none", "utf-8") are mistakes of servers; browsers ignore them too.
        codings = [name for name in reversed(names) if name in _DECODERS]
        if len(codings) > MAX_CODINGS:
            raise GarbledError(f"encoded {len(codings)} times")
        # In a chain, what one decoder gives out may still shrink; it is bounded all the same.
        self._decoders = [_DECODERS[name](cap * MAX_CODINGS) for name in codings]
        self._cap = cap
        self._data = bytearray()

    @property
    def data(self) -> bytes:
        return bytes(self._data)

    @property
    def size(self) -> int:
        """Decoded bytes so far."""
        return len(self._data)

    def ends_here(self) -> bool:
        """True if no encoding of the body breaks off here."""
        return all(decoder.ends_here() for decoder in self._decoders)

    @property
    def comes_at_once(self) -> bool:
        """True if one piece of input may give the whole body in one step."""
        return any(isinstance(decoder, _Zstandard) for decoder in self._decoders)

    @property
    def is_full(self) -> bool:
        return len(self._data) >= self._cap

    def feed(self, raw: bytes) -> Iterator[None]:
        """Take in wire bytes, step by step, as far as there is room. Raises GarbledError."""
        pieces: Iterable[bytes] = () if self.is_full else (raw,)
        for decoder in self._decoders:
            pieces = chain.from_iterable(map(decoder.decode, pieces))
        for piece in pieces:
            self._data += piece[: self._cap - len(self._data)]
            yield
            if self.is_full:
                return
