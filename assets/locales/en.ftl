### Every sentence that a cashier reads, in English. The other languages are the files beside this one. When the program is
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
language-name = English
# The tag of BCP 47 by which dates, numbers and plurals are written.
language-tag = en-GB
# The letters that choose a gender, and yes or no. The choices below show them.
letter-female = f
letter-male = m
letter-yes = y
letter-no = n

## Times

time-seconds = { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}
time-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
time-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
time-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}

## The header, and the whole screen

header-title = Front desk
header-training = TRAINING – nothing is sent to Clopos
header-training-short = TRAINING
header-connecting = ○ Connecting…
header-connected = ● Connected
header-connected-waiting = ● Connected · { $waiting } waiting
header-offline = ○ Offline since { $since }
header-offline-waiting = ○ Offline since { $since } · { $waiting } waiting
header-offline-short = ○ Offline · { $waiting } waiting
header-clock-wrong = wrong date, call the technician
header-overdue = { $waiting } not sent for { $time }, call the technician
screen-hidden = Hidden for privacy. Press any key to continue.
screen-too-small = This window is too small. Make it larger ({ $columns } columns, { $rows } rows), or press Ctrl-Q to quit.

## Labels

label-phone = Phone
label-name = Name
label-code = Code
label-birth-date = Date of birth
label-gender = Gender
label-group = Group
label-email = Email
label-note = Note
label-cid = Registration
label-phone-or-code = Phone or code
button-register = [ Register ]
button-sending = [ Sending… ]
gender-unspecified = Not given
gender-unspecified-short = –
gender-female = Female
gender-male = Male
label-consent = Consent
consent-no = No
consent-yes = Yes
consent-choice-no = n No
consent-choice-yes = y Yes
gender-choice-female = f Female
gender-choice-male = m Male
example = e.g. { $text }
example-code = e.g. scan the card
example-email = e.g. name@example.com

## Below a field: what its text means, and what can be typed

date-example-dmy = 15051990
date-example-mdy = 05151990
date-example-ymd = 19900515
date-order-dmy = 15051990 or 15.5.1990 (day, month, year)
date-order-mdy = 05151990 or 5/15/1990 (month, day, year)
date-order-ymd = 19900515 or 1990-5-15 (year, month, day)
interpretation-birth-date = { $date }, { $years ->
    [0] less than 1 year old
    [one] { $years } year old
   *[other] { $years } years old
}
interpretation-phone-doubtful = { $phone } · unusual number, please check
interpretation-phone-doubtful-short = { $phone } · unusual
interpretation-duplicate = same name and date as { $who }
interpretation-name = { $name }  (Ctrl-Y keep as typed)
interpretation-name-short = { $name }  (Ctrl-Y as typed)
interpretation-name-as-typed = as typed  (Ctrl-Y use capitals)
interpretation-name-unsure = { $dotted } or { $dotless }?  (Ctrl-Y choose)
interpretation-name-unsure-short = i or ı?  (Ctrl-Y choose)
interpretation-name-chosen = { $name }  (Ctrl-Y other spelling)
interpretation-name-chosen-short = { $name }  (Ctrl-Y other)
interpretation-two-alphabets = Check “{ $letter }”: another alphabet.
interpretation-offer = Did you mean { $text }? (Ctrl-Y yes)
interpretation-offer-short = { $text }? (Ctrl-Y yes)
interpretation-group-percent = { $group } · discount { $value } %
interpretation-group-discount = { $group } · discount { $value }
interpretation-group-others = { $group } · or: { $others }
lookup-loading = …
lookup-no-customer = not registered
lookup-not-registered = new customer
lookup-not-registered-short = new
# The number is as it was sent, for example +994501234567: another spelling could not be asked for.
lookup-not-found-as = not found as { $number }
lookup-not-found-as-short = not fully checked
lookup-registered = already registered: { $name } · #{ $id }
lookup-since = since { $year }
lookup-born = born { $year }
lookup-more = There are more. Type more of the name.
lookup-offline = not checked: no connection
lookup-failed = not checked
hint-code-template = If it is empty, the code is { $code }.
hint-gender = Type f, m or -
hint-consent = { $question } (n no · y yes)
hint-group = Type to search · Left, Right choose
hint-groups-loading = Loading groups…
hint-groups-failed = Groups not loaded. { $error }

