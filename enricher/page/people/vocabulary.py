"""The words of bylines, in the languages of the news: what stands before a name, behind it, and instead of one.

Law of this file: tables only. Patterns that say so are asked of texts in small letters: with so many words each, they
take a third of the time then, and they are asked of every line near the headline.
"""

from __future__ import annotations

import re


def _any(*words: str) -> str:
    return "(?:" + "|".join(words) + ")"


# ── before a name ─────────────────────────────────────────────────────────────────────────────────────────────

_DONE = _any(
    "(?:originally )?(?:posted|written|published|reviewed|reported|compiled|created|submitted|added|updated|edited)",
    "geschrieben|veröffentlicht|verfasst|eingestellt|erstellt|gepostet|publié|écrit|rédigé|publicado|escrito|scritto",
    r"pubblicato|skrevet|skriven|napisał\w?|dodał\w?|über d(?:en|ie) autor(?::?in)?|about the author|words",
    "artículo|artikel|article|(?:propos )?recueillis?|a cura|contributed|aufgezeichnet",
    "geschreven|scris|kirjoittanut|napsala?|подготовила?|написала?|opracowała?|das (?:gespräch|interview) führten?",
    "publicerad|publisert|publiceret|gepubliceerd|geplaatst|opublikowan[eoy]|dodan[eoy]|objavi(?:o|la)|napisa(?:o|la)(?:/la)?|piše",
    r"autorem (?:je|byl)|oprac|автор|беседовала?|опубликовала?|підготува(?:в|ла)|die fragen stellten?|about",
)
_TEXT = _any(
    *(
        "text",
        "story",
        "words",
        "interview",
        "report(?:age)?",
        "kommentar",
        "analyse",
        "tekst",
        "texte",
        "texto",
    ),
    *(
        "testo",
        "teksti",
        "szöveg",
        "haber",
        "muhabir",
        "protokoll",
        "yazan",
        "írta",
        r"(?:(?:this|the following) is an? |today['’]s )?guest (?:post|article|column)(?: is)?",
    ),
    "(?:eine? )?(?:gast)?(?:kommentar|analyse|beitrag|kolumne|essay|bericht|reportage|interview|rezension|kritik)",
)
_AUTHOR = (
    _any(
        *(
            "author",
            "autor",
            "auteur",
            "autore",
            "yazar",
            "penulis",
            "автор",
            "текст",
            "szerző",
            "συντάκτης",
        ),
        *(
            "autoř[ií]",
            "kirjoittaja",
            "forfatter",
            "författare",
            "verfasser",
            "tác giả",
            "журналіст",
            "журналист",
        ),
        *("מאת", "بقلم", "كتب", "كاتب", "الكاتب", "إعداد", "نویسنده", "مؤلف", "लेखक"),
    )
    + r"\w{0,5}(?:[/:*_]in(?:nen)?)?"
)
_EAST_ASIAN_LABEL = _any(
    "作者",
    "(?:(?:取材|構成|撮影|写真|編集)・)*文(?:・(?:写真|撮影|構成|編集))*",
    "聞き手",
    r"\S{0,4}(?:記者|记者)",
    "通讯员",
    "글[·/,] ?사진",
    "ライター",
    "撰文",
    "記事",
    "執筆者?",
    "著者",
    "筆者",
    "글",
    "责任编辑",
    "編集",
) + (r"(?: ?[/／:：=＝・]|[ \u3000](?=\S{2,4}(?:\s|$)))")
_CJK = "\u3040-\u30ff\u3400-\u9fff"
# `記者張三豐／台北報導`, `本报记者张三丰`.
_HAN = "\u3400-\u9fff"
_CHINESE_LABEL = (
    rf"[〔【（(\[]?(?:文[/／])?[{_HAN}]{{0,8}}"
    rf"(?:記者(?=[{_HAN}]{{2,3}}[／/])|记者(?= ?[{_HAN}]{{2,3}}(?:[／/\s）)】]|$)))"
)
_KOREAN = r"(?:기자명 )?[\[(]?(?:[^\s=\[\]()]{1,20}+ ?= ?)?"
# Behind the name.
_KOREAN_LABEL = r" ?(?:\S{0,4}기자|특파원)(?![\w])"
_POSTS = _any(
    "reporter",
    "redakteur",
    "redaktion",
    "journalist",
    "skribent",
    "periodista",
    "giornalista",
    "jornalista",
)
_BY = _any(
    r"von unsere[mnr] \w+(?= \S+ \S)",
    r"aus [^\s,.]+(?: [^\s,.]+)? bericht(?:et|en)(?!\w)",
    r"(?:by|von|vom|durch|par|por|door|af|av|od|przez|από|του|της|oleh|โดย|بقلم|كتبت?|מאת|γράφει [οη])(?![\w'’-])",
    r"(?:di|da|de)(?= (?!las? |los )\S+ \S)",
    r"(?:escriben?|piše|napisał\w?|napsala?|написала?|подготовила?)(?![\w'’-])",
    r"(?:opinion|analysis|review|column|commentary|perspective) by(?![\w'’-])",
    rf"{_TEXT}(?: (?:und|and|&|/) \w+)? ?(?:(?:by|von|par|por)(?![\w'’-])|:)",
    rf"(?:the |l['’])?(?:{_AUTHOR}|{_POSTS}\w{{0,2}}) ?:",
    _CHINESE_LABEL,
    _EAST_ASIAN_LABEL,
)
_LEADING = rf"^[-–—·•|,:(\[（【［\s]*(?:{_DONE}\b[:.\s]*)*"
_STOPS = r"[:\s]*"

