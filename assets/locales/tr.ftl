### Every sentence that a cashier reads, in Turkish. The other languages are the files beside this one. When the program is
### built, each message becomes a method of `Locale`; each file must have the same messages with the same variables.
###
### A key begins with the place where its sentence stands:
###
### on the screen     header, label, button, interpretation, lookup, hint, field-error (below a field),
###                   badge, result, notice (the result line), footer, help, quit, card, find, waiting (list), shift,
###                   screen (too small, hidden)
### line by line      plain; with it the sentences of the screen that have no sign and no key
### add               the sentences of `frontdesk add`
### in several places time, date, gender, consent, letter, key (names of keys), api-error, body (the kind of an answer),
###                   storage-error, fatal (ends the program)

## The language

# The name of the language in the language itself.
language-name = Türkçe
# The tag of BCP 47 by which dates, numbers and plurals are written.
language-tag = tr
# The letters that choose a gender, and yes or no. The choices below show them.
letter-female = k
letter-male = e
letter-yes = e
letter-no = h

## Times

time-seconds = { $seconds } saniye
time-minutes = { $minutes } dakika
time-hours = { $hours } saat
time-days = { $days } gün

## The header, and the whole screen

header-title = Müşteri kaydı
header-training = EĞİTİM – Clopos’a hiçbir şey gönderilmez
header-training-short = EĞİTİM
header-connecting = ○ Bağlanıyor…
header-connected = ● Bağlı
header-connected-waiting = ● Bağlı · { $waiting } kayıt bekliyor
header-offline = ○ Bağlantı kesildi: { $since }
header-offline-waiting = ○ Bağlantı kesildi: { $since } · { $waiting } bekliyor
header-offline-short = ○ Bağlantı yok · { $waiting } bekliyor
header-clock-wrong = tarih yanlış, teknisyeni arayın
header-overdue = { $waiting } kayıt gönderilemedi ({ $time }), teknisyeni arayın
screen-hidden = Gizlilik için ekran gizlendi. Devam etmek için bir tuşa basın.
screen-too-small = Pencere çok küçük. Büyütün (en az { $columns } sütun, { $rows } satır) veya Ctrl-Q ile çıkın.

## Labels

label-phone = Telefon
label-name = Ad soyad
label-code = Kod
label-birth-date = Doğum tarihi
label-gender = Cinsiyet
label-group = Grup
label-email = E-posta
label-note = Not
label-cid = Kayıt
label-phone-or-code = Telefon veya kod
button-register = [ Kaydet ]
button-sending = [ Gönderiliyor… ]
gender-unspecified = Belirtilmedi
gender-unspecified-short = –
gender-female = Kadın
gender-male = Erkek
label-consent = Onay
consent-no = Hayır
consent-yes = Evet
consent-choice-no = h Hayır
consent-choice-yes = e Evet
gender-choice-female = k Kadın
gender-choice-male = e Erkek
example = ör. { $text }
example-code = ör. kartı okutun
example-email = ör. ad@example.com

## Below a field: what its text means, and what can be typed

date-example-dmy = 15051990
date-example-mdy = 05151990
date-example-ymd = 19900515
date-order-dmy = 15051990 veya 15.5.1990 (gün, ay, yıl)
date-order-mdy = 05151990 veya 5/15/1990 (ay, gün, yıl)
date-order-ymd = 19900515 veya 1990-5-15 (yıl, ay, gün)
interpretation-birth-date = { $date }, { $years ->
    [0] 1 yaşından küçük
   *[other] { $years } yaşında
}
interpretation-phone-doubtful = { $phone } · alışılmadık numara, kontrol edin
interpretation-phone-doubtful-short = { $phone } · alışılmadık
interpretation-duplicate = { $who } ile aynı ad ve tarih
interpretation-name = { $name }  (Ctrl-Y yazıldığı gibi kalsın)
interpretation-name-short = { $name }  (Ctrl-Y ilk hâli)
interpretation-name-as-typed = yazıldığı gibi  (Ctrl-Y baş harf büyük)
interpretation-name-unsure = { $dotted } veya { $dotless }?  (Ctrl-Y seç)
interpretation-name-unsure-short = i veya ı?  (Ctrl-Y seç)
interpretation-name-chosen = { $name }  (Ctrl-Y diğer yazılış)
interpretation-name-chosen-short = { $name }  (Ctrl-Y diğeri)
interpretation-two-alphabets = “{ $letter }” başka bir alfabeden, kontrol edin.
interpretation-offer = Doğrusu şu mu: { $text }? (Ctrl-Y evet)
interpretation-offer-short = { $text }? (Ctrl-Y evet)
interpretation-group-percent = { $group } · %{ $value } indirim
interpretation-group-discount = { $group } · { $value } indirim
interpretation-group-others = { $group } · veya: { $others }
lookup-loading = …
lookup-no-customer = kayıtlı değil
lookup-not-registered = yeni müşteri
lookup-not-registered-short = yeni
# The number is as it was sent, for example +994501234567: another spelling could not be asked for.
lookup-not-found-as = { $number } olarak bulunamadı
lookup-not-found-as-short = tam kontrol edilemedi
lookup-registered = zaten kayıtlı: { $name } · #{ $id }
lookup-since = kayıt yılı { $year }
lookup-born = doğum yılı { $year }
lookup-more = Başka müşteriler de var. Adın devamını yazın.
lookup-offline = kontrol edilemedi: bağlantı yok
lookup-failed = kontrol edilemedi
hint-code-template = Boş bırakılırsa kod: { $code }
hint-gender = k, e veya - yazın
hint-consent = { $question } (h hayır · e evet)
hint-group = Yazarak arayın · Sol, Sağ ile seçin
hint-groups-loading = Gruplar yükleniyor…
hint-groups-failed = Gruplar yüklenemedi. { $error }

