### Every sentence that a cashier reads, in Russian. The other languages are the files beside this one. When the program is
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
language-name = Русский
# The tag of BCP 47 by which dates, numbers and plurals are written.
language-tag = ru
# The letters that choose a gender, and yes or no. The choices below show them.
letter-female = ж
letter-male = м
letter-yes = д
letter-no = н

## Times

time-seconds = { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
    [many] { $seconds } секунд
   *[other] { $seconds } секунды
}
time-minutes = { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
    [many] { $minutes } минут
   *[other] { $minutes } минуты
}
time-hours = { $hours ->
    [one] { $hours } час
    [few] { $hours } часа
    [many] { $hours } часов
   *[other] { $hours } часа
}
time-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}

## The header, and the whole screen

header-title = Регистрация
header-training = ОБУЧЕНИЕ – в Clopos ничего не отправляется
header-training-short = ОБУЧЕНИЕ
header-connecting = ○ Подключение…
header-connected = ● Есть связь
header-connected-waiting = { $waiting ->
    [one] ● Есть связь · { $waiting } ждёт
    [few] ● Есть связь · { $waiting } ждут
    [many] ● Есть связь · { $waiting } ждут
   *[other] ● Есть связь · { $waiting } ждут
}
header-offline = ○ Нет связи с { $since }
header-offline-waiting = { $waiting ->
    [one] ○ Нет связи с { $since } · { $waiting } ждёт
    [few] ○ Нет связи с { $since } · { $waiting } ждут
    [many] ○ Нет связи с { $since } · { $waiting } ждут
   *[other] ○ Нет связи с { $since } · { $waiting } ждут
}
header-offline-short = { $waiting ->
    [one] ○ Нет связи · { $waiting } ждёт
    [few] ○ Нет связи · { $waiting } ждут
    [many] ○ Нет связи · { $waiting } ждут
   *[other] ○ Нет связи · { $waiting } ждут
}
header-clock-wrong = неверная дата, вызовите техника
header-overdue = не отправлено: { $waiting } (уже { $time }), вызовите техника
screen-hidden = Скрыто для защиты данных. Нажмите любую клавишу, чтобы продолжить.
screen-too-small = Окно слишком маленькое. Увеличьте его (столбцов: { $columns }, строк: { $rows }) или нажмите Ctrl-Q, чтобы выйти.

## Labels

label-phone = Телефон
label-name = Имя
label-code = Код
label-birth-date = Дата рождения
label-gender = Пол
label-group = Группа
label-email = Эл. почта
label-note = Комментарий
label-cid = Номер регистрации
label-phone-or-code = Телефон или код
button-register = [ Зарегистрировать ]
button-sending = [ Отправка… ]
gender-unspecified = Не указан
gender-unspecified-short = –
gender-female = Женский
gender-male = Мужской
label-consent = Согласие
consent-no = Нет
consent-yes = Да
consent-choice-no = н Нет
consent-choice-yes = д Да
gender-choice-female = ж Жен.
gender-choice-male = м Муж.
example = напр. { $text }
example-code = напр. скан карты
example-email = напр. name@mail.ru

## Below a field: what its text means, and what can be typed

date-example-dmy = 15051990
date-example-mdy = 05151990
date-example-ymd = 19900515
date-order-dmy = 15051990 или 15.5.1990 (день, месяц, год)
date-order-mdy = 05151990 или 5/15/1990 (месяц, день, год)
date-order-ymd = 19900515 или 1990-5-15 (год, месяц, день)
interpretation-birth-date = { $date }, { $years ->
    [0] меньше года
    [one] { $years } год
    [few] { $years } года
    [many] { $years } лет
   *[other] { $years } года
}
interpretation-phone-doubtful = { $phone } · необычный номер, проверьте
interpretation-phone-doubtful-short = { $phone } · необычный
interpretation-duplicate = те же имя и дата: { $who }
interpretation-name = { $name }  (Ctrl-Y как введено)
interpretation-name-short = { $name }  (Ctrl-Y как есть)
interpretation-name-as-typed = как введено  (Ctrl-Y с больших букв)
interpretation-name-unsure = { $dotted } или { $dotless }?  (Ctrl-Y выбрать)
interpretation-name-unsure-short = i или ı?  (Ctrl-Y выбрать)
interpretation-name-chosen = { $name }  (Ctrl-Y другой вариант)
interpretation-name-chosen-short = { $name }  (Ctrl-Y другой)
interpretation-two-alphabets = Проверьте букву «{ $letter }»: другой алфавит.
interpretation-offer = Возможно, { $text }? (Ctrl-Y да)
interpretation-offer-short = { $text }? (Ctrl-Y да)
interpretation-group-percent = { $group } · скидка { $value } %
interpretation-group-discount = { $group } · скидка { $value }
interpretation-group-others = { $group } · или: { $others }
lookup-loading = …
lookup-no-customer = не зарегистрирован
lookup-not-registered = новый клиент
lookup-not-registered-short = новый
# The number is as it was sent, for example +994501234567: another spelling could not be asked for.
lookup-not-found-as = не найден как { $number }
lookup-not-found-as-short = проверен не до конца
lookup-registered = уже есть: { $name } · #{ $id }
lookup-since = с { $year } года
lookup-born = { $year } года рождения
lookup-more = Есть ещё. Введите имя подробнее.
lookup-offline = не проверен: нет связи
lookup-failed = не проверен
hint-code-template = Если оставить пустым, код будет { $code }.
hint-gender = Введите ж, м или -
hint-consent = { $question } (н нет · д да)
hint-group = Начните вводить · Влево, Вправо – выбрать
hint-groups-loading = Группы загружаются…
hint-groups-failed = Группы не загрузились. { $error }

