#!/usr/bin/env bash
# Tries a Debian package as a person would who has nothing else: install.sh [PACKAGE]. Without PACKAGE it makes one with
# .ci/deb, twice, and compares them. Then: lintian, desktop-file-validate and appstreamcli; a bare Debian 12 (debootstrap) in
# a temporary folder, in which the package is installed without what it only recommends, run by an ordinary user, removed and
# purged. Needs root, a network, and the tools below; takes some minutes. Prints what it tries; the first failure ends it.
set -euo pipefail
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$sources/tests/packaging
tools=(debootstrap lintian desktop-file-validate appstreamcli Xvfb xdotool setpriv)

say() { printf '== %s\n' "$*"; }
give_up() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || give_up "only root can make a bare system"
for tool in "${tools[@]}"; do
    command -v "$tool" >/dev/null || give_up "there is no $tool: apt-get install debootstrap lintian desktop-file-utils appstream xvfb xdotool"
done

# Everything is mounted in a namespace of its own, so that nothing stays mounted.
[ "${TCPSTAGE_UNSHARED:-}" = yes ] || exec env TCPSTAGE_UNSHARED=yes unshare --mount --propagation private "$0" "$@"
work=$(mktemp -d -t tcpstage-install.XXXXXX)
root=$work/root
display=
end() {
    [ -z "$display" ] || kill "$display" 2>/dev/null || true
    umount -R "$root" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap end EXIT

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
debootstrap --variant=minbase bookworm "$root" "${MIRROR:-http://deb.debian.org/debian}" >"$work/debootstrap.log" ||
    { tail "$work/debootstrap.log"; give_up "debootstrap failed"; }
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root/tmp/.X11-unix" "$root/trial"
cp "$package" "$root/trial/tcpstage.deb"
cp "$here/inside.sh" "$root/trial"
cp "$sources/resources/lessons/last-ack-lost.yaml" "$root/trial/my lesson.yaml"
[ ! -e /etc/resolv.conf ] || cp /etc/resolv.conf "$root/etc/resolv.conf"

# The display is outside: the bare system has only the package and what it depends on.
Xvfb -displayfd 3 -screen 0 1366x768x24 -fbdir "$work" -ac 3>"$work/display" >/dev/null 2>&1 &
display=$!
for _ in $(seq 50); do [ -s "$work/display" ] && break; sleep 0.1; done
number=$(cat "$work/display")
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"

# In a chroot the kernel allows no user namespaces, which real sockets need; where a file system is the root, it does.
inside() {
    unshare --mount --propagation private sh -c 'cd "$1" && shift && mkdir -p outside && pivot_root . outside &&
        umount -l /outside && exec "$@"' sh "$root" env -i PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive TERM=dumb DISPLAY=":$number" sh /trial/inside.sh "$@"
}
inside prepare
inside run

say "The window"
export DISPLAY=:$number
colours() { tail -c $((1366 * 768 * 4)) "$work/Xvfb_screen0" | od -An -v -tx4 -w4 | sort -u | wc -l; }
inside window &
running=$!
for _ in $(seq 100); do
    window=$(xdotool search --onlyvisible --name 'TCP Stage' 2>/dev/null | tail -1) && [ -n "$window" ] && break
    kill -0 $running 2>/dev/null || give_up "the program ended without a window"
    sleep 0.1
done
[ -n "$window" ] || give_up "there is no window after ten seconds"
sleep 2
title=$(xdotool getwindowname "$window")
say "\"$title\", $(xdotool getwindowgeometry "$window" | sed -n 's/.*Geometry: //p'), $(colours) colours"
case $title in *"last ACK"*) ;; *) give_up "it does not show the lesson that was opened" ;; esac
[ "$(colours)" -gt 100 ] || give_up "it shows nothing"
before=$(cksum <"$work/Xvfb_screen0")
xdotool windowfocus --sync "$window" key Right 2>/dev/null
sleep 2
[ "$(cksum <"$work/Xvfb_screen0")" != "$before" ] || give_up "the key Right changes nothing"
xdotool key ctrl+q
for _ in $(seq 100); do kill -0 $running 2>/dev/null || break; sleep 0.1; done
if kill -0 $running 2>/dev/null; then give_up "Ctrl+Q does not end it"; fi
wait $running || give_up "the program ended with $?"

inside purge
inside apparmor
say "Everything works"
