"""What a page says its article is about."""

from __future__ import annotations

import pytest

from enricher.page import description, excerpt, lead
from tests.page.test_sources import read

LONG = "The bridge over the river stays closed to walkers until the end of May, the mayor said."
OTHER = "Walkers have to take the long way round or swim, says a paper that the council read."
ABOUT = "Why the council closed the old bridge."
TITLE = "Bridge closed"
WIDE = "市長は、川にかかる橋の通行止めを五月末まで続けると発表した。歩行者は遠回りになる。"

NOTICES = (
    "This article was published more than two years ago, and some of it may no longer be true.",
    "This post has affiliate links in it. If you buy a boat, we may earn some money from that.",
    "Werbung: Dieser Beitrag hat Affiliate-Links. Wenn ihr ein Boot kauft, bekommen wir etwas Geld.",
    "As an Amazon Associate this paper earns some money whenever one of its readers buys a boat.",
    "Este texto contiene enlaces de afiliados: si compra una barca, ganamos un poco de dinero con ello.",
    "Cet article contient des liens d’affiliation : si vous achetez un bateau, nous gagnons un peu.",
    "Questo testo contiene link di affiliazione: se comprate una barca, guadagniamo qualche soldo.",
    "Read all that this paper writes, every day of the year. Already a subscriber? Then come in here.",
    "To keep this story for later, sign in or make an account with this paper; it takes one minute.",
    "Follow us on all the networks where the river's people talk about boats, bridges and ferries.",
    "Folgen Sie uns auf allen Netzwerken, auf denen die Leute vom Fluss über Boote und Brücken reden.",
    "Suivez-nous sur tous les réseaux où les gens du fleuve parlent de leurs bateaux et de leurs ponts.",
    "Síguenos en todas las redes donde la gente del río habla de barcas, puentes y transbordadores.",
    "Seguici su tutte le reti dove la gente del fiume parla di barche, di ponti e anche di traghetti.",
    "Siga-nos em todas as redes onde a gente do rio fala de barcos, de pontes e até de travessias.",
    "Volg ons op alle netwerken waar de mensen van de rivier over boten, bruggen en veren praten.",
)
OTHER_SCRIPTS = (
    "नगर निगम ने शुक्रवार को कहा कि नदी पर बना पुराना पुल मई के अंत तक पैदल चलने वालों के लिए बंद रहेगा।",
    "เทศบาลประกาศเมื่อวันศุกร์ว่าสะพานเก่าข้ามแม่น้ำจะปิดสำหรับคนเดินเท้าจนถึงสิ้นเดือนพฤษภาคม หลังพบรอยร้าว",
    "شہر نے جمعے کو کہا کہ دریا کا پرانا پل مئی کے آخر تک پیدل چلنے والوں کے لیے بند رہے گا۔",
    "هل يبقى الجسر القديم فوق النهر مغلقا أمام المشاة حتى نهاية شهر مايو كما قالت البلدية يوم الجمعة؟",
)


def ld(body: str) -> str:
    return f'<script type="application/ld+json">{body}</script>'


