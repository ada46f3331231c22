"""Cases of editing: a document, the edits, and the document after a careful person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from enricher.document import fieldpath
from enricher.models import Edit, Value

SINCE = datetime(2026, 11, 22, 18, 4, 11, tzinfo=UTC)
OK: Value = {"status": "ok", "since": SINCE}
LINE = "{status: ok, since: 2026-11-22T18:04:11Z}"
DEAD: Value = {"status": "dead", "since": datetime(2026, 1, 2, tzinfo=UTC)}
DEAD_LINE = "{status: dead, since: 2026-01-02T00:00:00Z}"
IMAGE: Value = [{"url": "https://i.test/a.jpg", "width": 1200, "height": 630, "isCached": False}]


def edit(field: str, before: Value | None, after: Value | None) -> Edit:
    return Edit(field=fieldpath.parse(field), before=before, after=after, because="table")


def fill(field: str, after: Value) -> Edit:
    return edit(field, None, after)


@dataclass(frozen=True)
class EditCase:
    name: str
    before: str
    edits: tuple[Edit, ...]
    after: str
    """Frontmatter without its fences, like `before`."""


CASES = (
    # ── scalars ───────────────────────────────────────────────────────────────────────────────────────────────
    EditCase(
        "double quotes stay",
        'a: "x"\n',
        (edit("a", "x", 'say "y" \\ z'),),
        'a: "say \\"y\\" \\\\ z"\n',
    ),
    EditCase("single quotes stay", "a: 'x'\n", (edit("a", "x", "it's"),), "a: 'it''s'\n"),
    EditCase("plain stays", "a: x\n", (edit("a", "x", "it's new"),), "a: it's new\n"),
    EditCase(
        "plain url stays",
        "a: http://x.test\n",
        (edit("a", "http://x.test", "http://y.test/?a=b#c"),),
        "a: http://y.test/?a=b#c\n",
    ),
    EditCase("plain cannot hold it", "a: x\n", (edit("a", "x", "b: c"),), 'a: "b: c"\n'),
    EditCase(
        "single cannot hold it", "a: 'x'\n", (edit("a", "x", "b\u2028c"),), 'a: "b\\u2028c"\n'
    ),
    EditCase("a word that is a truth", "a: x\n", (edit("a", "x", "yes"),), 'a: "yes"\n'),
    EditCase("a text like a number", "a: x\n", (edit("a", "x", "1e3"),), 'a: "1e3"\n'),
    EditCase(
        "numbers", "w: 720\nh: 3\n", (edit("w", 720, 1200), edit("h", 3, 630)), "w: 1200\nh: 630\n"
    ),
    EditCase("truths", "a: true\n", (edit("a", True, False),), "a: false\n"),
    EditCase(
        "times",
        "a: 2022-07-28T21:27:00Z\n",
        (edit("a", datetime(2022, 7, 28, 21, 27, tzinfo=UTC), SINCE),),
        "a: 2026-11-22T18:04:11Z\n",
    ),
    EditCase(
        "days",
        "a: 2022-07-28\n",
        (edit("a", date(2022, 7, 28), date(2022, 7, 29)),),
        "a: 2022-07-29\n",
    ),
    EditCase(
        "a quoted number stays text", "w: '720'\n", (edit("w", "720", "1200"),), "w: '1200'\n"
    ),
    EditCase(
        "comments behind",
        "a: x   # why\nb: y # because\n",
        (edit("a", "x", "z"),),
        "a: z   # why\nb: y # because\n",
    ),
    EditCase(
        "many lines become one", 'a: "x\n  y"\nb: 1\n', (edit("a", "x y", "z"),), 'a: "z"\nb: 1\n'
    ),
    EditCase("an unused anchor", "a: &n x\n", (edit("a", "x", "z"),), "a: &n z\n"),
    EditCase("emoji", 'a: "x"\n', (edit("a", "x", "😀 é"),), 'a: "😀 é"\n'),
    EditCase(
        "control characters",
        'a: "x"\n',
        (edit("a", "x", "a\x07b\tc\nd"),),
        'a: "a\\x07b\\tc\\nd"\n',
    ),
    EditCase("in a list", "a:\n- x\n- y\n", (edit("a[1]", "y", "z"),), "a:\n- x\n- z\n"),
    EditCase(
        "in flow",
        "a: {b: x, c: [y, z]}\n",
        (edit("a.b", "x", "q, r"), edit("a.c[1]", "z", "w")),
        'a: {b: "q, r", c: [y, w]}\n',
    ),
    EditCase("explicit key", "? a\n: x\n", (edit("a", "x", "z"),), "? a\n: z\n"),
    # ── what was empty ────────────────────────────────────────────────────────────────────────────────────────
    EditCase("nothing", "a:\nb: 'x'\n", (fill("a", "y z"),), "a: 'y z'\nb: 'x'\n"),
    EditCase("nothing but blanks", "a:  \nb: 'x'\n", (fill("a", "y z"),), "a: 'y z'\nb: 'x'\n"),
    EditCase("nothing but a comment", "a:  # why\nb: 1\n", (fill("a", 5),), "a: 5  # why\nb: 1\n"),
    EditCase("null", "a: null # why\n", (fill("a", "y"),), 'a: "y" # why\n'),
    EditCase("tilde", "a: ~\nb: c\n", (fill("a", "z"),), "a: z\nb: c\n"),
    EditCase("empty quotes", "a: ''\n", (fill("a", "y"),), "a: 'y'\n"),
    EditCase(
        "null in flow", "{a: , b: ~}\n", (fill("a", "y"), fill("b", "z")), '{a: "y", b: "z"}\n'
    ),
    EditCase(
        "empty list",
        "related: []\nz: 1\n",
        (fill("related", [{"title": "t"}]),),
        'related:\n  - title: "t"\nz: 1\n',
    ),
    EditCase(
        "empty list with a comment",
        "images: []   # none yet\n",
        (fill("images", IMAGE),),
        'images:   # none yet\n  - url: "https://i.test/a.jpg"\n    width: 1200\n    height: 630\n    isCached: false\n',
    ),
    EditCase(
        "null list, dashes as elsewhere",
        "topics:\n- AI\nimages:\nwebUrl: http://x.test\n",
        (fill("images", IMAGE),),
        "topics:\n- AI\nimages:\n- url: https://i.test/a.jpg\n  width: 1200\n  height: 630\n  isCached: false\nwebUrl: http://x.test\n",
    ),
    EditCase(
        "null list, wide dashes",
        "related:\n    -   title: 'x'\n        images: null\n",
        (fill("related[0].images", [{"url": "http://i.test/a.png", "width": 1}]),),
        "related:\n    -   title: 'x'\n        images:\n            -   url: \"http://i.test/a.png\"\n                width: 1\n",
    ),
    EditCase(
        "empty list in flow",
        "{a: 1, images: []}\n",
        (fill("images", IMAGE),),
        '{a: 1, images: [{url: "https://i.test/a.jpg", width: 1200, height: 630, isCached: false}]}\n',
    ),
    EditCase(
        "null mapping",
        "provider:\ntype: article\n",
        (fill("provider.name", "The Daily"),),
        "provider:\n  name: The Daily\ntype: article\n",
    ),
    EditCase(
        "null checks",
        "webUrl: x\nchecks:\n",
        (fill("checks.webUrl", OK),),
        f"webUrl: x\nchecks:\n  webUrl: {LINE}\n",
    ),
    EditCase(
        "null line",
        "checks:\n  webUrl:\n",
        (fill("checks.webUrl", OK),),
        f"checks:\n  webUrl: {LINE}\n",
    ),
    EditCase(
        "empty checks",
        "webUrl: x\nchecks: {}\n",
        (fill("checks.webUrl", OK),),
        f"webUrl: x\nchecks: {{webUrl: {LINE}}}\n",
    ),
    # ── new keys ──────────────────────────────────────────────────────────────────────────────────────────────
    EditCase(
        "checks go last",
        "title: x\nwebUrl: y\n",
        (fill("checks.webUrl", OK), fill("checks.originalUrl", OK)),
        f"title: x\nwebUrl: y\nchecks:\n  webUrl: {LINE}\n  originalUrl: {LINE}\n",
    ),
    EditCase(
        "before blank lines and comments that belong to what follows",
        "related:\n  - webUrl: x\n\n  # the next one\n  - webUrl: y # last\n\n# end\n",
        (fill("related[0].checks.webUrl", OK), fill("related[1].checks.webUrl", OK)),
        f"related:\n  - webUrl: x\n    checks:\n      webUrl: {LINE}\n\n  # the next one\n  - webUrl: y # last\n    checks:\n      webUrl: {LINE}\n\n# end\n",
    ),
    EditCase(
        "nested ones end in one line",
        "related:\n  - images:\n      - url: x\n",
        (
            fill("checks.a", OK),
            fill("related[0].checks.webUrl", OK),
            fill("related[0].images[0].checks.url", OK),
        ),
        f"related:\n  - images:\n      - url: x\n        checks:\n          url: {LINE}\n    checks:\n      webUrl: {LINE}\nchecks:\n  a: {LINE}\n",
    ),
    EditCase(
        "a blank line where the document keeps them",
        "webUrl: x\n\nprovider:\n  name: y\n\n# about\ntopics:\n  - z\n\nsecured: s\n",
        (fill("checks.webUrl", OK), fill("images", IMAGE)),
        "webUrl: x\n\nprovider:\n  name: y\n\n# about\ntopics:\n  - z\n\nimages:\n  - url: https://i.test/a.jpg\n    width: 1200\n    height: 630\n    isCached: false\n\nsecured: s\n\nchecks:\n  webUrl: ".replace(
            "https://i.test/a.jpg", '"https://i.test/a.jpg"'
        )
        + f"{LINE}\n",
    ),
    EditCase(
        "beside other lines",
        f"checks:\n    a: {DEAD_LINE}\nb: 1\n",
        (fill("checks.c", OK),),
        f"checks:\n    a: {DEAD_LINE}\n    c: {LINE}\nb: 1\n",
    ),
    EditCase(
        "the indentation of others",
        "provider:\n    name: x\nwebUrl: y\n",
        (fill("checks.webUrl", OK),),
        f"provider:\n    name: x\nwebUrl: y\nchecks:\n    webUrl: {LINE}\n",
    ),
    EditCase(
        "behind a text of many lines",
        "a: |+\n  x\n\nb: >-\n  y\n\n\nc: 'z\n\n  z'\n",
        (fill("checks.q", OK),),
        f"a: |+\n  x\n\nb: >-\n  y\n\n\nc: 'z\n\n  z'\nchecks:\n  q: {LINE}\n",
    ),
    EditCase(
        "behind a kept block",
        "a: |+\n  x\n\n",
        (fill("checks.q", OK),),
        f"a: |+\n  x\n\nchecks:\n  q: {LINE}\n",
    ),
    EditCase(
        "behind a clipped block",
        "a: |\n  x\n\n\n",
        (fill("checks.q", OK),),
        f"a: |\n  x\nchecks:\n  q: {LINE}\n\n\n",
    ),
    EditCase(
        "behind a key without a value",
        "a: 1\n? b\n",
        (fill("checks.q", OK),),
        f"a: 1\n? b\nchecks:\n  q: {LINE}\n",
    ),
    EditCase(
        "excerpt behind title",
        'title: "x"\nwebUrl: y\n',
        (fill("excerpt", "e"),),
        'title: "x"\nexcerpt: "e"\nwebUrl: y\n',
    ),
    EditCase(
        "as its siblings have it",
        "related:\n  - webUrl: x\n    title: a\n    excerpt: b\n  - webUrl: y\n    title: c\n",
        (fill("related[1].excerpt", "e"),),
        "related:\n  - webUrl: x\n    title: a\n    excerpt: b\n  - webUrl: y\n    title: c\n    excerpt: e\n",
    ),
    EditCase(
        "a title comes first",
        "related:\n  - webUrl: x\n    type: article\n",
        (fill("related[0].title", "t"),),
        "related:\n  - title: t\n    webUrl: x\n    type: article\n",
    ),
    EditCase(
        "two new keys in their order",
        "related:\n- title: 'x'\n  type: y\n",
        (fill("related[0].publishedDateTime", SINCE), fill("related[0].excerpt", "e")),
        "related:\n- title: 'x'\n  excerpt: \"e\"\n  publishedDateTime: 2026-11-22T18:04:11Z\n  type: y\n".replace(
            '"e"', "'e'"
        ),
    ),
    EditCase(
        "name before domain",
        "provider:\n  domain: x.test\n",
        (fill("provider.name", "X News"),),
        "provider:\n  name: X News\n  domain: x.test\n",
    ),
    EditCase(
        "width behind url",
        "images:\n  - url: x\n    isCached: true\n",
        (fill("images[0].width", 5), fill("images[0].height", 6)),
        "images:\n  - url: x\n    width: 5\n    height: 6\n    isCached: true\n",
    ),
    EditCase(
        "a new item",
        "related:\n- a: 1\n\n# end\nz: 1\n",
        (fill("related[1]", {"a": 2, "b": "x"}),),
        'related:\n- a: 1\n- a: 2\n  b: "x"\n\n# end\nz: 1\n',
    ),
    EditCase(
        "a key that needs quotes",
        "a: 1\n",
        (fill("b.c", {"x: y": 1}),),
        'a: 1\nb:\n  c: {"x: y": 1}\n',
    ),
    # ── flow ──────────────────────────────────────────────────────────────────────────────────────────────────
    EditCase(
        "in flow, last",
        "{url: x, images: [{url: y}]}\n",
        (fill("checks.url", OK), fill("images[0].checks.url", OK)),
        f"{{url: x, images: [{{url: y, checks: {{url: {LINE}}}}}], checks: {{url: {LINE}}}}}\n",
    ),
    EditCase(
        "in flow, first",
        "a: {webUrl: x}\n",
        (fill("a.title", "t"),),
        'a: {title: "t", webUrl: x}\n',
    ),
    EditCase(
        "in flow, each on its line",
        "{\n  webUrl: x, # one\n  type: y # two\n}\n",
        (fill("checks.webUrl", OK),),
        f"{{\n  webUrl: x, # one\n  type: y, # two\n  checks: {{webUrl: {LINE}}}\n}}\n",
    ),
    EditCase(
        "with a last comma",
        "{\n  webUrl: x,\n}\n",
        (fill("checks.webUrl", OK),),
        f"{{\n  webUrl: x,\n  checks: {{webUrl: {LINE}}},\n}}\n",
    ),
    EditCase(
        "like JSON",
        '{"url": "x"}\n',
        (fill("checks.url", {"status": "ok"}),),
        '{"url": "x", "checks": {"url": {"status": "ok"}}}\n',
    ),
    EditCase("empty braces", "a: {}\n", (fill("a.b", 1),), "a: {b: 1}\n"),
    EditCase(
        "behind a key without a value in flow",
        "{a: x, b: }\n",
        (fill("checks.a", OK),),
        f"{{a: x, b: , checks: {{a: {LINE}}} }}\n",
    ),
    # ── our own lines ─────────────────────────────────────────────────────────────────────────────────────────
    EditCase(
        "a line is replaced",
        f"checks:\n  a: {DEAD_LINE} # ?\n",
        (edit("checks.a", DEAD, OK),),
        f"checks:\n  a: {LINE} # ?\n",
    ),
    EditCase(
        "a line over two lines",
        "checks:\n  a: {status: dead,\n    since: 2026-01-02T00:00:00Z}\nb: 1\n",
        (edit("checks.a", DEAD, OK),),
        f"checks:\n  a: {LINE}\nb: 1\n",
    ),
    EditCase(
        "a line as a block",
        "checks:\n  a:\n    status: dead\n    since: 2026-01-02T00:00:00Z\nb: 1\n",
        (edit("checks.a", DEAD, OK),),
        f"checks:\n  a: {LINE}\nb: 1\n",
    ),
    EditCase(
        "a line goes",
        f"checks:\n  a: {LINE}\n  b: {LINE}\nc: 1\n",
        (edit("checks.a", OK, None),),
        f"checks:\n  b: {LINE}\nc: 1\n",
    ),
    EditCase(
        "the last line takes the key along",
        f"a: 1\nchecks:\n  a: {LINE}\n  b: {LINE}\nc: 1\n",
        (edit("checks.a", OK, None), edit("checks.b", OK, None)),
        "a: 1\nc: 1\n",
    ),
    EditCase(
        "and its blank line",
        f"a: 1\n\nb:\n  c: 1\n\nchecks:\n  a: {LINE}\n",
        (edit("checks.a", OK, None),),
        "a: 1\n\nb:\n  c: 1\n",
    ),
    EditCase(
        "one goes, one comes",
        f"checks:\n  a: {LINE}\nc: 1\n",
        (edit("checks.a", OK, None), fill("checks.b", DEAD)),
        f"checks:\n  b: {DEAD_LINE}\nc: 1\n",
    ),
    EditCase(
        "the same in flow",
        f"{{a: 1, checks: {{a: {LINE}}}, b: 2}}\n",
        (edit("checks.a", OK, None), fill("checks.b", DEAD)),
        f"{{a: 1, checks: {{b: {DEAD_LINE}}}, b: 2}}\n",
    ),
    EditCase(
        "first of flow",
        f"{{checks: {{a: {LINE}, b: {LINE}}}, c: 1}}\n",
        (edit("checks.a", OK, None),),
        f"{{checks: {{b: {LINE}}}, c: 1}}\n",
    ),
    EditCase(
        "all of flow",
        f"{{checks: {{a: {LINE}, b: {LINE}}}, c: 1}}\n",
        (edit("checks.a", OK, None), edit("checks.b", OK, None)),
        "{c: 1}\n",
    ),
)

REFUSED = (
    EditCase(
        "stale", "a: x\n", (edit("a", "w", "y"),), "it no longer holds what was to be replaced"
    ),
    EditCase(
        "stale kind", "a: '1'\n", (edit("a", 1, 2),), "it no longer holds what was to be replaced"
    ),
    EditCase(
        "a truth is no number",
        "a: 1\n",
        (edit("a", True, 2),),
        "it no longer holds what was to be replaced",
    ),
    EditCase(
        "nor inside",
        "a: {b: 1}\n",
        (edit("a", {"b": 1.0}, {"b": 2}),),
        "it no longer holds what was to be replaced",
    ),
    EditCase(
        "a comment beside it",
        f"{{a: 1, # mine\n checks: {{a: {LINE}}}, b: 2}}\n",
        (edit("checks.a", OK, None),),
        "a comment stands beside it; change it by hand",
    ),
    EditCase("filled meanwhile", "a: x\n", (fill("a", "y"),), "it is no longer empty"),
    EditCase(
        "gone meanwhile",
        "a: x\n",
        (edit("b", OK, None),),
        "it no longer holds what was to be replaced",
    ),
    EditCase(
        "no place any more",
        "related:\n- a: 1\n",
        (fill("related[3].excerpt", "y"),),
        "there is no longer a place for it: related is something else",
    ),
    EditCase(
        "under an alias",
        "a: &n\n  u: x\nb: *n\n",
        (edit("b.u", "x", "y"),),
        "it stands behind the alias *n; change it by hand where &n stands",
    ),
    EditCase(
        "an alias",
        "a: &n x\nb: *n\n",
        (edit("b", "x", "y"),),
        "it stands behind the alias *n; change it by hand where &n stands",
    ),
    EditCase(
        "under a used anchor",
        "a: &n\n  u: x\nb: *n\n",
        (fill("a.checks.u", OK),),
        "it stands under the anchor &n, and an alias uses that elsewhere; change it by hand",
    ),
    EditCase(
        "a used anchor",
        "a: &n x\nb: *n\n",
        (edit("a", "x", "y"),),
        "it stands under the anchor &n, and an alias uses that elsewhere; change it by hand",
    ),
    EditCase(
        "a block scalar",
        "a: >\n  x\n",
        (edit("a", "x\n", "y"),),
        "it is a block scalar; change it by hand",
    ),
    EditCase(
        "a tag",
        "a: !!str x\n",
        (edit("a", "x", "y"),),
        "it carries the tag tag:yaml.org,2002:str; change it by hand",
    ),
    EditCase(
        "an anchor on a line of its own",
        "a: &n\n  x\n",
        (edit("a", "x", "y"),),
        "its layout is unusual; change it by hand",
    ),
    EditCase(
        "a text by a list",
        "a: x\n",
        (edit("a", "x", IMAGE),),
        "a text cannot be replaced by a list or mapping",
    ),
    EditCase(
        "a filled list",
        "a: [1]\n",
        (edit("a", [1], IMAGE),),
        "a filled list or mapping cannot be replaced",
    ),
    EditCase(
        "half a character",
        "a: x\n",
        (edit("a", "x", "\ud83d"),),
        "the new text holds half a surrogate pair, which no file can hold",
    ),
    EditCase(
        "a time without a zone",
        "a:\n",
        (fill("a", datetime(2026, 1, 1)),),
        "a time without a zone cannot be written",
    ),
    EditCase(
        "explicit keys",
        "? a\n: x\n",
        (fill("checks.a", OK),),
        "its layout is unusual; change it by hand",
    ),
    EditCase(
        "a pair without braces",
        "a: [b: c]\n",
        (fill("a[0].checks.b", OK),),
        "it is a mapping without braces; change it by hand",
    ),
    EditCase(
        "a comment inside",
        "checks:\n  a:\n    # mine\n    status: ok\n",
        (edit("checks.a", {"status": "ok"}, None),),
        "a comment stands inside; change it by hand",
    ),
    EditCase(
        "a comment behind",
        f"checks:\n  a: {LINE} # mine\n",
        (edit("checks.a", OK, None),),
        "something else stands in its lines; change it by hand",
    ),
    EditCase(
        "no field",
        "a: x\n",
        (Edit(field=(), before=None, after="x", because="table"),),
        "an edit must name a field",
    ),
    EditCase(
        "an item out",
        "a:\n- x\n- y\n",
        (edit("a[1]", "y", None),),
        "a whole item of a list; change it by hand",
    ),
    EditCase(
        "a row for a list",
        "a:\n- [x]\n",
        (edit("a[0]", ["x"], OK),),
        "a whole item of a list; change it by hand",
    ),
    EditCase(
        "an empty item",
        "a:\n-\n- x\n",
        (fill("a[0]", "y"),),
        "an empty item of a list; change it by hand",
    ),
    EditCase(
        "a key on another line",
        "a:\n  # none\n  []\n",
        (fill("a", IMAGE),),
        "its layout is unusual; change it by hand",
    ),
)
