"""How much code one URL meets: a whole `enricher run` over one document with one link, traced.

    python bench/one_url.py [--names]

Prints how many distinct functions, modules and classes of the package run: in all, without
`enricher.page`, and by the part of the run that calls them: `check` is the way of one URL from the
frontier to the ledger, fetched, read and judged. `--names` lists them, module by module. A function
counts once in a part, however often it is called. What is loaded once for a process does not count
(modules, tables of words: a run before the traced one loads them), nor code that dataclasses generate.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import CodeType, FrameType

import enricher
from enricher.cli.app import execute
from enricher.demo.pictures import png
from enricher.errors import EngineUnavailable

PACKAGE = Path(enricher.__file__).parent
PAGE = "enricher.page"
# The part of a run to which a call belongs: that of the innermost of these modules on the stack.
PARTS = {
    "enricher.run.documents.scan": "scan of documents",
    "enricher.run.crawl": "check",
    "enricher.run.worker": "check",
    "enricher.run.recorder": "check",
    "enricher.ledger.thread": "ledger's thread",
    "enricher.run.documents.writer": "writing of documents",
    "enricher.cli.output": "report",
}
REST = "start and end"
TITLE = "Council puts off its vote on the harbour ordinance"
PICTURE = png(1200, 630)
ARTICLE = f"""<!doctype html><html lang="en"><head><title>{TITLE} | The Courier</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Courier">
<meta property="og:description" content="After three hours of testimony the council waits until autumn.">
<meta property="article:published_time" content="2022-07-28T21:27:00Z">
<meta property="og:image" content="http://news.test/harbour.png"></head>
<body><h1>{TITLE}</h1><p>{"The council heard the harbour master and forty residents. " * 40}</p></body>
</html>""".encode()
PAGES = {"/story": ("text/html; charset=utf-8", ARTICLE), "/harbour.png": ("image/png", PICTURE)}
DOCUMENT = f'---\ntitle: "{TITLE}"\nwebUrl: http://news.test/story\n---\nText.\n'


class Handler(BaseHTTPRequestHandler):
    """Answers for every host: an article, its lead image, and 404 for the rest."""

    def do_GET(self) -> None:
        kind, body = PAGES.get(self.path, ("text/html", b"<title>Not found</title>"))
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Says nothing."""


@contextmanager
def serving() -> Iterator[int]:
    """The port of a server that runs as long as the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Trace:
    """The code of the package that ran, in all threads."""

    seen: dict[CodeType, set[str]] = field(default_factory=dict)
    """The parts of the run in which each ran."""

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(PACKAGE)):
            self.seen.setdefault(frame.f_code, set()).add(part_of(frame))

    @contextmanager
    def running(self) -> Iterator[None]:
        """Traces the block, and every thread that is started in it."""
        threading.setprofile(self)
        sys.setprofile(self)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    def functions(self, part: str = "") -> list[tuple[str, str]]:
        """Module and qualified name of each function of a part of the run, "" for the whole.

        Comprehensions and lambdas are left to their owner.
        """
        ours = [code for code, parts in self.seen.items() if not part or part in parts]
        named = [code for code in ours if not code.co_name.startswith("<")]
        return sorted({(module_of(code.co_filename), code.co_qualname) for code in named})


def part_of(frame: FrameType | None) -> str:
    """The part of the run that a call belongs to."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(str(PACKAGE)):
            found = PARTS.get(module_of(frame.f_code.co_filename))
            if found is not None:
                return found
        frame = frame.f_back
    return REST


def module_of(file: str) -> str:
    """`.../enricher/run/job.py` as `enricher.run.job`."""
    parts = Path(file).relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def import_all() -> None:
    """Imports the whole package, so that nothing is imported while the trace runs."""
    for module in pkgutil.walk_packages(enricher.__path__, "enricher."):
        if not module.name.endswith("__main__"):
            with suppress(EngineUnavailable):  # of an extra that is not installed
                importlib.import_module(module.name)


def settings(port: int) -> str:
    """config.toml: every name leads to the loopback server, nothing else is asked."""
    return (
        '[fetch]\nallow_addresses = ["127.0.0.1/32"]\n'
        f'[fetch.connect_to]\n"*" = "http://127.0.0.1:{port}"\n'
        "[archive]\nenabled = false\n"
    )


def trace_run(place: Path) -> Trace:
    """Runs the command over one document; raises SystemExit with its output where it does not end well."""
    trace, output = Trace(), TextIOWrapper(BytesIO(), encoding="utf-8")
    document, config = place / "one.md", place / "config.toml"
    document.write_text(DOCUMENT, encoding="utf-8")
    with serving() as port:
        config.write_text(settings(port), encoding="utf-8")
        options = ["--config", str(config), "--ledger", str(place / "ledger.sqlite3")]
        with redirect_stdout(output), redirect_stderr(output), trace.running():
            status = execute(["run", str(document), *options])
    if status or document.read_text(encoding="utf-8") == DOCUMENT:
        output.seek(0)
        raise SystemExit(f"the run ended with {status} and wrote nothing:\n{output.read()}")
    return trace


def without_page(functions: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The functions of the other rooms."""
    return [each for each in functions if not each[0].startswith(PAGE)]


def show(name: str, functions: list[tuple[str, str]]) -> None:
    """Prints one line of figures."""
    modules = {module for module, _ in functions}
    classes = {
        (module, owner)
        for module, function in functions
        if (owner := function.rpartition(".")[0]) and "<locals>" not in owner
    }
    print(f"{name:<28}{len(functions):10,}{len(modules):10,}{len(classes):10,}")


def traced() -> Trace:
    """Traces a run in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="enricher-bench-") as folder:
        return trace_run(Path(folder))


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--names", action="store_true", help="list every function")
    asked = options.parse_args()
    import_all()
    traced()  # it loads the tables
    trace = traced()
    functions = trace.functions()
    print(f"{'one URL':<28}{'functions':>10}{'modules':>10}{'classes':>10}")
    show("the whole package", functions)
    show("without page reading", without_page(functions))
    for part in dict.fromkeys([*PARTS.values(), REST]):
        show(part, without_page(trace.functions(part)))
    for module, function in functions if asked.names else ():
        print(f"{module}: {function}")


if __name__ == "__main__":
    main()
