### Every sentence that a person reads. When the program is built, each message becomes a method of `Locale`.
###
### A key begins with the place where its sentence stands:
###
### on the screen     header, label, button, interpretation, lookup, hint, field-error (below a field),
###                   notice (the result line), footer, help, quit, card, waiting (list), shift, screen (too small, hidden)
### line by line      plain; with it the sentences of the screen
### commands          add, serve, check, outbox, report, and cli (--help), man (manual pages), fatal (ends the program)
### in several places time, date, gender, key (names of keys), api-error, body (the kind of an answer),
###                   storage-error, settings-error

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
header-training = TRAINING: nothing leaves here
header-training-short = TRAINING
header-waiting = { $waiting } waiting since { $since }
header-clock-wrong = wrong date, call the technician
header-overdue = { $waiting } waiting for { $time }, call the technician
screen-hidden = Hidden for privacy. Press any key to continue.
screen-too-small = Too small: { $columns } columns and { $rows } rows are needed. Make the window larger. Only Ctrl-Q (quit) works here.

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
gender-unspecified = –
gender-female = Female
gender-male = Male

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
date-order-dmy = day, month, year: 15051990 or 15.5.1990
date-order-mdy = month, day, year: 05151990 or 5/15/1990
date-order-ymd = year, month, day: 19900515 or 1990-5-15
interpretation-birth-date = { $date }, { $years ->
    [0] not one year old
    [one] { $years } year old
   *[other] { $years } years old
}
interpretation-phone-doubtful = { $phone } · not known to be in use
interpretation-duplicate = same name and birth date as { $who }
interpretation-name = { $name }  (Ctrl-Y keeps it as typed)
interpretation-name-short = { $name }  (Ctrl-Y: as typed)
interpretation-name-as-typed = kept as typed  (Ctrl-Y writes it with capitals)
interpretation-email = { $email }? Ctrl-Y takes it.
interpretation-group-percent = { $group } · discount { $value } %
interpretation-group-discount = { $group } · discount { $value }
interpretation-group-others = { $group } · also: { $others }
lookup-loading = …
lookup-not-registered = not registered yet
lookup-not-registered-short = new
lookup-registered = already registered: { $name } · #{ $id }
lookup-since = since { $year }
lookup-offline = not looked up: no connection
lookup-failed-short = unknown
lookup-failed = could not be looked up
hint-phone = the number as it is dialled here, or + and the country’s code
hint-code-template = { $code } if it is left blank
hint-gender = f female · m male · - none, or Left and Right
hint-group = type to find one, Left and Right to choose
hint-groups-loading = The groups are being fetched.
hint-groups-failed = No groups: { $trouble }

## Below a field: what is wrong and what to do

field-error-name-missing = Type a name: it is required.
field-error-name-without-letters = A name needs a letter.
field-error-phone-digits-missing = { $count ->
    [one] { $count } more digit
   *[other] { $count } more digits
}
field-error-phone-digits-too-many = { $count ->
    [one] { $count } digit too many
   *[other] { $count } digits too many
}
field-error-phone-character = Take out “{ $character }”: a phone number has digits only.
field-error-phone-country = No country has this code after +.
field-error-phone-length = Check the digits: no number of this country has so many.
field-error-email-at-missing = The @ is missing.
field-error-email-local-part = Check what stands before the @.
field-error-email-domain = A dot is missing, as in mail.com.
field-error-email-space = Take out the blank.
field-error-date-incomplete = Type the whole date.
field-error-date-character = Take out “{ $character }”: a date has digits only.
field-error-date-unreadable = Check the order.
field-error-date-does-not-exist = There is no such day.
field-error-date-in-future = That day is yet to come: check the year.
field-error-date-too-long-ago = Over 130 years ago: check the year.
field-error-group-not-found = No group has this in its name: type less.
field-error-groups-loading = The groups are not here yet: wait, or empty the field.
field-error-registered = already registered, perhaps in another venue or deleted
field-error-registered-as = already registered: { $name } · #{ $id }
field-error-rejected = The API refuses this value: change it.

## The result line

