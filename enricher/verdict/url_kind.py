"""What an address alone tells: a home page, a section, a search, an error page, a door. Text only, nothing is asked."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from enricher import urls

_EXTENSION = re.compile(r"\.(?:html?|php\d?|aspx?|jsp|cfm|cgi|do|xhtml|shtml)$", re.IGNORECASE)
# `en`, `en-us`, `en_GB`, `zh-hans`: what a home page of one language or country ends in.
_LANGUAGE = re.compile(r"^[a-z]{2}(?:[-_][a-z]{2,4})?$")
_COUNTRIES = frozenset(
    {
        "us",
        "uk",
        "gb",
        "intl",
        "international",
        "global",
        "world",
        "worldwide",
        "emea",
        "apac",
        "latam",
    }
)
_HOME = frozenset(
    {
        "index",
        "home",
        "default",
        "main",
        "homepage",
        "start",
        "welcome",
        "startseite",
        "accueil",
        "inicio",
        "home-page",
    }
)
_HAS_ID = re.compile(r"\d{3}")

# Whole segments of a path, extension taken off. Words inside a slug do not count: /history-of-the-404-error is fine.
_ERROR = frozenset(
    {
        "404",
        "410",
        "404-page",
        "404page",
        "page-404",
        "page404",
        "error404",
        "error-404",
        "error_404",
        "404-error",
    }
    | {
        "404error",
        "err404",
        "404-not-found",
        "404notfound",
        "http-404",
        "notfound",
        "not-found",
        "not_found",
    }
    | {
        "pagenotfound",
        "page-not-found",
        "page_not_found",
        "filenotfound",
        "file-not-found",
        "articlenotfound",
    }
    | {
        "article-not-found",
        "content-not-found",
        "itemnotfound",
        "nopage",
        "error",
        "errors",
        "errorpage",
        "error-page",
    }
    | {
        "error_page",
        "pageerror",
        "customerror",
        "customerrors",
        "genericerror",
        "missing",
        "pagemissing",
    }
    | {
        "page-missing",
        "page-unavailable",
        "unavailable",
        "pageunavailable",
        "content-unavailable",
        "removed",
        "gone",
    }
    | {
        "page-removed",
        "article-removed",
        "expired",
        "no-longer-available",
        "nolongeravailable",
        "sorry",
        "oops",
    }
    | {
        "nicht-gefunden",
        "seite-nicht-gefunden",
        "fehler",
        "fehlerseite",
        "introuvable",
        "page-introuvable",
        "erreur",
    }
    | {
        "erreur404",
        "erreur-404",
        "no-encontrado",
        "no-encontrada",
        "pagina-no-encontrada",
        "pagina-nao-encontrada",
    }
    | {
        "nao-encontrado",
        "pagina-non-trovata",
        "errore",
        "errore-404",
        "niet-gevonden",
        "pagina-niet-gevonden",
    }
    | {"nie-znaleziono", "hata", "sayfa-bulunamadi", "lapa-nav-atrasta", "404.html"}
)
_SEARCH = frozenset(
    {
        "search",
        "search-results",
        "searchresults",
        "suche",
        "recherche",
        "buscar",
        "buscador",
        "busca",
        "pesquisa",
    }
    | {
        "ricerca",
        "cerca",
        "zoeken",
        "sok",
        "haku",
        "szukaj",
        "wyszukiwarka",
        "hledat",
        "poisk",
        "arama",
        "find",
    }
)
_SEARCH_KEYS = frozenset(
    {"q", "s", "query", "search", "keyword", "keywords", "searchterm", "search_query", "text"}
)
_LOGIN = frozenset(
    {
        "login",
        "log-in",
        "log_in",
        "logon",
        "signin",
        "sign-in",
        "sign_in",
        "signon",
        "sso",
        "auth",
        "authenticate",
    }
    | {
        "authentication",
        "authorize",
        "oauth",
        "oauth2",
        "register",
        "registration",
        "signup",
        "sign-up",
        "account",
    }
    | {
        "accounts",
        "anmelden",
        "anmeldung",
        "einloggen",
        "connexion",
        "iniciar-sesion",
        "entrar",
        "accedi",
        "inloggen",
    }
    | {
        "logga-in",
        "kirjaudu",
        "zaloguj",
        "giris",
        "members-only",
        "saml",
        "saml2",
        "openid-connect",
        "adfs",
        "cas",
    }
    | {
        "authwall",
        "checkpoint",
        "subscribe",
        "subscription",
        "wp-login",
        "user-login",
        "loginpage",
        "member-login",
    }
)
_LOGIN_HOSTS = frozenset(
    {"login", "signin", "accounts", "auth", "sso", "id", "idp", "account", "secure-login", "oauth"}
)
_CONSENT = frozenset(
    {
        "consent",
        "cookie-consent",
        "cookieconsent",
        "cookiewall",
        "cookie-wall",
        "privacygate",
        "privacy-gate",
    }
    | {
        "privacy-wall",
        "collectconsent",
        "gdpr",
        "gdpr-consent",
        "cookies-required",
        "datenschutz-consent",
    }
)
_CONSENT_HOSTS = frozenset(
    {"consent", "guce", "cmp", "myprivacy", "privacygate", "cookieconsent", "tcf"}
)


def _segments(url: str) -> tuple[str, ...]:
    return tuple(_EXTENSION.sub("", segment.lower()) for segment in urls.path_segments(url))


def _query(url: str) -> str:
    return "" if urls.check(url) is not None else urlsplit(url).query


def _query_names(url: str) -> frozenset[str]:
    query = _query(urls.without_tracking(url))
    return frozenset(
        name.lower() for name, _ in parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    )


def is_home(url: str) -> bool:
    """The front page of a host, of one of its languages or countries; a query that may name an article is none."""
    named = _query_names(url)
    if any(name in {"p", "id", "page_id", "story", "article", "aid", "nid"} for name in named):
        return False
    return (
        all(_is_home_segment(segment) for segment in _segments(url)) and urls.path_depth(url) <= 3
    )


def _is_home_segment(segment: str) -> bool:
    return segment in _HOME or segment in _COUNTRIES or bool(_LANGUAGE.match(segment))


def names_an_article(url: str) -> bool:
    """Deep or telling enough that a reader was sent to one thing, not to a site or section."""
    segments = [segment for segment in _segments(url) if not _is_home_segment(segment)]
    if not segments:
        return bool(
            _query_names(url)
            & {"p", "id", "story", "article", "aid", "nid", "articleid", "storyid"}
        )
    return len(segments) >= 2 or _is_telling(segments[-1])


def _is_telling(segment: str) -> bool:
    """A slug or a number: the address of one article."""
    return (
        segment.count("-") + segment.count("_") >= 2
        or bool(_HAS_ID.search(segment))
        or len(segment) > 24
    )


def is_section_of(url: str, start: str) -> bool:
    """A shallower address on the way to `start` (or one that lost two parts of it), itself no article's."""
    here, there = _segments(url), _segments(start)
    if (
        not here
        or len(here) >= len(there)
        or _is_telling(here[-1])
        or _query_names(url) & {"p", "id"}
    ):
        return False
    if len(there) - len(here) == 1 and there[-1] in _HOME:
        return False
    return (is_above(url, start) or len(there) - len(here) >= 2) and _is_telling(there[-1])