## Below a field: what is wrong and what to do

field-error-name-missing = Обязательно. Введите имя.
field-error-name-without-letters = Введите хотя бы букву или цифру.
field-error-phone-digits-missing = { $count ->
    [one] не хватает { $count } цифры
    [few] не хватает { $count } цифр
    [many] не хватает { $count } цифр
   *[other] не хватает { $count } цифры
}
field-error-digits-too-many = { $count ->
    [one] { $count } лишняя цифра
    [few] { $count } лишние цифры
    [many] { $count } лишних цифр
   *[other] { $count } лишней цифры
}
field-error-phone-character = Удалите { $character }. Нужны только цифры.
field-error-phone-country = Неизвестный код страны после +.
field-error-phone-loading = Ещё загружается. Подождите немного.
field-error-phone-length = Слишком мало или слишком много цифр.
field-error-email-at-missing = Нет знака @.
field-error-email-second-at = Два знака @. Удалите один.
field-error-email-space = Удалите пробел.
field-error-email-comma = Нужна точка, а не запятая.
field-error-email-two-dots = Две точки подряд. Удалите одну.
field-error-email-dot-first = Удалите точку в начале.
field-error-email-dot-before-at = Удалите точку перед @.
field-error-email-dot-after-at = Удалите точку после @.
field-error-email-dot-last = Удалите точку в конце.
field-error-email-local-part-missing = Введите часть перед @.
field-error-email-quotes = Проверьте кавычки перед @.
field-error-email-domain-missing = Введите часть после @.
field-error-email-ending-missing = Нет окончания, например .com.
field-error-email-digits-in-ending = Удалите цифры в конце.
field-error-email-ending = Проверьте окончание, например .com.
field-error-email-hyphen = Проверьте дефис после @.
field-error-email-underscore = После @ не может быть _.
field-error-email-character = Удалите { $character }.
field-error-email-too-long = Слишком длинно. Проверьте адрес.
field-error-date-incomplete = Дата введена не полностью.
field-error-date-character = Удалите { $character }. Нужны только цифры.
field-error-date-unreadable = Это не дата. Пример: { $example }.
field-error-date-does-not-exist = Такой даты нет.
field-error-date-in-future = Дата в будущем. Проверьте год.
field-error-date-too-long-ago = Слишком давно. Проверьте год.
character-quoted = «{ $character }»
character-invisible = невидимый символ ({ $name })
character-zero-width-space = пробел нулевой ширины
character-joiner = соединитель
character-soft-hyphen = мягкий перенос
character-direction = направление текста
character-selector = выбор начертания
character-byte-order-mark = метка порядка байтов
character-space = пробел
field-error-group-not-found = Нет такой группы. Сотрите буквы.
field-error-groups-loading = Нет списка групп. Ждите или сотрите.
field-error-registered = уже зарегистрирован, возможно, в другом филиале или удалён
field-error-registered-as = уже зарегистрирован: { $name } · #{ $id }
field-error-rejected = Clopos отклонил. Измените значение.

## The result: a badge, and a sentence behind it

