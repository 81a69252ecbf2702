#!/usr/bin/env bash
# Builds the program for glibc 2.28 (RHEL 8, Debian 10) and later, without paths of this computer: packaging/build.sh PROFILE
# Without cargo-zigbuild, it installs it and its linker from PyPI below target/.
set -euo pipefail
cd "$(dirname "$0")/.."
target=x86_64-unknown-linux-gnu glibc=2.28
if ! command -v cargo-zigbuild > /dev/null; then
    tools=$PWD/target/zig
    if [ ! -x "$tools/bin/cargo-zigbuild" ]; then
        python3 -m venv "$tools"
        "$tools/bin/pip" install --quiet --requirement packaging/requirements.txt
    fi
    PATH="$tools/bin:$PATH"
fi
registry=${CARGO_HOME:-$HOME/.cargo}/registry/src sysroot=$(rustc --print sysroot)
paths=("$registry=registry" "$sysroot=rust" "$PWD=frontdesk")
export RUSTFLAGS="${RUSTFLAGS:-} ${paths[*]/#/--remap-path-prefix=}"
export CFLAGS="${CFLAGS:-} ${paths[*]/#/-ffile-prefix-map=}"
cargo zigbuild --locked --bin frontdesk --profile "$1" --target "$target.$glibc"
program=target/$target/$1/frontdesk
newest=$(objdump -T "$program" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)
echo "$program needs $newest"
if [ "$(printf '%s\n' "GLIBC_$glibc" "$newest" | sort -V | tail -n 1)" != "GLIBC_$glibc" ]; then
    echo "Later than $glibc." >&2
    exit 1
fi
if grep -aqF -e "$registry" -e "$sysroot" -e "$PWD/" "$program"; then
    echo "It names paths of this computer." >&2
    exit 1
fi