## Below a field: what is wrong and what to do

field-error-name-missing = Required. Type a name.
field-error-name-without-letters = Type at least one letter or digit.
field-error-phone-digits-missing = { $count ->
    [one] { $count } digit missing
   *[other] { $count } digits missing
}
field-error-digits-too-many = { $count ->
    [one] { $count } digit too many
   *[other] { $count } digits too many
}
field-error-phone-character = Remove { $character }. Use digits only.
field-error-phone-country = Unknown country code after the +.
field-error-phone-loading = Still loading. Wait a moment.
field-error-phone-length = Too many or too few digits.
field-error-email-at-missing = The @ is missing.
field-error-email-second-at = There are two @. Remove one.
field-error-email-space = Remove the space.
field-error-email-comma = Type a dot, not a comma.
field-error-email-two-dots = Two dots together. Remove one.
field-error-email-dot-first = Remove the dot at the start.
field-error-email-dot-before-at = Remove the dot before the @.
field-error-email-dot-after-at = Remove the dot after the @.
field-error-email-dot-last = Remove the dot at the end.
field-error-email-local-part-missing = Type the part before the @.
field-error-email-quotes = Check the quotes before the @.
field-error-email-domain-missing = Type the part after the @.
field-error-email-ending-missing = The ending is missing, e.g. .com.
field-error-email-digits-in-ending = Remove the digits at the end.
field-error-email-ending = Check the ending, e.g. .com.
field-error-email-hyphen = Check the - after the @.
field-error-email-underscore = No _ is possible after the @.
field-error-email-character = Remove { $character }.
field-error-email-too-long = Too long. Check the address.
field-error-date-incomplete = The date is not complete.
field-error-date-character = Remove { $character }. Use digits only.
field-error-date-unreadable = Not a date. Type it like { $example }.
field-error-date-does-not-exist = Date does not exist.
field-error-date-in-future = In the future. Check the year.
field-error-date-too-long-ago = Too long ago. Check the year.
character-quoted = “{ $character }”
character-invisible = an invisible character ({ $name })
character-zero-width-space = zero-width space
character-joiner = joiner
character-soft-hyphen = soft hyphen
character-direction = text direction
character-selector = variation selector
character-byte-order-mark = byte order mark
character-space = space
field-error-group-not-found = No such group. Delete letters.
field-error-groups-loading = Groups not loaded. Wait or delete.
field-error-registered = already registered, maybe in another venue or deleted
field-error-registered-as = already registered: { $name } · #{ $id }
field-error-rejected = Clopos rejected this. Change it.

## The result: a badge, and a sentence behind it

