"""How all other languages say "not found", "removed" and "sign in". Data only."""

from __future__ import annotations

from enricher.verdict.language import Language

EAST: tuple[Language, ...] = (
    Language(
        name="Finnish",
        nouns=(
            "sivua / sivu / sivusto / artikkelia / artikkeli / sisältöä / sisältö / juttua / juttu / tiedostoa / "
            "dokumenttia / osoitetta / linkki / video"
        ),
        missing=(
            "{n} ei löydy / {n} ei löytynyt / {n} … ei löydy / {n} … ei löytynyt / {n} ei ole olemassa / "
            "{n} … ei ole olemassa / {n} … ei ole enää saatavilla / {n} … ei ole saatavilla / {n} … on poistettu / "
            "{n} … on vanhentunut / ei löydy / ei löytynyt / virhe 404 / 404 virhe"
        ),
        notices="etsimääsi {n} / hakemaasi {n} / etsimäsi {n} / pyytämääsi {n} / hakemasi {n}",
        login="kirjaudu / kirjaudu sisään / kirjautuminen",
        fillers="virhe / valitettavasti / hups / oho / pahoittelut",
    ),
    Language(
        name="Polish",
        nouns=(
            "strona / strony / artykuł / artykułu / treść / dokument / plik / adres / link / wideo / podstrona / "
            "wpis / ogłoszenie / zasób / materiał / produkt"
        ),
        missing=(
            "nie znaleziono / nie znaleziono {n} / {n} nie znaleziona / {n} nie została znaleziona / "
            "{n} … nie została znaleziona / {n} … nie został znaleziony / {n} nie istnieje / {n} … nie istnieje / "
            "{n} … już nie istnieje / {n} … niedostępna / {n} … niedostępny / {n} … nie jest dostępna / "
            "{n} … została usunięta / {n} … został usunięty / {n} wygasło / brak {n} / nie ma takiej {n} / "
            "błąd 404 / 404 błąd / nie odnaleziono {n}"
        ),
        notices=(
            "{n} której szukasz / {n} której szukają / {n} którego szukasz / szukana {n} / żądana {n} / podana {n} / "
            "{n} o podanym adresie / nie możemy znaleźć / nie mogliśmy znaleźć"
        ),
        login="zaloguj się / logowanie / zaloguj",
        fillers="błąd / przepraszamy / ups / niestety / ta / ten / taka / taki / oj",
    ),
    Language(
        name="Czech, Slovak",
        nouns=(
            "stránka / stránku / stránky / článek / obsah / dokument / soubor / adresa / odkaz / video / příspěvek / "
            "inzerát / produkt / položka"
        ),
        missing=(
            "nenalezeno / {n} nenalezena / {n} nenalezen / {n} nebyla nalezena / {n} … nebyla nalezena / "
            "{n} … nebyl nalezen / {n} neexistuje / {n} … neexistuje / {n} … již neexistuje / {n} … není dostupná / "
            "{n} … není k dispozici / {n} … byla odstraněna / {n} … byl odstraněn / {n} … nenašli / chyba 404 / "
            "404 chyba / stránka sa nenašla / stránka nenájdená / stránka neexistuje"
        ),
        notices=(
            "{n} kterou hledáte / {n} který hledáte / požadovaná {n} / hledaná {n} / požadovaný {n} / hľadaná {n}"
        ),
        login="přihlásit se / přihlášení / přihlásit / prihlásiť sa",
        fillers="chyba / omlouváme se / ups / bohužel / tato / tento / jejda",
    ),
    Language(
        name="Russian",
        nouns=(
            "страница / страницы / статья / материал / документ / файл / адрес / ссылка / видео / запись / контент / "
            "новость / публикация / объявление / товар"
        ),
        missing=(
            "не найдено / {n} не найдена / {n} не найден / {n} … не найдена / {n} … не найден / {n} не существует / "
            "{n} … не существует / {n} … больше не существует / {n} … недоступна / {n} … недоступен / "
            "{n} … удалена / {n} … удален / {n} … была удалена / {n} … устарела / такой {n} нет / "
            "такой {n} не существует / ошибка 404 / 404 ошибка / ничего не найдено"
        ),
        notices=(
            "{n} которую вы ищете / {n} которую вы искали / {n} который вы ищете / {n} которую вы запрашиваете / "
            "запрашиваемая {n} / запрошенная {n} / запрашиваемый {n} / запрашиваемой {n} / мы не нашли / "
            "не удалось найти"
        ),
        login="войти / вход / авторизация / войдите",
        fillers="ошибка / извините / к сожалению / упс / ой / эта / данная / сожалению / к",
    ),
    Language(
        name="Ukrainian",
        nouns=(
            "сторінка / сторінку / сторінки / стаття / статтю / матеріал / документ / файл / адреса / посилання / "
            "відео / запис / новина"
        ),
        missing=(
            "не знайдено / {n} не знайдено / {n} не знайдена / {n} … не знайдено / {n} … не знайдена / "
            "{n} не існує / {n} … не існує / {n} … більше не існує / {n} … недоступна / {n} … видалена / "
            "{n} … видалено / такої {n} не існує / помилка 404 / 404 помилка"
        ),
        notices="{n} яку ви шукаєте / {n} яку ви шукали / запитувана {n} / ми не знайшли / не вдалося знайти",
        login="увійти / вхід / увійдіть",
        fillers="помилка / вибачте / на жаль / упс / ой / ця / жаль / на",
    ),
    Language(
        name="Turkish",
        nouns=(
            "sayfa / sayfayı / haber / içerik / makale / yazı / belge / dosya / adres / bağlantı / video / ilan / ürün"
        ),
        missing=(
            "bulunamadı / {n} bulunamadı / {n} … bulunamadı / {n} … bulunamıyor / {n} … mevcut değil / "
            "{n} … artık mevcut değil / {n} … kaldırıldı / {n} … kaldırılmış / {n} … silinmiş / "
            "{n} … yayından kaldırıldı / {n} yok / hata 404 / 404 hatası"
        ),
        notices="aradığınız {n} / ulaşmak istediğiniz {n} / istediğiniz {n} / görüntülemek istediğiniz {n}",
        login="giriş yap / oturum aç / üye girişi",
        fillers="hata / üzgünüz / ups / maalesef / hay aksi / bu",
    ),
    Language(
        name="Hungarian",
        nouns="oldal / cikk / tartalom / dokumentum / fájl / cím / hír / videó",
        missing=(
            "nem található / {n} nem található / {n} … nem található / {n} nem létezik / {n} … nem létezik / 404 hiba"
        ),
        notices="a keresett {n} / a kért {n}",
        login="bejelentkezés / belépés",
        fillers="hiba / sajnáljuk / hoppá / a / az / sajnos",
    ),
    Language(
        name="Greek",
        nouns="σελίδα / άρθρο / περιεχόμενο / αρχείο / έγγραφο",
        missing=(
            "δεν βρέθηκε / {n} δεν βρέθηκε / {n} … δεν βρέθηκε / {n} … δεν υπάρχει / {n} … δεν είναι διαθέσιμη / "
            "σφάλμα 404"
        ),
        notices="{n} που ζητήσατε / {n} που αναζητάτε / {n} που ψάχνετε",
        login="σύνδεση / είσοδος",
        fillers="σφάλμα / συγγνώμη / η / το / λυπούμαστε / ουπς",
    ),
    Language(
        name="Indonesian and Malay",
        nouns="halaman / artikel / berita / konten / dokumen / video",
        missing=(
            "{n} tidak ditemukan / {n} … tidak ditemukan / {n} … tidak tersedia / {n} … tidak ada / "
            "{n} … sudah tidak tersedia / {n} … telah dihapus / {n} tidak dijumpai / tidak ditemukan"
        ),
        notices="{n} yang anda cari / {n} yang kamu cari / {n} yang anda minta",
        fillers="maaf / ups / kesalahan / oops",
    ),
    Language(
        name="Vietnamese",
        nouns="trang / bài viết / nội dung / trang web",
        missing=(
            "không tìm thấy / không tìm thấy {n} / {n} không tồn tại / {n} … không tồn tại / {n} … không tìm thấy / "
            "{n} … đã bị xóa / lỗi 404"
        ),
        notices="{n} bạn tìm kiếm / {n} bạn đang tìm / {n} bạn yêu cầu",
        fillers="lỗi / xin lỗi / rất tiếc",
    ),
    Language(
        name="Croatian, Serbian, Bosnian, Slovene",
        nouns="stranica / članak / sadržaj / stran / vsebina / страница / чланак",
        missing=(
            "{n} nije pronađena / {n} nije pronađen / {n} … nije pronađena / {n} … ne postoji / {n} … ne obstaja / "
            "{n} ni najdena / {n} … ni bila najdena / {n} … није пронађена / {n} … не постоји"
        ),
        notices="{n} koju tražite / {n} ki jo iščete / tražena {n} / iskana {n}",
        fillers="greška / pogreška / napaka / грешка / žao nam je",
    ),
    Language(
        name="Bulgarian",
        nouns="страницата / страница / статията / статия / съдържанието",
        missing="{n} не е намерена / {n} … не е намерена / {n} … не съществува / {n} … не беше намерена / грешка 404",
        notices="{n} която търсите / търсената {n} / търсената от вас {n}",
        fillers="грешка / съжаляваме",
    ),
    Language(
        name="Hebrew",
        nouns="הדף / העמוד / דף / עמוד / הכתבה / התוכן",
        missing="{n} לא נמצא / {n} … לא נמצא / {n} … אינו קיים / {n} … לא קיים / שגיאה 404 / {n} … אינו זמין",
        notices="{n} שחיפשת / {n} שביקשת / {n} המבוקש",
        fillers="שגיאה / אופס / מצטערים",
    ),
    Language(
        name="Arabic",
        nouns="الصفحة / المقال / المحتوى / الخبر / صفحة / الرابط / الملف",
        missing=(
            "{n} غير موجودة / {n} غير موجود / {n} … غير موجودة / {n} … غير متوفرة / {n} … غير متاحة / "
            "{n} … غير متاح / {n} … لم يتم العثور / لم يتم العثور على {n} / {n} لا توجد / خطأ 404"
        ),
        notices="{n} التي تبحث عنها / {n} المطلوبة / {n} الذي تبحث عنه / {n} التي طلبتها",
        login="تسجيل الدخول",
        fillers="خطأ / عفوا / عذرا / نأسف",
    ),
    Language(
        name="Persian",
        nouns="صفحه / مقاله / مطلب / خبر / محتوا",
        missing="{n} یافت نشد / {n} … یافت نشد / {n} … پیدا نشد / {n} … وجود ندارد / خطای 404 / خطای ۴۰۴",
        notices="{n} مورد نظر / {n} درخواستی / {n} که به دنبال",
        fillers="خطا / متاسفانه / خطای",
    ),
    Language(
        name="Hindi",
        nouns="पेज / पृष्ठ / लेख / सामग्री / पन्ना",
        missing="{n} नहीं मिला / {n} … नहीं मिला / {n} … मौजूद नहीं / {n} … उपलब्ध नहीं / {n} नहीं मिली",
        notices="{n} जिसे आप / आप जिस {n} / आप जो {n}",
        fillers="त्रुटि / क्षमा करें / माफ़ करें",
    ),
    Language(
        name="Japanese",
        missing=(
            "ページが見つかりません / ページは見つかりません / ページがみつかりません / "
            "ページを見つけることができません / ページは存在しません / ページが存在しません / ページが存在しない / "
            "ページは削除 / ページが削除 / ページはありません / ページがありません / 記事が見つかりません / "
            "記事は見つかりません / 記事は存在しません / 記事は削除 / 記事がありません / "
            "コンテンツが見つかりません / ファイルが見つかりません / 指定されたページ / 見つかりませんでした / "
            "見つかりません / 公開を終了 / 掲載期間が終了 / 掲載を終了 / 配信を終了 / 404エラー / エラー404"
        ),
        notices=(
            "お探しのページ / お探しの記事 / お探しのコンテンツ / 指定されたページ / ご指定のページ / "
            "要求されたページ / アクセスしようとしたページ / 記事は掲載期間 / 掲載期間が終了 / 公開期間が終了 / "
            "この記事は削除 / このページは削除 / 移動または削除 / 削除または移動 / 一時的にアクセスできない状況"
        ),
        login="ログイン / サインイン",
        fillers="エラー / 申し訳ございません / 申し訳ありません / お探しの / 大変 / ご指定の / の",
    ),
    Language(
        name="Chinese",
        missing=(
            "页面不存在 / 页面未找到 / 页面没有找到 / 页面找不到 / 找不到页面 / 找不到该页 / 找不到网页 / "
            "未找到页面 / 页面已删除 / 页面不见了 / 页面走丢了 / 页面无法访问 / 您访问的页面不存在 / 文章不存在 / "
            "文章已删除 / 内容不存在 / 内容已删除 / 该内容已被 / 此内容因违规无法查看 / 网页不存在 / 访问的页面 / "
            "無法找到 / 找不到頁面 / 找不到網頁 / 找不到此頁 / 頁面不存在 / 網頁不存在 / 頁面未找到 / 文章不存在 / "
            "此頁面不存在 / 查無此 / 404错误 / 404錯誤"
        ),
        notices=(
            "您访问的页面 / 您要访问的页面 / 您要查看的页面 / 你访问的页面 / 您请求的页面 / 您查找的页面 / "
            "抱歉您要 / 可能已被删除 / 已被删除或 / 已经被删除 / 已被发布者删除 / 您要找的頁面 / 您所尋找的頁面 / "
            "您所查詢的 / 可能已被移除 / 已被移除 / 页面已经被删除"
        ),
        login="登录 / 登入 / 请登录",
        fillers="错误 / 抱歉 / 很抱歉 / 对不起 / 很遺憾 / 您 / 你 / 的 / 啊哦 / 哎呀 / 錯誤",
    ),
    Language(
        name="Korean",
        nouns=(
            "페이지를 / 페이지가 / 페이지 / 기사를 / 기사가 / 기사 / 콘텐츠를 / 게시물이 / 게시글이 / 문서를 / "
            "글이 / 파일을"
        ),
        missing=(
            "{n} 찾을 수 없습니다 / {n} … 찾을 수 없습니다 / {n} 찾을 수 없음 / {n} 없습니다 / "
            "{n} 존재하지 않습니다 / {n} … 존재하지 않습니다 / {n} 삭제되었습니다 / {n} … 삭제되었 / "
            "찾을 수 없습니다 / 존재하지 않는 {n} / 없는 {n}"
        ),
        notices="요청하신 {n} / 찾으시는 {n} / 방문하시려는 {n} / 원하시는 {n} / 삭제되었거나 / 삭제되거나",
        login="로그인",
        fillers="오류 / 죄송합니다 / 에러 / 앗",
    ),
    Language(
        name="Thai",
        missing=(
            "ไม่พบหน้า / ไม่พบหน้าเว็บ / ไม่พบเพจ / ไม่พบบทความ / ไม่พบหน้าที่ / หน้านี้ไม่มีอยู่ / ไม่พบข้อมูล / ไม่พบเนื้อหา"
        ),
        notices="หน้าที่คุณกำลังมองหา / หน้าที่คุณต้องการ / หน้าที่ท่านต้องการ / หน้าที่คุณค้นหา",
        fillers="ขออภัย / ข้อผิดพลาด",
    ),
)
