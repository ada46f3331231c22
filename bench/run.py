"""A whole run over many documents against a small web on loopback: wall, CPU, memory, requests.

    python bench/run.py [FOLDER] [--documents 1000] [--distinct]

FOLDER holds documents (default: seeds/); they are repeated under other names until there are enough. With
`--distinct` every copy has addresses of its own, else copies share them, as articles of one news site do.
The web runs in a process of its own, so that the figures are the run's alone.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import re
import resource
import shutil
import struct
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

import anyio

from enricher import files
from enricher.config import Archive, Config, Fetch, Politeness
from enricher.errors import DocumentError
from enricher.models import Kind
from enricher.run.job import Job, check
from enricher.run.result import RunResult
from enricher.run.survey import read_document
from enricher.web.clock import SystemClock

ROOT = Path(__file__).resolve().parent.parent
# Every so many pages are gone, moved, or have no lead image, so that all paths are walked.
GONE, MOVED, BARE = 20, 15, 10
# About what real article pages have (22.7 KB gzip, `</head>` at 10 KB).
PARAGRAPHS = 120
_URL = re.compile(r"""((?:webUrl|originalUrl|url): *["']?https?://[^"'\s]+)""")


@dataclass(frozen=True)
class Figures:
    """What one stretch of work cost."""

    wall_s: float
    cpu_s: float
    peak_mb: float


@contextmanager
def measured(name: str, results: dict[str, Figures]) -> Iterator[None]:
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    yield
    after = resource.getrusage(resource.RUSAGE_SELF)
    results[name] = Figures(
        wall_s=time.perf_counter() - start,
        cpu_s=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        peak_mb=after.ru_maxrss / 1024,
    )


# ── documents ─────────────────────────────────────────────────────────────────────────────────────────────────


def multiply(source: Path, target: Path, count: int, *, distinct: bool) -> None:
    """`count` documents in `target`, made from those in `source`."""
    texts = [
        found.read_text(encoding="utf-8") for found in files.discover([source]) if _is_whole(found)
    ]
    if not texts:
        raise SystemExit(f"no documents in {source}")
    for number in range(count):
        copy, text = number // len(texts), texts[number % len(texts)]
        if distinct and copy:
            text = _URL.sub(
                lambda found, copy=copy: f"{found[1]}{'&' if '?' in found[1] else '?'}c={copy}",
                text,
            )
        (target / f"{number:06}.md").write_text(text, encoding="utf-8")


def _is_whole(path: Path) -> bool:
    try:
        return read_document(str(path), files.read(path).text, Config()) is not None
    except DocumentError:
        return False


def titles(folder: Path) -> dict[str, str]:
    """What the documents say that their pages are called."""
    found: dict[str, str] = {}
    for path in files.discover([folder]):
        for link in read_document(str(path), files.read(path).text, Config()) or ():
            if link.kind is Kind.PAGE:
                found.setdefault(_key(link.target), link.description.title or "")
    return found


def _key(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}{'?' if parts.query else ''}{parts.query}"


# ── the web ───────────────────────────────────────────────────────────────────────────────────────────────────


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", b"\x00" * 40_000)
        + chunk(b"IEND", b"")
    )


PICTURE = png(1200, 630)


def page(host: str, path: str, title: str) -> bytes:
    number = zlib.crc32(f"{host}{path}".encode())
    lead = (
        ""
        if number % BARE == 0
        else f'<meta property="og:image" content="http://img.{host}/{number:x}.png">'
    )
    text = f"{title}. The rest of the story is told in words that fill a page and mean little. "
    return (
        f"<!doctype html><html lang=en><head><title>{title} | {host}</title>"
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="The {host} Times">{lead}'
        f'<meta property="og:description" content="{text}">'
        f'<meta property="article:published_time" content="2022-07-28T21:27:00Z">'
        f"<script>{'var filler = 0;' * 500}</script></head><body><h1>{title}</h1>"
        f"{f'<p>{text * 5}</p>' * PARAGRAPHS}</body></html>"
    ).encode()


def reply(head: str, known: dict[str, str]) -> bytes:
    lines = head.split("\r\n")
    path = lines[0].split(" ")[1]
    headers = {
        name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])
    }
    host = headers["host"].partition(":")[0]
    number = zlib.crc32(f"{host}{path}".encode())
    title = known.get(f"{host}{path}")
    if host.startswith("img.") or title is None:
        last = min(
            int(headers.get("range", "bytes=0-99999999").rpartition("-")[2]), len(PICTURE) - 1
        )
        extra = f"Content-Range: bytes 0-{last}/{len(PICTURE)}\r\nContent-Type: image/png\r\n"
        return answer("206 Partial Content", PICTURE[: last + 1], extra)
    if number % GONE == 1:
        return answer("404 Not Found", b"<title>Not found</title><p>There is nothing here.</p>")
    if number % MOVED == 2 and not path.startswith("/moved"):
        known[f"{host}/moved{path}"] = title
        return answer("301 Moved Permanently", b"", f"Location: http://{host}/moved{path}\r\n")
    return answer("200 OK", page(host, path, title), "Content-Type: text/html; charset=utf-8\r\n")