# What leads to all that somebody wrote.
_ALL_BY = _any(
    r"(?:view |see |read )?(?:all |more )?(?:posts|articles|stories|entries) (?:written )?(?:by|from)|more (?:by|from)",
    r"(?:alle|mehr|weitere) (?:beiträge|artikel) (?:von|anzeigen von|ansehen von)",
    r"(?:voir |lire )?tous les articles (?:de|par)",
    r"ver (?:todas las entradas|todos los artículos) de|ver todos os posts (?:de|por)|alle berichten (?:van|door)",
    r"(?:visualizza |vedi )?tutti gli articoli di|zobacz wszystkie wpisy(?: autora)?|посмотреть все записи автора",
)
PREFIX = re.compile(
    rf"^{_KOREAN}(?=[가-힣]{{2,4}}{_KOREAN_LABEL})|^{_ALL_BY}:? |{_LEADING}(?:{_BY}{_STOPS})?"
)
"""In small letters; matches any text."""
HAS_PREFIX = re.compile(
    rf"{_LEADING}{_BY}{_STOPS}(?=[^\W\d_])|^{_KOREAN}[가-힣]{{2,4}}{_KOREAN_LABEL}"
)
"""A line that begins as bylines do, in small letters."""
DONE_BY = re.compile(rf"^{_DONE}\s+{_BY}\s")
"""`Posted by`, in small letters: whoever follows is a person, full name or not."""
LABEL = re.compile(
    rf"^(?:(?:(?:the |l['’])?{_AUTHOR}|text|words|redakteur(?:in)?) ?:|{_EAST_ASIAN_LABEL}) ?(?=\S)"
)
"""A line that says `Autor:`, in small letters."""
_BYS = ("by", "von", "par", "por", "door", "di", "af", "av")
_BY_WHOM = _any(*_BYS)
ENDS_WITH_BY = frozenset(word for by in _BYS for word in (by, by.capitalize(), by.upper()))
"""A line whose last word is one of these has the name in the next."""
DATED_PREFIX = re.compile(
    rf"^[^\n]{{0,60}}\d[^\n]{{0,12}}\s{_BY_WHOM}\s+"
    r"|^[^\n]{0,20}(?:review|edit|check|illustrat|photo)[^\n]{0,60}\bwritten by\s+",
    re.IGNORECASE,
)
"""`Posted on September 21, 2020 by Adi Tzlil`, `Medically reviewed by Ann Other - Written by Jane Doe`."""

BEHIND_DATE = re.compile(rf"^[\s,.|•·–-]*(?:[ap]\.?m\.?)?[\s,|•·–-]*{_BY_WHOM} ", re.IGNORECASE)
"""What stands between a day, perhaps with its time, and a name: ` am, by `."""

