### Every sentence that a cashier reads, in Azerbaijani. The other languages are the files beside this one. When the program is
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
language-name = Azərbaycanca
# The tag of BCP 47 by which dates, numbers and plurals are written.
language-tag = az
# The letters that choose a gender, and yes or no. The choices below show them.
letter-female = q
letter-male = k
letter-yes = b
letter-no = x

## Times

time-seconds = { $seconds } saniyə
time-minutes = { $minutes } dəqiqə
time-hours = { $hours } saat
time-days = { $days } gün

## The header, and the whole screen

header-title = Qeydiyyat
header-training = TƏLİM – Clopos-a heç nə göndərilmir
header-training-short = TƏLİM
header-connecting = ○ Qoşulur…
header-connected = ● Bağlantı var
header-connected-waiting = ● Bağlantı var · gözləmədə: { $waiting }
header-offline = ○ Bağlantı kəsildi: { $since }
header-offline-waiting = ○ Bağlantı kəsildi: { $since } · gözləmədə: { $waiting }
header-offline-short = ○ Bağlantı yox · gözləmədə: { $waiting }
header-clock-wrong = tarix səhvdir, texnikə zəng edin
header-overdue = { $waiting } göndərilməyib ({ $time } keçib), texnikə zəng edin
screen-hidden = Məxfilik üçün gizlədilib. Davam etmək üçün istənilən düyməni basın.
screen-too-small = Pəncərə çox kiçikdir. Onu böyüdün ({ $columns } sütun, { $rows } sətir), ya da çıxmaq üçün Ctrl-Q basın.

## Labels

label-phone = Telefon
label-name = Ad
label-code = Kod
label-birth-date = Doğum tarixi
label-gender = Cins
label-group = Qrup
label-email = E-poçt
label-note = Qeyd
label-cid = Qeydiyyat
label-phone-or-code = Telefon və ya kod
button-register = [ Qeydiyyata al ]
button-sending = [ Göndərilir… ]
gender-unspecified = Seçilməyib
gender-unspecified-short = –
gender-female = Qadın
gender-male = Kişi
label-consent = Razılıq
consent-no = Xeyr
consent-yes = Bəli
consent-choice-no = x Xeyr
consent-choice-yes = b Bəli
gender-choice-female = q Qadın
gender-choice-male = k Kişi
example = məs. { $text }
example-code = məs. kartı skan edin
example-email = məs. ad@example.com

## Below a field: what its text means, and what can be typed

date-example-dmy = 15051990
date-example-mdy = 05151990
date-example-ymd = 19900515
date-order-dmy = 15051990 və ya 15.5.1990 (gün, ay, il)
date-order-mdy = 05151990 və ya 5/15/1990 (ay, gün, il)
date-order-ymd = 19900515 və ya 1990-5-15 (il, ay, gün)
interpretation-birth-date = { $date }, { $years ->
    [0] 1 yaşdan az
   *[other] { $years } yaş
}
interpretation-phone-doubtful = { $phone } · qeyri-adi nömrə, yoxlayın
interpretation-phone-doubtful-short = { $phone } · qeyri-adi
interpretation-duplicate = ad və tarix eynidir: { $who }
interpretation-name = { $name }  (Ctrl-Y yazıldığı kimi qalsın)
interpretation-name-short = { $name }  (Ctrl-Y yazıldığı kimi)
interpretation-name-as-typed = yazıldığı kimi  (Ctrl-Y böyük hərflə)
interpretation-name-unsure = { $dotted }, yoxsa { $dotless }?  (Ctrl-Y seçin)
interpretation-name-unsure-short = i, yoxsa ı?  (Ctrl-Y seçin)
interpretation-name-chosen = { $name }  (Ctrl-Y başqa yazılış)
interpretation-name-chosen-short = { $name }  (Ctrl-Y başqa)
interpretation-two-alphabets = “{ $letter }” başqa əlifbadandır, yoxlayın.
interpretation-offer = Bəlkə { $text }? (Ctrl-Y bəli)
interpretation-offer-short = { $text }? (Ctrl-Y bəli)
interpretation-group-percent = { $group } · endirim { $value }%
interpretation-group-discount = { $group } · endirim { $value }
interpretation-group-others = { $group } · və ya: { $others }
lookup-loading = …
lookup-no-customer = qeydiyyatda yoxdur
lookup-not-registered = yeni müştəri
lookup-not-registered-short = yeni
# The number is as it was sent, for example +994501234567: another spelling could not be asked for.
lookup-not-found-as = { $number } kimi tapılmadı
lookup-not-found-as-short = tam yoxlanılmayıb
lookup-registered = artıq var: { $name } · #{ $id }
lookup-since = qeydiyyat ili { $year }
lookup-born = doğum ili { $year }
lookup-more = Başqa müştərilər də var. Adı daha tam yazın.
lookup-offline = yoxlanılmayıb: bağlantı yoxdur
lookup-failed = yoxlanılmayıb
hint-code-template = Boş qalsa, kod belə olacaq: { $code }
hint-gender = q, k və ya - yazın
hint-consent = { $question } (x xeyr · b bəli)
hint-group = Axtarmaq üçün yazın · Sol, Sağ: seçim
hint-groups-loading = Qruplar yüklənir…
hint-groups-failed = Qruplar yüklənmədi. { $error }