## Below a field: what is wrong and what to do

field-error-name-missing = Zorunlu. Ad yazın.
field-error-name-without-letters = En az bir harf veya rakam yazın.
field-error-phone-digits-missing = { $count } rakam eksik
field-error-digits-too-many = { $count } rakam fazla
field-error-phone-character = Silin: { $character }. Sadece rakam yazın.
field-error-phone-country = + sonrasındaki ülke kodu tanınmıyor.
field-error-phone-loading = Hâlâ yükleniyor. Biraz bekleyin.
field-error-phone-length = Rakamlar eksik veya fazla.
field-error-email-at-missing = @ işareti eksik.
field-error-email-second-at = İki @ var. Birini silin.
field-error-email-space = Boşluğu silin.
field-error-email-comma = Virgül değil, nokta yazın.
field-error-email-two-dots = İki nokta yan yana. Birini silin.
field-error-email-dot-first = Baştaki noktayı silin.
field-error-email-dot-before-at = @ işaretinden önceki noktayı silin.
field-error-email-dot-after-at = @ işaretinden sonraki noktayı silin.
field-error-email-dot-last = Sondaki noktayı silin.
field-error-email-local-part-missing = @ işaretinden önceki kısmı yazın.
field-error-email-quotes = Tırnak işaretlerini kontrol edin.
field-error-email-domain-missing = @ işaretinden sonraki kısmı yazın.
field-error-email-ending-missing = Sonu eksik, örneğin .com.
field-error-email-digits-in-ending = Sondaki rakamları silin.
field-error-email-ending = Sonunu kontrol edin, örneğin .com.
field-error-email-hyphen = @ sonrasındaki tireyi kontrol edin.
field-error-email-underscore = @ işaretinden sonra _ olamaz.
field-error-email-character = Silin: { $character }.
field-error-email-too-long = Çok uzun. Adresi kontrol edin.
field-error-date-incomplete = Tarih eksik.
field-error-date-character = Silin: { $character }. Sadece rakam yazın.
field-error-date-unreadable = Tarih değil. Şöyle yazın: { $example }.
field-error-date-does-not-exist = Böyle bir tarih yok.
field-error-date-in-future = İleri bir tarih. Yılı kontrol edin.
field-error-date-too-long-ago = Çok eski. Yılı kontrol edin.
character-quoted = “{ $character }”
character-invisible = görünmez karakter ({ $name })
character-zero-width-space = sıfır genişlikte boşluk
character-joiner = birleştirici
character-soft-hyphen = gizli tire
character-direction = yazı yönü
character-selector = biçim seçici
character-byte-order-mark = bayt sırası işareti
character-space = boşluk
field-error-group-not-found = Böyle bir grup yok. Harf silin.
field-error-groups-loading = Gruplar gelmedi. Bekleyin veya silin.
field-error-registered = zaten kayıtlı, belki başka şubede veya silinmiş
field-error-registered-as = zaten kayıtlı: { $name } · #{ $id }
field-error-rejected = Clopos bunu reddetti. Değiştirin.

## The result: a badge, and a sentence behind it

