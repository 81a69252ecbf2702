### Every sentence that a person reads. A method of `Locale` is made from each message when the program is built.

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

## The frame of the screen

frame-title = Front desk
frame-training = TRAINING: nothing leaves here
frame-training-short = TRAINING
frame-waiting = { $waiting } waiting since { $since }
frame-clock-wrong = wrong date, call the technician
frame-overdue = { $waiting } waiting for { $time }, call the technician
frame-hidden = Hidden for privacy. Press any key to continue.
frame-too-small = Too small: { $columns } columns and { $rows } rows are needed. Make the window larger. Only Ctrl-Q (quit) works here.

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
label-register = [ Register ]
label-sending = [ Sending… ]
gender-unspecified = –
gender-female = Female
gender-male = Male

## Fields: how a text is understood

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
meaning-birth-date = { $date }, { $years ->
    [0] not one year old
    [one] { $years } year old
   *[other] { $years } years old
}
meaning-phone-doubtful = { $phone } · not known to be in use
meaning-similar = same name and birth date as { $who }
meaning-capitals = { $name }  (Ctrl-Y keeps it as typed)
meaning-capitals-short = { $name }  (Ctrl-Y: as typed)
meaning-as-typed = kept as typed  (Ctrl-Y writes it with capitals)
meaning-email = { $email }? Ctrl-Y takes it.
meaning-group-percent = { $group } · discount { $value } %
meaning-group-discount = { $group } · discount { $value }
meaning-group-more = { $group } · also: { $others }
lookup-awaited = …
lookup-nobody = not registered yet
lookup-nobody-short = new
lookup-somebody = already registered: { $name } · #{ $id }
lookup-since = since { $year }
lookup-no-line = not looked up: no connection
lookup-failed-short = unknown
lookup-failed = could not be looked up
hint-phone = the number as it is dialled here, or + and the country’s code
hint-code-made = { $code } if it is left blank
hint-gender = f female · m male · - none, or Left and Right
hint-group = type to find one, Left and Right to choose
hint-group-awaited = The groups are being fetched.
hint-group-unknown = No groups: { $trouble }

## Fields: what to do about a flaw

flaw-name-missing = Type a name: it is required.
flaw-name-without-letters = A name needs a letter.
flaw-phone-digits-missing = { $count ->
    [one] { $count } more digit
   *[other] { $count } more digits
}
flaw-phone-digits-too-many = { $count ->
    [one] { $count } digit too many
   *[other] { $count } digits too many
}
flaw-phone-character = Take out “{ $character }”: a phone number has digits only.
flaw-phone-country-unknown = No country has this code after +.
flaw-phone-length = Check the digits: no number of this country has so many.
flaw-email-at-missing = The @ is missing.
flaw-email-local-part = Check what stands before the @.
flaw-email-domain = A dot is missing, as in mail.com.
flaw-email-blank = Take out the blank.
flaw-date-unfinished = Type the whole date.
flaw-date-character = Take out “{ $character }”: a date has digits only.
flaw-date-shape = Check the order.
flaw-date-does-not-exist = There is no such day.
flaw-date-in-future = That day is yet to come: check the year.
flaw-date-too-long-ago = Over 130 years ago: check the year.
flaw-group-unknown = No group has this in its name: type less.
flaw-groups-not-loaded = The groups are not here yet: wait, or empty the field.
mark-already-registered = already registered, perhaps in another venue or deleted
mark-already-registered-by = already registered: { $name } · #{ $id }
mark-refused = The API refuses this value: change it.

## The result line

