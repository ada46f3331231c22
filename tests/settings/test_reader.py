"""config.toml: what it may say, and what is said about its mistakes."""

from __future__ import annotations

import tomllib
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enricher.config import Config, SiteOverride
from enricher.errors import ConfigError
from enricher.settings import reader

SHIPPED = Path(__file__).resolve().parents[2] / "config.toml"

NO_PLACE = 'is no place to connect to; write "host:port", or "http://host:port" where that server takes plain HTTP for https URLs'
NO_FIELD_PATH = (
    'is no field path; write for instance "related[].webUrl" ([] is every item, * is any key)'
)

MISTAKES = [
    # wrong type or value out of range
    (
        '[fetch]\nmax_page_bytes = "1 MB"',
        'c:2: fetch.max_page_bytes: expected a whole number of at least 1, got "1 MB"',
    ),
    (
        "[fetch]\nmax_redirects = -1",
        "c:2: fetch.max_redirects: expected a whole number of at least 0, got -1",
    ),
    (
        "[fetch]\nconcurrency = true",
        "c:2: fetch.concurrency: expected a whole number of at least 1, got true",
    ),
    (
        "[fetch]\nconnect_timeout_s = 0",
        "c:2: fetch.connect_timeout_s: expected a number above 0, got 0",
    ),
    ('[fetch]\nhttp2 = "yes"', 'c:2: fetch.http2: expected true or false, got "yes"'),
    (
        "[retry]\nattempts = [1]",
        "c:2: retry.attempts: expected a whole number of at least 1, got the list [1]",
    ),
    (
        "[retry]\nmax_wait_s = inf",
        "c:2: retry.max_wait_s: expected a number, got inf; there is no setting without a limit",
    ),
    (
        'seeds = "docs"',
        'c:1: seeds: expected a list, each text in quotes, got "docs"; write ["docs"]',
    ),
    ("seeds = 1979-05-27", "c:1: seeds: expected a list, each text in quotes, got 1979-05-27"),
    (
        '[enrich]\nsize = "corect"',
        'c:2: enrich.size: expected one of "correct", "report", got "corect"; did you mean "correct"?',
    ),
    ("fetch = 3", "c:1: fetch: expected a table, [fetch], got 3"),
    ("[ledger]\npath = 3", "c:1: ledger: expected text in quotes, got a table"),
    # unknown keys
    (
        "[fetch]\n\n# so long\nconnect_timeout = 3",
        'c:4: fetch.connect_timeout: unknown key; did you mean "connect_timeout_s"?',
    ),
    ("[fetch]\ngap_s = 3", "c:2: fetch.gap_s: unknown key here; it belongs to [politeness]"),
    (
        "[write]\nledger = 'x'",
        "c:2: write.ledger: unknown key here; it belongs to the top of the file, above the first [table]",
    ),
    ("[writes]\nx = 1", 'c:1: writes: unknown key; did you mean "write"?'),
    ("[write]\nzzz = 1", "c:2: write.zzz: unknown key; known here: key, when"),
    ("write.zzz = 1", "c:1: write.zzz: unknown key; known here: key, when"),
    ("write = { zzz = 1 }", "c:1: write.zzz: unknown key; known here: key, when"),
    # deep down
    (
        '[politeness.sites."a.test"]\ngap_s = "x"',
        'c:2: politeness.sites."a.test".gap_s: expected a number of at least 0, got "x"',
    ),
    (
        "[politeness]\nsites = { a = 1 }",
        "c:2: politeness.sites.a: expected a table, [politeness.sites.a], got 1",
    ),
    (
        '[fetch.connect_to]\n"*.test" = 80',
        'c:2: fetch.connect_to."*.test": expected text in quotes, got 80',
    ),
    # a value over many lines is named by its first
    (
        '[fields]\npages = [\n"webUrl",\n3,\n]\nbase_url = ""',
        'c:2: fields.pages: expected a list, each text in quotes or a table, got the list ["webUrl", 3]',
    ),
    # well-typed nonsense
    (
        '[confirm]\ntimezone = "Berlin"',
        'c:2: confirm.timezone: "Berlin" is no time zone; write for instance "Europe/Berlin", or "" for the machine\'s',
    ),
    (
        '[fields]\nexclude = ["(a"]',
        'c:2: fields.exclude: "(a" is no regular expression: missing ), unterminated subpattern at character 1',
    ),
    (
        '[fields]\npages = ["related[.x"]',
        f'c:2: fields.pages: "related[.x" {NO_FIELD_PATH}',
    ),
    (
        '[fetch]\nallow_addresses = ["10.1.2.3/16"]',
        'c:2: fetch.allow_addresses: "10.1.2.3/16" has bits set behind its prefix; did you mean "10.1.0.0/16"?',
    ),
    (
        '[fetch]\nallow_addresses = ["localhost"]',
        'c:2: fetch.allow_addresses: "localhost" is no network; write for instance "10.1.0.0/16" or "::1"',
    ),
    (
        '[fetch.connect_to]\n"*.test" = "127.0.0.1"',
        f'c:2: fetch.connect_to."*.test": "127.0.0.1" {NO_PLACE}',
    ),
    (
        '[fetch.connect_to]\na = "127.0.0.1:70000"',
        f'c:2: fetch.connect_to.a: "127.0.0.1:70000" {NO_PLACE}',
    ),
    (
        '[fetch.connect_to]\n"http://a" = "b:1"',
        'c:2: fetch.connect_to."http://a": name a host, "*.test" or "*", with ":port" behind it where needed',
    ),
    (
        '[fetch]\nuser_agent = "x {name}"',
        "c:2: fetch.user_agent: knows {version} and {contact} only, not {name}",
    ),
    ('[fetch]\nuser_agent = "x {"', "c:2: fetch.user_agent: knows {version} and {contact} only"),
    (
        '[fetch]\nuser_agent = " "',
        "c:2: fetch.user_agent: is empty; sites must be able to tell who asks",
    ),
    (
        '[fetch]\ncontact = "é"',
        "c:2: fetch.contact: may hold printable ASCII only: it is sent as a header",
    ),
    (
        '[fetch]\nproxy = "proxy:3128"',
        'c:2: fetch.proxy: "proxy:3128" is no proxy URL; write for instance "http://proxy.example:3128"',
    ),
    (
        '[fetch]\nproxy = "me:secret@proxy:3128"',
        'c:2: fetch.proxy: "proxy:3128" is no proxy URL; write for instance "http://proxy.example:3128"',
    ),
    # the secret itself, where the name of a variable is wanted: it is not told again
    (
        '[hosts."a.test"]\nbearer = "ey.x-y"',
        'c:2: hosts."a.test".bearer: names no environment variable; write the name of one that holds the value, never the value',
    ),
    (
        '[hosts."a.test"]\ncookies = { session = "ab=c" }',
        'c:2: hosts."a.test".cookies: names no environment variable; write the name of one that holds the value, never the value',
    ),
    (
        '[hosts."https://a.test"]\nbearer = "TOKEN"',
        'c:1: hosts."https://a.test": is no host; write for instance "intranet.example.org"',
    ),
    (
        '[hosts."a.test"]\nheaders = { Host = "H", "X Y" = "H" }',
        'c:2: hosts."a.test".headers: "Host" cannot be set as a header\nc:2: hosts."a.test".headers: "X Y" cannot be set as a header',
    ),
    (
        '[confirm]\nvantage = "me:secret@proxy:3128"',
        'c:2: confirm.vantage: "proxy:3128" is no proxy URL; write for instance "http://proxy.example:3128"',
    ),
    (
        '[confirm]\nvantage = "environment"',
        'c:2: confirm.vantage: names no other place; write for instance "http://proxy.example:3128"',
    ),
    (
        '[fetch]\nproxy = "socks5://proxy:1080"',
        'c:2: fetch.proxy: "socks5://proxy:1080" is a SOCKS proxy; only http and https proxies are spoken to',
    ),
    (
        '[fetch]\nca_file = "no/such.pem"',
        "c:2: fetch.ca_file: no/such.pem holds no certificates that can be read: [Errno 2] No such file or directory",
    ),
    ('[fields]\nbase_url = "/news"', 'c:2: fields.base_url: "/news" is no http or https URL'),
    (
        '[policy]\naccept = [403, "4o4"]',
        'c:2: policy.accept: "4o4" is no HTTP status; write for instance 403, "400-410", "5xx" or "linkedin.com=999"',
    ),
    (
        "[policy]\naccept = 403",
        "c:2: policy.accept: expected a list, each a whole number or text in quotes, got 403",
    ),
    ('[archive]\ntimegate = ""', 'c:2: archive.timegate: "" is no http or https URL'),
    (
        '[write]\nkey = "on"',
        'c:2: write.key: "on" cannot be a key of its own in YAML; use letters, digits, - and _',
    ),
    ('ledger = ""', "c:1: ledger: is empty"),
    ('seeds = [""]', "c:1: seeds: holds an empty text"),
    (
        "[confirm]\nchecks = 1",
        "c:1: confirm.certain_checks: is more than confirm.checks; what is certain cannot need more checks than what is not",
    ),
    (
        "[images]\nmax_total_bytes = 1",
        "c:1: images.max_image_bytes: is more than images.max_total_bytes, so nothing could be kept",
    ),
    # no TOML
    ("a = \n", "c:1: not valid TOML: invalid value: a ="),
    ("ledger = 'a'\nledger = 'b'", "c:2: not valid TOML: cannot overwrite a value: ledger = 'b'"),
    ("\n[fetch\n", "c:2: not valid TOML: expected ']' at the end of a table declaration: [fetch"),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES, ids=[said for _, said in MISTAKES])
