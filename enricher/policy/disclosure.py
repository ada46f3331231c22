"""Decides which URLs an archive may be told of: none of a host that lets us in by a secret."""

from __future__ import annotations

from collections.abc import Collection

from enricher import urls


def may_tell(url: str, hosts: Collection[str]) -> bool:
    """True unless `hosts`, as `[hosts]` names them, hold the host of a URL, on whatever port."""
    names = {name.lower() for name in hosts}
    return names.isdisjoint({urls.authority(url), urls.host(url)})