result-sending = Sending { $name }…
result-sending-before = Sending the customer before…
result-put-away = Put away, because nobody has typed for a while: Ctrl-O opens it.
result-registered = Registered { $name } · #{ $id }
result-group = group { $group }
result-seconds = { $seconds } s
result-refused-behind = { $name } is not registered: { $trouble } Press Ctrl-O to open it.
result-conflict = { $field }: already registered. Press Ctrl-P to see who, Ctrl-R to clear.
result-conflict-unknown = { $field }: already registered. Change it, or press Ctrl-R to clear.
result-waiting = Saved: will be sent when the line is back ({ $waiting } waiting).
result-waiting-uncertain = Saved: it may have arrived, and is looked up before it is sent again ({ $waiting } waiting).
result-all-sent = Everything that waited is delivered.
result-on-its-way = That one is on its way: there is nothing to mend.
result-waiting-pace = Saved: will be sent in { $time } ({ $waiting } waiting).
result-waiting-told = Saved, not sent: { $trouble } ({ $waiting } waiting)
result-not-kept = Not saved: { $why }
result-not-kept-behind = { $name } is not saved: { $why } Press Ctrl-O to open it.
result-draft-not-kept = What you type is not safe from a crash: { $why }
result-outbox-set-aside = The outbox was damaged. Nothing in it is lost; the old file is { $file }.
result-outbox-damaged = The outbox was damaged and not all in it could be read: keep { $file } and tell the technician.
result-outbox-missing = The outbox file was missing or empty. Customers that were waiting may be lost. Call the technician.
result-overdue = { $waiting } waiting for { $time }. Call the technician.
result-clock-wrong = The date of this computer is wrong. Dates of birth in the future are not noticed. Call the technician.
result-outbox-locked = Another program is using the outbox. What you type is safe as a draft. It is saved when the outbox is free.
result-drafts-unreadable = { $files ->
    [one] A draft cannot be read. Its file is kept: tell the technician.
   *[other] { $files } drafts cannot be read. Their files are kept: tell the technician.
}
result-row-gone = This customer is no longer in the list.
result-drafts-found = What was half typed the last time is kept: Ctrl-O opens it.
result-mend-first = Not saved. Correct the field marked ✗.
result-enter-again = Press Enter once more to register.
result-full = This field is full: no more than { $most } characters are kept. Look at its end.
result-paste-unfinished = Waiting for the rest of a paste. Press Esc to end it.
result-unreadable = That letter cannot be read: the terminal and the locale differ. Tell the technician to use UTF-8.
result-cleared = Cleared. Ctrl-R brings it back.
result-restored = Here it is again.
result-set-aside = Saved in the list: { $name }. Press Ctrl-O to open it.
result-set-aside-nameless = Saved in the list: the form that you were typing. Press Ctrl-O to open it.

## Troubles: what happened and what to do

trouble-clash = { $field }: already registered. Change it, or keep the customer that has it.
trouble-clash-unnamed = A customer with this phone or code is already registered, perhaps in another venue or deleted.
trouble-refused = Refused: { $sentence }
trouble-refused-silently = The API refused this customer without saying why: check the fields.
trouble-credentials = The credentials are refused: tell the technician.
trouble-permission = These credentials may not register customers: tell the technician.
trouble-too-many = Clopos is busy. The next try is in { $time }.
trouble-unreachable = No connection to Clopos: check the network.
trouble-unreachable-name = The server’s name is not known here: check the network.
trouble-unreachable-refused = Cannot reach Clopos: the server accepts no connection at this moment.
trouble-unreachable-timeout = The server does not answer: check the network.
trouble-unreachable-token = Clopos login is not available right now.
trouble-unreachable-tls = The server cannot prove who it is: tell the technician.
trouble-uncertain-timeout = No answer in time: it may be registered or not. It is looked up before it is sent again.
trouble-uncertain-lost = The line broke: it may be registered or not. It is looked up before it is sent again.
trouble-uncertain-status = Server trouble ({ $status }): it may be registered or not. It is looked up before it is sent again.
trouble-uncertain-unreadable = An unreadable answer ({ $status }): it may be registered or not. It is looked up before it is sent again.
trouble-uncertain-not-from-api = Something between this computer and Clopos answered ({ $answer }): it may be registered or not. It is looked up before it is sent again.
trouble-not-from-api = Something between this computer and Clopos answered ({ $answer }). If it does not stop, call the technician.
trouble-proxy = No connection through the proxy { $proxy }. If it does not stop, call the technician.
trouble-wrong-address = Clopos has nothing at this address ({ $status }). Call the technician.
trouble-no-answer = No answer in time. Check the network.
trouble-no-answer-lost = The connection was lost before the answer came. Check the network.
trouble-no-answer-status = Server error ({ $status }).
trouble-no-answer-unreadable = The answer could not be read ({ $status }).
trouble-client-disabled = The restaurant has switched the Open API off in Clopos (Client is disabled). Call the technician.
trouble-unknown-integrator = Clopos does not know this integrator (Invalid integrator_id). Call the technician.
trouble-test-mode = The integrator is in test mode, but the brand is not. Call the technician.
answer-html = HTML
answer-text = text
answer-empty = empty
answer-json = JSON
trouble-settings = The settings do not fit the API: tell the technician.

