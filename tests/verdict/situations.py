"""Page situations as the tests write them: one text file per subject in tests/samples/pages, read into cases.

A situation begins with `=== name`, goes on with lines of `key: value`, and after an empty line the page:

    === moved-and-proven
    expect: moved http-301                      status and reason
    url: https://old.test/2021/05/storm-story   what the document names
    hop: 301 https://new.test/storm-story       one per redirect; the last one's address is the final one
    status: 200                                 of the last answer (default 200)
    header: server: cloudflare                  one per header
    failure: dns-nxdomain                       instead of an answer
    title: / excerpt: / published: / provider:  what the document says
    kind: image                                 (default page)
    size: 1200x630                              what an image's document says
    second_source: 404                                the status of the site's oEmbed endpoint
    previous: ok http-200                       the status and reason of the last check
    accept: 403                                 as [policy] accept names it, one per line
    head-only: yes                              reading stopped behind the head

    <!doctype html>…                            the body; `{{prose 120 seed}}` is 120 words that say nothing
    --- probe 200 https://old.test/nowhere      the answer for a missing path, and its page below
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from enricher import urls
from enricher.config import Policy
from enricher.models import (
    Description,
    Failure,
    Hop,
    ImageFacts,
    Kind,
    Moment,
    NeedMore,
    NotAnImage,
    Observation,
    Outcome,
    Status,
    Task,
    Verdict,
)
from enricher.page import read
from enricher.verdict.case import Case

FOLDER = Path(__file__).resolve().parent.parent / "samples" / "pages"
AT = datetime(2026, 11, 22, 18, 4, 11, tzinfo=UTC)

_WORDS = [
    "river",
    "bridge",
    "morning",
    "council",
    "engine",
    "garden",
    "window",
    "winter",
    "market",
    "letter",
    "signal",
    "orange",
    "valley",
    "corner",
    "silver",
    "planet",
    "basket",
    "candle",
    "carpet",
    "danger",
    "editor",
    "fabric",
    "ginger",
    "hammer",
    "island",
    "jacket",
    "kitten",
    "ladder",
    "magnet",
    "needle",
    "office",
    "pepper",
    "quartz",
    "rocket",
    "saddle",
    "tunnel",
    "urchin",
    "velvet",
    "walnut",
    "yellow",
    "zipper",
    "anchor",
    "branch",
    "castle",
    "dragon",
    "effort",
    "flight",
    "ground",
    "harbor",
    "insect",
    "jungle",
    "kettle",
    "lumber",
    "mirror",
    "nickel",
    "oyster",
    "pillow",
    "rabbit",
    "stream",
    "timber",
    "utopia",
    "violin",
    "wonder",
    "almond",
    "bottle",
    "copper",
    "dinner",
    "escape",
    "forest",
    "guitar",
    "hollow",
    "impact",
    "junior",
    "knight",
    "legend",
    "muscle",
    "normal",
    "object",
    "parade",
    "ribbon",
]
_PROSE = re.compile(r"\{\{prose (\d+)(?: (\S+))?\}\}")


@dataclass
class Situation:
    name: str
    subject: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    body: str = ""
    probe: str | None = None
    probe_body: str = ""

    def one(self, key: str, default: str = "") -> str:
        return self.fields.get(key, [default])[0]

    @property
    def status(self) -> Status:
        return Status(self.one("expect").split()[0])

    @property
    def reason(self) -> str:
        return self.one("expect").split()[1]

    @property
    def is_image(self) -> bool:
        return self.one("kind") == "image"

    def case(self) -> Case:
        observation = self._observation()
        task = Task(
            target=urls.normalise(observation.url),
            kind=Kind.IMAGE if self.is_image else Kind.PAGE,
            descriptions=self._descriptions(),
            previous=self._previous(),
        )
        probe = self._probe()
        page = _page(observation) if not self.is_image or self.one("image") == "html" else None
        return Case(
            task=task,
            observation=observation,
            page=page,
            image=self._image(),
            probe=probe,
            probe_page=_page(probe) if probe else None,
            second_source=self._second_source(),
            policy=Policy(accept=tuple(self.fields.get("accept", ()))),
        )

    def _observation(self) -> Observation:
        url = self.one("url", "https://news.test/2021/05/a-story-about-something")
        hops = []
        here = url
        for line in self.fields.get("hop", []):
            number, location = line.split()
            hops.append(Hop(url=here, http_status=int(number), location=location))
            here = location
        failure = Failure(self.one("failure")) if "failure" in self.fields else None
        status = self.one("status", "" if failure else "200")
        headers = tuple(
            (h.partition(":")[0].strip(), h.partition(":")[2].strip())
            for h in self.fields.get("header", [])
        )
        if not any(name == "content-type" for name, _ in headers):
            headers = (
                *headers,
                ("content-type", "image/jpeg" if self.is_image else "text/html; charset=utf-8"),
            )
        retry_after = next((value for name, value in headers if name == "retry-after"), None)
        return Observation(
            url=url,
            final_url=here,
            seen_at=AT,
            hops=tuple(hops),
            http_status=int(status) if status else None,
            headers=headers,
            body=_filled(self.body, self.name).encode(),
            is_whole="head-only" not in self.fields,
            failure=failure,
            retry_after_s=float(retry_after) if retry_after else None,
        )

    def _descriptions(self) -> tuple[Description, ...]:
        keys = ("title", "excerpt", "published", "provider", "size")
        if not any(key in self.fields for key in keys):
            return ()
        day = self.one("published")
        width, _, height = self.one("size").partition("x")
        return (
            Description(
                title=self.one("title") or None,
                excerpt=self.one("excerpt") or None,
                published=Moment(day=date.fromisoformat(day)) if day else None,
                provider_name=self.one("provider") or None,
                width=int(width) if width else None,
                height=int(height) if height else None,
            ),
        )

    def _image(self) -> ImageFacts | NotAnImage | NeedMore | None:
        told = self.one("image")
        if "x" in told:
            width, _, height = told.partition("x")
            return ImageFacts(format="jpeg", width=int(width), height=int(height))
        if told.startswith("unmeasured-"):
            return ImageFacts(format=told.removeprefix("unmeasured-"), width=None, height=None)
        if told == "need-more":
            return NeedMore.NEED_MORE
        return NotAnImage(told.removeprefix("unparsed-")) if told else None

    def _probe(self) -> Observation | None:
        if self.probe is None:
            return None
        number, _, final = self.probe.partition(" ")
        start = "https://news.test/2021/05/qzkxvjwypfqzkxvjwypf"
        hops = (Hop(url=start, http_status=302, location=final),) if final else ()
        return Observation(
            url=start,
            final_url=final or start,
            seen_at=AT,
            hops=hops,
            http_status=int(number),
            headers=(("content-type", "text/html"),),
            body=_filled(self.probe_body, self.name).encode(),
            is_whole=True,
        )

    def _second_source(self) -> Observation | None:
        if "second_source" not in self.fields:
            return None
        url = "https://video.test/oembed"
        return Observation(
            url=url,
            final_url=url,
            seen_at=AT,
            http_status=int(self.one("second_source")),
            is_whole=True,
        )

    def _previous(self) -> Outcome | None:
        if "previous" not in self.fields:
            return None
        status, _, reason = self.one("previous").partition(" ")
        verdict = Verdict(status=Status(status), reason=reason or "http-200")
        return Outcome(target=self.one("url"), kind=Kind.PAGE, verdict=verdict, checked_at=AT)


def _page(observation: Observation) -> read.PageReader | None:
    if not observation.body or "json" in observation.content_type:
        return None
    return read.PageReader(observation.body, observation.final_url, observation.content_type)


def _filled(text: str, name: str) -> str:
    def prose(found: re.Match[str]) -> str:
        chance = random.Random(found[2] or name)
        return " ".join(chance.choice(_WORDS) for _ in range(int(found[1])))

    return _PROSE.sub(prose, text)


def read_all() -> tuple[Situation, ...]:
    """All situations of all subjects."""
    return tuple(situation for path in sorted(FOLDER.glob("*.txt")) for situation in _read(path))


def _read(path: Path) -> Iterator[Situation]:
    for part in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = part.partition("\n")
        head, _, body = rest.partition("\n\n") if not rest.startswith("\n") else ("", "", rest)
        situation = Situation(name.strip(), path.stem)
        for line in head.splitlines():
            key, _, value = line.partition(":")
            assert value or key, f"{path.name}: {name}: {line!r}"
            situation.fields.setdefault(key.strip(), []).append(value.strip())
        page, mark, probe = body.partition("--- probe ")
        situation.body = page.strip()
        if mark:
            situation.probe, _, situation.probe_body = (
                piece.strip() for piece in probe.partition("\n")
            )
        yield situation
