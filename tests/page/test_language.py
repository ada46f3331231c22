"""The language of a page, declared or guessed."""

from __future__ import annotations

import pytest

from enricher.page import language
from tests.page.test_parsed import read


def ld(body: str) -> str:
    return f'<script type="application/ld+json">{body}</script>'


@pytest.mark.parametrize(
    ("html", "tag"),
    [
        ("<html lang=de>", "de"),
        ("<html lang=DE-at>", "de-AT"),
        ("<html lang=zh_hant_TW>", "zh-Hant-TW"),
        ("<html xml:lang=fr>", "fr"),
        ("<html lang=jp>", "ja"),
        ("<html lang=cz>", "cs"),
        ("<html lang=eng>", "en"),
        ("<html lang=deu-AT>", "de-AT"),
        ("<html lang='{{lang}}'><meta property=og:locale content=pt_BR>", "pt-BR"),
        ("<html lang=und><meta http-equiv=content-language content='es, en'>", "es"),
        ("<meta name=dc.language content=it>", "it"),
        (ld('{"@type":"Article","inLanguage":"nb-NO"}'), "nb-NO"),
        (ld('{"@type":"Article","inLanguage":{"@type":"Language","name":"Deutsch"}}'), None),
        ("", None),
    ],
)
def test_declared_language(html: str, tag: str | None) -> None:
    assert language.read(read(html)) == tag


NONE = "und mul zxx xx no-lang UND"


@pytest.mark.parametrize("none", NONE.split())
def test_what_nobody_filled_in(none: str) -> None:
    assert language.read(read(f"<html lang={none}><meta name=language content=de>")) == "de"


METAS = "content-language dc.language dcterms.language language lang inlanguage locale og:locale"


@pytest.mark.parametrize("name", METAS.split())
def test_metas_of_languages(name: str) -> None:
    assert language.read(read(f"<meta name={name} content=pt_br>")) == "pt-BR"