notice-first-keys = Enter – следующее поле, Ctrl-S – зарегистрировать, Ctrl-R – очистить форму, Ctrl-O – список неотправленных, Ctrl-G – помощь.
notice-sample = Обучение: введите телефон { $phone }, чтобы увидеть зарегистрированного клиента.
badge-registered = ЗАРЕГИСТРИРОВАН
badge-not-registered = НЕ ЗАРЕГИСТРИРОВАН
badge-waiting = СОХРАНЁН, ЖДЁТ ОТПРАВКИ
badge-quit = Выйти?
result-registered = { $name } · клиент #{ $id }
notice-sending = Отправка: { $name }…
notice-sending-previous = Данные предыдущего клиента ещё отправляются…
notice-shelved = Клавиши долго не нажимали, поэтому форма стала черновиком. Нажмите Ctrl-O, чтобы открыть её.
notice-registered = Зарегистрирован: { $name } · #{ $id }
notice-registered-group = группа { $group }
notice-rejected-earlier = Клиент { $name } не зарегистрирован. { $error } Нажмите Ctrl-O, чтобы открыть форму.
notice-conflict = { $field }: клиент уже зарегистрирован. Нажмите Ctrl-P, чтобы увидеть его, или Ctrl-R, чтобы очистить форму.
notice-conflict-unknown = { $field }: клиент уже зарегистрирован. Измените поле или нажмите Ctrl-R, чтобы очистить форму.
notice-waiting = { $waiting ->
    [one] { $name }: данные отправятся, когда появится связь ({ $waiting } ждёт).
    [few] { $name }: данные отправятся, когда появится связь ({ $waiting } ждут).
    [many] { $name }: данные отправятся, когда появится связь ({ $waiting } ждут).
   *[other] { $name }: данные отправятся, когда появится связь ({ $waiting } ждут).
}
notice-waiting-uncertain = { $waiting ->
    [one] { $name }: возможно, клиент уже зарегистрирован. Программа проверит это перед повторной отправкой ({ $waiting } ждёт).
    [few] { $name }: возможно, клиент уже зарегистрирован. Программа проверит это перед повторной отправкой ({ $waiting } ждут).
    [many] { $name }: возможно, клиент уже зарегистрирован. Программа проверит это перед повторной отправкой ({ $waiting } ждут).
   *[other] { $name }: возможно, клиент уже зарегистрирован. Программа проверит это перед повторной отправкой ({ $waiting } ждут).
}
notice-all-sent = Данные всех ждавших клиентов отправлены.
notice-some-rejected = Некоторые из ждавших клиентов не зарегистрированы. Нажмите Ctrl-O, чтобы открыть их.
notice-not-editable = Данные этого клиента отправятся автоматически. Сейчас их нельзя изменить.
notice-waiting-rate-limited = { $waiting ->
    [one] { $name }: данные отправятся через { $time } ({ $waiting } ждёт).
    [few] { $name }: данные отправятся через { $time } ({ $waiting } ждут).
    [many] { $name }: данные отправятся через { $time } ({ $waiting } ждут).
   *[other] { $name }: данные отправятся через { $time } ({ $waiting } ждут).
}
notice-waiting-error = { $waiting ->
    [one] { $name }: данные отправятся позже. { $error } ({ $waiting } ждёт)
    [few] { $name }: данные отправятся позже. { $error } ({ $waiting } ждут)
    [many] { $name }: данные отправятся позже. { $error } ({ $waiting } ждут)
   *[other] { $name }: данные отправятся позже. { $error } ({ $waiting } ждут)
}
notice-not-saved = Не сохранено. { $why }
notice-not-saved-earlier = Не сохранено: { $name }. { $why } Нажмите Ctrl-O, чтобы открыть форму.
notice-draft-not-saved = Черновики не сохраняются. { $why }
notice-outbox-quarantined = Список неотправленных был повреждён. Ничего не потеряно. Старый файл: { $file }.
notice-outbox-damaged = Список неотправленных был повреждён. Данные части клиентов могли пропасть. Не удаляйте файл { $file } и вызовите техника.
notice-outbox-missing = Список неотправленных исчез или оказался пустым. Данные клиентов могли пропасть. Вызовите техника.
notice-overdue = { $waiting ->
    [one] Данные { $waiting } клиента не отправлены уже { $time }. Вызовите техника.
    [few] Данные { $waiting } клиентов не отправлены уже { $time }. Вызовите техника.
    [many] Данные { $waiting } клиентов не отправлены уже { $time }. Вызовите техника.
   *[other] Данные { $waiting } клиента не отправлены уже { $time }. Вызовите техника.
}
notice-clock-wrong = На этом компьютере неверная дата. Проверяйте каждую дату рождения сами и вызовите техника.
notice-outbox-locked = Пока не сохранено: список занят другой программой. Ваша форма не пропадёт: она в черновиках и сохранится позже.
notice-drafts-unreadable = { $files ->
    [1] Не открывается черновик. Файл не удалён. Вызовите техника.
    [one] Не открывается { $files } черновик. Файлы не удалены. Вызовите техника.
    [few] Не открываются { $files } черновика. Файлы не удалены. Вызовите техника.
    [many] Не открываются { $files } черновиков. Файлы не удалены. Вызовите техника.
   *[other] Не открываются { $files } черновика. Файлы не удалены. Вызовите техника.
}
notice-row-gone = Этого клиента больше нет в списке.
notice-drafts-found = С прошлого раза остались черновики. Нажмите Ctrl-O, чтобы увидеть их.
notice-fix-field = Исправьте все поля со знаком ✗.
notice-saves-when-loaded = Пока не сохранено: программа ещё загружается. Форма сейчас сохранится.
notice-enter-again = Клавиши нажаты слишком быстро. Нажмите Enter ещё раз, чтобы зарегистрировать.
notice-type-name = Сначала введите имя. Потом нажмите Ctrl-N, чтобы найти клиентов с этим именем.
notice-scan-mapped = Раскладка клавиатуры не английская, поэтому код со сканера исправлен. Проверьте код.
notice-field-full = { $most ->
    [one] Слишком длинно: помещается не больше { $most } символа. Проверьте конец текста.
    [few] Слишком длинно: помещается не больше { $most } символов. Проверьте конец текста.
    [many] Слишком длинно: помещается не больше { $most } символов. Проверьте конец текста.
   *[other] Слишком длинно: помещается не больше { $most } символа. Проверьте конец текста.
}
notice-paste-unfinished = Текст вставлен ещё не полностью. Подождите или нажмите Esc, чтобы прервать.
notice-letter-unreadable = Эту букву не удалось прочитать. Вызовите техника: в терминале и в локали нужна кодировка UTF-8.
notice-cleared = Форма очищена. Нажмите Ctrl-R, чтобы вернуть её.
notice-restored = Форма восстановлена.
notice-interrupted = Форма в списке неотправленных: { $name }. Нажмите Ctrl-O, чтобы открыть её.
notice-interrupted-nameless = Ваша форма в списке неотправленных. Нажмите Ctrl-O, чтобы открыть её.

