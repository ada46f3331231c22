"""How Germanic and Romance languages say "not found", "removed" and "sign in". Data only."""

from __future__ import annotations

from enricher.verdict.language import Language

WEST: tuple[Language, ...] = (
    Language(
        name="English",
        nouns=(
            "page / pages / web page / webpage / article / story / post / blog post / content / document / file / "
            "url / resource / link / item / video / entry / record / product / topic / thread / listing / job / "
            "job posting / event / recipe / news / news item / address / web address / site / website / blog / "
            "object / path / view / image / photo / gallery / podcast / episode / press release / offer / advert / "
            "ad / profile / account / user / tweet / message / report / publication / location / section / course / "
            "channel / playlist / directory / offering / position"
        ),
        missing=(
            "not found / {n} not found / {n} … not found / nothing found / nothing found here / "
            "nothing to see here / {n} … cannot be found / {n} … can not be found / {n} … can't be found / "
            "{n} … could not be found / {n} … couldn't be found / {n} … cannot be displayed / {n} … was not found / "
            "{n} … wasn't found / {n} … has not been found / {n} … does not exist / {n} … doesn't exist / "
            "{n} … do not exist / {n} … did not exist / {n} … no longer exists / {n} … no longer exist / "
            "{n} … not available / {n} … isn't available / {n} … no longer available / {n} … isn't here / "
            "{n} … is not here / {n} … no longer here / {n} unavailable / {n} … is unavailable / "
            "{n} … currently unavailable / {n} … has been removed / {n} … was removed / {n} removed / "
            "{n} … has been deleted / {n} … was deleted / {n} … been taken down / {n} deleted / {n} … has expired / "
            "{n} expired / {n} missing / {n} … is missing / {n} … went missing / {n} … has gone missing / "
            "{n} … is gone / {n} … has gone / {n} … isn't working / {n} … could not be located / unable to find / "
            "can't find that {n} / can't find this {n} / can't find the {n} / can't find your {n} / "
            "cannot find the {n} / cannot find that {n} / cannot find this {n} / can't seem to find / "
            "cannot seem to find / can not seem to find / couldn't find that {n} / couldn't find this {n} / "
            "couldn't find the {n} / couldn't find your {n} / couldn't find what you / can't find what you / "
            "could not find the {n} / could not find this {n} / could not find that {n} / could not find what you / "
            "we couldn't find … you were looking for / we couldn't find … you're looking for / "
            "we can't find … you're looking for / we can't find … you are looking for / no such {n} / no {n} found / "
            "no posts found / invalid {n} / you seem to be lost / looks like you're lost / 404 error / error 404 / "
            "http 404 / 404 / 410 gone / error code 404 / status 404 / 404 not found / this {n} isn't available / "
            "page lost / missing page / page is lost / no page here / there's no page / nothing here / "
            "not what you were looking for / nowhere to be found"
        ),
        notices=(
            "the {n} you requested / the {n} you have requested / the requested {n} / "
            "the requested url … was not found on this server / the {n} you are looking for / "
            "the {n} you were looking for / the {n} you're looking for / the {n} that you are looking for / "
            "the {n} you tried to / the {n} you are trying to / the {n} you're trying to / the {n} you followed / "
            "it looks like nothing was found at this location / the link you followed may be broken / "
            "may have been moved or deleted / might have been removed / may have been removed / "
            "may no longer exist / might no longer exist / this {n} … is no longer available / "
            "that {n} … is no longer available / the {n} … is no longer available / "
            "your {n} … is no longer available / this {n} … has been removed / the {n} … has been removed / "
            "that {n} … has been removed / this {n} … was removed / the {n} … was removed / "
            "this {n} … has been deleted / this {n} … has been archived and is no longer / "
            "this {n} … has been unpublished / this {n} … has been taken down / this {n} … has expired / "
            "the {n} … has expired / this {n} … no longer exists / this {n} … does not exist / "
            "this {n} … doesn't exist / the {n} … does not exist / the {n} … doesn't exist / "
            "this {n} … could not be found / this {n} … cannot be found / this {n} … isn't available / "
            "this {n} … is not available / this {n} … is unavailable / this {n} … is private / "
            "sorry … this {n} isn't available / sorry … couldn't find / sorry … could not find / "
            "sorry … can't find / sorry … cannot find / sorry … not found / no longer available on this site / "
            "no longer available on our site / {n} you … no longer available / {n} … does not exist or has been / "
            "{n} … doesn't exist or has been / {n} … has been moved or deleted / account … has been suspended / "
            "account … has been terminated / account … has been deleted / account doesn't exist / "
            "we can't find the page / we couldn't find the page / we could not find the page / "
            "we cannot find the page / we're unable to find the page / check the url / "
            "this story is no longer available / this job is no longer available / this position has been filled / "
            "is no longer accepting applications"
        ),
        login="log in / login / sign in / signin / sign up / log in or sign up / member login / please log in",
        fillers=(
            "error / errors / http / https / status / code / sorry / oops / ooops / oh no / uh oh / whoops / ouch / "
            "hmm / hm / ah / oh / snap / www / page / we re sorry / message / server / sorry but / this / the / "
            "that / your / we / were / apologies / file / gone / you / are / youre / looking / for / requested / "
            "tried / access / is / it / seems / looks / like / im / ive / i / like / for / there / here / "
            "unfortunately / my / our / d / terribly / typed / entered / clicked / followed / but"
        ),
    ),
    Language(
        name="German",
        nouns=(
            "Seite / Webseite / Artikel / Beitrag / Inhalt / Dokument / Datei / URL / Adresse / Text / Video / "
            "Meldung / Angebot / Anzeige / Ressource / Link / Internetseite / Nachricht / Stellenanzeige / Produkt / "
            "Eintrag / Objekt / Unterseite / Website / Profil / Thema"
        ),
        missing=(
            "nicht gefunden / {n} nicht gefunden / {n} … nicht gefunden / {n} … nicht gefunden werden / "
            "{n} … existiert nicht / {n} … existiert leider nicht / {n} … gibt es nicht / "
            "{n} … nicht mehr verfügbar / {n} … nicht verfügbar / {n} … nicht mehr vorhanden / "
            "{n} … nicht vorhanden / {n} … wurde gelöscht / {n} … wurde entfernt / {n} … ist abgelaufen / "
            "{n} … nicht auffindbar / diese {n} … nicht mehr / Fehler 404 / 404 Fehler / hier ist nichts / "
            "nichts gefunden / ins Leere"
        ),
        notices=(
            "die gesuchte {n} / der gesuchte {n} / das gesuchte {n} / die angeforderte {n} / die aufgerufene {n} / "
            "die gewünschte {n} / der gewünschte {n} / die von Ihnen aufgerufene {n} / die von Ihnen gesuchte {n} / "
            "der von Ihnen gesuchte {n} / die von Ihnen angeforderte {n} / {n} konnte leider nicht gefunden werden / "
            "{n} … steht nicht mehr zur Verfügung / {n} … ist nicht mehr verfügbar / {n} … ist leider nicht mehr / "
            "{n} … existiert nicht mehr / {n} … wurde entfernt / {n} … wurde gelöscht / {n} … ist offline / "
            "wurde möglicherweise gelöscht / wurde möglicherweise verschoben"
        ),
        login="anmelden / einloggen / anmeldung / jetzt anmelden / bitte anmelden",
        fillers=(
            "fehler / entschuldigung / hoppla / ups / huch / sorry / leider / die / der / das / diese / dieser / "
            "ihre / tut uns leid"
        ),
    ),
    Language(
        name="French",
        nouns=(
            "page / article / contenu / document / fichier / URL / adresse / ressource / lien / vidéo / offre / "
            "annonce / produit / publication / site / page web / dossier / billet"
        ),
        missing=(
            "introuvable / non trouvé / non trouvée / {n} introuvable / {n} … introuvable / {n} non trouvé / "
            "{n} non trouvée / {n} … n'existe pas / {n} … n'existe plus / {n} inexistante / {n} inexistant / "
            "{n} … n'a pas été trouvée / {n} … n'a pas été trouvé / {n} … n'a pu être trouvée / "
            "{n} … ne peut être trouvée / {n} … n'est plus disponible / {n} … n'est pas disponible / "
            "{n} … a été supprimée / {n} … a été supprimé / {n} … a expiré / {n} indisponible / {n} non disponible / "
            "{n} supprimé / {n} supprimée / {n} perdue / erreur 404 / 404 erreur / rien trouvé / aucun résultat"
        ),
        notices=(
            "la {n} que vous cherchez / la {n} que vous recherchez / l'{n} que vous recherchez / "
            "l'{n} que vous cherchez / le {n} que vous recherchez / la {n} que vous avez demandée / "
            "la {n} que vous demandez / la {n} demandée / l'{n} demandé / le {n} demandé / la {n} recherchée / "
            "cette {n} … n'existe plus / cette {n} … n'existe pas / cette {n} … n'est plus disponible / "
            "cet {n} … n'est plus disponible / ce {n} … n'est plus disponible / cet {n} … n'est plus en ligne / "
            "cet {n} … a été supprimé / cette {n} … a été supprimée / ce {n} … a été supprimé / "
            "{n} … a été déplacée ou supprimée"
        ),
        login="connexion / se connecter / identifiez vous / identification / connectez vous",
        fillers="erreur / désolé / oups / oops / la / le / cette / cet / ce / nous sommes désolés / mince / aïe",
    ),
    Language(
        name="Spanish",
        nouns=(
            "página / pagina / artículo / contenido / documento / archivo / URL / dirección / recurso / enlace / "
            "noticia / vídeo / video / entrada / publicación / sitio / nota / anuncio / oferta / producto"
        ),
        missing=(
            "no encontrado / no encontrada / {n} no encontrada / {n} no encontrado / {n} no existe / "
            "{n} … no existe / {n} … ya no existe / {n} … no se encuentra / {n} … no se ha encontrado / "
            "{n} … no se encontró / {n} … no ha sido encontrada / {n} … no fue encontrada / "
            "{n} … no se puede encontrar / {n} … no está disponible / {n} … ya no está disponible / "
            "{n} no disponible / {n} … ha sido eliminado / {n} … ha sido eliminada / {n} … fue eliminado / "
            "{n} … fue eliminada / {n} … ha caducado / no encontramos la {n} / no se encontró la {n} / "
            "no se encuentra la {n} / no hemos encontrado / no podemos encontrar / error 404 / no se encontró nada / "
            "nada encontrado"
        ),
        notices=(
            "la {n} que buscas / la {n} que busca / la {n} que estás buscando / la {n} que está buscando / "
            "el {n} que buscas / el {n} que busca / la {n} solicitada / el {n} solicitado / "
            "la {n} que has solicitado / la {n} que ha solicitado / la {n} que intentas / "
            "esta {n} … ya no está disponible / este {n} … ya no está disponible / esta {n} … no existe / "
            "este {n} … no existe / este {n} … ha sido eliminado / esta {n} … ha sido eliminada / "
            "puede haber sido eliminada / es posible que haya sido eliminada"
        ),
        login="iniciar sesión / inicia sesión / acceder / ingresar / inicio de sesión",
        fillers="error / lo sentimos / ups / oops / vaya / la / el / esta / este / perdón",
    ),
    Language(
        name="Portuguese",
        nouns=(
            "página / artigo / conteúdo / documento / arquivo / ficheiro / URL / endereço / recurso / link / "
            "notícia / matéria / vídeo / post / publicação / site / reportagem / anúncio / produto"
        ),
        missing=(
            "não encontrado / não encontrada / {n} não encontrada / {n} não encontrado / {n} não existe / "
            "{n} … não existe / {n} … não existe mais / {n} … não foi encontrada / {n} … não foi encontrado / "
            "{n} … não pôde ser encontrada / {n} … não pode ser encontrada / {n} … não está disponível / "
            "{n} … não está mais disponível / {n} … já não está disponível / {n} indisponível / {n} inexistente / "
            "{n} … foi removido / {n} … foi removida / {n} … foi excluída / {n} … expirou / não encontramos a {n} / "
            "não conseguimos encontrar / não foi possível encontrar / erro 404 / nada encontrado"
        ),
        notices=(
            "a {n} que você procura / a {n} que você está procurando / a {n} que procura / o {n} que você procura / "
            "a {n} solicitada / a {n} requisitada / o {n} solicitado / a {n} que você tentou / "
            "esta {n} … não existe / este {n} … não está mais disponível / este {n} … foi removido / "
            "esta {n} … foi removida / pode ter sido removida / pode ter sido removido"
        ),
        login="entrar / fazer login / iniciar sessão / faça login / acesse sua conta",
        fillers="erro / desculpe / ops / oops / a / o / esta / este / opa / lamentamos",
    ),
    Language(
        name="Italian",
        nouns=(
            "pagina / articolo / contenuto / documento / file / URL / indirizzo / risorsa / link / notizia / video / "
            "post / sito / annuncio / prodotto"
        ),
        missing=(
            "non trovato / non trovata / {n} non trovata / {n} non trovato / {n} inesistente / {n} … non esiste / "
            "{n} … non esiste più / {n} … non è stata trovata / {n} … non è stato trovato / "
            "{n} … non è disponibile / {n} … non è più disponibile / {n} … non disponibile / {n} … non trovata / "
            "{n} … è stata rimossa / {n} … è stato rimosso / {n} … è scaduto / impossibile trovare la {n} / "
            "errore 404 / nessun risultato / niente trovato"
        ),
        notices=(
            "la {n} che stai cercando / la {n} che cerchi / la {n} cercata / la {n} richiesta / il {n} richiesto / "
            "la {n} che hai richiesto / l'{n} che stai cercando / questa {n} … non esiste / "
            "questa {n} … non è più disponibile / questo {n} … non è più disponibile / "
            "questo {n} … è stato rimosso / potrebbe essere stata rimossa / potrebbe essere stata spostata"
        ),
        login="accedi / accesso / effettua il login",
        fillers="errore / spiacenti / ops / oops / ci dispiace / la / il / questa / questo / siamo spiacenti",
    ),
    Language(
        name="Dutch",
        nouns=(
            "pagina / artikel / bericht / inhoud / document / bestand / URL / adres / link / video / content / "
            "webpagina / website / product / vacature"
        ),
        missing=(
            "niet gevonden / {n} niet gevonden / {n} … niet gevonden / {n} … niet worden gevonden / "
            "{n} bestaat niet / {n} … bestaat niet / {n} … bestaat niet meer / {n} … niet beschikbaar / "
            "{n} … niet meer beschikbaar / {n} … is verwijderd / {n} … is verlopen / {n} onbekend / fout 404 / "
            "404 fout / niets gevonden"
        ),
        notices=(
            "de {n} die je zoekt / de {n} die u zoekt / de {n} waar je naar zoekt / de {n} die u probeert / "
            "de {n} die je probeert / de opgevraagde {n} / de gevraagde {n} / het {n} dat je zoekt / "
            "het {n} dat u zoekt / deze {n} … bestaat niet / deze {n} … niet meer beschikbaar / "
            "dit {n} … niet meer beschikbaar / dit {n} … is verwijderd"
        ),
        login="inloggen / aanmelden / log in",
        fillers="fout / foutmelding / helaas / sorry / oeps / oei / de / het / deze / dit",
    ),
    Language(
        name="Swedish",
        nouns=(
            "sidan / sida / artikeln / artikel / innehållet / dokumentet / filen / länken / adressen / videon / "
            "inlägget / webbsidan / nyheten"
        ),
        missing=(
            "hittades inte / {n} hittades inte / {n} hittades ej / {n} … hittades inte / {n} … kunde inte hittas / "
            "{n} … kan inte hittas / {n} … går inte att hitta / {n} … finns inte / {n} … finns inte längre / "
            "{n} … inte tillgänglig / {n} … har tagits bort / {n} saknas / hittar inte {n} / fel 404 / 404 fel / "
            "inget hittades"
        ),
        notices=(
            "{n} du söker / {n} du letar efter / {n} du försöker / {n} som du letar efter / den begärda {n} / "
            "den {n} du söker / vi kunde inte hitta / vi hittar inte"
        ),
        login="logga in / inloggning",
        fillers="fel / tyvärr / hoppsan / oj / ojdå / ursäkta / den",
    ),
    Language(
        name="Danish",
        nouns=(
            "siden / side / artiklen / artikel / indholdet / dokumentet / filen / linket / adressen / videoen / "
            "opslaget / websiden"
        ),
        missing=(
            "ikke fundet / {n} ikke fundet / {n} blev ikke fundet / {n} … blev ikke fundet / {n} … ikke fundet / "
            "{n} … kunne ikke findes / {n} … kan ikke findes / {n} findes ikke / {n} … findes ikke / "
            "{n} … findes ikke længere / {n} … er ikke tilgængelig / {n} … er blevet slettet / {n} … er fjernet / "
            "fejl 404 / 404 fejl / vi kan ikke finde"
        ),
        notices="{n} du leder efter / {n} du søger / den side du / den ønskede side / vi kunne ikke finde",
        login="log ind / login",
        fillers="fejl / desværre / ups / hov / den / beklager / øv",
    ),
    Language(
        name="Norwegian",
        nouns=(
            "siden / side / artikkelen / artikkel / saken / innholdet / dokumentet / filen / lenken / adressen / "
            "videoen / nettsiden"
        ),
        missing=(
            "ikke funnet / {n} ikke funnet / {n} … ikke funnet / {n} ble ikke funnet / {n} … kunne ikke bli funnet / "
            "{n} … ble ikke funnet / {n} finnes ikke / {n} … finnes ikke / {n} … finnes ikke lenger / "
            "{n} … ikke tilgjengelig / {n} … er slettet / {n} … er fjernet / fant ikke {n} / finner ikke {n} / "
            "vi finner ikke / feil 404 / 404 feil"
        ),
        notices="{n} du leter etter / {n} du ser etter / {n} du prøver / vi fant ikke / vi kunne ikke finne",
        login="logg inn / logg på",
        fillers="feil / dessverre / ops / oi / beklager / uff / den",
    ),
    Language(
        name="Romanian",
        nouns="pagina / articolul / conținutul / documentul / fișierul / adresa / știrea",
        missing=(
            "{n} nu a fost găsită / {n} nu a fost găsit / {n} … nu a fost găsită / {n} … nu există / "
            "{n} … nu mai există / {n} … nu este disponibilă / {n} negăsită / eroare 404 / eroarea 404"
        ),
        notices="{n} pe care o cauți / {n} pe care o căutați / {n} căutată / {n} solicitată",
        login="autentificare / conectare",
        fillers="eroare / ne pare rău / ups / oops",
    ),
    Language(
        name="Catalan",
        nouns="pàgina / article / contingut / document / notícia",
        missing=(
            "no s'ha trobat / {n} no trobada / {n} … no s'ha trobat / {n} … no existeix / {n} … no està disponible"
        ),
        notices="la {n} que busques / la {n} que cerques / la {n} sol·licitada / no s'ha trobat la {n}",
    ),
)
