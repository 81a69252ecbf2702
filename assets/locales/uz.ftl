### Every sentence that a cashier reads, in Uzbek. The other languages are the files beside this one. When the program is
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
language-name = Oʻzbekcha
# The tag of BCP 47 by which dates, numbers and plurals are written.
language-tag = uz
# The letters that choose a gender, and yes or no. The choices below show them.
letter-female = a
letter-male = e
letter-yes = h
letter-no = y

## Times

time-seconds = { $seconds } soniya
time-minutes = { $minutes } daqiqa
time-hours = { $hours } soat
time-days = { $days } kun

## The header, and the whole screen

header-title = Mijoz qoʻshish
header-training = MASHQ – Cloposga hech narsa yuborilmaydi
header-training-short = MASHQ
header-connecting = ○ Ulanmoqda…
header-connected = ● Aloqa bor
header-connected-waiting = ● Aloqa bor · { $waiting } ta kutmoqda
header-offline = ○ { $since } dan aloqa yoʻq
header-offline-waiting = ○ { $since } dan aloqa yoʻq · { $waiting } ta kutmoqda
header-offline-short = ○ Aloqa yoʻq · { $waiting } kutmoqda
header-clock-wrong = texnikni chaqiring: sana xato
header-overdue = texnikni chaqiring: { $waiting } ta yuborilmadi ({ $time })
screen-hidden = Maxfiylik uchun yashirildi. Davom etish uchun istalgan tugmani bosing.
screen-too-small = Oyna juda kichik. Uni kattalashtiring ({ $columns } ustun, { $rows } qator) yoki chiqish uchun Ctrl-Q ni bosing.

## Labels

label-phone = Telefon
label-name = Ism
label-code = Kod
label-birth-date = Tugʻilgan kun
label-gender = Jinsi
label-group = Guruh
label-email = E-pochta
label-note = Izoh
label-cid = Anketa
label-phone-or-code = Telefon yoki kod
button-register = [ Qoʻshish ]
button-sending = [ Yuborilmoqda… ]
gender-unspecified = Tanlanmagan
gender-unspecified-short = –
gender-female = Ayol
gender-male = Erkak
label-consent = Rozilik
consent-no = Yoʻq
consent-yes = Ha
consent-choice-no = y Yoʻq
consent-choice-yes = h Ha
gender-choice-female = a Ayol
gender-choice-male = e Erkak
example = masalan, { $text }
example-code = masalan, kartani skanerlang
example-email = masalan, ism@example.com

## Below a field: what its text means, and what can be typed

date-example-dmy = 15051990
date-example-mdy = 05151990
date-example-ymd = 19900515
date-order-dmy = 15051990 yoki 15.05.1990 (kun, oy, yil)
date-order-mdy = 05151990 yoki 5/15/1990 (oy, kun, yil)
date-order-ymd = 19900515 yoki 1990-5-15 (yil, oy, kun)
interpretation-birth-date = { $date }, { $years ->
    [0] hali 1 yoshga toʻlmagan
   *[other] { $years } yosh
}
interpretation-phone-doubtful = { $phone } · noodatiy raqam, tekshiring
interpretation-phone-doubtful-short = { $phone } · noodatiy
interpretation-duplicate = ismi va sanasi bir xil: { $who }
interpretation-name = { $name }  (Ctrl-Y yozilganicha qolsin)
interpretation-name-short = { $name }  (Ctrl-Y yozilganicha)
interpretation-name-as-typed = yozilganicha  (Ctrl-Y bosh harflar bilan)
interpretation-name-unsure = { $dotted } yoki { $dotless }?  (Ctrl-Y tanlash)
interpretation-name-unsure-short = i yoki ı?  (Ctrl-Y tanlash)
interpretation-name-chosen = { $name }  (Ctrl-Y boshqa yozilishi)
interpretation-name-chosen-short = { $name }  (Ctrl-Y boshqasi)
interpretation-two-alphabets = “{ $letter }” boshqa alifbodan. Tekshiring.
interpretation-offer = { $text } boʻlishi kerakmi? (Ctrl-Y ha)
interpretation-offer-short = { $text }? (Ctrl-Y ha)
interpretation-group-percent = { $group } · chegirma { $value }%
interpretation-group-discount = { $group } · chegirma { $value }
interpretation-group-others = { $group } · yoki: { $others }
lookup-loading = …
lookup-no-customer = bazada yoʻq
lookup-not-registered = yangi mijoz
lookup-not-registered-short = yangi
# The number is as it was sent, for example +994501234567: another spelling could not be asked for.
lookup-not-found-as = { $number } koʻrinishida topilmadi
lookup-not-found-as-short = toʻliq tekshirilmadi
lookup-registered = bazada bor: { $name } · #{ $id }
lookup-since = { $year }-yildan beri
lookup-born = { $year }-yilda tugʻilgan
lookup-more = Yana bor. Ismni toʻliqroq yozing.
lookup-offline = tekshirilmadi: aloqa yoʻq
lookup-failed = tekshirilmadi
hint-code-template = Boʻsh qolsa, kod { $code } boʻladi.
hint-gender = a, e yoki - yozing
hint-consent = { $question } (y yoʻq · h ha)
hint-group = Qidirish uchun yozing · Chapga, Oʻngga – tanlash
hint-groups-loading = Guruhlar yuklanmoqda…
hint-groups-failed = Guruhlar yuklanmadi. { $error }