## Below a field: what is wrong and what to do

field-error-name-missing = Mütləqdir. Adı yazın.
field-error-name-without-letters = Ən azı bir hərf və ya rəqəm yazın.
field-error-phone-digits-missing = { $count } rəqəm çatmır
field-error-digits-too-many = { $count } rəqəm artıqdır
field-error-phone-character = Bunu silin: { $character }. Yalnız rəqəm yazın.
field-error-phone-country = + ilə başlayan ölkə kodu səhvdir.
field-error-phone-loading = Hələ yüklənir. Bir az gözləyin.
field-error-phone-length = Rəqəmlər ya çoxdur, ya azdır.
field-error-email-at-missing = @ işarəsi yoxdur.
field-error-email-second-at = İki @ var. Birini silin.
field-error-email-space = Boşluğu silin.
field-error-email-comma = Vergül yox, nöqtə yazın.
field-error-email-two-dots = İki nöqtə yan-yanadır. Birini silin.
field-error-email-dot-first = Əvvəldəki nöqtəni silin.
field-error-email-dot-before-at = @ işarəsindən əvvəlki nöqtəni silin.
field-error-email-dot-after-at = @ işarəsindən sonrakı nöqtəni silin.
field-error-email-dot-last = Sondakı nöqtəni silin.
field-error-email-local-part-missing = @ işarəsindən əvvəlki hissəni yazın.
field-error-email-quotes = @ qabağındakı dırnaqları yoxlayın.
field-error-email-domain-missing = @ işarəsindən sonrakı hissəni yazın.
field-error-email-ending-missing = Sonu çatmır, məsələn, .com.
field-error-email-digits-in-ending = Sondakı rəqəmləri silin.
field-error-email-ending = Sonunu yoxlayın, məsələn, .com.
field-error-email-hyphen = @ sonrası - işarəsini yoxlayın.
field-error-email-underscore = @ işarəsindən sonra _ ola bilməz.
field-error-email-character = Bunu silin: { $character }.
field-error-email-too-long = Çox uzundur. Ünvanı yoxlayın.
field-error-date-incomplete = Tarix tam deyil.
field-error-date-character = Bunu silin: { $character }. Yalnız rəqəm yazın.
field-error-date-unreadable = Tarix deyil. Belə yazın: { $example }.
field-error-date-does-not-exist = Belə tarix yoxdur.
field-error-date-in-future = Gələcək tarixdir. İli yoxlayın.
field-error-date-too-long-ago = Çox köhnə tarixdir. İli yoxlayın.
character-quoted = “{ $character }”
character-invisible = görünməyən simvol ({ $name })
character-zero-width-space = ensiz boşluq
character-joiner = birləşdirici
character-soft-hyphen = yumşaq defis
character-direction = yazı istiqaməti
character-selector = variant seçicisi
character-byte-order-mark = bayt sırası işarəsi
character-space = boşluq
field-error-group-not-found = Belə qrup yoxdur. Hərfləri silin.
field-error-groups-loading = Yüklənməyib. Gözləyin və ya silin.
field-error-registered = artıq qeydiyyatdadır, bəlkə başqa filialdadır və ya silinib
field-error-registered-as = artıq qeydiyyatdadır: { $name } · #{ $id }
field-error-rejected = Clopos bunu rədd etdi. Dəyişin.

## The result: a badge, and a sentence behind it

