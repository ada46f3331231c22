"""The words dates are made of, in the languages of the news: months, halves of the day, time zones, labels.

Law of this file: tables and look-ups only. Everything is spelled as `fold` leaves it: lower case, Latin, Greek and
Cyrillic letters without their marks, digits 0 to 9, plain spaces.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import lru_cache

from enricher.page.folding import fold

# ── months ────────────────────────────────────────────────────────────────────────────────────────────────────

# A month's number; words in full; words cut with `*` for their many endings; words of Croatian alone with `-hr`.
# Sources: Unicode CLDR's names of months (wide and abbreviated, format and stand-alone) of ar az be bg bn bs ca cs cy
# da de el en es et eu fa fi fil fr ga gl he hi hr hu hy id is it ka kk lt lv mk ms nb nl pl pt ro ru sk sl sq sr sv sw
# ta th tr uk ur uz vi.
_MONTHS = """
01 jan jan* janv* ene enero gen genn* gener xan* ian ian* jaan* tammik* sty styc* led leden ledna sijec* sij
01 янв янв* январ* січ січ* студз* ян януар* јан јануар* ιαν* ocak oca yanvar* saus* urtarr* ionawr ion eanair
01 eanáir ینایر جانفی کانون-الثانی ינואר जनवरी जन জানুয়ারি জানুয়ারী ஜனவரி جنوری มกราคม มค қаңтар იან* հունվ*
01 januari ጃንዋሪ ጃን yan сту яну জানু urt ژانویه tammi ean જાન્યુઆરી જાન્યુ ינו जन॰ հնվ қаң មករា ಜನವರಿ ಜನ ມັງກອນ
01 ജനുവരി ജനു जानेवारी जाने ဇန်နဝါရီ ဇန် ਜਨਵਰੀ ਜਨ schaner schan ජනවාරි ජන ஜன జనవరి జన
02 feb feb* fev fev* febb* helmik* lut luty lutego unor unora velj* фев фев* лют лют* лютаг* фебр* φεβ* subat
02 sub fevral* vas vasar* otsail* chwef* feabh* shkurt فبرایر فیفری شباط פברואר फरवरी फ़रवरी फ़र ফেব্রুয়ারি
02 ফেব্রুয়ারী பிப்ரவரி فروری กุมภาพันธ์ กพ veeb* peb* ақпан თებ* փետր* fabh* ፌብሩዋሪ ፌብ ফেব uno chw ots فوریه
02 helmi ફેબ્રુઆરી ફેબ્રુ פבר फ़र॰ փտվ ақп កុម្ភៈ ಫೆಬ್ರವರಿ ಫೆಬ್ರ ກຸມພາ ഫെബ്രുവരി ഫെബ്രു फेब्रुवारी फेब्रु frar
02 fra ဖေဖော်ဝါရီ ဖေ फेब्रुअरी ਫ਼ਰਵਰੀ ਫ਼ਰ favrer favr පෙබරවාරි පෙබ shk феб பிப் ఫిబ్రవరి ఫిబ్ర فبروری
03 mar mrz march marz marzo mars marca marco maart mrt marts maalis* marzec brez* marec marci* martie ozuj* март
03 марта мар берез* бер сакав* мартa μαρ* mart kov kovo kovas marc martx* martiu* mawr* marta مارس اذار מרץ מרס
03 मार्च মার্চ மார்ச் مارچ มีนาคม มีค mac marso наурыз მარ* մարտ* maret machi marcius marcia martis mart* ማርች
03 сак bre maw માર્ચ ozu մրտ нау មីនា ಮಾರ್ಚ್ maerz mae ມີນາ മാർച്ച് മാർ marzu မတ် ਮਾਰਚ මාර්තු මාර් maarso மார்
03 మార్చి มี mashi mas
04 apr apr* avr avril* abr abril* huhtik* kwi kwie* dub duben dubna trav travanj travnja апр апр* кві квіт*
04 крас* април* απρ* nis nisan aprel* bal balan* apir* ebr* aib* prill ابریل افریل نیسان אפריל अप्रैल এপ্রিল
04 ஏப்ரல் اپریل เมษายน เมย сәуір აპრ* ապր* april ኤፕሪል ኤፕሪ кра এপ্রি api اوریل huhti એપ્રિલ אפר tra сәу មេសា
04 ಏಪ್ರಿಲ್ ಏಪ್ರಿ abrell ເມສາ ഏപ്രിൽ ഏപ്രി एप्रिल एप्रि ဧပြီ अप्रिल ਅਪ੍ਰੈਲ ਅਪ੍ਰੈ avrigl අප්රේල් abriil pri ஏப்
04 ఏప్రిల్ ఏప్రి เม ephreli eph
05 may mai mayo maio mag maggio mei mej maj maja toukok* kve kveten kvetna maius majus svi sviban* svibnj* мая
05 май маи мај маја трав трав* μαι* μαιο* mayis geg geguz* maij* maig maia* bealt* مایو مای ایار מאי मई মে மே
05 مئی พฤษภาคม พค мамыр მაი* մայ* mais maí ሜይ مه touko maaie beal મે մյս мам ឧសភា ಮೇ mee ພຶດສະພາ മേയ് मे mejju
05 မေ ਮਈ matg මැයි maayo మే meyi mey majo مای می
06 jun juni june juin junio junho giu giugno kesak* cze czerw* cer cerven cervna juna junius iun iunie lip-hr
06 lipanj lipnja junij* июн июн* чер черв* чэрв* юни јун јуна јуни ιουν* haziran haz iyun birz* juny ekain* xun
06 xuno mehe* meith* qersh* یونیو جوان حزیران יוני जून জুন ஜூன் جون มิถุนายน มิย hunyo маусым ივნ* հունիս*
06 juun* xunio jun* ጁን iyn чэр cvn meh eka ژوئن kesa hun જૂન հնս мау មិថុនា ಜೂನ್ ມິຖຸນາ ມິ ജൂൺ gunju gun ဇွန်
06 जुन ਜੂਨ zercladur zercl ජූනි qer జూన్ มิ یونیه
07 jul july juli juil juillet julio julho lug luglio heinak* lip lipca lipiec cvc cervenec cervence cerv* jula
07 julius iul iulie srp-hr srpanj srpnja julij* июл июл* лип лип* ліп* юли јул јула јули ιουλ* temmuz tem iyul
07 liep* juliol* uztail* xul xullo gorff* iuil korr* یولیو جویلیة تموز יולי जुलाई জুলাই ஜூலை جولائی กรกฎาคม กค
07 hul hulyo шілде ივლ* հուլիս* juul* julai jul* ጁላይ iyl জুল gor uzt ژوئیه heina જુલાઈ जुल॰ հլս шіл កក្កដា ಜುಲೈ
07 ກໍລະກົດ ജൂലൈ जुलै lulju lul ဇူလိုင် ဇူ ਜੁਲਾਈ ਜੁਲਾ fanadur fan ජූලි luulyo జులై یولیه یولیوز جولای
08 aug aug* aout ago agosto agost elok* sie sierp* srp srpen srpna kol kolov* avg avgust* авг авг* серп* сер
08 жнів* αυγ* agustos agu avqust* rugp* abuzt* awst lunasa lun gush* اغسطس اوت اب אוגוסט अगस्त আগস্ট ஆகஸ்ட்
08 اگست สิงหาคม สค agustus agust ogos agosti тамыз აგვ* օգոստ* ao ኦገስት ኦገስ avq жніуня жні আগ ag abu elo ઑગસ્ટ
08 אוג अग॰ օգս там សីហា ಆಗಸ್ಟ್ ಆಗ ສິງຫາ ഓഗസ്റ്റ് ഓഗ ऑगस्ट ऑग ogo awwissu aww ဩဂုတ် अगस्ट ਅਗਸਤ ਅਗ avust අගෝස්තු
08 අගෝ ogs ogosto ஆக ఆగస్టు ఆగ agasti aga غشت
09 sep sept sep* set set* sett* syysk* wrz wrze* zar zari szept* ruj ruj* сен сен* сентяб* вер верес* верас*
09 септ* σεπ* eyl eylul sent* rugs* irail* medi shtat* سبتمبر ایلول ספטמבר सितंबर सितम्बर সেপ্টেম্বর செப்டம்பர்
09 ستمبر กันยายน กย қыркүйек სექ* սեպտ* ሴፕቴምበር ሴፕቴ sen сеп সেপ ira سپتامبر syys mfomh સપ્ટેમ્બર સપ્ટે ספט सित॰
09 սեպ қыр កញ្ញា ಸೆಪ್ಟೆಂಬರ್ ಸೆಪ್ಟೆಂ ກັນຍາ സെപ്റ്റംബർ സെപ്റ്റം सप्टेंबर सप्टें စက်တင်ဘာ စက် सेप्टेम्बर ਸਤੰਬਰ ਸਤੰ
09 සැප්තැම්බර් සැප් sebtembar seb sebteembar sht செப் సెప్టెంబర్ సెప్టెం شتنبر سپتمبر
10 oct oct* okt okt* out outubro ott ott* lokak* paz pazdz* rij rijen rijna listopad-hr окт окт* жов жовт*
10 кастр* οκτ* ekim eki spa spal* urri* urr hydr* tetor deir* اکتوبر تشرین-الاول אוקטובר अक्टूबर अक्तूबर
10 অক্টোবর அக்டோபர் ตุลาคม ตค қазан ოქტ* հոկտ* ኦክቶበር ኦክቶ кас অক্টো hyd اکتبر loka dfomh ઑક્ટોબર ઑક્ટો אוק
10 अक्टू॰ հոկ қаз តុលា ಅಕ್ಟೋಬರ್ ಅಕ್ಟೋ ຕຸລາ ഒക്ടോബർ ഒക്ടോ ऑक्टोबर ऑक्टो အောက်တိုဘာ အောက် अक्टोबर ਅਕਤੂਬਰ ਅਕਤੂ
10 ඔක්තෝබර් ඔක් tet அக் అక్టోబర్ అక్టో lis-hr
11 nov nov* marrask* lis listop* stu stud* noi noi* ноя нояб* ное ноем* нов* лис лист* ліст* νοε* kas kasim
11 noy* lapkr* lap azar* tach* samh* nent* نوفمبر تشرین-الثانی נובמבר नवंबर नवम्बर নভেম্বর நவம்பர் نومبر
11 พฤศจิกายน พย nob nobyem* қараша ნოე* նոյ* nop nopem* ኖቬምበር ኖቬም ліс নভে aza نوامبر marras નવેમ્બર નવે נוב नव॰
11 қар វិច្ឆិកា ನವೆಂಬರ್ ನವೆಂ ພະຈິກ നവംബർ നവം नोव्हेंबर नोव्हें နိုဝင်ဘာ နို नोभेम्बर ਨਵੰਬਰ ਨਵੰ නොවැම්බර් නොවැ
11 noofeembar nof nen நவ నవంబర్ నవం نونبر
12 dec dec* dez dez* dic dic* des desem* jouluk* gru grud* pro prosin* дек дек* груд* гру снеж* дец* δεκ*
12 aralik ara dek dek* gruod* abend* rhag* nol* dhjet* دیسمبر کانون-الاول דצמבר दिसंबर दिसम्बर ডিসেম্বর
12 டிசம்பர் دسمبر ธันวาคม ธค dis disyem* желтоқсан დეკ* դեկտ* dets* ዲሴምበር ዲሴም сне ডিসে abe دسامبر joulu
12 desimber ડિસેમ્બર ડિસે דצמ दिस॰ դեկ жел ធ្នូ ಡಿಸೆಂಬರ್ ಡಿಸೆಂ ທັນວາ ഡിസംബർ ഡിസം डिसेंबर डिसें disember ဒီဇင်ဘာ
12 ဒီ डिसेम्बर ਦਸੰਬਰ ਦਸੰ දෙසැම්බර් දෙසැ diseembar dhj டிச డిసెంబర్ డిసెం disemba دجنبر
"""
_LEAST_STEM = 3


def _month_tables() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    words: dict[str, int] = {}
    stems: dict[str, int] = {}
    croatian: dict[str, int] = {}
    for row in _MONTHS.strip().splitlines():
        number, *names = row.split()
        month = int(number)
        for name in names:
            if name.endswith("-hr"):
                croatian[fold(name[:-3])] = month
            elif name.endswith("*"):
                stems.setdefault(fold(name[:-1]), month)
            else:
                words.setdefault(fold(name), month)
    return words, stems, croatian


_WORDS, _STEMS, _CROATIAN = _month_tables()
_LONGEST_STEM = max(map(len, _STEMS))

_PERSIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر ابان اذر دی بهمن اسفند"
"""The months of Iran, in order."""
_PERSIAN_MONTHS = {fold(name): month for month, name in enumerate(_PERSIAN.split(), start=1)}


_NUMBERS = (
    "mot",
    "hai",
    "ba",
    "tu bon",
    "nam",
    "sau",
    "bay",
    "tam",
    "chin",
    "muoi",
    "muoi-mot",
    "muoi-hai",
)
VIETNAMESE_NUMBERS = {
    name.replace("-", " "): month
    for month, names in enumerate(_NUMBERS, start=1)
    for name in names.split()
}
"""Vietnam's months are numbers, at times in words: `tháng Chín`."""