BARE_LABEL = re.compile(
    r"^(?:(?P<author>(?:autor(?:en|in|innen)?|authors?|auteurs?|autores?|автор(?:ы)?)\s))"
    r"(?=(?-i:[^\W\d_a-zа-я]))",
    re.IGNORECASE,
)
"""`Autoren Jane Doe und John Roe`."""
BARE_LABELS = frozenset("aAаА")
"""What these begin with."""
SIGNED = re.compile(r"^\(?reporting by (?P<names>[^;)]+)", re.IGNORECASE)
"""How agencies sign: `(Reporting by Jane Doe; editing by John Roe)`."""
DONE = re.compile(rf"^{_DONE}\b")
"""`Posted 3 hours ago by`, in small letters."""
NICKNAMED = re.compile(
    rf"^(?:\w+ )?{_BY_WHOM} ([^\W\d][\w.-]+) (?:on|am|op|um|at|(?-i:le|el|den))\b[^\n]*\d"
    rf"|^[^\n]{{0,32}}\d{{4}}[^\n]{{0,20}}\s{_BY_WHOM} ([^\W\d][\w.-]+(?: \S+){{0,3}})$",
    re.IGNORECASE,
)
"""`by janed on May 5, 2015`, `5. Mai 2015 von janed`."""
_ALONE = (
    "Author|The author|The Author|Authors|Autor|Autorin|Autoren|Autores|Auteur|Auteurs|Autore|Autrice|Verfasser"
    "|Verfasserin|Автор|Yazar|Szerző|Penulis|Words|Text|Texte|Tekst|Testo|Texto|Über den Autor|Über die Autorin"
    "|Über die Autoren|About the author|About the Author|About the authors|About the Authors|À propos de l'auteur"
    "|À propos de l’auteur|À propos de l’autrice|Sobre el autor|Sobre la autora|Sobre o autor|Sobre a autora"
    "|Over de auteur|Sull'autore"
    "|Sull’autore|O autorze|O autorovi|Об авторе"
)
ALONE = frozenset(spelled for words in _ALONE.split("|") for spelled in (words, words.upper()))
"""Lines above a name that say, and nothing else, that it is the author's; written small they may be part of a line."""
OVER = re.compile(
    r"^(?:(?:\d+|ein|one) )?(?:kommentare?|comments?|responses?|leave a (?:reply|comment)|comentarios?|comentários"
    r"|commentaires?|commenti|reacties|(?:schreiben?|hinterlassen?)(?: sie)? einen kommentar"
    r"|ähnliche (?:beiträge|artikel)|mehr zum thema|weitere artikel|(?:das könnte|auch) [\w ]+ interessieren"
    r"|related (?:posts?|articles?|stories)"
    r"|artículos relacionados|noticias relacionadas|articles? (?:liés|similaires)"
    r"|you may also like|more from \w+|コメント|関連記事|相关阅读)\b\W*$"
)
"""What stands over comments and other articles, in small letters."""
BOOK = re.compile(
    r"^(?:isbn|verlag|seiten(?:zahl)?|originaltitel|publisher|pages|éditeur|editorial|editore|wydawnictwo|erschienen)\b",
    re.IGNORECASE,
)
"""What catalogues say of a book."""
DATED = re.compile(
    r"(?:\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}|\d{4}(?:[-/]|\. ?)\d{1,2}(?:[-/]|\. ?)\d{1,2}"
    r"|\b\d{4}\. [^\W\d_]{3,12}\.? \d{1,2}\."
    r"|\b\d{1,2}(?:st|nd|rd|th|º|\.)?(?: de)? [^\W\d_]{3,12}\.?,?(?: de)? \d{4}"
    r"|\b[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\b\d+ (?:min(?:ute)?|hour|day|week|month|year)s? ago\b"
    r"|\b(?:vor|hace|il y a|há) \d+ [^\W\d_]+)"
    r"(?:[\s,–|-]{0,3}(?:um |at )?\d{1,2}[:.]\d\d(?: ?uhr| ?h)?)?",
    re.IGNORECASE,
)
"""A day, perhaps with its time, as it stands in bylines; or how long ago."""
_NO_NICKNAME = _any(
    "lunes|martes|miércoles|miercoles|jueves|viernes|s[aá]bado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi",
    "dimanche|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|domenica|segunda|terça|quarta|quinta|sexta",
    "share|print|drucken|merken|weiter|zur(?:ü|ue)ck|email|whatsapp|linkedin|youtube|tiktok|paypal|iphone|ipad|macos",
)
NICKNAME = re.compile(
    rf"^(?!(?i:{_NO_NICKNAME})$)(?=[a-z]|\w*[a-z]\w*[A-Z\d_])[^\W\d_][\w-]{{3,23}}$"
)
"""Small letters at the beginning, or capitals, digits and bars inside: no section is written like that."""
POST = re.compile(
    r"^(?:[^\W\d_]+ ){0,3}(?:reporter|correspondent|journalist|columnist|(?:staff )?writer|contributor|redakteur(?:in)?"
    r"|korrespondent(?:in)?|journaliste|correspondante?|periodista|redactora?|giornalista|redattore)\b"
)
"""What newsrooms call somebody who writes, in small letters."""
NOT_NAMES = re.compile(
    r"[©:]|[\u3000-\u9fff\uac00-\ud7af\u0590-\u08ff]|\b(?:zum|zur|neue\w?|erste\w?"
    r"|sports?|deportes|politi[kc]\w*|política|wirtschaft|business|economía|économie|kultur|culture|cultura|health|care|estate"
    r"|climate|energy|change|studies|science|technology|society|vida|vie|leben|life|style|world|international|inland|ausland"
    r"|meldung\w*|aktuell\w*|kirche|kirchengemeinde|woche|forschung|bildung|umwelt|verkehr|gesundheit|veranstaltung\w*"
    r"|now|save|print|listen|download|city|county|rapids|springs|company|industry|season|episode|event|events|archive"
    r"|ciudad|provincia|nacional|internacional|sociedad|sucesos|actualidad|actualités?|société|santé"
    r"|access|paper|study|blog|posting|like|tweet|stelle|seiten|bundestag|landtag|comunicato|communiqué|nota|komunikat"
    r"|hora|heure|states|kingdom|africa|arabia|zealand|korea|lanka|rica|middle|sankt|württemberg|westfalen|den haag"
    r"|league|liga|comunidad|inside|new york|los angeles|hong kong|são paulo|buenos aires|san|bad)\b",
)
"""Credits, labels, sections and towns, in small letters; and scripts in which nothing tells a name from other words."""
_AND = ("and", "und", "et", "y", "e", "og", "och", "и")
AND = re.compile(rf"\s{_any(*_AND)}\s")