notice-first-keys = Enter ile sonraki alana geçin, Ctrl-S ile kaydedin, Ctrl-R ile formu temizleyin, Ctrl-O ile bekleyen kayıtlara bakın, Ctrl-G ile yardım alın.
notice-sample = Eğitim: kayıtlı bir müşteri görmek için telefona { $phone } yazın.
badge-registered = KAYDEDİLDİ
badge-not-registered = KAYIT YAPILMADI
badge-waiting = SAKLANDI, GÖNDERİLECEK
badge-quit = Çıkılsın mı?
result-registered = { $name } · müşteri #{ $id }
notice-sending = Gönderiliyor: { $name }…
notice-sending-previous = Önceki kayıt hâlâ gönderiliyor…
notice-shelved = Uzun süre tuşa basılmadı, form taslaklara alındı. Ctrl-O ile açın.
notice-registered = Kaydedildi: { $name } · #{ $id }
notice-registered-group = grup: { $group }
notice-rejected-earlier = { $name } kaydedilmedi. { $error } Ctrl-O ile açın.
notice-conflict = { $field }: zaten kayıtlı. Kim olduğunu görmek için Ctrl-P, formu temizlemek için Ctrl-R.
notice-conflict-unknown = { $field }: zaten kayıtlı. Değiştirin veya Ctrl-R ile formu temizleyin.
notice-waiting = { $name }: bağlantı gelince gönderilecek ({ $waiting } kayıt bekliyor).
notice-waiting-uncertain = { $name } Clopos’a kaydedilmiş olabilir: program tekrar göndermeden önce kontrol eder ({ $waiting } kayıt bekliyor).
notice-all-sent = Bekleyen kayıtların hepsi gönderildi.
notice-some-rejected = Bekleyen kayıtlardan bazıları kaydedilmedi. Ctrl-O ile açın.
notice-not-editable = Bu kayıt otomatik gönderilecek. Şu anda değiştiremezsiniz.
notice-waiting-rate-limited = { $name }: { $time } sonra gönderilecek ({ $waiting } kayıt bekliyor).
notice-waiting-error = { $name }: daha sonra gönderilecek. { $error } ({ $waiting } kayıt bekliyor)
notice-not-saved = Kayıt saklanamadı. { $why }
notice-not-saved-earlier = { $name }: kayıt saklanamadı. { $why } Ctrl-O ile açın.
notice-draft-not-saved = Taslaklar saklanamıyor. { $why }
notice-outbox-quarantined = Bekleyen kayıtlar listesi bozulmuş. Hiçbir şey kaybolmadı. Eski dosya: { $file }.
notice-outbox-damaged = Bekleyen kayıtlar listesi bozulmuş. Bazıları kaybolmuş olabilir. { $file } dosyasını silmeyin, teknisyeni arayın.
notice-outbox-missing = Bekleyen kayıtlar listesi yok veya boş. Kayıtlar kaybolmuş olabilir. Teknisyeni arayın.
notice-overdue = { $waiting } kayıt hâlâ gönderilemedi ({ $time } geçti). Teknisyeni arayın.
notice-clock-wrong = Bu bilgisayarın tarihi yanlış. Her doğum tarihini kendiniz kontrol edin ve teknisyeni arayın.
notice-outbox-locked = Kayıt henüz saklanmadı, çünkü başka bir programın işi sürüyor. Formunuz taslak olarak güvende, kayıt daha sonra saklanacak.
notice-drafts-unreadable = { $files ->
    [one] Bir taslak okunamıyor. Dosyası duruyor. Teknisyeni arayın.
   *[other] { $files } taslak okunamıyor. Dosyaları duruyor. Teknisyeni arayın.
}
notice-row-gone = Bu kayıt artık listede yok.
notice-drafts-found = Geçen seferden kalan taslaklar var. Ctrl-O ile bakın.
notice-fix-field = ✗ işaretli alanları düzeltin.
notice-saves-when-loaded = Kayıt henüz saklanmadı, çünkü program hâlâ yükleniyor. Birazdan saklanacak.
notice-enter-again = Tuşlara çok hızlı basıldı. Kaydetmek için Enter tuşuna tekrar basın.
notice-type-name = Önce adı yazın. Sonra Ctrl-N ile bu addaki müşterileri bulun.
notice-scan-mapped = Klavye İngilizce değil, bu yüzden okutulan kod düzeltildi. Kodu kontrol edin.
notice-field-full = Çok uzun: en fazla { $most } karakter sığar. Metnin sonunu kontrol edin.
notice-paste-unfinished = Yapıştırılan metin henüz tamamlanmadı. Bekleyin veya Esc ile durdurun.
notice-letter-unreadable = Bu harf okunamıyor. Teknisyeni arayın: terminal ve dil ayarları UTF-8 olmalı.
notice-cleared = Form temizlendi. Ctrl-R ile geri getirebilirsiniz.
notice-restored = Form geri geldi.
notice-interrupted = { $name } bekleyen kayıtlarda. Ctrl-O ile açın.
notice-interrupted-nameless = Yazdığınız form bekleyen kayıtlarda. Ctrl-O ile açın.

## Errors of an API call: what happened and what to do