## Below a field: what is wrong and what to do

field-error-name-missing = Majburiy maydon. Ismni yozing.
field-error-name-without-letters = Kamida bitta harf yoki raqam yozing.
field-error-phone-digits-missing = { $count } ta raqam yetishmayapti
field-error-digits-too-many = { $count } ta raqam ortiqcha
field-error-phone-character = Ortiqcha: { $character }. Faqat raqam yozing.
field-error-phone-country = + dan keyingi davlat kodi nomaʼlum.
field-error-phone-loading = Hali yuklanmoqda. Biroz kuting.
field-error-phone-length = Raqamlar kam yoki koʻp.
field-error-email-at-missing = @ belgisi yoʻq.
field-error-email-second-at = Ikkita @ bor. Birini oʻchiring.
field-error-email-space = Probelni oʻchiring.
field-error-email-comma = Vergul emas, nuqta qoʻying.
field-error-email-two-dots = Yonma-yon nuqtalar: biri ortiqcha.
field-error-email-dot-first = Boshidagi nuqtani oʻchiring.
field-error-email-dot-before-at = @ dan oldingi nuqtani oʻchiring.
field-error-email-dot-after-at = @ dan keyingi nuqtani oʻchiring.
field-error-email-dot-last = Oxiridagi nuqtani oʻchiring.
field-error-email-local-part-missing = @ dan oldingi qismni yozing.
field-error-email-quotes = @ oldidagi qoʻshtirnoqni tekshiring.
field-error-email-domain-missing = @ dan keyingi qismni yozing.
field-error-email-ending-missing = Oxiri yetishmayapti, masalan .com.
field-error-email-digits-in-ending = Oxiridagi raqamlarni oʻchiring.
field-error-email-ending = Oxirini tekshiring, masalan .com.
field-error-email-hyphen = @ dan keyingi - ni tekshiring.
field-error-email-underscore = @ dan keyin _ boʻlishi mumkin emas.
field-error-email-character = Ortiqcha: { $character }. Oʻchiring.
field-error-email-too-long = Juda uzun. Manzilni tekshiring.
field-error-date-incomplete = Sana toʻliq emas.
field-error-date-character = Ortiqcha: { $character }. Faqat raqam yozing.
field-error-date-unreadable = Bu sana emas. Namuna: { $example }.
field-error-date-does-not-exist = Bunday sana yoʻq.
field-error-date-in-future = Kelajakdagi sana. Yilni tekshiring.
field-error-date-too-long-ago = Juda eski sana. Yilni tekshiring.
character-quoted = “{ $character }”
character-invisible = koʻrinmas belgi ({ $name })
character-zero-width-space = nol enli probel
character-joiner = ulovchi belgi
character-soft-hyphen = yumshoq defis
character-direction = matn yoʻnalishi
character-selector = variant tanlagich
character-byte-order-mark = bayt tartibi belgisi
character-space = probel
field-error-group-not-found = Bunday guruh yoʻq. Harf oʻchiring.
field-error-groups-loading = Yuklanmadi. Kuting yoki oʻchiring.
field-error-registered = bazada bor, balki boshqa filialda yoki oʻchirilgan
field-error-registered-as = bazada bor: { $name } · #{ $id }
field-error-rejected = Clopos buni rad etdi. Oʻzgartiring.

## The result: a badge, and a sentence behind it

