"""What types cannot say of a setting: does the regular expression compile, is that a network, is
the port one?

A table of checks, one for each setting that needs one; each is given the value and yields what is
wrong with it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from enricher.config import Config, FieldPattern
from enricher.document import conditions, fieldpath, link_fields
from enricher.errors import ConfigError
from enricher.policy import accept
from enricher.settings import expressions, host_checks
from enricher.settings.lines import KeyPath
from enricher.web import tls

Check = Callable[[Any], Iterator[str]]


def problems(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """(key, what is wrong with it) of everything in otherwise well-typed settings that cannot be
    used.
    """
    for key, check in CHECKS.items():
        for what in check(reduce(getattr, key, config)):
            yield key, what
    yield from _connect_to(config.fetch.connect_to)
    yield from host_checks.problems(config.hosts)
    yield from _between(config)


def _between(config: Config) -> Iterator[tuple[KeyPath, str]]:
    """Settings that contradict one another."""
    if config.images.max_image_bytes > config.images.max_total_bytes:
        yield (
            ("images", "max_image_bytes"),
            "is more than images.max_total_bytes, so nothing could be kept",
        )
    if config.confirm.certain_checks > config.confirm.checks:
        yield (
            ("confirm", "certain_checks"),
            "is more than confirm.checks; what is certain cannot need more checks than what is not",
        )


def _named(values: tuple[str, ...], why: Callable[[str], str | None]) -> Iterator[str]:
    for value in values:
        what = why(value)
        if what is not None:
            yield f'"{value}" {what}'


def _field_paths(values: tuple[str | FieldPattern, ...]) -> Iterator[str]:
    for value in values:
        pattern = FieldPattern(path=value) if isinstance(value, str) else value
        yield from _named((pattern.path,), _why_no_field_path)
        for neighbour in msgspec.structs.astuple(pattern)[1:]:
            for name in (part.strip() for part in neighbour.split("|") if part.strip()):
                yield from _named((name,), _why_no_neighbour)


def _fill_name(value: str) -> Iterator[str]:
    yield from _named((value,) if value else (), _why_no_neighbour)


def _fill_image(value: str) -> Iterator[str]:
    parts = [part for part in value.removeprefix(".").split("[]") if part]
    names = [part.removeprefix(".") for part in parts]
    if value and (value.count("[]") > 1 or not value.partition("[]")[0]):
        names.append(value)
    yield from _named(tuple(names), _why_no_neighbour)


def _why_no_neighbour(value: str) -> str | None:
    try:
        if fieldpath.parse(value) and "[" not in value and "*" not in value:
            return None
    except ValueError:
        pass
    return 'is no name beside a field; write for instance "title" or "provider.name"'


def _why_no_field_path(value: str) -> str | None:
    try:
        if fieldpath.compiled(value):
            return None
    except ValueError:
        pass
    return (
        'is no field path; write for instance "related[].webUrl" ([] is every item, * is any key)'
    )


def _expressions(values: tuple[str, ...]) -> Iterator[str]:
    return _named(values, expressions.why_unusable)


def _networks(values: tuple[str, ...]) -> Iterator[str]:
    return _named(values, _why_no_network)


def _why_no_network(value: str) -> str | None:
    try:
        ipaddress.ip_network(value)
    except ValueError:
        try:
            meant = ipaddress.ip_network(value, strict=False)
        except ValueError:
            return 'is no network; write for instance "10.1.0.0/16" or "::1"'
        return f'has bits set behind its prefix; did you mean "{meant}"?'
    return None


_CONNECT_TO = re.compile(r"(?:http://)?(?:\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(\d{1,5})")


_NO_PLACE = (
    'is no place to connect to; write "host:port", or "http://host:port" where that server takes '
    "plain HTTP "
    "for https URLs"
)


def _connect_to(values: dict[str, str]) -> Iterator[tuple[KeyPath, str]]:
    for pattern, where in values.items():
        key = ("fetch", "connect_to", pattern)
        found = _CONNECT_TO.fullmatch(where)
        if not pattern or "/" in pattern:
            yield key, 'name a host, "*.test" or "*", with ":port" behind it where needed'
        if found is None or not 1 <= int(found[1]) <= 65535:
            yield key, f'"{where}" {_NO_PLACE}'


def _is_web_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _web_url(value: str) -> Iterator[str]:
    if not _is_web_url(value):
        yield f'"{value}" is no http or https URL'


def _web_url_or_empty(value: str) -> Iterator[str]:
    if value:
        yield from _web_url(value)


def _is_proxy_url(value: str) -> bool:
    """False for one with a path, too: there is a slash in its password, or a page is meant."""
    return _is_web_url(value) and urlsplit(value).path in ("", "/")


def _proxy(value: str) -> Iterator[str]:
    if value.startswith("socks"):
        yield f'"{value}" is a SOCKS proxy; only http and https proxies are spoken to'
    elif value not in ("", "environment") and not _is_proxy_url(value):
        shown = value.rpartition("@")[2]  # without a password
        yield f'"{shown}" is no proxy URL; write for instance "http://proxy.example:3128"'


def _vantage(value: str) -> Iterator[str]:
    if value == "environment":
        yield 'names no other place; write for instance "http://proxy.example:3128"'
    yield from _proxy(value)


def _ca_file(value: str) -> Iterator[str]:
    """Loads the certificates as a run will, before anything is opened."""
    if not value:
        return
    try:
        tls.context(value)
    except ConfigError as error:
        yield str(error).removeprefix("[fetch] ca_file: ")


# What may stand in a header's value without being folded or encoded (RFC 9110 section 5.5).
_PRINTABLE = re.compile(r"[\x20-\x7e]*")


def _user_agent(value: str) -> Iterator[str]:
    if not value.strip():
        yield "is empty; sites must be able to tell who asks"
    if not _PRINTABLE.fullmatch(value):
        yield "may hold printable ASCII only: it is sent as a header"
    unknown = sorted(set(re.findall(r"\{[^{}]*\}", value)) - {"{version}", "{contact}"})
    if unknown or re.sub(r"\{[^{}]*\}", "", value).strip("{}") != re.sub(r"\{[^{}]*\}", "", value):
        yield (
            f"knows {{version}} and {{contact}} "
            f"only{', not ' + ', '.join(unknown) if unknown else ''}"
        )


def _header_text(value: str) -> Iterator[str]:
    if not _PRINTABLE.fullmatch(value):
        yield "may hold printable ASCII only: it is sent as a header"


_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# YAML 1.1 reads these as booleans and null, so as a key they would not be found again.
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def _key_name(value: str) -> Iterator[str]:
    if not _PLAIN_KEY.fullmatch(value) or value.lower() in _YAML_WORDS:
        yield f'"{value}" cannot be a key of its own in YAML; use letters, digits, - and _'


def _not_empty(value: str) -> Iterator[str]:
    if not value.strip():
        yield "is empty"


def _each_not_empty(values: tuple[str, ...]) -> Iterator[str]:
    if any(not value.strip() for value in values):
        yield "holds an empty text"


def _extensions(values: tuple[str, ...]) -> Iterator[str]:
    return _named(values, _why_no_extension)


def _why_no_extension(value: str) -> str | None:
    if re.fullmatch(r"(\.[^\s./]+)+", value):
        return None
    return 'is no end of a file name; write for instance ".md"'


def _conditions(values: tuple[str, ...]) -> Iterator[str]:
    return _named(values, _why_no_condition)


def _why_no_condition(value: str) -> str | None:
    try:
        conditions.parsed(value)
    except ValueError:
        return 'is no condition; write for instance "draft = true"'
    return None


def _accepted(values: tuple[int | str, ...]) -> Iterator[str]:
    for value in values:
        try:
            accept.parse(value)
        except ValueError as error:
            yield str(error)


def _timezone(value: str) -> Iterator[str]:
    try:
        if value:
            ZoneInfo(value)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        cure = 'write for instance "Europe/Berlin", or "" for the machine\'s'
        yield f'"{value}" is no time zone; {cure}'


CHECKS: dict[KeyPath, Check] = {
    ("seeds",): _each_not_empty,
    ("ledger",): _not_empty,
    ("documents", "extensions"): _extensions,
    ("documents", "exclude"): _each_not_empty,
    ("documents", "skip_if"): _conditions,
    ("fields", "pages"): _field_paths,
    ("fields", "images"): _field_paths,
    ("fields", "base_url"): _web_url_or_empty,
    ("fields", "exclude"): _expressions,
    ("fields", "unchecked"): _field_paths,
    **{("fill", fact): _fill_name for fact in link_fields.FACTS if fact != "image"},
    ("fill", "image"): _fill_image,
    ("fetch", "user_agent"): _user_agent,
    ("fetch", "contact"): _header_text,
    ("fetch", "proxy"): _proxy,
    ("fetch", "ca_file"): _ca_file,
    ("fetch", "allow_addresses"): _networks,
    ("policy", "accept"): _accepted,
    ("archive", "timegate"): _web_url,
    ("archive", "save_url"): _web_url,
    ("confirm", "timezone"): _timezone,
    ("confirm", "vantage"): _vantage,
    ("write", "key"): _key_name,
    ("fix", "archive_key"): _key_name,
    ("fix", "removed_key"): _key_name,
}
