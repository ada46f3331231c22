"""What an image's address tells of the image: nothing to see, of the site instead of the article,
small.

Law of this file: pure, and without knowledge of single sites: words, folders and sizes that systems
and people write.
"""

from __future__ import annotations

import re

from enricher import urls
from enricher.page.tables import pattern

_NO_ADDRESS = ("data:", "about:", "javascript:")
# Never a picture of anything: tracking, spacers, sprites, emoji; but photos may be of space, or of
# a telephone called Pixel. In small letters, and every part begins with a letter of its own: it is
# asked of all addresses, and found three times as fast so.
_HOPELESS = re.compile(
    r"1x1(?<!\w1x1)(?!\w)|spacer|blank\.(?<![a-z]blank\.)|(?:clear\.(?<![a-z]clear\.)"
    r"|space\.(?<![a-z]space\.)|pixel\.(?<![a-z]pixel\.)|transparent\.)(?:gif|png|svg)"
    r"|sprite(?![^?]*\.jpe?g)|/emoji/|gravatar\.com/avatar|/track(?:ing|er)?[/.]"
    r"|\.(?:ico|html?|mp[34]|webm|mov|m3u8|pdf)(?:$|\?)"
)
# What templates leave that have nothing to fill in: a value of the program, themselves, or a folder
# without a file.
_NOTHING = frozenset({"undefined", "null", "none", "nan", "false", "true", "[object object]"})
_TEMPLATE = ("{{", "${", "{%", "<%")
_FOLDER = re.compile(r"/(?:uploads?|images?|img|files?|media|pictures?|photos?|thumbs?|storage)/$")
# Scripts count visitors, unless they say that they give a picture: `image.php?id=7`.
_SCRIPT = re.compile(r"/([^/?]*)\.php(?:$|\?)")
_GIVES_PICTURE = re.compile(r"image|img|thumb|photo|foto|pic|bild|media|resize|crop")

SMALL_PX = 150
"""What is nowhere as long is an icon or a thumbnail."""
# Sizes in addresses; 16x9 and 3x2 are proportions. Two folders are a size only where they are the
# same; others are parts of a number.
_SIZE_MARK = re.compile(
    r"(?<!\d)([2-9]\d|\d{3,4})x([2-9]\d|\d{3,4})(?!\d)|[?&/](?:w|width|h|height|size)[=_](\d{1,4})(?!\d)"
    r"|/s(\d{2,4})(?:-c)?/|/([2-9]\d|1[0-4]\d)/\5/"
)
# What each of these has, and most addresses have not.
_PERHAPS_SIZE = re.compile(r"[x=_s]\d|/\d\d\d?/\d")
# Several addresses where one belongs, as templates write them that expect one picture.
_MANY = re.compile(r"(?<=\.)(jpe?g|png|webp|gif)(?:\s*[,;|]\s*|(?=https?://)).+$", re.IGNORECASE)
# The site's name before an address that has one: `https://news.testhttps://pictures.test/a.jpg`.
_TWICE_HOSTED = re.compile(r"^https?://[\w.-]+(?=https?://)", re.IGNORECASE)


def mended(written: str) -> str:
    """The address that was meant where a template ran several together or escaped slashes."""
    written = written.replace("\\/", "/") if "\\" in written else written
    if written.count("://") > 1:
        written = _MANY.sub(r"\1", _TWICE_HOSTED.sub("", written))
    return written


def is_hopeless(written: str) -> bool:
    """True if there is nothing to see at this address."""
    small = written.lower()
    if small.startswith(_NO_ADDRESS) or _HOPELESS.search(small):
        return True
    if small.endswith("/") and _FOLDER.search(small):
        return True
    last = small.rstrip("/").rpartition("/")[2]
    if last in _NOTHING or any(mark in small for mark in _TEMPLATE):
        return True
    script = _SCRIPT.search(small) if ".php" in small else None
    return script is not None and not _GIVES_PICTURE.search(script[1])


def is_of_the_site(url: str) -> bool:
    """True for a picture that calls itself a logo, a stopgap, a card for all pages of a site."""
    small = url.lower()
    name = urls.last_segment(small)
    if pattern("words", "site_picture_folders", "/{}/").search(small):
        return True
    return pattern("words", "site_pictures", r"(?<![a-z]){}(?![a-z])").search(name) is not None


def is_small(url: str) -> bool:
    """True if all sizes in an address say that the picture is a thumbnail."""
    if not _PERHAPS_SIZE.search(url):
        return False
    sides = [int(side) for found in _SIZE_MARK.finditer(url) for side in found.groups() if side]
    return bool(sides) and max(sides) < SMALL_PX