notice-sending = Sending { $name }…
notice-sending-previous = Sending the customer before…
notice-shelved = Put away, because nobody has typed for a while: Ctrl-O opens it.
notice-registered = Registered { $name } · #{ $id }
notice-registered-group = group { $group }
notice-registered-seconds = { $seconds } s
notice-rejected-earlier = { $name } is not registered: { $trouble } Press Ctrl-O to open it.
notice-conflict = { $field }: already registered. Press Ctrl-P to see who, Ctrl-R to clear.
notice-conflict-unknown = { $field }: already registered. Change it, or press Ctrl-R to clear.
notice-waiting = Saved: will be sent when the line is back ({ $waiting } waiting).
notice-waiting-uncertain = Saved: it may have arrived, and is looked up before it is sent again ({ $waiting } waiting).
notice-all-sent = Everything that waited is delivered.
notice-not-editable = That one is on its way: there is nothing to mend.
notice-waiting-rate-limited = Saved: will be sent in { $time } ({ $waiting } waiting).
notice-waiting-error = Saved, not sent: { $trouble } ({ $waiting } waiting)
notice-not-saved = Not saved: { $why }
notice-not-saved-earlier = { $name } is not saved: { $why } Press Ctrl-O to open it.
notice-draft-not-saved = What you type is not safe from a crash: { $why }
notice-outbox-quarantined = The outbox was damaged. Nothing in it is lost; the old file is { $file }.
notice-outbox-damaged = The outbox was damaged and not all in it could be read: keep { $file } and tell the technician.
notice-outbox-missing = The outbox file was missing or empty. Customers that were waiting may be lost. Call the technician.
notice-overdue = { $waiting } waiting for { $time }. Call the technician.
notice-clock-wrong = The date of this computer is wrong. Dates of birth in the future are not noticed. Call the technician.
notice-outbox-locked = Another program is using the outbox. What you type is safe as a draft. It is saved when the outbox is free.
notice-drafts-unreadable = { $files ->
    [one] A draft cannot be read. Its file is kept: tell the technician.
   *[other] { $files } drafts cannot be read. Their files are kept: tell the technician.
}
notice-row-gone = This customer is no longer in the list.
notice-drafts-found = What was half typed the last time is kept: Ctrl-O opens it.
notice-fix-field = Not saved. Correct the field marked ✗.
notice-enter-again = Press Enter once more to register.
notice-field-full = This field is full: no more than { $most } characters are kept. Look at its end.
notice-paste-unfinished = Waiting for the rest of a paste. Press Esc to end it.
notice-letter-unreadable = That letter cannot be read: the terminal and the locale differ. Tell the technician to use UTF-8.
notice-cleared = Cleared. Ctrl-R brings it back.
notice-restored = Here it is again.
notice-interrupted = Saved in the list: { $name }. Press Ctrl-O to open it.
notice-interrupted-nameless = Saved in the list: the form that you were typing. Press Ctrl-O to open it.

## Errors of an API call: what happened and what to do

api-error-conflict = { $field }: already registered. Change it, or keep the customer that has it.
api-error-conflict-unnamed = A customer with this phone or code is already registered, perhaps in another venue or deleted.
api-error-rejected = Refused: { $sentence }
api-error-rejected-without-reason = The API refused this customer without saying why: check the fields.
api-error-credentials = The credentials are refused: tell the technician.
api-error-permission = These credentials may not register customers: tell the technician.
api-error-rate-limited = Clopos is busy. The next try is in { $time }.
api-error-unreachable = No connection to Clopos: check the network.
api-error-unreachable-name = The server’s name is not known here: check the network.
api-error-unreachable-refused = Cannot reach Clopos: the server accepts no connection at this moment.
api-error-unreachable-timeout = The server does not answer: check the network.
api-error-unreachable-token = Clopos login is not available right now.
api-error-unreachable-tls = The server cannot prove who it is: tell the technician.
api-error-uncertain-timeout = No answer in time: it may be registered or not. It is looked up before it is sent again.
api-error-uncertain-lost = The line broke: it may be registered or not. It is looked up before it is sent again.
api-error-uncertain-status = Server trouble ({ $status }): it may be registered or not. It is looked up before it is sent again.
api-error-uncertain-unreadable = An unreadable answer ({ $status }): it may be registered or not. It is looked up before it is sent again.
api-error-uncertain-not-from-api = Something between this computer and Clopos answered ({ $answer }): it may be registered or not. It is looked up before it is sent again.
api-error-not-from-api = Something between this computer and Clopos answered ({ $answer }). If it does not stop, call the technician.
api-error-proxy = No connection through the proxy { $proxy }. If it does not stop, call the technician.
api-error-wrong-address = Clopos has nothing at this address ({ $status }). Call the technician.
api-error-no-answer = No answer in time. Check the network.
api-error-no-answer-lost = The connection was lost before the answer came. Check the network.
api-error-no-answer-status = Server error ({ $status }).
api-error-no-answer-unreadable = The answer could not be read ({ $status }).
api-error-client-disabled = The restaurant has switched the Open API off in Clopos (Client is disabled). Call the technician.
api-error-unknown-integrator = Clopos does not know this integrator (Invalid integrator_id). Call the technician.
api-error-test-mode = The integrator is in test mode, but the brand is not. Call the technician.
body-html = HTML
body-text = text
body-empty = empty
body-json = JSON
api-error-settings = The settings do not fit the API: tell the technician.

