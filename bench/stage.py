"""Runs the tools of one load in turn; gives what each used and what the web saw of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import documents
import measure
import tools
from loads import Load, Material
from measure import Usage
from tools import Command, Place

_NAMES_A_CERTIFICATE = 50


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one tool. `seen` is the web's report, see records.py."""

    row: str
    usage: Usage
    seen: dict[str, float]
    due: int
    """URLs that the run had to ask."""


class Web:
    """The web in a process of its own, so that its work is not counted as a tool's."""

    def __init__(self, folder: Path, load: Load, material: Material, certificates: Path) -> None:
        told = {
            "spec": asdict(load.spec),
            "known": {page: astuple(article) for page, article in material.known.items()},
            "certificates": str(certificates) if certificates.exists() else "",
        }
        self._spec = folder / "web.json"
        self._spec.write_text(json.dumps(told), encoding="utf-8")

    def __enter__(self) -> Self:
        command = [sys.executable, str(Path(__file__).with_name("web.py")), str(self._spec)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.ports = tuple(json.loads(self._line()))
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _raised: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def begin(self) -> None:
        self._order("begin")

    def end(self) -> dict[str, float]:
        self._order("end")
        report: dict[str, float] = json.loads(self._line())
        return report

    def _order(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def stage(folder: Path, load: Load, material: Material) -> Iterator[Stage]:
    """A web and the files of a load, for the time of the block."""
    certificates = folder / "certificates"
    if load.scheme == "https":
        _certify(certificates, sorted({url.host for url in material.urls}))
    for name, made in material.variants.items():
        documents.write(made, folder / "originals" / name)
    with Web(folder, load, material, certificates) as web:
        authority = certificates / "authority.crt" if certificates.exists() else None
        yield Stage(load, material, web, Place(folder / "run", web.ports, load.spec, authority))


def _certify(folder: Path, names: list[str]) -> None:
    import trustme  # noqa: PLC0415  (only TLS needs it)

    folder.mkdir()
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    authority.cert_pem.write_to_path(str(folder / "authority.crt"))
    for start in range(0, len(names), _NAMES_A_CERTIFICATE):
        some = names[start : start + _NAMES_A_CERTIFICATE]
        issued = authority.issue_cert(*some, key_type=trustme.KeyType.ECDSA)
        issued.private_key_and_cert_chain_pem.write_to_path(str(folder / f"{start}.pem"))
        (folder / f"{start}.names").write_text("\n".join(some), encoding="utf-8")


class Stage:
    """Everything of one load that is ready for tools to run."""

    def __init__(self, load: Load, material: Material, web: Web, place: Place) -> None:
        self._load = load
        self._material = material
        self._web = web
        self._place = place
        self._originals = place.folder.parent / "originals"

    def _clear(self) -> Path:
        """An empty folder with the list of URLs."""
        folder = self._place.folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self._place.urls.write_text(
            "".join(f"{url}\n" for url in self._material.urls), encoding="utf-8"
        )
        return folder

    def _run(self, row: str, command: Command, due: int, limit_s: float) -> Run:
        self._web.begin()
        usage = measure.run(command.arguments, self._place.folder, command.environment, limit_s)
        return Run(row, usage, self._web.end(), due)

    def peer(self, name: str, limit_s: float) -> Iterator[Run]:
        """The run of another tool; none where it is not installed."""
        self._clear()
        command = tools.PEERS[name](self._place)
        if command is not None:
            yield self._run(name, command, len(self._material.urls), limit_s)

    def enricher(self, program: str, label: str, variant: str, limit_s: float) -> Iterator[Run]:
        """A first run over a variant's documents; where asked, then one with nothing due, and
        one after 1 % of the links changed.
        """
        folder = self._clear()
        shutil.copytree(self._originals / variant, folder / "documents")
        command = tools.enricher(self._place, program)
        row = f"{label}, {variant}"
        yield self._run(row, command, len(self._material.urls), limit_s)
        if not self._load.is_rerun:
            return
        yield self._run(f"{row}: nothing due", command, 0, limit_s)
        if self._material.changed and variant == next(iter(self._material.variants)):
            documents.write(self._material.changed, folder / "documents")
            due = self._material.new_urls
            yield self._run(f"{row}: 1 % changed", command, due, limit_s)
