"""Defines the loads: how many URLs on which hosts, how the web behaves, what documents say."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import documents
from articles import Article
from behaviour import Spec
from documents import File, Item, Sizes, Url

PER_HOST = 2  # requests at once on one host: what enricher is set to by default


@dataclass(frozen=True, slots=True)
class Material:
    """Documents of a load by variant, and the URLs in them for tools that read lists."""

    variants: Mapping[str, Sequence[File]]
    urls: list[Url]
    changed: Sequence[File] = ()
    """Documents of the first variant that are other ones before the last run."""
    new_urls: int = 0
    """How many URLs stand only in those."""
    known: Mapping[str, Article] = field(default_factory=dict)
    """Pages by host and path that the web cannot make from their URL."""


_AT_ONCE = Spec()


@dataclass(frozen=True, slots=True)
class Load:
    """One load. `make` builds it at a scale: 1.0 is the whole, less is for a quick look."""

    name: str
    says: str
    make: Callable[[float], Material]
    spec: Spec = _AT_ONCE
    scheme: str = "http"
    is_rerun: bool = False
    """Whether every variant is run once more, with nothing due."""
    peers: tuple[str, ...] = ("lychee", "lychee bodies")
    rounds: int | None = None
    """Most rounds, where one is long."""


def _host(number: int) -> str:
    return f"www.daily-{number}.internal"


def _even(count: int, hosts: int, *, is_image: bool = False, scheme: str = "http") -> list[Url]:
    return [Url(_host(n % hosts), n, is_image=is_image, scheme=scheme) for n in range(count)]


def _zipf_hosts(count: int, hosts: int) -> list[str]:
    """A host for each of `count` targets; the n-th host has a share of 1/n."""
    draw = random.Random(5)
    return [
        _host(n) for n in draw.choices(range(hosts), [1 / n for n in range(1, hosts + 1)], k=count)
    ]


def _scaled(value: int, scale: float) -> int:
    return max(20, int(value * scale))


def _pages(urls: list[Url], *variants: str) -> Material:
    makers: dict[str, Callable[[Url], Item]] = {
        "facts lacking": documents.lacking,
        "head proves": documents.complete,
        "sizes lacking": documents.pictured,
    }
    return Material({name: documents.lists(urls, makers[name]) for name in variants}, urls)


def _throughput(scale: float) -> Material:
    return _pages(_even(_scaled(5000, scale), _scaled(500, scale)), "facts lacking", "head proves")


def _tls(scale: float) -> Material:
    return _pages(
        _even(_scaled(5000, scale), _scaled(500, scale), scheme="https"),
        "facts lacking",
        "head proves",
    )


def _pictures(scale: float) -> Material:
    return _pages(_even(_scaled(5000, scale), _scaled(500, scale), is_image=True), "sizes lacking")


def _realistic(scale: float) -> Material:
    count = _scaled(1500, scale)
    hosts = _zipf_hosts(count, _scaled(300, scale))
    return _pages([Url(host, number) for number, host in enumerate(hosts)], "facts lacking")


def _skewed(scale: float) -> Material:
    count = _scaled(1000, scale)
    others = _scaled(100, scale)
    urls = [Url(_host(n % 3 if n % 5 < 3 else 3 + n % others), n) for n in range(count)]
    return _pages(urls, "facts lacking")


def _many(scale: float) -> Material:
    return _pages(_even(_scaled(100_000, scale), _scaled(5000, scale)), "head proves")


def _archive(scale: float) -> Material:
    sizes = Sizes() if scale == 1.0 else Sizes().scaled(scale)
    hosts = _zipf_hosts(200_000, sizes.hosts)
    whole = documents.Archive(sizes, lambda number: hosts[number]).documents()
    urls = documents.urls(whole)
    once = documents.lists(urls, _alone, each=100)
    changed = documents.changed(whole)
    new_urls = len(set(documents.urls(changed)) - set(urls))
    return Material({"archive": whole, "each URL once": once}, urls, changed, new_urls)


def _alone(url: Url) -> Item:
    return documents.pictured(url) if url.is_image else documents.lacking(url)


_LATENCY_S = 0.12  # median of a news site's answer within a part of the world
_POLITE = Spec(gap_s=0.05, latency_s=_LATENCY_S, has_faults=True)

LOADS = {
    load.name: load
    for load in (
        Load(
            "throughput",
            "5,000 pages of 60 KB on 500 hosts, no latency, no gap",
            _throughput,
            is_rerun=True,
            peers=("lychee", "lychee bodies", "LinkChecker", "linkinator"),
        ),
        Load(
            "realistic",
            "1,500 pages on 300 hosts by Zipf, latency 0.12 s, gap 0.05 s, 5 % faults, 10 s hangs",
            _realistic,
            spec=_POLITE,
            peers=("lychee", "linkinator"),
        ),
        Load(
            "skewed",
            "1,000 pages, 60 % of them on 3 hosts; latency, gap and faults as in realistic",
            _skewed,
            spec=_POLITE,
            peers=("lychee", "linkinator"),
        ),
        Load("tls", "5,000 pages on 500 hosts over TLS, no latency, no gap", _tls, scheme="https"),
        Load(
            "images",
            "5,000 images of 110 KB on 500 hosts, no latency, no gap",
            _pictures,
            peers=("lychee",),
        ),
        Load("many", "100,000 pages on 5,000 hosts, no latency, no gap", _many, rounds=1),
        Load(
            "archive",
            "7,000 documents of 20 KB, 160,000 related items, 12,000 URLs on 870 hosts, no latency",
            _archive,
            spec=Spec(dead_per_mille=40),
            is_rerun=True,
            peers=("lychee",),
        ),
    )
}