notice-first-keys = Enter – növbəti xana, Ctrl-S – qeydiyyata almaq, Ctrl-R – formanı təmizləmək, Ctrl-O – gözləmə siyahısı, Ctrl-G – kömək.
notice-sample = Təlim: qeydiyyatdakı müştərini görmək üçün bu telefonu yazın: { $phone }.
badge-registered = QEYDİYYATA ALINDI
badge-not-registered = QEYDİYYAT BAŞ TUTMADI
badge-waiting = SAXLANDI, GÖNDƏRİLMƏYİB
badge-quit = Çıxırsınız?
result-registered = { $name } · müştəri #{ $id }
notice-sending = Göndərilir: { $name }…
notice-sending-previous = Əvvəlki müştəri hələ göndərilir…
notice-shelved = Bir müddət heç nə yazılmadı, ona görə forma qaralama oldu. Açmaq üçün Ctrl-O basın.
notice-registered = Qeydiyyata alındı: { $name } · #{ $id }
notice-registered-group = qrup: { $group }
notice-rejected-earlier = { $name } qeydiyyata alınmadı. { $error } Açmaq üçün Ctrl-O basın.
notice-conflict = { $field }: artıq qeydiyyatdadır. Kim olduğunu görmək üçün Ctrl-P, formanı təmizləmək üçün Ctrl-R basın.
notice-conflict-unknown = { $field }: artıq qeydiyyatdadır. Onu dəyişin, ya da formanı təmizləmək üçün Ctrl-R basın.
notice-waiting = { $name } bağlantı bərpa olunanda göndəriləcək (gözləmədə: { $waiting }).
notice-waiting-uncertain = Bəlkə { $name } artıq qeydiyyatdadır: proqram yenidən göndərməzdən əvvəl yoxlayacaq (gözləmədə: { $waiting }).
notice-all-sent = Gözləyən müştərilərin hamısı göndərildi.
notice-some-rejected = Gözləyən müştərilərdən bəziləri qeydiyyata alınmadı. Açmaq üçün Ctrl-O basın.
notice-not-editable = Bu müştəri avtomatik göndəriləcək. Onu indi dəyişmək olmaz.
notice-waiting-rate-limited = { $name } { $time } sonra göndəriləcək (gözləmədə: { $waiting }).
notice-waiting-error = { $name } sonra göndəriləcək. { $error } (gözləmədə: { $waiting })
notice-not-saved = Saxlanmadı. { $why }
notice-not-saved-earlier = { $name } saxlanmadı. { $why } Açmaq üçün Ctrl-O basın.
notice-draft-not-saved = Qaralamaları saxlamaq mümkün deyil. { $why }
notice-outbox-quarantined = Gözləmə siyahısı zədələnmişdi. Heç nə itməyib. Köhnə fayl: { $file }.
notice-outbox-damaged = Gözləmə siyahısı zədələnmişdi. Bəzi müştərilər itmiş ola bilər. { $file } faylını silməyin və texnikə zəng edin.
notice-outbox-missing = Gözləmə siyahısı yox idi və ya boş idi. Müştərilər itmiş ola bilər. Texnikə zəng edin.
notice-overdue = { $time } keçib, { $waiting } müştəri hələ göndərilməyib. Texnikə zəng edin.
notice-clock-wrong = Bu kompüterin tarixi səhvdir. Hər doğum tarixini özünüz yoxlayın və texnikə zəng edin.
notice-outbox-locked = Hələ saxlanmayıb, çünki başqa proqram məşğuldur. Formanız qaralama kimi qorunur və sonra saxlanacaq.
notice-drafts-unreadable = { $files ->
    [one] Bir qaralamanı oxumaq mümkün deyil. Faylı silinməyib. Texnikə zəng edin.
   *[other] { $files } qaralamanı oxumaq mümkün deyil. Faylları silinməyib. Texnikə zəng edin.
}
notice-row-gone = Bu müştəri artıq siyahıda yoxdur.
notice-drafts-found = Keçən dəfədən qaralamalar qalıb. Görmək üçün Ctrl-O basın.
notice-fix-field = ✗ işarəli xanaların hamısını düzəldin.
notice-saves-when-loaded = Hələ saxlanmayıb, çünki proqram yüklənir. Formanız bir azdan saxlanacaq.
notice-enter-again = Düymələr çox tez basıldı. Qeydiyyata almaq üçün Enter düyməsini yenidən basın.
notice-type-name = Əvvəlcə adı yazın. Sonra bu adda müştəriləri tapmaq üçün Ctrl-N basın.
notice-scan-mapped = Klaviatura ingilis dilində deyil, ona görə skan edilən kod düzəldildi. Kodu yoxlayın.
notice-field-full = Çox uzundur: yalnız { $most } simvol yerləşir. Mətnin sonunu yoxlayın.
notice-paste-unfinished = Yapışdırılan mətn hələ tam deyil. Gözləyin, ya da dayandırmaq üçün Esc basın.
notice-letter-unreadable = Bu hərfi oxumaq mümkün deyil. Texnikə zəng edin: terminal və dil ayarı (locale) UTF-8 olmalıdır.
notice-cleared = Forma təmizləndi. Geri qaytarmaq üçün Ctrl-R basın.
notice-restored = Forma geri qaytarıldı.
notice-interrupted = { $name } gözləmə siyahısındadır. Açmaq üçün Ctrl-O basın.
notice-interrupted-nameless = Yazdığınız forma gözləmə siyahısındadır. Açmaq üçün Ctrl-O basın.

## Errors of an API call: what happened and what to do

