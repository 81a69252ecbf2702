#!/usr/bin/env bash
# Makes the files of a release in target/files: the Debian package, an archive for other systems, and their checksums.
set -euo pipefail
cd "$(dirname "$0")/.."
files=target/files tree=target/archive
packaging/build.sh dist
program=target/x86_64-unknown-linux-gnu/dist/frontdesk
version=$("$program" --version | cut -d ' ' -f 2)
rm -rf "$files" "$tree"
mkdir -p "$files"
packaging/package.sh "$program" --output "$files/frontdesk_${version}_amd64.deb"
packaging/install.sh "$program" /usr/local "$PWD/$tree"
# Only files: directories would change the mode of those that are there.
(cd "$tree" && find usr -type f | sort) > "$tree.list"
tar -C "$tree" --owner=0 --group=0 --numeric-owner -czf "$files/frontdesk-$version-x86_64-linux.tar.gz" -T "$tree.list"
cd "$files"
sha256sum -- * | tee SHA256SUMS