## The keys

key-next = next
key-save = register
key-waiting = waiting ({ $count })
key-card = customer
key-clear = clear
key-help = help
key-quit = quit
help-previous = to the field before
help-left = left; the choice before
help-right = right; the next choice
help-word-left = a word left
help-word-right = a word right
help-start = to the start of the field
help-end = to the end of the field
help-erase-left = erase to the left
help-erase-right = erase under the caret
help-erase-word = erase the word before
help-erase-to-start = erase to the start
help-erase-to-end = erase to the end
keyboard-ctrl = Ctrl-{ $key }
keyboard-alt = Alt-{ $key }
keyboard-enter = Enter
keyboard-tab = Tab
keyboard-back-tab = Shift-Tab
keyboard-up = Up
keyboard-down = Down
keyboard-left = Left
keyboard-right = Right
keyboard-home = Home
keyboard-end = End
keyboard-backspace = Backspace
keyboard-delete = Delete
keyboard-esc = Esc

## What lies over the form

help-enter = to the next field; on the button: register
help-next = to the next field
help-save = register, from anywhere
help-clear = clear the form; once more brings it back
help-open = what waits to be sent, mended or finished
help-shift = the shift so far
help-group = to the group
help-undo = take the last change of the field, or a clear, back
help-answer-offer = keep the name as typed; take the email offered
help-card = the customer who is registered already
help-help = these keys
help-quit = quit
help-suspend = to the shell, if there is one; fg comes back
help-leave = Ctrl-G, Enter or q: back
help-more = { $page }/{ $pages } · Down: more · Ctrl-G: back
quit-typed = Quit? Your unfinished form is saved. y = quit, n = stay

card-title = Already registered
card-number = Number
card-balance = Balance
card-receipts = Receipts
card-since = Since
card-awaited = Being fetched…
card-gone = There is no such customer any more.
card-leave = Ctrl-P: back · nothing can be changed
quit-unsafe = Quit? Your unfinished form cannot be saved and will be lost. y = quit, n = stay

waiting-none = Nothing waits.
waiting-listing = Being listed…
waiting-nameless = without a name
waiting-parked = { $name } · half typed
waiting-row = { $name } · { $state } · { $age } · { $attempts }
waiting-queued = waits
waiting-sending = is being sent
waiting-uncertain = may have arrived
waiting-refused = refused
waiting-age = { $minutes ->
    [0] just now
   *[other] { $minutes } min
}
waiting-attempts = { $attempts ->
    [0] not tried yet
    [one] tried once
   *[other] tried { $attempts } times
}
waiting-keys = Enter opens a refused or half-typed one · Ctrl-D discards · Ctrl-O back
waiting-discard = Delete for ever? Ctrl-X = delete, Esc = keep

shift-registered = { $count } registered
shift-waiting = { $count } waiting
shift-refused = { $count } refused
shift-median = median { $seconds } s and { $keys ->
    [one] { $keys } key
   *[other] { $keys } keys
}
shift-row-registered = registered
shift-row-effort = { $seconds } s · { $keys ->
    [one] { $keys } key
   *[other] { $keys } keys
}
shift-leave = Ctrl-T: back · Up, Down: older and newer

## The desk line by line

