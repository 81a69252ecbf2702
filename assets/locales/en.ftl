### Every sentence that a person reads. When the program is built, each message becomes a method of `Locale`.
###
### A key begins with the place where its sentence stands:
###
### on the screen     header, label, button, interpretation, lookup, hint, field-error (below a field),
###                   notice (the result line), footer, help, quit, card, waiting (list), shift, screen (too small, hidden)
### line by line      plain; with it the sentences of the screen that have no sign and no key
### commands          add, serve, check (with reason), outbox, report, training, and cli (--help), man (manual pages), fatal (ends the program)
### in several places time, date, gender, key (names of keys), api-error, body (the kind of an answer),
###                   storage-error, setting (the documentation of a setting), settings-error, exit (exit codes)

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

date-in-words = { $day } { $month } { $year }
date-month = { $number ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
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
lookup-input = There is nothing to look up, or too much. Give one phone or one name on standard input, e.g. echo "050 123 45 67" | frontdesk lookup --phone
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
plain-help-quit = Type quit or q to leave. The form is saved as a draft.
plain-help-literally = To use one of these words as an answer, type a space before it.

## Why something cannot be saved on this computer

storage-error-disk-full = The disk is full. Write the customer on paper and call the technician.
storage-error-not-writable = The program cannot save: it cannot write to its state directory. Write the customer on paper and call the technician.
storage-error-newer = The program was updated. Quit, then open the desk again. If you see this again, call the technician.
storage-error-locked = Another program is using the list of waiting customers. Try again in a minute.
storage-error-broken = Saving does not work on this computer. Write the customer on paper and call the technician.

## Settings: docs/settings.md, the manual page and the example file print these sentences

setting-base-url = Address of the API. Without it: `https://integrations.clopos.com/open-api/v2` for v2, `https://integrations.clopos.com/open-api` for v1.
setting-api-version = Version of the API: `v2` or `v1`. Without it the credentials decide: `integrator_id` means v2, `venue_id` without it means v1.
setting-client-id = Credential from Clopos.
setting-client-secret = Credential from Clopos.
setting-brand = Credential from Clopos: the name of the brand.
setting-venue-id = Number of the venue. v1 needs it. With v2 it replaces the venue of the token.
setting-integrator-id = Credential from Clopos. v2 needs it.
setting-ca-file = PEM file with certificates that are trusted in addition to the usual ones.
setting-allow-plain-http = `true` allows `http://` to other hosts. Then the credentials are sent unencrypted. To this host it is always allowed.
setting-calls-per-minute = Calls per minute that all desks of this host may make together (v1: also ten times as many per hour). Several hosts that share a brand divide its 300 calls (v1: 100) in this way. 0 means no limit of its own, which is the default.
setting-country = Country (two letters) of phone numbers that are typed without a country code.
setting-language = Language of the rules for capitals: `az` and `tr` distinguish i/İ and ı/I. Without it: the language of the country.
setting-time-zone = Time zone of the shop by its IANA name, e.g. `Asia/Baku`. It decides what day it is: for dates of birth, codes, the shift and the report. Without it: the time zone of this computer.
setting-date-order = Order of typed dates: `dmy` 15051990, `mdy` 05151990, `ymd` 19900515. `1990-05-15` is always understood.
setting-sticky-group = `true` keeps the group for the next customer, until another group is chosen.
setting-plain = `true` asks line by line instead of showing a screen, as `--plain` does. The variable `ACCESSIBLE` does it for one session: `ACCESSIBLE=1`.
setting-plain-cashiers = Names of the cashiers (`--cashier`, else the login name) for whom the desk asks line by line, with commas between them.
setting-short-questions = `true` shortens the questions of the line mode to their labels.
setting-quiet = `true` keeps the line below a field the same while the field is typed: no number of missing digits changes with each key.
setting-bell = `errors` rings the bell of the terminal with each error. `never` does not.
setting-state-dir = Directory of waiting registrations, drafts and the token, on a local disk. Without it: `~/.local/state/frontdesk`, or `/var/lib/frontdesk` with the settings in `/etc`.
setting-scanner-prefix = Character that a scanner types before each code, e.g. `~` or `|`: no letter, digit, space or usual punctuation. With it a code goes to Code from any field, and the Enter or Tab after it does nothing else.
setting-code-template = Template of the codes for customers without one. {"`{date}`"} is the day, {"`{seq}`"} counts from 001 each day, for all desks of this host. {"`{host}`"} is the name of this computer: if several hosts share a brand, two of them could make the same code without it. Without a template no codes are made.
setting-consent-text = Question about consent, at most 60 characters. With it and `consent.version` the form has one more row, and the answer is the last line of `description`.
setting-consent-version = Version of the question: letters, digits, dots and hyphens, at most 20. Change it whenever you change the text.
setting-hide-seconds = Idle seconds until the form is hidden. Any key shows it again. 0 disables it.
setting-put-away-seconds = Idle seconds until the form becomes a draft. 0 disables it.
setting-keep-days = Days to keep a record of each sent registration: customer ID, time and cashier, no personal data.
setting-alarm-hours = Hours after which a waiting customer is an error: the desk shows it, and `frontdesk check` and `frontdesk outbox send` end with exit code 8. 0 disables the alarm.
setting-server-database-url = PostgreSQL database of `frontdesk serve`, for several servers with the same customers. Without it, `--database` names a file.
setting-server-client-id = What `frontdesk serve` accepts as `client_id`.
setting-server-client-secret = What `frontdesk serve` accepts as `client_secret`.
setting-server-brand = What `frontdesk serve` accepts as `brand`.
setting-server-venue-id = What `frontdesk serve` accepts as `venue_id`: a whole number from 1.
setting-server-integrator-id = What `frontdesk serve` accepts as `integrator_id`.
setting-server-phone-unique = Phones that are equal for `frontdesk serve`: the same digits (`digits`), or the same number in any spelling (`number`), by `desk.country`.
setting-server-phone-filter = What the phone filter of `frontdesk serve` finds: phones that contain its digits (`substring`), or equal phones (`exact`).
setting-server-calls-per-minute = Calls per minute that `frontdesk serve` accepts (v1: also ten times as many per hour). 0 means no limit. Default: 300 (v1: 100).
setting-server-auth-per-minute = Calls of `/auth` per minute, counted for each address. 0 means no limit.
setting-server-failed-per-minute = Failed calls per minute, counted for each token, or for each address without a valid token. 0 means no limit.
setting-server-token-seconds = Seconds until a token expires. 0 means that it does not expire.
setting-server-timeout-seconds = Seconds until a call is answered with 504. 0 means no limit.
setting-log = Log filter, e.g. `info` or `frontdesk=debug`. A log has no personal data.

## Settings

settings-error-file-unreadable = { $file }: cannot be read ({ $reason }). Check the path and the permissions.
settings-error-file-invalid = { $place }: { $reason } The manual page (man frontdesk) lists the settings.
settings-error-value = { $origin }: { $reason }
settings-error-missing = { $file }: { $key } is missing. Set it there or in { $variable }, or start with --training.
settings-error-no-home = There is no home directory. Set HOME, or set FRONTDESK_STATE_DIR and use --config.
settings-error-unknown = is not a setting.
settings-error-unknown-like = is not a setting. Did you mean { $key }?
settings-error-text = is not a text. Write it in quotes, e.g. "text".
settings-error-number = is not a whole number. Write one from 0, without quotes, e.g. 30.
settings-error-flag = is neither true nor false. Write one of them, without quotes.
settings-error-time-zone = is not a time zone. Use an IANA name, e.g. "Asia/Baku" or "Asia/Tashkent".
settings-error-time-zone-like = is not a time zone. Did you mean "{ $name }"?
settings-error-date-order = is not a date order. Use "dmy", "mdy" or "ymd".
settings-error-bell = is not known. Use "never" or "errors".
settings-error-api-version = unknown version of the API. Use "v1" or "v2".
settings-error-scanner-prefix = cannot be a prefix. Use one character that is never typed, e.g. "~" or "|".
settings-error-control-character = has a line break or another control character. Type the value again.
settings-error-phone-unique = is not known. Use "digits" or "number".
settings-error-database-url = is not the address of a PostgreSQL database. Use one like postgres://USER:PASSWORD@HOST/DATABASE, with %XX for special characters of the password.
settings-error-phone-filter = is not known. Use "substring" or "exact".
settings-error-venue = is not a venue. Use a whole number from 1, in quotes, e.g. "1".
settings-error-url = is not a web address. Use one like https://integrations.clopos.com/open-api/v2.
settings-error-url-of-v1 = this address is for v1, but clopos.integrator_id is for v2. Use an address that ends in /open-api/v2, or set clopos.api_version.
settings-error-url-of-v2 = this address is for v2, which needs clopos.integrator_id. Set it, or use an address that ends in /open-api, or set clopos.api_version.
settings-error-url-parts = the address must not have a user, password, query or fragment. Remove them.
settings-error-state-dir = is not an absolute path. Use a path that begins with /.
settings-error-country-letters = is not a country. Use two letters, e.g. AZ or UZ.
settings-error-country-unknown = no country with phone numbers has the letters { $letters }. Use two letters, e.g. AZ or UZ.
settings-error-language = is not the code of a language. Use az, tr, ru, en or another code of ISO 639.
settings-error-code-template = is not a code template. Write {"{seq}"} once, and {"{date}"} and {"{host}"} if you want, e.g. "K-{"{host}"}-{"{date}"}-{"{seq}"}". Between {"{host}"} and {"{seq}"} write a character that is no digit.
settings-error-consent-text = is not a question. Use one line of at most { $most } characters.
settings-error-consent-version = is not a version. Use at most { $most } letters, digits, dots and hyphens, e.g. "2026-1".
settings-error-consent-alone = consent.text and consent.version belong together. Set both, or remove this one.
settings-error-no-certificate = { $file }: has no certificate that can be read. Use a file in PEM format.
settings-error-header = The value for the header { $header } has a character that cannot be sent. Correct this setting.
settings-error-log = is not a log filter. Use one like info or frontdesk=debug.
settings-error-url-plain-http = http would send the credentials unencrypted. Use https, or set clopos.allow_plain_http = true.

## What ends the program

fatal-terminal = The terminal cannot be used
fatal-state-of-another-account = { $directory } belongs to another account (user number { $uid }). That account cannot open files that root makes there. Run this as that account: runuser -u ACCOUNT -- frontdesk …
fatal-no-state-dir = { $directory } does not exist. Root does not make it, because the desks could not use it. Run: frontdesk init --kiosk
fatal-kiosk-settings = The desk is not set up correctly. Call the technician: `frontdesk check`, run as this account, says what is wrong.
fatal-kiosk-command = This account can only open the desk.
fatal-kiosk = The desk cannot be opened. Call the technician.
fatal-kiosk-crash = The program crashed. Log in again, and call the technician.
fatal-randomness = The system gives no random numbers
fatal-system = The system reports an error: { $reason }
fatal-crash = The program crashed at { $place }. Please report it.

## The command line

cli-about = Register new customers in the Clopos point-of-sale cloud. Without a command, the form opens.
cli-version = { $number } (commit { $commit }, built { $date })
cli-version-unknown-commit = { $number } (unknown commit, built { $date })
cli-config = Read the settings from this file
cli-training = Training: use a built-in test server, send nothing to Clopos
cli-cashier = The cashier’s name (default: the login name)
cli-exit-codes = Exit codes:
cli-option-ignored = { $command } does not use --{ $option }. Remove this option.
cli-plain = Ask line by line instead of showing a screen: for screen readers, pipes and simple terminals
cli-kiosk = For an account that can only open the desk: settings from /etc/frontdesk only, no access to a shell
cli-add = Register one customer, or the customers of a file, without a screen
cli-stdin = Read customers from standard input, one JSON object per line, and print one JSON object for each
cli-add-cid = A UUID for this customer: a second call with it registers nothing again (default: a random one)
cli-serve = Run a local test server with the Clopos API
cli-birth-date = Date of birth, in the date order of the settings or as YYYY-MM-DD
cli-gender = Gender: female, male or unspecified
cli-consent = Answer to the question of the settings (consent.text)
cli-group-id = Number of the group in Clopos; it decides if two groups have the same name
cli-lookup = Find registered customers without a screen; the phone or the name is read from standard input
cli-lookup-phone = Find by phone
cli-lookup-name = Find by name, at most 10 customers
cli-group = Name of the group, as in Clopos
cli-man = Print the manual page, or write one for each command
cli-man-directory = Write a page for each command into this directory, e.g. /usr/local/share/man/man1
cli-completions = Print the completion script for a shell
cli-shell = Name of the shell
cli-json = Print the result as JSON
cli-listen = Address to listen on; port 0 is any free port
cli-database = SQLite file; created if it does not exist. It replaces server.database_url and DATABASE_URL
cli-allow-training-credentials = Accept the credentials of training although other computers can reach the address
cli-inject = Simulate a fault, e.g. status:503@first:2, on a loopback address only; can be repeated
add-waiting = Saved. It will be sent later. { $error }
add-not-sent = Not registered: the groups could not be loaded. { $error }
add-conflict-hidden = If you cannot find this customer, it is in another venue or deleted. Change a customer in the POS (menu with three lines, Customers, Edit) or in the back office (Marketing, Customers, Edit).
add-group-id-unknown = No group has the number { $id }. Use the number of a group in Clopos.
add-group-several = More than one group has this name: { $groups }. Choose one with --group-id.
add-group-choice = { $group } (--group-id { $id })
add-group-unknown = No group has this name. Use the name of a group in Clopos.
add-consent-without-question = No question about consent is set. Set consent.text and consent.version, or remove --consent.
add-gender-unknown = Use female, male or unspecified.
add-other-values = Nothing was sent, because { $cid } was used for other values. Use another cid for another customer.
add-line-empty = This line is empty.
add-line-too-long = This line is longer than { $bytes } bytes. Write one customer in each line.
add-line-not-utf8 = This line is not UTF-8. Save the file as UTF-8.
add-line-not-json = This line is not JSON (see byte { $column }). Write one JSON object in each line.
add-line-not-object = This line is JSON, but not an object. Write one JSON object in each line.
add-line-unknown-key = “{ $key }” is not a key of a customer. Use name, phone, email, code, description, group, group_id, gender, date_of_birth, consent or cid.
add-line-key-twice = “{ $key }” is there twice. Write each key once.
add-line-not-text = The value of { $key } is not a text. Write it in quotation marks.
add-line-not-group-id = The value of group_id is not a number. Use the number of a group in Clopos.
add-line-not-yes-or-no = The value of consent is not an answer. Use yes or no.
add-line-not-uuid = The value of cid is not a UUID. Use e.g. the output of uuidgen.
add-progress = { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
}: { $registered } registered, { $waiting } saved for later, { $rejected } not registered.
add-progress-wait = Waiting for Clopos ({ $seconds } s).
add-stopped = Stopped at line { $line }: { $reason }. The lines before it are done. Run this again: with a cid no customer is registered twice.
serve-inject-loopback = Faults can be simulated on a loopback address only, not on { $address }. Listen on 127.0.0.1, or remove --inject.
serve-training-loopback = Everybody knows the credentials of training, and other computers can reach { $address }. Set server.client_secret in the settings, or listen on 127.0.0.1. For a closed network use --allow-training-credentials.
serve-ready = listening on http://{ $address }
serve-bind = Cannot listen on { $address } ({ $reason }). Choose another address with --listen.
serve-bind-in-use = Cannot listen on { $address }: another program uses it. Choose another port with --listen, or stop the other program.
serve-bind-not-this-computer = Cannot listen on { $address }: this computer does not have this address. Choose another one with --listen.
serve-bind-not-allowed = Cannot listen on { $address }: this account is not allowed to. Choose a port above 1023 with --listen.
serve-database = The database { $file } cannot be opened ({ $reason }). Use --database with a file that you may write.
serve-postgres = The PostgreSQL database cannot be used ({ $reason }). Check server.database_url or DATABASE_URL.
serve-no-database = There is no database. Use --database with a file, or set server.database_url or DATABASE_URL to a PostgreSQL database.
serve-database-argument = --database needs the path of a file, not an address: other users of this computer can read a password in a command line. Set server.database_url or DATABASE_URL.
serve-database-replaced = --database replaces the PostgreSQL database of the settings. Remove it to use PostgreSQL.
serve-clock = The clock of this computer is before 1970. Set the date.
serve-fault-unknown = there is no fault “{ $text }”. Use status:NNN (400 to 599), client-disabled, invalid-integrator, html-502, reset-before, reset-after, cut, 504-after, delay:TIME, delay-after:TIME or trickle:TIME. TIME is e.g. 500ms or 3s.
serve-fault-condition = there is no condition “{ $text }”. Use method:POST, path:/customers, FIELD=VALUE, nth:N, first:N, every:N or random:P/SEED. N is 1 or more, P is from 0 to 1.
serve-fault-count = “{ $text }” is one condition too many. Use only one of nth:N, first:N, every:N and random:P/SEED.
fatal-not-writable = { $file }: cannot be written ({ $reason }). Check the permissions of the directory.

## frontdesk check

cli-check = Check the settings, the connection and the credentials, and say how to fix them
check-settings = settings
check-time-zone = time zone
check-time-zone-set = { $zone }, now { $time } (desk.time_zone)
check-time-zone-host = { $zone }, now { $time } (this computer)
check-time-zone-unknown = no name
check-codes = codes
check-codes-none = none are made (code.template is not set)
check-codes-good = e.g. { $code }
check-codes-may-clash = Other computers can make the same code, e.g. { $code }: this computer has a share of the calls (clopos.calls_per_minute), so there are others.
    .remedy = Put {"{host}"} into code.template.
check-codes-no-host = No code is made, because code.template has {"{host}"} and this computer has no name of its own.
    .remedy = Give it a name with hostnamectl.
check-settings-unconfigured = Nothing is set ({ $from }). This is training, and no customer is sent to Clopos.
    .remedy = Set clopos.base_url, client_id, client_secret and brand, and integrator_id (v2) or venue_id (v1).
check-settings-asked-training = This is training, because --training was given: no customer is sent to Clopos. The address and the credentials in the settings are not used ({ $from }).
check-in-training = training: { $words }
check-settings-live = { $version } at { $address } ({ $from })
check-setting-hidden = (set, not shown)
check-settings-no-file = no settings file
check-reachable = reachable
check-reachable-good = the server answers
check-tls = TLS
check-tls-good = the certificate is trusted
check-tls-none = not used: the address begins with http://
check-tls-bad = The certificate is not trusted.
    .remedy = Check the host name and the date of this computer. If a proxy signs certificates itself, set clopos.ca_file.
check-credentials = credentials
check-credentials-good = accepted
check-venue = venue
check-venue-good = { $name } ({ $id })
check-venue-unknown = Venue { $id } does not belong to this brand.
    .remedy = Set clopos.venue_id to one of: { $known }.
check-venue-none = The brand has no venue.
    .remedy = Ask Clopos to add one.
check-groups = groups
check-groups-good = { $count ->
    [one] { $count } group
   *[other] { $count } groups
}
check-clock = clock
check-clock-good = { $seconds } s difference to the server
check-clock-bad = { $seconds } s difference to the server.
    .remedy = Let this computer set its clock by NTP.
check-clock-unknown = the server does not send its time
check-alarm-overdue = { $waiting } waiting, the oldest for { $time }. The limit is { $limit } (outbox.alarm_hours).
    .remedy = Run `frontdesk outbox list` to see why.
check-file-locks-bad = { $directory }: files cannot be locked there ({ $reason }), so no customer can be saved.
    .remedy = Set desk.state_dir to a directory on a local disk.
outbox-overdue = The oldest customer has been waiting for { $time }. Run `frontdesk outbox list` to see why.
check-clock-wrong = The clock shows { $date }, but this program was built on { $built }.
    .remedy = Set the date, and let this computer set its clock by NTP.
check-version = version
check-system = system
check-locale = locale
check-locale-unicode = { $locale }: all letters can be typed
check-locale-charset = { $locale }: the letters of { $charset } can be typed
check-locale-ascii = { $locale }: only ASCII letters can be typed
check-locale-none = not set
check-phone-data = phone data
check-phone-data-good = libphonenumber { $version } of { $date } ({ $age } old)
check-permissions = permissions
check-permissions-good = { $file } is closed to other accounts
check-permissions-no-file = no settings file
check-permissions-readable = { $file } has a secret, and other accounts can read it (mode { $mode }).
    .remedy = Run `chmod o= { $file }`.
check-permissions-writable = Other accounts can change { $path } (mode { $mode }).
    .remedy = Run `chmod go-w { $path }`.
check-permissions-owner = { $path } belongs to account { $owner }, which can change it.
    .remedy = Run `chown root { $path }`.
check-file-locks = file locks
check-file-locks-good = they work ({ $system })
check-file-locks-unknown = unknown file system
check-file-locks-without-effect = { $directory }: two programs can lock the same file, so customers can be lost.
    .remedy = Set desk.state_dir to a directory on a local disk.
check-file-locks-network = { $directory } is on a network file system ({ $system }).
    .remedy = Set desk.state_dir to a directory on a local disk. Two computers must never share it.
check-alarm = alarm
check-alarm-off = off (outbox.alarm_hours is 0)
check-alarm-good = { $limit } (outbox.alarm_hours); no customer has been waiting for that long
check-base-url-path = Clopos is not at { $address }.
    .remedy = Set clopos.base_url to { $wanted }.
check-port-without-tls = The address begins with https://, but this port answers without TLS.
    .remedy = Check the port in clopos.base_url.
check-port-with-tls = The address begins with http://, but this port answers with TLS.
    .remedy = Write https:// in clopos.base_url.
cli-probe = Show how the API answers this account, for a developer: reads only, about 12 calls, no data of customers
probe-title = frontdesk { $program }: probe of { $version } at { $address }, { $time } UTC
probe-promise = Every call only reads. Values are replaced by their shape, so you can send this text to a developer.
probe-training = Nothing is set, or --training was given.
    .remedy = Set the address and the credentials first: a probe asks Clopos, and not the training server.
probe-answered = { $status } after { $millis } ms
probe-no-answer = no answer after { $millis } ms: { $error }
probe-headers = headers: { $names }
probe-findings = Findings
probe-stopped = stopped: { $error }
probe-generation-accepted = { $version } answers and accepts the credentials
probe-generation-rejected = { $version } answers and does not accept the credentials
probe-generation-absent = { $version } does not answer at this host: { $error }
probe-generation-unknown = { $version } was not asked: clopos.base_url does not end in /open-api or /open-api/v2
probe-rate-limits = rate limits in the headers: { $headers }
probe-rate-limits-none = no header is about rate limits
probe-phone-ignored = the phone filter finds every customer, whatever it is asked for
probe-phone-part-of-digits = the phone filter compares by substring: a part of the digits finds the phone
probe-phone-part-of-text = the phone filter compares by substring of the stored text: a part with its spaces finds the phone
probe-phone-all-digits = the phone filter compares exactly: all digits find the phone, a part of them does not
probe-phone-stored-text = the phone filter compares exactly: only the stored text finds the phone
probe-phone-not-found = the phone filter does not find a phone that is listed
probe-phone-unknown = the phone filter was not tried: no listed customer has a phone
probe-sorted = the list is sorted by newest, as requested
probe-not-sorted = the list is not sorted by newest, although this was requested
probe-not-limited = the list is longer than requested
probe-no-total = the list has no total
probe-fields = the list has every field that the desk uses
probe-fields-missing = the list does not have: { $fields }
check-skipped = skipped: fix the problem above first
check-fix-permission = The credentials are not allowed to register customers.
    .remedy = Ask Clopos for this permission.
check-fix-settings = Clopos does not accept the settings.
    .remedy = Check clopos.base_url and api_version. Integrator and brand must both be test or both be production.
check-fix-name = The host name was not found.
    .remedy = Check clopos.base_url and the DNS of this computer.
check-fix-refused = The connection was refused.
    .remedy = Check the host and the port in clopos.base_url.
check-fix-timeout = No connection within 3 s.
    .remedy = Check the network, the firewall and HTTPS_PROXY.
check-fix-no-connection = No connection.
    .remedy = Check the network and the proxy in the environment.
check-fix-no-answer = No answer within 12 s.
    .remedy = Try again. If this continues, ask Clopos.
check-fix-server = Server error ({ $status }).
    .remedy = Try again. If this continues, ask Clopos.
check-fix-rate-limited = Clopos asks to wait.
    .remedy = Run this again in { $time }.
check-fix-proxy = No connection through the proxy { $proxy }.
    .remedy = Check HTTPS_PROXY and HTTP_PROXY in the environment, and the proxy itself.
check-fix-wrong-address = Clopos is not at this address ({ $status }).
    .remedy = Check clopos.base_url: it ends in /open-api (v1) or /open-api/v2 (v2).
check-fix-credentials-v1 = The credentials were not accepted.
    .remedy = Check clopos.client_id, client_secret and brand, and that clopos.venue_id is a venue of this brand.
check-fix-credentials-v2 = The credentials were not accepted.
    .remedy = Check clopos.client_id, client_secret, brand and integrator_id.
check-fix-not-from-api = The answer did not come from Clopos ({ $answer }).
    .remedy = Check the proxy, the firewall and clopos.base_url.
check-fix-not-from-api-path = The answer did not come from Clopos ({ $answer }).
    .remedy = Check clopos.base_url: it ends in /open-api (v1) or /open-api/v2 (v2). Check also if this network asks for a login.
check-fix-not-from-api-server = The answer did not come from Clopos ({ $answer }).
    .remedy = Try again. If this continues, check the proxy and the firewall, then ask Clopos.
check-fix-client-disabled = The Open API is switched off in Clopos (Client is disabled).
    .remedy = Switch it on in the Clopos back office.
check-fix-unknown-integrator = Clopos does not know this integrator (Invalid integrator_id).
    .remedy = Check clopos.integrator_id.
check-fix-test-mode = The integrator is in test mode, but the brand is not.
    .remedy = Use a test brand in clopos.brand, or ask Clopos to move the integrator to production.
check-fix-other = { $words }
    .remedy = Try again. If this continues, ask Clopos.
check-fix-unreadable = The answer could not be read ({ $status }).
    .remedy = Check clopos.base_url.

## frontdesk init

cli-init = Ask for the settings, write and check them; with --kiosk set up this computer for cashiers behind SSH
cli-init-kiosk = Set up this computer: account, program, /etc/frontdesk, /var/lib/frontdesk and the file for sshd
cli-init-api-version = Version of the API: v2 or v1 (default: v2 with an integrator, v1 with only a venue)
cli-init-base-url = Address of the API, if it is not that of Clopos
cli-init-client-id = Credential from Clopos
cli-init-secret-file = Read the client secret from this file
cli-init-secret-stdin = Read the client secret from standard input
cli-init-brand = Name of the brand
cli-init-integrator-id = Credential from Clopos, for v2
cli-init-venue-id = Number of the venue; v1 needs it
cli-init-country = Country (two letters) of phone numbers without a country code
cli-init-time-zone = Time zone of the shop, e.g. Asia/Baku
init-account = account
init-program = program
init-made = { $path } (new)
init-changed = { $path } (changed)
init-not-changed = { $path } (not changed)
init-other-program = { $path } is another build of this program, and stays. To replace it, see “Update” in docs/technician.md.
init-other-shell = { $account } has the shell { $shell }, with which no desk opens. Run: usermod -s { $program } { $account }
init-sshd-stopped = { $done }. sshd is not running.
init-sshd-missing = The OpenSSH server is not installed. Install it (apt-get install openssh-server), then run this again.
init-sshd-invalid = sshd cannot use its settings: { $reason }. Correct this, then run this again.
init-sshd-other = sshd does not use “{ $line }” for this account. Another file of /etc/ssh comes first, or { $file } is not included. Correct this, then run this again.
init-sshd-reload = sshd cannot read its settings again ({ $reason }). Run: systemctl reload ssh
init-next-kiosk = Next, for each cashier: frontdesk cashier add NAME < KEY.pub
init-next = Next: frontdesk opens the desk.
init-next-correct = The settings are saved. Correct what is marked above, then run this again.
init-not-root = Only root can set up this computer. Run this as root, or without --kiosk.
init-missing = Not set: { $options }. Nothing was changed. Give these options, or run this in a terminal.
init-form = { $file }: { $key } cannot be added to this file. Nothing was changed. Write it into the file, then run this again.
init-not-training = { $file } has credentials, so the desks are not in training. Nothing was changed. Remove the credentials from the file, or run this without --training.
init-keys = keys
init-ended = Nothing was changed.
init-no-account = The account frontdesk cannot be made: { $reason }. Make the account, then run this again.
init-set = set, not shown
init-none = none
init-required = is needed. Type it.

## frontdesk cashier

cli-cashiers = Add, list or remove the keys with which cashiers log in over SSH
cli-cashier-add = Add a key of a cashier; the public key is read from standard input
cli-cashier-list = List the cashiers with the fingerprints of their keys
cli-cashier-remove = Remove the keys of a cashier
cli-cashier-name = Name of the cashier
cli-cashier-key = Remove only the key with this fingerprint
cashier-paste = Paste the public key, then press Enter:
cashier-added = { $name } can log in with { $fingerprint }.
cashier-changed = { $name } has this key already. Its options are changed ({ $fingerprint }).
cashier-unchanged = { $name } has this key already ({ $fingerprint }). Nothing was changed.
cashier-removed = { $name } can no longer log in with { $count ->
    [one] { $count } key
   *[other] { $count } keys
}. An open desk stays open until it is closed.
cashier-none = No cashier has a key.
cashier-name = This name cannot be used. Use letters, digits, spaces and . _ - @, at most 64 characters, with a letter or digit first.
cashier-unknown = No key belongs to { $name }. Run `frontdesk cashier list` to see all names.
cashier-unknown-key = { $name } has no key with this fingerprint. Run `frontdesk cashier list` to see all keys.
cashier-not-set-up = { $directory } does not exist. Run: frontdesk init --kiosk
cashier-unreadable-line = { $file }: line { $line } cannot be read, and sshd ignores it. Correct or remove it.
cashier-key-empty = There is no key on standard input. Use: frontdesk cashier add NAME < KEY.pub
cashier-key-private = This is a private key. It must stay with the cashier. Use the public key (KEY.pub).
cashier-key-several = There is more than one key. Add one at a time.
cashier-key-options = There are options before the key. Remove them: the desk sets its own.
cashier-key-unsupported = sshd does not accept a key of this type. Make another one: ssh-keygen -t ed25519
cashier-key-short = This RSA key has fewer than 2048 bits. Make another one: ssh-keygen -t ed25519
cashier-key-damaged = This is not a whole public key. Copy the file KEY.pub again.
cashier-key-taken = This key already belongs to { $name }. Each cashier needs another key. To change it, first run: frontdesk cashier remove { $name }
cashier-key-in-use = This key already stands in authorized_keys without a name. Remove that line first.

## frontdesk outbox

cli-outbox = List, show, send, discard or export the customers that are not registered yet
cli-outbox-send = Send everything that is due, then exit; for cron or a timer
cli-cid = The registration, as `frontdesk outbox list` prints it
cli-outbox-now = Do not wait for the time of the next try
cli-outbox-list = List the customers that are not registered yet
cli-outbox-show = Show one registration with all its data
cli-outbox-discard = Delete one registration for ever
cli-outbox-export = Print the customers that are not registered yet, with all their data: one JSON object per line, or one JSON list with --json
outbox-unknown = There is no registration { $cid } in the outbox.
cli-force = Delete it even if it is maybe registered
outbox-uncertain = Maybe { $cid } is registered. Run `frontdesk outbox send` to check this first, or use --force to delete it without the check.
outbox-sending = { $cid } is being sent right now. Run this again in a minute.
outbox-registered = { $cid } is already registered.
outbox-discarded = { $cid } is deleted.
outbox-read-only = The directory of the outbox is not writable, so you see a copy of the outbox. Make space on the disk, or correct the permissions.
outbox-sent = { $registered } registered, { $rejected } rejected, { $waiting } waiting.
check-state-dir = state
check-state-dir-bad = { $directory }: cannot be created or written ({ $reason }).
    .remedy = Check FRONTDESK_STATE_DIR, the permissions and the free space on the disk.
check-outbox = outbox
check-outbox-good = { $waiting } waiting, { $rejected } rejected
check-outbox-none = not created yet
check-outbox-quarantined = The outbox was damaged. Nothing is lost. The old file is { $file }.
    .remedy = Check the disk, then delete the old file: it has personal data.
check-outbox-damaged = The outbox was damaged. Some customers may be lost. The old file is { $file }.
    .remedy = Keep the old file, check the disk, and compare with the last backup.
check-outbox-missing = The outbox was missing or empty. Customers may be lost.
    .remedy = Find out who removed it, and restore the last backup.
check-outbox-not-writable = This account cannot write the outbox.
    .remedy = All files in { $directory } must belong to this account (chown -R).
check-outbox-newer = A newer version of this program has changed the outbox.
    .remedy = Install that version again, or restore the backup from before the update.
check-outbox-bad = The outbox cannot be used ({ $reason }).
    .remedy = Check the disk and the permissions, and run this again.
reason-disk-full = the disk is full
reason-not-writable = this account cannot write it
reason-newer = it is from a newer version of this program
reason-damaged = it is damaged, or it is not a database of this program
reason-locked = another program has locked it
reason-database = SQLite error { $code }
reason-postgres-unreachable = no connection: { $reason }
reason-postgres-no-answer = it does not answer
reason-postgres-lost = the connection was lost
reason-postgres-tls = TLS: { $reason }
reason-postgres-ca-file = { $file } has no certificates
reason-postgres-login = it rejects the user or the password
reason-postgres-not-found = there is no such database
reason-postgres-permission = this user may not make tables there
reason-postgres-trigrams = it has no extension pg_trgm
reason-postgres-other-tables = it has tables of another program
reason-postgres-version = its version is { $version }, and the oldest that works is 15
reason-postgres-encoding = its encoding is { $encoding }, and only UTF8 has all letters
reason-postgres-error = PostgreSQL error { $code }
reason-broken = a part of this program has stopped

## frontdesk report

cli-report = Show what each cashier registered and how long it took, without personal data
cli-report-from = First day (default: today)
cli-report-to = Last day (default: today)
cli-csv = Print the result as CSV
cli-report-rows = Print one JSON object per registration, to merge the reports of several computers
cli-report-files = Files with the rows of several computers, instead of the customers of this one; - is standard input
report-backwards = The last day is before the first. Change --from or --to.
report-consent = consent: { $yes } yes, { $no } no
report-file = { $file }: cannot be read ({ $reason }). Check the name and the permissions.
report-standard-input = standard input
report-bad-line = { $file }, line { $line }: this is not a row of `frontdesk report --rows`. It is not counted.
report-other-schema = { $file }, line { $line }: this row has schema { $schema }, and this version of the program reads schema 1. It is not counted.
report-more-bad-lines = { $count ->
    [one] { $count } more line is not counted.
   *[other] { $count } more lines are not counted.
}
report-nothing = Nothing was registered.
report-nameless = (no name)

## frontdesk training

cli-training-command = Work with the data of training
cli-training-reset = Erase everything that was saved in training; the next start begins with invented customers again
training-erased = Erased: { $file }
training-reset = Training is reset. At the next start it has its invented customers again.
training-nothing-to-erase = There is no data of training.
training-in-use = A desk or a command works with training, so nothing more was erased. Quit it, and run this again.

## Exit codes and the manual page

exit-done = Done. With add: registered.
exit-failed = An error that has no other code, e.g. the disk is full.
exit-usage = Wrong options or wrong settings.
exit-rejected = A field or a line is not valid, or Clopos rejected it.
exit-already-registered = Another customer has this phone or code.
exit-waiting = Saved in the outbox; it will be sent later.
exit-credentials = The credentials were not accepted, or have no permission.
exit-overdue = With check and outbox send: a customer has been waiting for longer than outbox.alarm_hours.
exit-not-found = With lookup: no customer has this phone or name.
exit-not-reachable = No connection, or no usable answer; nothing was saved.
man-setting-default = Default: { $value }.
man-variable-setting = Overrides { $key } of the settings file.
man-variable-accessible = Ask line by line instead of showing a screen. 0 shows the screen, whatever desk.plain says.
man-variable-colour = Switch colours off.
man-variable-locale = The charset of the terminal.
man-variable-term = The terminal. With dumb, or if it is not set, the desk asks line by line.
man-variable-proxy = Proxies for the connection to the API.
man-file-user = Settings of the user.
man-file-machine = Settings of this computer, for users without their own. A kiosk reads only these.
man-file-state = The state directories that belong to these settings.
