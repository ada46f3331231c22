"""Expressions that find the words of bylines; the words themselves stand in `words.toml`.

Most are asked of texts in small letters: with that many words each, they take a third of the time
then, and they are asked of every line near the headline. Each is made when it is first asked for.
"""

from __future__ import annotations

import re
from functools import cache

from enricher.page.tables import any_of, phrases

_TABLE = "people/words"


def _any(section: str) -> str:
    return any_of(_TABLE, section)


@cache
def words(section: str) -> frozenset[str]:
    """The words of a section that are no expressions: `particles`."""
    return frozenset(phrases(_TABLE, section))


@cache
def anywhere(section: str, flags: int = 0) -> re.Pattern[str]:
    """Finds a word of a section as a word of a text."""
    return re.compile(rf"\b{_any(section)}\b", flags)


@cache
def within(section: str) -> re.Pattern[str]:
    """Finds a word of a section anywhere, inside of words too."""
    return re.compile(_any(section))


# ── before a name ─────────────────────────────────────────────────────────────────────────────────

_CJK = "\u3040-\u30ff\u3400-\u9fff"
_HAN = "\u3400-\u9fff"
# `記者張三豐／台北報導`, `本报记者张三丰`.
_CHINESE_LABEL = (
    rf"[〔【（(\[]?(?:文[/／])?[{_HAN}]{{0,8}}"
    rf"(?:記者(?=[{_HAN}]{{2,3}}[／/])|记者(?= ?[{_HAN}]{{2,3}}(?:[／/\s）)】]|$)))"
)
_KOREAN = r"(?:기자명 )?[\[(]?(?:[^\s=\[\]()]{1,20}+ ?= ?)?"
# Behind the name.
_KOREAN_LABEL = r" ?(?:\S{0,4}기자|특파원)(?![\w])"
_STOPS = r"[:\s]*"


def _author() -> str:
    return rf"{_any('author')}\w{{0,5}}(?:[/:*_]in(?:nen)?)?"


def _east_asian() -> str:
    return rf"{_any('east_asian_label')}(?: ?[/／:：=＝・]|[ \u3000](?=\S{{2,4}}(?:\s|$)))"


@cache
def _by() -> str:
    ways = (
        r"von unsere[mnr] \w+(?= \S+ \S)",
        r"aus [^\s,.]+(?: [^\s,.]+)? bericht(?:et|en)(?!\w)",
        rf"{_any('by')}(?![\w'’-])",
        r"(?:di|da|de)(?= (?!las? |los )\S+ \S)",
        rf"{_any('text')}(?: (?:und|and|&|/) \w+)? ?(?:(?:by|von|par|por)(?![\w'’-])|:)",
        rf"(?:the |l['’])?{_author()} ?:",
        _CHINESE_LABEL,
        _east_asian(),
    )
    return f"(?:{'|'.join(ways)})"


def _leading() -> str:
    return rf"^[-–—·•|,:(\[（【［\s]*(?:{_any('done')}\b[:.\s]*)*"


@cache
def prefix() -> re.Pattern[str]:
    """What stands before a name in a byline; in small letters, and matches any text."""
    korean = rf"^{_KOREAN}(?=[가-힣]{{2,4}}{_KOREAN_LABEL})"
    return re.compile(rf"{korean}|^{_any('all_by')}:? |{_leading()}(?:{_by()}{_STOPS})?")


@cache
def has_prefix() -> re.Pattern[str]:
    """A line that begins as bylines do, in small letters."""
    korean = rf"^{_KOREAN}[가-힣]{{2,4}}{_KOREAN_LABEL}"
    return re.compile(rf"{_leading()}{_by()}{_STOPS}(?=[^\W\d_])|{korean}")


@cache
def done_by() -> re.Pattern[str]:
    """`Posted by`, in small letters: whoever follows is a person, full name or not."""
    return re.compile(rf"^{_any('done')}\s+{_by()}\s")


@cache
def dated_prefix() -> re.Pattern[str]:
    """`Posted on September 21, 2020 by Adi`, `Reviewed by Ann Other - Written by Jane`."""
    return re.compile(
        rf"^[^\n]{{0,60}}\d[^\n]{{0,12}}\s{_any('by_whom')}\s+"
        r"|^[^\n]{0,20}(?:review|edit|check|illustrat|photo)[^\n]{0,60}\bwritten by\s+",
        re.IGNORECASE,
    )


@cache
def over() -> re.Pattern[str]:
    """What stands over comments and other articles, in small letters."""
    return re.compile(rf"^{_any('over')}\b\W*$")


# ── between and behind names ──────────────────────────────────────────────────────────────────────

