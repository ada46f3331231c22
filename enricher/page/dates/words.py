"""Looks up the words dates are made of, in the languages of the news: months, zones, labels.

Law of this file: look-ups only; the words stand in `words.toml` and `labels.toml`. Everything is
spelled as `fold` leaves it: lower case, letters without their marks, digits 0 to 9, plain spaces.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from enricher.page.folding import fold
from enricher.page.tables import any_of, table

_WORDS = "dates/words"
_LABELS = "dates/labels"
_LEAST_STEM = 3
# Where words of Croatian mean other months than their neighbours' do.
_CROATIAN_LANGUAGES = frozenset({"hr", "bs"})

_Months = dict[str, int]


@cache
def _months() -> tuple[_Months, _Months, _Months, int]:
    """Words in full, stems, Croatian stems; and the length of the longest stem."""
    words: _Months = {}
    stems: _Months = {}
    croatian: _Months = {}
    for number, rows in table(_WORDS)["months"].items():
        for name in " ".join(rows).split():
            if name.endswith("-hr"):
                croatian[fold(name[:-3])] = int(number)
            elif name.endswith("*"):
                stems.setdefault(fold(name[:-1]), int(number))
            else:
                words.setdefault(fold(name), int(number))
    return words, stems, croatian, max(map(len, stems))


def month_of(word: str, language: str = "") -> int | None:
    """The number of a month's folded name in any language; None for other words.

    `language`: primary subtag; settles names that mean different months.
    """
    words, stems, croatian, longest = _months()
    if language in _CROATIAN_LANGUAGES:
        for name, own in croatian.items():
            if word.startswith(name):
                return own
    if (month := words.get(word)) is not None:
        return month
    for length in range(min(len(word), longest), _LEAST_STEM - 1, -1):
        if (month := stems.get(word[:length])) is not None:
            return month
    # Hebrew writes "in" onto the name.
    return month_of(word[1:]) if word[:1] == "ב" and len(word) > _LEAST_STEM else None


@cache
def halves(name: str) -> frozenset[str]:
    """Words for a half of the day: `before_noon`, `after_noon`."""
    return frozenset(table(_WORDS)["halves"][name])


@cache
def zones() -> dict[str, int]:
    """Minutes east of Greenwich by the folded abbreviation of a time zone."""
    fields = " ".join(table(_WORDS)["zones"]["rows"]).split()
    return dict(zip(fields[::2], map(int, fields[1::2]), strict=True))


# ── labels ────────────────────────────────────────────────────────────────────────────────────────

# German sites show the day of a text as its state, whether or not it ever changed.
_AS_OF = re.compile(r"(?<!\w)stand\b\W*$")


@cache
def _label(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(_LABELS, kind))


@lru_cache(maxsize=512)  # the lines of a page say the same before each date, most of them nothing
def label_of(folded: str) -> str:
    """What words before a date say of it: `updated`, `published`, `as-of`, `other`, or nothing."""
    if not folded or folded.isspace():
        return ""
    if _AS_OF.search(folded):
        return "as-of"
    return next(
        (kind for kind in ("other", "updated", "published") if _label(kind).search(folded)), ""
    )


# Chinese, Japanese and Korean also say it behind the date, if no date of that name begins there.
_BEHIND = re.compile(
    r"[\s)]{0,2}(?:(更新|改訂|修正|修改|수정|업데이트)|公開|配信|掲載|投稿|発表|発行|입력|등록|게시|发布|發布|发表)"
    r"(?![日期時时间間于於:\s]*[:\d]|日)"
)


def label_behind(folded: str, end: int) -> tuple[str, int]:
    """What words behind a date that ends there say of it, and where they end."""
    found = _BEHIND.match(folded, end)
    if found is None:
        return "", end
    return "updated" if found[1] else "published", found.end()


# hAtom, and search engines with it, asked every entry for something called `updated`, so that many
# themes call the date of publication that, beside a name of its own: `post-date updated`.
HATOM_UPDATED = re.compile(r"(?<!\S)updated(?!\S)")
_OWN_DATE_NAME = re.compile(r"(?<!\S)(?:[a-z]+[-_])*date(?:[-_]container)?(?!\S)")


@lru_cache(maxsize=512)
def label_of_names(names: str) -> str:
    """What an element's own names, in small letters, say of its date."""
    if not names:
        return ""
    if _label("published").search(names):  # WordPress calls a date that was never changed both
        return "published"
    if _OWN_DATE_NAME.search(names):
        names = HATOM_UPDATED.sub("", names)
    return label_of(names)