def month_of(word: str, language: str = "") -> int | None:
    """The number of a month's folded name in any language.

    `language`: primary subtag; settles names that mean different months (Croatian against Polish and Czech).
    """
    if language in {"hr", "bs"} and (month := _croatian(word)) is not None:
        return month
    if (month := _WORDS.get(word)) is not None:
        return month
    for length in range(min(len(word), _LONGEST_STEM), _LEAST_STEM - 1, -1):
        if (month := _STEMS.get(word[:length])) is not None:
            return month
    # Hebrew writes "in" and Catalan "of" onto the name.
    return month_of(word[1:]) if word[:1] == "ב" and len(word) > 3 else None


def _croatian(word: str) -> int | None:
    return next((month for name, month in _CROATIAN.items() if word.startswith(name)), None)


def persian_month_of(word: str) -> int | None:
    """The number of a month of the Persian calendar."""
    return _PERSIAN_MONTHS.get(word)


# ── days of the week ──────────────────────────────────────────────────────────────────────────────────────────

# Monday to Sunday, in no more letters than tell them apart; a word may be different days in two languages.
_WEEKS = """
mon tue wed thu fri sat sun
mo di mi do fr sa so
mon die mit don fre sam son
lun mar mer jeu ven sam dim
lun mar mie jue vie sab dom
lun mar mer gio ven sab dom
seg ter qua qui sex sab dom
ma di wo do vr za zo
maa din woe don vri zat zon
man tir ons tor fre lor son
man tis ons tor fre lor son
ma ti ke to pe la su
pon wto sro czw pia sob nie
pon uto sri cet pet sub ned
po ut st ct pa so ne
pzt sal car per cum cmt paz
lun mar mie joi vin sam dum
пн вт ср чт пт сб вс
пон вто сре чет пят суб вос
δευ τρι τετ πεμ παρ σαβ κυρ
"""
_WEEKDAYS: dict[str, set[int]] = {}
for _row in _WEEKS.split("\n"):
    for _number, _name in enumerate(_row.split()):
        _WEEKDAYS.setdefault(_name, set()).add(_number)


