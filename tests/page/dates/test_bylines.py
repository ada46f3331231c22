"""Dates that readers see: about the headline, in attributes of its lines, elsewhere."""

from __future__ import annotations

import pytest

from tests.page.dates.made import HEADLINE, OTHER, TITLE, linked, meta, read, shown

PAGES: dict[str, tuple[str, tuple[str, str] | None]] = {
    # about the headline
    "byline": (f"{HEADLINE}<p>By Ann Other, July 28, 2022", ("2022-07-28", "byline")),
    "byline's attribute": (
        f'{HEADLINE}<p>Ann <time datetime="2022-07-28T21:27:00Z">3 weeks ago</time>',
        ("2022-07-28T21:27:00Z", "byline"),
    ),
    "before the headline": (
        f'{TITLE}<body><p class="date">28.07.2022</p><h1>A story of some length</h1>',
        ("2022-07-28", "byline"),
    ),
    "a line of its own": (f"{HEADLINE}<p>28.07.2022 14:05 Uhr", ("2022-07-28", "byline")),
    "a dateline": (
        f"{HEADLINE}<p>(28. Juli 2022) {'Something happened. ' * 9}",
        ("2022-07-28", "byline"),
    ),
    "no date of the text": (
        f"{HEADLINE}<p>{'Something happened. ' * 9} on July 28, 2022 {'again ' * 30}",
        None,
    ),
    "published before updated": (
        f"{HEADLINE}<p>Updated: July 30, 2022</p><p>Published: July 28, 2022</p>",
        ("2022-07-28", "byline"),
    ),
    "as of": (
        f"{HEADLINE}<p class=lastchanged>Stand: 28.07.2022 11:05 Uhr",
        ("2022-07-28", "byline"),
    ),
    "only updated": (f"{HEADLINE}<p>Last updated: July 30, 2022", None),
    "a translation's original": (f"{HEADLINE}<p>原文(投稿日：2022/07/28)へのリンク", None),
    "in force since": (f"{HEADLINE}<p>Effective date: July 28, 2022", None),
    "in force": (f"{HEADLINE}<p>Effective: July 28, 2022", None),
    "closed": (f"{HEADLINE}<p>Closing date: July 28, 2022", None),
    "printed": (
        f"{HEADLINE}<p>Print edition: July 29, 2022<p>July 28, 2022",
        ("2022-07-28", "byline"),
    ),
    "one day, twice": (f"{HEADLINE}<p>28.07.2022 - 28.07.2022 14:05", ("2022-07-28", "byline")),
    "founded": (f"{HEADLINE}<p>The Paper was founded on July 28, 2002 in Town", None),
    "today": (
        f"{TITLE}<body><p class=current-date>July 28, 2022</p><h1>A story of some length</h1>",
        None,
    ),
    "reviewed": (f"{HEADLINE}<p>Reviewed on July 28, 2022", None),
    "reviewed by one, written by another": (
        f"{HEADLINE}<p>Medically reviewed by Ann Other, MD — by Jane Doe on July 28, 2022",
        ("2022-07-28", "byline"),
    ),
    "reviewed by one": (f"{HEADLINE}<p>Medically reviewed by Ann Other, MD on July 28, 2022", None),
    "above, aside": (
        f"{TITLE}<body><nav>News</nav><aside>July 28, 2022</aside><h1>A story of some length</h1>",
        ("2022-07-28", "byline"),
    ),
    **{
        f"on paper: {words}": (f"{HEADLINE}<p>{words} 28/07/2022", None)
        for words in (
            "Druckversion vom",
            "Gedruckt am",
            "Printed on",
            "Imprimé le",
            "Impreso el",
            "Stampato il",
        )
    },
    "above the path to it": (
        f"{TITLE}<body><nav>News</nav><b class=date>July 28, 2022</b><h1>A story of some length</h1>",
        ("2022-07-28", "byline"),
    ),
    **{
        f"an event {words}": (f"{HEADLINE}<p>{words}: July 28, 2022", None)
        for words in (
            *(
                "Wann",
                "When",
                "Quand",
                "Cuándo",
                "Quando",
                "Beginn",
                "Einlass",
                "Zeit",
                "Start",
                "End",
                "Ende",
                "Spieltag",
            ),
            *("Anstoß", "Anpfiff", "Kick-off", "Kickoff"),
        )
    },
    **{
        f"what begins {words}": (f"{HEADLINE}<p>{words} 28/07/2022", None)
        for words in ("Ab", "Ab dem", "Starting", "A partir de", "Dal", "Vanaf", "Od")
    },
    **{
        f"a number before the day: {words}": (
            f"{HEADLINE}<p>{words} - July 28, 2022",
            ("2022-07-28", "byline"),
        )
        for words in ("1. Spieltag",)
    },
    "the day long before its price": (
        f"{HEADLINE}<p>July 28, 2022</p><p>{'Something happened. ' * 6}</p><p>Tickets: 5</p>",
        ("2022-07-28", "byline"),
    ),
    "a sentence with a place": (
        f"{HEADLINE}<p>Springville was it, July 28, 2022 {'Something happened. ' * 9}",
        None,
    ),
    "sold from": (f"{HEADLINE}<p>Available from July 28, 2022", None),
    "an article of that type": (
        linked(**{"@type": "Product"}) + meta("og:type", "article") + f"{HEADLINE}<p>July 28, 2022",
        ("2022-07-28", "byline"),
    ),
    "copyright": (f"{HEADLINE}<p>Copyright July 28, 2022", None),
    "the next article's": (f"{HEADLINE}{OTHER}<p>July 28, 2022", None),
    "navigation's": (f"{HEADLINE}<nav>July 28, 2022</nav>", None),
    "a short year in a short line": (f"{HEADLINE}<p class=date>28.07.22", ("2022-07-28", "byline")),
    "a headline in capital tags": (
        f"{TITLE}<BODY><B>A story of some length</B><P>{'Words ' * 300}<H1>The story</H1><P>July 28, 2022",
        ("2022-07-28", "byline"),
    ),
    "at the end of a comment": (
        f"{HEADLINE}<p>{'Words ' * 900}<p class=comment>Published on 28 July 2022",
        None,
    ),
    "what happened on a day": (
        f"{HEADLINE}<p>On July 28, 2022, {'something happened. ' * 9}",
        None,
    ),
    "labels in lines above": (
        f"{HEADLINE}<div>Last updated</div><div>July 29, 2022</div><div>First published</div><div>July 28, 2022</div>",
        ("2022-07-28", "byline"),
    ),
    **{
        f"not labelled by {words}": (
            f"{HEADLINE}<div>{words}</div><div>July 28, 2022</div>",
            ("2022-07-28", "byline"),
        )
        for words in (
            "News updates",
            "Ann Last",
            "Actualités",
            "Edited by Ann",
            "12 comments",
            "Editor: Ann",
        )
    },
    "no label that has its own date": (
        f"{HEADLINE}<p>Updated July 29, 2022<p>July 28, 2022",
        ("2022-07-28", "byline"),
    ),
    "only a change, its label above": (f"{HEADLINE}<table><td>Updated<td>July 29, 2022", None),
    "an attribute's label above": (
        f"{HEADLINE}<dl><dt>Updated<dd><time datetime=2022-07-29>x</time><dt>Published<dd><time datetime=2022-07-28>x",
        ("2022-07-28", "byline"),
    ),
    "no year under another date": (f"{HEADLINE}<p>28.07.2022<p>2021", ("2022-07-28", "byline")),
    "no date of a script about the headline": (
        f'<script>{{"published":"2022-07-01"}}</script>{HEADLINE}<p>July 28, 2022',
        ("2022-07-28", "byline"),
    ),
    "no date of a script cut in two": (
        f'<p><script>{{"a":"{"Words>" * 20}","published":"2022-07-01"}}</script>{"<i></i>" * 402}{HEADLINE}<p>July 28, 2022',
        ("2022-07-28", "byline"),
    ),
    "a paper's way to its journal": (
        f"{HEADLINE}<p>Received 1 March 2022, Accepted 3 June 2022, Available online 28 July 2022",
        ("2022-07-28", "byline"),
    ),
    # attributes and what their own elements say of them
    "hatom": (
        f'{HEADLINE}<p><abbr class=published title="2022-07-28T21:27:00+02:00">last week</abbr>',
        ("2022-07-28T19:27:00Z", "byline"),
    ),
    "changed and published in one line": (
        f"{HEADLINE}<p><abbr class=updated title=2022-07-29>a</abbr><abbr class=published title=2022-07-28>b</abbr>",
        ("2022-07-28", "byline"),
    ),
    "never changed": (
        f'{HEADLINE}<p><time class="published updated" datetime="2022-07-28">x</time>{"<time datetime=2022-07-29>" * 4}',
        ("2022-07-28", "byline"),
    ),
    "a theme's name for the only date": (
        f"{HEADLINE}<p class='post-date updated'>July 28, 2022",
        ("2022-07-28", "byline"),
    ),
    "a theme's name for a change": (
        f"{HEADLINE}<p class='update-date updated'>July 28, 2022",
        None,
    ),
    "both labels in one element": (
        f"{HEADLINE}<p><time datetime=2022-07-28>Ann, posted: Jul 28, 2022 | Last Updated: July 29, 2022</time>",
        ("2022-07-28", "byline"),
    ),
    "a label behind": (
        f"{HEADLINE}<p><time datetime=2022-07-28>July 28, 2022 (updated)</time>",
        None,
    ),
    "labels in their elements": (
        f"{HEADLINE}<p><time datetime=2022-07-29>Last changed: July 29</time> <time datetime=2022-07-28>July 28</time>"
        + "<p><time datetime=2022-07-30>" * 4,
        ("2022-07-28", "byline"),
    ),
    "no link's title": (f'{HEADLINE}<p><a href=/x title="Concert on July 28, 2022">x</a>', None),
    "a change by its attribute's name": (
        f'{HEADLINE}<p><i data-modify-date="2022-07-28 21:27">last week</i>',
        None,
    ),
    "a date beside a mere time": (
        f"{HEADLINE}<p><time datetime=14:05>14:05</time> 28 July 2022",
        ("2022-07-28", "byline"),
    ),
    "no zone of another clock": (
        f"{HEADLINE}<p><time datetime=2022-07-28T14:05:00>Jul 28, 2022, 3:05pm EDT</time>",
        ("2022-07-28", "byline"),
    ),
    "no zone of another day": (
        f"{HEADLINE}<p><time datetime=2022-07-28T14:05:00>Jul 29, 2022, 2:05pm EDT</time>",
        ("2022-07-28", "byline"),
    ),
    "no other zone for readers": (
        f"{HEADLINE}<p><time datetime=2022-07-28T14:05:00Z>Jul 28, 2022, 2:05pm EDT</time>",
        ("2022-07-28T14:05:00Z", "byline"),
    ),
    "a change by what is around": (
        f"{HEADLINE}<p class=updated>Ann, <time datetime=2022-07-28>x</time>" * 4,
        None,
    ),
    # elsewhere
    "a class behind a label": (
        f"{TITLE}<body><p>Updated <span class='date'>July 28, 2022</span>",
        None,
    ),
    "a class of comments": (f"{TITLE}<body><div class='comment-date'>July 28, 2022</div>", None),
    "the only time, a change": (
        f"{TITLE}<body><p>Last changed <time class=updated datetime=2022-07-28>x</time>",
        None,
    ),
    "the only time, a change by name": (
        f"{TITLE}<body><p><time class=last-modified datetime=2022-07-28>x</time>",
        None,
    ),
    "the only time, a comment's": (
        f"{TITLE}<body><div class=comment-meta><a><time datetime=2022-07-28>x</time></a></div>",
        None,
    ),
    "a list of times": (
        f"{TITLE}<body>" + "".join(f"<time datetime=2022-07-{day}>x</time>" for day in (28, 29)),
        None,
    ),
    "two days in the headline": (
        f"<title>x</title><body>{'<i></i>' * 900}<h1>Fair of 28.07.2022 and 29.07.2022</h1>",
        None,
    ),
    "news with dates in brackets": (
        f"{TITLE}<body><p>(28. Juli 2022) One<p>(29. Juli 2022) Two",
        None,
    ),
    "a sentence in brackets": (f"{TITLE}<body><p>(On 28 July 2022 it was closed) Words", None),
    "nothing": (HEADLINE, None),
}


@pytest.mark.parametrize(("html", "expected"), PAGES.values(), ids=PAGES)
def test_pages(html: str, expected: tuple[str, str] | None) -> None:
    assert shown(read(html)) == expected