notice-first-keys = Enter – keyingi maydon, Ctrl-S – qoʻshish, Ctrl-R – anketani tozalash, Ctrl-O – kutish roʻyxati, Ctrl-G – yordam.
notice-sample = Mashq: bazadagi mijozni koʻrish uchun Telefon maydoniga { $phone } deb yozing.
badge-registered = QOʻSHILDI
badge-not-registered = QOʻSHILMADI
badge-waiting = SAQLANDI, YUBORILMAGAN
badge-quit = Chiqasizmi?
result-registered = { $name } · mijoz #{ $id }
notice-sending = { $name } yuborilmoqda…
notice-sending-previous = Oldingi mijoz hali yuborilmoqda…
notice-shelved = Hech qaysi tugma bosilmagani uchun anketa qoralamaga saqlandi. Ochish uchun Ctrl-O ni bosing.
notice-registered = Qoʻshildi: { $name } · #{ $id }
notice-registered-group = guruh: { $group }
notice-rejected-earlier = { $name } qoʻshilmadi. { $error } Ochish uchun Ctrl-O ni bosing.
notice-conflict = { $field }: bazada bor. Kimligini koʻrish uchun Ctrl-P, anketani tozalash uchun Ctrl-R ni bosing.
notice-conflict-unknown = { $field }: bazada bor. Uni oʻzgartiring yoki anketani tozalash uchun Ctrl-R ni bosing.
notice-waiting = { $name } aloqa tiklangach yuboriladi ({ $waiting } ta kutmoqda).
notice-waiting-uncertain = { $name } balki qoʻshilgandir: dastur qayta yuborishdan oldin tekshiradi ({ $waiting } ta kutmoqda).
notice-all-sent = Kutayotgan barcha mijozlar yuborildi.
notice-some-rejected = Kutayotgan mijozlardan baʼzilari qoʻshilmadi. Ochish uchun Ctrl-O ni bosing.
notice-not-editable = Bu mijoz avtomatik yuboriladi. Hozir uni oʻzgartirib boʻlmaydi.
notice-waiting-rate-limited = { $name }: { $time } oʻtgach yuboriladi ({ $waiting } ta kutmoqda).
notice-waiting-error = { $name } keyinroq yuboriladi. { $error } ({ $waiting } ta kutmoqda)
notice-not-saved = Saqlanmadi. { $why }
notice-not-saved-earlier = { $name } saqlanmadi. { $why } Ochish uchun Ctrl-O ni bosing.
notice-draft-not-saved = Qoralamalar saqlanmayapti. { $why }
notice-outbox-quarantined = Kutish roʻyxati buzilgan ekan. Hech narsa yoʻqolmadi. Eski fayl: { $file }.
notice-outbox-damaged = Kutish roʻyxati buzilgan ekan. Baʼzi mijozlar yoʻqolgan boʻlishi mumkin. { $file } faylini oʻchirmang va texnikni chaqiring.
notice-outbox-missing = Kutish roʻyxati yoʻq yoki boʻsh edi. Mijozlar yoʻqolgan boʻlishi mumkin. Texnikni chaqiring.
notice-overdue = { $waiting } ta mijoz { $time } davomida yuborilmay turibdi. Texnikni chaqiring.
notice-clock-wrong = Bu kompyuterning sanasi xato. Har bir tugʻilgan kunni oʻzingiz tekshiring va texnikni chaqiring.
notice-outbox-locked = Hali saqlanmadi: boshqa dastur band qilib turibdi. Anketangiz yoʻqolmaydi: u qoralamada turibdi, keyinroq saqlanadi.
notice-drafts-unreadable = { $files ->
    [one] Bitta qoralamani oʻqib boʻlmadi. Fayli joyida turibdi. Texnikni chaqiring.
   *[other] { $files } ta qoralamani oʻqib boʻlmadi. Fayllari joyida turibdi. Texnikni chaqiring.
}
notice-row-gone = Bu mijoz endi roʻyxatda yoʻq.
notice-drafts-found = Oldingi safardan qoralamalar qolgan. Koʻrish uchun Ctrl-O ni bosing.
notice-fix-field = ✗ belgisi qoʻyilgan har bir maydonni tuzating.
notice-saves-when-loaded = Hali saqlanmadi: dastur yuklanmoqda. Anketangiz birozdan keyin saqlanadi.
notice-enter-again = Tugmalar juda tez bosildi. Qoʻshish uchun Enter ni yana bir marta bosing.
notice-type-name = Avval ismni yozing. Keyin shu ismli mijozlarni topish uchun Ctrl-N ni bosing.
notice-scan-mapped = Klaviatura inglizchada emas, shuning uchun skanerlangan kod tuzatildi. Kodni tekshiring.
notice-field-full = Juda uzun: faqat { $most } ta belgi sigʻadi. Matnning oxirini tekshiring.
notice-paste-unfinished = Qoʻyilgan matn hali toʻliq emas. Kuting yoki toʻxtatish uchun Esc ni bosing.
notice-letter-unreadable = Bu harfni oʻqib boʻlmadi. Texnikni chaqiring: terminal va til sozlamasi UTF-8 boʻlishi kerak.
notice-cleared = Anketa tozalandi. Tiklash uchun Ctrl-R ni bosing.
notice-restored = Anketa tiklandi.
notice-interrupted = { $name } kutish roʻyxatida. Ochish uchun Ctrl-O ni bosing.
notice-interrupted-nameless = Siz yozgan anketa kutish roʻyxatida. Ochish uchun Ctrl-O ni bosing.

## Errors of an API call: what happened and what to do

