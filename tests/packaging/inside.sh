#!/bin/sh
# What install.sh does inside of the bare system: inside.sh prepare | run | installed | window | purge | apparmor; and
# portable.sh: unpack | without_xz | run | menu | one_file | window. PROGRAM is what is tried.
set -eu
program=${PROGRAM:-tcpstage}
say() { printf '== %s\n' "$*"; }
give_up() { printf 'inside.sh: %s\n' "$*" >&2; exit 1; }
apt() { apt-get -qq -o Dpkg::Use-Pty=0 "$@" >>/trial/apt.log 2>&1 || { tail -20 /trial/apt.log; give_up "apt-get $*"; }; }
as_user() { (cd /home/user && setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/user "$@"); }
expect() { case $1 in *"$2"*) ;; *) give_up "expected \"$2\" in: $1" ;; esac }
# All files but those of the package manager and of this trial.
files() { find / -xdev \( -path /trial -o -path /proc -o -path /dev -o -path /tmp -o -path /home -o -path /var/log \
    -o -path /var/cache -o -path '/var/lib/dpkg' -o -path /var/lib/apt -o -path /outside \) -prune -o -print | sort; }
install_bare() { apt install --no-install-recommends -y /trial/tcpstage.deb; }

prepare() {
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
    useradd -m -u 1000 user
    apt update
    say "Installed without recommended packages"
    install_bare
    say "$(dpkg-query -f '.\n' -W | wc -l) packages, $(du -sxm --exclude=/proc --exclude=/dev --exclude=/trial / | cut -f1) MiB in all"
    say "Recommended packages can be installed too"
    apt-get -s -o APT::Install-Recommends=yes --reinstall install /trial/tcpstage.deb >/trial/recommended 2>&1 ||
        give_up "$(tail -3 /trial/recommended)"
    for name in $(dpkg-query -f '${Recommends}, ${Suggests}' -W tcpstage | tr -d ' ' | tr , ' '); do
        [ -n "$(apt-cache madison "$name")" ] || give_up "there is no package $name"
    done
    dpkg --purge tcpstage >/dev/null
    files >/trial/without
    install_bare
}

run() {
    cd /home/user
    say "As an ordinary user: $(as_user "$program" --version)"
    lessons=$(as_user "$program" list | wc -l)
    [ "$lessons" -ge 100 ] || give_up "only $lessons lessons"
    say "list: $lessons lessons"
    expect "$(as_user "$program" check)" "ok       three-way-handshake"
    for ending in png svg pdf; do
        as_user "$program" render last-ack-lost -o "a.$ending" --lang zh 2>error || give_up "$(cat error)"
        say "render: a.$ending, $(stat -c %s "a.$ending") octets"
    done
    [ "$(head -c 4 a.png | tail -c 3)" = PNG ] || give_up "this is no PNG"
    expect "$(as_user "$program" show '/trial/my lesson.yaml')" "LAST-ACK"
    say "live --probe"
    probed=$(as_user "$program" live --probe)
    echo "$probed"
    expect "$probed" "best"
    case $probed in *"best "*wire*) expect "$(as_user "$program" live real-handshake --rung wire --format text --check)" ESTABLISHED ;; esac
}

installed() {
    [ -z "$(find /usr/bin/tcpstage /usr/libexec/tcpstage -perm /6000)" ] || give_up "a program is setuid"
    for file in /usr/share/man/man1/tcpstage.1.gz /usr/share/man/zh_CN/man1/tcpstage.1.gz /usr/share/doc/tcpstage/copyright \
        /usr/share/bash-completion/completions/tcpstage; do
        # dpkg of a minimal image may leave out documentation, this one does not
        [ -s $file ] || give_up "$file is absent"
    done
}

window() { exec setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/user "$program" '/trial/my lesson.yaml'; }

# A folder with a space and Chinese letters in its name, which its user may not write to.
unpack() {
    useradd -m -u 1000 user
    find / -xdev -name 'libQt*' -o -xdev -name 'libX*' -o -xdev -name 'libfontconfig*' >/trial/libraries
    [ ! -s /trial/libraries ] || give_up "this is no bare system: $(cat /trial/libraries)"
    mkdir -p "/opt/a 文件夹"
    tar -xJf /trial/tcpstage.tar.xz -C "/opt/a 文件夹"
    mv "/opt/a 文件夹"/tcpstage-* "/opt/a 文件夹/stage"
    say "$(sed -n 's/^PRETTY_NAME=//p' /etc/os-release), $(ldd --version | head -1)"
}

without_xz() {
    mv /usr/bin/xz /usr/bin/away
    message=$(as_user /trial/tcpstage.run list 2>&1 >/dev/null) && give_up "it ran without xz"
    mv /usr/bin/away /usr/bin/xz
    say "Without xz: $message"
    expect "$message" "xz is needed"
}

menu() {
    say "In the menu of a user"
    as_user "${program%/*}/menu"
    entry=/home/user/.local/share/applications/tcpstage.desktop
    expect "$(as_user sh -c "$(sed -n 's/^Exec=\(.*\) %f$/\1/p' $entry) --version")" "tcpstage "
    [ "$(find /home/user/.local/share -type f | wc -l)" -ge 4 ] || give_up "icons or types are missing"
    as_user "${program%/*}/menu" remove
    [ -z "$(find /home/user/.local/share -type f)" ] || give_up "it left $(find /home/user/.local/share -type f)"
}

