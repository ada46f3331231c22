"""How pages in the place of others speak: domains for sale, servers without a site, consent and region walls.

Data in the form of `language`: phrases separated by ` / `, choices in brackets, `…` for up to seven words.
"""

from __future__ import annotations

from functools import cache

from enricher.verdict import phrases
from enricher.verdict.phrases import Phrases

# Sources: the landers of the parking services that Vissers, Joosen and Nikiforakis name ("Parking Sensors", 2015) and
# of the large registrars, in their languages.
_SALE = (
    "(this|the|) domain (name|) … (is|may be|might be|could be) … (for sale|for lease) / "
    "(this|the|) domain (name|) … (is|may be|might be|could be) … (up for sale|listed for sale) / "
    "(this|the|) domain (name|) … (is|may be|might be|could be) … (parked|available|available for sale) / "
    "domain (name|) for sale / premium domain (name|) (for sale|) / domains for sale / "
    "(buy|purchase|get|own|acquire|lease|order) this domain (name|) / make an offer (on|for) this domain / "
    "inquire about this domain / (this|the|) domain (name|) has expired / domain (name|) expired / "
    "expired domain / renew (this|your) domain / "
    "this domain (name|) (was|has been|is) (just|recently|) registered / this domain has … been registered / "
    "parked (domain|page|free|courtesy) / domain parking / domain (is|) parked / "
    "this (web page|webpage|site|page|website) is parked / this (website|site|web address) is for sale / "
    "website (is|) for sale / the owner of … is offering it for sale / interested in this domain / "
    "future home of something / first and best source for all of the information / "
    "beste quelle für alle informationen / this website is for sale / a brand new domain / "
    "available for purchase / registered at … website coming soon / diese internetpräsenz wurde / "
    "votre domaine est bien / related searches / sponsored listings / (domain|it) could be yours / "
    "(diese|die) domain … (steht|ist) … (zum verkauf|zu verkaufen|käuflich|geparkt|reserviert|registriert) / "
    "domain (kaufen|geparkt|zu verkaufen) / hier entsteht … (webseite|website|internetpräsenz|homepage) / "
    "(ce|le|) (nom de domaine|domaine) … (à vendre|est à vendre|est enregistré|est réservé|a expiré|est parqué) / "
    "(este|el|) dominio … (en venta|está en venta|ha caducado|está registrado|está aparcado) / comprar dominio / "
    "(este|o|) domínio … (à venda|está à venda|expirou) / "
    "(questo|il|) dominio … (in vendita|è in vendita|è scaduto) / "
    "(dit|deze|) (domein|domeinnaam) … (te koop|is te koop|is geregistreerd|is gereserveerd|geparkeerd) / "
    "(den här|detta|) (domänen|domän) … till salu / (dette|) domænet er til salg / domenet er til salgs / "
    "(ten|ta|) (domena|adres) … (na sprzedaż|jest na sprzedaż|wygasła|zaparkowana) / doména … na prodej / "
    "домен … (продаётся|продается|припаркован|не прилинкован|просрочен) / купить домен / этот домен … свободен / "
    "(bu|) (alan adı|domain) satılık / このドメインは販売中 / ドメイン販売 / このドメインは / ドメインの有効期限 / "
    "域名出售 / 此域名 / 本域名 / 域名转让 / 域名已过期 / 網域出售 / 이 도메인은 / 도메인 판매"
)

# Default pages of nginx, Apache, IIS, Plesk, cPanel, Caddy; suspended accounts; empty shops and builders.
_DEFAULT = (
    "if you see this page the nginx web server is successfully installed / apache2 … default page / "
    "this is the default (web|welcome|) page / default web site page / "
    "(this|the) (site|website|web site) (has been|is) suspended / website suspended / "
    "(this|your) domain (name|) (is not|isn't) (yet|) (connected|configured|set up|pointing) / "
    "domain not (connected|configured) / looks like this domain isn't connected to a website / "
    "website (is|) expired / this website has expired / this (store|shop) is (currently|) unavailable / "
    "no website is configured / this site is not published / there isn't a github pages site here / no such app / "
    "fastly error unknown domain / this website is no longer available / hosting (account|) has expired / "
    "hosting package expired / this site is under construction / website is under construction / "
    "something amazing will be constructed here / site not found … netlify / the deployment could not be found / "
    "domain is not claimed / welcome to your new (site|website|hosting) / diese webpräsenz ist / "
    "diese domain wurde … eingerichtet / this web site has been disabled / this site has been archived or suspended"
)

_REGION = (
    "(not|isn't) (currently|) (available|accessible) (in|from|to) (your|this) … (region|country|countries) / "
    "(not|isn't) (currently|) (available|accessible) (in|from|to) (your|this) … (location|area|territory) / "
    "unavailable in your … (region|country|location|area) / not available in (most|) european (countries|union) / "
    "unavailable in most european countries / unavailable due to legal reasons / unavailable for legal reasons / "
    "not available to … (european union|european economic area|eu|europe) / "
    "(visitors|users|readers|access) from (the|) (european union|eu|european economic area|your country) / "
    "our european visitors are important to us / we recognize you are attempting to access this website from / "
    "nicht verfügbar in (ihrem|deinem) (land|region) / in (ihrem|deinem) (land|region) nicht verfügbar / "
    "(non|pas) disponible dans (votre|ton) (pays|région) / no … disponible en (tu|su) (país|región) / "
    "não … disponível (no seu|em seu) país / non … disponibile nel tuo paese / お住まいの地域では / 您所在的地区 / "
    "您所在的國家"
)