api-error-conflict = { $field }: bazada bor. Oʻzgartiring yoki bazadagi mijozdan foydalaning.
api-error-conflict-unnamed = Bu telefon yoki kod bilan bazada mijoz bor, balki boshqa filialda yoki oʻchirilgan. Telefonni yoki kodni oʻzgartiring.
api-error-rejected = Clopos rad etdi: { $sentence }
api-error-rejected-without-reason = Clopos bu mijozni rad etdi, sababini aytmadi. Maydonlarni tekshiring.
api-error-credentials = Bu kompyuter Cloposga kira olmayapti (kirish maʼlumotlari xato). Texnikni chaqiring.
api-error-permission = Clopos bu kompyuterga mijoz qoʻshishga ruxsat bermayapti. Texnikni chaqiring.
api-error-rate-limited = Clopos band. { $time } oʻtgach qayta urinish mumkin.
api-error-unreachable = Clopos bilan aloqa yoʻq. Internetni tekshiring.
api-error-unreachable-name = Clopos manzili topilmadi. Internetni tekshiring.
api-error-unreachable-refused = Clopos hozir ulanishni qabul qilmayapti.
api-error-unreachable-timeout = Clopos javob bermayapti. Internetni tekshiring.
api-error-unreachable-token = Hozir Cloposga kirish ishlamayapti.
api-error-unreachable-tls = Clopos bilan aloqa xavfsiz emas. Texnikni chaqiring.
api-error-uncertain-timeout = Javob vaqtida kelmadi. Mijoz balki qoʻshilgandir: dastur qayta yuborishdan oldin tekshiradi.
api-error-uncertain-lost = Aloqa uzildi. Mijoz balki qoʻshilgandir: dastur qayta yuborishdan oldin tekshiradi.
api-error-uncertain-status = Server xatosi ({ $status }). Mijoz balki qoʻshilgandir: dastur qayta yuborishdan oldin tekshiradi.
api-error-uncertain-unreadable = Javobni oʻqib boʻlmadi ({ $status }). Mijoz balki qoʻshilgandir: dastur qayta yuborishdan oldin tekshiradi.
api-error-uncertain-not-from-api = Javob Cloposdan kelmadi ({ $answer }). Mijoz balki qoʻshilgandir: dastur qayta yuborishdan oldin tekshiradi.
api-error-not-from-api = Javob Cloposdan kelmadi ({ $answer }). Takrorlansa, texnikni chaqiring.
api-error-proxy = Proksi orqali aloqa yoʻq: { $proxy }. Takrorlansa, texnikni chaqiring.
api-error-wrong-address = Sozlamalardagi manzilda Clopos yoʻq ({ $status }). Texnikni chaqiring.
api-error-no-answer = Javob vaqtida kelmadi. Internetni tekshiring.
api-error-no-answer-lost = Javob kelmasdan aloqa uzildi. Internetni tekshiring.
api-error-no-answer-status = Server xatosi ({ $status }).
api-error-no-answer-unreadable = Javobni oʻqib boʻlmadi ({ $status }).
api-error-client-disabled = Cloposda Open API oʻchirib qoʻyilgan (Client is disabled). Texnikni chaqiring.
api-error-unknown-integrator = Clopos bu integratorni tanimayapti (Invalid integrator_id). Texnikni chaqiring.
api-error-test-mode = Integrator sinov rejimida, brend esa sinov rejimida emas. Texnikni chaqiring.
body-html = HTML
body-text = matn
body-empty = boʻsh
body-json = JSON
api-error-settings = Sozlamalar xato. Texnikni chaqiring.

## The footer, and the names of keys

footer-first-keys = Enter keyingi, Ctrl-S qoʻshish, Ctrl-R tozalash, Ctrl-O roʻyxat, Ctrl-G yordam
footer-next = keyingi
footer-register = qoʻshish
footer-waiting = kutmoqda ({ $count })
footer-card = mijoz
footer-clear = tozalash
footer-find = ismidan qidirish
footer-show = koʻrsatish
footer-help = yordam
footer-quit = chiqish
footer-back = orqaga
footer-more = davomi
footer-open-row = ochish (rad etilgan/qoralama)
footer-delete = oʻchirish
footer-keep = qoldirish
footer-stay = qolish
footer-older = eskiroq
footer-newer = yangiroq
help-previous = oldingi maydon
help-left = chapga; oldingi variant
help-right = oʻngga; keyingi variant
help-word-left = bir soʻz chapga
help-word-right = bir soʻz oʻngga
help-start = maydon boshiga
help-end = maydon oxiriga
help-delete-left = chapdagi belgini oʻchirish
help-delete-right = oʻngdagi belgini oʻchirish
help-delete-word = chapdagi soʻzni oʻchirish
help-delete-to-start = maydon boshigacha oʻchirish
help-delete-to-end = maydon oxirigacha oʻchirish
key-ctrl = Ctrl-{ $key }
key-alt = Alt-{ $key }
key-enter = Enter
key-tab = Tab
key-back-tab = Shift-Tab
key-up = Yuqoriga
key-down = Pastga
key-left = Chapga
key-right = Oʻngga
key-home = Home
key-end = End
key-backspace = Backspace
key-delete = Delete
key-esc = Esc

## Over the form: help, question, card, waiting list, shift

help-enter = keyingi maydon; tugmada: qoʻshish
help-next = keyingi maydon
help-register = qoʻshish, istalgan maydondan
help-clear = anketani tozalash; yana bir marta: tiklash
help-waiting = kutayotgan va rad etilganlar, qoralamalar
help-shift = bugungi anketalar
help-group = Guruh maydoniga oʻtish
help-undo = oxirgi oʻzgarishni bekor qilish
help-suggestion = boshqa yozilishi; taklifni qabul qilish
help-card = bazadagi mijozni koʻrsatish
help-find = yozilgan ism boʻyicha mijozlarni qidirish
help-show = tanlangan mijozni koʻrsatish
help-help = shu yordam
help-quit = chiqish
help-language = tilni almashtirish: { $name }
help-suspend = buyruq qatori, ruxsat boʻlsa; qaytish uchun: fg
help-page-next = keyingi sahifa
help-page-previous = oldingi sahifa
help-open-row = tanlangan qatorni ochish (rad etilgan/qoralama)
help-delete = tanlangan qatorni oʻchirish (avval soʻraydi)
help-row-next = keyingi qator
help-row-previous = oldingi qator
help-row-first = birinchi qator
help-row-last = oxirgi qator
help-title = Yordam
help-form = Anketa
help-others-letters = Harf bosilsa, roʻyxat yopiladi va harf anketaga yoziladi.
help-others-form = Boshqa tugmalar buni yopadi va anketada ishlaydi.
help-others-nothing = Boshqa tugmalar ishlamaydi.
help-pages = { $page }/{ $pages }
quit-question-unsafe = Anketangizni saqlab boʻlmaydi, u yoʻqoladi.
quit-question = Anketangiz qoralamaga saqlanadi.

