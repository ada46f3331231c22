"""RULES: the ordered table that is the policy of the whole program. Read it from top to bottom; the first rule
that fits names the verdict, and the last one always fits.

A rule's name is the verdict's `reason` and its heading in docs/verdicts.md; in a name that ends in `xx` the HTTP
status takes the place of the x's. A name may stand in two rows where it leads to two statuses.
"""

from __future__ import annotations

from dataclasses import dataclass

from enricher.models import Failure, Status
from enricher.verdict import answers, moves, parking, soft404, walls
from enricher.verdict.case import Case, Fits


@dataclass(frozen=True, slots=True)
class Rule:
    """A named reason, the status it leads to, and when it fits."""

    name: str
    status: Status
    fits: Fits

    def reason(self, case: Case) -> str:
        """The name, with the HTTP status in place of a final `4xx`, `5xx`, …"""
        if not self.name.endswith("xx"):
            return self.name
        return f"{self.name[:-3]}{case.observation.http_status}"


def _failed(status: Status, *failures: Failure) -> tuple[Rule, ...]:
    return tuple(Rule(failure.value, status, answers.failed(failure)) for failure in failures)


def _answered(status: Status, *numbers: int) -> tuple[Rule, ...]:
    return tuple(Rule(f"http-{number}", status, answers.answered(number)) for number in numbers)


RULES: tuple[Rule, ...] = (
    # it is no URL
    *_failed(Status.INVALID, Failure.UNPARSABLE, Failure.NO_HOST),
    # we do not go there
    *_failed(Status.BLOCKED, Failure.SCHEME, Failure.CREDENTIALS, Failure.PRIVATE_ADDRESS),
    *_failed(Status.BLOCKED, Failure.ROBOTS, Failure.EXCLUDED, Failure.RELATIVE),
    # the name is gone
    *_failed(Status.DEAD, Failure.DNS_NXDOMAIN),
    # not asked: the host wants rest, or failed too often in this run
    Rule("host-paused", Status.ERROR, answers.paused_by_errors),
    *_failed(Status.THROTTLED, Failure.HOST_PAUSED),
    # no HTTP answer, or half of one
    *_failed(
        Status.UNREACHABLE,
        Failure.DNS_FAILURE,
        Failure.CONNECT_TIMEOUT,
        Failure.REFUSED,
        Failure.NO_ROUTE,
    ),
    *_failed(Status.UNREACHABLE, Failure.RESET, Failure.READ_TIMEOUT, Failure.PROTOCOL_ERROR),
    *_failed(Status.UNREACHABLE, Failure.TLS_EXPIRED, Failure.TLS_UNTRUSTED, Failure.TLS_HOSTNAME),
    *_failed(
        Status.UNREACHABLE, Failure.TLS_HANDSHAKE, Failure.TOO_MANY_REDIRECTS, Failure.REDIRECT_LOOP
    ),
    *_failed(Status.UNREACHABLE, Failure.REDIRECT_NOWHERE, Failure.TRUNCATED, Failure.GARBLED),
    # somebody is there, but does not let us see; walls also speak through 404, 429 and 5xx
    Rule("bot-wall", Status.RESTRICTED, walls.is_bot_wall),
    Rule("paywall", Status.OK, walls.is_refused_but_told),
    Rule("http-429", Status.THROTTLED, answers.answered(429)),
    Rule("http-503", Status.THROTTLED, answers.asks_for_patience(503)),
    Rule("http-403", Status.THROTTLED, answers.asks_for_patience(403)),
    *_answered(Status.RESTRICTED, *answers.RESTRICTED),
    # the server says it is gone
    *_answered(Status.DEAD, 404, 410),
    # the server failed, or did not understand a plain GET; neither says anything about the article
    Rule("http-5xx", Status.ERROR, answers.in_hundreds(5)),
    Rule("http-4xx", Status.ERROR, answers.in_hundreds(4)),
    # nothing new since the last check
    Rule("not-modified", Status.OK, answers.is_not_modified),
    *(
        Rule(reason, Status.MOVED, answers.is_still(reason))
        for reason in ("http-301", "http-308", "canonical")
    ),
    Rule("http-3xx", Status.ERROR, answers.in_hundreds(3)),
    # 200, but sent to a door, or told that there is none in our country
    Rule("login", Status.RESTRICTED, walls.is_sent_to_sign_in),
    Rule("consent-wall", Status.RESTRICTED, walls.is_sent_to_consent),
    Rule("region-wall", Status.RESTRICTED, walls.is_region_wall),
    # an image field must lead to an image
    Rule("truncated", Status.UNREACHABLE, answers.is_cut_image),
    Rule("not-an-image", Status.DRIFTED, answers.is_no_image),
    Rule("placeholder-image", Status.DRIFTED, answers.is_placeholder),
    # 200, but the domain has other owners now, or none
    Rule("parking-page", Status.PARKED, parking.is_for_sale),
    Rule("default-page", Status.PARKED, parking.is_default_page),
    # 200, but "not found" in other words
    Rule("oembed-gone", Status.SOFT404, soft404.is_gone_by_second_source),
    Rule("not-found-text", Status.SOFT404, soft404.says_not_found),
    Rule("redirected-to-error-page", Status.SOFT404, soft404.lands_on_error_page),
    Rule("removed-notice", Status.SOFT404, soft404.says_removed),
    # 200, but the server failed in other words
    Rule("trouble-text", Status.ERROR, soft404.is_in_trouble),
    # 200, but somebody stands in front of it; after "not found", because error pages ask for consent too
    Rule("login", Status.RESTRICTED, walls.is_login_page),
    Rule("consent-wall", Status.RESTRICTED, walls.asks_for_consent),
    # 200, but somewhere else than the article
    Rule("redirected-to-home", Status.SOFT404, soft404.lands_on_home),
    Rule("redirected-to-search", Status.SOFT404, soft404.lands_on_search),
    Rule("same-as-missing-page", Status.SOFT404, soft404.is_like_missing_page),
    Rule("redirected-to-section", Status.SOFT404, soft404.lands_on_section),
    Rule("empty-page", Status.SOFT404, soft404.is_empty),
    # 200, but another article
    Rule("title-mismatch", Status.DRIFTED, soft404.shows_another_article),
    # the article
    Rule("http-301", Status.MOVED, moves.moved_by(301)),
    Rule("http-308", Status.MOVED, moves.moved_by(308)),
    Rule("canonical", Status.MOVED, moves.is_canonical_elsewhere),
    Rule("paywall", Status.OK, walls.is_paywall),
    Rule("redirected", Status.OK, moves.is_redirected),
    Rule("http-2xx", Status.OK, answers.in_hundreds(2)),
    # nothing above knows it; never reached with an observation that `web.client` makes
    Rule("unexpected", Status.ERROR, answers.always),
)