def answer(status: str, body: bytes, headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


def serve(known: dict[str, str], port: Connection) -> None:
    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(reply(head.decode("latin-1"), known))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(exchange, "127.0.0.1", 0, backlog=1024)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


@contextmanager
def web(known: dict[str, str]) -> Iterator[int]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=serve, args=(known, theirs), daemon=True
    )
    process.start()
    yield ours.recv()
    process.terminate()
    process.join()


# ── the runs ──────────────────────────────────────────────────────────────────────────────────────────────────


def run(folder: Path, ledger: Path, port: int, **more: bool) -> RunResult:
    config = Config(
        fetch=Fetch(
            connect_to={"*": f"http://127.0.0.1:{port}"}, allow_addresses=("127.0.0.1/32",)
        ),
        politeness=Politeness(gap_s=0),
        archive=Archive(enabled=False),
    )
    job = Job(
        config=config,
        paths=(folder,),
        ledger=ledger,
        clock=SystemClock(),
        chance=random.random,
        **more,  # type: ignore[arg-type]
    )
    result = anyio.run(check, job)
    counts = Counter(
        f"{record.status}/{record.reason}" for record in result.records if record.fresh
    )
    print(
        f"{result.asked} asked, {result.unasked} unasked, {result.missing} missing, {len(result.errors)} errors:"
    )
    print(" ", ", ".join(f"{name} {count}" for name, count in counts.most_common(8)))
    for line in (*result.poison[:3], *map(str, result.errors[:3]), *result.notices[:3]):
        print("   ", line)
    return result


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", nargs="?", type=Path, default=ROOT / "seeds")
    options.add_argument("--documents", type=int, default=1000)
    options.add_argument("--distinct", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="enricher-bench-") as name:
        measure(Path(name), asked.folder, asked.documents, distinct=asked.distinct)


def measure(place: Path, source: Path, count: int, *, distinct: bool) -> None:
    first, second = place / "first", place / "second"
    first.mkdir()
    multiply(source, first, count, distinct=distinct)
    shutil.copytree(first, second)
    ledger, figures = place / "ledger.sqlite3", dict[str, Figures]()
    with web(titles(first)) as port:
        with measured("first run", figures):
            done = run(first, ledger, port)
        with measured("second run straight after", figures):
            again = run(first, ledger, port)
    with measured("documents only: parse and write", figures):
        run(second, ledger, port, offline=True)
    print(
        f"{done.documents} documents, {done.links} links, {done.targets} targets; {done.requests} requests"
    )
    print(
        f"{len(done.changed)} documents written; the second run sent {again.requests}, wrote {len(again.changed)}"
    )
    for name, one in figures.items():
        print(
            f"{name:<34}{one.wall_s:8.2f} s wall {one.cpu_s:8.2f} s CPU {one.peak_mb:8.0f} MB peak so far"
        )
    one = figures["documents only: parse and write"]
    print(
        f"a document, parsed and written: {one.cpu_s / count * 1000:.2f} ms CPU, {one.wall_s / count * 1000:.2f} ms"
    )
    print(
        f"a target, asked: {figures['first run'].cpu_s / max(done.asked, 1) * 1000:.2f} ms CPU with everything"
    )
    print(f"ledger: {ledger.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
