"""When enough of a page was read. Cheap: called for each chunk.

A page's head often says all there is to know; what follows is ten times as long. But a head without
JSON-LD about the article leaves the headline and the byline to the body, so there reading goes on.
"""

from __future__ import annotations

# In spellings as templates write them, the usual one first; a page that spells them otherwise is
# read to its end, which is no harm.
_HEAD_ENDS = (b"</head>", b"</HEAD>", b"</head ", b"<body")
_NEEDED: tuple[tuple[bytes, ...], ...] = (
    (b'"headline"',),
    (b'"Person"',),
    (b'"datePublished"', b"article:published_time"),
    (b"og:description", b'name="description"', b'"description"'),
    (b"og:image", b'"image"'),
)


def head_end(body: bytes) -> int | None:
    """Where the head ends; None where its end was not read."""
    return next((at for mark in _HEAD_ENDS if (at := body.find(mark)) >= 0), None)


def has_facts(body: bytes) -> bool:
    """True when the head is over, and it alone gives title, author, excerpt, date and image.

    `body`: what was read so far, from its start.
    """
    end = head_end(body)
    return end is not None and all(
        any(body.find(mark, 0, end) >= 0 for mark in marks) for marks in _NEEDED
    )
