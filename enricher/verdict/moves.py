"""Holds the rules on redirects that lead to the article: may a document follow the move?"""

from __future__ import annotations

from enricher import url_differences, url_secrets, urls
from enricher.url_differences import Difference
from enricher.verdict import url_kind
from enricher.verdict.case import Case, Fits, Look, missed, seen

# How `policy.moved_ignores` names the differences between two addresses.
_IGNORABLE = {
    "tracking": Difference.TRACKING,
    "scheme": Difference.SCHEME,
    "www": Difference.WWW,
    "slash": Difference.SLASH,
    "session": Difference.SESSION,
    "locale": Difference.LOCALE,
    "device": Difference.DEVICE,
}

_FOR_A_VISITOR = frozenset({Difference.SESSION, Difference.LOCALE, Difference.DEVICE})


def _ignored(case: Case) -> frozenset[Difference]:
    names = case.policy.moved_ignores
    return frozenset({_IGNORABLE[name] for name in names} | {Difference.FRAGMENT})


def moved_by(number: int) -> Fits:
    """Fits permanent hops, the last one of this status, to an address that really differs."""

    def fits(case: Case) -> Look:
        hops = case.observation.hops
        if not case.observation.is_permanently_redirected or hops[-1].http_status != number:
            numbers = ", ".join(str(hop.http_status) for hop in hops)
            return missed(f"redirects: {numbers or 'none'}")
        differs = case.differences - _ignored(case)
        if not differs:
            return missed("redirected, but only in what the settings ignore")
        objection = _made_for_this_visit(case)
        if objection is not None:
            return missed(f"redirected to {case.end}, but {objection}")
        return seen(f"moved for good to {case.end} ({', '.join(sorted(differs))})")

    return fits


def _made_for_this_visit(case: Case) -> str | None:
    """Says why a redirect was made for this visit, not for good; None where nothing says so."""
    if url_secrets.is_masked(case.end):
        return "the address holds a secret of this visit"
    detour = next((hop.location for hop in case.observation.hops if _is_detour(hop.location)), None)
    if detour is not None:
        return f"by way of {detour}"
    again = case.second_look
    if again is None:
        return None
    if again.failure is not None or again.http_status is None:
        return "asked once more, it did not answer"
    differs = url_differences.differences(again.final_url, case.end) - _ignored(case)
    return f"asked once more, it led to {again.final_url}" if differs else None


def _is_detour(url: str) -> bool:
    """A page that asks for consent or a name before it sends readers on."""
    return url_kind.is_consent(url) or url_kind.is_login(url)


def is_redirected(case: Case) -> Look:
    """Somewhere else, and not for good, or for this visit, language or device only."""
    if not case.observation.hops:
        return missed("no redirects")
    if not case.differences - (_ignored(case) - _FOR_A_VISITOR):
        return missed("redirected, but only in what the settings ignore")
    return seen(f"redirected to {case.end}, not for good")


def is_canonical_elsewhere(case: Case) -> Look:
    """The page, proven to be the article, prefers another deep address of its own site.

    A canonical address of another site is a syndicated copy's courtesy or a mistake, and one that
    is shallower than the page's own is a template's default: neither is trusted.
    """
    there = case.facts.canonical_url
    if there is None or case.observation.hops or not case.is_proven:
        return missed(f"canonical address: {there or 'none'}")
    differs = url_differences.differences(case.end, there) - _ignored(case)
    if (
        Difference.PATH not in differs
        or not urls.same_site(case.end, there)
        or Difference.HOST in differs
    ):
        return missed(f"canonical address {there} is no other path of the same host")
    if _plain_path(there) == _plain_path(case.end):
        return missed(f"canonical address {there} is but another spelling")
    if urls.path_depth(there) < urls.path_depth(case.end):
        return missed(f"canonical address {there} is shallower")
    return seen(f"the page calls itself {there}")


def _plain_path(url: str) -> tuple[str, ...]:
    """Without case, doubled slashes and session numbers (`;jsessionid=…`)."""
    return tuple(segment.partition(";")[0].casefold() for segment in urls.path_segments(url))


def destination(case: Case, reason: str) -> str | None:
    """The new address that a `moved` verdict with this reason stands for."""
    return case.facts.canonical_url if reason == "canonical" else case.end
