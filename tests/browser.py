"""Headless Chromium, which looks no name up and tells its makers nothing."""

from __future__ import annotations

import shutil
from typing import Any

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

ALONE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
"""Without these, each start asks accounts.google.com and update.googleapis.com."""


def started(width: int, height: int, **capabilities: object) -> Any:
    """Starts a browser with a window of that size, in CSS pixels."""
    from selenium import webdriver  # noqa: PLC0415 - of the extra `dev`, and only for these tests

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", *ALONE):
        options.add_argument(argument)
    options.add_argument(f"--window-size={width},{height}")
    for name, value in capabilities.items():
        options.set_capability(name, value)
    return webdriver.Chrome(
        options=options, service=webdriver.ChromeService(executable_path=DRIVER)
    )
