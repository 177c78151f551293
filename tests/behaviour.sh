#!/usr/bin/env bash
# Writes the program's output into a folder, to check that a change has not altered it.
#   tests/behaviour.sh PROGRAM FOLDER           every lesson: show, run in each format, compare, check; the matrix; all
#                                             scripts of SCRIPTS (default ../shared/packetdrill); pictures of each lesson
#                                             at four steps, three sizes and in every view, in alternating themes
#   tests/behaviour.sh --full PROGRAM FOLDER    pictures in each theme
#   tests/behaviour.sh --texts PROGRAM FOLDER   without pictures
#   tests/behaviour.sh --compare BEFORE AFTER   names the files that differ; exit 1 if there are any
set -euo pipefail
export LC_ALL=C.UTF-8

usage() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit "$1"
}

views=(stage ladder states present $(sed -n '/^TCPSTAGE_VIEW(Ladder/d; s/^TCPSTAGE_VIEW([^"]*"\([^"]*\)".*/\1/p' \
    "$(dirname "${BASH_SOURCE[0]}")/../ui/scene/marks/views.def"))
sizes=(1366x768 1920x1080 1024x768)
themes=(light dark contrast)
formats=(json csv pcapng mermaid packetdrill tcptrace)

# write NAME COMMAND...: what the command prints on both streams and its exit code, in FOLDER/NAME.gz
write() {
    local name=$1 code=0 octets
    shift
    mkdir -p "$folder/$(dirname "$name")"
    octets=$folder/$name.part
    "$@" >"$octets" 2>&1 || code=$?
    echo "exit code $code" >>"$octets"
    gzip -n <"$octets" >"$folder/$name.gz"
    rm "$octets"
}

texts_of() {
    local lesson=$1 format language
    for language in en zh; do
        write "$lesson/show.$language" "$program" show "$lesson" --lang "$language"
    done
    for format in "${formats[@]}"; do
        write "$lesson/run.$format" "$program" run "$lesson" --format "$format"
    done
    write "$lesson/check" "$program" check "$lesson"
    write "$lesson/compare" "$program" compare "$lesson" three-way-handshake
}

# picture NAME arguments of render
picture() {
    local name=$1 octets=$folder/$1.svg code=0
    shift
    mkdir -p "$(dirname "$octets")"
    "$program" render "$@" -o "$octets" >"$octets.said" 2>&1 || code=$?
    if [ $code -ne 0 ] || [ -s "$octets.said" ]; then echo "exit code $code" >>"$octets.said"; else rm "$octets.said"; fi
    if [ -f "$octets" ]; then gzip -nf "$octets"; fi
}

pictures_of() {
    local lesson=$1 steps step size view theme turn=0 language
    # The error for a step beyond the end names the number of steps.
    steps=$("$program" render "$lesson" --step 99999 -o "$folder/none.svg" 2>&1 | grep -oE 'only [0-9]+' | cut -d' ' -f2 || true)
    steps=${steps:-8}
    for step in 1 $(((steps + 2) / 3)) $(((2 * steps + 2) / 3)) $steps; do
        for size in "${sizes[@]}"; do
            for view in "${views[@]}"; do
                turn=$((turn + 1))
                language=$([ $((turn % 2)) = 0 ] && echo zh || echo en)
                for theme in $($full && echo "${themes[@]}" || echo "${themes[turn % 3]}"); do
                    picture "$lesson/$step-$size-$view-$theme" \
                        "$lesson" --step "$step" --size "$size" --view "$view" --theme "$theme" --lang "$language"
                done
            done
        done
    done
}

compare() {
    local differing
    differing=$(diff -rq "$1" "$2") && { echo "no difference"; return; }
    echo "$differing"
    exit 1
}

self=$(realpath "${BASH_SOURCE[0]}")
full=false
pictures=true
case ${1:-} in
-h | --help) usage 0 ;;
--compare)
    [ $# -eq 3 ] || usage 2
    compare "$2" "$3"
    exit
    ;;
--full) full=true && shift ;;
--texts) pictures=false && shift ;;
esac
[ $# -ge 2 ] || usage 2
program=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")
scripts=$(realpath -q "${SCRIPTS:-../shared/packetdrill}" || true)

# Called by xargs below for one lesson.
if [ $# -eq 3 ]; then
    texts_of "$3"
    if $pictures; then pictures_of "$3"; fi
    exit
fi

write list "$program" list
for language in en zh; do write "matrix.$language" "$program" matrix --lang "$language"; done
if [ -d "$scripts" ]; then
    find "$scripts" -name '*.pkt' -printf '%P\n' | sort | while read -r script; do
        (cd "$scripts" && write "scripts/$script" "$program" drill "$script") # the program prints the path
    done
else
    echo "There are no scripts in ${SCRIPTS:-../shared/packetdrill}: they are left out." >&2
fi
option=$($full && echo --full || true)$($pictures || echo --texts)
"$program" list --format json | grep -oE '"id": *"[^"]*"' | cut -d'"' -f4 |
    xargs -P "$(nproc)" -I{} "$self" ${option:+"$option"} "$program" "$folder" {}