api-error-conflict = { $field }: zaten kayıtlı. Değiştirin veya kayıtlı müşteriyi kullanın.
api-error-conflict-unnamed = Bu telefon veya kodla bir müşteri zaten kayıtlı, belki başka şubede veya silinmiş. Telefonu veya kodu değiştirin.
api-error-rejected = Clopos reddetti: { $sentence }
api-error-rejected-without-reason = Clopos bu müşteriyi neden belirtmeden reddetti. Alanları kontrol edin.
api-error-credentials = Bu bilgisayar Clopos’a giriş yapamıyor (giriş bilgileri yanlış). Teknisyeni arayın.
api-error-permission = Clopos bu bilgisayarın müşteri kaydetmesine izin vermiyor. Teknisyeni arayın.
api-error-rate-limited = Clopos şu anda yoğun. En erken { $time } sonra tekrar denenebilir.
api-error-unreachable = Clopos’a bağlanılamıyor. İnternet bağlantısını kontrol edin.
api-error-unreachable-name = Clopos’un adresi bulunamadı. İnternet bağlantısını kontrol edin.
api-error-unreachable-refused = Clopos şu anda bağlantı kabul etmiyor.
api-error-unreachable-timeout = Clopos cevap vermiyor. İnternet bağlantısını kontrol edin.
api-error-unreachable-token = Clopos’a şu anda giriş yapılamıyor.
api-error-unreachable-tls = Clopos bağlantısı güvenli değil. Teknisyeni arayın.
api-error-uncertain-timeout = Zamanında cevap gelmedi. Müşteri Clopos’a kaydedilmiş olabilir: program tekrar göndermeden önce kontrol eder.
api-error-uncertain-lost = Bağlantı kesildi. Müşteri Clopos’a kaydedilmiş olabilir: program tekrar göndermeden önce kontrol eder.
api-error-uncertain-status = Sunucu hatası ({ $status }). Müşteri Clopos’a kaydedilmiş olabilir: program tekrar göndermeden önce kontrol eder.
api-error-uncertain-unreadable = Cevap okunamadı ({ $status }). Müşteri Clopos’a kaydedilmiş olabilir: program tekrar göndermeden önce kontrol eder.
api-error-uncertain-not-from-api = Cevap Clopos’tan gelmedi ({ $answer }). Müşteri Clopos’a kaydedilmiş olabilir: program tekrar göndermeden önce kontrol eder.
api-error-not-from-api = Cevap Clopos’tan gelmedi ({ $answer }). Böyle devam ederse teknisyeni arayın.
api-error-proxy = { $proxy } vekil sunucusu üzerinden bağlantı kurulamıyor. Böyle devam ederse teknisyeni arayın.
api-error-wrong-address = Ayarlardaki adreste Clopos yok ({ $status }). Teknisyeni arayın.
api-error-no-answer = Zamanında cevap gelmedi. İnternet bağlantısını kontrol edin.
api-error-no-answer-lost = Cevap gelmeden bağlantı kesildi. İnternet bağlantısını kontrol edin.
api-error-no-answer-status = Sunucu hatası ({ $status }).
api-error-no-answer-unreadable = Cevap okunamadı ({ $status }).
api-error-client-disabled = Clopos’ta Open API kapalı (Client is disabled). Teknisyeni arayın.
api-error-unknown-integrator = Clopos bu entegratörü tanımıyor (Invalid integrator_id). Teknisyeni arayın.
api-error-test-mode = Entegratör test modunda, marka ise değil. Teknisyeni arayın.
body-html = HTML
body-text = metin
body-empty = boş
body-json = JSON
api-error-settings = Ayarlar yanlış. Teknisyeni arayın.

## The footer, and the names of keys

footer-first-keys = Enter ileri · Ctrl-S kaydet · Ctrl-R temizle · Ctrl-O bekleyen · Ctrl-G yardım
footer-next = ileri
footer-register = kaydet
footer-waiting = bekleyen ({ $count })
footer-card = müşteri
footer-clear = temizle
footer-find = adla bul
footer-show = göster
footer-help = yardım
footer-quit = çık
footer-back = geri
footer-more = devamı
footer-open-row = aç (reddedilen veya taslak)
footer-delete = sil
footer-keep = kalsın
footer-stay = kal
footer-older = daha eski
footer-newer = daha yeni
help-previous = önceki alan
help-left = sola; önceki seçenek
help-right = sağa; sonraki seçenek
help-word-left = bir kelime sola
help-word-right = bir kelime sağa
help-start = alanın başına
help-end = alanın sonuna
help-delete-left = soldaki karakteri sil
help-delete-right = sağdaki karakteri sil
help-delete-word = soldaki kelimeyi sil
help-delete-to-start = alanın başına kadar sil
help-delete-to-end = alanın sonuna kadar sil
key-ctrl = Ctrl-{ $key }
key-alt = Alt-{ $key }
key-enter = Enter
key-tab = Tab
key-back-tab = Shift-Tab
key-up = Yukarı
key-down = Aşağı
key-left = Sol
key-right = Sağ
key-home = Home
key-end = End
key-backspace = Backspace
key-delete = Delete
key-esc = Esc

## Over the form: help, question, card, waiting list, shift