_CONSENT = (
    "before you continue to / we value your privacy / we and our … partners / we care about your privacy / "
    "accept (all|) (cookies|) (and|to) continue / part of the yahoo family / cookie (consent|wall) / "
    "use with ads / manage your consent / your privacy choices / we need your consent / "
    "please accept (our|) cookies / bevor (sie|du) fortfahren / bevor (sie|du) zu … weitergehen / "
    "mit werbung … lesen / mit werbung … weiter / "
    "(wir|wir und unsere partner) … (benötigen|brauchen) (ihre|deine) (zustimmung|einwilligung) / "
    "zustimmung erforderlich / akzeptieren und weiter / wir und unsere … partner / avant de continuer / "
    "avant d'accéder / accepter (et continuer|les cookies) / nous et nos … partenaires / continuer sans accepter / "
    "aceptar (y continuar|cookies) / antes de continuar / nosotros y nuestros … socios / accetta e continua / "
    "noi e i nostri … partner / wij en onze … partners / voordat je verdergaat / cookies accepteren / "
    "accepter alle cookies / godta alle"
)


# Error pages of nginx, Apache, IIS, WordPress and Django, and what sites write under maintenance.
_TROUBLE = (
    "(500|) internal server error / server error / (502|) bad gateway / (503|) service (temporarily|) unavailable / "
    "(504|) gateway time out / gateway timeout / error establishing a database connection / "
    "(site|website|web site|service|page) … (maintenance|under maintenance) / "
    "down for maintenance / maintenance (mode|break|work|in progress) / scheduled maintenance / "
    "under maintenance / "
    "temporarily (unavailable|offline|down) / something went wrong / an error (has|) occurred / application error / "
    "unexpected error / we'll be back soon / we will be back (soon|shortly) / (site|website) (is|) offline / "
    "wartungsarbeiten / wartungsmodus / interner serverfehler / (seite|website) … nicht erreichbar / "
    "vorübergehend nicht (erreichbar|verfügbar) / maintenance en cours / site en maintenance / "
    "erreur interne (du serveur|) / momentanément indisponible / en mantenimiento / error interno (del servidor|) / "
    "em manutenção / erro interno (do servidor|) / in manutenzione / errore interno / "
    "prace konserwacyjne / przerwa techniczna / "
    "технические работы / внутренняя ошибка сервера / 维护中 / 維護中 / 服务器错误"
)

_GATE = (
    "subscribe / subscriber / subscribers / subscription / log in / login / sign in / signin / register / "
    "become a member / members only / javascript / your browser / browser / cookies are / enable cookies / "
    "your region / your country / abonnieren / abonnenten / anmelden / einloggen / abonnez / abonnés / connectez / "
    "suscríbete / suscriptores / inicia sesión / assine / assinantes / abbonati / accedi / abonneer / inloggen / "
    "logga in / prenumerera / zaloguj / войти / ログイン / 会員 / 登录 / 订阅 / 로그인 / 구독"
)

_REMOVAL = (
    "removed / deleted / taken down / unpublished / retired / withdrawn / no longer available / no longer exists / "
    "no longer online / has expired / expired / suspended / terminated / been filled / archived / "
    "gelöscht / entfernt / nicht mehr / abgelaufen / supprimé / supprimée / n'est plus / expiré / "
    "eliminado / eliminada / ya no / removido / removida / não está mais / rimosso / rimossa / non è più / "
    "verwijderd / niet meer / tagits bort / slettet / fjernet / poistettu / usunięty / usunięta / odstraněn / "
    "удален / удалена / видалено / kaldırıldı / silindi / 削除 / 終了 / 删除 / 刪除 / 移除 / 삭제"
)


@cache
def sale() -> Phrases:
    """A domain is offered, or parked until somebody buys it."""
    return phrases.of(_SALE)


@cache
def default_site() -> Phrases:
    """A server or builder without a site."""
    return phrases.of(_DEFAULT)


@cache
def region() -> Phrases:
    """Shown in other countries only."""
    return phrases.of(_REGION)


@cache
def consent() -> Phrases:
    """Asks for consent to cookies."""
    return phrases.of(_CONSENT)


@cache
def trouble() -> Phrases:
    """A server in trouble, or under maintenance."""
    return phrases.of(_TROUBLE)


@cache
def gate() -> Phrases:
    """Something must be done first: sign in, subscribe, switch scripts on."""
    return phrases.of(_GATE)


@cache
def removal() -> Phrases:
    """Not just unavailable: taken away."""
    return phrases.of(_REMOVAL)
