#!/usr/bin/env bash
# Tries what may go wrong on a person's machine: trust.sh PROGRAM [MISFORTUNE...]; without names all of them:
#   full_disk read_only_home no_home damaged_files no_display no_runtime_folder locales time_zones two_instances killed killed_writing
#   killed_on_the_wire no_chinese_font
# In each the program must work on, or say in a sentence why not: on the command line, and in a real window (under Xvfb).
# Prints what it tries; the first failure ends it. PICTURES names a folder for pictures of the windows. Needs Xvfb, xdotool,
# localedef with its sources (Debian: locales), and mount namespaces; takes some minutes.
set -euo pipefail
[ -x "${1:-}" ] || { echo "trust.sh PROGRAM [MISFORTUNE...]" >&2; exit 2; }
[ "${TCPSTAGE_UNSHARED:-}" = yes ] ||
    exec env TCPSTAGE_UNSHARED=yes unshare --map-root-user --mount --propagation private "$0" "$(realpath "$1")" "${@:2}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$1 script=trust.sh
shift
work=$(mktemp -d -t tcpstage-trust.XXXXXX)
. "$here/display.sh"
for tool in Xvfb xdotool localedef; do
    command -v $tool >/dev/null || give_up "there is no $tool: apt-get install xvfb xdotool locales"
done
end() {
    kill "${processes[@]}" 2>/dev/null || true
    umount "$work"/mounted/* 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap end EXIT
start_display

# What the program is started with; each trial begins with its own home.
begin() {
    say "$*"
    home=$work/home-$((++homes))
    mkdir -p "$home" "$work/mounted"
    mkdir -p -m 700 "$work/runtime"
    environment=(PATH=/usr/bin:/bin HOME="$home" XDG_RUNTIME_DIR="$work/runtime" LC_ALL=C.UTF-8 DISPLAY="$DISPLAY"
        QT_QPA_PLATFORM=xcb)
}
homes=0
run() { env -i "${environment[@]}" "$program" "$@"; }

# says TEXT ARGUMENTS...: exit code 2 and one line with the text.
says() {
    local text=$1 error code=0
    shift
    error=$(run "$@" 2>&1 >/dev/null) || code=$?
    [ $code -eq 2 ] || give_up "$*: exit code $code: $error"
    [[ $error == *"$text"* && $(wc -l <<<"$error") -eq 1 ]] || give_up "$*: $error"
    echo "   $error"
}

# quiet ARGUMENTS...: works, and says nothing on standard error.
quiet() {
    local error
    error=$(run "$@" 2>&1 >/dev/null) || give_up "$*: exit code $?: $error"
    [ -z "$error" ] || give_up "$*: $error"
}

open_window() {
    env -i "${environment[@]}" "$program" "$@" >"$work/output" 2>&1 &
    running=$!
    processes+=("$running")
    wait_for_window 'name:TCP Stage' "$running"
    xdotool windowfocus --sync "$window"
}

press() { # keys, with time for what they do
    local key
    for key; do xdotool key "$key"; sleep 0.4; done
}

still_there() { kill -0 "$running" 2>/dev/null || give_up "the program ended: $(cat "$work/output")"; }

close_window() {
    still_there
    xdotool windowfocus --sync "$window" key ctrl+q
    ! still_running "$running" 10 || give_up "Ctrl+Q does not end it"
    wait "$running" || give_up "the program ended with $?: $(cat "$work/output")"
    [ ! -s "$work/output" ] || sed 's/^/   said: /' "$work/output"
}

kept() { find "$home" -path '*/unsaved/*.work' -size +0 2>/dev/null | wc -l; }
no_parts() { [ -z "$(find "$home" -name '*.partial')" ] || give_up "an unfinished file was left: $(find "$home" -name '*.partial')"; }

# A home on a disk without an octet left, and with what was there before.
full_disk() {
    begin "A full disk"
    mount -t tmpfs -o size=256k home "$(mkdir -p "$work/mounted/full" && echo "$work/mounted/full")"
    home=$work/mounted/full
    environment+=(HOME="$home")
    echo old >"$home/old.json"
    cat /dev/zero >"$home/filler" 2>/dev/null || true
    says "cannot write: No space left on device" run half-close -o "$home/old.json"
    says "cannot write: No space left on device" render half-close -o "$home/new.png"
    says "cannot write: No space left on device" render half-close -o "$home/new.html"
    [ "$(cat "$home/old.json")" = old ] || give_up "the old file has changed"
    [ ! -e "$home/new.png" ] && [ ! -e "$home/new.html" ] || give_up "part of a picture was left"
    no_parts
    open_window
    press Right Right Right d
    sleep 2 # unsaved work is kept after a second
    picture full-disk
    rm "$home/filler"
    press Right Right
    sleep 2
    [ "$(kept)" = 1 ] || give_up "the work is not kept although there is room again"
    picture room-again
    close_window
    no_parts
    umount "$home"
}

read_only_home() {
    begin "A home that is read-only"
    mkdir -p "$home/.config/tcpstage"
    mount --bind "$home" "$home" && mount -o remount,bind,ro "$home"
    says "cannot write: Read-only file system" run half-close -o "$home/a.json"
    quiet list
    quiet render half-close -o "$work/a.png"
    open_window
    press Right Right Right d
    sleep 2
    picture read-only
    press F5 Right Escape 4 1
    close_window
    umount "$home"
}

no_home() {
    begin "No home: HOME is not set, or names nothing"
    environment=("${environment[@]/#HOME=*/HOME=$work/nowhere/at/all}")
    quiet list
    open_window
    press Right Right Right d
    sleep 2
    close_window
    environment=("${environment[@]/#HOME=*/TCPSTAGE_NOTHING=}")
    quiet list
    quiet render half-close -o "$work/a.png"
}

