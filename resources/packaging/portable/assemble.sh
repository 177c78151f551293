#!/usr/bin/env bash
# assemble.sh BUILD: makes from a built program (target packaging_files) what runs without being installed, on any Linux with
# glibc of at least Debian's version, and prints three paths: a folder in BUILD/portable laid out as an AppDir, the same as
# .tar.xz, and as one .run file. Only on Debian: files and licences come from installed packages. `.ci/portable` builds
# everything that this needs.
#
# Inside is everything but glibc: a second glibc would not fit the kernel's and the machine's own (names of users, locales).
# The C++ library is inside: no library of the machine is loaded beside it, because there are no plugins for OpenGL, Vulkan
# or GTK, which would load drivers and themes of the machine. (The stage is painted by the processor.) libGL and libEGL are
# inside only because Qt refers to them; nothing calls them. Without the CUPS plugin, printing is into a PDF file.
set -euo pipefail
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sources=$(cd "$here/../../.." && pwd)
give_up() { printf 'assemble.sh: %s\n' "$*" >&2; exit 1; }
command -v dpkg-query >/dev/null || give_up "this is no Debian: files and their licences come from its packages"
export LC_ALL=C SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-}

plugins=(platforms/libqxcb.so platforms/libqwayland-generic.so platforms/libqoffscreen.so
    wayland-shell-integration/libxdg-shell.so wayland-decoration-client/libbradient.so
    platforminputcontexts/libcomposeplatforminputcontextplugin.so
    platforminputcontexts/libfcitx5platforminputcontextplugin.so
    platforminputcontexts/libibusplatforminputcontextplugin.so)
opened=(libXcursor.so.1) # libraries that are opened by name when the program runs
mapfile -t fonts <"$here/fonts.list"

# "VERSION SECONDS": the version with the date of what is not released, and the time that all files get.
read -r version SOURCE_DATE_EPOCH < <(cmake -D SOURCE="$sources" \
    -D VERSION="$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")" -P "$here/version.cmake")
machine=$(uname -m)
name=tcpstage-$version-$machine
work=$build/portable
app=$work/$name
libraries=$app/usr/lib
listed=$app/usr/share/doc/tcpstage/bundled.tsv
rm -rf "$work" && mkdir -p "$libraries" "$app/usr/etc/fonts"

cmake --install "$build" --prefix "$app/usr" --strip >/dev/null
cmake --install "$build" --prefix "$app/usr" --component made >/dev/null
rm -rf "$app/usr/share/tcpstage/apparmor-profile" "$app/usr/share/doc/tcpstage/changelog.Debian.gz"
programs=("$app/usr/bin/tcpstage" "$app/usr/libexec/tcpstage/tcpstage-wire")

# copied FILE PLACE: copies a file or folder of a Debian package into the folder and remembers which package it is of.
copied_files=()
copied() {
    mkdir -p "$(dirname "$2")"
    cp -rL "$1" "$2"
    copied_files+=("${2#"$app/"}	$1")
}

qt=$(qmake6 -query QT_INSTALL_PLUGINS)
for plugin in "${plugins[@]}"; do copied "$qt/$plugin" "$app/usr/plugins/$plugin"; done
copied "$(qmake6 -query QT_INSTALL_TRANSLATIONS)/qtbase_zh_CN.qm" "$app/usr/share/qt6/translations/qtbase_zh_CN.qm"
for font in "${fonts[@]}"; do copied "/usr/share/fonts/$font" "$app/usr/share/tcpstage/fonts/${font##*/}"; done
for folder in /usr/share/X11/xkb /usr/share/X11/locale; do copied $folder "$app$folder"; done

# "NAME => PATH" of every library that the arguments need, directly or not.
needed() { ldd "$@" | sed -nE 's/^\s*(\S+) => (\/\S+) .*/\1 \2/p' | sort -u; }
is_glibc() { [[ $1 =~ ^(ld-linux.*|lib(c|m|dl|rt|util|pthread|resolv|anl|mvec|nsl|nss_.*))\.so\. ]]; }
for file in "${opened[@]}"; do copied "$(ldconfig -p | sed -nE "s/^\s*$file .*x86-64.* => //p" | head -1)" "$libraries/$file"; done
while read -r file path; do
    is_glibc "$file" || [ -e "$libraries/$file" ] || copied "$path" "$libraries/$file"
