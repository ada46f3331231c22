"""Holds the ordered table of rules that is the policy of the whole program.

Read POLICY from top to bottom. A section whose question is answered with no is skipped; in the
others, the first rule that fits names the verdict. The last rule always fits.

A rule's name is the verdict's `reason` and its heading in docs/verdicts.md; in a name that ends in
`xx` the HTTP status takes the place of the x's. A name may appear in several rows.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from enricher.models import Failure, Status
from enricher.policy.accept import ACCEPTED
from enricher.verdict import answers, case, errors_told, moves, parking, redirected, soft404, walls
from enricher.verdict.case import Case, Fits


class Rule(msgspec.Struct, frozen=True):
    """A named reason, the status it leads to, and when it fits."""

    name: str
    status: Status
    fits: Fits

    def reason(self, case: Case) -> str:
        """Returns the name, with the HTTP status in place of a final `4xx`, `5xx`, …"""
        if not self.name.endswith("xx"):
            return self.name
        return f"{self.name[:-3]}{case.observation.http_status}"


class RuleGroup(msgspec.Struct, frozen=True):
    """Rules that share a precondition."""

    question: str
    """The precondition in words for people."""
    applies: Callable[[Case], bool]
    rules: tuple[Rule, ...]


def _failed(status: Status, *failures: Failure) -> tuple[Rule, ...]:
    return tuple(Rule(failure.value, status, answers.failed(failure)) for failure in failures)


def _answered(status: Status, *numbers: int) -> tuple[Rule, ...]:
    return tuple(Rule(f"http-{number}", status, answers.answered(number)) for number in numbers)


NO_ANSWER = (
    # it is no URL
    *_failed(Status.INVALID, Failure.UNPARSABLE, Failure.NO_HOST),
    # our own policy does not go there
    *_failed(Status.BLOCKED, Failure.SCHEME, Failure.CREDENTIALS, Failure.PRIVATE_ADDRESS),
    *_failed(Status.BLOCKED, Failure.BAD_PORT, Failure.ROBOTS, Failure.EXCLUDED, Failure.RELATIVE),
    # the name is gone
    *_failed(Status.DEAD, Failure.DNS_NXDOMAIN),
    # not asked: the host wants to be left alone, or failed too often in this run
    Rule("host-paused", Status.ERROR, answers.paused_by_errors),
    *_failed(Status.THROTTLED, Failure.HOST_PAUSED),
    # no HTTP answer, or half of one
    *_failed(Status.UNREACHABLE, Failure.DNS_FAILURE, Failure.CONNECT_TIMEOUT, Failure.REFUSED),
    *_failed(Status.UNREACHABLE, Failure.NO_ROUTE, Failure.RESET, Failure.READ_TIMEOUT),
    *_failed(Status.UNREACHABLE, Failure.PROTOCOL_ERROR, Failure.TLS_EXPIRED),
    *_failed(Status.UNREACHABLE, Failure.TLS_UNTRUSTED, Failure.TLS_HOSTNAME),
    *_failed(Status.UNREACHABLE, Failure.TLS_HANDSHAKE, Failure.TOO_MANY_REDIRECTS),
    *_failed(Status.UNREACHABLE, Failure.REDIRECT_LOOP, Failure.REDIRECT_NOWHERE),
    *_failed(Status.UNREACHABLE, Failure.TRUNCATED, Failure.GARBLED),
)

NOT_A_SUCCESS = (
    # whoever wrote the settings knows better
    Rule(f"{ACCEPTED}-xxx", Status.OK, answers.is_accepted),
    # the server refuses us; challenges also come with 404, 429 and 5xx
    Rule("bot-wall", Status.RESTRICTED, walls.is_bot_wall),
    Rule("paywall", Status.OK, walls.is_refused_but_told),
    # the status says one thing, the page another
    Rule("article-despite-error", Status.OK, errors_told.shows_the_article),
    Rule("http-429", Status.THROTTLED, answers.answered(429)),
    Rule("http-503", Status.THROTTLED, answers.asks_for_patience(503)),
    Rule("http-403", Status.THROTTLED, answers.asks_for_patience(403)),
    *_answered(Status.RESTRICTED, *answers.RESTRICTED),
    # the server says it is gone; of a page that scripts fill, only a browser could tell
    Rule("app-shell", Status.ERROR, errors_told.is_app_shell),
    *_answered(Status.DEAD, 404, 410),
    # the server failed, or did not understand a plain GET; neither says anything about the article
    Rule("http-5xx", Status.ERROR, answers.in_hundreds(5)),
    Rule("http-4xx", Status.ERROR, answers.in_hundreds(4)),
    # nothing new since the last check
    Rule("not-modified", Status.OK, answers.is_not_modified),
    Rule("http-301", Status.MOVED, answers.is_still("http-301")),
    Rule("http-308", Status.MOVED, answers.is_still("http-308")),
    Rule("canonical", Status.MOVED, answers.is_still("canonical")),
    Rule("http-3xx", Status.ERROR, answers.in_hundreds(3)),
)

IMAGES = (
    # a wall or a form answers in place of the image
    Rule("bot-wall", Status.RESTRICTED, walls.is_bot_wall),
    Rule("login", Status.RESTRICTED, walls.is_sent_to_sign_in),
    Rule("consent-wall", Status.RESTRICTED, walls.is_sent_to_consent),
    # an image field must lead to an image
    Rule("truncated", Status.UNREACHABLE, answers.is_cut_image),
    Rule("not-an-image", Status.DRIFTED, answers.is_no_image),
    Rule("placeholder-image", Status.DRIFTED, answers.is_placeholder),
)

BEFORE_THE_PAGE = (
    # a wall or a form answers in place of the page
    Rule("bot-wall", Status.RESTRICTED, walls.is_bot_wall),
    Rule("login", Status.RESTRICTED, walls.is_sent_to_sign_in),
    Rule("consent-wall", Status.RESTRICTED, walls.is_sent_to_consent),
    Rule("region-wall", Status.RESTRICTED, walls.is_region_wall),
    # the domain has other owners now, or none
    Rule("parking-page", Status.PARKED, parking.is_for_sale),
    Rule("default-page", Status.PARKED, parking.is_default_page),
)

SAYS_GONE = (
    # "not found" in other words than the status
    Rule("oembed-gone", Status.SOFT404, soft404.is_gone_by_second_source),
    Rule("error-object", Status.SOFT404, errors_told.is_object_saying_gone),
    Rule("error-object", Status.ERROR, errors_told.is_error_object),
    Rule("not-found-text", Status.SOFT404, soft404.says_not_found),
    Rule("redirected-to-search", Status.SOFT404, redirected.lands_on_search),
    Rule("redirected-to-error-page", Status.SOFT404, redirected.lands_on_error_page),
    Rule("removed-notice", Status.SOFT404, soft404.says_removed),
)

IN_PLACE_OF_THE_PAGE = (
    # the server failed in other words than the status
    Rule("trouble-text", Status.ERROR, soft404.is_in_trouble),
    # forms in front of the page; after "not found", because error pages ask for consent too
    Rule("login", Status.RESTRICTED, walls.is_login_page),
    Rule("consent-wall", Status.RESTRICTED, walls.asks_for_consent),
    # somewhere else than the article
    Rule("redirected-to-home", Status.SOFT404, redirected.lands_on_home),
    Rule("same-as-missing-page", Status.SOFT404, soft404.is_like_missing_page),
    Rule("redirected-to-section", Status.SOFT404, redirected.lands_on_section),
    Rule("empty-page", Status.SOFT404, soft404.is_empty),
    # another article
    Rule("title-mismatch", Status.DRIFTED, soft404.shows_another_article),
)

FOUND = (
    Rule("http-301", Status.MOVED, moves.moved_by(301)),
    Rule("http-308", Status.MOVED, moves.moved_by(308)),
    Rule("canonical", Status.MOVED, moves.is_canonical_elsewhere),
    Rule("paywall", Status.OK, walls.is_paywall),
    Rule("redirected", Status.OK, moves.is_redirected),
    Rule("http-2xx", Status.OK, answers.in_hundreds(2)),
    # nothing above knows it; never reached with an observation that `web.client` makes
    Rule("unexpected", Status.ERROR, answers.always),
)

POLICY: tuple[RuleGroup, ...] = (
    RuleGroup("there was no usable answer", case.has_failed, NO_ANSWER),
    RuleGroup("the status is not 2xx", case.is_no_success, NOT_A_SUCCESS),
    RuleGroup("2xx for an image", case.is_image_answer, IMAGES),
    RuleGroup(
        "2xx for a page not proven to be the article", case.is_unproven_page, BEFORE_THE_PAGE
    ),
    RuleGroup("2xx for a page", case.is_page_answer, SAYS_GONE),
    RuleGroup(
        "2xx for a page not proven to be the article", case.is_unproven_page, IN_PLACE_OF_THE_PAGE
    ),
    RuleGroup("none of the above", case.is_any, FOUND),
)

RULES: tuple[Rule, ...] = tuple(rule for section in POLICY for rule in section.rules)