def is_above(url: str, start: str) -> bool:
    """On the way from the front page to `start`."""
    here, there = _segments(url), _segments(start)
    return len(here) < len(there) and there[: len(here)] == here


def is_error(url: str) -> bool:
    """The address itself says that it is an error page."""
    query = _query(url).lower()
    keys = {
        "404",
        "error=404",
        "status=404",
        "code=404",
        "notfound",
        "error=notfound",
        "not_found=1",
        "err=404",
    }
    return any(segment in _ERROR for segment in _segments(url)) or any(
        part in keys for part in query.split("&")
    )


def is_search(url: str) -> bool:
    """A search, with or without words to look for."""
    segments = _segments(url)
    if segments and segments[-1] in _SEARCH:
        return True
    return bool(_query_names(url) & _SEARCH_KEYS) and len(segments) <= 1


def is_login(url: str) -> bool:
    """A door: a page to sign in, register or subscribe."""
    first_label = urls.host(url).partition(".")[0]
    return first_label in _LOGIN_HOSTS or any(segment in _LOGIN for segment in _segments(url))


def is_consent(url: str) -> bool:
    """A page that asks for consent to cookies before anything else."""
    first_label = urls.host(url).partition(".")[0]
    return first_label in _CONSENT_HOSTS or any(segment in _CONSENT for segment in _segments(url))
