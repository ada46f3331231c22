"""What an image's address tells of the image: nothing to see, of the site instead of the article, too small.

Law of this file: pure, and without knowledge of single sites: words, folders and sizes that systems and people write.
"""

from __future__ import annotations

import re

from enricher import urls

_NO_ADDRESS = ("data:", "about:", "javascript:")
# Never a picture of anything: tracking, spacers, sprites, emoji; but photos may be of space, or of a telephone called
# Pixel. In small letters, and every part begins with a letter of its own: it is asked of all addresses, and found three
# times as fast so.
_HOPELESS = re.compile(
    r"1x1(?<!\w1x1)(?!\w)|spacer|blank\.(?<![a-z]blank\.)|(?:clear\.(?<![a-z]clear\.)|space\.(?<![a-z]space\.)"
    r"|pixel\.(?<![a-z]pixel\.)|transparent\.)(?:gif|png|svg)|sprite(?![^?]*\.jpe?g)|/emoji/|gravatar\.com/avatar"
    r"|/track(?:ing|er)?[/.]|\.(?:ico|html?|mp[34]|webm|mov|m3u8|pdf)(?:$|\?)"
)
# What templates leave that have nothing to fill in: a value of the program, themselves, or a folder without a file.
_NOTHING = frozenset({"undefined", "null", "none", "nan", "false", "true", "[object object]"})
_TEMPLATE = ("{{", "${", "{%", "<%")
_FOLDER = re.compile(r"/(?:uploads?|images?|img|files?|media|pictures?|photos?|thumbs?|storage)/$")
# Scripts count visitors, unless they say that they give a picture: `image.php?id=7`.
_SCRIPT = re.compile(r"/([^/?]*)\.php(?:$|\?)")
_GIVES_PICTURE = re.compile(r"image|img|thumb|photo|foto|pic|bild|media|resize|crop")

# One of these stands in each name that the words below could match; few names hold one.
_TELLING = re.compile(
    r"logo|placeholder|no[-_]?(?:im|ph|pi)|site|share|social|icon|default|fallback|avatar"
    r"|dummy|generic|missing|blank|load|spinner|badge|watermark|brand"
)
# Words for pictures of the site and not of the article.
_OF_THE_SITE = re.compile(
    r"(?<![a-z])(?:logos?|favicon|placeholder|no[-_]?(?:image|photo|img|pic)|site[-_]?image|share[-_]?image"
    r"|social[-_]?(?:image|card)|og[-_]?(?:default|fallback)|apple-touch-icon)(?![a-z])"
)
# Words that mean the same where hardly another word stands beside them: `missing.png`, but not
# `missing-boy-found-alive.jpg`.
_PERHAPS_OF_THE_SITE = re.compile(
    r"(?<![a-z])(?:icons?|default|fallback|avatars?|dummy|generic|missing|blank|loading|loader|spinner|badge|watermark"
    r"|brand(?:ing)?|social[-_]?share)(?![a-z])"
)
_TELLING_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{3,}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# `/photos/1a2b3c4d/default.jpg` is one of the sizes in which a system keeps a picture.
_SIZE_CALLED_DEFAULT = re.compile(
    r"/[\w-]*\d{4,}[\w-]*/default\.\w+$|/(?=[a-f]*\d)[\da-f]{6,}/default\.\w+$"
)
# Folders of what a design or the site's owner brought along. BLOX keeps those in `tncms/custom`, WordPress.com the
# signs of its blogs in `blavatar`; forums have their users in `avatars`.
_SITES_FOLDER = re.compile(
    r"/(?:(?:wp-content|sites/[^/]+|assets)/themes|tncms/custom|typo3conf/ext|blavatar|avatars?|favicons?|logos?"
    r"|(?:share|social|default|fallback|placeholder)[-_]images?)/"
)
# Names that hold nothing but these words are of cards made for sharing any page of a site.
_SHARING = "ogp?|fb|facebook|twitter|social|share|sharing|opengraph"
_CARD = rf"(?:[-_ ]?(?:{_SHARING}|image|img|pic|card))"
# Before two of these may stand a word, which is the site's name.
_SHARE_CARD = re.compile(
    rf"(?:(?:{_SHARING}){_CARD}*+|[a-z]{{2,20}}[-_](?:{_SHARING}){_CARD}++)[-_ \dx]*\.[a-z]{{3,4}}"
)
# In a folder with a number or with several words, it may be a card of one article.
_ONES_OWN_FOLDER = re.compile(r"/[^/]*(?:\d{4}|[^/-]+-[^/-]+-[^/-]+)[^/]*/")