BRIDGES = {
    "en": "The old bridge over the river was closed on Monday after workers found cracks in two of its pillars. The mayor said it would stay shut until spring.",
    "de": "Die alte Brücke über den Fluss wurde am Montag gesperrt, nachdem Arbeiter Risse in zwei Pfeilern gefunden hatten. Sie bleibt bis zum Frühjahr zu, sagte die Bürgermeisterin.",
    "fr": "Le vieux pont sur la rivière a été fermé lundi après que des ouvriers ont découvert des fissures dans deux piliers. Il restera fermé jusqu’au printemps, selon le maire.",
    "es": "El viejo puente sobre el río fue cerrado el lunes después de que unos obreros encontraran grietas en dos pilares. Seguirá cerrado hasta la primavera, según la alcaldesa.",
    "it": "Il vecchio ponte sul fiume è stato chiuso lunedì dopo che gli operai hanno trovato crepe in due piloni. Resterà chiuso fino alla primavera, ha detto il sindaco.",
    "pt": "A prefeita disse que a ponte não abre mais em maio, mas que os pedestres também podem passar por uma via ao lado do rio, com calma.",
    "nl": "De oude brug over de rivier is maandag afgesloten nadat arbeiders scheuren in twee pijlers hadden gevonden. Ze blijft tot het voorjaar dicht, zei de burgemeester.",
    "sv": "Den gamla bron över floden stängdes på måndagen efter att arbetare hade hittat sprickor i två av pelarna. Den är stängd till våren, säger borgmästaren.",
    "da": "Den gamle bro over floden blev lukket mandag, efter at arbejdere havde fundet revner i to af pillerne. Den forbliver lukket til foråret, siger borgmesteren.",
    "no": "Den gamle broen over elva ble stengt mandag etter at arbeidere hadde funnet sprekker i to av pilarene. Den blir stengt til våren, sier ordføreren, og det er ikke bra.",
    "fi": "Vanha silta joen yli suljettiin maanantaina, kun työntekijät olivat löytäneet halkeamia kahdesta pilarista. Se on kiinni kevääseen asti, sanoi kaupunginjohtaja, ja myös tie on suljettu.",
    "pl": "Stary most na rzece został zamknięty w poniedziałek po tym, jak robotnicy znaleźli pęknięcia w dwóch filarach. Pozostanie zamknięty do wiosny, powiedziała burmistrz.",
    "cs": "Starý most přes řeku byl v pondělí uzavřen poté, co dělníci našli praskliny ve dvou pilířích. Zůstane zavřený až do jara, řekla starostka, a lidé se musí vracet na druhý břeh.",
    "sk": "Starostka povedala, že most je zatvorený, keď však bol otvorený, ľudia sa podľa nej vracali po ceste, ktoré sú na druhom brehu, ale aj inde.",
    "hu": "A polgármester szerint a híd nem nyílik meg, és az út is zárva van, már csak egy sáv volt nyitva, vagy az sem.",
    "ro": "Podul vechi peste râu a fost închis luni după ce muncitorii au găsit crăpături în doi piloni. Va rămâne închis până în primăvară, a spus primarul, și nu este singurul.",
    "tr": "Köprü bu yıl için kapalı olarak kalacak ve daha sonra bir yol da açılacak, çok önemli olan bu kadar.",
    "id": "Jembatan tua di atas sungai itu ditutup pada hari Senin setelah para pekerja menemukan retakan pada dua pilar. Jembatan akan tetap ditutup sampai musim semi, kata wali kota.",
    "vi": "Cây cầu đã đóng và không có xe nào được qua, những người dân của làng phải đi với thuyền trong một năm.",
    "hr": "Stari most preko rijeke zatvoren je u ponedjeljak nakon što su radnici pronašli pukotine na dva stupa. Ostat će zatvoren do proljeća, rekla je gradonačelnica.",
    "ca": "Els veïns diuen que el pont no és segur i que amb les obres també han de fer més camí per la vora del riu, com ha dit una dels regidors.",
    "is": "Gamla brúin yfir ána var lokuð á mánudag eftir að verkamenn fundu sprungur í tveimur stöplum. Hún verður lokuð til vors, sagði bæjarstjórinn, og það er ekki gott.",
    "lv": "Vecais tilts pār upi pirmdien tika slēgts, jo strādnieki atrada plaisas divos balstos. Tas būs slēgts līdz pavasarim, sacīja mērs, un cilvēki ar to nav apmierināti.",
    "lt": "Senasis tiltas per upę pirmadienį buvo uždarytas, nes darbininkai rado įtrūkimų dviejuose ramsčiuose. Jis bus uždarytas iki pavasario, sakė merė, ir tai yra blogai.",
    "et": "Vana sild üle jõe suleti esmaspäeval, sest töölised leidsid kahest sambast pragusid. See on kinni kevadeni, ütles linnapea, ja inimesed ei ole rahul, et nii läks.",
    "sl": "Stari most čez reko so v ponedeljek zaprli, ko so delavci našli razpoke na dveh stebrih. Zaprt bo do pomladi, je povedala županja, in ljudje s tem niso zadovoljni.",
    "sq": "Ura e vjetër mbi lumë u mbyll të hënën pasi punëtorët gjetën të çara në dy shtylla. Ajo do të qëndrojë e mbyllur deri në pranverë, tha kryetarja e bashkisë.",
    "ru": "Старый мост через реку закрыли в понедельник после того, как рабочие нашли трещины в двух опорах.",
    "uk": "Старий міст через річку закрили в понеділок після того, як робітники знайшли тріщини у двох опорах. Його не відкриють до весни.",
    "bg": "Старият мост над реката беше затворен в понеделник, след като работници откриха пукнатини в две от опорите. Той ще остане затворен до пролетта, каза кметът.",
    "sr": "Стари мост преко реке затворен је у понедељак након што су радници пронашли пукотине на два стуба. Биће затворен до пролећа, рекла је градоначелница.",
    "mk": "Стариот мост преку реката беше затворен во понеделник откако работниците најдоа пукнатини на два столба. Ќе биде затворен до пролет, рече градоначалничката.",
    "be": "Стары мост праз раку зачынілі ў панядзелак пасля таго, як рабочыя знайшлі расколіны ў дзвюх апорах. Ён будзе зачынены да вясны.",
    "kk": "Өзен үстіндегі ескі көпір дүйсенбі күні жұмысшылар екі тіректен жарықшақ тапқаннан кейін жабылды.",
    "mn": "Голын дээрх хуучин гүүрийг даваа гарагт ажилчид хоёр тулгуураас хагарал олсны дараа хаасан. Хавар хүртэл хаалттай байна.",
    "ky": "Дарыянын үстүндөгү эң эски көпүрө дүйшөмбү күнү жабылды, жаңы көпүрө кийинчерээк ачылат, деди шаардын башчысы.",
    "tg": "Пули кӯҳна дар болои дарё рӯзи душанбе баста шуд, зеро коргарон дар ду сутун тарқиш ёфтанд. Ҳоло пул баста аст.",
    "ur": "دریا پر پرانا پل پیر کو بند کر دیا گیا جب کارکنوں کو دو ستونوں میں دراڑیں ملیں۔ میئر نے کہا کہ یہ بہار تک بند رہے گا۔",
    "fa": "پل قدیمی روی رودخانه روز دوشنبه پس از آنکه کارگران در دو پایه ترک پیدا کردند بسته شد. شهردار گفت که تا بهار بسته می‌ماند.",
    "ar": "أغلق الجسر القديم فوق النهر يوم الاثنين بعد أن عثر العمال على تشققات في اثنين من أعمدته. وقالت رئيسة البلدية إنه سيبقى مغلقا حتى الربيع.",
    "ckb": "پردە کۆنەکەی سەر ڕووبارەکە ڕۆژی دووشەممە داخرا دوای ئەوەی کرێکارەکان درزیان لە دوو پایەدا دۆزییەوە.",
    "ps": "پر سیند زوړ پل د دوشنبې په ورځ وتړل شو، ځکه چې کارګرانو په دوو ستنو کې درزونه وموندل. ښاروال وویل چې تر پسرلي به تړلی وي.",
    "ug": "دەريا ئۈستىدىكى كونا كۆۋرۈك دۈشەنبە كۈنى تاقالدى، چۈنكى ئىشچىلار ئىككى تۈۋرۈكتە يېرىق تاپتى.",
    "hi": "नदी पर बना पुराना पुल सोमवार को बंद कर दिया गया, क्योंकि मज़दूरों को दो खंभों में दरारें मिलीं। मेयर ने कहा कि यह वसंत तक बंद रहेगा।",
    "mr": "नदीवरील जुना पूल सोमवारी बंद करण्यात आला, कारण कामगारांना दोन खांबांमध्ये तडे आढळले. तो वसंत ऋतूपर्यंत बंद राहील, असे महापौरांनी सांगितले आहे.",
    "bn": "নদীর উপর পুরনো সেতুটি সোমবার বন্ধ করে দেওয়া হয়েছে।",
    "ta": "ஆற்றின் மீதுள்ள பழைய பாலம் திங்கட்கிழமை மூடப்பட்டது.",
    "te": "నదిపై ఉన్న పాత వంతెనను సోమవారం మూసివేశారు.",
    "kn": "ನದಿಯ ಮೇಲಿನ ಹಳೆಯ ಸೇತುವೆಯನ್ನು ಸೋಮವಾರ ಮುಚ್ಚಲಾಯಿತು.",
    "ml": "നദിക്ക് മുകളിലുള്ള പഴയ പാലം തിങ്കളാഴ്ച അടച്ചു.",
    "gu": "નદી પરનો જૂનો પુલ સોમવારે બંધ કરવામાં આવ્યો.",
    "pa": "ਦਰਿਆ ਉੱਤੇ ਪੁਰਾਣਾ ਪੁਲ ਸੋਮਵਾਰ ਨੂੰ ਬੰਦ ਕਰ ਦਿੱਤਾ ਗਿਆ।",
    "or": "ନଦୀ ଉପରେ ଥିବା ପୁରୁଣା ପୋଲ ସୋମବାର ବନ୍ଦ କରାଗଲା।",
    "si": "ගඟ හරහා ඇති පැරණි පාලම සඳුදා වසා දමන ලදී.",
    "my": "မြစ်ကူးတံတားဟောင်းကို တနင်္လာနေ့က ပိတ်ခဲ့သည်။",
    "km": "ស្ពានចាស់លើទន្លេត្រូវបានបិទកាលពីថ្ងៃច័ន្ទ។",
    "lo": "ຂົວເກົ່າຂ້າມແມ່ນ້ຳຖືກປິດໃນວັນຈັນ.",
    "th": "สะพานเก่าข้ามแม่น้ำถูกปิดเมื่อวันจันทร์",
    "ka": "ძველი ხიდი მდინარეზე ორშაბათს დაიკეტა.",
    "hy": "Գետի վրայի հին կամուրջը փակվեց երկուշաբթի օրը։",
    "am": "በወንዙ ላይ ያለው አሮጌ ድልድይ ሰኞ ዕለት ተዘጋ።",
    "ja": "川に架かる古い橋が月曜日に閉鎖された。",
    "zh": "河上的老桥周一关闭。",
    "ko": "강 위의 오래된 다리가 월요일에 폐쇄되었다.",
    "el": "Η παλιά γέφυρα πάνω από το ποτάμι έκλεισε τη Δευτέρα.",
    "he": "הגשר הישן מעל הנהר נסגר ביום שני.",
    "af": "Die ou brug oor die rivier is Maandag gesluit nadat werkers krake in twee pilare gevind het. Dit sal tot die lente gesluit bly, het die burgemeester gesê.",
}  # fmt: skip