api-error-conflict = { $field }: artıq qeydiyyatdadır. Onu dəyişin və ya qeydiyyatdakı müştəridən istifadə edin.
api-error-conflict-unnamed = Bu telefon və ya kodla müştəri artıq qeydiyyatdadır, bəlkə başqa filialdadır və ya silinib. Telefonu və ya kodu dəyişin.
api-error-rejected = Clopos rədd etdi: { $sentence }
api-error-rejected-without-reason = Clopos bu müştərini səbəb göstərmədən rədd etdi. Xanaları yoxlayın.
api-error-credentials = Bu kompüter Clopos-a daxil ola bilmir (giriş məlumatları səhvdir). Texnikə zəng edin.
api-error-permission = Clopos bu kompüterə müştəriləri qeydiyyata almağa icazə vermir. Texnikə zəng edin.
api-error-rate-limited = Clopos məşğuldur. { $time } sonra yenidən cəhd etmək olar.
api-error-unreachable = Clopos ilə bağlantı yoxdur. İnterneti yoxlayın.
api-error-unreachable-name = Clopos-un ünvanı tapılmadı. İnterneti yoxlayın.
api-error-unreachable-refused = Clopos hazırda bağlantı qəbul etmir.
api-error-unreachable-timeout = Clopos cavab vermir. İnterneti yoxlayın.
api-error-unreachable-token = Clopos-a giriş hazırda işləmir.
api-error-unreachable-tls = Clopos ilə bağlantı təhlükəsiz deyil. Texnikə zəng edin.
api-error-uncertain-timeout = Cavab vaxtında gəlmədi. Bəlkə müştəri artıq qeydiyyatdadır: proqram yenidən göndərməzdən əvvəl yoxlayacaq.
api-error-uncertain-lost = Bağlantı kəsildi. Bəlkə müştəri artıq qeydiyyatdadır: proqram yenidən göndərməzdən əvvəl yoxlayacaq.
api-error-uncertain-status = Server xətası ({ $status }). Bəlkə müştəri artıq qeydiyyatdadır: proqram yenidən göndərməzdən əvvəl yoxlayacaq.
api-error-uncertain-unreadable = Cavabı oxumaq mümkün olmadı ({ $status }). Bəlkə müştəri artıq qeydiyyatdadır: proqram yenidən göndərməzdən əvvəl yoxlayacaq.
api-error-uncertain-not-from-api = Cavab Clopos-dan gəlmədi ({ $answer }). Bəlkə müştəri artıq qeydiyyatdadır: proqram yenidən göndərməzdən əvvəl yoxlayacaq.
api-error-not-from-api = Cavab Clopos-dan gəlmədi ({ $answer }). Belə davam etsə, texnikə zəng edin.
api-error-proxy = Proksi vasitəsilə bağlantı yoxdur: { $proxy }. Belə davam etsə, texnikə zəng edin.
api-error-wrong-address = Ayarlardakı ünvanda Clopos yoxdur ({ $status }). Texnikə zəng edin.
api-error-no-answer = Cavab vaxtında gəlmədi. İnterneti yoxlayın.
api-error-no-answer-lost = Cavab gəlməmiş bağlantı kəsildi. İnterneti yoxlayın.
api-error-no-answer-status = Server xətası ({ $status }).
api-error-no-answer-unreadable = Cavabı oxumaq mümkün olmadı ({ $status }).
api-error-client-disabled = Clopos-da Open API söndürülüb (Client is disabled). Texnikə zəng edin.
api-error-unknown-integrator = Clopos bu inteqratoru tanımır (Invalid integrator_id). Texnikə zəng edin.
api-error-test-mode = İnteqrator test rejimindədir, brend isə yox. Texnikə zəng edin.
body-html = HTML
body-text = mətn
body-empty = boş
body-json = JSON
api-error-settings = Ayarlar səhvdir. Texnikə zəng edin.

## The footer, and the names of keys

footer-first-keys = Enter irəli · Ctrl-S qeydiyyat · Ctrl-R təmizlə · Ctrl-O siyahı · Ctrl-G kömək
footer-next = irəli
footer-register = qeydiyyat
footer-waiting = gözləmədə ({ $count })
footer-card = müştəri
footer-clear = təmizlə
footer-find = adla axtar
footer-show = göstər
footer-help = kömək
footer-quit = çıx
footer-back = geri
footer-more = davamı
footer-open-row = aç (rədd edilən, qaralama)
footer-delete = sil
footer-keep = qalsın
footer-stay = qal
footer-older = köhnələr
footer-newer = yenilər
help-previous = əvvəlki xana
help-left = sola; əvvəlki seçim
help-right = sağa; növbəti seçim
help-word-left = bir söz sola
help-word-right = bir söz sağa
help-start = xananın əvvəli
help-end = xananın sonu
help-delete-left = soldakı simvolu silmək
help-delete-right = sağdakı simvolu silmək
help-delete-word = soldakı sözü silmək
help-delete-to-start = xananın əvvəlinə qədər silmək
help-delete-to-end = xananın sonuna qədər silmək
key-ctrl = Ctrl-{ $key }
key-alt = Alt-{ $key }
key-enter = Enter
key-tab = Tab
key-back-tab = Shift-Tab
key-up = Yuxarı
key-down = Aşağı
key-left = Sol
key-right = Sağ
key-home = Home
key-end = End
key-backspace = Backspace
key-delete = Delete
key-esc = Esc

## Over the form: help, question, card, waiting list, shift

help-enter = növbəti xana; düymənin üstündə: qeydiyyata almaq
help-next = növbəti xana
help-register = istənilən xanadan qeydiyyata almaq
help-clear = formanı təmizləmək; yenidən: geri qaytarmaq
help-waiting = gözləyən və rədd edilən müştərilər, qaralamalar
help-shift = bugünkü qeydiyyatlar
help-group = Qrup xanasına keçmək
help-undo = son dəyişikliyi geri qaytarmaq
help-suggestion = başqa yazılış; təklifi qəbul etmək
help-card = qeydiyyatdakı müştərini göstərmək
help-find = yazılan adda müştəriləri tapmaq
help-show = seçilən müştərini göstərmək
help-help = bu kömək
help-quit = çıxmaq
help-language = dili dəyişmək: { $name }
help-suspend = icazə varsa, əmr sətrinə keçmək; qayıtmaq: fg
help-page-next = növbəti səhifə
help-page-previous = əvvəlki səhifə
help-open-row = seçilən sətri açmaq (rədd edilən, qaralama)
help-delete = seçilən sətri silmək (əvvəlcə soruşur)
help-row-next = növbəti sətir
help-row-previous = əvvəlki sətir
help-row-first = birinci sətir
help-row-last = sonuncu sətir
help-title = Kömək
help-form = Forma
help-others-letters = Hərf yazsanız, siyahı bağlanır, hərf formaya yazılır.
help-others-form = Başqa düymələr bunu bağlayır və formada işləyir.
help-others-nothing = Başqa düymələr işləmir.
help-pages = { $page }/{ $pages }
quit-question-unsafe = Formanızı saxlamaq mümkün deyil, yazdıqlarınız itəcək.
quit-question = Formanız qaralama kimi saxlanacaq.