## The footer, and the names of keys

footer-next = next
footer-register = register
footer-waiting = waiting ({ $count })
footer-card = customer
footer-clear = clear
footer-help = help
footer-quit = quit
help-previous = to the field before
help-left = left; the choice before
help-right = right; the next choice
help-word-left = a word left
help-word-right = a word right
help-start = to the start of the field
help-end = to the end of the field
help-delete-left = erase to the left
help-delete-right = erase under the caret
help-delete-word = erase the word before
help-delete-to-start = erase to the start
help-delete-to-end = erase to the end
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

help-enter = to the next field; on the button: register
help-next = to the next field
help-register = register, from anywhere
help-clear = clear the form; once more brings it back
help-waiting = what waits to be sent, mended or finished
help-shift = the shift so far
help-group = to the group
help-undo = take the last change of the field, or a clear, back
help-suggestion = keep the name as typed; take the email offered
help-card = the customer who is registered already
help-help = these keys
help-quit = quit
help-suspend = to the shell, if there is one; fg comes back
help-footer = Ctrl-G, Enter or q: back
help-footer-pages = { $page }/{ $pages } · Down: more · Ctrl-G: back
quit-question = Quit? Your unfinished form is saved. y = quit, n = stay

card-title = Already registered
card-number = Number
card-balance = Balance
card-receipts = Receipts
card-since = Since
card-loading = Being fetched…
card-gone = There is no such customer any more.
card-footer = Ctrl-P: back · nothing can be changed
quit-question-unsafe = Quit? Your unfinished form cannot be saved and will be lost. y = quit, n = stay

waiting-none = Nothing waits.
waiting-loading = Being listed…
waiting-nameless = without a name
waiting-draft = { $name } · half typed
waiting-row = { $name } · { $state } · { $age } · { $attempts }
waiting-queued = waits
waiting-sending = is being sent
waiting-uncertain = may have arrived
waiting-rejected = refused
waiting-age = { $minutes ->
    [0] just now
   *[other] { $minutes } min
}
waiting-attempts = { $attempts ->
    [0] not tried yet
    [one] tried once
   *[other] tried { $attempts } times
}
waiting-footer = Enter opens a refused or half-typed one · Ctrl-D discards · Ctrl-O back
waiting-delete-question = Delete for ever? Ctrl-X = delete, Esc = keep

shift-registered = { $count } registered
shift-waiting = { $count } waiting
shift-rejected = { $count } refused
shift-median = median { $seconds } s and { $keys ->
    [one] { $keys } key
   *[other] { $keys } keys
}
shift-row-registered = registered
shift-row-effort = { $seconds } s · { $keys ->
    [one] { $keys } key
   *[other] { $keys } keys
}
shift-footer = Ctrl-T: back · Up, Down: older and newer

## The desk line by line