help-enter = sonraki alan; düğmede: kaydet
help-next = sonraki alan
help-register = kaydet (her alanda çalışır)
help-clear = formu temizle; tekrar: geri getir
help-waiting = bekleyen, reddedilen kayıtlar ve taslaklar
help-shift = bugünkü kayıtlar
help-group = Grup alanına git
help-undo = son değişikliği geri al
help-suggestion = diğer yazılış; öneriyi kullan
help-card = kayıtlı müşteriyi göster
help-find = yazılan addaki müşterileri bul
help-show = seçili müşteriyi göster
help-help = bu yardım
help-quit = çık
help-language = dili değiştir: { $name }
help-suspend = izin varsa komut satırına geç; dönmek için fg
help-page-next = sonraki sayfa
help-page-previous = önceki sayfa
help-open-row = seçili satırı aç (reddedilen veya taslak)
help-delete = seçili satırı sil (önce sorar)
help-row-next = sonraki satır
help-row-previous = önceki satır
help-row-first = ilk satır
help-row-last = son satır
help-title = Yardım
help-form = Form
help-others-letters = Bir harf listeyi kapatır ve forma yazılır.
help-others-form = Diğer tuşlar bunu kapatır ve formda çalışır.
help-others-nothing = Diğer tuşlar bir şey yapmaz.
help-pages = { $page }/{ $pages }
quit-question-unsafe = Formunuz saklanamıyor, kaybolacak.
quit-question = Formunuz taslak olarak saklanacak.

card-title = Zaten kayıtlı
card-number = Müşteri no
card-balance = Bakiye
card-receipts = Fiş sayısı
card-since = Kayıt yılı
card-loading = Yükleniyor…
card-gone = Bu müşteri artık kayıtlı değil.
card-correction = Değiştirmek için: POS (menü, Müşteriler, Düzenle) veya yönetim paneli
card-correction-short = POS’ta değiştirin: Müşteriler

find-title = { $name } adındaki müşteriler
find-loading = Yükleniyor…
find-none = Bu adda müşteri yok. Başka yazılışını veya adın bir kısmını deneyin.
find-more = Başka müşteriler de var. Adın devamını yazın.
find-failed = Arama yapılamadı. { $error }

waiting-title = Bekleyen kayıtlar
waiting-none = Bekleyen kayıt yok.
waiting-loading = Yükleniyor…
waiting-nameless = adsız
waiting-draft = taslak
waiting-row = { $name } · { $state } · { $age } · { $attempts }
waiting-queued = bekliyor
waiting-sending = gönderiliyor
waiting-uncertain = belki kaydedildi
waiting-rejected = reddedildi
waiting-age = { $minutes ->
    [0] az önce
   *[other] { $minutes } dk
}
waiting-attempts = { $attempts ->
    [0] henüz denenmedi
   *[other] { $attempts } kez denendi
}
waiting-delete-question = Kalıcı olarak silinsin mi?

shift-title = Bugünkü kayıtlar
shift-registered = { $count } kaydedildi
shift-waiting = { $count } bekliyor
shift-rejected = { $count } reddedildi
shift-median = genellikle { $seconds } sn, { $keys } tuş
shift-row-registered = kaydedildi
shift-row-effort = { $seconds } sn · { $keys } tuş

## The desk line by line. A screen reader speaks these sentences: no signs, and a full stop where the voice must pause

plain-title = Müşteri kaydı. Yardım için yardım veya ? yazın, çıkmak için çık veya q yazın.
plain-training = Eğitim: Clopos’a hiçbir şey gönderilmez.
plain-begin = Cevabı yazıp Enter tuşuna basın. Soruyu atlamak için sadece Enter tuşuna basın.
plain-value = { $label }: { $words }
plain-error = Hata: { $words }
plain-warning = Uyarı: { $words }
plain-row = { $number } { $words }

# Words that are commands, one word each. The English words and letters are commands in every language.
plain-word-help = yardım
plain-word-quit = çık
plain-word-back = geri
plain-word-erase = boşalt
plain-word-end = son
plain-word-go = git
plain-word-spelling = öneri
plain-word-undo = vazgeç
plain-word-clear = temizle
plain-word-customer = müşteri
plain-word-find = bul
plain-word-list = liste
plain-word-today = bugün
plain-word-delete = sil
plain-word-yes = evet
plain-word-no = hayır
plain-word-language = dil

