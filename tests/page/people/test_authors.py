"""Bylines out of pages."""

from __future__ import annotations

import pytest

from enricher.page import site
from enricher.page.people import authors
from tests.page.test_parsed import read

HEAD = "<meta property=og:site_name content='Daily News'><title>Bridge closed to walkers</title>"
H1 = "<h1>Bridge closed to walkers</h1>"
OVER = (
    "Kommentare|Ein Kommentar|5 Kommentare|Comments|2 Responses|Leave a Reply|Leave a comment|Comentarios|Comentários"
    "|Commentaires|Commenti|Reacties|Schreibe einen Kommentar|Hinterlassen Sie einen Kommentar|Ähnliche Beiträge"
    "|Related Posts|Related articles|Das könnte Sie auch interessieren|Mehr zum Thema|Weitere Artikel"
    "|Artículos relacionados|Noticias relacionadas|Articles liés|Articles similaires|You may also like|More from Boats"
    "|コメント|関連記事|相关阅读"
)
ALL_BY = (
    "View all posts by|All articles by|See more stories from|More from|More by|Read all entries written by|Alle Beiträge von"
    "|Mehr Artikel von|Weitere Beiträge anzeigen von|Alle Artikel ansehen von|Voir tous les articles de|Tous les articles par"
    "|Ver todas las entradas de|Ver todos los artículos de|Ver todos os posts de|Ver todos os posts por|Alle berichten van"
    "|Alle berichten door|Tutti gli articoli di|Visualizza tutti gli articoli di|Zobacz wszystkie wpisy"
    "|Zobacz wszystkie wpisy autora|Посмотреть все записи автора:"
)
SECTIONS = """Meldung Meldungen Aktuell Aktuelles Kirche Kirchengemeinde Woche Forschung Bildung Umwelt Verkehr Gesundheit
Veranstaltung Veranstaltungen Now Save Print Listen Download City County Rapids Springs Company Industry Season Episode
Event Events Archive Access Paper Study Blog Posting Like Tweet Stelle Seiten Bundestag Landtag Comunicato Communiqué Nota
Komunikat Hora Heure States Kingdom Africa Arabia Zealand Korea Lanka Rica Middle Sankt Württemberg Westfalen Ciudad Provincia Nacional Internacional Sociedad Sucesos Actualidad Actualité Actualités Société Santé"""
ALONE = (
    "Author|The author|Authors|Autor|Autorin|Autoren|Autores|Auteur|Auteurs|Autore|Autrice|Verfasser|Verfasserin|Автор"
    "|Yazar|Szerző|Penulis|Words|Text|Texte|Tekst|Testo|Texto|Über den Autor|Über die Autorin|Über die Autoren|About the author|About the authors|À propos de l'auteur"
    "|À propos de l’autrice|Sobre el autor|Sobre la autora|Sobre o autor|Sobre a autora|Over de auteur|Sull'autore"
    "|O autorze|O autorovi|Об авторе"
)


def ld(author: str) -> str:
    return (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","author":{author}}}</script>'
    )