card-title = Artıq qeydiyyatdadır
card-number = Müştəri ID
card-balance = Balans
card-receipts = Çeklər
card-since = Qeydiyyat ili
card-loading = Yüklənir…
card-gone = Bu müştəri artıq yoxdur.
card-correction = Dəyişmək üçün: POS (menyu, Müştərilər, Redaktə et) və ya back office
card-correction-short = Dəyişmək: POS, Müştərilər

find-title = Bu adda müştərilər: { $name }
find-loading = Yüklənir…
find-none = Bu adda müştəri yoxdur. Başqa cür və ya adın bir hissəsini yazın.
find-more = Başqa müştərilər də var. Adı daha tam yazın.
find-failed = Axtarış alınmadı. { $error }

waiting-title = Gözləmə siyahısı
waiting-none = Gözləmə siyahısı boşdur.
waiting-loading = Yüklənir…
waiting-nameless = adsız
waiting-draft = qaralama
waiting-row = { $name } · { $state } · { $age } · { $attempts }
waiting-queued = gözləmədə
waiting-sending = göndərilir
waiting-uncertain = bəlkə qeydiyyatda
waiting-rejected = rədd edilib
waiting-age = { $minutes ->
    [0] indicə
   *[other] { $minutes } dəq
}
waiting-attempts = { $attempts ->
    [0] hələ cəhd edilməyib
   *[other] { $attempts } cəhd
}
waiting-delete-question = Həmişəlik silinsin?

shift-title = Bugünkü qeydiyyatlar
shift-registered = { $count } qeydiyyata alınıb
shift-waiting = { $count } gözləmədə
shift-rejected = { $count } rədd edilib
shift-median = adətən { $seconds } s və { $keys } düymə
shift-row-registered = qeydiyyatda
shift-row-effort = { $seconds } s · { $keys } düymə

## The desk line by line. A screen reader speaks these sentences: no signs, and a full stop where the voice must pause

plain-title = Qeydiyyat. Kömək üçün kömək və ya ? yazın, çıxmaq üçün çıx və ya q yazın.
plain-training = Təlim: Clopos-a heç nə göndərilmir.
plain-begin = Cavabı yazın və Enter basın. Sualı ötürmək üçün sadəcə Enter basın.
plain-value = { $label }: { $words }
plain-error = Səhv: { $words }
plain-warning = Diqqət: { $words }
plain-row = { $number } { $words }

# Words that are commands, one word each. The English words and letters are commands in every language.
plain-word-help = kömək
plain-word-quit = çıx
plain-word-back = geri
plain-word-erase = boşalt
plain-word-end = son
plain-word-go = keç
plain-word-spelling = yazılış
plain-word-undo = qaytar
plain-word-clear = təmizlə
plain-word-customer = müştəri
plain-word-find = axtar
plain-word-list = siyahı
plain-word-today = bugünkü
plain-word-delete = sil
plain-word-yes = bəli
plain-word-no = xeyr
plain-word-language = dil