## Errors of an API call: what happened and what to do

api-error-conflict = { $field }: клиент уже зарегистрирован. Измените поле или работайте с зарегистрированным клиентом.
api-error-conflict-unnamed = Клиент с таким телефоном или кодом уже зарегистрирован, возможно, в другом филиале или удалён. Измените телефон или код.
api-error-rejected = Clopos отклонил данные: { $sentence }
api-error-rejected-without-reason = Clopos отклонил данные клиента и не указал причину. Проверьте поля.
api-error-credentials = Этот компьютер не может войти в Clopos: неверные данные для входа. Вызовите техника.
api-error-permission = Clopos не разрешает этому компьютеру регистрировать клиентов. Вызовите техника.
api-error-rate-limited = Clopos занят. Следующая попытка возможна через { $time }.
api-error-unreachable = Нет связи с Clopos. Проверьте интернет.
api-error-unreachable-name = Адрес Clopos не найден. Проверьте интернет.
api-error-unreachable-refused = Clopos сейчас не принимает подключения.
api-error-unreachable-timeout = Clopos не отвечает. Проверьте интернет.
api-error-unreachable-token = Вход в Clopos сейчас не работает.
api-error-unreachable-tls = Связь с Clopos не защищена. Вызовите техника.
api-error-uncertain-timeout = Ответ не пришёл вовремя. Возможно, клиент уже зарегистрирован: программа проверит это перед повторной отправкой.
api-error-uncertain-lost = Связь прервалась. Возможно, клиент уже зарегистрирован: программа проверит это перед повторной отправкой.
api-error-uncertain-status = Ошибка сервера ({ $status }). Возможно, клиент уже зарегистрирован: программа проверит это перед повторной отправкой.
api-error-uncertain-unreadable = Ответ не удалось прочитать ({ $status }). Возможно, клиент уже зарегистрирован: программа проверит это перед повторной отправкой.
api-error-uncertain-not-from-api = Ответ пришёл не от Clopos ({ $answer }). Возможно, клиент уже зарегистрирован: программа проверит это перед повторной отправкой.
api-error-not-from-api = Ответ пришёл не от Clopos ({ $answer }). Если это повторяется, вызовите техника.
api-error-proxy = Нет связи через прокси { $proxy }. Если это повторяется, вызовите техника.
api-error-wrong-address = По адресу из настроек нет Clopos ({ $status }). Вызовите техника.
api-error-no-answer = Ответ не пришёл вовремя. Проверьте интернет.
api-error-no-answer-lost = Связь прервалась до ответа. Проверьте интернет.
api-error-no-answer-status = Ошибка сервера ({ $status }).
api-error-no-answer-unreadable = Ответ не удалось прочитать ({ $status }).
api-error-client-disabled = В Clopos отключён Open API (Client is disabled). Вызовите техника.
api-error-unknown-integrator = Clopos не знает этого интегратора (Invalid integrator_id). Вызовите техника.
api-error-test-mode = Интегратор в тестовом режиме, а бренд нет. Вызовите техника.
body-html = HTML
body-text = текст
body-empty = пусто
body-json = JSON
api-error-settings = Неверные настройки. Вызовите техника.

## The footer, and the names of keys

footer-first-keys = Enter далее, Ctrl-S регистрация, Ctrl-R очистить, Ctrl-O список, Ctrl-G помощь
footer-next = далее
footer-register = регистрация
footer-waiting = { $count ->
    [one] ждёт ({ $count })
    [few] ждут ({ $count })
    [many] ждут ({ $count })
   *[other] ждут ({ $count })
}
footer-card = клиент
footer-clear = очистить
footer-find = найти
footer-show = показать
footer-help = помощь
footer-quit = выход
footer-back = назад
footer-more = ещё
footer-open-row = открыть (отклонён, черновик)
footer-delete = удалить
footer-keep = оставить
footer-stay = остаться
footer-older = раньше
footer-newer = позже
help-previous = предыдущее поле
help-left = влево; предыдущий вариант
help-right = вправо; следующий вариант
help-word-left = на слово влево
help-word-right = на слово вправо
help-start = в начало поля
help-end = в конец поля
help-delete-left = удалить символ слева
help-delete-right = удалить символ справа
help-delete-word = удалить слово слева
help-delete-to-start = удалить до начала поля
help-delete-to-end = удалить до конца поля
key-ctrl = Ctrl-{ $key }
key-alt = Alt-{ $key }
key-enter = Enter
key-tab = Tab
key-back-tab = Shift-Tab
key-up = Вверх
key-down = Вниз
key-left = Влево
key-right = Вправо
key-home = Home
key-end = End
key-backspace = Backspace
key-delete = Delete
key-esc = Esc