# A question: its parts with commas, e.g. "Phone, 1 of 8, now 12:". Choices follow as sentences.
plain-question = { $parts }:{" "}
plain-question-with-choices = { $parts }. { $choices }{" "}
plain-position = soru { $number }, toplam { $count }
plain-required = zorunlu
plain-now = şu anki cevap { $value }
plain-typed = yazdığınız { $value }
plain-back-to = Geri dönüldü. Soru { $number }, { $label }.
plain-next-customer = Sonraki müşteri.
plain-closed = Program kapandı.
plain-closed-waiting = { $waiting } kayıt bekliyor. Bu bilgisayarda program açıkken veya teknisyenin kurduğu zamanlayıcıyla gönderilir.
plain-format = { $order ->
    [mdy] ay gün yıl
    [ymd] yıl ay gün
   *[dmy] gün ay yıl
}
plain-choice = { $number } { $words }.
plain-group-none = grup yok
plain-group-default = grup seçilmedi, Clopos belirler
plain-groups-more = { $count ->
    [one] { $count } grup daha var. Adının bir kısmını yazın.
   *[other] { $count } grup daha var. Adın bir kısmını yazın veya hepsini dinlemek için ? yazın.
}
plain-groups-loading = Gruplar hâlâ yükleniyor. Adın bir kısmını yazın veya devam etmek için Enter tuşuna basın.
plain-groups-loaded = Gruplar yüklendi.
plain-groups-failed = Gruplar yüklenemedi. Atlamak için Enter tuşuna basın.
plain-group-later = { $words }. Gruplar yüklenince kontrol edilecek.
plain-group-which = Adında bu geçen birden fazla grup var. Daha fazla harf veya adın tamamını yazın:
plain-confirm = Kaydedilsin mi? Kaydetmek için evet, geri dönüp değiştirmek için hayır, bir soruya gitmek için 1 ile { $count } arasında bir numara yazın:{" "}
plain-confirm-short = Kaydedilsin mi?{" "}
plain-confirm-again = Evet, hayır veya bir soru numarası yazın. Yardım için ? yazın.
plain-not-yet = Kaydedilmedi. Yazdıklarınızın hepsi duruyor.
plain-summary = Cevaplarınız:
plain-empty-fields = Boş: { $fields }.
plain-which = Hangi numara? Geri dönmek için Enter tuşuna basın:{" "}
plain-which-waiting = Hangi numara? Açmak için numarasını, silmek için d ve numarasını yazın. Geri dönmek için Enter tuşuna basın:{" "}
plain-which-not-openable = Bekleyen kayıtlar otomatik gönderilir. Açılamazlar. Birini silmek için d ve numarasını yazın. Geri dönmek için Enter tuşuna basın:{" "}
plain-consent-again = Evet veya hayır yazın.
plain-which-again = Listeden bir numara yazın.
plain-delete = Kalıcı olarak silinsin mi: { $row }? Evet veya hayır yazın:{" "}
plain-delete-again = Evet veya hayır yazın.
plain-deleted = { $name } silindi.
plain-kept = Hiçbir şey silinmedi.

# Values
plain-phone-doubtful = { $phone }. Bu numara alışılmadık. Lütfen kontrol edin.
plain-phone-new = { $phone }, kayıtlı değil
plain-phone-not-found-as = { $phone }. Numara gönderildiği biçimde bulunamadı. Başka bir biçimde kayıtlı olabilir.
plain-phone-not-checked = { $phone }. Bağlantı yok, bu yüzden telefonun kayıtlı olup olmadığı kontrol edilemedi.
plain-phone-check-failed = { $phone }. Telefonun kayıtlı olup olmadığı kontrol edilemedi.
plain-registered-already = zaten kayıtlı. Bu telefonun sahibi: { $customer }. Clopos kaydı büyük ihtimalle reddeder. Başka telefon yazmak için g 1, ayrıntıları dinlemek için p yazın.
plain-registered-by = zaten kayıtlı. Sahibi: { $customer }. Değiştirin veya ayrıntıları dinlemek için p yazın.
plain-registered-elsewhere = zaten kayıtlı, belki başka şubede veya silinmiş. Değiştirin.
plain-customer-number = numara { $id }
plain-group-percent = { $group }, yüzde { $value } indirim
plain-group-discount = { $group }, { $value } indirim
plain-duplicate = { $date }. Doğum tarihi aynı ve adı benzer bir müşteri var: { $who }. Aynı kişi olabilir.
plain-name = { $name }. Büyük ve küçük harfler değiştirildi. Yazdığınız gibi kalması için k yazın.
plain-name-as-typed = { $name }, yazdığınız gibi. Baş harfleri büyük yapmak için k yazın.
plain-name-unsure = { $name }. Büyük I harfinin küçüğü noktalı veya noktasız olabilir. Seçmek için k yazın.
plain-name-chosen = { $name }. Diğer yazılış için k yazın.
plain-two-alphabets = { $value }. { $letter } harfi başka bir alfabeden. Kontrol edin.
plain-offer = Doğrusu şu mu: { $text }? Böyle değiştirmek için k yazın.
plain-sign = { $sign ->
    [c21] ünlem işareti
    [c22] tırnak işareti
    [c23] kare işareti
    [c24] dolar işareti
    [c25] yüzde işareti
    [c26] ve işareti
    [c27] kesme işareti
    [c28] sol parantez
    [c29] sağ parantez
    [c2a] yıldız
    [c2b] artı
    [c2c] virgül
    [c2d] tire
    [c2e] nokta
    [c2f] eğik çizgi
    [c3a] iki nokta üst üste
    [c3b] noktalı virgül
    [c3c] küçüktür işareti
    [c3d] eşittir işareti
    [c3e] büyüktür işareti
    [c3f] soru işareti
    [c40] et işareti
    [c5b] sol köşeli parantez
    [c5c] ters eğik çizgi
    [c5d] sağ köşeli parantez
    [c5f] alt çizgi
    [c7c] dikey çizgi
    [c7e] dalga işareti
   *[other] { $character }
}

