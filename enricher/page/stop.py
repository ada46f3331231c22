"""When enough of a page was read. Cheap: called for each chunk.

A page's head often says all there is to know; what follows is ten times as long. But a head without JSON-LD about the
article leaves the headline and the byline to the body, so there reading goes on.
"""

from __future__ import annotations

# In spellings as templates write them; a page that spells them otherwise is read to its end, which is no harm.
_HEAD_ENDS = (b"</head>", b"</HEAD>", b"</head ", b"<body")
_NEEDED: tuple[tuple[bytes, ...], ...] = (
    (b'"headline"',),
    (b'"Person"',),
    (b'"datePublished"', b"article:published_time"),
    (b"og:description", b'name="description"', b'"description"'),
    (b"og:image", b'"image"'),
)


def has_facts(body: bytes) -> bool:
    """The head is over, and it alone gives title, author, excerpt, date and image.

    `body`: what was read so far, from its start.
    """
    ends = [at for mark in _HEAD_ENDS if (at := body.find(mark)) >= 0]
    if not ends:
        return False
    head = body[: min(ends)]
    return all(any(mark in head for mark in marks) for marks in _NEEDED)