@pytest.mark.parametrize(
    ("html", "text", "source"),
    [
        (f"<meta property=og:description content='{LONG}'>", LONG, "og:description"),
        (f"<meta name=description content='{LONG}'>", LONG, "description"),
        (f"<meta name=description content='{OTHER}'><meta property=og:description content='{LONG}'>", LONG, "og:description"),
        (f"<meta name=description content='{OTHER}'><meta name=twitter:description content='{LONG}'>", LONG, "twitter:description"),
        (ld(f'{{"@type":"Article","description":"{LONG}"}}'), LONG, "json-ld:description"),
        (f"<meta name=dc.description content='{LONG}'>", LONG, "dc.description"),
        # labels and what is said of the whole site come last
        (f"<meta property=og:description content='Local news'><meta name=description content='{LONG}'>", LONG, "description"),
        (
            ld(f'{{"@type":"WebSite","description":"{OTHER}"}}')
            + f"<meta property=og:description content='{OTHER}'><meta name=description content='{LONG}'>",
            LONG,
            "description",
        ),
        ("<meta property=og:description content='Local news'>", "Local news", "og:description"),
        # the site's name in a label, its default, the title again
        (f"<meta property=og:description content='++ news.test police ++'><h1>{TITLE}</h1><p>{LONG}", LONG, "paragraph"),
        (f"<meta property=og:description content='Visit the post for more.'><h1>{TITLE}</h1><p>{LONG}", LONG, "paragraph"),
        (f"<meta property=og:description content='{TITLE}'><h1>{TITLE}</h1><p>{LONG}", LONG, "paragraph"),
        # cut off by the template, where another one is whole and about the same
        (f"<meta property=og:description content='{LONG[:59]} …'><meta name=description content='{LONG}'>", LONG, "description"),
        (f"<meta property=og:description content='{OTHER[:59]} …'><meta name=description content='{ABOUT}'>", ABOUT, "description"),
        (f"<meta property=og:description content='{LONG * 2} And then the'><meta name=description content='{ABOUT}'>", ABOUT, "description"),
        (f"<meta property=og:description content='{LONG[:59]} …'><meta name=description content='{OTHER}'>", f"{LONG[:59]} …", "og:description"),
        (f"<meta property=og:description content='{LONG}'><meta name=description content='{LONG} {OTHER}'>", LONG, "og:description"),
        # the body written into the description
        (f"<meta property=og:description content='{' '.join([LONG] * 9)}'>", " ".join([LONG] * 4), "og:description"),
        # the site's name behind it
        (f"<meta property=og:site_name content='The Echo'><meta name=description content='{LONG} | The Echo'>", LONG, "description"),
        (f"<meta property=og:site_name content='The Echo'><meta name=description content='{LONG} - at last'>", f"{LONG} - at last", "description"),
        (f"<meta property=og:site_name content='The Echo of the River'><meta name=description content='{TITLE} - The Echo of the River'>",
            f"{TITLE} - The Echo of the River", "description"),
        # buttons
        (f"<meta property=og:description content='{LONG[:59]} … Read more'>", f"{LONG[:59]} …", "og:description"),
        # nothing said: how the article begins
        (f"<p>{OTHER}</p><h1>{TITLE}</h1><p>By Jane Doe</p><p>{LONG}</p><p>{OTHER}", LONG, "paragraph"),
        # a layout's name says nothing of what stands beside the headline
        (f"<div class=has-sidebar><h1>{TITLE}</h1><p>{LONG}</div>", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><div class=author-guidelines><p>{LONG}</div>", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p class=caption>{OTHER}<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><h2>{LONG}</h2><p>{OTHER}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><h3><a href=/x>{OTHER}</a></h3><p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><div class=standfirst>{LONG}</div><p>{OTHER}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><div itemprop=description>{LONG}</div><p>{OTHER}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>Our site uses a few small cookies to count how often pages are read.<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>Please enable JavaScript in your browser to read all pages of this paper.<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>Subscribe to our weekly newsletter and get all the stories of the town.<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>Sign up for the newsletter of this paper, which comes out on Mondays.<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>This article is more than five years old, and much may have changed since.<p>{LONG}", LONG, "paragraph"),
        *((f"<h1>{TITLE}</h1><p>{notice}<p>{LONG}", LONG, "paragraph") for notice in NOTICES),
        *((f"<h1>{TITLE}</h1><p>{text}<p>{LONG}", text, "paragraph") for text in OTHER_SCRIPTS),
        (f"<h1>{TITLE}</h1><div>By Jane Doe<br>{LONG}<br>{OTHER}</div>", LONG, "paragraph"),
        (f"<title>Town: {TITLE}</title><h1>Town</h1><div>{OTHER}</div><h3>{TITLE}</h3><div>{LONG}</div>", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>{WIDE}<p>{LONG}", WIDE, "paragraph"),
    ],
)  # fmt: skip
def test_excerpt(html: str, text: str, source: str) -> None:
    found = excerpt.read(read(html), TITLE)
    assert found is not None
    assert (found.text, found.source) == (text, source)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Short.",
        f"<p>{LONG}<h1>{TITLE}</h1>",
        f"<aside><p>{LONG}</aside>",
        f"<div class=cookie-banner><p>{LONG}</div>",
    ],
)
def test_no_excerpt(html: str) -> None:
    assert excerpt.read(read(html), TITLE) is None


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        (LONG, LONG),
        (r"The bridge is closed.\nWalkers swim.\r\nCars do not.", "The bridge is closed. Walkers swim. Cars do not."),
        (r"Look under C:\names for the list.", r"Look under C:\names for the list."),
        ("[vc_row][vc_column width='1/2']The bridge is closed.[/vc_column]", "The bridge is closed."),
        ("The mayor [of Springfield] said so.", "The mayor [of Springfield] said so."),
        ("The bridge is closed and Read More", "The bridge is closed and"),
        ("The bridge is closed. read more »", "The bridge is closed."),
        ("Die Brücke bleibt zu … Jetzt lesen!", "Die Brücke bleibt zu …"),
        ("橋は閉鎖された…続きを読む", "橋は閉鎖された…"),
        ("Why children should read more", "Why children should read more"),
        ("It is closed. The post Bridge closed appeared first on The Echo.", "It is closed."),
        ("It is closed […] Der Beitrag Brücke zu erschien zuerst auf Das Echo.", "It is closed […]"),
        ("It is closed. L’article Pont fermé est apparu en premier sur L’Écho.", "It is closed."),
        ("It is closed. La entrada Puente cerrado se publicó primero en El Eco.", "It is closed."),
        ("It is closed. La entrada Puente cerrado apareció primero en El Eco.", "It is closed."),
        ("It is closed. L'articolo Ponte chiuso proviene da L'Eco.", "It is closed."),
        ("It is closed. O post Ponte fechada apareceu primeiro em O Eco.", "It is closed."),
        ("It is closed. Het bericht Brug dicht verscheen eerst op De Echo.", "It is closed."),
        ("The Post Office appeared first on the list", "The Post Office appeared first on the list"),
    ],
)
def test_what_templates_leave_in_descriptions(text: str, readable: str) -> None:
    assert description.readable(text) == readable


