"""The hook of mkdocs: adds the pages that are made from the code, and the files that pages link to outside docs/."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import made_reference  # noqa: E402  mkdocs loads this file by its path

_ROOT_PAGES = ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
_OUTSIDE = re.compile(r"\]\((?:\.\./)+(?!reference/|how-to/)([\w./-]+?)(#[\w-]+)?\)")
_DOCS = re.compile(r"\]\(docs/([^)]*)\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds made pages, and those that stand at the root of the repository."""
    for name, make in made_reference.PAGES.items():
        files.append(File.generated(config, name, content=make()))
    for name in _ROOT_PAGES:
        text = _DOCS.sub(r"](\1)", (ROOT / name).read_text(encoding="utf-8"))
        files.append(File.generated(config, name.lower(), content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Leads links to files outside docs/ to copies of them that the site holds."""

    def led(found: re.Match[str]) -> str:
        path, anchor = found[1], found[2] or ""
        depth = "../" * page.file.src_uri.count("/")
        if path in _ROOT_PAGES:
            return f"]({depth}{path.lower()}{anchor})"
        if not (ROOT / path).is_file():
            return found[0]
        name = f"source/{path}.txt"
        if files.get_file_from_path(name) is None:
            files.append(File.generated(config, name, content=(ROOT / path).read_bytes()))
        return f"]({depth}{name})"

    return _OUTSIDE.sub(led, markdown)