## Over the form: help, question, card, waiting list, shift

help-enter = следующее поле; на кнопке: зарегистрировать
help-next = следующее поле
help-register = зарегистрировать, из любого поля
help-clear = очистить форму; ещё раз: вернуть её
help-waiting = неотправленные: ждут, отклонены, черновики
help-shift = регистрации за сегодня
help-group = перейти к группе
help-undo = отменить последнее изменение
help-suggestion = другой вариант имени; взять подсказку
help-card = показать зарегистрированного клиента
help-find = найти клиентов с введённым именем
help-show = показать выбранного клиента
help-help = помощь (эта страница)
help-quit = выход
help-language = сменить язык: { $name }
help-suspend = в командную строку, если разрешено; назад: fg
help-page-next = следующая страница
help-page-previous = предыдущая страница
help-open-row = открыть строку (отклонён или черновик)
help-delete = удалить строку (сначала спросит)
help-row-next = следующая строка
help-row-previous = предыдущая строка
help-row-first = первая строка
help-row-last = последняя строка
help-title = Помощь
help-form = Форма
help-others-letters = Буква закрывает список и вводится в форму.
help-others-form = Другие клавиши закрывают окно и работают в форме.
help-others-nothing = Другие клавиши ничего не делают.
help-pages = { $page }/{ $pages }
quit-question-unsafe = Вашу форму нельзя сохранить, она пропадёт.
quit-question = Ваша форма сохранится как черновик.

card-title = Уже зарегистрирован
card-number = Номер клиента
card-balance = Баланс
card-receipts = Чеки
card-since = Клиент с
card-loading = Загрузка…
card-gone = Такого клиента больше нет.
card-correction = Изменить: POS (меню, Клиенты, Изменить) или панель управления Clopos
card-correction-short = Изменить: POS, Клиенты

find-title = Клиенты с именем { $name }
find-loading = Загрузка…
find-none = Клиента с таким именем нет. Попробуйте другое написание или часть имени.
find-more = Есть ещё. Введите имя подробнее.
find-failed = Поиск не удался. { $error }

waiting-title = Список неотправленных
waiting-none = Неотправленных нет.
waiting-loading = Загрузка…
waiting-nameless = без имени
waiting-draft = черновик
waiting-row = { $name } · { $state } · { $age } · { $attempts }
waiting-queued = ждёт
waiting-sending = отправляется
waiting-uncertain = возможно, зарегистрирован
waiting-rejected = отклонён
waiting-age = { $minutes ->
    [0] только что
   *[other] { $minutes } мин
}
waiting-attempts = { $attempts ->
    [0] попыток не было
    [one] { $attempts } попытка
    [few] { $attempts } попытки
    [many] { $attempts } попыток
   *[other] { $attempts } попытки
}
waiting-delete-question = Удалить навсегда?

shift-title = Регистрации за сегодня
shift-registered = зарегистрировано: { $count }
shift-waiting = { $count ->
    [one] ждёт: { $count }
    [few] ждут: { $count }
    [many] ждут: { $count }
   *[other] ждут: { $count }
}
shift-rejected = отклонено: { $count }
shift-median = { $keys ->
    [one] обычно: { $seconds } с, { $keys } нажатие
    [few] обычно: { $seconds } с, { $keys } нажатия
    [many] обычно: { $seconds } с, { $keys } нажатий
   *[other] обычно: { $seconds } с, { $keys } нажатия
}
shift-row-registered = зарегистрирован
shift-row-effort = { $seconds } с · { $keys } наж.

## The desk line by line. A screen reader speaks these sentences: no signs, and a full stop where the voice must pause

plain-title = Регистрация клиентов. Для помощи введите слово помощь или знак ?, для выхода введите слово выход или латинскую q.
plain-training = Обучение: в Clopos ничего не отправляется.
plain-begin = Введите ответ и нажмите Enter. Чтобы пропустить вопрос, просто нажмите Enter.
plain-value = { $label }: { $words }
plain-error = Ошибка: { $words }
plain-warning = Внимание: { $words }
plain-row = { $number } { $words }

# Words that are commands, one word each. The English words and letters are commands in every language.
plain-word-help = помощь
plain-word-quit = выход
plain-word-back = назад
plain-word-erase = стереть
plain-word-end = конец
plain-word-go = поле
plain-word-spelling = вариант
plain-word-undo = отменить
plain-word-clear = очистить
plain-word-customer = клиент
plain-word-find = найти
plain-word-list = список
plain-word-today = сегодня
plain-word-delete = удалить
plain-word-yes = да
plain-word-no = нет
plain-word-language = язык