# Settings and unsaved work that are not what the program wrote.
damaged_files() {
    begin "Damaged settings and unsaved work"
    local settings="$home/.config/tcpstage/TCP Stage.conf" file
    open_window three-way-handshake
    press Right Right Right d
    sleep 2
    close_window
    [ -s "$settings" ] && [ "$(kept)" = 1 ] || give_up "no settings, or no work"
    for file in /dev/urandom /bin/sh; do
        head -c 5000 $file >"$settings"
        open_window three-way-handshake
        close_window
    done
    sed -i 's/=.*/=@Invalid()/' "$settings"
    open_window three-way-handshake
    close_window
    file=$(find "$home" -name '*.work')
    head -c 30 "$file" >"$work/half" && cp "$work/half" "$file"
    open_window three-way-handshake
    sleep 1
    picture damaged-work
    close_window
    [ "$(find "$home" -name '*.damaged' | wc -l)" = 1 ] || give_up "the damaged work was not put aside"
}

no_display() {
    begin "A display that is gone"
    environment+=(DISPLAY=:4711)
    says "no window can be opened: could not connect to display :4711"
    environment+=(DISPLAY= WAYLAND_DISPLAY=nothing QT_QPA_PLATFORM=wayland)
    says "no window can be opened: Failed to create wl_display"
    environment+=(WAYLAND_DISPLAY= QT_QPA_PLATFORM=)
    quiet render half-close -o "$work/a.png"
}

no_runtime_folder() {
    begin "XDG_RUNTIME_DIR is not set, or names nothing"
    local place
    for place in XDG_NOTHING= XDG_RUNTIME_DIR="$work/nowhere"; do
        environment=("${environment[@]/#XDG_*/$place}")
        quiet list
        quiet render half-close -o "$work/a.png"
        quiet live --probe
        open_window
        press Right Right
        close_window
    done
}

# What is printed and drawn in one language is the same in every locale and time zone.
outputs() {
    local folder=$1 lesson
    mkdir -p "$folder"
    for lesson in last-ack-lost slow-start; do
        run show "$lesson" --lang en --captions >"$folder/$lesson.txt"
        run run "$lesson" -o "$folder/$lesson.json" && run run "$lesson" --format csv -o "$folder/$lesson.csv"
        run run "$lesson" --format pcapng -o "$folder/$lesson.pcapng"
        run run "$lesson" --format packetdrill -o "$folder/$lesson.pkt" && run drill --lang en - <"$folder/$lesson.pkt" >"$folder/$lesson.drilled"
        run render "$lesson" --lang en --at 1.5s -o "$folder/$lesson.svg"
        run render "$lesson" --lang en -o "$folder/$lesson.png" --view window
        run render "$lesson" --lang en -o "$folder/$lesson.html"
        run run "$lesson" --format tcptrace -o "$folder/$lesson.tcptrace"
        run run "$folder/$lesson.tcptrace" -o "$folder/$lesson.again.json"
    done
    run check --lang en >"$folder/checked.txt"
    run matrix --lang en >"$folder/matrix.txt"
}

