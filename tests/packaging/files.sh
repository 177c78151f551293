#!/usr/bin/env bash
# files.sh SOURCES WHAT FOLDER [PROGRAM]: checks the files of resources/packaging with the tools of the desktop. Skipped (77)
# where the tool is absent.
sources=$1 what=$2 folder=$3/$2 program=${4:-}
packaging=$sources/resources/packaging
rm -rf "$folder" && mkdir -p "$folder" || exit 1
export LC_ALL=C.UTF-8
failed=0
fail() { echo "$*"; failed=1; }
need() { command -v "$1" >/dev/null || { echo "skipped: there is no $1"; exit 77; }; }

check_desktop() {
    need desktop-file-validate
    said=$(desktop-file-validate "$packaging/tcpstage.desktop" 2>&1) && [ -z "$said" ] || fail "$said"
    for type in $(sed -n 's/^MimeType=//p' "$packaging/tcpstage.desktop" | tr ';' ' '); do
        grep -q "<mime-type type=\"$type\">" "$packaging/tcpstage.xml" || fail "no file has the type $type"
    done
}

check_appstream() {
    need appstreamcli
    screenshots='last-ack-lost|stage|A|一|1600|900;slow-start|window|B|二|1600|900'
    cmake -D SOURCE="$sources" -D VERSION=9.9 -D FOLDER="$folder" -D MAINTAINER="A <a@example.org>" \
        -D TCPSTAGE_HOMEPAGE=https://example.org -D SCREENSHOTS="$screenshots" -P "$packaging/debian/dated.cmake" || exit 1
    ! grep -n @ "$folder"/*.metainfo.xml || fail "a variable was not filled in"
    appstreamcli validate --no-net --pedantic "$folder"/*.metainfo.xml || failed=1
    for type in $(sed -n 's/.*<mediatype>\(.*\)<.*/\1/p' "$folder"/*.metainfo.xml); do
        grep -q "MimeType=.*$type;" "$packaging/tcpstage.desktop" || fail "the desktop file does not open $type"
    done
    for lesson in $(sed -n 's/^    "\([a-z-]*\)|.*/\1/p' "$packaging/CMakeLists.txt"); do
        [ -f "$sources/resources/lessons/$lesson.yaml" ] || fail "a picture of $lesson cannot be drawn"
    done
}

# type_of FILE: as GLib knows it, which means GNOME, Xfce, MATE and Cinnamon.
type_of() {
    XDG_DATA_HOME=$folder/none XDG_DATA_DIRS=$folder gio info -a standard::content-type "$1" |
        sed -n 's/.*standard::content-type: //p'
}
is_of_type() {
    local seen
    seen=$(type_of "$1")
    [ "$seen" = "$2" ] || fail "$1 is of type $seen"
}

check_mime() {
    need update-mime-database
    need gio
    local common=/usr/share/mime/packages/freedesktop.org.xml
    [ -f $common ] || { echo "skipped: there is no $common"; exit 77; }
    mkdir -p "$folder/mime/packages"
    cp $common "$folder/mime/packages" || exit 1
    printf 'title: a page\nsteps: 3\n' >"$folder/page.yaml"
    printf -- '---\nhosts: all\n' >"$folder/book.yml"
    update-mime-database "$folder/mime" >/dev/null 2>&1
    local yaml
    yaml=$(type_of "$folder/page.yaml")
    cp "$packaging/tcpstage.xml" "$folder/mime/packages" || exit 1
    said=$(update-mime-database "$folder/mime" 2>&1 | grep -i -e error -e warning) && fail "$said"
    for lesson in "$sources"/resources/lessons/*.yaml; do is_of_type "$lesson" text/x-tcpstage-lesson; done
    is_of_type "$folder/page.yaml" "$yaml" # as without TCP Stage
    is_of_type "$folder/book.yml" "$yaml"
    sed -n '/^## A lesson hour/,/^| key/s/^    //p' "$sources/docs/lessons.md" >"$folder/hour.yaml" # the example
    is_of_type "$folder/hour.yaml" text/x-tcpstage-hour
    printf 'title: a course\nlessons:\n  - introduction\n' >"$folder/course.yaml"
    is_of_type "$folder/course.yaml" "$yaml"
    "$program" run half-close --format tcptrace -o "$folder/a.tcptrace" || exit 1
    cp "$folder/a.tcptrace" "$folder/without-ending"
    is_of_type "$folder/a.tcptrace" application/x-tcpstage-trace
    is_of_type "$folder/without-ending" application/x-tcpstage-trace
    is_of_type "$sources/tests/app/lessons/differs.pkt" text/x-packetdrill
}

check_apparmor() {
    need apparmor_parser
    said=$(apparmor_parser --skip-kernel-load --skip-cache "$packaging/debian/apparmor-profile" 2>&1) && return
    [ ! -e /etc/apparmor.d/abi/4.0 ] || { fail "$said"; return; }
    echo "skipped: AppArmor is older than version 4"
    exit 77
}

check_copyright() {
    . "$sources/.ci/packages.sh"
    local package
    for package in "${packages[@]}"; do
        case $package in
        qt6-* | ccache) ;; # linked dynamically
        lib*-dev | *-dev) grep -qx "Comment: $package" "$packaging/debian/copyright" || fail "no word about $package" ;;
        esac
    done
    awk '/^License: / { seen[$2]++ } END { for (name in seen) if (seen[name] < 2) exit 1 }' \
        "$packaging/debian/copyright" || fail "a licence has no text, or is the licence of nothing"
}

"check_$what"
exit $failed