def weekdays_of(word: str) -> AbstractSet[int]:
    """Which days of the week a folded word may be in any language, Monday being 0."""
    return _WEEKDAYS.get(word) or _WEEKDAYS.get(word[:3]) or frozenset()


# ── halves of the day ─────────────────────────────────────────────────────────────────────────────────────────

# As systems print them in English, Japanese, Chinese, Korean, Arabic, Persian, Greek, Hindi, Bengali, Malay,
# Vietnamese, Russian and Ukrainian. What is a word of other languages, too, is left out: most clocks count to 24.
_BEFORE = "am a.m. a.m am. 午前 上午 早上 凌晨 오전 ص صباحا ق.ظ πμ π.μ. पूर्वाह्न পূর্বাহ্ন pagi дп"
_AFTER = "pm p.m. p.m pm. 午後 下午 晚上 오후 م مساء ب.ظ μμ μ.μ. अपराह्न অপরাহ্ন petang chieu пп"
BEFORE_NOON = frozenset({*_BEFORE.split(), "a. m."})
AFTER_NOON = frozenset({*_AFTER.split(), "p. m."})

# ── time zones ────────────────────────────────────────────────────────────────────────────────────────────────

# Minutes east of Greenwich. Where an abbreviation has several meanings, the one news sites use most.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "wat": 60, "cest": 120,
    "mesz": 120, "eet": 120, "sast": 120, "cat": 120, "eest": 180, "msk": 180, "мск": 180, "eat": 180, "trt": 180,
    "gst": 240, "pkt": 300, "ist": 330, "npt": 345, "bdt": 360, "wib": 420, "ict": 420, "wita": 480, "hkt": 480,
    "sgt": 480, "myt": 480, "pht": 480, "awst": 480, "wit": 540, "jst": 540, "kst": 540, "acst": 570, "aest": 600,
    "acdt": 630, "aedt": 660, "nzst": 720, "nzdt": 780, "nst": -210, "ndt": -150, "ast": -240, "adt": -180, "brt":
    -180, "art": -180, "clt": -240, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
}  # fmt: skip
# Said without "standard" or "daylight": winter's minutes.
_SEASONAL_ZONES = {"et": -300, "ct": -360, "mt": -420, "pt": -480}
ZONE_NAMES = frozenset(_ZONES) | frozenset(_SEASONAL_ZONES)