locales() {
    begin "Other locales"
    local name
    mkdir -p "$work/locales"
    for name in zh_CN tr_TR de_DE; do
        localedef -i $name -f UTF-8 "$work/locales/$name.UTF-8"
        localedef -i $name -f "$([ $name = zh_CN ] && echo GB18030 || echo ISO-8859-9)" "$work/locales/$name.OTHER" 2>/dev/null || true
    done
    outputs "$work/usual"
    environment+=(LOCPATH="$work/locales")
    for name in tr_TR.UTF-8 zh_CN.UTF-8 de_DE.UTF-8 tr_TR.OTHER zh_CN.OTHER C POSIX no_SUCH.UTF-8; do
        environment+=(LC_ALL=$name LANG=$name)
        outputs "$work/other"
        diff -r "$work/usual" "$work/other" || give_up "in the locale $name it is not the same"
        rm -r "$work/other"
        printf '   %s: "%s"\n' $name "$(run list | grep -m1 three-way-handshake)"
        case $name in zh*) [[ $(run list) == *三次握手* ]] || give_up "the list is not in Chinese" ;; esac
    done
    for name in tr_TR.UTF-8 zh_CN.UTF-8; do
        begin "A window in $name"
        environment+=(LOCPATH="$work/locales" LC_ALL=$name LANG=$name)
        open_window
        case $name in zh*) [[ $(xdotool getwindowname "$window") == *三次握手* ]] || give_up "the window is not in Chinese" ;; esac
        press Right Right Right d
        sleep 2
        picture $name
        close_window
        [ "$(kept)" -ge 1 ] || give_up "the work is not kept"
        open_window # with what was kept
        picture "$name-again"
        close_window
    done
}

time_zones() {
    begin "Time zones"
    local zone
    outputs "$work/usual"
    for zone in Asia/Shanghai America/St_Johns Pacific/Apia Asia/Kathmandu Not/There ''; do
        environment+=(TZ="$zone")
        outputs "$work/other"
        diff -r "$work/usual" "$work/other" || give_up "in $zone it is not the same"
        rm -r "$work/other"
    done
}

# Both in one home, with work on the same lesson: each keeps its own, and the next start has both.
two_instances() {
    begin "Two at once"
    open_window three-way-handshake
    local first=$running first_window=$window
    press Right Right Right d
    env -i "${environment[@]}" "$program" three-way-handshake >"$work/output2" 2>&1 &
    local second=$!
    processes+=("$second")
    for _ in $(seq 100); do
        window=$(xdotool search --all --onlyvisible --pid $second --name 'TCP Stage' 2>/dev/null | tail -1) && [ -n "$window" ] && break
        sleep 0.1
    done
    [ -n "$window" ] || give_up "the second one has no window"
    sleep 1
    xdotool windowfocus --sync "$window"
    press Home Right Right Right Right d
    sleep 2
    picture two
    [ "$(kept)" = 2 ] || give_up "$(kept) works are kept, not 2"
    running=$second
    close_window
    running=$first window=$first_window
    close_window
    open_window three-way-handshake
    sleep 2
    picture both-again
    close_window
    no_parts
}

# kill -9 while keys change the run and works are kept: the next start opens, and work that was kept is there.
killed() {
    begin "kill -9 at any moment"
    local round before=0
    RANDOM=7
    for round in $(seq 12); do
        open_window three-way-handshake
        case $((round % 3)) in
        0) press Right Right Right d ;;
        1) xdotool key ctrl+l; sleep 0.5; xdotool type --delay 20 "# a word" ;;
        2) press Right Right Right d Right F5 ;;
        esac
        sleep "$((RANDOM % 3)).$((RANDOM % 10))"
        still_there
        kill -9 "$running"
        wait "$running" 2>/dev/null || true
        [ "$(kept)" -ge "$before" ] || give_up "kept work is gone"
        before=$(kept)
    done
    [ "$before" -ge 1 ] || give_up "nothing was kept in all this"
    say "After 12 kills: $before works are kept"
    open_window three-way-handshake
    sleep 2
    picture after-kills
    close_window
    no_parts
}