# A question: its parts with commas, e.g. "Phone, 1 of 8, now 12:". Choices follow as sentences.
plain-question = { $parts }:{" "}
plain-question-with-choices = { $parts }. { $choices }{" "}
plain-position = sual { $number }, cəmi { $count }
plain-required = mütləqdir
plain-now = indi { $value }
plain-typed = yazdığınız { $value }
plain-back-to = Geri qayıdırıq. Sual { $number }, { $label }.
plain-next-customer = Növbəti müştəri.
plain-closed = Qeydiyyat proqramı bağlandı.
plain-closed-waiting = { $waiting ->
    [one] { $waiting } müştəri göndərilməyi gözləyir. Onu istənilən açıq qeydiyyat proqramı və ya texnikin qurduğu taymer göndərəcək.
   *[other] { $waiting } müştəri göndərilməyi gözləyir. Onları istənilən açıq qeydiyyat proqramı və ya texnikin qurduğu taymer göndərəcək.
}
plain-format = { $order ->
    [mdy] ay gün il
    [ymd] il ay gün
   *[dmy] gün ay il
}
plain-choice = { $number } { $words }.
plain-group-none = qrupsuz
plain-group-default = qrup seçilməyib, Clopos özü təyin edəcək
plain-groups-more = { $count ->
    [one] Daha { $count } qrup var. Adının bir hissəsini yazın.
   *[other] Daha { $count } qrup var. Adın bir hissəsini yazın, hamısını eşitmək üçün isə ? yazın.
}
plain-groups-loading = Qruplar hələ yüklənir. Adın bir hissəsini yazın, ya da davam etmək üçün Enter basın.
plain-groups-loaded = Qruplar yükləndi.
plain-groups-failed = Qruplar yüklənmədi. Ötürmək üçün Enter basın.
plain-group-later = { $words }. Qruplar yüklənəndə yoxlanılacaq.
plain-group-which = Adında bu hərflər olan bir neçə qrup var. Daha çox hərf və ya bütün adı yazın:
plain-confirm = Qeydiyyata alınsın? Qeydiyyata almaq üçün bəli, qayıdıb dəyişmək üçün xeyr, bir suala keçmək üçün isə 1 ilə { $count } arasında nömrə yazın:{" "}
plain-confirm-short = Qeydiyyata alınsın?{" "}
plain-confirm-again = Bəli, xeyr və ya sualın nömrəsini yazın. Kömək üçün ? yazın.
plain-not-yet = Qeydiyyata alınmadı. Yazdıqlarınızın hamısı yerindədir.
plain-summary = Cavablarınız:
plain-empty-fields = Boş xanalar: { $fields }.
plain-which = Hansı nömrə? Geri qayıtmaq üçün Enter basın:{" "}
plain-which-waiting = Hansı nömrə? Açmaq üçün nömrəni yazın, silmək üçün d və nömrəni yazın. Geri qayıtmaq üçün Enter basın:{" "}
plain-which-not-openable = Gözləyən müştərilər avtomatik göndərilir. Onları açmaq olmaz. Birini silmək üçün d və nömrəni yazın. Geri qayıtmaq üçün Enter basın:{" "}
plain-consent-again = Bəli və ya xeyr yazın.
plain-which-again = Siyahıdan bir nömrə yazın.
plain-delete = Bu həmişəlik silinsin? { $row }. Bəli və ya xeyr yazın:{" "}
plain-delete-again = Bəli və ya xeyr yazın.
plain-deleted = Silindi: { $name }.
plain-kept = Heç nə silinmədi.

# Values
plain-phone-doubtful = { $phone }. Bu nömrə qeyri-adidir. Onu yoxlayın.
plain-phone-new = { $phone }, qeydiyyatda yoxdur
plain-phone-not-found-as = { $phone }. Nömrə bu yazılışda tapılmadı. Başqa yazılışda qeydiyyatda ola bilər.
plain-phone-not-checked = { $phone }. Bağlantı yoxdur, ona görə bu telefonun qeydiyyatda olub-olmadığı yoxlanılmayıb.
plain-phone-check-failed = { $phone }. Bu telefonun qeydiyyatda olub-olmadığı yoxlanılmayıb.
plain-registered-already = artıq qeydiyyatdadır. Bu telefonun sahibi: { $customer }. Clopos onu, yəqin ki, rədd edəcək. Başqa telefon yazmaq üçün g 1 yazın, ətraflı eşitmək üçün p yazın.
plain-registered-by = artıq qeydiyyatdadır. Sahibi: { $customer }. Başqasını yazın, ətraflı eşitmək üçün isə p yazın.
plain-registered-elsewhere = artıq qeydiyyatdadır, bəlkə başqa filialdadır və ya silinib. Dəyişin.
plain-customer-number = nömrə { $id }
plain-group-percent = { $group }, endirim { $value } faiz
plain-group-discount = { $group }, endirim { $value }
plain-duplicate = { $date }. Doğum tarixi eyni, adı oxşar müştəri var: { $who }. Bəlkə eyni adamdır.
plain-name = { $name }. Böyük və kiçik hərflər dəyişdirildi. Yazdığınız kimi qalması üçün k yazın.
plain-name-as-typed = { $name }, yazdığınız kimi. Böyük hərflər üçün k yazın.
plain-name-unsure = { $name }. Böyük I hərfinin kiçiyi nöqtəli və ya nöqtəsiz ola bilər. Seçmək üçün k yazın.
plain-name-chosen = { $name }. Başqa yazılış üçün k yazın.
plain-two-alphabets = { $value }. { $letter } hərfi başqa əlifbadandır. Onu yoxlayın.
plain-offer = Bəlkə { $text }? Bununla əvəz etmək üçün k yazın.
plain-sign = { $sign ->
    [c21] nida işarəsi
    [c22] dırnaq
    [c23] heşteq işarəsi
    [c24] dollar işarəsi
    [c25] faiz işarəsi
    [c26] və işarəsi
    [c27] apostrof
    [c28] açılan mötərizə
    [c29] bağlanan mötərizə
    [c2a] ulduz
    [c2b] plus
    [c2c] vergül
    [c2d] defis
    [c2e] nöqtə
    [c2f] çəp xətt
    [c3a] iki nöqtə
    [c3b] nöqtəli vergül
    [c3c] kiçikdir işarəsi
    [c3d] bərabər işarəsi
    [c3e] böyükdür işarəsi
    [c3f] sual işarəsi
    [c40] et işarəsi
    [c5b] açılan kvadrat mötərizə
    [c5c] tərs çəp xətt
    [c5d] bağlanan kvadrat mötərizə
    [c5f] alt xətt
    [c7c] şaquli xətt
    [c7e] tilda
   *[other] { $character }
}

