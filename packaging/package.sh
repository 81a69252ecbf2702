#!/usr/bin/env bash
# Makes the Debian package of a built program: packaging/package.sh PROGRAM [OPTION OF cargo-deb]…
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/.."
rm -rf target/package
packaging/install.sh "$program" /usr "$PWD/target/package"
cargo deb --locked --no-build --no-strip "${@:2}"
