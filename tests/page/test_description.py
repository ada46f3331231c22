"""Descriptions without what templates leave in them."""

from __future__ import annotations

import pytest

from enricher.page import description

LONG = "The bridge over the river stays closed to walkers until the end of May, the mayor said."


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        (LONG, LONG),
        (
            r"The bridge is closed.\nWalkers swim.\r\nCars do not.",
            "The bridge is closed. Walkers swim. Cars do not.",
        ),
        (r"The bridge\nis closed.\r\nwalkers swim\t\r", r"The bridge\nis closed. walkers swim"),
        (r"Look under C:\names for the list.", r"Look under C:\names for the list."),
        (
            "[vc_row][vc_column width='1/2']The bridge is closed.[/vc_column]",
            "The bridge is closed.",
        ),
        ("The mayor [of Springfield] said so.", "The mayor [of Springfield] said so."),
        (
            "[/vc_row] The bridge [gallery ids='1'/] is [vc_x_y [old]] closed",
            "The bridge is [vc_x_y [old]] closed",
        ),
        ("The bridge is closed and Read More", "The bridge is closed and"),
        ("The bridge is closed. read more »", "The bridge is closed."),
        ("Die Brücke bleibt zu … Jetzt lesen!", "Die Brücke bleibt zu …"),
        ("橋は閉鎖された…続きを読む", "橋は閉鎖された…"),
        ("橋は閉鎖された続きを読む", "橋は閉鎖された"),
        ("The bridge is closed | Read more …", "The bridge is closed"),
        ("The bridge is closed | read more", "The bridge is closed | read more"),
        ("Read more", ""),
        (
            "The bridge is closed. Read more about boats",
            "The bridge is closed. Read more about boats",
        ),
        ("The bridge is closed. They spread on", "The bridge is closed. They spread on"),
        (f"The bridge is closed. Read the full {'x' * 39}", "The bridge is closed."),
        (
            f"The bridge is closed. Read the full {'x' * 40}",
            f"The bridge is closed. Read the full {'x' * 40}",
        ),
        ("Why children should read more", "Why children should read more"),
        ("It is closed. The post Bridge closed appeared first on The Echo.", "It is closed."),
        (
            "It is closed […] Der Beitrag Brücke zu erschien zuerst auf Das Echo.",
            "It is closed […]",
        ),
        ("It is closed. L’article Pont fermé est apparu en premier sur L’Écho.", "It is closed."),
        ("It is closed. La entrada Puente cerrado se publicó primero en El Eco.", "It is closed."),
        ("It is closed. La entrada Puente cerrado apareció primero en El Eco.", "It is closed."),
        ("It is closed. L'article Pont fermé est apparu en premier sur L’Écho.", "It is closed."),
        ("It is closed. L’articolo Ponte chiuso proviene da L’Eco.", "It is closed."),
        ("It is closed. L'articolo Ponte chiuso proviene da L'Eco.", "It is closed."),
        ("It is closed. O post Ponte fechada apareceu primeiro em O Eco.", "It is closed."),
        ("It is closed. Het bericht Brug dicht verscheen eerst op De Echo.", "It is closed."),
        ("The post Bridge closed first appeared on The Echo", ""),
        (
            "They wrote the post. She said The post x appeared first on The Echo",
            "They wrote the post. She said The post x appeared first on The Echo",
        ),
        (
            "The Post Office appeared first on the list",
            "The Post Office appeared first on the list",
        ),
    ],
)
def test_what_templates_leave_in_descriptions(text: str, readable: str) -> None:
    assert description.readable(text) == readable


@pytest.mark.parametrize("end", '.!?…]»”"')
def test_feeds_end_behind_a_sentence(end: str) -> None:
    assert (
        description.readable(f"It is closed{end} The post X appeared first on The Echo.")
        == f"It is closed{end}"
    )


BUTTONS = """
read more|read on|read the full story|read the rest of it|continue reading|learn more|find out more|weiterlesen|weiter lesen|mehr lesen
mehr erfahren|jetzt weiterlesen|hier lesen|jetzt lesen|lire la suite|lire plus|en savoir plus|leer más|ver más|saber más
seguir leyendo|leia mais|saiba mais|ler mais|continue lendo|leggi tutto|leggi di più|continua a leggere|lees meer|lees verder|läs mer|les mer
læs mere|lue lisää|czytaj więcej|czytaj dalej|czytaj całość|číst dále|celý článek|tovább|devamını oku|читать далее|читать дальше
читать полностью|подробнее|читати далі|διαβάστε περισσότερα|selengkapnya|baca selengkapnya|続きを読む|もっと見る|阅读更多|阅读全文|閱讀更多
閱讀全文|더보기|더 보기|اقرأ المزيد|ادامه مطلب
"""