card-title = Bazada bor
card-number = Mijoz raqami
card-balance = Balans
card-receipts = Cheklar
card-since = Qachondan beri
card-loading = Yuklanmoqda…
card-gone = Bu mijoz endi bazada yoʻq.
card-correction = Oʻzgartirish: POS (menyu, Mijozlar, Tahrirlash) yoki back office
card-correction-short = Oʻzgartirish: POS, Mijozlar

find-title = Shu ismli mijozlar: { $name }
find-loading = Yuklanmoqda…
find-none = Bunday ismli mijoz yoʻq. Boshqacha yozib koʻring yoki bir qismini yozing.
find-more = Yana bor. Ismni toʻliqroq yozing.
find-failed = Qidiruv ishlamadi. { $error }

waiting-title = Kutish roʻyxati
waiting-none = Kutayotgan mijoz yoʻq.
waiting-loading = Yuklanmoqda…
waiting-nameless = ismsiz
waiting-draft = qoralama
waiting-row = { $name } · { $state } · { $age } · { $attempts }
waiting-queued = kutmoqda
waiting-sending = yuborilmoqda
waiting-uncertain = balki qoʻshilgan
waiting-rejected = rad etildi
waiting-age = { $minutes ->
    [0] hozirgina
   *[other] { $minutes } daqiqa
}
waiting-attempts = { $attempts ->
    [0] hali urinilmadi
   *[other] { $attempts } marta urinildi
}
waiting-delete-question = Butunlay oʻchirilsinmi?

shift-title = Bugungi anketalar
shift-registered = { $count } ta qoʻshildi
shift-waiting = { $count } ta kutmoqda
shift-rejected = { $count } ta rad etildi
shift-median = odatda: { $seconds } s va { $keys } tugma
shift-row-registered = qoʻshildi
shift-row-effort = { $seconds } s · { $keys } tugma

## The desk line by line. A screen reader speaks these sentences: no signs, and a full stop where the voice must pause

plain-title = Mijoz qoʻshish. Yordam kerak boʻlsa, yordam yoki ? yozing. Tugatish uchun chiqish yoki q yozing.
plain-training = Mashq: Cloposga hech narsa yuborilmaydi.
plain-begin = Javobni yozing va Enter ni bosing. Savolni oʻtkazib yuborish uchun Enter ni bosing.
plain-value = { $label }: { $words }
plain-error = Xato: { $words }
plain-warning = Diqqat: { $words }
plain-row = { $number } { $words }

# Words that are commands, one word each. The English words and letters are commands in every language.
plain-word-help = yordam
plain-word-quit = chiqish
plain-word-back = orqaga
plain-word-erase = boʻshatish
plain-word-end = oxiri
plain-word-go = maydon
plain-word-spelling = variant
plain-word-undo = bekor
plain-word-clear = tozalash
plain-word-customer = mijoz
plain-word-find = qidirish
plain-word-list = kutish
plain-word-today = bugun
plain-word-delete = oʻchirish
plain-word-yes = ha
plain-word-no = yoʻq
plain-word-language = til

