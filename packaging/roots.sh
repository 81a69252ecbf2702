#!/usr/bin/env bash
# Installs the package of `just release` in clean systems and registers a customer there: packaging/roots.sh [SUITE]…
# Needs root, debootstrap and a mirror of Debian. Removed suites come from archive.debian.org.
set -euo pipefail
cd "$(dirname "$0")/.."
suites=("$@")
[ "$#" -gt 0 ] || suites=(bookworm bullseye buster)
package=$(ls target/files/frontdesk_*_amd64.deb)
export DEBIAN_FRONTEND=noninteractive

has_suite() { curl --silent --fail --head --max-time 30 --output /dev/null "$1/dists/$suite/Release"; }

in_root() {
    unshare --mount sh -c 'mount --rbind /proc "$0/proc" && exec chroot "$0" "$@"' "$root" "$@"
}

for suite in "${suites[@]}"; do
    root=$PWD/target/roots/$suite
    rm -rf "$root"
    mirror=http://deb.debian.org/debian
    has_suite "$mirror" || mirror=http://archive.debian.org/debian
    if ! has_suite "$mirror"; then
        echo "$suite: NOT TESTED, no mirror that has it can be reached"
        continue
    fi
    options=()
    # The keys of a removed suite have expired.
    case $mirror in *archive*) options=(--no-check-gpg) ;; esac
    mkdir -p "$root"
    debootstrap --variant=minbase --include=openssh-server "${options[@]}" "$suite" "$root" "$mirror" > "$root.log"
    install -D "$package" "$root/root/frontdesk.deb"
    cp /etc/resolv.conf "$root/etc/"
    mkdir -p "$root/run/sshd"
    in_root apt-get install --quiet --yes --no-install-recommends /root/frontdesk.deb
    in_root ldd --version | sed -n 1p
    FRONTDESK_INSTALLED_ROOT=$root cargo test --locked --test it installed:: -- --ignored
    in_root apt-get purge --quiet --yes frontdesk
    # Everything was sent, so nothing is kept.
    [ ! -e "$root/var/lib/frontdesk" ] && [ ! -e "$root/etc/frontdesk" ]
    echo "$suite: installed, registered, purged"
done
