# What install.sh and portable.sh share: bare systems, a display outside of them (these have only the program and what it
# depends on), and the trial of a window. Sourced after `tools` is set; `try_packages` names the packages that have them.
# shellcheck shell=bash
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$sources/tests/packaging
script=$(basename "$0")

. "$here/display.sh"
[ "$(id -u)" = 0 ] || give_up "only root can make a bare system"
for tool in "${tools[@]}"; do
    command -v "$tool" >/dev/null || give_up "there is no $tool: apt-get install ${try_packages:?}"
done

# Everything is mounted in a namespace of its own, so that nothing stays mounted.
[ "${TCPSTAGE_UNSHARED:-}" = yes ] || exec env TCPSTAGE_UNSHARED=yes unshare --mount --propagation private "$0" "$@"
work=$(mktemp -d -t "tcpstage-${script%.sh}.XXXXXX")
chmod 755 "$work"
root=$work/root
end() {
    [ ${#processes[@]} -eq 0 ] || kill "${processes[@]}" 2>/dev/null || true
    umount -R "$root" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap end EXIT

# bare_system SUITE PACKAGES: a bare Debian in $root, in place of the one before, and /trial in it.
bare_system() {
    umount -R "$root" 2>/dev/null || true
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase ${2:+--include="$2"} "$1" "$root" "${MIRROR:-http://deb.debian.org/debian}" \
        >"$work/debootstrap.log" || { tail "$work/debootstrap.log"; give_up "debootstrap failed"; }
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mkdir -p "$root/tmp/.X11-unix" "$root/trial"
    cp "$here/inside.sh" "$root/trial"
    cp "$sources/resources/lessons/last-ack-lost.yaml" "$root/trial/my lesson.yaml"
    [ ! -e /etc/resolv.conf ] || cp /etc/resolv.conf "$root/etc/resolv.conf"
    mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
}

# inside NAME=VALUE... COMMAND...: runs /trial/inside.sh with the command. In a chroot the kernel allows no user namespaces,
# which real sockets need; where a file system is the root, it does.
inside() {
    local variables=()
    while [[ $1 == *=* ]]; do variables+=("$1"); shift; done
    unshare --mount --propagation private sh -c 'cd "$1" && shift && mkdir -p outside && pivot_root . outside &&
        umount -l /outside && exec "$@"' sh "$root" env -i PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive TERM=dumb DISPLAY="$DISPLAY" "${variables[@]}" sh /trial/inside.sh "$@"
}

# try_window name:TITLE|class:CLASS COMMAND...: the command must show such a window, which changes with the key Right and
# ends with Ctrl+Q.
try_window() {
    local wanted=$1 running before
    shift
    "$@" &
    running=$!
    processes+=("$running")
    wait_for_window "$wanted" "$running"
    sleep 1
    say "\"$(xdotool getwindowname "$window")\", $(xdotool getwindowgeometry "$window" | sed -n 's/.*Geometry: //p'), $(colours) colours"
    picture window
    before=$(seen)
    xdotool windowfocus --sync "$window" key Right 2>/dev/null
    sleep 2
    [ "$(seen)" != "$before" ] || give_up "the key Right changes nothing"
    xdotool key ctrl+q
    if still_running "$running" 10; then give_up "Ctrl+Q does not end it"; fi
    wait "$running" || give_up "the program ended with $?"
}
