"""A small web on loopback: real sockets, real TLS, scripted answers and faults. Use the fixture `testweb`."""

from __future__ import annotations

from tests.testweb.answers import Answer, Fault, image, page, redirect
from tests.testweb.server import Asked, SmallWeb

__all__ = ["Answer", "Asked", "Fault", "SmallWeb", "image", "page", "redirect"]