notice-first-keys = Press Enter to go to the next field, Ctrl-S to register, Ctrl-R to clear the form, Ctrl-O to see the waiting list, Ctrl-G to get help.
notice-sample = Training: type phone { $phone } to see a registered customer.
badge-registered = REGISTERED
badge-not-registered = NOT REGISTERED
badge-waiting = SAVED, NOT SENT YET
badge-quit = Quit?
result-registered = { $name } · customer #{ $id }
notice-sending = Sending { $name }…
notice-sending-previous = Still sending the previous customer…
notice-shelved = No key was pressed, so the form is now a draft. Press Ctrl-O to open it.
notice-registered = Registered { $name } · #{ $id }
notice-registered-group = group { $group }
notice-rejected-earlier = { $name } is not registered. { $error } Press Ctrl-O to open it.
notice-conflict = { $field }: already registered. Press Ctrl-P to see who, Ctrl-R to clear.
notice-conflict-unknown = { $field }: already registered. Change it, or press Ctrl-R to clear.
notice-waiting = { $name } is sent when the connection is back ({ $waiting } waiting).
notice-waiting-uncertain = Maybe { $name } is registered: the program checks before it sends again ({ $waiting } waiting).
notice-all-sent = All waiting customers are sent.
notice-some-rejected = Some waiting customers are not registered. Press Ctrl-O to open them.
notice-not-editable = This customer will be sent automatically. You cannot change it now.
notice-waiting-rate-limited = { $name } is sent in { $time } ({ $waiting } waiting).
notice-waiting-error = { $name } is sent later. { $error } ({ $waiting } waiting)
notice-not-saved = Not saved. { $why }
notice-not-saved-earlier = { $name } is not saved. { $why } Press Ctrl-O to open it.
notice-draft-not-saved = Drafts cannot be saved. { $why }
notice-outbox-quarantined = The list of waiting customers was damaged. Nothing is lost. The old file is { $file }.
notice-outbox-damaged = The list of waiting customers was damaged. Some may be lost. Keep { $file } and call the technician.
notice-outbox-missing = The list of waiting customers was missing or empty. Customers may be lost. Call the technician.
notice-overdue = { $waiting ->
    [one] { $waiting } customer has not been sent for { $time }. Call the technician.
   *[other] { $waiting } customers have not been sent for { $time }. Call the technician.
}
notice-clock-wrong = The date of this computer is wrong. Check each date of birth yourself, and call the technician.
notice-outbox-locked = Not saved yet, because another program is busy. Your form is safe as a draft and will be saved later.
notice-drafts-unreadable = { $files ->
    [one] A draft cannot be read. Its file is kept. Call the technician.
   *[other] { $files } drafts cannot be read. Their files are kept. Call the technician.
}
notice-row-gone = This customer is no longer in the list.
notice-drafts-found = There are drafts from last time. Press Ctrl-O to see them.
notice-fix-field = Correct each field marked ✗.
notice-saves-when-loaded = Not saved yet, because the program is still loading. Your form will be saved in a moment.
notice-enter-again = The keys came too fast. Press Enter again to register.
notice-type-name = Type the name first. Then press Ctrl-N to find customers with this name.
notice-scan-mapped = The keyboard is not set to English, so the scanned code was corrected. Check the code.
notice-field-full = Too long: only { $most } characters fit. Check the end of the text.
notice-paste-unfinished = The pasted text is not complete yet. Wait, or press Esc to stop.
notice-letter-unreadable = This letter cannot be read. Call the technician: the terminal and the locale must use UTF-8.
notice-cleared = The form is cleared. Press Ctrl-R to bring it back.
notice-restored = The form is back.
notice-interrupted = { $name } is in the waiting list. Press Ctrl-O to open it.
notice-interrupted-nameless = The form that you typed is in the waiting list. Press Ctrl-O to open it.

## Errors of an API call: what happened and what to do

api-error-conflict = { $field }: already registered. Change it, or use the registered customer.
api-error-conflict-unnamed = A customer with this phone or code is already registered, maybe in another venue or deleted. Change the phone or the code.
api-error-rejected = Rejected by Clopos: { $sentence }
api-error-rejected-without-reason = Clopos rejected this customer without a reason. Check the fields.
api-error-credentials = This computer cannot log in to Clopos (wrong credentials). Call the technician.
api-error-permission = Clopos does not allow this computer to register customers. Call the technician.
api-error-rate-limited = Clopos is busy. The next try is possible in { $time }.
api-error-unreachable = No connection to Clopos. Check the network.
api-error-unreachable-name = The address of Clopos was not found. Check the network.
api-error-unreachable-refused = Clopos accepts no connection right now.
api-error-unreachable-timeout = Clopos does not answer. Check the network.
api-error-unreachable-token = The Clopos login does not work right now.
api-error-unreachable-tls = The connection to Clopos is not secure. Call the technician.
api-error-uncertain-timeout = No answer in time. Maybe the customer is registered: the program checks before it sends again.
api-error-uncertain-lost = The connection was lost. Maybe the customer is registered: the program checks before it sends again.
api-error-uncertain-status = Server error ({ $status }). Maybe the customer is registered: the program checks before it sends again.
api-error-uncertain-unreadable = The answer could not be read ({ $status }). Maybe the customer is registered: the program checks before it sends again.
api-error-uncertain-not-from-api = The answer did not come from Clopos ({ $answer }). Maybe the customer is registered: the program checks before it sends again.
api-error-not-from-api = The answer did not come from Clopos ({ $answer }). If this continues, call the technician.
api-error-proxy = No connection through the proxy { $proxy }. If this continues, call the technician.
api-error-wrong-address = Clopos is not at the address in the settings ({ $status }). Call the technician.
api-error-no-answer = No answer in time. Check the network.
api-error-no-answer-lost = The connection was lost before the answer came. Check the network.
api-error-no-answer-status = Server error ({ $status }).
api-error-no-answer-unreadable = The answer could not be read ({ $status }).
api-error-client-disabled = The Open API is switched off in Clopos (Client is disabled). Call the technician.
api-error-unknown-integrator = Clopos does not know this integrator (Invalid integrator_id). Call the technician.
api-error-test-mode = The integrator is in test mode, but the brand is not. Call the technician.
body-html = HTML
body-text = text
body-empty = empty
body-json = JSON
api-error-settings = The settings are wrong. Call the technician.