done < <(needed "${programs[@]}" "${plugins[@]/#/$qt/}" "$libraries"/*)

# The folder of the libraries goes into the programs and not into the environment, which other programs would inherit: the
# user's own programs on the wire, dumpcap, a browser. A DT_RPATH also serves what the libraries and plugins need.
patchelf --force-rpath --set-rpath "\$ORIGIN/../lib" "$app/usr/bin/tcpstage"
patchelf --force-rpath --set-rpath "\$ORIGIN/../../lib" "$app/usr/libexec/tcpstage/tcpstage-wire"
printf '[Paths]\nPrefix=..\nPlugins=plugins\nTranslations=share/qt6/translations\n' >"$app/usr/bin/qt.conf"
cp "$here/fonts.conf" "$app/usr/etc/fonts/fonts.conf"
cp "$here/AppRun" "$here/menu" "$here/README" "$app"
ln -s AppRun "$app/tcpstage"
cp "$app/usr/share/applications/tcpstage.desktop" "$app/usr/share/icons/hicolor/scalable/apps/tcpstage.svg" "$app"
ln -s tcpstage.svg "$app/.DirIcon"
cp "$sources/LICENSE" "$app"

# Licences: of each package that a file is of, and the licences that those refer to.
owner() { # the package of a file; where /lib is /usr/lib, dpkg may know it by either name
    local path=$1 real
    real=$(realpath "$path")
    { dpkg -S "$path" "$real" "${path#/usr}" "${real#/usr}" 2>/dev/null || true; } | sed -n '/^diversion/!{s/[:,].*//p;q}'
}
mkdir -p "$app/usr/share/common-licenses"
cp -L /usr/share/common-licenses/* "$app/usr/share/common-licenses"
printf 'file\tpackage\tversion\tsource\n' >"$listed"
declare -A known=()
for entry in "${copied_files[@]}"; do
    package=$(owner "${entry#*	}")
    [ -n "$package" ] || give_up "no package has ${entry#*	}, so its licence is not known"
    if [ -z "${known[$package]:-}" ]; then
        known[$package]=$(dpkg-query -W -f '${Version}\t${source:Package}\n' "$package" | head -1)
        copyright=/usr/share/doc/$package/copyright
        [ -s "$copyright" ] || give_up "there is no $copyright"
        mkdir -p "$app/usr/share/doc/$package"
        cp -L "$copyright" "$app/usr/share/doc/$package/copyright"
    fi
    printf '%s\t%s\t%s\n' "${entry%%	*}" "$package" "${known[$package]}" >>"$listed"
done

# Nothing may be missing: whatever a file needs is in the folder or glibc's.
elf() { find "$app" -type f -exec sh -c 'head -c 4 "$1" | grep -q ELF' sh {} \; -print; }
while read -r library; do
    is_glibc "$library" || [ -e "$libraries/$library" ] || give_up "$library is needed, but not in the folder"
done < <(elf | xargs readelf -d | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p' | sort -u)
glibc=$(elf | xargs objdump -T | grep -oE 'GLIBC_[0-9.]+' | sort -Vu | tail -1)
glibc=${glibc#GLIBC_}
sed -i "s/@GLIBC@/$glibc/; s/@MACHINE@/$machine/; s/@VERSION@/$version/" "$app/README"

chmod -R u=rwX,go=rX "$app"
find "$app" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu -C "$work" -cf "$work/$name.tar" "$name"
xz -9e --threads=1 "$work/$name.tar"
lines=$(wc -l <"$here/head.sh")
mebibytes=$(du -sm "$app" | cut -f1)
sed "s/@LINES@/$lines/; s/@GLIBC@/$glibc/; s/@MACHINE@/$machine/; s/@VERSION@/$version/; s/@NAME@/$name/
     s/@MEBIBYTES@/$mebibytes/g" "$here/head.sh" >"$work/$name.run"
cat "$work/$name.tar.xz" >>"$work/$name.run"
chmod +x "$work/$name.run"
touch -d "@$SOURCE_DATE_EPOCH" "$work/$name.tar.xz" "$work/$name.run"
printf '%s\n' "$app" "$work/$name.tar.xz" "$work/$name.run"
