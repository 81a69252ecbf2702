### Every sentence that only a technician or a developer reads: commands, checks, settings. There is no other language.
### When the program is built, each message becomes a method of `TechnicianLocale`.

## Below a field: what its text means, and what can be typed

lookup-input = There is nothing to look up, or too much. Give one phone or one name on standard input, e.g. echo "050 123 45 67" | frontdesk lookup --phone

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
setting-language = Language of the desk: `en`, `az`, `ru`, `tr` or `uz`. Without it: the language of the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`), else English. A cashier can choose another one on the help screen, and `--lang` chooses one for a session.
setting-capitals = Language of the rules for capitals in names: `az` and `tr` distinguish i/İ and ı/I. Without it: `desk.language` if that is `az` or `tr`, else the language of the country.
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
settings-error-language = is not a language of the desk. Use one of: { $codes }. For the rules of capitals use desk.capitals.
settings-error-capitals = is not the code of a language. Use az, tr, ru, en or another code of ISO 639.
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
cli-lang = Language of the desk: { $codes } (default: desk.language, then the locale of the environment)
cli-lang-unknown = use one of: { $codes }
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
add-other-values = Nothing was sent, because { $cid } was used for other values. Use another cid for another customer.
add-line-empty = This line is empty.
add-line-too-long = This line is longer than { $bytes } bytes. Write one customer in each line.
add-line-not-utf8 = This line is not UTF-8. Save the file as UTF-8.
add-line-not-json = This line is not JSON (see byte { $column }). Write one JSON object in each line.
add-line-not-object = This line is JSON, but not an object. Write one JSON object in each line.
add-line-unknown-key = “{ $key }” is not a key of a customer. Use name, phone, email, code, description, group, group_id, gender, date_of_birth, consent or cid.
add-line-key-twice = “{ $key }” is there twice. Write each key once.
add-line-not-text = The value of { $key } is not a text. Write it in quotation marks.
add-line-not-group-id = The value of group_id is not a whole number. Use the number of a group in Clopos.
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
fatal-not-writable = { $file }: cannot be written ({ $reason }). { $remedy }

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
init-empty = is empty. Nothing was changed. Give a value, or leave this option out.

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
reason-too-many-files = too many files are open
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
fatal-outbox = The outbox cannot be used: { $reason }. { $remedy }
remedy-no-directory = Create the directory, then run this again.
remedy-disk-full = Make space on the disk, then run this again.
remedy-not-writable = Check the owner and the permissions of the directory.
remedy-newer = Install the newest version of this program.
remedy-locked = Run this again in a minute.
remedy-too-many-files = Raise the limit of open files (ulimit -n), or end other programs.
remedy-check = Run: frontdesk check

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