# ── between names ─────────────────────────────────────────────────────────────────────────────────────────────

SEPARATOR = re.compile(
    r"\s*[;|•·／/、，»«]\s*|\s*,\s+(?:and |und |et |y |e )?|\s+[-–—]+\s+|\s*&\s*"
    r"|\s+(?:and|und|et|og|och|en|i|и|та|ve|dan|και|with|mit|avec|con|AND|UND|ET)\s+(?=[^\W\d_a-zß-ÿ])"
    # Before one word alone it joins two families: `Ana Costa e Silva`.
    r"|\s+[ye]\s+(?=[^\W\d_a-zß-ÿ]\S*\s+[^\W\d_])"
)
JOINS = re.compile(r"^(?:,|;|&|\||/|and|und|et|y|e|og|och|en|i|и|ve)$")
"""A line that is nothing but a separator."""

# ── behind a name ─────────────────────────────────────────────────────────────────────────────────────────────

_WEEKDAYS = _any(
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day", "(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
)
END = re.compile(
    r"[(\[（]|(?<!\S)(?:\d|@\S)"
    r"|(?<=\w) (?:(?:(?:ap|afp|staff|senior|special|sports?|political|business|national|science|health) ){1,3}"
    r"(?:writers?|reporters?|correspondents?|editors?|columnists?)\b|photographs? by\b|on behalf of\b"
    r"|(?:and|&) the\b|(?:and|und|et) (?:others|colleagues|andere|weitere|autres)\b"
    r"|(?:and|und|mit|with|avec|et|con) (?:agencies|agenturen|agences|dpa|afp|ap|reuters|staff|wires)\b"
    r"|(?:the )?(?:associated|canadian) press\b|reuters\b|bloomberg\b|usa today\b|tribune news|(?:afp|dpa|ap)$)"
    rf"|(?<=[{_CJK}]) ?(?:(?:記者|记者|特派員|ライター)$|(?:写真|撮影|編集|翻訳) ?[:：])|(?<=[가-힣]){_KOREAN_LABEL}"
    r"|\b(?:(?:stand|updated|datum|date|foto\w*|photo\w*|bild\w*|beeld|kuvat?|zdjęcia|фото|imágenes|sagt|says) ?:"
    r"|(?:lesezeit|lesedauer|reading time|temps de lecture|tiempo de lectura|tempo di lettura"
    r"|twitter|facebook|instagram|linkedin|e-?mail|follow|folgen|published|updated|posted on|aktualisiert"
    r"|publicado|publié|min read|read more|said (?:on|that|in)|illustration(?:en)?|photography|photos? by|fotos? von"
    r"|leave a (?:comment|reply)|no comments"
    rf"|vor \d|hace|il y a|with files from|reporting by)\b|(?:{_WEEKDAYS}\b|(?:tue|wed|thu|fri)(?:[.,]|$| \d)))"
)
"""Where what is no name begins, in small letters."""
LIKE_DAY = re.compile(rf"^(?:[^\s,]+ {_WEEKDAYS}|{_WEEKDAYS} [^\s,]+)$")
"""People called like a day of the week, in small letters: no day is cut off them."""
DAY = re.compile(rf"\b{_WEEKDAYS}\b")
"""In small letters."""
PLACE = re.compile(
    r" (?<=\w )(?:(?:in|aus|for|für|of) (?:the )?(?-i:[A-ZÄÖÜ])\w|(?-i:[A-Z]{2,5} News)\b)",
    re.IGNORECASE,
)
"""`Jane Doe in Berlin`, `Jane Doe for the Herald`, `Jane Doe TNB News`."""
MAIL = re.compile(r"\S+@\S")
WHEN = re.compile(r"(?<=\w) (?:on|am|le|el|em|il|op|den|um|at|vom|et|and|und|y)$")
"""What is left of `on 5 May` when the date is gone."""
SECOND_HAND = re.compile(
    r"(?<=\w)[\s,;|·•–—-]+"
    r"(?:(?:and |und )?(?:medically |fact[- ])?(?:edited|translated|reviewed|checked|illustrated) by"
    r"|übersetzt von|traduit par|traducido por|traducción de|herausgegeben von|editor ?:)(?!\w)"
    rf"|(?<=[{_CJK}])[、， ]?(?:写真|撮影|編集|编辑|翻訳|通讯员|通訊員|摄影|攝影)(?: ?[:：/／・]| (?=[{_CJK}]))"
)
"""`, edited by Ann Other`, in small letters: whoever is named from there on did not write it."""
_PICTURES = r"(?:foto|photo|bild(?:er)?(?!\w)|imag|illustr|vid[eé]o)"
PICTURES = re.compile(rf"^\W*{_PICTURES}\w*\W*$")
"""A label, in small letters, of whoever took the pictures."""
PICTURED = re.compile(rf"\(\s*{_PICTURES}[^()]{{0,40}}\)")
"""What stands behind their names: `Jane Doe (photos)`, in small letters."""
ROLE = re.compile(
    r"\b(?:president|director|manager|head|chief|officer|founder|co-?founder|ceo|cto|cfo|professor|leiter(?:in)?"
    r"|geschäftsführer(?:in)?|vorstand|engineer|analyst|partner|fellow)\b"
)
"""What somebody is, in small letters; where they are it follows."""
TITLES = re.compile(
    r"^(?:(?:dr|dra|prof|professor|med|dipl|ing|mag|mgr|lic|hab|h\. ?c|univ|mr|mrs|ms|herr|frau|sir|rev|dott(?:\.?ssa)?"
    r"|rechtsanw[aä]lt(?:in)?)\b\.?[-\s]*)+(?=[^\W\d_])",
    re.IGNORECASE,
)
DEGREES = re.compile(
    r"(?:,?\s+(?:ph\.?d|m\.d|msc|mba|mph|esq|ll\.?m|m\.a|b\.a)|,\s+(?:rn|md|ma|ba)|(?<=[a-z])\s+(?-i:RN|MD|MA|BA))\.?$",
    re.IGNORECASE,
)
"""Without comma and full stops only in capitals: Jack Ma is no master of arts."""

# ── in names, and instead of them ─────────────────────────────────────────────────────────────────────────────

PARTICLES = frozenset(
    word
    for words in (
        (
            "von",
            "van",
            "der",
            "den",
            "de",
            "del",
            "della",
            "di",
            "da",
            "dos",
            "das",
            "do",
            "du",
            "la",
            "le",
            "el",
        ),
        ("los", "las", "des", "dalla", "dello", "degli"),
        (
            "al",
            "bin",
            "ibn",
            "abu",
            "ben",
            "ter",
            "ten",
            "zu",
            "zum",
            "zur",
            "y",
            "e",
            "und",
            "af",
            "av",
            "op",
            "'t",
        ),
    )
    for word in words
)
"""Parts of names that are written small."""
NOBODY = re.compile(
    r"\b"
    + _any(
        r"admin\w*|webmaster|reda[ckzç]\w*|rédac\w*|toimitus|редакц\w*|σύνταξη|editor(?:s|ial)?|editör\w*|staff|team",
        "автор|корреспондент|кореспондент|источник|джерело|фото",
        r"publisher|creator|actualizad\w*|atualizad\w*|uppdatera\w*|oppdater\w*|opdater\w*|z?aktuali\w*|aggiorna\w*",
        r"mis à jour|lire|leer|leggi|lesen|telefon|contacto?|kontakt|newsroom|desk|agenc\w+",
        r"pressemitteilung|pressestelle|presse|correspondents?|corresponsal\w*",
        r"contribut\w+|reporters?|writers?|columnist|journalists?|author|autor(?:in|en)?|gastautor\w*|gastbeitrag|user|unknown",
        r"anonymous|online|services?|media|medien|news|nachrichten|magazine?|zeitung|verlag|journal|times|haber(?:ler\w*|i|ci\w*|türk)|merkezi",
        "policy|privacy|cookies?|terms|super ?user|content|stories|modified|success|marketing|sponsored",
        r"advertorial|anzeige|us|google|web-?design\w*|solutions|software|hosting|consulting|systems?|technologies|wordpress",
        r"gmbh|inc|llc|ltd|corp|univer[sz]\w*|uniwersytet\w*|institut\w*|foundation|stiftung|verein|verband",
        r"associated press|reuters|afp|dpa|ansa|tass|xinhua|bloomberg|getty|images?|(?:foto|photo)(?!p)\w*|video",
        r"source|quelle|managing|senior|director|president|professor of|ceo|cto|founder|manager|producer|analyst",
        r"fellow|intern|volontär\w*|leiter(?:in)?|publiziert|publicado|publié|chefredak\w*|ressort\w*|herausgeber\w*|comments?",
        r"kommentare?|teilen|subscri\w+|newsletter|profile?|articles?|artikel|category|kategorie|log ?in|minut\w*",
        r"edition|posted|updates?|güncelle\w*|customs|department|ministry|ministerium|police|polizei|council|association|committee|protection",
        r"heute|ago|vor|uhr|updated|published|with|for|from|the|this|and|your|is|are|was|has|ist|sind|hat|wird",
    )
    + r"\b|(?:studios?|agentur(?:en)?)\b"
)
"""Whoever is called this, in small letters, is no person, or is not named."""
NOBODY_ABROAD = re.compile(
    r"編集|编辑|編輯|記者|记者|写真|撮影|監修|著者|筆者|新聞|新闻|通信|公司|ニュース|記事|広告|来源|來源|发布|综合"
    r"|報導|报道|報道|新华社|新華社|(?:광고|뉴스|신문|일보|편집|[报報网網])$"
    # Newsrooms, agencies and their people: Arabic, Persian, Hebrew, Hindi, Bengali, Thai.
    r"|وكال(?:ة|ات)|رويترز|فرانس برس|المصدر|التحرير|مراسل|خبرگزاری|تحریریه|מערכת|סוכנויות|डेस्क|संवाददाता|ब्यूरो|टीम"
    r"|प्रतिनिधि|প্রতিবেদক|ডেস্ক|প্রতিনিধি|กองบรรณาธิการ|ผู้สื่อข่าว|ทีมข่าว"
)
"""The same in other scripts."""
PERHAPS = re.compile(
    r"\b(?:read|guest|head|home|more|mehr|posts?|share|sign|in|out|today|bund|stand|press|gast|view|chief|all|next|haber|story)\b"
)
"""Buttons and roles, in small letters, that are family names too: believed as the second of two words."""
AGENCY = re.compile(
    r"\b(?:AAP|AFP|ANSA|APA|ARD|BBC|CBC|CBS|CNN|CTV|DPA|EFE|EPD|KBS|KNA|MDR|MSNBC|NBC|NDR|NHK|NPR|ORF|PAP|PBS|PTI|RBB|RTL"
    r"|RTVE|SRF|SWR|TASS|UPI|VOA|WDR|ZDF)\b"
)
"""Newsrooms whose names are people's, too, but for the capitals."""
