"""URLs: what is refused, the one spelling, what resolves to what, and in what two differ."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enricher import url_differences, urls
from enricher.models import Failure
from enricher.url_differences import Difference
from enricher.url_tracking import without_tracking


@pytest.mark.parametrize(
    ("url", "failure"),
    [
        ("https://site.test/story", None),
        ("  https://site.test/story \n", None),
        ("https://site.test/Business Wire/story", None),  # browsers send %20
        ("HTTPS://SITE.TEST", None),
        ("http://[2001:db8::1]:8080/x", None),
        ("http://2130706433/", None),
        ("http://1.2.3.4.5/", Failure.UNPARSABLE),
        ("http://1.2.3.256/", Failure.UNPARSABLE),
        ("http://1.2.65536/", Failure.UNPARSABLE),
        ("http://4294967296/", Failure.UNPARSABLE),
        ("http://08.1/", Failure.UNPARSABLE),
        ("http://site.0/", Failure.UNPARSABLE),
        ("http://site.0x/", Failure.UNPARSABLE),
        ("http://1.site.test/", None),
        ("http://my_blog.tumblr.com/", None),
        ("http://-x.tumblr.com/", None),
        ("http://xn--i-7iq.ws/", None),  # refused by IDNA 2008, alive all the same
        ("https://münchen.de/ü", None),
        ("", Failure.UNPARSABLE),
        (" \t", Failure.UNPARSABLE),
        ("http://site.test:99999/", Failure.UNPARSABLE),
        ("http://site.test:0/", Failure.UNPARSABLE),
        ("http://site.test:http/", Failure.UNPARSABLE),
        ("http://site.test:８0/", Failure.UNPARSABLE),
        ("http://sit e.test/", Failure.UNPARSABLE),
        ("http://site..test/", Failure.UNPARSABLE),
        ("http://.test/", Failure.UNPARSABLE),
        ("http://site%00.test/", Failure.UNPARSABLE),
        ("http://site%2f.test/", Failure.UNPARSABLE),
        ("http://site.test%ff/", Failure.UNPARSABLE),
        (f"http://{'a' * 64}.test/", Failure.UNPARSABLE),
        (f"http://{'a.' * 130}test/", Failure.UNPARSABLE),
        (f"http://site.test/{'a' * 20_000}", Failure.UNPARSABLE),
        ("http://℀.test/", Failure.UNPARSABLE),
        ("http://\u200d.test/", Failure.UNPARSABLE),
        ("http://[::1/", Failure.UNPARSABLE),
        ("http://[fe80::1%25eth0]/", Failure.UNPARSABLE),
        ("http://[v1.x]/", Failure.UNPARSABLE),
        ("http://a[::1]/", Failure.UNPARSABLE),
        ("http:\\\\site.test\\story", Failure.UNPARSABLE),
        ("http://site.test\\@evil.test/", Failure.UNPARSABLE),
        ("http://site.test/\ud800", Failure.UNPARSABLE),
        ("http://site.test/\x00a", Failure.UNPARSABLE),
        ("htt ps://site.test/", Failure.UNPARSABLE),
        ("\u200bhttps://site.test/", Failure.UNPARSABLE),
        ("http:///story", Failure.NO_HOST),
        ("http:site.test", Failure.NO_HOST),
        ("http:/site.test", Failure.NO_HOST),
        ("http://:80/", Failure.NO_HOST),
        ("https://?q", Failure.NO_HOST),
        ("ftp://site.test/", Failure.SCHEME),
        ("mailto:us@site.test", Failure.SCHEME),
        ("javascript:alert(1)", Failure.SCHEME),
        ("file:///etc/passwd", Failure.SCHEME),
        ("data:image/png;base64,AAAA", Failure.SCHEME),
        ("http://user:word@site.test/", Failure.CREDENTIALS),
        ("http://user@site.test/", Failure.CREDENTIALS),
        ("http://@site.test/", Failure.CREDENTIALS),
        ("/assets/images/organizations/site.test-50x50.jpg", Failure.RELATIVE),
        ("//site.test/story", Failure.RELATIVE),
        ("story.html", Failure.RELATIVE),
        ("?page=2", Failure.RELATIVE),
        ("#top", Failure.RELATIVE),
    ],
)
def test_check(url: str, failure: Failure | None) -> None:
    assert urls.check(url) == failure


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://Site.TEST:80", "http://site.test/"),
        ("https://site.test:443/a", "https://site.test/a"),
        ("http://site.test:443/a", "http://site.test:443/a"),
        ("http://site.test./a", "http://site.test/a"),
        ("http://site.test:/a", "http://site.test/a"),
        ("http://site.test/a#part", "http://site.test/a"),
        ("http://site.test/a/./b/../c", "http://site.test/a/c"),
        ("http://site.test/..", "http://site.test/"),
        ("http://site.test/a/..", "http://site.test/"),
        ("http://site.test/a//b", "http://site.test/a//b"),
        ("http://site.test/a\\b", "http://site.test/a/b"),
        ("http://site.test/%7euser/%c3%a9", "http://site.test/%7Euser/%C3%A9"),
        ("http://site.test/100%", "http://site.test/100%"),
        ("http://site.test/é ü", "http://site.test/%C3%A9%20%C3%BC"),
        ("http://site.test/?b=2&a=1&a=", "http://site.test/?b=2&a=1&a="),
        ("http://site.test/?u=http://x/../y|z'", "http://site.test/?u=http://x/../y|z'"),
        ('http://site.test/?q="é"', "http://site.test/?q=%22%C3%A9%22"),
        ("http://site.test?", "http://site.test/"),
        ("https://MÜNCHEN.de/", "https://xn--mnchen-3ya.de/"),
        ("https://ｓｉｔｅ.test/", "https://site.test/"),
        ("https://site。test/", "https://site.test/"),
        ("http://s%69te.test/", "http://site.test/"),
        ("http://[2001:DB8:0:0::1]/", "http://[2001:db8::1]/"),
        ("http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7F.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.01/", "http://127.0.0.1/"),
        ("http://0xa9.0xfe.43518/", "http://169.254.169.254/"),
        ("http://0/", "http://0.0.0.0/"),
        ("http://0x/", "http://0.0.0.0/"),
        ("http://site.test/a\nb\tc", "http://site.test/abc"),
        ("/about", "/about"),
        ("http://site.test:99999/", "http://site.test:99999/"),
    ],
)
def test_normalise(url: str, normal: str) -> None:
    assert urls.normalise(url) == normal


@pytest.mark.parametrize(
    ("reference", "absolute"),
    [
        ("other", "https://site.test/news/other"),
        ("/top", "https://site.test/top"),
        ("//cdn.test/i.png", "https://cdn.test/i.png"),
        ("?page=2", "https://site.test/news/story?page=2"),
        ("../../../up", "https://site.test/up"),
        ("", "https://site.test/news/story?a=1"),
        (" https://else.test ", "https://else.test/"),
        ("HTTP://ELSE.TEST:80/x#y", "http://else.test/x"),
        ("mailto:us@site.test", None),
        ("javascript:void(0)", None),
        ("http://[::1", None),
        ("http://u:p@site.test/", None),
        ("http:///x", None),
        ("https:///x", None),
        ("https:x", None),
        ("//:0", None),
    ],
)
def test_resolve(reference: str, absolute: str | None) -> None:
    assert urls.resolve("https://site.test/news/story?a=1", reference) == absolute
    assert (urls.check_reference("https://site.test/news/story?a=1", reference) is None) == (
        absolute is not None
    )


@pytest.mark.parametrize(
    ("url", "host", "origin", "site"),
    [
        ("https://www.news.co.uk/a", "www.news.co.uk", "https://www.news.co.uk", "news.co.uk"),
        ("http://news.co.uk:8080/a", "news.co.uk", "http://news.co.uk:8080", "news.co.uk"),
        (
            "https://someone.github.io/",
            "someone.github.io",
            "https://someone.github.io",
            "someone.github.io",
        ),
        ("https://github.io/", "github.io", "https://github.io", "github.io"),
        ("https://a.b.site.test/", "a.b.site.test", "https://a.b.site.test", "site.test"),
        ("http://127.0.0.1:81/", "127.0.0.1", "http://127.0.0.1:81", "127.0.0.1:81"),
        ("http://[::1]/", "::1", "http://[::1]", "[::1]:80"),
        ("http://localhost/", "localhost", "http://localhost", "localhost:80"),
        ("http://0x7f.1/", "127.0.0.1", "http://127.0.0.1", "127.0.0.1:80"),
        (
            "https://пример.рф/",
            "xn--e1afmkfd.xn--p1ai",
            "https://xn--e1afmkfd.xn--p1ai",
            "xn--e1afmkfd.xn--p1ai",
        ),
        (
            "https://www.пример.рф/",
            "www.xn--e1afmkfd.xn--p1ai",
            "https://www.xn--e1afmkfd.xn--p1ai",
            "xn--e1afmkfd.xn--p1ai",
        ),
        (  # under a suffix of two labels, of which one is no ASCII
            "https://www.site.公司.cn/",
            "www.site.xn--55qx5d.cn",
            "https://www.site.xn--55qx5d.cn",
            "site.xn--55qx5d.cn",
        ),
        ("/relative", "", "", ""),
    ],
)
def test_host_origin_site(url: str, host: str, origin: str, site: str) -> None:
    assert (urls.host(url), urls.origin(url), urls.site(url)) == (host, origin, site)


def test_same_site() -> None:
    assert urls.same_site("https://www.site.test/a", "http://site.test:8080/b")
    assert not urls.same_site("https://one.github.io/", "https://two.github.io/")
    assert not urls.same_site("/a", "/a")


@pytest.mark.parametrize(
    ("url", "segments"),
    [
        ("https://site.test", ()),
        ("https://site.test/a//b%20c/", ("a", "b c")),
        ("https://site.test/%C3%A9?x=/y", ("é",)),
        ("nonsense", ()),
    ],
)
def test_path_segments(url: str, segments: tuple[str, ...]) -> None:
    assert urls.path_segments(url) == segments
    assert urls.last_segment(url) == "".join(segments[-1:])
    assert urls.path_depth(url) == len(segments)


@pytest.mark.parametrize(
    ("a", "b", "differences"),
    [
        ("http://site.test", "HTTP://SITE.test:80/", set()),
        ("http://site.test/a", "https://site.test/a", {Difference.SCHEME}),
        (
            "http://site.test/a",
            "https://www.site.test/a/",
            {Difference.SCHEME, Difference.WWW, Difference.SLASH},
        ),
        (
            "https://site.test/a?utm_source=feed&b=1",
            "https://site.test/a?b=1",
            {Difference.TRACKING},
        ),
        ("https://site.test/a?fbclid=1", "https://site.test/a?gclid=2", {Difference.TRACKING}),
        ("https://site.test/a?id=1", "https://site.test/a?id=2", {Difference.QUERY}),
        (
            "https://site.test/a?id=1",
            "https://site.test/a?id=2&utm_id=3",
            {Difference.QUERY, Difference.TRACKING},
        ),
        ("https://site.test/a", "https://site.test/b", {Difference.PATH}),
        ("https://site.test/a", "https://site.test:8443/a", {Difference.PORT}),
        ("https://site.test/a", "https://static.site.test/a", {Difference.HOST}),
        ("https://site.test/a", "https://else.test/a", {Difference.HOST, Difference.SITE}),
        ("https://site.test/a", "https://site.test/a#b", {Difference.FRAGMENT}),
        ("https://site.test/%c3%a9?%c3", "https://site.test/%C3%A9?%C3", set()),
        ("/a", "/a", set()),
        ("/a", "https://site.test/a", {Difference.HOST, Difference.SITE, Difference.PATH}),
    ],
)
def test_differences(a: str, b: str, differences: set[Difference]) -> None:
    assert url_differences.differences(a, b) == differences
    assert url_differences.differences(b, a) == differences


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://site.test/a?utm_source=x", "https://site.test/a"),
        ("https://site.test/a?b=%c3&utm_source=x&c#d", "https://site.test/a?b=%c3&c#d"),
        ("https://site.test/a?UTM_Source=x#d?utm_e=f", "https://site.test/a#d?utm_e=f"),
        ("https://site.test/a?WT.mc_id=x", "https://site.test/a"),
        ("https://site.test/a?automatic=1&pkg=2", "https://site.test/a?automatic=1&pkg=2"),
        ("https://site.test/utm_source=x", "https://site.test/utm_source=x"),
    ],
)
def test_without_tracking(url: str, clean: str) -> None:
    assert without_tracking(url) == clean


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/caf%c3%a9?q=%c3", "https://site.test/caf%c3%a9?q=%c3"),
        ("/é", "https://site.test/%C3%A9"),
        ("../x y", "https://site.test/x%20y"),
        ("HTTPS://ELSE.test:443/%7e", "https://else.test/%7e"),
        ("mailto:us@site.test", None),
        ("http:///x", None),
    ],
)
def test_redirects_keep_the_case_of_escapes(location: str, target: str | None) -> None:
    assert urls.redirected("https://site.test/a/b", location) == target


ODD = st.text(st.sampled_from("ab.é☃:/\\?#[]@%1270x -_&=ß。١") | st.characters(), max_size=30)
ANY_URL = st.one_of(
    ODD,
    st.builds(lambda rest: "http://" + rest, ODD),
    st.builds(
        lambda host, rest: f"https://{host}.test/{rest}",
        st.text("abé-_9", min_size=1, max_size=8),
        ODD,
    ),
)


@given(ANY_URL, ANY_URL)
def test_nothing_raises(a: str, b: str) -> None:
    """Whatever the text, every question has an answer."""
    urls.check(a)
    urls.resolve(a, b)
    url_differences.differences(a, b)
    without_tracking(a)
    assert (urls.site(a) == "") == (urls.check(a) is not None)


@given(ANY_URL)
def test_normalising_is_idempotent(url: str) -> None:
    """A normalised URL passes where the original did, and is its own normal form."""
    normal = urls.normalise(url)
    assert (
        urls.normalise(normal)
        == normal
        == urls.sendable(normal)
        == urls.normalise(urls.sendable(url))
    )
    assert urls.check(normal) == urls.check(url)
    if urls.check(url) is None:
        assert normal.isascii()
        assert not url_differences.differences(normal, url) - {Difference.FRAGMENT}


# What URLs are made of, at random: many of them are normal, some nearly.
NEAR_NORMAL = st.from_regex(
    r"https?://[a-z0-9_.-]{1,12}\.[a-z0-9]{1,4}[/?][A-Za-z0-9!$&'()*+,./:;=@_~%?#^-]{0,12}",
    fullmatch=True,
)


@given(NEAR_NORMAL)
def test_law_what_is_surely_normal_can_be_asked_and_is_its_own_normal_spelling(url: str) -> None:
    if urls.is_surely_normal(url):
        assert (urls.check(url), urls.normalise(url)) == (None, url)


@pytest.mark.parametrize(
    ("url", "is_normal"),
    [
        ("https://www.site.test/2022/07/a-story_1.html?id=3&page=2", True),
        ("http://xn--i-7iq.ws/", True),
        ("https://site.test", False),  # a path is added
        ("https://site.test/a/../b", False),
        ("https://site.test/a?", False),
        ("https://site.test/a#b", False),
        ("https://site.test/caf\u00e9", False),
        ("https://site.test/a\n", False),
        ("http://1.2.3.4/", False),
        ("http://site.0x1f/", False),
        ("https://site.test:443/", False),
        ("https://" + "a" * 41 + ".test/", False),
        ("https://site.test/" + "a" * urls.MAX_URL_LENGTH, False),
    ],
)
def test_most_urls_are_seen_to_be_normal(url: str, is_normal: bool) -> None:
    assert urls.is_surely_normal(url) is is_normal


@given(ANY_URL)
def test_a_reference_to_itself(url: str) -> None:
    """An absolute URL resolves to itself, wherever it stands."""
    if urls.check(url) is None:
        assert urls.resolve("https://elsewhere.test/deep/page", url) == urls.normalise(url)


# References as pages spell them, most of them from the top of their host.
REFERENCE = st.one_of(
    ANY_URL,
    NEAR_NORMAL,
    st.from_regex(r"/[a-z0-9./]{0,6}[?#;:@\\%a-zA-Z0-9=&. ]{0,4}", fullmatch=True),
)


@given(st.one_of(ANY_URL, NEAR_NORMAL), REFERENCE)
@example("https://Site.test:443/a", "/b")
@example("https://site.test:8443/a", "/b")
@example("https://1.2.3.4/a", "/b")
@example("https://u:p@site.test/a", "/b")
def test_law_a_reference_resolves_as_the_standard_library_joins_it(
    base: str, reference: str
) -> None:
    """Most are resolved at a glance; the long way gives the same."""
    joined = urls._joined(base, reference)
    told = None if urls.check(joined) is not None else urls.normalise(joined)
    assert urls.resolve(base, reference) == told


def test_what_would_never_be_sent_is_not_remembered() -> None:
    before = urls._remembered.cache_info().currsize
    for number in range(50):
        assert urls.check(f"https://a.test/{number}/" + "x" * 5_000) is None
    assert urls._remembered.cache_info().currsize == before


# fmt: off
MARKS = [
    ("https://site.test/a",           "https://site.test/a;jsessionid=0A1B",            {Difference.SESSION}),
    ("https://site.test/a?p=1",       "https://site.test/a?p=1&cookieSet=1",            {Difference.SESSION}),
    ("https://site.test/a",           "https://site.test/a?nfscookiecheck=true",        {Difference.SESSION}),
    ("https://site.test/a",           "https://site.test/(S(lit3py55t21z5v55))/a",      {Difference.SESSION}),
    ("https://site.test/a?sid=12",    "https://site.test/a?sid=13",                     {Difference.QUERY}),
    ("https://site.test/a",           "https://site.test/a?sid=3f2504e04f8941d39a0c03", {Difference.SESSION}),
    ("https://site.test/a",           "https://site.test/en-us/a",                      {Difference.LOCALE}),
    ("https://site.test/de/a",        "https://site.test/fr/a",                         {Difference.LOCALE}),
    ("https://site.test/en_GB/a",     "https://site.test/a",                            {Difference.LOCALE}),
    ("https://site.test/a",           "https://de.site.test/a",                         {Difference.LOCALE}),
    ("https://site.test/a",           "https://site.test/a?hl=en",                      {Difference.LOCALE}),
    ("https://site.test/a",           "https://site.test/tv/a",                         {Difference.PATH}),
    ("https://site.test/a",           "https://site.test/en-us/b",                      {Difference.PATH}),
    ("https://www.site.test/a",       "https://m.site.test/a",                          {Difference.DEVICE, Difference.WWW}),
    ("https://site.test/a",           "http://m.site.test/a",                           {Difference.DEVICE, Difference.SCHEME}),
    ("https://site.test/a",           "https://site.test/a/amp",                        {Difference.DEVICE, Difference.SLASH}),
    ("https://site.test/a/",          "https://site.test/a/amp/",                       {Difference.DEVICE}),
    ("https://site.test/a",           "https://site.test/amp/a",                        {Difference.DEVICE}),
    ("https://site.test/a.html",      "https://site.test/a.amp.html",                   {Difference.DEVICE}),
    ("https://site.test/a",           "https://site.test/a?m=1",                        {Difference.DEVICE}),
    ("https://site.test/?m=7",        "https://site.test/?m=8",                         {Difference.QUERY}),
    ("https://site.test/a",           "https://m.site.test/en/a;jsessionid=1",          {Difference.DEVICE, Difference.LOCALE, Difference.SESSION}),
]
# fmt: on


@pytest.mark.parametrize(("one", "other", "found"), MARKS)
def test_marks_of_a_visit_a_language_a_device(one: str, other: str, found: set[Difference]) -> None:
    assert url_differences.differences(one, other) == found
    assert url_differences.differences(other, one) == found


@given(
    st.from_regex(
        r"https://(m\.|www\.|de\.)?site\.test/((en|amp|[a-z]{3,5})/){0,3}[a-z]{0,4}(\?[a-z]{1,4}=[a-z0-9]{0,3})?",
        fullmatch=True,
    )
)
def test_law_a_url_differs_in_nothing_from_itself(url: str) -> None:
    assert url_differences.differences(url, url) == set()


# fmt: off
BROWSER_HOSTS = [
    # UTS 46 as browsers do it: names of IDNA 2003 and emoji that IDNA 2008 refuses
    ("https://i❤.ws/",                "https://xn--i-7iq.ws/"),
    ("https://📙.la/",                "https://xn--yt8h.la/"),
    ("https://👁️.test/",              "https://xn--mp8h.test/"),   # the variation selector says nothing
    ("https://☃.net/",                "https://xn--n3h.net/"),
    ("https://™.test/",               "https://tm.test/"),
    ("https://straße.de/",            "https://xn--strae-oqa.de/"),  # not transitional
    ("https://ＦＵＬＬ.test/",         "https://full.test/"),
    ("https://bücher。test/",          "https://xn--bcher-kva.test/"),
    ("https://BÜCHER.test/",          "https://xn--bcher-kva.test/"),
    ("https://soft\u00adhyphen.test/", "https://softhyphen.test/"),
    ("https://xn--i-7iq.ws/",         "https://xn--i-7iq.ws/"),
]
# fmt: on


@pytest.mark.parametrize(("url", "normalised"), BROWSER_HOSTS)
def test_hosts_are_read_as_browsers_read_them(url: str, normalised: str) -> None:
    assert urls.check(url) is None
    assert urls.normalise(url) == normalised


@pytest.mark.parametrize("name", ["\u0301a", "a\u200db", "\ufffd", "a\u2028b", "\u200d"])
def test_hosts_that_no_browser_asks(name: str) -> None:
    assert urls.check(f"https://{name}.test/") is Failure.UNPARSABLE