# What happened
plain-sending = Göndərilir: { $name }.
plain-still-sending = { $name } hələ göndərilir. Növbəti müştərini yaza bilərsiniz.
plain-still-loading = Hələ yüklənir. Gözləməmək üçün b, çıxmaq üçün q yazın.
plain-searching = Axtarılır.
plain-registered = Qeydiyyata alındı: { $customer }.
plain-registered-training = Təlimdə qeydiyyata alındı: { $customer }.
plain-group = qrup { $group }
plain-not-registered = { $name } qeydiyyata alınmadı.
plain-waiting-count = { $waiting } müştəri göndərilməyi gözləyir.
plain-saved = { $name } bu kompüterdə saxlandı, hələ göndərilməyib. Bağlantı bərpa olunanda göndəriləcək.
plain-saved-uncertain = { $name } bu kompüterdə saxlandı. Bəlkə müştəri artıq qeydiyyatdadır: proqram yenidən göndərməzdən əvvəl yoxlayacaq.
plain-saved-rate-limited = { $name } bu kompüterdə saxlandı, hələ göndərilməyib. { $time } sonra göndəriləcək.
plain-saved-error = { $name } bu kompüterdə saxlandı, hələ göndərilməyib. { $error }
plain-rejected-earlier = { $name } qeydiyyata alınmadı. { $error } Açmaq üçün o yazın.
plain-some-rejected = Gözləyən müştərilərdən bəziləri qeydiyyata alınmadı. Açmaq üçün o yazın.
plain-not-saved-earlier = { $name } saxlanmadı. { $why } Açmaq üçün o yazın.
plain-interrupted = { $name } gözləmə siyahısındadır. Açmaq üçün o yazın.
plain-interrupted-nameless = Yazdığınız forma gözləmə siyahısındadır. Açmaq üçün o yazın.
plain-opened = Açılan forma: { $name }.
plain-opened-nameless = Açılan formada nə ad var, nə də telefon.
plain-not-openable = Bu müştərini indi açmaq olmaz.
plain-drafts-found = Keçən dəfədən qaralamalar qalıb. Eşitmək üçün o yazın.
plain-draft-saved = Yazdıqlarınız qaralama kimi saxlandı. Növbəti dəfə açmaq üçün o yazın.
plain-draft-lost = Yazdıqlarınızı saxlamaq mümkün olmadı, onlar itdi. Yenidən yazın və ya kağıza yazın.
plain-line-unreadable = Bu sətir nəzərə alınmadı: oxunmayan hərflər var. Texnikə zəng edin: terminal və dil ayarı (locale) UTF-8 olmalıdır.
plain-keys-removed = Ox düymələri və başqa idarə düymələri burada işləmir. Onlar nəzərə alınmadı.
plain-lines-dropped = { $count } sətir çox tez gəldi və nəzərə alınmadı. Lazımdırsa, yenidən yazın.
plain-stopped = Bu sətirdə dayandı: { $number }. Sonrakı sətirlər nəzərə alınmadı.

# Commands

plain-language = Dil dəyişdi. İndi azərbaycancadır.
plain-cleared = Forma təmizləndi. Geri qaytarmaq üçün u yazın.
plain-already-empty = Forma boşdur.
plain-restored = Forma geri qaytarıldı.
plain-undone = Dəyişiklik geri qaytarıldı. { $words }
plain-empty = boş
plain-nothing-to-undo = Geri qaytarmağa heç nə yoxdur.
plain-no-suggestion = Nə təklif var, nə də başqa yazılış.
plain-no-card = Bu forma üzrə qeydiyyatda müştəri tapılmadı.
plain-card-not-yet = Telefon hələ yoxlanılır. Bir azdan yenə p yazın.
plain-card = Qeydiyyatdakı müştəri:
plain-card-correction = Bu müştərini POS-da dəyişmək olar: menyu, Müştərilər, Redaktə et. Və ya back office-də.
plain-card-loading = Müştəri yüklənir.
plain-type-name = Əvvəlcə adı yazın. Sonra bu adda müştəriləri tapmaq üçün axtar və ya / yazın.
plain-no-field = Belə xana yoxdur. g və 1 ilə { $count } arasında bir nömrə yazın, məsələn, g 4.
plain-wait = Bu sətir nəzərə alınmadı. Proqram hələ işləyir. Gözləməmək üçün b, çıxmaq üçün q yazın.
plain-shift-median = Adətən { $seconds } saniyə çəkir
plain-nothing-registered = Bu gün heç kim qeydiyyata alınmayıb.
plain-shift-older = Bundan əvvəlki qeydiyyatlar: { $count }. Eşitmək üçün t { $page } yazın.
plain-waiting-row = { $name }, { $state }, { $age }, { $attempts }
plain-waiting-draft = { $name }, qaralama