## The footer, and the names of keys

footer-first-keys = Enter next · Ctrl-S register · Ctrl-R clear · Ctrl-O waiting list · Ctrl-G help
footer-next = next
footer-register = register
footer-waiting = waiting ({ $count })
footer-card = customer
footer-clear = clear
footer-find = find by name
footer-show = show
footer-help = help
footer-quit = quit
footer-back = back
footer-more = more
footer-open-row = open (rejected or draft)
footer-delete = delete
footer-keep = keep
footer-stay = stay
footer-older = older
footer-newer = newer
help-previous = previous field
help-left = left; previous choice
help-right = right; next choice
help-word-left = one word left
help-word-right = one word right
help-start = start of the field
help-end = end of the field
help-delete-left = delete the character to the left
help-delete-right = delete the character to the right
help-delete-word = delete the word to the left
help-delete-to-start = delete to the start of the field
help-delete-to-end = delete to the end of the field
key-ctrl = Ctrl-{ $key }
key-alt = Alt-{ $key }
key-enter = Enter
key-tab = Tab
key-back-tab = Shift-Tab
key-up = Up
key-down = Down
key-left = Left
key-right = Right
key-home = Home
key-end = End
key-backspace = Backspace
key-delete = Delete
key-esc = Esc

## Over the form: help, question, card, waiting list, shift

help-enter = next field; on the button: register
help-next = next field
help-register = register, from any field
help-clear = clear the form; again: bring it back
help-waiting = waiting and rejected customers, drafts
help-shift = today’s registrations
help-group = go to Group
help-undo = undo the last change
help-suggestion = another spelling; use the suggestion
help-card = show the registered customer
help-find = find customers with the typed name
help-show = show the selected customer
help-help = this help
help-quit = quit
help-language = change the language to { $name }
help-suspend = go to the shell, if allowed; type fg to return
help-page-next = next page
help-page-previous = previous page
help-open-row = open the selected row (rejected or draft)
help-delete = delete the selected row (asks first)
help-row-next = next row
help-row-previous = previous row
help-row-first = first row
help-row-last = last row
help-title = Help
help-form = The form
help-others-letters = A letter closes the list and goes into the form.
help-others-form = Other keys close this and work in the form.
help-others-nothing = Other keys do nothing.
help-pages = { $page }/{ $pages }
quit-question-unsafe = Your form cannot be saved and will be lost.
quit-question = Your form is saved as a draft.

card-title = Already registered
card-number = Customer ID
card-balance = Balance
card-receipts = Receipts
card-since = Customer since
card-loading = Loading…
card-gone = This customer no longer exists.
card-correction = To change it: POS (menu, Customers, Edit) or back office
card-correction-short = To edit: POS, Customers

find-title = Customers named { $name }
find-loading = Loading…
find-none = No customer has this name. Try another spelling, or a part of it.
find-more = There are more. Type more of the name.
find-failed = The search did not work. { $error }

waiting-title = Waiting list
waiting-none = Nothing is waiting.
waiting-loading = Loading…
waiting-nameless = no name
waiting-draft = draft
waiting-row = { $name } · { $state } · { $age } · { $attempts }
waiting-queued = waiting
waiting-sending = sending
waiting-uncertain = maybe registered
waiting-rejected = rejected
waiting-age = { $minutes ->
    [0] just now
   *[other] { $minutes } min
}
waiting-attempts = { $attempts ->
    [0] not tried yet
    [one] tried once
   *[other] tried { $attempts } times
}
waiting-delete-question = Delete for ever?