# What happened
plain-sending = Gönderiliyor: { $name }.
plain-still-sending = Hâlâ gönderiliyor: { $name }. Sonraki müşteriyi yazabilirsiniz.
plain-still-loading = Hâlâ yükleniyor. Beklemeyi bırakmak için b, çıkmak için q yazın.
plain-searching = Aranıyor.
plain-registered = Kaydedildi: { $customer }.
plain-registered-training = Eğitimde kaydedildi: { $customer }.
plain-group = grup { $group }
plain-not-registered = { $name } kaydedilmedi.
plain-waiting-count = { $waiting } kayıt bekliyor.
plain-saved = { $name }: kayıt bu bilgisayarda saklandı, henüz gönderilmedi. Bağlantı gelince gönderilecek.
plain-saved-uncertain = { $name }: kayıt bu bilgisayarda saklandı. Müşteri Clopos’a kaydedilmiş olabilir: program tekrar göndermeden önce kontrol eder.
plain-saved-rate-limited = { $name }: kayıt bu bilgisayarda saklandı, henüz gönderilmedi. { $time } sonra gönderilecek.
plain-saved-error = { $name }: kayıt bu bilgisayarda saklandı, henüz gönderilmedi. { $error }
plain-rejected-earlier = { $name } kaydedilmedi. { $error } Açmak için liste yazın.
plain-some-rejected = Bekleyen kayıtlardan bazıları kaydedilmedi. Açmak için liste yazın.
plain-not-saved-earlier = { $name }: kayıt saklanamadı. { $why } Açmak için liste yazın.
plain-interrupted = { $name } bekleyen kayıtlarda. Açmak için liste yazın.
plain-interrupted-nameless = Yazdığınız form bekleyen kayıtlarda. Açmak için liste yazın.
plain-opened = Açılan form: { $name }.
plain-opened-nameless = Açılan formda ad ve telefon yok.
plain-not-openable = Bu kayıt şu anda açılamıyor.
plain-drafts-found = Geçen seferden kalan taslaklar var. Dinlemek için liste yazın.
plain-draft-saved = Yazdıklarınız taslak olarak saklandı. Bir dahaki sefere açmak için liste yazın.
plain-draft-lost = Yazdıklarınız saklanamadı ve kayboldu. Tekrar yazın veya kâğıda yazın.
plain-line-unreadable = Bu satır kullanılmadı: içinde okunamayan harfler var. Teknisyeni arayın: terminal ve dil ayarları UTF-8 olmalı.
plain-keys-removed = Ok tuşları ve diğer kontrol tuşları burada bir şey yapmaz. Satırdan çıkarıldılar.
plain-lines-dropped = { $count } satır çok erken geldi ve kullanılmadı. Gerekiyorsa tekrar yazın.
plain-stopped = { $number } numaralı satırda duruldu. Ondan sonraki satırlar kullanılmadı.

# Commands

plain-language = Dil artık Türkçe.
plain-cleared = Form temizlendi. Geri getirmek için u yazın.
plain-already-empty = Form boş.
plain-restored = Form geri geldi.
plain-undone = Geri alındı. { $words }
plain-empty = boş
plain-nothing-to-undo = Geri alınacak bir şey yok.
plain-no-suggestion = Öneri veya başka yazılış yok.
plain-no-card = Bu form için kayıtlı müşteri bulunamadı.
plain-card-not-yet = Telefon hâlâ kontrol ediliyor. Birazdan tekrar p yazın.
plain-card = Kayıtlı müşteri:
plain-card-correction = Bu müşteri POS programında değiştirilir: menü, Müşteriler, Düzenle. Veya yönetim panelinde.
plain-card-loading = Müşteri yükleniyor.
plain-type-name = Önce adı yazın. Sonra bu addaki müşterileri bulmak için bul veya / yazın.
plain-no-field = Böyle bir alan yok. g ve 1 ile { $count } arasında bir numara yazın, örneğin g 4.
plain-wait = Bu satır kullanılmadı. Program hâlâ meşgul. Beklemeyi bırakmak için b, çıkmak için q yazın.
plain-shift-median = Genellikle { $seconds } saniye sürüyor
plain-nothing-registered = Bugün kayıt yok.
plain-shift-older = Daha eski { $count } kayıt var. Dinlemek için t { $page } yazın.
plain-waiting-row = { $name }, { $state }, { $age }, { $attempts }
plain-waiting-draft = { $name }, taslak

