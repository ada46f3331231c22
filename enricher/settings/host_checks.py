"""Tells what cannot be used of `[hosts]`; no message holds what may be a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from enricher.config import HostAccess
from enricher.settings.lines import KeyPath

_HOST = re.compile(r"(?:\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::\d{1,5})?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# RFC 9110 section 5.6.2.
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_OWN_HEADERS = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "cookie", "range", "te"}
)
"""Headers that a request has of its own; cookies have a table of theirs."""
NO_VARIABLE = (
    "names no environment variable; write the name of one that holds the value, never the value"
)


def problems(hosts: Mapping[str, HostAccess]) -> Iterator[tuple[KeyPath, str]]:
    """Yields (key, what is wrong with it)."""
    for name, access in hosts.items():
        if not _HOST.fullmatch(name.lower()):
            yield ("hosts", name), 'is no host; write for instance "intranet.example.org"'
        for key, what in (*_names(access), *_variables(access)):
            yield ("hosts", name, key), what


def _names(access: HostAccess) -> Iterator[tuple[str, str]]:
    for header in access.headers:
        if not _TOKEN.fullmatch(header) or header.lower() in _OWN_HEADERS:
            yield "headers", f'"{header}" cannot be set as a header'
    for cookie in access.cookies:
        if not _TOKEN.fullmatch(cookie):
            yield "cookies", f'"{cookie}" is no name of a cookie'


def _variables(access: HostAccess) -> Iterator[tuple[str, str]]:
    named = {
        "headers": access.headers.values(),
        "cookies": access.cookies.values(),
        "bearer": (access.bearer,) if access.bearer else (),
    }
    for key, variables in named.items():
        if not all(map(_VARIABLE.fullmatch, variables)):
            yield key, NO_VARIABLE
