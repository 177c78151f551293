# The one list of packages for building. Sourced by run.sh and test.sh, which call `install_packages`.
# shellcheck shell=bash

packages=(
    g++ cmake ninja-build ccache
    qt6-base-dev qt6-translations-l10n
    libboost-dev libfmt-dev libexpected-dev libyaml-cpp-dev nlohmann-json3-dev libcli11-dev zlib1g-dev libzip-dev
    fonts-inter fonts-jetbrains-mono fonts-noto-cjk
)
package_packages=(build-essential file) # for the Debian package: dpkg-shlibdeps, and what cpack calls
# for the portable folder: what goes into it beside the libraries, and what makes it
portable_packages=(
    fonts-dejavu-core qt6-qpa-plugins qt6-wayland fcitx5-frontend-qt6 libxcursor1 xkb-data libx11-data patchelf binutils xz-utils
)
test_packages=(libgtest-dev libgmock-dev qt6-svg-dev python3-jsonschema)
bench_packages=(libbenchmark-dev libpcap-dev) # for the benchmarks, which only clang-tidy and the release preset read
format_packages=(clang-format)
tidy_packages=(clang-tidy)
sanitizer_packages=(clang libclang-rt-dev lld) # for the preset asan, which has the fuzzers

# The same for Fedora (untried).
fedora_packages=(
    gcc-c++ cmake ninja-build ccache
    qt6-qtbase-devel qt6-qttranslations
    boost-devel fmt-devel expected-devel yaml-cpp-devel json-devel cli11-devel zlib-devel libzip-devel
    rsms-inter-fonts jetbrains-mono-fonts google-noto-sans-cjk-fonts
    gtest-devel gmock-devel qt6-qtsvg-devel python3-jsonschema google-benchmark-devel
)

say() { printf '== %s\n' "$*" >&2; }

give_up() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 2
}

# Prints the arguments that are not installed.
missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
    done
}

# Without apt we can only check for build tools.
without_apt() {
    if [ "$(command -v cmake ninja c++ | wc -l)" = 3 ]; then
        say "No apt-get here: taking for granted that the libraries of .ci/packages.sh are installed."
        return
    fi
    if command -v dnf >/dev/null; then
        give_up "this is no Debian; install the packages first: sudo dnf install ${fedora_packages[*]}"
    fi
    give_up "this is no Debian; install what corresponds to these packages first: $*"
}

# Installs the arguments that are missing. Quick if none is.
install_packages() {
    command -v apt-get >/dev/null || { without_apt "$@"; return; }
    local missing as_root=() apt
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null ||
            give_up "packages are missing and there is no sudo; as root, run: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "Installing ${#missing[@]} missing packages: ${missing[*]}"
    apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
         apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)
    local install=("${apt[@]}" install -y --no-install-recommends "${missing[@]}")
    # With no or old package lists the packages are not found: fetch the lists once.
    if ! apt-get install -s --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || ! "${install[@]}"; then
        say "Fetching the lists of packages"
        "${apt[@]}" update || give_up "apt-get update failed: is there a network?"
        "${install[@]}" || give_up "these packages could not be installed: ${missing[*]} (Debian 12 has all of them)"
    fi
}

# configure_and_build PRESET TARGET [cmake options]: configures once; Ninja does so again when a CMakeLists.txt changes.
configure_and_build() {
    local preset=$1 target=$2
    shift 2
    if [ ! -f "build/$preset/build.ninja" ]; then
        say "Configuring build/$preset"
        mkdir -p build
        if ! cmake --preset "$preset" "$@" >"build/$preset.log" 2>&1; then
            cat "build/$preset.log" >&2
            give_up "cmake could not configure the build; what it said is above"
        fi
    fi
    say "Building build/$preset"
    cmake --build "build/$preset" --target "$target" || give_up "the build failed; the first error is above"
}