plain-begin = One line a field; an empty line leaves it as it is. ? for help.
plain-help-back = b: back to the field before
plain-help-clear = -: empty the field
plain-help-skip = .: on to the end
plain-help-suggestion = k: keep a name as it was typed, or take the address that was probably meant
plain-help-waiting = o: what waits to be sent, mended or finished
plain-help-quit = q: quit; what is typed is kept for the next time
plain-help-literally = To type one of these signs itself, put a blank before it.
plain-prompt = { $label }:{" "}
plain-prompt-with = { $label } [{ $value }]:{" "}
plain-error = Error: { $words }
plain-warning = Warning: { $words }
plain-row = { $number } { $words }
plain-group-none = no group
plain-gender-none = not said
plain-group-which = More than one group has this in its name:
plain-confirm = Register? y registers, a number changes that field, n begins again:{" "}
plain-confirm-again = y, n or a number, please. ? for help.
plain-which = Which one? An empty line goes back:{" "}
plain-which-again = A number of the list, please.
plain-not-editable = That one is on its way: there is nothing to mend.
plain-drafts-found = What was half typed the last time is kept: o opens it.
plain-line-unreadable = That line has letters that cannot be read: the terminal and the locale differ. It was left out.
plain-draft-saved = What is typed is kept for the next time.
plain-lines-dropped = { $count ->
    [one] 1 line that you typed before this was not used. Type it again if you need it.
   *[other] { $count } lines that you typed before this were not used. Type them again if you need them.
}
plain-stopped = Stopped at line { $number }. The lines after it were not used.
plain-draft-lost = What is typed cannot be kept on this disk, and is lost. Register it again, or write it down.

## Why something cannot be saved on this computer

storage-error-disk-full = The disk is full: tell the technician. Write the customer down on paper.
storage-error-not-writable = The state directory cannot be written: tell the technician. Write the customer down on paper.
storage-error-newer = The outbox was made by a newer version of this program: tell the technician. Write the customer down on paper.
storage-error-locked = Another program is using the outbox. Try again in a minute.
storage-error-broken = The outbox cannot be used: tell the technician. Write the customer down on paper.

## Settings

settings-error-file-unreadable = { $file }: cannot be read ({ $reason }). Check the path and the file’s permissions.
settings-error-file-invalid = { $place }: { $reason }. See the example in the README.
settings-error-value = { $origin }: { $reason }
settings-error-missing = { $file }: { $key } is missing. Set it there or in { $variable }, or start with --training.
settings-error-no-home = There is no home directory: set HOME, or FRONTDESK_STATE_DIR and --config.
settings-error-api-version = not a version of the API. Use "v1" or "v2".
settings-error-scanner-prefix = not a prefix. Use one sign that nobody types, like "~" or "|".
settings-error-control-character = holds a line break or another character that cannot be typed. Write it anew.
settings-error-wrong-type = not a value that can stand here
settings-error-venue = not a venue. Use a whole number from 1, in quotes.
settings-error-url = not an address. Use one like https://integrations.clopos.com/open-api/v2.
settings-error-url-of-v1 = this is the address of v1, but clopos.integrator_id is for v2. Use an address that ends in /open-api/v2, or set clopos.api_version.
settings-error-url-of-v2 = this is the address of v2, which needs clopos.integrator_id. Set it, or use an address that ends in /open-api, or set clopos.api_version.
settings-error-url-parts = an address has no user, password, query or fragment here. Take them out.
settings-error-state-dir = not a whole path. Use one that begins with /.
fatal-state-of-another-account = { $directory } belongs to another account (number { $uid }), and root would leave files there that it cannot open. Run this as that account: runuser -u ACCOUNT -- frontdesk …
settings-error-url-plain-http = http would send the credentials readably. Use https, or set clopos.allow_plain_http = true.

## What ends the program

fatal-terminal = The terminal cannot be used
fatal-kiosk-settings = The desk is not set up rightly. Tell the technician: `frontdesk check`, run as this account, says what is wrong.
fatal-kiosk-command = This account opens the desk and nothing else.
fatal-kiosk = The desk cannot be opened. Tell the technician.
fatal-kiosk-crash = The desk has ended by a defect. Log in again, and tell the technician.
fatal-randomness = The system gives no randomness
fatal-crash = A defect of the program at { $place }. The terminal is yours again; please report it.

## The command line

