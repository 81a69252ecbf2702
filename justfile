# The commands of this project. `just` lists them.

default:
    @just --list

# Open the desk in training.
desk *ARGS:
    cargo run --release -- {{ARGS}}

# Be the API on a port of one's own, over a database that is thrown away with target/.
serve *ARGS:
    cargo run --release -- serve --database target/serve.sqlite {{ARGS}}

# What to run before a commit.
check: fmt lint docs test

# Formatting.
fmt:
    cargo fmt --all --check

# Clippy, pedantic, in all targets.
lint:
    cargo clippy --all-targets --locked -- -D warnings

# The documentation, without warnings.
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items --locked

# The first tier of tests: everything that needs nothing but Rust and a C compiler.
test *ARGS:
    cargo test --locked {{ARGS}}

# The second tier, part of CI: what needs sshd, ssh, tmux and sqlite3, and what takes long.
ci-extra:
    FRONTDESK_CASES=100000 cargo test --locked --lib clopos::
    cargo test --locked --test it extra:: -- --ignored

# The third tier, by hand before a release. Write the results into docs/release-checks.md.
release-check: chaos fuzz busy dist

# The whole suite five times beside four busy loops.
busy TIMES="5":
    bash tests/busy.sh {{TIMES}}

# Licences, advisories, duplicates.
deny:
    cargo deny --locked check

# Take the screens that the tests have drawn as right, after a look at them.
accept-screens:
    INSTA_UPDATE=always cargo test --test it screen::

# Nothing lost, nothing twice, at full size: 10,000 registrations, killed desks, a line on which everything goes wrong.
chaos *ARGS:
    cargo run --release --example chaos -- {{ARGS}}

# Hostile text on the screen and any bytes from the terminal, a million cases of each.
fuzz CASES="1000000":
    FRONTDESK_CASES={{CASES}} cargo test --release --locked --test it screen::hostile
    FRONTDESK_CASES={{CASES}} cargo test --release --locked --lib no_answer_makes

# What 100,000 kept registrations cost.
bench:
    cargo run --release --example outbox_bench

# How long a letter takes to be shown; beside it e.g. `just latency whiptail --inputbox Name 10 60`.
latency *PROGRAM="target/release/frontdesk":
    cargo build --release
    cargo run --release --example latency -- {{PROGRAM}}

# The README's picture, from the real program in a pty.
screenshot:
    cargo build --release
    cargo run --example screenshot -- target/release/frontdesk > assets/screenshots/desk.svg

# What is shipped.
dist:
    cargo build --profile dist --locked