GERMAN = "Der Stadtrat hat beschlossen, dass die Brücke für das ganze Jahr nicht frei ist, und das ist auch gut. "
SPANISH = (
    "El ayuntamiento ha decidido que el puente sobre el río siga cerrado hasta el fin de mes para los peatones, "
    "y no es la primera vez que pasa en la ciudad. "
)
ENGLISH = "The council decided that the bridge is closed for the whole year, and this is not the end of it. "


@pytest.mark.parametrize(
    ("lang", "text", "tag"),
    [
        # templates that nobody translated
        ("en", ENGLISH * 9, "en"),
        # a few words of another language, or names and numbers alone, prove nothing
        ("en", GERMAN, "en"),
        ("en", GERMAN * 8 + ENGLISH * 3, "en"),
        ("en", "Müller Meier Schulz Fischer Weber Wagner Becker Hoffmann der " * 20, "en"),
        ("en", "Müller 3, Meier 4, Schulz 5, " * 40, "en"),
        ("en", GERMAN * 4, "en"),
        ("en", GERMAN * 9 + "the " * 8, "en"),
        # how a text begins
        # what somebody wrote on purpose
        ("fr", GERMAN * 9, "fr"),
    ],
)
def test_english_is_what_templates_declare(lang: str, text: str, tag: str) -> None:
    assert language.read(read(f"<html lang={lang}>")) == tag
