"""Masks what no ledger, report or log should hold: names and passwords in URLs, and values of
parameters that let their bearer in.
"""

from __future__ import annotations

import re

MASK = "***"

# A user name and a password before the host; in a text, wherever a URL may stand in it.
_USERINFO = re.compile(r"(?<=://)[^/?#@\s]{1,1000}@")
# Names that say what their value is. `s`, `sig`, `key` and `sid` are not among them: they sign the
# addresses of pictures, or number stories.
_PARAMETER = re.compile(
    r"""(?<=[?&;#])
    ( access_token | id_token | refresh_token | auth_token | token | jwt | api_?key | apikey
    | password | passwd | pwd | secret | client_secret | session_?id | jsessionid
    | phpsessid | auth | authorization | x-amz-signature | x-amz-security-token
    | x-amz-credential | x-goog-signature | x-goog-credential
    )=([^?&;\#\s]+)""",
    re.VERBOSE | re.IGNORECASE,
)


def without_userinfo(text: str) -> str:
    """Returns a URL, or a text with URLs in it, without names and passwords."""
    return _USERINFO.sub(f"{MASK}@", text) if "@" in text else text


def masked(text: str, known: str = "") -> str:
    """Returns a URL, or a text with URLs in it, without secrets but those that `known` holds."""

    def mask(found: re.Match[str]) -> str:
        is_known = bool(known) and f"{found[1]}={found[2]}" in known
        return found[0] if is_known else f"{found[1]}={MASK}"

    text = without_userinfo(text)
    return _PARAMETER.sub(mask, text) if "=" in text else text


def is_masked(url: str) -> bool:
    """True if a secret was taken out of a URL: it leads nowhere as it is."""
    return f"={MASK}" in url or f"{MASK}@" in url