# A question: its parts with commas, e.g. "Phone, 1 of 8, now 12:". Choices follow as sentences.
plain-question = { $parts }:{" "}
plain-question-with-choices = { $parts }. { $choices }{" "}
plain-position = { $number } из { $count }
plain-required = обязательно
plain-now = сейчас { $value }
plain-typed = вы ввели { $value }
plain-back-to = Назад к вопросу { $number }, { $label }.
plain-next-customer = Следующий клиент.
plain-closed = Программа закрыта.
plain-closed-waiting = { $waiting ->
    [one] { $waiting } клиент ждёт отправки. Данные отправит любая открытая программа регистрации или таймер, который настроил техник.
    [few] { $waiting } клиента ждут отправки. Данные отправит любая открытая программа регистрации или таймер, который настроил техник.
    [many] { $waiting } клиентов ждут отправки. Данные отправит любая открытая программа регистрации или таймер, который настроил техник.
   *[other] { $waiting } клиента ждут отправки. Данные отправит любая открытая программа регистрации или таймер, который настроил техник.
}
plain-format = { $order ->
    [mdy] месяц день год
    [ymd] год месяц день
   *[dmy] день месяц год
}
plain-choice = { $number } { $words }.
plain-group-none = без группы
plain-group-default = группа не выбрана, её назначит Clopos
plain-groups-more = { $count ->
    [one] Ещё { $count } группа. Введите часть названия или знак ?, чтобы услышать все.
    [few] Ещё { $count } группы. Введите часть названия или знак ?, чтобы услышать все.
    [many] Ещё { $count } групп. Введите часть названия или знак ?, чтобы услышать все.
   *[other] Ещё { $count } группы. Введите часть названия или знак ?, чтобы услышать все.
}
plain-groups-loading = Группы ещё загружаются. Введите часть названия или нажмите Enter, чтобы продолжить.
plain-groups-loaded = Группы загружены.
plain-groups-failed = Группы не загрузились. Нажмите Enter, чтобы пропустить.
plain-group-later = { $words }. Это будет проверено, когда группы загрузятся.
plain-group-which = Это есть в названии нескольких групп. Введите больше букв или название целиком:
plain-confirm = Зарегистрировать? Чтобы зарегистрировать, введите да. Чтобы вернуться и исправить, введите нет или номер вопроса, от 1 до { $count }:{" "}
plain-confirm-short = Зарегистрировать?{" "}
plain-confirm-again = Введите да, нет или номер вопроса. Знак ? вызывает помощь.
plain-not-yet = Не зарегистрирован. Всё, что вы ввели, осталось в форме.
plain-summary = Ваши ответы:
plain-empty-fields = Пусто: { $fields }.
plain-which = Какой номер? Чтобы вернуться, нажмите Enter:{" "}
plain-which-waiting = Какой номер? Чтобы открыть форму, введите её номер. Чтобы удалить форму, введите слово удалить и её номер. Чтобы вернуться, нажмите Enter:{" "}
plain-which-not-openable = Данные ждущих клиентов отправляются автоматически, открыть их нельзя. Чтобы удалить клиента из этого списка, введите слово удалить и номер. Чтобы вернуться, нажмите Enter:{" "}
plain-consent-again = Введите да или нет.
plain-which-again = Введите номер из списка.
plain-delete = Удалить навсегда: { $row }? Введите да или нет:{" "}
plain-delete-again = Введите да или нет.
plain-deleted = Удалено: { $name }.
plain-kept = Ничего не удалено.

# Values
plain-phone-doubtful = { $phone }. Этот номер необычный. Проверьте его.
plain-phone-new = { $phone }, не зарегистрирован
plain-phone-not-found-as = { $phone }. В таком виде номер не найден. Он может быть зарегистрирован в другом виде.
plain-phone-not-checked = { $phone }. Нет связи, поэтому не проверено, зарегистрирован ли этот телефон.
plain-phone-check-failed = { $phone }. Не проверено, зарегистрирован ли этот телефон.
plain-registered-already = уже зарегистрирован. Это телефон клиента: { $customer }. Clopos, скорее всего, отклонит данные. Чтобы ввести другой телефон, введите слово поле и номер 1. Чтобы узнать больше, введите слово клиент.
plain-registered-by = уже зарегистрирован. Принадлежит клиенту: { $customer }. Введите другое значение. Чтобы узнать больше, введите слово клиент.
plain-registered-elsewhere = уже зарегистрирован, возможно, в другом филиале или удалён. Введите другое значение.
plain-customer-number = номер { $id }
plain-group-percent = { $group }, скидка в процентах: { $value }
plain-group-discount = { $group }, скидка { $value }
plain-duplicate = { $date }. Та же дата рождения и похожее имя: { $who }. Возможно, это тот же человек.
plain-name = { $name }. Большие и маленькие буквы исправлены. Чтобы оставить как было, введите слово вариант.
plain-name-as-typed = { $name }, как вы ввели. Чтобы имя было с больших букв, введите слово вариант.
plain-name-unsure = { $name }. Маленькая буква для большой I может быть с точкой или без точки. Чтобы выбрать, введите слово вариант.
plain-name-chosen = { $name }. Чтобы взять другой вариант имени, введите слово вариант.
plain-two-alphabets = { $value }. Буква { $letter } из другого алфавита. Проверьте её.
plain-offer = Возможно, вы имели в виду { $text }? Чтобы заменить на { $text }, введите слово вариант.
plain-sign = { $sign ->
    [c21] восклицательный знак
    [c22] кавычку
    [c23] решётку
    [c24] знак доллара
    [c25] знак процента
    [c26] амперсанд
    [c27] апостроф
    [c28] левую скобку
    [c29] правую скобку
    [c2a] звёздочку
    [c2b] плюс
    [c2c] запятую
    [c2d] дефис
    [c2e] точку
    [c2f] косую черту
    [c3a] двоеточие
    [c3b] точку с запятой
    [c3c] знак меньше
    [c3d] знак равно
    [c3e] знак больше
    [c3f] вопросительный знак
    [c40] знак собака
    [c5b] левую квадратную скобку
    [c5c] обратную косую черту
    [c5d] правую квадратную скобку
    [c5f] подчёркивание
    [c7c] вертикальную черту
    [c7e] тильду
   *[other] { $character }
}

