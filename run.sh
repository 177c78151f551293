#!/usr/bin/env bash
# Installs missing packages, builds TCP Stage and starts it. Arguments go to the program: ./run.sh list
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
started_in=$PWD
cd "$here"
. .ci/packages.sh

if [ -n "${WAYLAND_DISPLAY:-}" ] || [ "${XDG_SESSION_TYPE:-}" = wayland ]; then packages+=(qt6-wayland); fi
install_packages "${packages[@]}"
configure_and_build release tcpstage -DTCPSTAGE_TESTS=OFF -DTCPSTAGE_BENCH=OFF -DTCPSTAGE_WERROR=OFF
program=$here/build/release/tcpstage

if [ $# -gt 0 ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    cd "$started_in"
    exec "$program" "$@"
fi

lesson=three-way-handshake
picture=build/$lesson.png
say "There is no display, so no window: here is the first lesson as text, from the same engine"
"$program" show "$lesson"
"$program" render "$lesson" -o "$picture"
say "Its picture is in $picture; \"./run.sh --help\" lists what else works without a display"
