"""Tools that read metadata from a page, each behind one function: HTML and address in, answers out.

Those that are not installed are left out. `pip install 'enricher[bench]'` brings the Python ones (pip 23.2 fails on it:
`pip install -U pip` first); those for Node are found by NODE_PATH, where this put them:

    npm install metascraper metascraper-{author,date,description,image,lang,publisher,title,url}
    npm install @mozilla/readability jsdom
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Answers = dict[str, Any]
_HERE = Path(__file__).parent
ROUNDS = 3
"""How often each tool reads a page; the least CPU counts."""


@dataclass(frozen=True)
class SavedPage:
    name: str
    url: str
    body: bytes
    expected: dict[str, Any]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


Reader = Callable[[SavedPage], Answers]


def installed(wanted: Container[str]) -> Iterator[tuple[str, Reader]]:
    """Name and reader of each wanted Python tool that is there, ours first."""
    warnings.simplefilter("ignore")
    for name, make in _MAKERS.items():
        if name not in wanted:
            continue
        try:
            yield name, make()
        except ImportError:
            print(f"({name} is not installed)", file=sys.stderr)


def _ours() -> Reader:
    read = importlib.import_module("enricher.page.read")

    def answers(page: SavedPage) -> Answers:
        found = read.PageReader(page.body, page.url).facts.read()
        return {
            "title": found.title and found.title.text,
            "excerpt": found.excerpt and found.excerpt.text,
            "publishedDateTime": found.published and str(found.published.moment),
            "site_name": found.site_name and found.site_name.text,
            "image": found.image and found.image.url,
            "authors": found.authors,
            "canonical": found.canonical_url,
            "lang": found.language,
        }

    return answers


def _open_graph() -> Reader:
    """The least that a tool can do, with the parser that we use too."""
    lexbor = importlib.import_module("selectolax.lexbor")
    names = {
        "og:title": "title",
        "og:description": "excerpt",
        "article:published_time": "publishedDateTime",
        "og:site_name": "site_name",
        "og:image": "image",
        "article:author": "authors",
        "og:url": "canonical",
        "og:locale": "lang",
    }

    def answers(page: SavedPage) -> Answers:
        found: Answers = {}
        for node in lexbor.LexborHTMLParser(page.body).css("meta[property]"):
            field = names.get(node.attributes.get("property") or "")
            if field:
                found.setdefault(field, node.attributes.get("content"))
        return found

    return answers


def _extruct() -> Reader:
    """Its Open Graph and JSON-LD, the first article's properties as they stand."""
    extruct = importlib.import_module("extruct")

    def answers(page: SavedPage) -> Answers:
        data = extruct.extract(
            page.text,
            base_url=page.url,
            syntaxes=["json-ld", "opengraph"],
            uniform=True,
            errors="ignore",
        )
        graph = (data.get("opengraph") or [{}])[0]
        nodes = [node for node in data.get("json-ld") or [] if "Article" in str(node.get("@type"))]
        node = nodes[0] if nodes else {}
        authors = node.get("author")
        return {
            "title": node.get("headline") or graph.get("og:title"),
            "excerpt": node.get("description") or graph.get("og:description"),
            "publishedDateTime": node.get("datePublished") or graph.get("article:published_time"),
            "site_name": graph.get("og:site_name"),
            "image": graph.get("og:image"),
            "authors": [
                _name(author) for author in (authors if isinstance(authors, list) else [authors])
            ],
            "canonical": graph.get("og:url"),
            "lang": graph.get("og:locale"),
        }

    return answers


def _name(author: Any) -> Any:
    return author.get("name") if isinstance(author, dict) else author


def _htmldate() -> Reader:
    htmldate = importlib.import_module("htmldate")
    return lambda page: {
        "publishedDateTime": htmldate.find_date(page.text, original_date=True, url=page.url)
    }


def _trafilatura() -> Reader:
    metadata = importlib.import_module("trafilatura.metadata")

    def answers(page: SavedPage) -> Answers:
        found = metadata.extract_metadata(page.text, default_url=page.url)
        return {
            "title": found.title,
            "excerpt": found.description,
            "publishedDateTime": found.date,
            "site_name": found.sitename,
            "image": found.image,
            "authors": (found.author or "").split("; "),
            "canonical": found.url,
            "lang": found.language,
        }

    return answers


def _newspaper() -> Reader:
    newspaper = importlib.import_module("newspaper")
    # It takes pictures and their sizes from the network otherwise.
    settings = newspaper.Config()
    settings.fetch_images = False

    def answers(page: SavedPage) -> Answers:
        article = newspaper.Article(page.url, config=settings)
        article.download(input_html=page.text)
        article.parse()
        return {
            "title": article.title,
            "excerpt": article.meta_description,
            "publishedDateTime": article.publish_date and article.publish_date.isoformat(),
            "site_name": article.meta_site_name,
            "image": article.top_image,
            "authors": article.authors,
            "canonical": article.canonical_link,
            "lang": article.meta_lang,
        }

    return answers


_MAKERS: dict[str, Callable[[], Reader]] = {
    "ours": _ours,
    "og": _open_graph,
    "extruct": _extruct,
    "htmldate": _htmldate,
    "trafilatura": _trafilatura,
    "newspaper4k": _newspaper,
}
NODE_TOOLS = ("metascraper", "readability")
TOOLS = (*_MAKERS, *NODE_TOOLS)


def node_tool(name: str, pages: Sequence[SavedPage]) -> tuple[list[Answers], float] | None:
    """The answers and CPU seconds of a tool that runs in Node; None where Node or the tool is not there."""
    node = shutil.which("node")
    if node is None:
        return None
    request = "\n".join(json.dumps({"url": page.url, "html": page.text}) for page in pages)
    done = subprocess.run(
        [node, str(_HERE / "node.cjs"), name, str(ROUNDS)],
        input=request,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    if done.returncode:
        return None
    result = json.loads(done.stdout)
    return result["answers"], result["cpuSeconds"]