# A question: its parts with commas, e.g. "Phone, 1 of 8, now 12:". Choices follow as sentences.
plain-question = { $parts }:{" "}
plain-question-with-choices = { $parts }. { $choices }{" "}
plain-position = { $number }-savol, jami { $count } ta
plain-required = majburiy
plain-now = hozir { $value }
plain-typed = siz yozganingiz { $value }
plain-back-to = { $number }-savolga qaytildi: { $label }.
plain-next-customer = Keyingi mijoz.
plain-closed = Dastur yopildi.
plain-closed-waiting = { $waiting ->
    [one] 1 ta mijoz kutmoqda. U dastur ochiq boʻlganda yoki texnik sozlagan taymer orqali yuboriladi.
   *[other] { $waiting } ta mijoz kutmoqda. Ular dastur ochiq boʻlganda yoki texnik sozlagan taymer orqali yuboriladi.
}
plain-format = { $order ->
    [mdy] oy kun yil
    [ymd] yil oy kun
   *[dmy] kun oy yil
}
plain-choice = { $number } { $words }.
plain-group-none = guruhsiz
plain-group-default = guruh tanlanmadi, Clopos oʻzi belgilaydi
plain-groups-more = { $count ->
    [one] Yana 1 ta guruh bor. Nomining bir qismini yozing.
   *[other] Yana { $count } ta guruh bor. Nomining bir qismini yozing yoki hammasini eshitish uchun ? yozing.
}
plain-groups-loading = Guruhlar hali yuklanmoqda. Nomining bir qismini yozing yoki davom etish uchun Enter ni bosing.
plain-groups-loaded = Guruhlar yuklandi.
plain-groups-failed = Guruhlar yuklanmadi. Oʻtkazib yuborish uchun Enter ni bosing.
plain-group-later = { $words }. Guruhlar yuklangach tekshiriladi.
plain-group-which = Nomida shu harflar bor guruh bir nechta. Yana harf yozing yoki nomini toʻliq yozing:
plain-confirm = Qoʻshilsinmi? Qoʻshish uchun ha, orqaga qaytib oʻzgartirish uchun yoʻq yozing, yoki savol raqamini yozing, 1 dan { $count } gacha:{" "}
plain-confirm-short = Qoʻshilsinmi?{" "}
plain-confirm-again = Ha, yoʻq yoki savol raqamini yozing. Yordam kerak boʻlsa, ? yozing.
plain-not-yet = Qoʻshilmadi. Yozganlaringizning hammasi joyida.
plain-summary = Javoblaringiz:
plain-empty-fields = Boʻsh: { $fields }.
plain-which = Qaysi raqam? Orqaga qaytish uchun Enter ni bosing:{" "}
plain-which-waiting = Qaysi raqam? Ochish uchun raqamini yozing, oʻchirish uchun d va raqamini yozing. Orqaga qaytish uchun Enter ni bosing:{" "}
plain-which-not-openable = Kutayotgan mijozlar avtomatik yuboriladi. Ularni ochib boʻlmaydi. Oʻchirish uchun d va raqamini yozing. Orqaga qaytish uchun Enter ni bosing:{" "}
plain-consent-again = Ha yoki yoʻq yozing.
plain-which-again = Roʻyxatdagi raqamni yozing.
plain-delete = Butunlay oʻchirilsinmi: { $row }? Ha yoki yoʻq yozing:{" "}
plain-delete-again = Ha yoki yoʻq yozing.
plain-deleted = { $name } oʻchirildi.
plain-kept = Hech narsa oʻchirilmadi.

# Values
plain-phone-doubtful = { $phone }. Bu raqam noodatiy. Uni tekshiring.
plain-phone-new = { $phone }, bazada yoʻq
plain-phone-not-found-as = { $phone }. Raqam yuborilgan koʻrinishida topilmadi. U bazada boshqa koʻrinishda boʻlishi mumkin.
plain-phone-not-checked = { $phone }. Aloqa yoʻq, shuning uchun bu telefon bazada bor-yoʻqligi tekshirilmadi.
plain-phone-check-failed = { $phone }. Bu telefon bazada bor-yoʻqligi tekshirilmadi.
plain-registered-already = bazada bor. Bu telefonning egasi: { $customer }. Clopos buni rad etsa kerak. Boshqa telefon yozish uchun g 1, batafsil eshitish uchun p yozing.
plain-registered-by = bazada bor. Egasi: { $customer }. Boshqasini yozing yoki batafsil eshitish uchun p yozing.
plain-registered-elsewhere = bazada bor, balki boshqa filialda yoki oʻchirilgan. Oʻzgartiring.
plain-customer-number = raqami { $id }
plain-group-percent = { $group }, chegirma { $value } foiz
plain-group-discount = { $group }, chegirma { $value }
plain-duplicate = { $date }. Shu kuni tugʻilgan, ismi oʻxshash mijoz bor: { $who }. Balki bu oʻsha odamdir.
plain-name = { $name }. Bosh va kichik harflar oʻzgartirildi. Yozganingizni qoldirish uchun k yozing.
plain-name-as-typed = { $name }, siz yozganingizcha. Bosh harflar uchun k yozing.
plain-name-unsure = { $name }. Bosh I harfining kichigi nuqtali yoki nuqtasiz boʻlishi mumkin. Tanlash uchun k yozing.
plain-name-chosen = { $name }. Boshqa yozilishi uchun k yozing.
plain-two-alphabets = { $value }. { $letter } harfi boshqa alifbodan. Tekshiring.
plain-offer = { $text } boʻlishi kerakmi? Shunga oʻzgartirish uchun k yozing.
plain-sign = { $sign ->
    [c21] undov belgisi
    [c22] qoʻshtirnoq
    [c23] panjara
    [c24] dollar belgisi
    [c25] foiz belgisi
    [c26] va belgisi
    [c27] apostrof
    [c28] ochiluvchi qavs
    [c29] yopiluvchi qavs
    [c2a] yulduzcha
    [c2b] plyus
    [c2c] vergul
    [c2d] chiziqcha
    [c2e] nuqta
    [c2f] qiya chiziq
    [c3a] ikki nuqta
    [c3b] nuqtali vergul
    [c3c] kichik belgisi
    [c3d] tenglik belgisi
    [c3e] katta belgisi
    [c3f] soʻroq belgisi
    [c40] kuchukcha
    [c5b] ochiluvchi kvadrat qavs
    [c5c] teskari qiya chiziq
    [c5d] yopiluvchi kvadrat qavs
    [c5f] pastki chiziq
    [c7c] tik chiziq
    [c7e] toʻlqinli chiziq
   *[other] { $character }
}

