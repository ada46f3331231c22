"""Serves the small web for as long as the user wants, beside a folder in which every command can be
tried.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from enricher.demo.play import FIRST_WAIT_S, GAP_S, shipped, working_folder
from enricher.demo.web import LOOPBACK, small_web

_SETTINGS = """\
# Settings of the demo: every host is led to the small web that enricher demo --serve runs.
[fetch]
contact = "mailto:editor@news.example"
allow_addresses = ["{address}/32"]
connect_to = {{ "*" = "http://{address}:{port}" }}

[politeness]
gap_s = {gap_s}

[retry]
first_wait_s = {first_wait_s}
"""


def serve(folder: Path, say: Callable[[str], None], until: threading.Event | None = None) -> None:
    """Puts the examples and their settings into a new folder, and serves until Ctrl-C.

    Args:
        folder: made for this, and left there.
        say: takes each line for people.
        until: ends the serving when it is set; None: only Ctrl-C does.

    Raises:
        EnricherError: the folder is there already, or the examples are not.
    """
    with working_folder(folder), small_web() as port:
        shutil.copytree(shipped("seeds"), folder / "seeds")
        settings = _SETTINGS.format(
            address=LOOPBACK, port=port, gap_s=GAP_S, first_wait_s=FIRST_WAIT_S
        )
        (folder / "config.toml").write_text(settings, encoding="utf-8")
        say(f"A small web server answers at {LOOPBACK}:{port}; Ctrl-C ends it.")
        say(f"In another terminal, try the commands: cd {folder}")
        try:
            (until or threading.Event()).wait()
        except KeyboardInterrupt:
            say(f"The small web server has ended; {folder} is left as it is.")