def test_a_mistake_is_named_with_its_line_and_key(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        reader.parse(text, "c")
    assert str(caught.value) == said


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = '[write]\nkey = "a b"\n[fetch]\nhttp2 = 1\nallow_addresses = ["x"]\nproxi = ""\n'
    with pytest.raises(ConfigError) as caught:
        reader.parse(text, "c")
    assert [line.split(": ")[:2] for line in str(caught.value).splitlines()] == [
        ["c:2", "write.key"],
        ["c:4", "fetch.http2"],
        ["c:5", "fetch.allow_addresses"],
        ["c:6", "fetch.proxi"],
    ]


def test_what_is_not_named_keeps_its_default() -> None:
    config = reader.parse(
        'ledger = "l"\n[fetch]\nmax_redirects = 3\n[politeness.sites."a.test"]\ngap_s = 5\n'
    )
    assert config.ledger == "l"
    assert config.fetch.max_redirects == 3
    assert config.fetch.deadline_s == Config().fetch.deadline_s
    assert config.politeness.sites == {"a.test": SiteOverride(gap_s=5.0)}


def test_the_shipped_file_shows_every_setting_with_its_default() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert reader.parse(text) == Config()
    tree = tomllib.loads(text)
    for key, _ in reader.each_setting():
        assert key[-1] in reduce(lambda table, name: table[name], key[:-1], tree), (
            f"it lacks {reader.show_key(key)}"
        )


def test_every_setting_of_the_shipped_file_is_explained() -> None:
    for line in SHIPPED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#", "]")):
            assert " # " in line, f"config.toml says nothing about: {line}"


def test_reading_files(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_bytes(b"\xef\xbb\xbfledger = 'l'\r\n")
    assert reader.load(path).ledger == "l"
    path.write_bytes(b"ledger = 'l'\n# caf\xe9\n")
    with pytest.raises(ConfigError, match=r"c:2: not UTF-8 text"):
        reader.load(path, "c")
    with pytest.raises(ConfigError, match=r"d: cannot be read"):
        reader.load(tmp_path, "d")


def test_field_paths_of_the_defaults_pass() -> None:
    """What the program ships must be what its own check lets through."""
    reader.parse('[fields]\npages = ["related[].*", "a[0].b", "*.url", "x[][].y"]')


@given(st.text())
def test_any_text_is_settings_or_a_settings_error(text: str) -> None:
    assert _said(text) == "" or _said(text).startswith("config.toml:")


def _said(text: str) -> str:
    try:
        reader.parse(text)
    except ConfigError as error:
        return str(error)
    return ""


_TREES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@settings(deadline=None)  # a busy machine is no fault of the reader's
@given(st.sampled_from([key for key, _ in reader.each_setting()]), _TREES)
def test_any_value_of_any_setting_is_used_or_named(key: tuple[str, ...], value: object) -> None:
    """No value gets past the door and none ends in anything but a sentence with its key."""
    table, name = ".".join(key[:-1]), key[-1]
    text = (f"[{table}]\n" if table else "") + f"{name} = {_toml(value)}\n"
    said = _said(text)
    assert (
        said == ""
        or f": {reader.show_key(key)}: " in said
        or "confirm." in said
        or "images." in said
    )


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return (
            '"'
            + "".join(f"\\U{ord(char):08X}" for char in value if not 0xD800 <= ord(char) < 0xE000)
            + '"'
        )
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return str(value)
