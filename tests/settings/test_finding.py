"""Which settings file counts, and what relative paths in it start at."""

from __future__ import annotations

from pathlib import Path

import pytest

from enricher.errors import ConfigError
from enricher.settings import reader
from enricher.settings.finding import find

OURS = "[fetch]\nconcurrency = 3\n"
HUGO = 'title = "My site"\nbaseURL = "https://example.org"\n[params]\n'


def tree(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "documents", "found"),
    [
        pytest.param({"config.toml": OURS}, [], "config.toml", id="here"),
        pytest.param({"config.toml": HUGO}, [], "config.toml", id="here, whatever it holds"),
        pytest.param({"config.toml": HUGO, "enricher.toml": OURS}, [], "enricher.toml", id="ours"),
        pytest.param({"../config.toml": OURS}, [], "../config.toml", id="above"),
        pytest.param({"../config.toml": HUGO}, [], None, id="another program's"),
        pytest.param({"../config.toml": "x = ["}, [], None, id="no TOML"),
        pytest.param({"a/config.toml": OURS, "a/b/c.md": ""}, ["a/b/c.md"], "a/config.toml", id="of a document"),
        pytest.param({"a/config.toml": OURS, "a/b/": "", "x/": ""}, ["a/b", "x"], None, id="of all documents"),
        pytest.param({"a/config.toml": OURS, "a/b/": ""}, [], None, id="not below"),
        pytest.param({"../config.toml": OURS, ".git/": ""}, [], None, id="another repository's"),
        pytest.param({"../config.toml": OURS, "a/.git/": ""}, ["a"], None, id="of a repository below"),
    ],
)  # fmt: skip
def test_which_file_counts(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, str],
    documents: list[str],
    found: str | None,
) -> None:
    here = tmp_path / "up" / "here"
    here.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in [name for name in files if name.endswith("/")]:
        (here / name).mkdir(parents=True)
        del files[name]
    tree(here, files)
    monkeypatch.chdir(here)
    assert find(None, [Path(each) for each in documents]) == (Path(found) if found else None)


def test_the_file_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such settings file"):
        find(tmp_path / "other.toml")


def test_paths_of_a_file_found_above_start_at_its_folder(tmp_path: Path) -> None:
    tree(tmp_path, {"c.toml": '[images]\ncache = "kept"\n', "d.toml": 'seeds = ["a", "/b"]\n'})
    found = reader.load(tmp_path / "c.toml", base=Path(".."))
    assert (found.seeds, found.images.cache) == (("../seeds",), "../kept")
    assert found.ledger == "../.enricher/ledger.sqlite3"
    assert reader.load(tmp_path / "d.toml", base=Path("..")).seeds == ("../a", "/b")
    assert reader.load(tmp_path / "c.toml").images.cache == "kept"


def test_mistakes_are_told_with_their_line_however_the_file_was_found(tmp_path: Path) -> None:
    tree(tmp_path, {"c.toml": "seeds = 3\n[fetch]\nca_file = 'none.pem'\n[images]\ncache = 1\n"})
    with pytest.raises(ConfigError) as error:
        reader.load(tmp_path / "c.toml", "c", Path("up"))
    assert [line.split(" ")[0] for line in str(error.value).splitlines()] == [
        "c:1:", "c:3:", "c:5:",
    ]  # fmt: skip
    assert "up/none.pem" in str(error.value)
