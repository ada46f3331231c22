"""Gives the headers that let us in at single hosts; their values come from the environment.

Law of this file: a value is sent to the host that settings name, over https, and to no other, not
after a redirect either. Values are kept nowhere else, and no message holds one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from enricher import urls
from enricher.config import HostAccess
from enricher.errors import ConfigError
from enricher.web.headers import Headers


class HostHeaders:
    """Knows the headers and cookies of each host."""

    def __init__(self, hosts: Mapping[str, HostAccess], environment: Mapping[str, str]) -> None:
        """Raises ConfigError where a variable is not set or cannot be sent."""
        self._headers: dict[str, Headers] = {}
        self._cookies: dict[str, str] = {}
        for name, access in hosts.items():
            values = _Values(name, environment)
            found: Headers = [
                (header, values.of("headers", variable))
                for header, variable in access.headers.items()
            ]
            if access.bearer:
                found.append(("Authorization", f"Bearer {values.of('bearer', access.bearer)}"))
            self._headers[name.lower()] = found
            self._cookies[name.lower()] = "; ".join(
                f"{cookie}={values.of('cookies', variable)}"
                for cookie, variable in access.cookies.items()
            )

    def headers(self, url: str, been: Iterable[str]) -> Headers:
        """Returns what to send with a request, after redirects from the URLs in `been`."""
        return self._headers.get(self._name(url, been), [])

    def cookies(self, url: str, been: Iterable[str]) -> str:
        """Returns the cookies to send with a request, as its header says them."""
        return self._cookies.get(self._name(url, been), "")

    def _name(self, url: str, been: Iterable[str]) -> str:
        """The name of the host under which settings may know it; "" where nothing may be sent."""
        scheme, host, _ = urls.endpoint(url)
        if not self._headers or scheme != "https":
            return ""
        if any(urls.endpoint(each)[1] != host for each in been):
            return ""
        return urls.authority(url)


class _Values:
    """Reads the variables of one host."""

    def __init__(self, host: str, environment: Mapping[str, str]) -> None:
        self._host = host
        self._environment = environment

    def of(self, key: str, variable: str) -> str:
        """The value of a variable. Raises ConfigError, which never holds it."""
        value = self._environment.get(variable, "").strip()
        place = f'[hosts."{self._host}"] {key}: the environment variable {variable}'
        if not value:
            raise ConfigError(f"{place} is not set; set it where enricher is started")
        if not (value.isascii() and value.isprintable()):
            raise ConfigError(f"{place} holds signs that no header may have")
        return value