one_file() {
    say "The .run file"
    expect "$(as_user /trial/tcpstage.run --help)" "--extract"
    expect "$(as_user /trial/tcpstage.run -- --help)" "render"
    [ "$(as_user /trial/tcpstage.run list | wc -l)" -ge 100 ] || give_up "no lessons"
    as_user /trial/tcpstage.run check no-such-lesson 2>/trial/error && give_up "it ends with 0"
    [ $? -eq 2 ] || give_up "it does not end with the program's code: $?"
    [ -z "$(find /tmp -name 'tcpstage.*')" ] || give_up "the temporary folder was left"
    temporary=${TMPDIR:-/tmp}
    forgot=$temporary/tcpstage.forgot
    used=$temporary/tcpstage.in-use
    as_user mkdir "$forgot" "$used"
    as_user cp /bin/sleep "$used"
    as_user touch -d '2 hours ago' "$forgot" "$used"
    as_user "$used/sleep" 1000 &
    as_user /trial/tcpstage.run list >/dev/null
    [ ! -e "$forgot" ] || give_up "what kill -9 left is not removed"
    [ -e "$used" ] || give_up "what runs was removed"
    # shellcheck disable=SC2046
    kill $(ls -l /proc/[0-9]*/exe 2>/dev/null | sed -n "s,.*/proc/\\([0-9]*\\)/exe -> $used/.*,\\1,p")
    rm -rf "$used"
    path=$(as_user /trial/tcpstage.run --extract)
    expect "$(as_user "$path" --version)" "tcpstage "
    as_user /trial/tcpstage.run --extract 2>/trial/error && give_up "it overwrites"
    expect "$(cat /trial/error)" "exists already"
    head -c 9000000 /trial/tcpstage.run >/trial/cut.run && chmod +x /trial/cut.run
    message=$(as_user /trial/cut.run list 2>&1 >/dev/null) && give_up "half a file runs"
    say "Cut off: $(echo "$message" | tail -1)"
    expect "$message" "fetch it again"
    mkdir -p /small && mount -t tmpfs -o size=20m,mode=1777 small /small
    message=$(as_user env TMPDIR=/small /trial/tcpstage.run list 2>&1 >/dev/null) && give_up "it runs without room"
    say "Without room: $message"
    mount -o remount,size=2g,noexec /small
    message=$(as_user env TMPDIR=/small /trial/tcpstage.run list 2>&1 >/dev/null) && give_up "it runs where nothing may"
    say "Where no program may run: $message"
    umount /small
    say "Ended by a signal, while it unpacks and while it runs"
    for wanted in 'bin/xz' 'tcpstage\..*/bin/tcpstage'; do
        setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/user QT_QPA_PLATFORM=offscreen /trial/tcpstage.run 2>/trial/error &
        shell=$!
        until ls -l /proc/[0-9]*/exe 2>/dev/null | grep -q -- "-> .*$wanted"; do sleep 0.1; done
        sleep 1
        kill $shell
        wait $shell || true # 143, or 0 if the window could be closed
        [ ! -s /trial/error ] || give_up "$(cat /trial/error)"
        [ -z "$(find /tmp -name 'tcpstage.*')" ] || give_up "the temporary folder was left"
    done
}

purge() {
    say "Removed and purged"
    apt purge -y tcpstage
    files >/trial/after
    left=$(diff /trial/without /trial/after) || give_up "left or lost: $left"
    [ -z "$(dpkg-query -f '${db:Status-Abbrev}' -W tcpstage 2>/dev/null | tr -d ' un')" ] || give_up "dpkg still knows it"
}

# Debian 12 has AppArmor 3, which does not know userns. What a later AppArmor would say is played by a script.
apparmor() {
    profile=/etc/apparmor.d/tcpstage-wire
    say "AppArmor of Debian 12 gets no profile"
    apt install --no-install-recommends -y apparmor
    install_bare
    [ ! -e $profile ] || give_up "a profile that AppArmor 3 cannot read"
    say "A later AppArmor gets one, by the trigger"
    printf '#!/bin/sh\nexit 0\n' >/usr/local/sbin/apparmor_parser && chmod +x /usr/local/sbin/apparmor_parser
    dpkg-trigger --by-package=apparmor /etc/apparmor.d/abi && dpkg --triggers-only --pending
    [ -e $profile ] || give_up "no profile for AppArmor 4"
    say "Removed with the program; changed by the administrator it stays until the purge"
    dpkg --remove tcpstage >/dev/null
    [ ! -e $profile ] || give_up "the profile was left"
    install_bare
    echo "# mine" >>$profile
    dpkg --remove tcpstage >/dev/null
    grep -q "# mine" $profile || give_up "a changed profile was removed"
    install_bare
    grep -q "# mine" $profile || give_up "a changed profile was overwritten"
    dpkg --purge tcpstage >/dev/null
    [ ! -e $profile ] || give_up "the profile was left after the purge"
}

"$1"