@pytest.mark.parametrize(
    "button", [words for line in BUTTONS.split("\n") for words in line.split("|") if words]
)
def test_buttons_behind_descriptions(button: str) -> None:
    assert (
        description.readable(f"The bridge is closed. {button.capitalize()} »")
        == "The bridge is closed."
    )
    assert description.readable(f"The bridge is closed … {button}") == "The bridge is closed …"


@pytest.mark.parametrize(
    "code",
    [
        "vc_row",
        "et_pb_text x='1'",
        "fusion_builder",
        "av_one",
        "caption id=x",
        "gallery",
        "embed",
        "audio",
        "video",
        "playlist",
    ],
)
def test_codes_in_descriptions(code: str) -> None:
    assert (
        description.readable(f"[{code}]The bridge[/{code.split(maxsplit=1)[0]}] is closed")
        == "The bridge is closed"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Visit the post for more.",
        "Just another WordPress site",
        "Just another WordPress weblog",
        "Eine weitere WordPress-Website",
        "Ein weiterer WordPress-Blog",
        "Un site utilisant WordPress",
        "Otro sitio realizado con WordPress",
        "Otro sitio de WordPress",
        "Mais um site WordPress",
        "Un nuovo sito targato WordPress",
        "Ещё один сайт на WordPress",
        "Joomla! - the dynamic portal engine and content management system",
        "Web site created using create-react-app",
        *(
            "undefined",
            "null",
            "None",
            "N/A",
            "Description",
            "Meta description",
            "No description",
            "No description available",
        ),
        *("", "…", "- | -"),
    ],
)
def test_descriptions_that_say_nothing(text: str) -> None:
    assert description.says_nothing(text)
    assert not description.says_nothing(f"{text} boats")


@pytest.mark.parametrize(
    "text",
    [
        "Write an awesome description for your new site here. You can edit this line in _config.yml.",
        "Description will go into a meta tag in <head />",
        *("%excerpt%", "[node:summary]", "{{ page.text }}", "${lead-in}", "{text}", "<text>"),
    ],
)
def test_examples_say_nothing(text: str) -> None:
    assert description.says_nothing(text)
    assert not description.says_nothing(f"The {text} boats")


@pytest.mark.parametrize(
    ("text", "is_cut", "is_complete"),
    [
        ("The bridge is closed.", False, True),
        ("The bridge is closed", False, False),
        ("The bridge is …", True, False),
        ("The bridge is ...", True, False),
        ("The bridge is [...]", True, False),
        ("The bridge is [\u2026]", True, False),
        ("Is the bridge closed?", False, True),
        ("The “bridge is closed.”", False, True),
        ("(The bridge is closed!)", False, True),
        ("橋は閉鎖された。", False, True),
        ("「橋は閉鎖された。」", False, True),
        ("पुल बंद है।", False, True),
        ("ہے۔", False, True),
        ("؟هل", False, False),
        ("The bridge is closed!»", False, True),
        ("The bridge. It is closed", False, False),
        ("boats " * 20, True, False),
        ("boats " * 19, False, False),
    ],
)
def test_what_templates_cut_off(text: str, is_cut: bool, is_complete: bool) -> None:
    assert description.is_cut(text) is is_cut
    assert description.is_complete(text) is is_complete


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It is closed | The Echo", ("It is closed", "The Echo")),
        ("It is closed – today - The Echo", ("It is closed – today", "The Echo")),
        ("It is closed · The Echo", ("It is closed", "The Echo")),
        ("It is closed – The Echo", ("It is closed", "The Echo")),
        ("It is closed | Sports | The Echo", ("It is closed | Sports", "The Echo")),
        ("It is closed · Sports · The Echo", ("It is closed · Sports", "The Echo")),
        ("It is closed — Sports — The Echo", ("It is closed — Sports", "The Echo")),
        ("It is closed — The Echo", ("It is closed", "The Echo")),
        ("It is closed-The Echo", ("It is closed-The Echo", "")),
        ("It is closed | E", ("It is closed | E", "")),
        (f"It is closed | {'E' * 60}", ("It is closed", "E" * 60)),
        (f"It is closed | {'E' * 61}", (f"It is closed | {'E' * 61}", "")),
        ("", ("", "")),
    ],
)
def test_what_stands_behind_a_description(text: str, parts: tuple[str, str]) -> None:
    assert description.parted(text) == parts
