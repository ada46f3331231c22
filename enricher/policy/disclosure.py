"""Decides which URLs an archive may be told of: none of a host that lets us in by a secret."""

from __future__ import annotations

from collections.abc import Collection

from enricher import urls
from enricher.url_secrets import masked


def may_tell(url: str, hosts: Collection[str]) -> bool:
    """True unless a URL holds a secret, or `hosts` its host, on any port, as `[hosts]` names it."""
    names = {name.lower() for name in hosts}
    is_open = names.isdisjoint({urls.authority(url), urls.host(url)})
    return is_open and masked(url) == url