# What happened
plain-sending = { $name } yuborilmoqda.
plain-still-sending = { $name } hali yuborilmoqda. Keyingi mijozni yozishingiz mumkin.
plain-still-loading = Hali yuklanmoqda. Kutmaslik uchun b, chiqish uchun q yozing.
plain-searching = Qidirilmoqda.
plain-registered = Qoʻshildi: { $customer }.
plain-registered-training = Mashqda qoʻshildi: { $customer }.
plain-group = guruh { $group }
plain-not-registered = { $name } qoʻshilmadi.
plain-waiting-count = { $waiting } ta mijoz kutmoqda.
plain-saved = { $name } shu kompyuterda saqlandi, hali yuborilmadi. Aloqa tiklangach yuboriladi.
plain-saved-uncertain = { $name } shu kompyuterda saqlandi. Mijoz balki qoʻshilgandir: dastur qayta yuborishdan oldin tekshiradi.
plain-saved-rate-limited = { $name } shu kompyuterda saqlandi, hali yuborilmadi. { $time } oʻtgach yuboriladi.
plain-saved-error = { $name } shu kompyuterda saqlandi, hali yuborilmadi. { $error }
plain-rejected-earlier = { $name } qoʻshilmadi. { $error } Ochish uchun o yozing.
plain-some-rejected = Kutayotgan mijozlardan baʼzilari qoʻshilmadi. Ochish uchun o yozing.
plain-not-saved-earlier = { $name } saqlanmadi. { $why } Ochish uchun o yozing.
plain-interrupted = { $name } kutish roʻyxatida. Ochish uchun o yozing.
plain-interrupted-nameless = Siz yozgan anketa kutish roʻyxatida. Ochish uchun o yozing.
plain-opened = Ochilgan anketa: { $name }.
plain-opened-nameless = Bu anketada ism ham, telefon ham yoʻq.
plain-not-openable = Hozir bu mijozni ochib boʻlmaydi.
plain-drafts-found = Oldingi safardan qoralamalar qolgan. Eshitish uchun o yozing.
plain-draft-saved = Yozganlaringiz qoralamaga saqlandi. Keyingi safar ochish uchun o yozing.
plain-draft-lost = Yozganlaringizni saqlab boʻlmadi, ular yoʻqoldi. Qaytadan yozing yoki qogʻozga yozib qoʻying.
plain-line-unreadable = Bu qator qabul qilinmadi: unda oʻqib boʻlmaydigan harflar bor. Texnikni chaqiring: terminal va til sozlamasi UTF-8 boʻlishi kerak.
plain-keys-removed = Strelkali va boshqa boshqaruv tugmalari bu yerda ishlamaydi. Ular hisobga olinmadi.
plain-lines-dropped = { $count ->
    [one] 1 ta qator juda erta keldi va qabul qilinmadi. Kerak boʻlsa, uni qaytadan yozing.
   *[other] { $count } ta qator juda erta keldi va qabul qilinmadi. Kerak boʻlsa, ularni qaytadan yozing.
}
plain-stopped = { $number }-qatorda toʻxtadi. Undan keyingi qatorlar qabul qilinmadi.

# Commands

plain-language = Endi til oʻzbekcha.
plain-cleared = Anketa tozalandi. Tiklash uchun u yozing.
plain-already-empty = Anketa boʻsh.
plain-restored = Anketa tiklandi.
plain-undone = Bekor qilindi. { $words }
plain-empty = boʻsh
plain-nothing-to-undo = Bekor qiladigan narsa yoʻq.
plain-no-suggestion = Taklif ham, boshqa yozilishi ham yoʻq.
plain-no-card = Bu anketa boʻyicha bazada mijoz topilmadi.
plain-card-not-yet = Telefon hali tekshirilmoqda. Birozdan keyin yana p yozing.
plain-card = Bazadagi mijoz:
plain-card-correction = Bu mijoz POS orqali oʻzgartiriladi: menyu, Mijozlar, Tahrirlash. Yoki back office orqali.
plain-card-loading = Mijoz yuklanmoqda.
plain-type-name = Avval ismni yozing. Keyin shu ismli mijozlarni topish uchun qidirish yoki / yozing.
plain-no-field = Bunday maydon yoʻq. Avval g, keyin 1 dan { $count } gacha raqam yozing, masalan g 4.
plain-wait = Bu qator qabul qilinmadi. Dastur hali ishlayapti. Kutmaslik uchun b, chiqish uchun q yozing.
plain-shift-median = Odatdagi vaqt: { $seconds } soniya
plain-nothing-registered = Bugun hech kim qoʻshilmadi.
plain-shift-older = Yana { $count } ta eskirogʻi bor. Eshitish uchun t { $page } yozing.
plain-waiting-row = { $name }, { $state }, { $age }, { $attempts }
plain-waiting-draft = { $name }, qoralama

