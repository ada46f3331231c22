"""Resolves names, once a run each, in threads, by the machine's own resolver."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Protocol

import anyio
import anyio.to_thread

from enricher.models import Failure

# getaddrinfo blocks its thread for up to half a minute on a silent name server; this many may hang
# at once.
THREADS = 32
# At about 200 bytes a name: a few megabytes at most.
REMEMBERED_NAMES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a name stands for: addresses, or why there are none."""

    addresses: tuple[str, ...] = ()
    """In the order to try them in (RFC 6724)."""
    failure: Failure | None = None
    """DNS_NXDOMAIN: no such name; DNS_FAILURE: no answer, or no addresses."""
    detail: str = ""


class Resolver(Protocol):
    """Resolves names."""

    async def resolve(self, name: str) -> Resolved:
        """Never raises; takes any ASCII name or literal address."""
        ...


class SystemResolver:
    """The machine's own resolver, hosts file and all."""

    def __init__(self) -> None:
        self._threads = anyio.CapacityLimiter(THREADS)

    async def resolve(self, name: str) -> Resolved:
        return await anyio.to_thread.run_sync(
            _look_up, name, abandon_on_cancel=True, limiter=self._threads
        )


class DnsCache:
    """Remembers addresses for the run, and that a name does not exist; not passing failures."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._known: dict[str, Resolved] = {}
        self._asking: dict[str, anyio.Lock] = {}

    async def resolve(self, name: str) -> Resolved:
        known = self._known.get(name)
        if known is not None:
            return known
        async with self._asking.setdefault(name, anyio.Lock()):
            known = self._known.get(name)
            if known is None:
                known = await self._resolver.resolve(name)
                self._remember(name, known)
        self._asking.pop(name, None)
        return known

    def _remember(self, name: str, resolved: Resolved) -> None:
        if resolved.failure is Failure.DNS_FAILURE:
            return
        if len(self._known) >= REMEMBERED_NAMES:
            del self._known[next(iter(self._known))]
        self._known[name] = resolved


def _look_up(name: str) -> Resolved:
    try:
        # As bytes: given text, Python would put it through its own, older IDNA rules first.
        found = socket.getaddrinfo(name.encode("ascii"), None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        # glibc tells "no such name" (NONAME) from "no addresses" (NODATA) and "ask again" (AGAIN).
        is_missing = error.errno == socket.EAI_NONAME
        return Resolved(
            failure=Failure.DNS_NXDOMAIN if is_missing else Failure.DNS_FAILURE,
            detail=_words(error),
        )
    except (OSError, UnicodeError) as error:
        return Resolved(failure=Failure.DNS_FAILURE, detail=_words(error))
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        return Resolved(failure=Failure.DNS_FAILURE, detail="the name has no addresses")
    return Resolved(addresses=addresses)


def _words(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