@pytest.mark.parametrize(
    ("html", "names", "source"),
    [
        # metadata
        (ld('{"@type":"Person","name":"Jane Doe"}'), ["Jane Doe"], "json-ld:author"),
        (ld('[{"@type":"Person","name":"Jane Doe"},{"@type":"Person","name":"John Roe"}]'), ["Jane Doe", "John Roe"], "json-ld:author"),
        (ld('{"@type":"Person","name":["Jane Doe","John Roe"]}'), ["Jane Doe", "John Roe"], "json-ld:author"),
        (ld('"By Jane Doe and John Roe"'), ["Jane Doe", "John Roe"], "json-ld:author"),
        ("<meta name=author content='Jane Doe'>", ["Jane Doe"], "author"),
        ("<meta property=article:author content='Jane Doe'><meta property=article:author content='John Roe'>", ["Jane Doe", "John Roe"], "article:author"),
        ("<meta property=article:author content=https://facebook.com/x><meta name=parsely-author content='Jane Doe'>", ["Jane Doe"], "parsely-author"),
        ("<meta name=twitter:label1 content='Reading time'><meta name=twitter:data1 content='Jane Doe'>", [], ""),
        ("<meta name=author content='Daily News'>", [], ""),
        ("<meta property=dc:creator content='Jane Doe'>", ["Jane Doe"], "dc:creator"),
        ("<meta name=publisher content='خبر امروز | همه اخبار'><meta name=author content='خبر امروز | همه اخبار'>", [], ""),
        ("<meta name=smartbanner:author content='App Makers'>", [], ""),
        (ld('{"@type":"Person","name":{"@value":"Jane Doe"}}'), ["Jane Doe"], "json-ld:author"),
        ("<meta name=citation_author content='Jane Doe, PhD'>", ["Jane Doe"], "citation_author"),
        # the visible byline
        (f"{H1}<a rel=author href=/x>Jane Doe</a>", ["Jane Doe"], "byline"),
        (f"{H1}<span itemprop=author><span itemprop=name>Jane Doe</span>, Reporter</span>", ["Jane Doe"], "byline"),
        (f"{H1}<div class=byline>By <a href=/authors/jd>Jane Doe</a> and <a href=/authors/jr>John Roe</a> 5 May 2021</div>", ["Jane Doe", "John Roe"], "byline"),
        (f"{H1}<p class='article__author'>von Jane Doe</p>", ["Jane Doe"], "byline"),
        (f"{H1}<div class=post-author>Tobi</div>", ["Tobi"], "byline"),
        (f"<div class=author>Ann Other</div>{H1}<div class=author>Jane Doe</div>", ["Jane Doe"], "byline"),
        (f"<div class=author>Jane Doe</div>{H1}", ["Jane Doe"], "byline"),
        (f"<div class=author>International</div>{H1}", [], ""),
        (f"{H1}<a class='author x'><b class=given-name>Jane</b> <b class=surname>Doe</b></a>", ["Jane Doe"], "byline"),
        ("<meta name=author content=news>", [], ""),
        (f"{H1}<li class=icon-list-item itemprop=author>Jane Doe</li>", ["Jane Doe"], "byline"),
        (f"<h3>Now: Bridge closed to walkers</h3><p class=author>Ann Other</p>{H1}<p class=author>Jane Doe</p>", ["Jane Doe"], "byline"),
        (f"{H1}<ul class=authors><li>Jane Doe</li><li>John Roe</li></ul>", ["Jane Doe", "John Roe"], "byline"),

        (f"{H1}<ul class=authors><li class=author><a>Jane Doe</a></li><li class=author><a>John Roe</a></li></ul>", ["Jane Doe", "John Roe"], "byline"),
        (f"{H1}<p>記者の目</p>", [], ""),
        (f"{H1}<p>記者会見</p>", [], ""),
        (ld('{"@type":"Person","name":"janedoe"}') + f"{H1}<p class=author>Jane Doe</p>", ["Jane Doe"], "byline"),
        (ld('{"@type":"Person","name":"Jane Doe"}') + f"{H1}<p class=author>JANE DOE</p>", ["Jane Doe"], "json-ld:author"),
        # sections beside the date: by their words, or since the menu has them
        (f"{H1}<p>Sport International</p><p>25.10.2022</p>", [], ""),
        *((f"{H1}<p>Boats {word}</p><p>25.10.2022</p>", [], "") for word in SECTIONS.split()),
        (f"{H1}<p>Den Haag</p><p>25.10.2022</p>", [], ""),
        (f"{H1}<p>25.10.2022 07:00 A. M.</p>", [], ""),

        (f"<nav><a>Boats Harbour</a></nav>{H1}<p>Boats Harbour</p><p>25.10.2022</p>", [], ""),
        (f"{H1}<b class=author>Jane Doe</b><h3>More</h3><b class=author>Ann Other</b>", ["Jane Doe"], "byline"),
        (f"{H1}<div class=author><h4>Jane Doe</h4><p>{'Jane writes about bridges. ' * 6}</p></div>", ["Jane Doe"], "byline"),
        (f"{H1}<div class=author><h4>Read on</h4><p>{'Jane writes about bridges. ' * 6}</p></div>", [], ""),
        (f"{H1}<p class=author>jdo</p>", [], ""),
        (f"{H1}<p class=author>dpa</p>", ["dpa"], "byline"),
        # in plain text
        (f"{H1}<p>di Jane Doe</p><p>{'Text. ' * 40}", ["Jane Doe"], "byline"),



        (f"{H1}<p>Written with <i>by</i> <b>hand</b></p>", [], ""),

        (f"{H1}<p>Par Anne Le Goff et publié le 5 mai 2015</p>", ["Anne Le Goff"], "byline"),





        # what stands over comments and other articles ends the article
        *((f"{H1}<p>{'Text. ' * 50}</p><h3>{words}</h3><p>Ann Other</p><p>25.10.2022</p>", [], "") for words in OVER.split("|")),
        (f"{H1}<p>3 Comments</p><p>By Jane Doe</p><p>{'Text. ' * 50}</p><h3>Related Posts</h3><p>By Ann Other</p>", ["Jane Doe"], "byline"),
        (f"{H1}<p>{'Text. ' * 50}</p><h3>Related Posts</h3><p>By Ann Other</p>", [], ""),

        (f"{H1}<p>{'Text. ' * 900}</p><h3>About the authors of books</h3><p>Ann Other</p>", [], ""),
        (f"{H1}<p>{'Text. ' * 900}</p><p>Jane Doe, <i>author</i><br>John Roe</p>", [], ""),
        (f"{H1}<a rel=author>Google+</a>", [], ""),
        *((f"{H1}<a rel=author>{words} Jane Doe</a>", ["Jane Doe"], "byline") for words in ALL_BY.split("|")),
        (f"{H1}<p>More from Bridge Makers</p>", [], ""),




        (f"{H1}<p>On May 25, 2022 it was closed once more by Jane Doe</p>", [], ""),


        (f"{H1}<i>25.10.2022</i><b>–</b><i>Jane Doe</i>", [], ""),

        (f"{H1}<b>Jane Doe</b> was born here on 25.10.2022", [], ""),



        (f"{H1}<p>© 2022 made by <a>Ann Other</a></p>", [], ""),




        (f"{H1}<b>viernes</b><i>25.10.2022</i>", [], ""),
        (f"{H1}<b>zuletzt_erstellt</b><i>25.10.2022</i>", [], ""),
        (f"{H1}<b>First Published</b><i>25.10.2022</i>", [], ""),
        (f"{H1}<a href=/news>News</a><i>25.10.2022</i>", [], ""),
        (f"{H1}<p>Text</p><p>Text</p><p>Text</p><p>Text</p><a href=/u/7>janed</a><i>25.10.2022</i>", [], ""),



        (f"{H1}<div>Jane Doe</div><div>Mayor of the town</div>", [], ""),
        (f"{H1}<p>25.10.2022</p><p>© Jane Doe</p>", [], ""),
        (f"{H1}<p>25.10.2022</p><p>Photo: Jane Doe</p>", [], ""),
        (f"{H1}<p>25.10.2022 - Breaking</p>", [], ""),
        (f"{H1}<p>Text.</p>" * 20 + "<p>25.10.2022</p><p>Ann Other</p>", [], ""),

        (f"{H1}<p>{'Text. ' * 40}</p><p>Author Jane Doe, a Londoner, was there.</p>", [], ""),


        (f"{H1}<p>Von Jane Doe und John Roe</p><p>Text", ["Jane Doe", "John Roe"], "byline"),

        (f"{H1}<p>By Jane Doe <a>and</a> <a>John Roe</a></p>", ["Jane Doe", "John Roe"], "byline"),
        (f"{H1}<p>{'Text. ' * 40}</p><b>Autor:</b> Jane Doe", ["Jane Doe"], "byline"),
        (f"{H1}<p>By using Jane Doe this way we see.", [], ""),
        # another person
        (f"{H1}<div class=comment><span class=author>Ann Other</span></div>", [], ""),
        (f"{H1}<p class=comment-author>Ann Other</p>", [], ""),
        (f"{H1}<aside><span class=author>Ann Other</span></aside>", [], ""),
        (f"{H1}<div class=related-teaser><p class=byline>Ann Other</p></div>", [], ""),
        (f"{H1}<h3><a href=/other>Ferry late</a></h3><b class=author>Ann Other</b>", [], ""),
        (f"{H1}<div class=latest-posts><b class=author>Ann Other</b></div>", [], ""),
        (f"{H1}<figure><span class=author>Ann Other</span></figure>", [], ""),
        (f"<article>{H1}<footer><p><span class=author>Jane Doe</span></footer></article>", ["Jane Doe"], "byline"),
        (f"{H1}<footer><p><span class=author>Ann Other</span></footer>", [], ""),
        (f"{H1}<article><h3><a href=/x>Ferry late</a></h3><footer><b class=author>Ann Other</b></footer></article>", [], ""),
        # both

        (f"<meta name=author content='Jane Doe'>{H1}<div class=byline>By Ann Other</div>", ["Jane Doe"], "author"),

        (f"<meta name=author content='Jane Doe'>{H1}<div class=post-author>Posted by janed</div>", ["Jane Doe"], "author"),
        (f"<meta name=author content=jdoe7>{H1}<div class=byline>By Jane Doe</div>", ["Jane Doe"], "byline"),
        (f"<meta name=author content=jdoe7>{H1}<div class=post-author>Tobi</div>", ["jdoe7"], "author"),
        (ld('"Web Maker"') + f"{H1}<div class=post-author>Posted by Jane Doe</div>", ["Web Maker"], "json-ld:author"),
        (f"<meta name=author content='Jane Doe'><meta name=byl content='Jane Doe'>{H1}<p class=author>Jane Doe</p>", ["Jane Doe"], "author"),

        # an organization where no person is named
        (ld('{"@type":"Organization","name":"Associated Press"}'), ["Associated Press"], "json-ld:author"),
        (ld('{"@type":"Organization","name":"Daily News"}') + H1 + "<p class=byline>By Jane Doe</p>", ["Jane Doe"], "byline"),
        (ld('{"@type":"Organization","name":"Bridge Owners"}') + H1 + "<p class=byline>By Jane Doe</p>", ["Jane Doe"], "byline"),
        (f"{H1}<a rel=author>News Desk</a>", ["News Desk"], "byline"),
        (f"<meta name=author content='Web Makers GmbH'>{H1}<p>By the council</p>", [], ""),
        # whoever began the thread

        (ld('{"@type":"Person","name":"admin"}'), [], ""),
        (f"<meta name=author content='Super User'>{H1}<p class=author>Napisao/la Super User</p>", [], ""),
        (ld('{"@type":"Person","name":null}'), [], ""),
    ],
)  # fmt: skip
def test_who_wrote_it(html: str, names: list[str], source: str) -> None:
    page = read(HEAD + html)
    found = authors.read(page, site.declared_keys(page), "Bridge closed to walkers")
    assert found == (tuple(names), source)


@pytest.mark.parametrize(
    ("html", "names"),
    [
        (f"{H1}<p>By Jane Doe, Town Bugle</p>", ("Jane Doe",)),
        ("<meta name=author content='Town Bugle, Jane Doe'>", ("Jane Doe",)),
        # alone it may be who wrote this
        ("<meta name=author content='Town Bugle'>", ("Town Bugle",)),
    ],
)
def test_what_the_host_is_called_beside_a_person(html: str, names: tuple[str, ...]) -> None:
    page = read(html, "https://www.townbugle.test/a")
    assert authors.read(page, frozenset(), "Bridge closed to walkers")[0] == names


def test_what_the_page_is_about_did_not_write_it() -> None:
    page = read("<h1>Stone Bridge</h1><p>The <b>Stone Bridge</b> (built 25.10.2022) is long.</p>")
    assert authors.read(page, frozenset(), "Stone Bridge") == ((), "")