plain-begin = One line a field; an empty line leaves it as it is. ? for help.
plain-help-back = b: back to the field before
plain-help-erase = -: empty the field
plain-help-done = .: on to the end
plain-help-offer = k: keep a name as it was typed, or take the address that was probably meant
plain-help-waiting = o: what waits to be sent, mended or finished
plain-help-quit = q: quit; what is typed is kept for the next time
plain-help-literal = To type one of these signs itself, put a blank before it.
plain-prompt = { $label }:{" "}
plain-prompt-with = { $label } [{ $value }]:{" "}
plain-error = Error: { $words }
plain-warning = Warning: { $words }
plain-row = { $number } { $words }
plain-group-none = no group
plain-gender-none = not said
plain-group-which = More than one group has this in its name:
plain-confirm = Register? y registers, a number changes that field, n begins again:{" "}
plain-confirm-words = y, n or a number, please. ? for help.
plain-which = Which one? An empty line goes back:{" "}
plain-which-words = A number of the list, please.
plain-not-to-mend = That one is on its way: there is nothing to mend.
plain-drafts-found = What was half typed the last time is kept: o opens it.
plain-unreadable = That line has letters that cannot be read: the terminal and the locale differ. It was left out.
plain-kept = What is typed is kept for the next time.
plain-dropped = { $count ->
    [one] 1 line that you typed before this was not used. Type it again if you need it.
   *[other] { $count } lines that you typed before this were not used. Type them again if you need them.
}
plain-stopped = Stopped at line { $number }. The lines after it were not used.
plain-lost = What is typed cannot be kept on this disk, and is lost. Register it again, or write it down.

## What keeps something from being written down

not-kept-disk-full = The disk is full: tell the technician. Write the customer down on paper.
not-kept-not-writable = The state directory cannot be written: tell the technician. Write the customer down on paper.
not-kept-newer = The outbox was made by a newer version of this program: tell the technician. Write the customer down on paper.
not-kept-locked = Another program is using the outbox. Try again in a minute.
not-kept-broken = The outbox cannot be used: tell the technician. Write the customer down on paper.

## Settings

setting-unreadable = { $file }: cannot be read ({ $reason }). Check the path and the file’s permissions.
setting-unparsable = { $place }: { $reason }. See the example in the README.
setting-value = { $origin }: { $reason }
setting-missing = { $file }: { $key } is missing. Set it there or in { $variable }, or start with --training.
setting-no-home = There is no home directory: set HOME, or FRONTDESK_STATE_DIR and --config.
setting-api-version = not a version of the API. Use "v1" or "v2".
setting-scanner-prefix = not a prefix. Use one sign that nobody types, like "~" or "|".
setting-control-character = holds a line break or another character that cannot be typed. Write it anew.
setting-wrong-value = not a value that can stand here
setting-venue = not a venue. Use a whole number from 1, in quotes.
setting-url = not an address. Use one like https://integrations.clopos.com/open-api/v2.
setting-url-of-v1 = this is the address of v1, but clopos.integrator_id is for v2. Use an address that ends in /open-api/v2, or set clopos.api_version.
setting-url-of-v2 = this is the address of v2, which needs clopos.integrator_id. Set it, or use an address that ends in /open-api, or set clopos.api_version.
setting-url-extras = an address has no user, password, query or fragment here. Take them out.
setting-state-dir = not a whole path. Use one that begins with /.
state-of-another = { $directory } belongs to another account (number { $uid }), and root would leave files there that it cannot open. Run this as that account: runuser -u ACCOUNT -- frontdesk …
setting-url-plain = http would send the credentials readably. Use https, or set clopos.allow_plain_http = true.

## What ends the program