# A file that is written while the program is killed is the old one or the new one.
killed_writing() {
    begin "kill -9 while a file is written"
    local round old=0 new=0 begun tenths
    RANDOM=7
    run run half-close -o "$work/old.json"
    begun=$(date +%s%N)
    run run slow-start -o "$work/whole.json"
    tenths=$((($(date +%s%N) - begun) / 100000)) # of a millisecond
    for round in $(seq 60); do
        cp "$work/old.json" "$home/target.json"
        env -i "${environment[@]}" "$program" run slow-start -o "$home/target.json" &
        running=$!
        sleep "$(printf '0.%04d' $((RANDOM % (tenths * 3 / 2))))"
        kill -9 $running 2>/dev/null || true
        wait $running 2>/dev/null || true
        if cmp -s "$home/target.json" "$work/old.json"; then
            old=$((old + 1))
        elif cmp -s "$home/target.json" "$work/whole.json"; then
            new=$((new + 1))
        else
            give_up "round $round left half a file"
        fi
    done
    echo "   killed within $((tenths * 3 / 20)) ms: the old file $old times, the new one $new times"
    run run half-close -o "$home/target.json"
    no_parts # of those that were killed, too
}

# The helper, and with it the namespaces, end with the program.
left() { # how many of `helpers` still run
    local helper count=0
    for helper in "${helpers[@]}"; do [ ! -d "/proc/$helper" ] || count=$((count + 1)); done
    echo $count
}
killed_on_the_wire() {
    begin "kill -9 during a run on real sockets"
    if ! run live --probe | grep -q '^best *wire'; then
        echo "   not possible here: $(run live --probe | grep -m1 ^wire)"
        return
    fi
    local round helper helpers=()
    for round in $(seq 10); do
        env -i "${environment[@]}" "$program" live real-zero-window --rung wire --format text >/dev/null 2>&1 &
        running=$!
        sleep "0.$((round % 10))"
        for helper in $(cat "/proc/$running/task/$running/children" 2>/dev/null); do helpers+=("$helper"); done
        kill -9 $running 2>/dev/null || true
        wait $running 2>/dev/null || true
    done
    [ ${#helpers[@]} -gt 0 ] || give_up "no helper was seen"
    for _ in $(seq 50); do [ "$(left)" = 0 ] && break; sleep 0.1; done
    echo "   ${#helpers[@]} helpers lost their program, $(left) of them still run"
    [ "$(left)" = 0 ] || give_up "a helper was left"
    run live real-handshake --rung wire --format text --check >/dev/null 2>&1 || give_up "no run is possible afterwards"
}

no_chinese_font() {
    begin "No font for Chinese"
    mkdir -p "$work/fonts"
    cp "$(fc-match -f '%{file}' 'DejaVu Sans')" "$work/fonts"
    printf '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>' \
        "$work/fonts" "$work/font-cache" >"$work/fonts.conf"
    environment+=(FONTCONFIG_FILE="$work/fonts.conf")
    [[ $(run render half-close -o "$work/a.png" --lang zh 2>&1) == *"本机没有中文字体"* ]] || give_up "render does not say it"
    open_window
    picture said
    close_window
    grep -rq saidThatFontIsMissing "$home/.config" || give_up "it was not said"
    open_window
    picture not-again
    close_window
}

empty_clipboard() {
    begin "Nothing to paste"
    open_window # no program owns the clipboard of this display
    press ctrl+l ctrl+v
    close_window
}

all=(full_disk read_only_home no_home damaged_files no_display no_runtime_folder locales time_zones two_instances killed killed_writing
    killed_on_the_wire no_chinese_font empty_clipboard)
for misfortune in "${@:-${all[@]}}"; do
    declare -F "$misfortune" >/dev/null || give_up "there is no misfortune \"$misfortune\""
    "$misfortune"
done
say "Everything works, or says why not"
