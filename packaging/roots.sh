#!/usr/bin/env bash
# Installs the package of `just release` in clean systems and registers a customer there: packaging/roots.sh [SUITE]…
# Needs root, debootstrap and a mirror of Debian. Removed suites come from archive.debian.org.
set -euo pipefail
cd "$(dirname "$0")/.."
suites=("$@")
[ "$#" -gt 0 ] || suites=(bookworm bullseye buster)
package=$(ls target/files/frontdesk_*_amd64.deb)
for suite in "${suites[@]}"; do
    root=$PWD/target/roots/$suite
    rm -rf "$root"
    mirror=http://deb.debian.org/debian
    curl --silent --fail --head --output /dev/null "$mirror/dists/$suite/Release" || mirror=http://archive.debian.org/debian
    options=()
    # The keys of a removed suite have expired.
    case $mirror in *archive*) options=(--no-check-gpg) ;; esac
    debootstrap --variant=minbase --include=openssh-server "${options[@]}" "$suite" "$root" "$mirror" > "$root.log"
    install -D "$package" "$root/root/frontdesk.deb"
    cp /etc/resolv.conf "$root/etc/"
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends /root/frontdesk.deb
    mkdir -p "$root/run/sshd"
    chroot "$root" ldd --version | head -n 1
    FRONTDESK_INSTALLED_ROOT=$root cargo test --locked --test it installed:: -- --ignored
    chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get purge --quiet --yes frontdesk
    # Everything was sent, so nothing is kept.
    [ ! -e "$root/var/lib/frontdesk" ] && [ ! -e "$root/etc/frontdesk" ]
done