# Help. The question comes first, with an example
plain-help-phone = Məsələn, { $example }. Telefonu zəng etdiyiniz kimi və ya plus və ölkə kodu ilə yazın.
plain-help-name = Məsələn, Aysel Məmmədova. Kiçik hərflər kifayətdir. Ad mütləqdir.
plain-help-code = Məsələn, 4006381333931. Müştəri kartının nömrəsini yazın və ya skan edin.
plain-help-birth-date = Məsələn, { $example }. Ardıcıllıq: { $order }. Rəqəmlərin arasında nöqtə və ya boşluq ola bilər.
plain-help-gender = Məsələn, qadın üçün 1. Hərf də yazmaq olar: qadın üçün q, kişi üçün k.
plain-help-group = Məsələn, 1 və ya qrupun adından bir neçə hərf.
plain-help-email = Məsələn, aysel@example.com.
plain-help-consent = Məsələn, bəli. Müştəridən soruşun: { $question }
plain-help-note = Məsələn: pəncərənin yanında masa istəyir.
plain-help-confirm = Məsələn, bəli. Xeyr yazsanız, birinci suala qayıdırsınız. Nömrə yazsanız, o suala keçirsiniz.
plain-help-number = Məsələn, 1. Siyahıdan bir nömrə yazın.
plain-help-waiting-number = Məsələn, birincini açmaq üçün 1, silmək üçün d 1.
plain-help-enter = Sualı ötürmək üçün Enter basın. Əvvəl yazdığınız cavab qalır.
plain-help-back = Əvvəlki sual üçün geri və ya b yazın.
plain-help-erase = Bu xananı boşaltmaq üçün boşalt və ya - yazın.
plain-help-go = Bir xanaya keçmək üçün g və nömrəni yazın, məsələn, g 4.
plain-help-end = Formanın sonuna keçmək üçün son və ya . yazın.
plain-help-suggestion = Təklifi qəbul etmək və ya adın başqa yazılışını seçmək üçün yazılış və ya k yazın.
plain-help-undo = Son dəyişikliyi geri qaytarmaq üçün qaytar və ya u yazın.
plain-help-clear = Formanı təmizləmək üçün təmizlə və ya c yazın.
plain-help-card = Qeydiyyatdakı müştərini eşitmək üçün müştəri və ya p yazın.
plain-help-find = Yazılan adda müştəriləri tapmaq üçün axtar və ya / yazın.
plain-help-waiting = Gözləyən və rədd edilən müştərilər, qaralamalar üçün siyahı və ya o yazın.
plain-help-shift = Bugünkü qeydiyyatlar üçün bugünkü və ya t yazın.
plain-help-language = Dili dəyişmək üçün dil və ya lang yazın. Növbəti dil: { $name }.
plain-help-quit = Çıxmaq üçün çıx və ya q yazın. Forma qaralama kimi saxlanacaq.
plain-help-literally = Bu sözlərdən birini cavab kimi yazmaq üçün qabağına boşluq qoyun.

## Why something cannot be saved on this computer

storage-error-disk-full = Disk doludur. Müştərini kağıza yazın və texnikə zəng edin.
storage-error-not-writable = Saxlamaq mümkün deyil: proqram öz məlumat qovluğuna yaza bilmir. Müştərini kağıza yazın və texnikə zəng edin.
storage-error-too-many-files = Bu kompüterdə həddən artıq fayl açıqdır. Müştərini kağıza yazın və texnikə zəng edin.
storage-error-newer = Proqram yenilənib. Çıxın və proqramı yenidən açın. Bu yenə görünsə, texnikə zəng edin.
storage-error-locked = Gözləmə siyahısını başqa proqram istifadə edir. Bir dəqiqədən sonra yenidən cəhd edin.
storage-error-broken = Bu kompüterdə saxlamaq mümkün deyil. Müştərini kağıza yazın və texnikə zəng edin.

## What ends the program

fatal-kiosk-settings = Qeydiyyat proqramı düzgün qurulmayıb. Texnikə zəng edin: bu hesabla işə salınan `frontdesk check` səhvi göstərir.
fatal-kiosk-command = Bu hesabla yalnız qeydiyyat proqramını açmaq olar.
fatal-kiosk = Qeydiyyat proqramını açmaq mümkün deyil. Texnikə zəng edin.
fatal-kiosk-crash = Proqram qəfil bağlandı. Yenidən daxil olun və texnikə zəng edin.

## The command line

add-waiting = Saxlandı. Sonra göndəriləcək. { $error }
add-not-sent = Qeydiyyata alınmadı: qrupları yükləmək mümkün olmadı. { $error }
add-conflict-hidden = Bu müştərini tapa bilmirsinizsə, o, başqa filialdadır və ya silinib. Müştərini POS-da (üç xətli menyu, Müştərilər, Redaktə et) və ya back office-də (Marketinq, Müştərilər, Redaktə et) dəyişin.
add-group-id-unknown = Nömrəsi { $id } olan qrup yoxdur. Clopos-dakı qrupun nömrəsini yazın.
add-group-several = Bu adda bir neçə qrup var: { $groups }. Birini --group-id ilə seçin.
add-group-choice = { $group } (--group-id { $id })
add-group-unknown = Bu adda qrup yoxdur. Clopos-dakı qrupun adını yazın.
add-consent-without-question = Razılıq sualı qurulmayıb. consent.text və consent.version təyin edin və ya --consent sözünü silin.
add-gender-unknown = Bunlardan birini yazın: female, male, unspecified.
