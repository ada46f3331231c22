"""Packs links for the ledger: whole ones as compressed JSON, and a number for each of them."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import msgspec
import zstandard

from enricher.models import Description, FieldPath, Kind, Link

_to_json = msgspec.json.Encoder().encode
# Links of one document repeat each other's words; level 1 shrinks 37 KB of them to an eighth in
# 0.05 ms, and they are back in 0.03 (zlib, which older ledgers hold: in 0.16 and 0.09).
_ZSTD_LEVEL = 1

LinkCodes: TypeAlias = "array[int]"  # `array` cannot be subscripted before Python 3.12
"""One 32-bit number for each link of a document, in order: its target's number, then its flags."""
_FLAG_BITS = 4
LACKS_IMAGE = 1
"""Flag: a link to a page whose mapping has no image."""
IS_LEAD_IMAGE = 2
"""Flag: the first image of a mapping that describes an article."""
IS_CLAIMED = 4
"""Flag: the document says that a copy of this image is kept."""
IS_RESPELT = 8
"""Flag: the document spells the URL otherwise than its target is spelt."""
PLANNED_FLAGS = LACKS_IMAGE | IS_LEAD_IMAGE | IS_CLAIMED
"""The flags that bear on what is asked."""


class PackedLinks(NamedTuple):
    """The links of a document as the ledger keeps them."""

    blob: bytes
    named: tuple[tuple[Kind, str, int], ...]
    """Kind and target of each link, and its flags."""


def packed(links: Sequence[Link]) -> PackedLinks:
    """Packs links; takes longer than anything else in keeping them."""
    blob = zstandard.ZstdCompressor(_ZSTD_LEVEL).compress(_to_json(tuple(links)))
    return PackedLinks(blob, tuple((link.kind, link.target, flags_of(link)) for link in links))


def code(target: int, flags: int = 0) -> int:
    """Packs a target's number and a link's flags."""
    return target << _FLAG_BITS | flags


def target_of(code: int) -> int:
    """Returns the number of the target in a code."""
    return code >> _FLAG_BITS


def unpacked(blob: bytes) -> tuple[Link, ...]:
    """Returns the links that were packed into a blob."""
    return _links(_json(blob))


def unpacked_briefly(blob: bytes) -> tuple[BriefLink, ...]:
    """Returns the links of a blob with their descriptions unread."""
    return _brief_links(_json(blob))


def _json(blob: bytes) -> bytes:
    """Returns the JSON that was compressed into a blob."""
    if blob.startswith(zstandard.FRAME_HEADER):
        return zstandard.ZstdDecompressor().decompress(blob)
    return zlib.decompress(blob)


def flags_of(link: Link) -> int:
    """Returns the flags of a link."""
    said = link.description
    flags = 0 if link.url == link.target else IS_RESPELT
    if link.kind is Kind.PAGE:
        return flags | (LACKS_IMAGE if said.has_images is False else 0)
    if not link.is_lead_image:
        return flags
    return flags | IS_LEAD_IMAGE | (IS_CLAIMED if said.is_cached is True else 0)


class BriefLink(msgspec.Struct, gc=False):
    """A link of which little is read: of most, no more than the target is asked."""

    field: FieldPath
    url: str
    target: str
    kind: Kind
    description: msgspec.Raw

    def described(self) -> Description:
        """Returns what the document says of the target."""
        return _description(self.description)


_links = msgspec.json.Decoder(tuple[Link, ...]).decode
_brief_links = msgspec.json.Decoder(tuple[BriefLink, ...]).decode
_description = msgspec.json.Decoder(Description).decode


def unpacked_codes(blob: bytes) -> LinkCodes:
    """Returns the codes that the ledger keeps as bytes."""
    codes = array("I")
    codes.frombytes(blob)
    return codes
