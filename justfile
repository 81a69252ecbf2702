# The commands of this project. `just` lists them.

default:
    @just --list

# Open the desk in training.
desk *ARGS:
    cargo run --release -- {{ARGS}}

# Run a test server with the API. Its database is deleted with target/.
serve *ARGS:
    cargo run --release -- serve --database target/serve.sqlite {{ARGS}}

# What to run before a commit.
check: fmt lint docs test

# Check the formatting.
fmt:
    cargo fmt --all --check

# Run Clippy (pedantic) on all targets.
lint:
    cargo clippy --all-targets --locked -- -D warnings

# Build the documentation; warnings are errors.
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items --locked

# First tier of tests: needs only Rust, a C compiler and git.
test *ARGS:
    cargo test --locked {{ARGS}}

# Second tier, part of CI: tests that need root, sshd, ssh, tmux, sqlite3, strace, valgrind, Miller, PostgreSQL and Python, and long tests.
ci-extra:
    FRONTDESK_CASES=100000 cargo test --locked --lib clopos::
    cargo test --locked --lib runtime::worker -- --ignored --skip fleet
    bash packaging/build.sh release
    install -D target/x86_64-unknown-linux-gnu/release/frontdesk target/release/frontdesk
    cargo test --locked --test it extra:: -- --ignored
    bash tests/schemathesis.sh target/release/frontdesk

# Third tier, by hand before a release; smaller: `just release-check 300 2000 1 bookworm`. Write the results into docs/release-checks.md.
release-check *SIZES:
    bash tests/release-check.sh {{SIZES}}

# Install the package of `just release` in a clean Debian 12, and run its binary in older systems. Needs root and debootstrap.
roots *ROOTS:
    bash packaging/roots.sh {{ROOTS}}

# Run the whole suite five times beside four busy loops.
busy TIMES="5":
    bash tests/busy.sh {{TIMES}}

# Print the table of settings into docs/settings.md and the example file.
print-settings:
    FRONTDESK_WRITE_DOCS=1 cargo test --locked --test it documents::the_

# Check licences, duplicates and advisories.
deny:
    cargo deny --locked check licenses bans sources
    bash .ci/advisories

# Accept updated snapshots of the screen. Look at the difference first.
accept-screens:
    INSTA_UPDATE=always cargo test --test it screen::

# Chaos run at full size: 10,000 registrations, killed desks, a faulty connection. Nothing may be lost or stored twice.
chaos *ARGS:
    cargo run --release --locked --example chaos -- {{ARGS}}

# Measures the time until the outbox is empty after an outage of 120 s. All twelve cases run at the same time.
outage:
    cargo build --release --locked --bin frontdesk --example outage
    target/release/examples/outage target/release/frontdesk

# Simulates 20 hosts with 10 desks each and one server with the API's limits, which is away for ten minutes. Takes 2 minutes.
fleet:
    cargo test --locked --lib fleet -- --ignored --nocapture --test-threads 1

# Fuzz the screen with hostile text and the input with random bytes, a million cases of each, other ones each time.
fuzz CASES="1000000" SEED=`date +%s`:
    FRONTDESK_CASES={{CASES}} PROPTEST_RNG_SEED={{SEED}} cargo test --release --locked --test it screen::hostile
    FRONTDESK_CASES={{CASES}} PROPTEST_RNG_SEED={{SEED}} cargo test --release --locked --lib clopos::classify

# Measure everything beside whiptail, dialog and a stock ratatui form, and print tables; with `--write` into docs/measurements.md.
measure *ARGS:
    cargo build --release --locked --bin frontdesk
    cargo build --release --locked --example measure --example stock_form
    target/release/examples/measure {{ARGS}}

# Make the pictures of the README from the real program in a pty.
pictures:
    cargo build --release --locked --bin frontdesk
    cargo run --locked --example pictures -- target/release/frontdesk assets/screenshots

# Build the binary for this computer.
dist:
    cargo build --profile dist --locked

# Make the files of a release in target/files: package, archive, checksums. The binary needs glibc 2.28. Needs cargo-deb.
release:
    bash packaging/release.sh

# Write the licences of the linked crates into THIRD-PARTY.txt. Needs cargo-about.
notices:
    bash packaging/notices.sh