fatal-terminal = The terminal cannot be used
fatal-kiosk-settings = The desk is not set up rightly. Tell the technician: `frontdesk check`, run as this account, says what is wrong.
fatal-kiosk-command = This account opens the desk and nothing else.
fatal-kiosk = The desk cannot be opened. Tell the technician.
fatal-kiosk-panic = The desk has ended by a defect. Log in again, and tell the technician.
fatal-randomness = The system gives no randomness
fatal-panic = A defect of the program at { $place }. The terminal is yours again; please report it.

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
add-kept = Kept for later: { $trouble }
add-not-sent = Nothing was sent: the groups could not be listed. { $trouble }
add-clash-unseen = If no search shows that customer, it is in another venue or deleted. A customer is corrected at the till (three lines, Customers, Edit) or in the back office (Marketing, Customers, Edit).
add-group-unknown = No group has this name. Use one that the API lists.
add-gender-unknown = Use female, male or unspecified.
serve-inject-loopback = Faults are made on a loopback address only, not on { $address }.
serve-bind = { $address }: cannot be listened on ({ $reason }). Choose another port, or end what has it.
setting-unwritable = { $file }: cannot be written ({ $reason }). Check the directory’s permissions.
setting-log = not a filter. Use one like info or frontdesk=debug.

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
check-clock-untold = the server does not tell the time
check-outbox-overdue = { $waiting } waiting, the oldest for { $time } (outbox.alarm_hours). Run `frontdesk outbox list` to see why.
check-state-dir-locks = { $directory }: files cannot be locked there ({ $reason }), so no customer can be saved. Set desk.state_dir to a directory on a local disk.
outbox-overdue = The oldest customer has waited for { $time }. Run `frontdesk outbox list` to see why.
check-clock-wrong = The clock says { $date }, but this program was built on { $built }. Set the date, and let the machine set its clock by NTP.
check-not-tried = not tried: mend the line above first
remedy-permission = Ask Clopos to give these credentials the permission for customers.
remedy-settings = Check clopos.base_url and api_version, and that integrator and brand are both test or both production.
remedy-name = The host’s name is not known. Check clopos.base_url and the machine’s DNS.
remedy-refused = Nobody listens there. Check the host and port in clopos.base_url.
remedy-timeout = No connection within 3 s. Check the network, a firewall, or HTTPS_PROXY.
remedy-no-connection = No connection. Check the network and the proxy in the environment.
remedy-no-answer = No answer within 12 s. Try again; if it stays so, ask Clopos.
remedy-server = The server has trouble of its own ({ $status }). Try again; if it stays so, ask Clopos.
remedy-too-many = Clopos asks to wait. Run this again in { $time }.
remedy-proxy = No connection through the proxy { $proxy }. Check HTTPS_PROXY and HTTP_PROXY in the environment, and whether the proxy works.
remedy-wrong-address = Clopos has nothing at this address ({ $status }). Check clopos.base_url: it ends in /open-api (v1) or /open-api/v2 (v2).
remedy-credentials-v1 = Check clopos.client_id, client_secret and brand, and whether clopos.venue_id is a venue of this brand.
remedy-credentials-v2 = Check clopos.client_id, client_secret, brand and integrator_id.
remedy-not-from-api = Something between this computer and Clopos answered ({ $answer }). Check the proxy and the firewall, and clopos.base_url.
remedy-not-from-api-path = Something between this computer and Clopos answered ({ $answer }). Check clopos.base_url: it ends in /open-api (v1) or /open-api/v2 (v2). Check also whether this network asks for a login.
remedy-not-from-api-server = Something between this computer and Clopos answered ({ $answer }). Try again. If it does not stop, check the proxy and the firewall, then ask Clopos.
remedy-client-disabled = The restaurant has switched the Open API module off (Client is disabled). Switch it on in the Clopos back office.
remedy-unknown-integrator = Clopos does not know this integrator (Invalid integrator_id). Check clopos.integrator_id.
remedy-test-mode = The integrator is in test mode, but the brand is not. Use a test brand in clopos.brand, or ask Clopos to move the integrator to production.
remedy-unreadable = That is no answer of Clopos ({ $status }). Check clopos.base_url.

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
outbox-in-doubt = { $cid } may have arrived: let it be looked up first (frontdesk outbox send). With --force it is forgotten all the same, and the customer may be registered.
outbox-discarded = { $cid } is discarded.
outbox-copy = Nothing can be written where the outbox lies: it is read from a copy. Make room, or mend the permissions.
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
man-exit-refused = Refused by validation, here or by the API.
man-exit-already-registered = Already registered.
man-exit-kept = Kept in the outbox, will be delivered later.
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
