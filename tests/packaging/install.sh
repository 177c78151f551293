#!/usr/bin/env bash
# Tries a Debian package as a person would who has nothing else: install.sh [PACKAGE]. Without PACKAGE it makes one with
# .ci/deb, twice, and compares them. Then: lintian, desktop-file-validate and appstreamcli; a bare Debian 12 (debootstrap) in
# a temporary folder, in which the package is installed without what it only recommends, run by an ordinary user, removed and
# purged. Needs root, a network, and the tools below; takes some minutes. Prints what it tries; the first failure ends it.
set -euo pipefail
tools=(debootstrap lintian desktop-file-validate appstreamcli Xvfb xdotool setpriv)
try_packages="debootstrap lintian desktop-file-utils appstream xvfb xdotool"
. "$(dirname "${BASH_SOURCE[0]}")/bare.sh"

package=${1:-}
if [ -z "$package" ]; then
    say "Two packages of the same commit are the same"
    package=$sources/$("$sources/.ci/deb" | tail -1)
    cp "$package" "$work/first.deb"
    rm "$package"
    "$sources/.ci/deb" >/dev/null
    cmp "$package" "$work/first.deb"
fi
say "$(basename "$package"): $(stat -c %s "$package") octets, installed $(dpkg-deb -f "$package" Installed-Size) KiB"
dpkg-deb -f "$package" Depends Recommends Suggests

say "lintian"
lintian --allow-root --display-info --pedantic --fail-on error,warning "$package"
say "desktop-file-validate, appstreamcli"
dpkg-deb -x "$package" "$work/files"
desktop-file-validate "$work"/files/usr/share/applications/*.desktop
appstreamcli validate-tree --no-net --pedantic "$work/files"

say "A bare Debian 12"
bare_system bookworm
cp "$package" "$root/trial/tcpstage.deb"
start_display
inside prepare
inside run
inside installed
say "The window"
try_window 'name:last ACK' inside window
inside purge
inside apparmor
say "Everything works"