shift-title = Today’s registrations
shift-registered = { $count } registered
shift-waiting = { $count } waiting
shift-rejected = { $count } rejected
shift-median = typical: { $seconds } s and { $keys ->
    [one] { $keys } key
   *[other] { $keys } keys
}
shift-row-registered = registered
shift-row-effort = { $seconds } s · { $keys ->
    [one] { $keys } key
   *[other] { $keys } keys
}

## The desk line by line. A screen reader speaks these sentences: no signs, and a full stop where the voice must pause

plain-title = Front desk. Type help or ? for help, quit or q to leave.
plain-training = Training: nothing is sent to Clopos.
plain-begin = Type an answer and press Enter. Press Enter to skip a question.
plain-value = { $label }: { $words }
plain-error = Error: { $words }
plain-warning = Warning: { $words }
plain-row = { $number } { $words }

# Words that are commands, one word each. The English words and letters are commands in every language.
plain-word-help = help
plain-word-quit = quit
plain-word-back = back
plain-word-erase = erase
plain-word-end = end
plain-word-go = go
plain-word-spelling = spelling
plain-word-undo = undo
plain-word-clear = clear
plain-word-customer = customer
plain-word-find = find
plain-word-list = list
plain-word-today = today
plain-word-delete = delete
plain-word-yes = yes
plain-word-no = no
plain-word-language = language

# A question: its parts with commas, e.g. "Phone, 1 of 8, now 12:". Choices follow as sentences.
plain-question = { $parts }:{" "}
plain-question-with-choices = { $parts }. { $choices }{" "}
plain-position = { $number } of { $count }
plain-required = required
plain-now = now { $value }
plain-typed = you typed { $value }
plain-back-to = Back to question { $number }, { $label }.
plain-next-customer = Next customer.
plain-closed = The desk is closed.
plain-closed-waiting = { $waiting ->
    [one] 1 customer is waiting. It is sent by any open desk, or by the timer of the technician.
   *[other] { $waiting } customers are waiting. They are sent by any open desk, or by the timer of the technician.
}
plain-format = { $order ->
    [mdy] month day year
    [ymd] year month day
   *[dmy] day month year
}
plain-choice = { $number } { $words }.
plain-group-none = no group
plain-group-default = no group chosen, Clopos sets one
plain-groups-more = { $count ->
    [one] 1 more group. Type a part of its name.
   *[other] { $count } more groups. Type a part of the name, or ? to hear all.
}
plain-groups-loading = The groups are still loading. Type a part of the name, or press Enter to go on.
plain-groups-loaded = The groups are loaded.
plain-groups-failed = Groups are not loaded. Press Enter to skip.
plain-group-later = { $words }. It is checked when the groups are loaded.
plain-group-which = More than one group has this in its name. Type more letters, or the whole name:
plain-confirm = Register? Type yes to register, no to go back and change, or the number of a question, 1 to { $count }:{" "}
plain-confirm-short = Register?{" "}
plain-confirm-again = Type yes, no, or the number of a question. Type ? for help.
plain-not-yet = Not registered. Everything that you typed is still there.
plain-summary = Your answers:
plain-empty-fields = Empty: { $fields }.
plain-which = Which number? Press Enter to go back:{" "}
plain-which-waiting = Which number? Type a number to open it, or d and a number to delete it. Press Enter to go back:{" "}
plain-which-not-openable = Waiting customers are sent automatically. They cannot be opened. Type d and a number to delete one. Press Enter to go back:{" "}
plain-consent-again = Type yes or no.
plain-which-again = Type a number from the list.
plain-delete = Delete { $row } for ever? Type yes or no:{" "}
plain-delete-again = Type yes or no.
plain-deleted = { $name } is deleted.
plain-kept = Nothing is deleted.

