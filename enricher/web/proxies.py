"""Finds the proxy that a request goes through: one for all, or as the environment says."""

from __future__ import annotations

import base64
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from enricher import urls
from enricher.errors import ConfigError

ENVIRONMENT = "environment"
"""Setting that leaves the choice to HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY."""


@dataclass(frozen=True, slots=True)
class HttpProxy:
    """An http or https proxy."""

    scheme: str
    host: str
    port: int
    authorization: str = ""
    """Value of the Proxy-Authorization header."""


class Proxies:
    """Knows the proxy of each origin."""

    def __init__(self, setting: str, environment: Mapping[str, str]) -> None:
        """Raises ConfigError for a proxy that cannot be used."""
        self._exceptions: tuple[str, ...] = ()
        if setting != ENVIRONMENT:
            proxy = read_proxy(setting, "[fetch] proxy")
            self._by_scheme = dict.fromkeys(urls.DEFAULT_PORTS, proxy)
            return
        self._by_scheme = {
            scheme: _of_environment(scheme, environment) for scheme in urls.DEFAULT_PORTS
        }
        listed = _variable("no_proxy", environment)[1]
        self._exceptions = tuple(filter(None, re.split(r"[,\s]+", listed.lower())))

    def find(self, origin: tuple[str, str, int]) -> HttpProxy | None:
        """Returns the proxy for a scheme, host and port; None: it is reached directly."""
        scheme, host, port = origin
        if any(_names(each, host, port) for each in self._exceptions):
            return None
        return self._by_scheme.get(scheme)

    @property
    def places(self) -> frozenset[tuple[str, int]]:
        """Hosts and ports of all proxies."""
        return frozenset((each.host, each.port) for each in self._by_scheme.values() if each)


def _of_environment(scheme: str, environment: Mapping[str, str]) -> HttpProxy | None:
    """The proxy of a scheme. A CGI script's HTTP_PROXY is a header of its client (httpoxy.org)."""
    names = [f"{scheme}_proxy", "all_proxy"]
    if scheme == "http" and "REQUEST_METHOD" in environment:
        names.remove("http_proxy")
    for name in names:
        found, value = _variable(name, environment)
        if value:
            return read_proxy(value if "://" in value else f"http://{value}", found)
    return None


def _variable(name: str, environment: Mapping[str, str]) -> tuple[str, str]:
    """The name and value of a variable in small letters, else in capitals, as curl looks it up."""
    found = name if name in environment else name.upper()
    return found, environment.get(found, "").strip()


def _names(pattern: str, host: str, port: int) -> bool:
    """True if an entry of NO_PROXY names a host: itself, a domain above it, `*`, or a network."""
    if pattern == "*":
        return True
    name, _, its_port = pattern.rpartition(":") if pattern.count(":") == 1 else (pattern, "", "")
    if its_port and its_port != str(port):
        return False
    name = name.lstrip("*").lstrip(".").strip("[]")
    return bool(name) and (host == name or host.endswith(f".{name}") or _is_within(host, name))


def _is_within(host: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def read_proxy(url: str, source: str) -> HttpProxy | None:
    """The proxy that a setting or variable names, None for "". Raises ConfigError.

    What is said of one that cannot be used leaves its password out.
    """
    if not url:
        return None
    try:
        split = urlsplit(url)
        host, port = split.hostname, split.port
    except ValueError:  # its words hold a part of the password, where that has a slash in it
        raise ConfigError(
            f"{source}: cannot be read as the address of a proxy; write http://host:port, and "
            "signs such as / in a password as %2F"
        ) from None
    if split.scheme not in urls.DEFAULT_PORTS or not host:
        shown = url.rpartition("@")[2]
        raise ConfigError(f'{source}: "{shown}": only http and https proxies can be used')
    user = f"{unquote(split.username or '')}:{unquote(split.password or '')}"
    encoded = base64.b64encode(user.encode("utf-8")).decode("ascii")
    return HttpProxy(
        scheme=split.scheme,
        host=host,
        port=port or urls.DEFAULT_PORTS[split.scheme],
        authorization=f"Basic {encoded}" if split.username else "",
    )