# What happened
plain-sending = Отправка: { $name }.
plain-still-sending = Отправка ещё идёт: { $name }. Можно вводить следующего клиента.
plain-still-loading = Ещё загружается. Чтобы не ждать, введите слово назад. Чтобы выйти, введите слово выход.
plain-searching = Идёт поиск.
plain-registered = Зарегистрирован: { $customer }.
plain-registered-training = Зарегистрирован в режиме обучения: { $customer }.
plain-group = группа { $group }
plain-not-registered = Клиент { $name } не зарегистрирован.
plain-waiting-count = { $waiting ->
    [one] { $waiting } клиент ждёт отправки.
    [few] { $waiting } клиента ждут отправки.
    [many] { $waiting } клиентов ждут отправки.
   *[other] { $waiting } клиента ждут отправки.
}
plain-saved = { $name }: сохранено на этом компьютере, ещё не отправлено. Данные отправятся, когда появится связь.
plain-saved-uncertain = { $name }: сохранено на этом компьютере. Возможно, клиент уже зарегистрирован: программа проверит это перед повторной отправкой.
plain-saved-rate-limited = { $name }: сохранено на этом компьютере, ещё не отправлено. Данные отправятся через { $time }.
plain-saved-error = { $name }: сохранено на этом компьютере, ещё не отправлено. { $error }
plain-rejected-earlier = Клиент { $name } не зарегистрирован. { $error } Чтобы открыть форму, введите слово список.
plain-some-rejected = Некоторые из ждавших клиентов не зарегистрированы. Чтобы открыть их, введите слово список.
plain-not-saved-earlier = Не сохранено: { $name }. { $why } Чтобы открыть форму, введите слово список.
plain-interrupted = Форма в списке неотправленных: { $name }. Чтобы открыть её, введите слово список.
plain-interrupted-nameless = Ваша форма в списке неотправленных. Чтобы открыть её, введите слово список.
plain-opened = Открыта форма: { $name }.
plain-opened-nameless = Открыта форма без имени и телефона.
plain-not-openable = Этого клиента сейчас нельзя открыть.
plain-drafts-found = С прошлого раза остались черновики. Чтобы услышать их, введите слово список.
plain-draft-saved = Введённые данные сохранены как черновик. Чтобы открыть его в следующий раз, введите слово список.
plain-draft-lost = Введённые данные нельзя сохранить, они пропали. Введите их ещё раз или запишите на бумаге.
plain-line-unreadable = Эта строка не принята: в ней есть буквы, которые не удалось прочитать. Вызовите техника: в терминале и в локали нужна кодировка UTF-8.
plain-keys-removed = Стрелки и другие управляющие клавиши здесь не работают. Их нажатия пропущены.
plain-lines-dropped = { $count ->
    [one] { $count } строка введена слишком рано и не принята. Если нужно, введите ещё раз.
    [few] { $count } строки введены слишком рано и не приняты. Если нужно, введите ещё раз.
    [many] { $count } строк введены слишком рано и не приняты. Если нужно, введите ещё раз.
   *[other] { $count } строки введены слишком рано и не приняты. Если нужно, введите ещё раз.
}
plain-stopped = Остановка на строке { $number }. Строки после неё не приняты.

# Commands

plain-language = Теперь программа на русском языке.
plain-cleared = Форма очищена. Чтобы вернуть её, введите слово отменить.
plain-already-empty = Форма пуста.
plain-restored = Форма восстановлена.
plain-undone = Отменено. { $words }
plain-empty = пусто
plain-nothing-to-undo = Отменять нечего.
plain-no-suggestion = Нет ни подсказки, ни другого варианта.
plain-no-card = Для этой формы зарегистрированный клиент не найден.
plain-card-not-yet = Телефон ещё проверяется. Чуть позже снова введите слово клиент.
plain-card = Зарегистрированный клиент:
plain-card-correction = Изменить данные клиента можно в POS: меню, Клиенты, Изменить. Или в панели управления Clopos.
plain-card-loading = Загружаются данные клиента.
plain-type-name = Сначала введите имя. Потом введите слово найти или знак /, чтобы найти клиентов с этим именем.
plain-no-field = Такого поля нет. Введите слово поле и номер от 1 до { $count }, например поле 4.
plain-wait = Эта строка не принята. Программа ещё работает. Чтобы не ждать, введите слово назад. Чтобы выйти, введите слово выход.
plain-shift-median = Обычное время: { $seconds ->
    [one] { $seconds } секунда
    [few] { $seconds } секунды
    [many] { $seconds } секунд
   *[other] { $seconds } секунды
}
plain-nothing-registered = Сегодня ещё никто не зарегистрирован.
plain-shift-older = Более ранних ещё { $count }. Чтобы услышать их, введите слово сегодня и номер { $page }.
plain-waiting-row = { $name }, { $state }, { $age }, { $attempts }
plain-waiting-draft = { $name }, черновик