# Help. The question comes first, with an example
plain-help-phone = Örneğin { $example }. Numarayı ararken tuşladığınız gibi veya artı ve ülke koduyla yazın.
plain-help-name = Örneğin Ayşe Yılmaz. Küçük harf yeter. Ad zorunludur.
plain-help-code = Örneğin 8691234567890. Müşteri kartının numarasını yazın veya okutun.
plain-help-birth-date = Örneğin { $example }. Sıra şöyle: { $order }. Sayıların arasına nokta veya boşluk koyabilirsiniz.
plain-help-gender = Örneğin kadın için 1. Kadın için k, erkek için e de yazabilirsiniz.
plain-help-group = Örneğin 1 veya grup adından birkaç harf.
plain-help-email = Örneğin ayse@example.com.
plain-help-consent = Örneğin evet. Müşteriye sorun: { $question }
plain-help-note = Örneğin: pencere kenarında masa istiyor.
plain-help-confirm = Örneğin evet. Hayır yazarsanız ilk soruya, numara yazarsanız o soruya dönersiniz.
plain-help-number = Örneğin 1. Listeden bir numara yazın.
plain-help-waiting-number = Örneğin ilkini açmak için 1, silmek için d 1.
plain-help-enter = Soruyu atlamak için Enter tuşuna basın. Önceden yazdığınız cevap kalır.
plain-help-back = Önceki soru için geri veya b yazın.
plain-help-erase = Bu alanı boşaltmak için boşalt veya - yazın.
plain-help-go = Bir alana gitmek için g ve numarasını yazın, örneğin g 4.
plain-help-end = Formun sonuna gitmek için son veya . yazın.
plain-help-suggestion = Öneriyi veya adın diğer yazılışını kullanmak için öneri veya k yazın.
plain-help-undo = Son değişikliği geri almak için vazgeç veya u yazın.
plain-help-clear = Formu temizlemek için temizle veya c yazın.
plain-help-card = Kayıtlı müşteriyi dinlemek için müşteri veya p yazın.
plain-help-find = Yazılan addaki müşterileri bulmak için bul veya / yazın.
plain-help-waiting = Bekleyen ve reddedilen kayıtlar ve taslaklar için liste veya o yazın.
plain-help-shift = Bugünkü kayıtlar için bugün veya t yazın.
plain-help-language = Dili değiştirmek için dil veya lang yazın. Yeni dil: { $name }.
plain-help-quit = Çıkmak için çık veya q yazın. Form taslak olarak saklanır.
plain-help-literally = Bu kelimelerden birini cevap olarak yazmak için önüne bir boşluk koyun.

## Why something cannot be saved on this computer

storage-error-disk-full = Disk dolu. Müşteriyi kâğıda yazın ve teknisyeni arayın.
storage-error-not-writable = Program kayıtları saklayamıyor: kendi klasörüne yazamıyor. Müşteriyi kâğıda yazın ve teknisyeni arayın.
storage-error-too-many-files = Bu bilgisayarda çok fazla dosya açık. Müşteriyi kâğıda yazın ve teknisyeni arayın.
storage-error-newer = Program güncellendi. Çıkın, sonra programı yeniden açın. Bunu yine görürseniz teknisyeni arayın.
storage-error-locked = Bekleyen kayıtlar listesini başka bir program kullanıyor. Bir dakika sonra tekrar deneyin.
storage-error-broken = Bu bilgisayar kayıtları saklayamıyor. Müşteriyi kâğıda yazın ve teknisyeni arayın.

## What ends the program

fatal-kiosk-settings = Program doğru kurulmamış. Teknisyeni arayın: bu hesapla çalıştırılan `frontdesk check` neyin yanlış olduğunu söyler.
fatal-kiosk-command = Bu hesap sadece müşteri kaydı programını açabilir.
fatal-kiosk = Program açılamıyor. Teknisyeni arayın.
fatal-kiosk-crash = Program çöktü. Tekrar giriş yapın ve teknisyeni arayın.

## The command line

add-waiting = Kayıt saklandı. Daha sonra gönderilecek. { $error }
add-not-sent = Kaydedilmedi: gruplar yüklenemedi. { $error }
add-conflict-hidden = Bu müşteriyi bulamıyorsanız başka şubededir veya silinmiştir. Müşteriyi POS programında (üç çizgili menü, Müşteriler, Düzenle) veya yönetim panelinde (Pazarlama, Müşteriler, Düzenle) değiştirin.
add-group-id-unknown = { $id } numaralı grup yok. Clopos’taki bir grubun numarasını kullanın.
add-group-several = Bu adda birden fazla grup var: { $groups }. --group-id ile birini seçin.
add-group-choice = { $group } (--group-id { $id })
add-group-unknown = Bu adda grup yok. Clopos’taki bir grubun adını kullanın.
add-consent-without-question = Onay sorusu ayarlanmamış. consent.text ve consent.version ayarlarını yapın veya --consent seçeneğini kaldırın.
add-gender-unknown = female, male veya unspecified yazın.
