"""Tells the parameters of a URL that only say how a reader came."""

from __future__ import annotations

import re

# Parameters that say how a reader came, not what is read. Sources: the vendors' own manuals (Google
# Analytics, Meta, Microsoft, Mailchimp, HubSpot, Matomo, Yandex).
_TRACKING = re.compile(
    r"""(?: utm | mtm | pk | hsa | fb )_.*
    | fbclid | gclid | gclsrc | dclid | gbraid | wbraid | msclkid | twclid | ttclid | yclid
    | igshid | igsh | mc_cid | mc_eid | _hsenc | _hsmi | __hssc | __hstc | __hsfp | mkt_tok
    | oly_anon_id | oly_enc_id | _openstat | wt[._]mc(?:_id)? | vero_id | _ga | _gl | cmpid | ocid
    | s_cid | ncid | sr_share | smid | smtyp | ito | xtor | at_medium | at_campaign""",
    re.VERBOSE | re.IGNORECASE,
)


def is_tracking(pair: str) -> bool:
    """True for a `name=value` of a query that only says how a reader came."""
    return _TRACKING.fullmatch(pair.partition("=")[0]) is not None


def without_tracking(url: str) -> str:
    """Returns a URL without the parameters that only say how a reader came."""
    head, mark, rest = url.partition("?")
    if not mark:
        return url
    query, hash_mark, fragment = rest.partition("#")
    kept = "&".join(pair for pair in query.split("&") if not is_tracking(pair))
    return head + ("?" + kept if kept else "") + hash_mark + fragment