def zone_minutes(name: str, day: date) -> int | None:
    """Minutes east of Greenwich of a folded zone name on a day."""
    if name in _SEASONAL_ZONES:
        return _SEASONAL_ZONES[name] + (60 if _is_us_summer(day) else 0)
    return _ZONES.get(name)


def _is_us_summer(day: date) -> bool:
    """Daylight saving in the United States since 2007: second Sunday of March to first Sunday of November."""
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    begins = march + timedelta(days=(6 - march.weekday()) % 7)
    ends = november + timedelta(days=(6 - november.weekday()) % 7)
    return begins <= day < ends


# ── labels ────────────────────────────────────────────────────────────────────────────────────────────────────

_UPDATED = re.compile(
    r"updat(?!es\b)|modif|revis|edited(?! by)|(?<!\w)last(?= ?\w)(?! (?:week|month|year))"
    r"|aktuali[sz]|geander|a jour|\bmaj\b"
    r"|actuali[sz]|atualiz|aggiorn|bijgewerkt|gewijzigd|uppdater|oppdater|opdater|paivitet|frissit|azurir|обновл|изменен|оновлен|guncel"
    r"|cap nhat|diperbarui|更新|수정|تحدیث|עודכן"
    r"|medically reviewed(?!.* by .* by )|(?<!\w)reviewed(?: on)?[:\s]*$"
    r"|amended|corrected|(?<!\w)anderung|bearbeitet(?! von)|uberarbeit|aendret|endret|(?<!\w)andrad"
    r"|redigerad(?! av)"
    r"|muokattu|uuendatud|muudetud|uppfaert|actualitz|eguneratu|zmodyfik|upraven|modosit|izmjen|posodob|spremenj|обновен"
    r"|промен|редактир|atnaujin|atjaun|τελευταια ενημ|ενημερωθ|τροποποι|تعدیل|روزرسانی|ویرایش|अपडेट|संशोधित|修改"
    r"|修正|업데이트|อัปเดต|อัพเดต|อัพเดท|แก้ไข|ปรับปรุง"
    r"|আপডেট|হালনাগাদ|અપડેટ|അപ്ഡേറ്റ|புதுப்பி|اپ ?ڈیٹ|թարմաց|განახლ|yangilan|yenilən|perditesu|абноул|kemas ?kini|diperbaharui"
)
_PUBLISHED = re.compile(
    r"publi|pubbl|pubdate|posted|veroffent|erschien|erstellt|creado|geplaatst|julkaistu|opublik|zverejn|megjel"
    r"|опубл|\bдата|yayin|\bngay dang|diterbit|tayang|発行|公開|掲載|投稿|配信|入力|입력|등록|게재|发布|發布|发表"
    r"|نشر|פורסם|issued|released|written on|created"
    r"|available online|online seit|(?<!\w)paru le|mis en ligne|cree le|data dodania|utworzon|vydan|objavlj"
    r"|offentliggj|udgivet|skapad"
    r"|avaldatud|(?<!\w)birt(?!\w)|argitara|paskelb|terbit|публик|δημοσιευ|انتشار|प्रकाशित|প্রকাশ|게시|เผยแพร่|โพสต์"
)
_OTHER = re.compile(
    r"copyright|©|\bborn\b|geboren|event|veranstaltung|termin"
    r"|(?<!\w)(?:wann|when|quand|cuando|quando|zeit|beginn|einlass|start|ende?|spieltag|anstoss|anpfiff|kick-?off)\s*:"
    r"|(?<!\w)(?:ab|starting|a partir d[eu]l?|dal|vanaf|od)(?: dem)?\s*$"
    r"|deadline|expires|valid|gultig|\buntil\b|\bbis\b|joined"
    r"|member|registr|dabei seit|comment|kommentar|accessed|原文"
    r"|\beffective(?: (?:date|as of|from|on)\b|:)|closing date|print edition|in kraft|en vigueur|\bvigor\b|in vigore"
    r"|founded|gegrundet|\bfondee? |fundad"
    r"|fondat|\bavailable (?:from|on)\b|verfugbar ab|erhaltlich ab"
    # … and a paper's way to its journal.
    r"|\b(?:received|accepted|eingegangen|angenommen|recibido|aceptado|recebido|aceito|recu|accepte|ricevuto|accettato)"
    r"(?:,? (?:on|in revised form|for publication|le|el|em|il|am))?[:\s]*$"
    r"|today(?:'s date| is|:)|druckversion|gedruckt|\bprinted\b|imprime le|impreso el|stampato il"
    r"|current (?:date|time)|heute ist|今天是"
)
OF_EVENT = re.compile(
    r"(?:uhrzeit|einlass|eintritt|beginn|time|doors|venue|admission|tickets?|hora(?:rio)?|horaires?|orario)\s*:"
)
"""How lines begin, folded, that follow the day of an event."""
# German sites show the day of a text as its state, whether or not it ever changed.
_AS_OF = re.compile(r"(?<!\w)stand\b\W*$")