# Values
plain-phone-doubtful = { $phone }. This number is unusual. Please check it.
plain-phone-new = { $phone }, not registered
plain-phone-not-found-as = { $phone }. The number was not found as it was sent. It can be registered in another form.
plain-phone-not-checked = { $phone }. No connection, so it is not checked if this phone is already registered.
plain-phone-check-failed = { $phone }. It is not checked if this phone is already registered.
plain-registered-already = already registered. This phone belongs to { $customer }. Clopos will probably reject it. Type g 1 to type another phone, or p to hear more.
plain-registered-by = already registered. It belongs to { $customer }. Type another one, or p to hear more.
plain-registered-elsewhere = already registered, maybe in another venue or deleted. Change it.
plain-customer-number = number { $id }
plain-group-percent = { $group }, discount { $value } percent
plain-group-discount = { $group }, discount { $value }
plain-duplicate = { $date }. { $who } has the same date of birth and a similar name. Maybe it is the same person.
plain-name = { $name }. Big and small letters are changed. Type k to keep what you typed.
plain-name-as-typed = { $name }, as you typed it. Type k for capital letters.
plain-name-unsure = { $name }. The small letter of the capital I can be with a dot or without. Type k to choose.
plain-name-chosen = { $name }. Type k for the other spelling.
plain-two-alphabets = { $value }. The letter { $letter } is from another alphabet. Check it.
plain-offer = Did you mean { $text }? Type k to change it to { $text }.
plain-sign = { $sign ->
    [c21] exclamation mark
    [c22] quotation mark
    [c23] number sign
    [c24] dollar sign
    [c25] percent sign
    [c26] and sign
    [c27] apostrophe
    [c28] left bracket
    [c29] right bracket
    [c2a] star
    [c2b] plus
    [c2c] comma
    [c2d] hyphen
    [c2e] dot
    [c2f] slash
    [c3a] colon
    [c3b] semicolon
    [c3c] less than
    [c3d] equals
    [c3e] greater than
    [c3f] question mark
    [c40] at sign
    [c5b] left square bracket
    [c5c] backslash
    [c5d] right square bracket
    [c5f] underscore
    [c7c] vertical line
    [c7e] tilde
   *[other] { $character }
}

# What happened
plain-sending = Sending { $name }.
plain-still-sending = Still sending { $name }. You can type the next customer.
plain-still-loading = Still loading. Type b to stop waiting, or q to quit.
plain-searching = Searching.
plain-registered = Registered { $customer }.
plain-registered-training = Registered in training: { $customer }.
plain-group = group { $group }
plain-not-registered = { $name } is not registered.
plain-waiting-count = { $waiting ->
    [one] 1 customer is waiting.
   *[other] { $waiting } customers are waiting.
}
plain-saved = { $name } is saved on this computer, not sent yet. It is sent when the connection is back.
plain-saved-uncertain = { $name } is saved on this computer. Maybe the customer is registered: the program checks before it sends again.
plain-saved-rate-limited = { $name } is saved on this computer, not sent yet. It is sent in { $time }.
plain-saved-error = { $name } is saved on this computer, not sent yet. { $error }
plain-rejected-earlier = { $name } is not registered. { $error } Type o to open it.
plain-some-rejected = Some waiting customers are not registered. Type o to open them.
plain-not-saved-earlier = { $name } is not saved. { $why } Type o to open it.
plain-interrupted = { $name } is in the waiting list. Type o to open it.
plain-interrupted-nameless = The form that you typed is in the waiting list. Type o to open it.
plain-opened = This is the form of { $name }.
plain-opened-nameless = This is a form without a name and a phone.
plain-not-openable = This customer cannot be opened now.
plain-drafts-found = There are drafts from last time. Type o to hear them.
plain-draft-saved = What you typed is saved as a draft. Next time, type o to open it.
plain-draft-lost = What you typed cannot be saved and is lost. Type it again, or write it on paper.
plain-line-unreadable = This line was not used: it has letters that cannot be read. Call the technician: the terminal and the locale must use UTF-8.
plain-keys-removed = Arrow keys and other control keys do nothing here. They were left out.
plain-lines-dropped = { $count ->
    [one] 1 line came too early and was not used. Type it again if you need it.
   *[other] { $count } lines came too early and were not used. Type them again if you need them.
}
plain-stopped = Stopped at line { $number }. The lines after it were not used.

# Commands

