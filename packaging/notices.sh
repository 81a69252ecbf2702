#!/usr/bin/env bash
# Writes THIRD-PARTY.txt: the licences of the crates in Cargo.lock that the program is linked with. Needs cargo-about.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo fetch --locked --quiet
cargo about generate --locked --offline --fail -c packaging/about.toml packaging/about.hbs -o THIRD-PARTY.txt
# The standard text of the MIT licence has no names.
sed -i -e 's/\r$//' -e 's/Copyright (c) <year> <copyright holders>/Copyright (c) the authors of these crates/' THIRD-PARTY.txt
