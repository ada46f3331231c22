"""The language of a page: what it declares, unless the text belies it; else what its text looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enricher.page import jsonld
from enricher.page.parsed import ParsedPage

_TAG = re.compile(r"^\s*(?P<tag>[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*)\s*(?:$|[,;.])")
# Declared by templates that nobody filled in.
_NONE = frozenset({"und", "mul", "zxx", "xx", "no-lang"})
_METAS = (
    "og:locale",
    "content-language",
    "dc.language",
    "dcterms.language",
    "language",
    "lang",
    "inlanguage",
    "locale",
)
# No languages, but what people take for codes of theirs; and three letters where BCP 47 wants two (RFC 5646, 2.2.1).
_MEANT = {
    "jp": "ja",
    "cn": "zh",
    "cz": "cs",
    "ua": "uk",
    "gr": "el",
    "dk": "da",
    "iw": "he",
    "in": "id",
}
_MEANT |= {
    "eng": "en",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "ita": "it",
    "por": "pt",
}
_MEANT |= {
    "nld": "nl",
    "dut": "nl",
    "rus": "ru",
    "jpn": "ja",
    "zho": "zh",
    "chi": "zh",
    "kor": "ko",
    "ara": "ar",
}
_MEANT |= {
    "tur": "tr",
    "pol": "pl",
    "ukr": "uk",
    "ces": "cs",
    "swe": "sv",
    "dan": "da",
    "nor": "no",
    "fin": "fi",
}
# Of a text that may belie a declaration, so much is looked at, and is enough for a share of words.
_GLANCE_CHARS = 2_500
_LEAST_GLANCE_CHARS = 500
# English text has one of these among ten words; one in so many is other languages' chance. Others have one in eight.
_WORDS_AN_ENGLISH = 25
_WORDS_A_HIT = 8
# Guessing needs so many letters, and so many of the frequent words below.
_MIN_LETTERS = 40
_MIN_HITS = 4
_SAMPLE_CHARS = 4_000

# Scripts that one language of the web's news writes, or nearly so (Unicode blocks).
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ur", re.compile("[\u0679\u0688\u0691\u06ba\u06c1\u06d2]")),
    ("ps", re.compile("[\u067c\u0681\u0685\u0689\u0693\u0696\u069a\u06cd]")),
    ("ug", re.compile("[\u06ad\u06c7\u06c8]")),
    ("ckb", re.compile("[\u0695\u06b5\u06c6\u06ce]")),
    ("fa", re.compile("[\u067e\u0686\u0698\u06af\u06cc]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("mr", re.compile("[\u0933]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("gu", re.compile("[\u0a80-\u0aff]")),
    ("or", re.compile("[\u0b00-\u0b7f]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("kn", re.compile("[\u0c80-\u0cff]")),
    ("ml", re.compile("[\u0d00-\u0d7f]")),
    ("si", re.compile("[\u0d80-\u0dff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("am", re.compile("[\u1200-\u137f]")),
)
# Of all letters, one in five; of Japanese less is enough to tell it from Chinese, of Persian and its neighbours from
# Arabic, of Marathi from Hindi, which has no such letter.
_SHARES = {"ja": 20, "ur": 40, "ps": 40, "ug": 40, "ckb": 40, "fa": 40, "mr": 250}
_ASCII = re.compile(r"[\x00-\x7f]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
# Letters that Russian does not have, or hardly, for its neighbours: one in 200 tells. Who shares letters with others
# stands behind those that have more of their own.
_CYRILLIC_LETTERS = (
    ("be", "ў"),
    ("tg", "ӣӯҳҷ"),
    ("kk", "әғқұ"),
    ("ky", "ң"),
    ("mn", "өү"),
    ("uk", "іїєґ"),
    ("mk", "ѓќѕ"),
    ("sr", "ђћџљњј"),
    ("bg", "ъ"),
)
_CYRILLIC_SHARE = 200
# The most frequent short words of each language. Those that neighbours share stand with each of them: `de` and `en`
# with Dutch alone would make Dutch of Spanish.
_WORDS = {
    "en": "the and of to that was for with is from are this which have it not but has you your our",
    "de": "der die und das nicht mit ist den von auf für ein eine sich auch dem in im zu des ich wie bei nach aus oder",
    "fr": "les des est une dans que pour qui sur pas avec plus du et aux de la le en un",
    "es": "los las una por con para que del como más su al pero fue y de la el en un se no ha lo sus este",
    "it": "che di il per non una sono della con del alla nel gli più anche la un",
    "pt": "não que uma para com os dos mais foi ao pela são também em do de um",
    "nl": "het een van de en niet dat voor met zijn op te ook naar wordt in over tot maar er door bij om aan ze",
    "af": "die het nie van en is in vir wat om aan hy met dit sy ook dat was te op nadat",
    "sv": "och att det som är för inte på med av den till har ett om",
    "da": "og at det som er for ikke på med af den til har et blev",
    "no": "og at det som er for ikke på med av den til har et ble",
    "fi": "ja on ei että hän oli mutta kun myös joka ovat mukaan sekä kuin",
    "pl": "nie się na jest że do jak dla po przez ale oraz tym od które",
    "cs": "se že na je jsem které podle jako pro ale také byl jeho když by v",
    "sk": "sa že na je ktoré podľa ako pre ale aj bol jeho keď by sú",
    "hu": "hogy nem egy az is volt meg csak már mint szerint után de vagy",
    "ro": "și nu că pentru este din cu mai care sunt fost prin acest după de la un",
    "tr": "ve bir bu için ile olarak daha çok de da olan gibi sonra kadar",
    "id": "yang dan di dengan untuk dari ini pada tidak itu dalam akan juga",
    "vi": "và của là không có được cho các một người những trong đã với",
    "hr": "je se na da su za koji od što nije kako bi će iz prema",
    "ca": "els amb que per una dels no més ha com les aquest també són de la el un als és va ser",
    "is": "og að er í á sem við um fyrir var ekki til hefur það",
    "lv": "un ir ka par no ar tas uz lai kas bet gada arī nav",
    "lt": "ir yra kad su tai iš bet kaip buvo dėl už apie jis taip",
    "et": "ja on et ei kui oli see mis ka aga oma kes seda",
    "sl": "je in se da na za ki so pa bi tudi kot ne še ni",
    "sq": "dhe të një në për me që nga është ka nuk do më",
}
_FREQUENT = {language: frozenset(words.split()) for language, words in _WORDS.items()}


def read(page: ParsedPage, text: str) -> str | None:
    """The page's language as a BCP 47 tag: lower-case language, subtags as usual (`pt-BR`, `zh-Hant`).

    `text` is looked at where the page declares none.
    """
    for declared in _declared(page):
        tag = _TAG.match(declared)
        if tag and tag["tag"].lower() not in _NONE:
            found = _spelled(tag["tag"])
            return (_surely_other(text) if found.partition("-")[0] == "en" else None) or found
    return guess(text)


def _surely_other(text: str) -> str | None:
    """The language of a text that is not English: templates declare English until somebody translates them."""
    sample = text[:_GLANCE_CHARS].lower()
    words = sample.split()
    english = sum(word in _FREQUENT["en"] for word in words)
    if len(sample) < _LEAST_GLANCE_CHARS or english * _WORDS_AN_ENGLISH >= len(words):
        return None
    found = guess(sample)
    if found not in _FREQUENT:  # by its script
        return found
    return (
        found
        if sum(word in _FREQUENT[found] for word in words) * _WORDS_A_HIT >= len(words)
        else None
    )


def _declared(page: ParsedPage) -> Iterator[str]:
    yield page.language
    for name in _METAS:
        yield from page.meta.get(name, ())
    if page.article:
        yield from jsonld.strings(page.article.get("inLanguage"))


def _spelled(tag: str) -> str:
    """As RFC 5646 section 2.1.1 advises: language small, script with a capital, region in capitals."""
    first, *rest = re.split(r"[-_]", tag)
    by_length = {2: str.upper, 4: str.title}
    return "-".join(
        [
            _MEANT.get(first.lower(), first.lower()),
            *(by_length.get(len(part), str.lower)(part) for part in rest),
        ]
    )


def guess(text: str) -> str | None:
    """The language of a text by its script and its frequent words; None where that is not clear."""
    sample = text[:_SAMPLE_CHARS].lower()
    letters = sum(1 for letter in sample if letter.isalpha())
    foreign = _ASCII.sub("", sample)
    for language, script in _SCRIPTS:
        if len(script.findall(foreign)) * _SHARES.get(language, 5) > letters:
            return language
    if letters < _MIN_LETTERS:
        return None
    if len(_CYRILLIC.findall(foreign)) * 2 > letters:
        return _cyrillic(foreign)
    words = re.findall(r"[^\W\d_]+", sample)
    hits = {
        language: sum(1 for word in words if word in frequent)
        for language, frequent in _FREQUENT.items()
    }
    second, best = sorted(hits.values())[-2:]
    if best < _MIN_HITS or best < 1.2 * second:
        return None
    return max(hits, key=hits.__getitem__)


def _cyrillic(letters: str) -> str:
    for language, own in _CYRILLIC_LETTERS:
        if sum(map(letters.count, own)) * _CYRILLIC_SHARE > len(letters) and not (
            language == "bg" and "ы" in letters
        ):
            return language
    return "ru"
