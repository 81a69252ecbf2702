#!/usr/bin/env bash
# Installs a built program with its manual pages, completions, units and examples:
#   packaging/install.sh PROGRAM [PREFIX [ROOT]]        e.g. packaging/install.sh target/dist/frontdesk /usr/local
# ROOT is a directory in place of /, for a package. Each installed file names the program as PREFIX/bin/frontdesk.
set -euo pipefail
program=$(realpath "$1") prefix=${2:-/usr/local} root=${3:-}
cd "$(dirname "$0")/.."
doc=$prefix/share/doc/frontdesk
case $prefix in
    /usr) zsh=$prefix/share/zsh/vendor-completions ;;
    *) zsh=$prefix/share/zsh/site-functions ;;
esac

directory() { install -d -m 0755 "$root$1"; }

# Writes standard input to a file.
file() {
    directory "$(dirname "$1")"
    cat > "$root$1"
    chmod 0644 "$root$1"
}

# Installs a file of the project with the paths of this installation.
place() {
    sed -e "s|@PROGRAM@|$prefix/bin/frontdesk|g" -e "s|/usr/bin/frontdesk|$prefix/bin/frontdesk|g" \
        -e "s|/usr/share/doc/frontdesk|$doc|g" "$1" | file "$2"
}

directory "$prefix/bin"
# A program that runs can be replaced, but not overwritten.
install -m 0755 "$program" "$root$prefix/bin/frontdesk.new"
mv "$root$prefix/bin/frontdesk.new" "$root$prefix/bin/frontdesk"

directory "$prefix/share/man/man1"
rm -f "$root$prefix"/share/man/man1/frontdesk*.1
"$program" man "$root$prefix/share/man/man1"
chmod 0644 "$root$prefix"/share/man/man1/frontdesk*.1
"$program" completions bash | file "$prefix/share/bash-completion/completions/frontdesk"
"$program" completions zsh | file "$zsh/_frontdesk"
"$program" completions fish | file "$prefix/share/fish/vendor_completions.d/frontdesk.fish"

for unit in assets/systemd/frontdesk-outbox.*; do place "$unit" "$prefix/lib/systemd/system/$(basename "$unit")"; done
place assets/systemd/sysusers.conf "$prefix/lib/sysusers.d/frontdesk.conf"
place assets/systemd/tmpfiles.conf "$prefix/lib/tmpfiles.d/frontdesk.conf"

for example in frontdesk.example.toml cron.d-frontdesk sshd/50-frontdesk.conf sshd/tmux.conf \
    sshd/variants/login-shell.conf sshd/variants/one-cashier.conf; do
    place "assets/$example" "$doc/examples/${example#sshd/}"
done
for page in README.md docs/*.md; do place "$page" "$doc/$page"; done
for text in LICENSE THIRD-PARTY.txt CHANGELOG.md; do place "$text" "$doc/$text"; done