_SMALL_PX = 150
"""What is nowhere as long is an icon or a thumbnail."""
# Sizes in addresses; 16x9 and 3x2 are proportions.
_SIZE_MARK = re.compile(
    r"(?<!\d)([2-9]\d|\d{3,4})x([2-9]\d|\d{3,4})(?!\d)|[?&/](?:w|width|h|height|size)[=_](\d{1,4})(?!\d)|/s(\d{2,4})(?:-c)?/"
)
# What each of these has, and most addresses have not.
_PERHAPS_SIZE = re.compile(r"[x=_s]\d")
# Several addresses where one belongs, as templates write them that expect one picture and are given many.
_MANY = re.compile(r"(?<=\.)(jpe?g|png|webp|gif)(?:\s*[,;|]\s*|(?=https?://)).+$", re.IGNORECASE)


# The site's name before an address that has one: `https://news.testhttps://pictures.test/a.jpg`.
_TWICE_HOSTED = re.compile(r"^https?://[\w.-]+(?=https?://)", re.IGNORECASE)


def mended(written: str) -> str:
    """The address that was meant where a template ran several together or escaped slashes; others as they are."""
    written = written.replace("\\/", "/") if "\\" in written else written
    return _MANY.sub(r"\1", _TWICE_HOSTED.sub("", written)) if written.count("://") > 1 else written


def is_hopeless(written: str) -> bool:
    """Is there nothing to see at this address?"""
    small = written.lower()
    if small.startswith(_NO_ADDRESS) or _HOPELESS.search(small):
        return True
    if _is_unfilled(small):
        return True
    script = _SCRIPT.search(small) if ".php" in small else None
    return script is not None and not _GIVES_PICTURE.search(script[1])


def _is_unfilled(small: str) -> bool:
    if small.endswith("/") and _FOLDER.search(small):
        return True
    return small.rstrip("/").rpartition("/")[2] in _NOTHING or any(
        mark in small for mark in _TEMPLATE
    )


def is_of_the_site(url: str) -> bool:
    """Does a picture call itself one of the site: a logo, an icon, a stopgap, a card for all pages?"""
    if _SITES_FOLDER.search(url.lower()):
        return True
    name = _HUMP.sub("-", urls.last_segment(url)).lower()
    is_telling = _TELLING.search(name) is not None
    if (is_telling and _OF_THE_SITE.search(name)) or _is_named_like_site(name, url):
        return True
    if _SHARE_CARD.fullmatch(name):
        return not _ONES_OWN_FOLDER.search(url.partition("://")[2].rpartition("/")[0] + "/")
    found = _PERHAPS_OF_THE_SITE.search(name) if is_telling else None
    if found is None or _SIZE_CALLED_DEFAULT.search(url):
        return False
    others = _WORD.findall(name[: found.start()] + " " + name[found.end() :].rpartition(".")[0])
    return len(others) < _TELLING_WORDS


_EXTENSION_AND_SIZE = re.compile(r"[-_]?[\dx]*\.\w{3,4}$")


def _is_named_like_site(name: str, url: str) -> bool:
    """Is a picture called like the site it comes from, with nothing but a size beside it?"""
    stem = _EXTENSION_AND_SIZE.sub("", name)
    site = urls.site(url)
    return stem in {site, site.partition(".")[0]} - {""}


def is_small(url: str) -> bool:
    """Do all sizes in an address say that the picture is a thumbnail?"""
    if not _PERHAPS_SIZE.search(url):
        return False
    sides = [int(side) for found in _SIZE_MARK.finditer(url) for side in found.groups() if side]
    return bool(sides) and max(sides) < _SMALL_PX