# Help. The question comes first, with an example
plain-help-phone = Masalan, { $example }. Telefonni terganingizdek yozing yoki plyus va davlat kodi bilan yozing.
plain-help-name = Masalan, Aziza Karimova. Kichik harflar bilan yozsangiz ham boʻladi. Ism majburiy.
plain-help-code = Masalan, 4780012345677. Mijoz kartasining raqamini yozing yoki skanerlang.
plain-help-birth-date = Masalan, { $example }. Tartibi: { $order }. Raqamlar orasida nuqta yoki probel boʻlishi mumkin.
plain-help-gender = Masalan, ayol uchun 1. Uning oʻrniga a yoki e harfini yozsa ham boʻladi.
plain-help-group = Masalan, 1 yoki guruh nomidan bir necha harf.
plain-help-email = Masalan, aziza@example.com.
plain-help-consent = Masalan, ha. Mijozdan soʻrang: { $question }
plain-help-note = Masalan: deraza yonidagi stolni xohlaydi.
plain-help-confirm = Masalan, ha. Yoʻq deb yozsangiz, birinchi savolga qaytasiz. Raqam yozsangiz, oʻsha raqamli savolga oʻtasiz.
plain-help-number = Masalan, 1. Roʻyxatdagi raqamni yozing.
plain-help-waiting-number = Masalan, birinchisini ochish uchun 1, oʻchirish uchun d 1.
plain-help-enter = Savolni oʻtkazib yuborish uchun Enter ni bosing. Oldin yozgan javobingiz qoladi.
plain-help-back = Oldingi savol uchun orqaga yoki b yozing.
plain-help-erase = Bu maydonni boʻshatish uchun boʻshatish yoki - yozing.
plain-help-go = Maydonga oʻtish uchun g va raqamini yozing, masalan g 4.
plain-help-end = Anketa oxiriga oʻtish uchun oxiri yoki . yozing.
plain-help-suggestion = Taklifni qabul qilish yoki ismning boshqa yozilishi uchun variant yoki k yozing.
plain-help-undo = Oxirgi oʻzgarishni bekor qilish uchun bekor yoki u yozing.
plain-help-clear = Butun anketani tozalash uchun tozalash yoki c yozing.
plain-help-card = Bazadagi mijozni eshitish uchun mijoz yoki p yozing.
plain-help-find = Yozilgan ism boʻyicha mijozlarni topish uchun qidirish yoki / yozing.
plain-help-waiting = Kutayotgan va rad etilgan mijozlar, qoralamalar uchun kutish yoki o yozing.
plain-help-shift = Bugungi anketalar uchun bugun yoki t yozing.
plain-help-language = Tilni almashtirish uchun til yoki lang yozing. Yangi til: { $name }.
plain-help-quit = Tugatish uchun chiqish yoki q yozing. Anketa qoralamaga saqlanadi.
plain-help-literally = Shu soʻzlardan birini javob qilib yozmoqchi boʻlsangiz, oldiga probel qoʻying.

## Why something cannot be saved on this computer

storage-error-disk-full = Diskda joy qolmadi. Mijozni qogʻozga yozing va texnikni chaqiring.
storage-error-not-writable = Dastur saqlay olmayapti: oʻz papkasiga yoza olmayapti. Mijozni qogʻozga yozing va texnikni chaqiring.
storage-error-too-many-files = Bu kompyuterda juda koʻp fayl ochiq. Mijozni qogʻozga yozing va texnikni chaqiring.
storage-error-newer = Dastur yangilangan. Chiqing, keyin dasturni qayta oching. Bu yana chiqsa, texnikni chaqiring.
storage-error-locked = Kutish roʻyxatini boshqa dastur ishlatyapti. Bir daqiqadan keyin qayta urining.
storage-error-broken = Bu kompyuterda saqlash ishlamayapti. Mijozni qogʻozga yozing va texnikni chaqiring.

## What ends the program

fatal-kiosk-settings = Dastur notoʻgʻri sozlangan. Texnikni chaqiring: nima xatoligini shu foydalanuvchi nomidan ishga tushirilgan `frontdesk check` aytadi.
fatal-kiosk-command = Bu foydalanuvchi faqat shu dasturni ocha oladi.
fatal-kiosk = Dasturni ochib boʻlmadi. Texnikni chaqiring.
fatal-kiosk-crash = Dastur kutilmaganda toʻxtadi. Qaytadan kiring va texnikni chaqiring.

## The command line

add-waiting = Saqlandi. Keyinroq yuboriladi. { $error }
add-not-sent = Qoʻshilmadi: guruhlarni yuklab boʻlmadi. { $error }
add-conflict-hidden = Bu mijozni topa olmasangiz, u boshqa filialda yoki oʻchirilgan. Mijozni POS orqali (uch chiziqli menyu, Mijozlar, Tahrirlash) yoki back office orqali (Marketing, Mijozlar, Tahrirlash) oʻzgartiring.
add-group-id-unknown = { $id } raqamli guruh yoʻq. Cloposdagi guruh raqamini yozing.
add-group-several = Bunday nomli guruh bir nechta: { $groups }. Birini --group-id bilan tanlang.
add-group-choice = { $group } (--group-id { $id })
add-group-unknown = Bunday nomli guruh yoʻq. Cloposdagi guruh nomini yozing.
add-consent-without-question = Rozilik savoli sozlanmagan. consent.text va consent.version ni sozlang yoki --consent ni olib tashlang.
add-gender-unknown = female, male yoki unspecified deb yozing.