plain-language = The language is now English.
plain-cleared = The form is cleared. Type u to bring it back.
plain-already-empty = The form is empty.
plain-restored = The form is back.
plain-undone = Undone. { $words }
plain-empty = empty
plain-nothing-to-undo = There is nothing to undo.
plain-no-suggestion = There is no suggestion and no other spelling.
plain-no-card = No registered customer is found for this form.
plain-card-not-yet = The phone is still being checked. Type p again in a moment.
plain-card = The registered customer:
plain-card-correction = This customer is changed in the POS: menu, Customers, Edit. Or in the back office.
plain-card-loading = Loading the customer.
plain-type-name = Type the name first. Then type find or / to find customers with this name.
plain-no-field = There is no such field. Type g and a number from 1 to { $count }, for example g 4.
plain-wait = This line was not used. The program is still working. Type b to stop waiting, or q to quit.
plain-shift-median = Typical time: { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
plain-nothing-registered = Nothing is registered today.
plain-shift-older = { $count } older. Type t { $page } to hear them.
plain-waiting-row = { $name }, { $state }, { $age }, { $attempts }
plain-waiting-draft = { $name }, draft

# Help. The question comes first, with an example
plain-help-phone = For example { $example }. Type the phone as you dial it, or with plus and the country code.
plain-help-name = For example Aysel Mammadova. Small letters are enough. The name is required.
plain-help-code = For example 4006381333931. Type or scan the number of the customer card.
plain-help-birth-date = For example { $example }. The order is { $order }. Dots or spaces between the numbers are fine.
plain-help-gender = For example 1 for female. The letters f and m do the same.
plain-help-group = For example 1, or some letters of the name of a group.
plain-help-email = For example aysel@example.com.
plain-help-consent = For example yes. Ask the customer: { $question }
plain-help-note = For example: wants a table by the window.
plain-help-confirm = For example yes. No goes back to the first question. A number goes to that question.
plain-help-number = For example 1. Type a number from the list.
plain-help-waiting-number = For example 1 to open the first one, or d 1 to delete it.
plain-help-enter = Press Enter to skip a question. An answer that you typed before stays.
plain-help-back = Type back or b for the question before.
plain-help-erase = Type erase or - to empty this field.
plain-help-go = Type g and a number to go to a field, for example g 4.
plain-help-end = Type end or . to go to the end of the form.
plain-help-suggestion = Type spelling or k to use the suggestion, or another spelling of the name.
plain-help-undo = Type undo or u to undo the last change.
plain-help-clear = Type clear or c to empty the form.
plain-help-card = Type customer or p to hear the registered customer.
plain-help-find = Type find or / to find customers with the typed name.
plain-help-waiting = Type list or o for waiting and rejected customers, and drafts.
plain-help-shift = Type today or t for today’s registrations.
plain-help-language = Type language or lang to change the language to { $name }.
plain-help-quit = Type quit or q to leave. The form is saved as a draft.
plain-help-literally = To use one of these words as an answer, type a space before it.

## Why something cannot be saved on this computer

storage-error-disk-full = The disk is full. Write the customer on paper and call the technician.
storage-error-not-writable = The program cannot save: it cannot write to its state directory. Write the customer on paper and call the technician.
storage-error-too-many-files = Too many files are open on this computer. Write the customer on paper and call the technician.
storage-error-newer = The program was updated. Quit, then open the desk again. If you see this again, call the technician.
storage-error-locked = Another program is using the list of waiting customers. Try again in a minute.
storage-error-broken = Saving does not work on this computer. Write the customer on paper and call the technician.

## What ends the program

fatal-kiosk-settings = The desk is not set up correctly. Call the technician: `frontdesk check`, run as this account, says what is wrong.
fatal-kiosk-command = This account can only open the desk.
fatal-kiosk = The desk cannot be opened. Call the technician.
fatal-kiosk-crash = The program crashed. Log in again, and call the technician.

## The command line

add-waiting = Saved. It will be sent later. { $error }
add-not-sent = Not registered: the groups could not be loaded. { $error }
add-conflict-hidden = If you cannot find this customer, it is in another venue or deleted. Change a customer in the POS (menu with three lines, Customers, Edit) or in the back office (Marketing, Customers, Edit).
add-group-id-unknown = No group has the number { $id }. Use the number of a group in Clopos.
add-group-several = More than one group has this name: { $groups }. Choose one with --group-id.
add-group-choice = { $group } (--group-id { $id })
add-group-unknown = No group has this name. Use the name of a group in Clopos.
add-consent-without-question = No question about consent is set. Set consent.text and consent.version, or remove --consent.
add-gender-unknown = Use female, male or unspecified.