cli-about = Register walk-in customers in the Clopos point-of-sale cloud. Without a command the desk opens.
cli-config = Read the settings from this file
cli-training = Register nothing real: talk to a server of the desk’s own
cli-cashier = Who is at the desk (usually the login name)
cli-plain = Line by line instead of a screen: for screen readers, pipes and plain terminals
cli-kiosk = For an account that has the desk and nothing else: settings from /etc/frontdesk alone, no shell to go to
cli-add = Register one customer without a screen
cli-serve = Be the Clopos API, over a database of one’s own
cli-birth-date = Date of birth: in the order of the settings, or YYYY-MM-DD
cli-gender = Gender: female, male or unspecified
cli-group = Group: its name as the API lists it
cli-man = Print the manual page, or write one for each command
cli-man-directory = Write a page for each command here, e.g. /usr/local/share/man/man1
cli-completions = Print what a shell needs to complete a command line
cli-shell = The shell
cli-json = Print one JSON object with what happened
cli-listen = The address to listen on; port 0 takes a free one
cli-database = The SQLite file; made where it is missing
cli-inject = Make faults on demand, on a loopback address only; may be given several times
add-waiting = Kept for later: { $trouble }
add-not-sent = Nothing was sent: the groups could not be listed. { $trouble }
add-conflict-hidden = If no search shows that customer, it is in another venue or deleted. A customer is corrected at the till (three lines, Customers, Edit) or in the back office (Marketing, Customers, Edit).
add-group-unknown = No group has this name. Use one that the API lists.
add-gender-unknown = Use female, male or unspecified.
serve-inject-loopback = Faults are made on a loopback address only, not on { $address }.
serve-bind = { $address }: cannot be listened on ({ $reason }). Choose another port, or end what has it.
fatal-not-writable = { $file }: cannot be written ({ $reason }). Check the directory’s permissions.
settings-error-log = not a filter. Use one like info or frontdesk=debug.

## frontdesk check

cli-check = Say what is wrong with settings, line and credentials, and what to do
check-settings = settings
check-settings-unconfigured = Nothing is configured ({ $from }). This is training, and no customer is sent to Clopos. Set clopos.base_url, client_id, client_secret and brand, and integrator_id (v2) or venue_id (v1).
check-settings-asked-training = This is training, because --training was given: no customer is sent to Clopos. The address and the credentials in the settings are not used ({ $from }).
check-in-training = training: { $words }
check-settings-live = { $version } at { $address } ({ $from })
check-settings-no-file = no file
check-reachable = reachable
check-reachable-good = the server answers
check-tls = TLS
check-tls-good = the certificate is trusted
check-tls-none = not used: the address is plain http
check-tls-bad = The certificate is not trusted. Check the host’s name, the machine’s date, or set clopos.ca_file if a proxy signs its own.
check-credentials = credentials
check-credentials-good = accepted
check-venue = venue
check-venue-good = { $name } ({ $id })
check-venue-unknown = { $id } is none of this brand’s. Set clopos.venue_id to one of: { $known }.
check-venue-none = The brand has no venue. Ask Clopos to add one.
check-groups = groups
check-groups-good = { $count ->
    [one] { $count } group
   *[other] { $count } groups
}
check-clock = clock
check-clock-good = { $seconds } s apart from the server’s
check-clock-bad = { $seconds } s apart from the server’s. Let the machine set its clock by NTP.
check-clock-unknown = the server does not tell the time
check-outbox-overdue = { $waiting } waiting, the oldest for { $time } (outbox.alarm_hours). Run `frontdesk outbox list` to see why.
check-state-dir-locks = { $directory }: files cannot be locked there ({ $reason }), so no customer can be saved. Set desk.state_dir to a directory on a local disk.
outbox-overdue = The oldest customer has waited for { $time }. Run `frontdesk outbox list` to see why.
check-clock-wrong = The clock says { $date }, but this program was built on { $built }. Set the date, and let the machine set its clock by NTP.
check-skipped = not tried: mend the line above first
check-fix-permission = Ask Clopos to give these credentials the permission for customers.
check-fix-settings = Check clopos.base_url and api_version, and that integrator and brand are both test or both production.
check-fix-name = The host’s name is not known. Check clopos.base_url and the machine’s DNS.
check-fix-refused = Nobody listens there. Check the host and port in clopos.base_url.
check-fix-timeout = No connection within 3 s. Check the network, a firewall, or HTTPS_PROXY.
check-fix-no-connection = No connection. Check the network and the proxy in the environment.
check-fix-no-answer = No answer within 12 s. Try again; if it stays so, ask Clopos.
check-fix-server = The server has trouble of its own ({ $status }). Try again; if it stays so, ask Clopos.
check-fix-rate-limited = Clopos asks to wait. Run this again in { $time }.
check-fix-proxy = No connection through the proxy { $proxy }. Check HTTPS_PROXY and HTTP_PROXY in the environment, and whether the proxy works.
check-fix-wrong-address = Clopos has nothing at this address ({ $status }). Check clopos.base_url: it ends in /open-api (v1) or /open-api/v2 (v2).
check-fix-credentials-v1 = Check clopos.client_id, client_secret and brand, and whether clopos.venue_id is a venue of this brand.
check-fix-credentials-v2 = Check clopos.client_id, client_secret, brand and integrator_id.
check-fix-not-from-api = Something between this computer and Clopos answered ({ $answer }). Check the proxy and the firewall, and clopos.base_url.
check-fix-not-from-api-path = Something between this computer and Clopos answered ({ $answer }). Check clopos.base_url: it ends in /open-api (v1) or /open-api/v2 (v2). Check also whether this network asks for a login.
check-fix-not-from-api-server = Something between this computer and Clopos answered ({ $answer }). Try again. If it does not stop, check the proxy and the firewall, then ask Clopos.
check-fix-client-disabled = The restaurant has switched the Open API module off (Client is disabled). Switch it on in the Clopos back office.
check-fix-unknown-integrator = Clopos does not know this integrator (Invalid integrator_id). Check clopos.integrator_id.
check-fix-test-mode = The integrator is in test mode, but the brand is not. Use a test brand in clopos.brand, or ask Clopos to move the integrator to production.
check-fix-unreadable = That is no answer of Clopos ({ $status }). Check clopos.base_url.