@lru_cache(maxsize=512)  # the lines of a page say the same before each date, most of them nothing
def label_of(folded: str) -> str:
    """What words before a date say of it: `updated`, `published`, `as-of`, `other`, or nothing."""
    if _AS_OF.search(folded):
        return "as-of"
    if _OTHER.search(folded):
        return "other"
    if _UPDATED.search(folded):
        return "updated"
    return "published" if _PUBLISHED.search(folded) else ""


# Chinese, Japanese and Korean also say it behind the date, if no date of that name begins there.
_BEHIND = re.compile(
    r"[\s)]{0,2}(?:(更新|改訂|修正|修改|수정|업데이트)|公開|配信|掲載|投稿|発表|発行|입력|등록|게시|发布|發布|发表)(?![日期時时间間于於:\s]*[:\d]|日)"
)


def label_behind(folded: str, end: int) -> tuple[str, int]:
    """What words behind a date that ends there say of it, and where they end; nothing and `end` if there are none."""
    found = _BEHIND.match(folded, end)
    if found is None:
        return "", end
    return "updated" if found[1] else "published", found.end()


# hAtom, and search engines with it, asked every entry for something called `updated`, so that many themes call the date
# of publication that, beside a name of its own: `post-date updated`.
HATOM_UPDATED = re.compile(r"(?<!\S)updated(?!\S)")
_OWN_DATE_NAME = re.compile(r"(?<!\S)(?:[a-z]+[-_])*date(?:[-_]container)?(?!\S)")


def label_of_names(names: str) -> str:
    """What an element's own names, in small letters, say of its date."""
    if _PUBLISHED.search(names):  # WordPress calls a date that was never changed both
        return "published"
    if _OWN_DATE_NAME.search(names):
        names = HATOM_UPDATED.sub("", names)
    return label_of(names)
