"""What a page says its article is about."""

from __future__ import annotations

import pytest

from enricher.page import excerpt
from tests.page.test_parsed import read

LONG = "The bridge over the river stays closed to walkers until the end of May, the mayor said."
OTHER = "Walkers have to take the long way round or swim, says a paper that the council read."
ABOUT = "Why the council closed the old bridge."
TITLE = "Bridge closed"
WIDE = "市長は、川にかかる橋の通行止めを五月末まで続けると発表した。歩行者は遠回りになる。"

NOTICES = (
    "Reviews here are our own. We may earn a small commission from what you buy through this page.",
    "You can keep this story for later by registering here, or sign-in if you have an account.",
    "※紙の新聞とは、町の新聞の朝刊と夕刊のことです。どちらも読めます。詳しくは販売店へお尋ねください。",
    "この記事は会員限定です。紙の新聞を定期購読している方は、無料でお読みいただくことができます。",
    "記事を保存するには会員登録が必要です。登録は無料で、すべての記事が読めるようになります。",
    "記事の転載・複製をご希望の方は、下のリンク先をご覧ください。詳しくはお問い合わせください。",
    "この記事の無断転載はお断りします。ご希望の方は、下のリンク先からお問い合わせください。",
    "이 기사의 무단 전재와 재배포를 금지합니다. 사용을 원하시는 분은 아래로 연락해 주시기 바랍니다. 감사합니다.",
    "Veröffentlicht am: 28. Oktober 2023. Anzahl der Kommentare unter diesem Text: noch keiner, leider.",
    "Aktualisiert am 2. Mai 2023 um zehn Uhr von der Redaktion. Dieser Text hat noch keine Kommentare.",
    "Published: 2 May 2023 at ten in the morning, and read by many people of the town since then.",
    "Posted on 2 May 2023 at ten in the morning, and read by many people of the town since then.",
    "Updated 2 May 2023 at ten in the morning, and read by many people of the town since then.",
    "Publié le 2 mai 2023 à dix heures du matin, et lu par beaucoup de gens de la ville depuis.",
    "Publicado el 2 de mayo de 2023 a las diez de la mañana, y leído por mucha gente de la ciudad.",
    "Pubblicato il 2 maggio 2023 alle dieci del mattino, e letto da molta gente della città.",
    "Gepubliceerd op 2 mei 2023 om tien uur in de ochtend, en gelezen door veel mensen in de stad.",
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
        ("<meta property=og:description content='Local news'>", "Local news", "og:description"),
        (ld(f'{{"@type":"WebSite","description":"{OTHER}"}}') + f"<meta name=description content='{OTHER}'>", OTHER, "description"),
        (f"<meta name=description content='Police calls'><h1>{TITLE}</h1><p>{LONG}", "Police calls", "description"),
        (f"<meta name=description content='A bridge is closed for walkers'><h1>{TITLE}</h1><p>{LONG}", "A bridge is closed for walkers", "description"),

        # the site's name in a label, its default, the title again
        (f"<meta property=og:description content='++ news.test police ++'><h1>{TITLE}</h1><p>{LONG}", LONG, "paragraph"),
        (f"<meta property=og:description content='Visit the post for more.'><h1>{TITLE}</h1><p>{LONG}", LONG, "paragraph"),
        (f"<meta property=og:description content='{TITLE}'><h1>{TITLE}</h1><p>{LONG}", LONG, "paragraph"),
        # cut off by the template, where another one is whole and about the same
        (f"<meta property=og:description content='{LONG[:59]} …'><meta name=description content='{OTHER}'>", f"{LONG[:59]} …", "og:description"),
        (f"<meta property=og:description content='{LONG}'><meta name=description content='{LONG} {OTHER}'>", LONG, "og:description"),
        (f"<meta property=og:description content='{OTHER[:59]} …'><meta name=description content='The new bridge is not there yet.'>", f"{OTHER[:59]} …", "og:description"),
        (
            f"<meta property=og:description content='{OTHER[:29]} road …'><meta name=description content='{OTHER}'>",
            f"{OTHER[:29]} road …",
            "og:description",
        ),
        (f"<meta property=og:description content='{LONG[:59]} …'><meta name=description content='{LONG[:24]} of the sea.'>", f"{LONG[:59]} …", "og:description"),
        (f"<meta property=og:description content='{LONG[:59]} …'><meta name=description content='{LONG[:-1]}'>", f"{LONG[:59]} …", "og:description"),
        # the body written into the description
        (f"<meta property=og:description content='{' '.join([LONG] * 9)}'>", " ".join([LONG] * 4), "og:description"),
        # the site's name behind it

        (f"<meta property=og:site_name content='The Echo'><meta name=description content='{LONG} - at last'>", f"{LONG} - at last", "description"),
        (f"<meta property=og:site_name content='The Echo of the River'><meta name=description content='{TITLE} - The Echo of the River'>",
            f"{TITLE} - The Echo of the River", "description"),
        # buttons
        # nothing said: how the article begins
        (f"<p>{OTHER}</p><h1>{TITLE}</h1><p>By Jane Doe</p><p>{LONG}</p><p>{OTHER}", LONG, "paragraph"),
        # a layout's name says nothing of what stands beside the headline
        (f"<div class=has-sidebar><h1>{TITLE}</h1><p>{LONG}</div>", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><div class=author-guidelines><p>{LONG}</div>", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p class=caption>{OTHER}<p>{LONG}", LONG, "paragraph"),
        # what is the headline of another article
        (f"<h1>{TITLE}</h1><a href=/x><h2>{OTHER}</h2></a><p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><h2>{OTHER[:-1]}: and more of it</h2><p>{LONG}", LONG, "paragraph"),
        # no sentence ends; a colon does where others follow
        (f"<h1>{TITLE}</h1><p>Boats: {OTHER[:-1]}<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>{LONG[:-1]}:<p>{OTHER}", f"{LONG[:-1]}:", "paragraph"),
        (f"<h1>{TITLE}</h1><h3><a href=/x>{OTHER}</a></h3><p>{LONG}", LONG, "paragraph"),

        (f"<h1>{TITLE}</h1><p>Our site uses a few small cookies to count how often pages are read.<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>Please enable JavaScript in your browser to read all pages of this paper.<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>Subscribe to our weekly newsletter and get all the stories of the town.<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>Sign up for the newsletter of this paper, which comes out on Mondays.<p>{LONG}", LONG, "paragraph"),
        (f"<h1>{TITLE}</h1><p>This article is more than five years old, and much may have changed since.<p>{LONG}", LONG, "paragraph"),
        *((f"<h1>{TITLE}</h1><p>{notice}<p>{LONG}", LONG, "paragraph") for notice in NOTICES),
        *((f"<h1>{TITLE}</h1><p>{text}<p>{LONG}", text, "paragraph") for text in OTHER_SCRIPTS),
        (f"<h1>{TITLE}</h1><p>{WIDE}<p>{LONG}", WIDE, "paragraph"),
    ],
)  # fmt: skip
def test_excerpt(html: str, text: str, source: str) -> None:
    found = excerpt.read(read(html), TITLE)
    assert found is not None
    assert (found.text, found.source) == (text, source)


METAS = """
og:description twitter:description description dc.description dcterms.description dcterms.abstract sailthru.description
citation_abstract
"""


@pytest.mark.parametrize("name", METAS.split())
def test_metas_that_hold_descriptions(name: str) -> None:
    found = excerpt.read(read(f"<meta name={name} content='{LONG}'><p>{OTHER}"), TITLE)
    assert found is not None
    assert (found.text, found.source) == (LONG, name)


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
