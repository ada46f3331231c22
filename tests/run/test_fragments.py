"""`[fields] fragments`: the place that a URL's fragment names must be in its page."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from enricher.config import DocumentBody, Fields, Policy, Politeness
from enricher.ledger.store import Ledger
from enricher.models import ClientIdentity, Kind, Observation, Request
from enricher.run.results.run_result import RunResult
from tests.fakes import answer
from tests.run.workplace import TITLE_A, TITLE_B, A, B, Workplace, document, story

PAGE = story(TITLE_A, text='<span id="prices">x</span> ' + "The mayor signed an ordinance. " * 40)


@pytest.fixture(autouse=True)
def _settings(place: Workplace) -> None:
    place.config = msgspec.structs.replace(
        place.config, fields=Fields(fragments=True), body=DocumentBody(links=True)
    )
    place.table[A] = answer(A, PAGE)


def told(result: RunResult) -> dict[str, str]:
    return {each.url: f"{each.status} {each.reason}" for each in result.records}


async def test_one_request_and_a_verdict_for_each(place: Workplace) -> None:
    links = [A, f"{A}#prices", f"{A}#offers", f"{A}#:~:text=mayor", f"{A}#prices:~:text=x"]
    place.put("one.md", document(*((TITLE_A, url) for url in links)))
    result = await place.run()
    assert place.asked == [A]
    assert told(result) == dict.fromkeys(links, "ok http-200") | {
        f"{A}#offers": "drifted fragment-missing"
    }
    (missing,) = [each for each in result.records if each.reason == "fragment-missing"]
    assert missing.evidence[0].saw == 'the page has no place called "offers"'
    assert (result.summary.missing, result.records.counts().records) == (0, 5)


async def test_a_page_is_asked_once_in_later_nights_too(place: Workplace) -> None:
    links = [f"{A}#prices", f"{A}#:~:text=x", A]
    place.put("one.md", document(*((TITLE_A, url) for url in links)))
    await place.run()
    nights: list[str] = []
    for _ in range(12):
        place.clock.pass_by(days=1)
        await place.run()
        nights += place.asked
    assert nights == [A]


async def test_of_an_accepted_status_no_place_is_missing(place: Workplace) -> None:
    place.config = msgspec.structs.replace(place.config, policy=Policy(accept=(403,)))
    place.table[A] = answer(A, "<h1>Forbidden</h1>", 403)
    place.put("one.md", document((TITLE_A, f"{A}#offers")))
    assert told(await place.run()) == {f"{A}#offers": "ok accepted-403"}


async def test_a_fragment_alone_is_enough(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, f"{A}#offers")))
    assert told(await place.run()) == {f"{A}#offers": "drifted fragment-missing"}
    assert place.asked == [A]
    with Ledger.read(place.ledger) as ledger:
        assert list(ledger.targets.known([(Kind.PAGE, A)])) == []


async def test_what_came_back_counts_at_once_whatever_validators_say(place: Workplace) -> None:
    place.put("one.md", document((TITLE_A, f"{A}#offers")))
    place.table[A] = answer(A, PAGE, etag='"1"')
    await place.run()
    place.table[A] = answer(A, PAGE.replace("prices", "offers"), etag='"1"')
    assert told(await place.run(refresh=True)) == {f"{A}#offers": "ok http-200"}


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(answer(A, "%PDF-1.7", content_type="application/pdf"), id="no page"),
        pytest.param(answer(A, PAGE, is_whole=False), id="cut short"),
    ],
)
async def test_what_was_not_read_whole_proves_nothing(place: Workplace, seen: object) -> None:
    place.put("one.md", document((TITLE_A, f"{A}#offers")))
    place.table[A] = seen  # type: ignore[assignment]
    assert "fragment-missing" not in " ".join(told(await place.run()).values())


async def test_the_page_is_read_not_the_wall_before_it(place: Workplace) -> None:
    def ask(request: Request) -> Observation:
        is_let_in = request.client_identity is ClientIdentity.BROWSER
        seen = answer(A, PAGE) if is_let_in else answer(A, "<p>Access denied</p>", 403)
        return replace(seen, client_identity=request.client_identity)

    place.table[A] = ask
    place.config = msgspec.structs.replace(
        place.config, politeness=Politeness(browser_retry=True, gap_s=0.0)
    )
    place.put("one.md", document((TITLE_A, f"{A}#prices"), (TITLE_A, f"{A}#offers")))
    assert told(await place.run()) == {
        f"{A}#prices": "ok http-200",
        f"{A}#offers": "drifted fragment-missing",
    }


async def test_a_page_that_is_gone_is_gone_for_all(place: Workplace) -> None:
    del place.table[A]
    place.put("one.md", document((TITLE_A, A), (TITLE_A, f"{A}#prices")))
    assert told(await place.run()) == {
        A: "dead http-404",
        f"{A}#prices": "dead http-404",
    }


async def test_links_of_the_body(place: Workplace) -> None:
    place.put("one.md", f"---\ntitle: x\n---\n[a]({A}#prices) [b]({A}#offers)\n")
    assert told(await place.run()) == {
        f"{A}#prices": "ok http-200",
        f"{A}#offers": "drifted fragment-missing",
    }


async def test_off_unless_settings_say_so(place: Workplace) -> None:
    place.config = msgspec.structs.replace(place.config, fields=Fields())
    place.put("one.md", document((TITLE_A, f"{A}#offers"), (TITLE_B, B)))
    assert told(await place.run())[f"{A}#offers"] == "ok http-200"


@pytest.mark.parametrize("order", [("offers", "prices"), ("prices", "offers")])
async def test_an_unchanged_page_gives_the_same_verdicts(
    place: Workplace, order: tuple[str, str]
) -> None:
    place.put("one.md", document(*((TITLE_A, f"{A}#{name}") for name in order)))
    first = told(await place.run())
    assert told(await place.run(refresh=True)) == first
    assert first[f"{A}#prices"].startswith("ok ")
    assert first[f"{A}#offers"] == "drifted fragment-missing"