## frontdesk outbox

cli-outbox = What is kept on this machine: list, show, send, discard, export
cli-outbox-send = Deliver what is due, once around: for cron or a timer
cli-outbox-now = Also what waits for its time, after a mend
cli-outbox-list = List what is not delivered yet
cli-outbox-show = Show one registration with all its data
cli-outbox-discard = Forget one registration for good
cli-outbox-export = Print all that is not delivered with all its data, one JSON object a line
outbox-unknown = No registration { $cid } is kept here.
cli-force = Even if it may have arrived and nobody has looked it up
outbox-uncertain = { $cid } may have arrived: let it be looked up first (frontdesk outbox send). With --force it is forgotten all the same, and the customer may be registered.
outbox-discarded = { $cid } is discarded.
outbox-read-only = Nothing can be written where the outbox lies: it is read from a copy. Make room, or mend the permissions.
outbox-sent = { $registered } registered, { $refused } refused, { $waiting } waiting.
check-state-dir = state
check-state-dir-bad = { $directory }: cannot be made or written ({ $reason }). Check FRONTDESK_STATE_DIR, the permissions and the room on the disk.
check-outbox = outbox
check-outbox-good = { $waiting } waiting, { $refused } refused
check-outbox-none = none yet
check-outbox-not-writable = This account cannot write a file of it: all of { $directory } must belong to the account (chown -R).
check-outbox-newer = A newer version of this program has changed its format. Install that version again, or put the backup from before in its place.
check-outbox-bad = It cannot be used: { $reason }.

## frontdesk report

cli-report = What each cashier has registered, and how long it took, without personal data
cli-report-from = The first day (usually today)
cli-report-to = The last day (usually today)
cli-csv = Print comma-separated values
report-backwards = The last day is before the first. Change --from or --to.
report-nothing = Nothing was registered.
report-nameless = (no name)

## The manual page

man-exit-done = Done; of add: registered.
man-exit-failed = Something failed that no other code names.
man-exit-usage = Usage or settings.
man-exit-rejected = Refused by validation, here or by the API.
man-exit-already-registered = Already registered.
man-exit-waiting = Kept in the outbox, will be delivered later.
man-exit-credentials = Credentials refused, or without the permission.
man-exit-overdue = A customer has waited for longer than outbox.alarm_hours.
man-exit-not-reachable = Not reachable, or no usable answer, and nothing was kept.
man-variable-clopos = Address and credentials of the API. They win over the file. Without any the desk is in training.
man-variable-state-dir = Where registrations and half-typed forms are kept.
man-variable-log = What is logged, e.g. info. No log has personal data.
man-variable-colour = No colours.
man-variable-locale = In which charset letters are read and shown.
man-variable-term = Any; with dumb, or none, the desk asks line by line.
man-variable-proxy = The way to the API.
man-file-user = Settings of the user.
man-file-machine = Settings of the machine, for users who have none of their own. A kiosk has no others.
man-file-state = What is kept, beside each of them.