# Help. The question comes first, with an example
plain-help-phone = Например, { $example }. Введите телефон так, как вы его набираете, или с плюсом и кодом страны.
plain-help-name = Например, Айсель Мамедова. Можно вводить маленькими буквами. Имя обязательно.
plain-help-code = Например, 4006381333931. Введите или отсканируйте номер карты клиента.
plain-help-birth-date = Например, { $example }. Порядок такой: { $order }. Между числами можно ставить точки или пробелы.
plain-help-gender = Например, 1 для женского пола. Буквы ж и м делают то же самое.
plain-help-group = Например, 1 или несколько букв из названия группы.
plain-help-email = Например, aysel@mail.ru.
plain-help-consent = Например, да. Спросите клиента: { $question }
plain-help-note = Например: хочет столик у окна.
plain-help-confirm = Например, да. Ответ нет возвращает к первому вопросу. Номер ведёт к вопросу с этим номером.
plain-help-number = Например, 1. Введите номер из списка.
plain-help-waiting-number = Например, введите 1, чтобы открыть первую форму, или слово удалить и 1, чтобы удалить её.
plain-help-enter = Нажмите Enter, чтобы пропустить вопрос. Прежний ответ останется.
plain-help-back = Введите слово назад или латинскую b, чтобы вернуться к предыдущему вопросу.
plain-help-erase = Введите слово стереть или знак минус, чтобы стереть ответ в этом поле.
plain-help-go = Введите слово поле и номер, чтобы перейти к этому полю, например поле 4.
plain-help-end = Введите слово конец или точку, чтобы перейти в конец формы.
plain-help-suggestion = Введите слово вариант или латинскую k, чтобы взять подсказку или другой вариант имени.
plain-help-undo = Введите слово отменить или латинскую u, чтобы отменить последнее изменение.
plain-help-clear = Введите слово очистить или латинскую c, чтобы очистить форму.
plain-help-card = Введите слово клиент или латинскую p, чтобы услышать данные зарегистрированного клиента.
plain-help-find = Введите слово найти или знак /, чтобы найти клиентов с введённым именем.
plain-help-waiting = Введите слово список или латинскую o, чтобы услышать список ждущих и отклонённых клиентов и черновиков.
plain-help-shift = Введите слово сегодня или латинскую t, чтобы услышать регистрации за сегодня.
plain-help-language = Введите слово язык или латинскими буквами lang, чтобы перейти на следующий язык: { $name }.
plain-help-quit = Введите слово выход или латинскую q, чтобы выйти. Форма сохранится как черновик.
plain-help-literally = Чтобы ввести одно из этих слов как ответ, поставьте перед ним пробел.

## Why something cannot be saved on this computer

storage-error-disk-full = Диск переполнен. Запишите клиента на бумаге и вызовите техника.
storage-error-not-writable = Программа не может сохранять: её папка с данными закрыта для записи. Запишите клиента на бумаге и вызовите техника.
storage-error-too-many-files = На этом компьютере открыто слишком много файлов. Запишите клиента на бумаге и вызовите техника.
storage-error-newer = Программа обновлена. Выйдите и откройте её снова. Если это сообщение появится опять, вызовите техника.
storage-error-locked = Список неотправленных занят другой программой. Повторите через минуту.
storage-error-broken = На этом компьютере не работает сохранение. Запишите клиента на бумаге и вызовите техника.

## What ends the program

fatal-kiosk-settings = Программа настроена неправильно. Вызовите техника: команда `frontdesk check` под этой учётной записью покажет, что не так.
fatal-kiosk-command = Эта учётная запись может только открыть программу регистрации.
fatal-kiosk = Программа регистрации не открывается. Вызовите техника.
fatal-kiosk-crash = Произошёл сбой программы. Войдите снова и вызовите техника.

## The command line

add-waiting = Сохранено. Данные отправятся позже. { $error }
add-not-sent = Не зарегистрирован: не удалось загрузить группы. { $error }
add-conflict-hidden = Если вы не можете найти этого клиента, он в другом филиале или удалён. Изменить данные клиента можно в POS (меню с тремя полосками, Клиенты, Изменить) или в панели управления Clopos (Маркетинг, Клиенты, Изменить).
add-group-id-unknown = Группы с номером { $id } нет. Используйте номер группы из Clopos.
add-group-several = Групп с таким названием несколько: { $groups }. Выберите одну с помощью --group-id.
add-group-choice = { $group } (--group-id { $id })
add-group-unknown = Группы с таким названием нет. Используйте название группы из Clopos.
add-consent-without-question = Вопрос о согласии не задан. Укажите consent.text и consent.version или уберите --consent.
add-gender-unknown = Используйте female, male или unspecified.
