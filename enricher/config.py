"""The settings: their names, types, units and defaults; read from a parsed mapping, never from a
file.

Units are in the names: `_s` seconds, `_bytes` bytes, `_days` days. Each part of the program
receives only its own section; nothing reads settings globally.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Positive = Annotated[float, msgspec.Meta(gt=0)]
AtLeastOne = Annotated[float, msgspec.Meta(ge=1)]
NotNegative = Annotated[float, msgspec.Meta(ge=0)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Whole = Annotated[int, msgspec.Meta(ge=0)]


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of config.toml: unknown keys and wrong types are errors."""


class FieldPattern(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field that holds URLs, and the neighbours that describe the page or image they lead to.

    Names are paths beside the URL; `title` may list alternatives, as in "title | name".
    """

    path: str
    """`[]` is every item of a list, `*` any key."""
    title: str = ""
    excerpt: str = ""
    published: str = ""
    site_name: str = ""
    domain: str = ""
    """Host of the page's site."""
    width: str = ""
    """Of images: measured, filled and corrected."""
    height: str = ""


class Fields(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which frontmatter fields hold links. `[]` is every item of a list, `*` any key."""

    preset: Literal["seeds", "jekyll", "hugo", "eleventy", "astro", "zola", "none"] = "seeds"
    """Whose field names are used where none are named here."""
    pages: tuple[str | FieldPattern, ...] = ()
    """Empty: those of the preset. Plain patterns are described as the preset says, if it does."""
    images: tuple[str | FieldPattern, ...] = ()
    """Empty: those of the preset."""
    base_url: str = ""
    """Relative URLs are resolved against it; empty: they are the site's own and not checked."""
    exclude: tuple[str, ...] = ()
    """Regular expressions; a URL that one of them finds is not asked."""
    unchecked: tuple[str, ...] = ()
    """Patterns of fields that hold URLs and are left alone on purpose: no report tells of them."""
    fragments: bool = False
    """Check that the place which a URL's #fragment names is in its page."""


class Fill(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Under which names facts of a page are filled, beside the field that leads to it.

    "preset" leaves the name to the preset; empty: the fact is not filled.
    """

    title: str = "preset"
    excerpt: str = "preset"
    published: str = "preset"
    site_name: str = "preset"
    image: str = "preset"
    """`images[].url` is a list of mappings, `images[]` a list of URLs, `cover.image` one URL."""
    authors: str = ""
    """A list of names."""
    language: str = ""
    """Such as `en`."""


class DocumentSelection(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which files of a folder are documents. Files that are named themselves always are."""

    extensions: tuple[str, ...] = (
        ".md",
        ".markdown",
        ".mdx",
        ".qmd",
        ".rmd",
        ".adoc",
        ".html",
        ".htm",
        ".txt",
    )
    """Ends of names, capitals or not."""
    exclude: tuple[str, ...] = ()
    """Patterns as in .gitignore, relative to each folder that is searched."""
    skip_if: tuple[str, ...] = ()
    """Conditions on a field, such as "draft = true": documents that meet one are left out."""
    processes: Whole = 0
    """Processes that read and edit documents, where there are many; 0: one for each core."""


class DocumentBody(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Links in the body of documents, in Markdown or HTML."""

    links: bool = False
    """Check and report them; a run never edits them."""


class Fetch(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one exchange is made."""

    user_agent: str = "enricher/{version} (+{contact})"
    contact: str = "https://example.org/about-our-link-checker"
    """A page or mailbox where a site owner can reach you; goes into the User-Agent."""
    connect_timeout_s: Positive = 10.0
    read_timeout_s: Positive = 15.0
    deadline_s: Positive = 30.0
    """The whole exchange with its redirects, from the first byte sent."""
    max_page_bytes: Count = 1_048_576
    max_image_bytes: Count = 524_288
    max_redirects: Whole = 10
    concurrency: Count = 64
    """Requests in flight, over all sites."""
    http2: bool = False
    proxy: str = ""
    """"environment": as HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say."""
    ca_file: str = ""
    """Certificates to trust beside the system's (PEM)."""
    allow_addresses: tuple[str, ...] = ()
    """Networks that the address policy would refuse, such as "10.1.0.0/16"."""
    connect_to: dict[str, str] = {}
    """Like curl's --connect-to: "*.test" = "127.0.0.1:8080". For tests and staging."""


class SiteOverride(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What differs for one site; None: as everywhere."""

    concurrency: Count | None = None
    gap_s: NotNegative | None = None
    client_identity: Literal["honest", "browser"] | None = None
    robots: bool | None = None


class Politeness(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How we treat one site (registrable domain)."""

    concurrency: Count = 2
    gap_s: NotNegative = 0.5
    """Between the starts of two requests."""
    robots: bool = False
    """Obey robots.txt (RFC 9309). Off: a reader's single look at a cited page is no crawl."""
    crawl_delay_cap_s: Positive = 10.0
    browser_retry: bool = False
    """After a refusal, one more try with browser-like headers. Off: our name is an honest one."""
    failures_to_pause: Count = 5
    """Answers of 429 or 5xx in a row after which a host is left alone for this run."""
    adaptive: bool = False
    """Ask sites faster that answer fast and never complain."""
    adaptive_ceiling: AtLeastOne = 4.0
    """How many times `concurrency` and the pace of `gap_s` a site may reach."""
    sites: dict[str, SiteOverride] = {}


class HostAccess(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What lets us in at one host: names of environment variables, never the values themselves."""

    headers: dict[str, str] = {}
    """Name of a header to the variable that holds its value."""
    cookies: dict[str, str] = {}
    """Name of a cookie to the variable that holds its value."""
    bearer: str = ""
    """The variable that holds the token of `Authorization: Bearer`."""


class Retry(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another try within the run, for what can heal; always at the end of the site's lane."""

    attempts: Count = 3
    first_wait_s: NotNegative = 2.0
    max_wait_s: NotNegative = 60.0
    """Longest Retry-After that is waited for; a longer one pauses the host until the next run."""


class Freshness(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a target is asked again."""

    ok_days: Positive = 7.0
    spread_days: NotNegative = 3.0
    """Random delay (stable per URL), so that checks do not all fall on one night."""
    failing_days: Positive = 1.0
    gone_days: Positive = 30.0
    """Confirmed gone."""
    restricted_days: Positive = 14.0


class Confirm(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a failing status counts as confirmed."""

    checks: Count = 3
    days: NotNegative = 3.0
    certain_checks: Count = 2
    """For 410 and NXDOMAIN."""
    timezone: str = ""
    """Whose calendar days are counted, such as "Europe/Berlin"; empty: the machine's."""
    vantage: str = ""
    """A proxy elsewhere that is asked what would be confirmed; empty: none."""
    site_targets: Count = 3
    """Links of one site that fail alike in one run and count once, as one failure of the site."""


class Policy(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What verdicts make of borderline cases."""

    moved_ignores: tuple[
        Literal["tracking", "scheme", "www", "slash", "session", "locale", "device"], ...
    ] = ("tracking", "scheme", "www", "slash", "session", "locale", "device")
    """Differences between the old and the new URL that alone do not make it `moved`."""
    accept: tuple[int | str, ...] = ()
    """HTTP statuses of 400 and more that count as alive: 403, "400-410", "5xx", "host=999"."""
    probe: bool = True
    """When in doubt, ask the site once for a path that cannot exist, and compare."""
    offline_sites: Count = 5
    """Stop as offline when the first N sites all fail before any HTTP answer."""


class Enrich(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be filled, corrected, updated and repaired."""

    fill: tuple[
        Literal["title", "excerpt", "publishedDateTime", "provider.name", "images", "size"], ...
    ] = (
        "title",
        "excerpt",
        "publishedDateTime",
        "provider.name",
        "images",
        "size",
    )
    """Only what is missing or null, and only from a page that passed the identity check."""
    size: Literal["correct", "report"] = "correct"
    moved: Literal["update", "report"] = "report"
    text: Literal["repair", "report"] = "report"
    completes: bool = False
    """Complete a title or excerpt that the feed cut off, when the page's own text begins with it.
    """


class Images(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keeping copies of lead images."""

    cache: str = ""
    """Folder for copies, relative to the working directory; empty: none are kept."""
    names: Literal["hash", "slug"] = "hash"
    max_total_bytes: Count = 1_073_741_824
    max_image_bytes: Count = 10_485_760


class Archive(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Looking up archived copies of what is gone."""

    enabled: bool = True
    timegate: str = "https://web.archive.org/web/"
    """Memento TimeGate (RFC 7089): the original URL is appended."""
    max_distance_days: Positive = 3650.0
    save: Literal["off", "new"] = "off"
    """"new": a run asks the archive to keep pages of which it has no copy yet."""
    save_url: str = "https://web.archive.org/save/"
    """The original URL is appended."""
    save_budget: Count = 20
    """Pages that one run asks about, at most."""


class Write(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How results are written into documents."""

    when: Literal["problems", "confirmed", "always", "never"] = "problems"
    """Which links get a `checks` line: all that are not ok, confirmed failures, every one, none."""
    key: str = "checks"


class FixSettings(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `enricher fix` does where the command line names no rule."""

    rules: tuple[Literal["moved", "archive", "flag", "prune", "replace", "text"], ...] = ()
    archive: Literal["replace", "beside"] = "replace"
    archive_key: str = "archiveUrl"
    removed_key: str = "removed"
    gone: tuple[Literal["dead", "soft404", "parked", "drifted"], ...] = (
        "dead",
        "soft404",
        "parked",
    )
    """Confirmed statuses of links whose item is flagged, pruned or replaced."""
    moved_days: NotNegative = 3.0
    """A permanent redirect must have been seen for this long."""


class Config(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of config.toml."""

    seeds: tuple[str, ...] = ("seeds",)
    ledger: str = ".enricher/ledger.sqlite3"
    documents: DocumentSelection = DocumentSelection()
    fields: Fields = Fields()
    fill: Fill = Fill()
    body: DocumentBody = DocumentBody()
    fetch: Fetch = Fetch()
    politeness: Politeness = Politeness()
    hosts: dict[str, HostAccess] = {}
    """By host, with the port where it is not 443; sent over https alone."""
    retry: Retry = Retry()
    freshness: Freshness = Freshness()
    confirm: Confirm = Confirm()
    policy: Policy = Policy()
    enrich: Enrich = Enrich()
    images: Images = Images()
    archive: Archive = Archive()
    write: Write = Write()
    fix: FixSettings = FixSettings()
