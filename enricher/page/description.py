"""Descriptions as templates write them: what does not belong to the text is taken off, what says nothing is known."""

from __future__ import annotations

import re

from enricher.page import normalise

# Templates cut at 120 to 300 characters; shorter texts without a full stop are just written that way.
_MIN_CUT_CHARS = 120
# No button is longer.
_MAX_BUTTON_CHARS = 60
# Line ends written out by templates that escape twice, and the codes of page builders.
_ESCAPED = re.compile(r"\\r\\n|\\[nrt](?![a-z])")
_SHORTCODE = re.compile(
    r"\[/?(?:vc|et_pb|fusion|av|caption|gallery|embed|audio|video|playlist)(?:_\w+)?(?:\s[^\[\]]*)?/?\]"
)
_BUTTON = re.compile(
    r"[\s|]*(?P<words>read (?:more|on|the (?:full|rest).{0,40})|continue reading|learn more|find out more"
    r"|weiter ?lesen|mehr (?:lesen|erfahren)|(?:jetzt|hier) (?:weiter)?lesen"
    r"|lire (?:la suite|plus)|en savoir plus|(?:leer|ver|saber) más|seguir leyendo"
    r"|(?:leia|saiba|ler) mais|continue lendo|leggi (?:tutto|di più)|continua a leggere|lees (?:meer|verder)"
    r"|läs mer|les mer|læs mere|lue lisää|czytaj (?:więcej|dalej|całość)|číst dále|celý článek|tovább|devamını oku"
    r"|читать (?:далее|дальше|полностью)|подробнее|читати далі|διαβάστε περισσότερα|(?:baca )?selengkapnya"
    r"|続きを読む|もっと見る|阅读(?:更多|全文)|閱讀(?:更多|全文)|더 ?보기|اقرأ المزيد|ادامه مطلب)\W*$",
    re.IGNORECASE,
)
# With what these begin, in small letters: texts that hold none of it, which most do, are not asked for the rest.
_PERHAPS_BUTTON = re.compile(
    r"read |continu|learn |find |mehr |lesen|lire |en sav|leer |ver m|saber |seguir |leia |saiba |ler m"
    r"|leggi |lees |läs |les m|læs |lue |czytaj |číst |celý |tovább|devam|читат|подроб|διαβ|selengkap"
    r"|続き|もっと|阅读|閱讀|더|اقرأ|ادامه"
)
# What WordPress puts behind texts in feeds, in the languages it is translated to most.
_FEED_END = re.compile(
    r"(?:^|(?<=[.!?…\]»”\"]))\s*(?:The post|Der Beitrag|L['’]article|La entrada|L['’]articolo|O post|Het bericht)"
    r"\s.{1,300}(?:(?:appeared first|first appeared) on|erschien zuerst auf|est apparu en premier sur"
    r"|(?:se publicó|apareció) primero en|proviene da|apareceu primeiro em|verscheen eerst op)\s.{1,80}$"
)
_FEED_VERBS = (
    *("first on", "first appeared", "zuerst auf", "premier sur"),
    *("primero en", "proviene da", "primeiro em", "eerst op"),
)
_TAIL = re.compile(r"\s+[|–—·-]\s+((?:[^|–—·\s]|\s(?!-\s)){2,60})$")
_MAX_TAIL_CHARS = 64
_ELLIPSIS = re.compile(r"(?:…|\.{3,}|\[(?:…|\.{3,})\])$")
# No longer row of full stops is expected.
_MAX_ELLIPSIS_CHARS = 20
_COMPLETE = re.compile(r"[.!?。！？।؟۔][\"'”’»)\]」』）]*$")
# By key: what systems write where nobody wrote anything.
_DEFAULTS = frozenset(
    {
        "visitthepostformore",
        "justanotherwordpresssite",
        "justanotherwordpressweblog",
        "eineweiterewordpresswebsite",
        "einweitererwordpressblog",
        "unsiteutilisantwordpress",
        "otrositiorealizadoconwordpress",
        "otrositiodewordpress",
        "maisumsitewordpress",
        "unnuovositotargatowordpress",
        "ещёодинсайтнаwordpress",
        "joomlathedynamicportalengineandcontentmanagementsystem",
        "websitecreatedusingcreatereactapp",
        "undefined",
        "null",
        "none",
        "na",
        "description",
        "metadescription",
        "nodescription",
        "nodescriptionavailable",
    }
)
_MAX_DEFAULT_CHARS = 200
# A template's field with nothing in it: `%excerpt%`, `[node:summary]`.
_UNFILLED = re.compile(r"[%$\[{<]{1,2}[\w:.\- ]{1,40}[%\]}>]{1,2}")
# How the examples of generators of static sites begin.
_EXAMPLES = (
    "Write an awesome description for your new site here",
    "Description will go into a meta tag in <head",
)


def readable(text: str) -> str:
    """The text without what templates leave in it or put behind it: codes, line ends written out, buttons."""
    if "\\" in text:
        text = " ".join(_ESCAPED.sub(" ", text).split())
    if "[" in text:
        text = " ".join(_SHORTCODE.sub(" ", text).split())
    if any(verb in text for verb in _FEED_VERBS):
        text = _FEED_END.sub("", text)
    start = max(0, len(text) - _MAX_BUTTON_CHARS)
    button = _BUTTON.search(text, start) if _PERHAPS_BUTTON.search(text[start:].lower()) else None
    if button and _is_apart(text[: button.start()], button["words"]):
        text = text[: button.start()]
    return text


def _is_apart(before: str, button: str) -> bool:
    """Not the last words of a sentence: it begins with a capital letter, or stands behind a mark."""
    return not before or not button[0].islower() or before[-1] in ".!?…]|»"


def parted(text: str) -> tuple[str, str]:
    """The text, and what stands behind its last dash or bar and may be the site's name; empty where nothing does."""
    tail = _TAIL.search(text, max(0, len(text) - _MAX_TAIL_CHARS))
    return (text[: tail.start()], tail[1]) if tail else (text, "")


def says_nothing(text: str) -> bool:
    """A system's default, or not a word at all."""
    words = normalise.key(text) if len(text) <= _MAX_DEFAULT_CHARS else text
    return (
        not words
        or words in _DEFAULTS
        or text.startswith(_EXAMPLES)
        or _UNFILLED.fullmatch(text) is not None
    )


def is_cut(text: str) -> bool:
    """Cut off by a template: it says so, or is as long as cut texts are and does not end."""
    return _is_elliptic(text) or (len(text) >= _MIN_CUT_CHARS and not is_complete(text))


def _is_elliptic(text: str) -> bool:
    return _ELLIPSIS.search(text, max(0, len(text) - _MAX_ELLIPSIS_CHARS)) is not None


def is_complete(text: str) -> bool:
    """Ends as sentences end."""
    return _COMPLETE.search(text) is not None and not _is_elliptic(text)