SEPARATOR = re.compile(
    r"\s*[;|•·／/、，»«]\s*|\s*,\s+(?:and |und |et |y |e )?|\s+[-–—]+\s+|\s*&\s*"
    r"|\s+(?:and|und|et|og|och|en|i|и|та|ve|dan|και|with|mit|avec|con|AND|UND|ET)\s+(?=[^\W\d_a-zß-ÿ])"
    # Before one word alone it joins two families: `Ana Costa e Silva`.
    r"|\s+[ye]\s+(?=[^\W\d_a-zß-ÿ]\S*\s+[^\W\d_])"
)
_WEEKDAYS = (
    "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    "|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)"
)


@cache
def end() -> re.Pattern[str]:
    """Where what is no name begins, in small letters."""
    return re.compile(
        r"[(\[（]|(?<!\S)(?:\d|@\S)"
        r"|(?<=\w) (?:(?:(?:ap|afp|staff|senior|special|sports?|political|business|national|science"
        r"|health) ){1,3}(?:writers?|reporters?|correspondents?|editors?|columnists?)\b"
        r"|photographs? by\b|on behalf of\b|(?:and|&) the\b"
        r"|(?:and|und|et) (?:others|colleagues|andere|weitere|autres)\b"
        r"|(?:and|und|mit|with|avec|et|con) (?:agencies|agenturen|agences|dpa|afp|ap|reuters|staff"
        r"|wires)\b|(?:the )?(?:associated|canadian) press\b|reuters\b|bloomberg\b|usa today\b"
        r"|tribune news|(?:afp|dpa|ap)$)"
        rf"|(?<=[{_CJK}]) ?(?:(?:記者|记者|特派員|ライター)$|(?:写真|撮影|編集|翻訳) ?[:：])"
        rf"|(?<=[가-힣]){_KOREAN_LABEL}"
        rf"|\b(?:{_any('ends')}|{_WEEKDAYS}\b|(?:tue|wed|thu|fri)(?:[.,]|$| \d))"
    )


LIKE_DAY = re.compile(rf"^(?:[^\s,]+ {_WEEKDAYS}|{_WEEKDAYS} [^\s,]+)$")
"""People called like a day of the week, in small letters: no day is cut off them."""
DAY = re.compile(rf"\b{_WEEKDAYS}\b")
"""In small letters."""
PLACE = re.compile(
    r" (?<=\w )(?:(?:in|aus|for|für|of) (?:the )?(?-i:[A-ZÄÖÜ])\w|(?-i:[A-Z]{2,5} News)\b)",
    re.IGNORECASE,
)
"""`Jane Doe in Berlin`, `Jane Doe for the Herald`, `Jane Doe TNB News`."""
MAIL = re.compile(r"\S+@\S")
WHEN = re.compile(r"(?<=\w) (?:on|am|le|el|em|il|op|den|um|at|vom|et|and|und|y)$")
"""What is left of `on 5 May` when the date is gone."""
SECOND_HAND = re.compile(
    r"(?<=\w)[\s,;|·•–—-]+(?:(?:and |und )?(?:medically |fact[- ])?"
    r"(?:edited|translated|reviewed|checked|illustrated) by|übersetzt von|traduit par"
    r"|traducido por|traducción de|herausgegeben von|editor ?:)(?!\w)"
    rf"|(?<=[{_CJK}])[、， ]?(?:写真|撮影|編集|编辑|翻訳|通讯员|通訊員|摄影|攝影)"
    rf"(?: ?[:：/／・]| (?=[{_CJK}]))"
)
"""`, edited by Ann Other`, in small letters: whoever is named from there on did not write it."""
_PICTURES = r"(?:foto|photo|bild(?:er)?(?!\w)|imag|illustr|vid[eé]o)"
PICTURES = re.compile(rf"^\W*{_PICTURES}\w*\W*$")
"""A label, in small letters, of whoever took the pictures."""
PICTURED = re.compile(rf"\(\s*{_PICTURES}[^()]{{0,40}}\)")
"""What stands behind their names: `Jane Doe (photos)`, in small letters."""
TITLES = re.compile(
    r"^(?:(?:dr|dra|prof|professor|med|dipl|ing|mag|mgr|lic|hab|h\. ?c|univ|mr|mrs|ms|herr|frau|sir"
    r"|rev|dott(?:\.?ssa)?|rechtsanw[aä]lt(?:in)?)\b\.?[-\s]*)+(?=[^\W\d_])",
    re.IGNORECASE,
)
DEGREES = re.compile(
    r"(?:,?\s+(?:ph\.?d|m\.d|msc|mba|mph|esq|ll\.?m|m\.a|b\.a)|,\s+(?:rn|md|ma|ba)"
    r"|(?<=[a-z])\s+(?-i:RN|MD|MA|BA))\.?$",
    re.IGNORECASE,
)
"""Without comma and full stops only in capitals: Jack Ma is no master of arts."""