BUTTONS = """
read more|read on|read the full story|read the rest of it|continue reading|learn more|find out more|weiterlesen|weiter lesen|mehr lesen
mehr erfahren|jetzt weiterlesen|hier lesen|jetzt lesen|lire la suite|lire plus|en savoir plus|leer más|ver más|saber más
seguir leyendo|leia mais|saiba mais|ler mais|continue lendo|leggi tutto|leggi di più|continua a leggere|lees meer|lees verder|läs mer|les mer
læs mere|lue lisää|czytaj więcej|czytaj dalej|czytaj całość|číst dále|celý článek|tovább|devamını oku|читать далее|читать дальше
читать полностью|подробнее|читати далі|διαβάστε περισσότερα|selengkapnya|baca selengkapnya|続きを読む|もっと見る|阅读更多|阅读全文|閱讀更多
閱讀全文|더보기|더 보기|اقرأ المزيد|ادامه مطلب
"""


@pytest.mark.parametrize("button", [words for line in BUTTONS.split("\n") for words in line.split("|") if words])
def test_buttons_behind_descriptions(button: str) -> None:
    assert description.readable(f"The bridge is closed. {button.capitalize()} »") == "The bridge is closed."
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
    assert description.readable(f"[{code}]The bridge[/{code.split(maxsplit=1)[0]}] is closed") == "The bridge is closed"


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
    ],
)
def test_examples_say_nothing(text: str) -> None:
    assert description.says_nothing(text)


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
        ("boats " * 20, True, False),
        ("boats " * 19, False, False),
    ],
)
def test_what_templates_cut_off(text: str, is_cut: bool, is_complete: bool) -> None:
    assert description.is_cut(text) is is_cut
    assert description.is_complete(text) is is_complete


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (LONG, LONG),
        (LONG * 10, LONG * 3),
        (f"{LONG} It was said as follows: " + "word " * 60, LONG),
        ("word " * 100, ("word " * 64)[:319] + "…"),
        ("橋" * 100 + "。" + "川" * 300, "橋" * 100 + "。" + "川" * 219),
    ],
)
def test_long_paragraphs_end_with_a_sentence(text: str, short: str) -> None:
    found = lead.shortened(text)
    assert len(found) <= lead.MAX_CHARS
    assert found.startswith(short[:80])
    assert found[-1] in ".…。"
