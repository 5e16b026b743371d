# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

# Where building happens, the "place": the host itself, or a Debian root that is made once and kept in the cache.
# choosePlace sets it and makes it ready; inPlace runs a command there, in this directory, with the checkout at its
# own path. Everything else in dev.d/ is written without a thought about which of the two it is.

place=                 # "/" for the host, else the folder of the root
suite=trixie           # the Debian whose root is made
readyGroups=           # the groups of packages that the host has been seen to have

# Runs a command as root: at once, or through sudo, which is announced.
asRoot() {
    if ((EUID == 0)); then
        "$@"
        return
    fi
    command -v sudo >/dev/null || fail "this needs root, and there is no sudo here. Run as root, once: $*"
    say "this needs root, through sudo: ${*:1:8}$( (($# > 8)) && echo ' …')"
    sudo "$@"
}

isAtLeast() { [[ -n $1 && $1 != '(none)' ]] && dpkg --compare-versions "${1#*:}" ge "$2"; }

installedVersion() { dpkg-query --show --showformat '${Version}' "$1" 2>/dev/null || true; }
candidateVersion() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | awk '/Candidate:/ { print $2 }'; }

# True when the host has, or can get by apt, libraries and a compiler that are new enough.
canBuildOnHost() {
    local ID='' VERSION_ID=''
    # shellcheck source=/dev/null
    source /etc/os-release
    if [[ $ID == debian && -n $VERSION_ID ]] && ((VERSION_ID < 13)); then
        return 1
    fi
    if isAtLeast "$(installedVersion libkf6xmlgui-dev)" "$least_frameworks" \
        && isAtLeast "$(installedVersion g++)" "$least_compiler"; then
        return 0
    fi
    [[ -n $(candidateVersion libkf6xmlgui-dev) ]] || asRoot apt-get update
    isAtLeast "$(candidateVersion libkf6xmlgui-dev)" "$least_frameworks" \
        && isAtLeast "$(candidateVersion g++)" "$least_compiler"
}

# Installs those of the named packages that the host lacks.
installOnHost() {
    local package missing=()
    local -A present=()
    while read -r package; do
        present[${package%%:*}]=1
    done < <(dpkg-query --show --showformat '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^ii *//p')
    for package in "$@"; do
        [[ -v present[$package] ]] || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}")
    say "installing ${missing[*]}"
    [[ -n $(candidateVersion "${missing[0]}") ]] || asRoot apt-get update
    # The lists may be older than the mirror.
    asRoot "${install[@]}" || { asRoot apt-get update && asRoot "${install[@]}"; } \
        || fail "apt could not install the packages above. Is the network reachable?"
}

# The sources of the root: the mirrors of Debian that the host's apt uses, with the root's suite. Prints nothing where
# the host knows none; mmdebstrap then takes its own.
sourcesForRoot() {
    local ID='' VERSION_CODENAME=''
    # shellcheck source=/dev/null
    source /etc/os-release
    [[ $ID == debian ]] || return 0
    # shellcheck disable=SC2016  # apt's own variables
    apt-get indextargets --format '$(ORIGIN)|$(COMPONENT)|$(CODENAME)|$(REPO_URI)' 'Identifier: Packages' \
        | awk -F '|' -v from="$VERSION_CODENAME" -v to="$suite" '
            $1 == "Debian" && $2 == "main" && $4 ~ /^https?:/ && $3 ~ "^" from "(-updates|-security)?$" {
                sub(from, to, $3)
                print "deb " $4 " " $3 " main"
            }' | sort -u
}

# Runs mmdebstrap with the host's mirrors and proxy: TARGET OPTIONS…
makeDebian() {
    local target=$1 source proxy sources=() options=()
    shift
    installOnHost mmdebstrap
    while read -r source; do sources+=("$source"); done < <(sourcesForRoot)
    while read -r proxy; do options+=(--aptopt="$proxy"); done < <(apt-config dump | grep -E '^Acquire::https?::Proxy ' || true)
    asRoot env TMPDIR="${TMPDIR:-/tmp}" mmdebstrap --mode=root --variant=apt \
        --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' --dpkgopt=force-unsafe-io \
        "${options[@]}" "$@" "$suite" "$target" "${sources[@]}"
}

# Makes the root whose name is in $place. Two at once do not collide: one makes, the other waits.
makeRoot() {
    local root=$place unfinished=$place.new old all
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock --nonblock 9 || { say "another ./dev is making the Debian root; waiting for it." && flock 9; }
    [[ ! -d $root ]] || { exec 9>&- && return; }

    say "making a Debian root with the compiler and the libraries, once: about two minutes and 1.5 GB in $cache"
    [[ ! -d $unfinished ]] || asRoot rm -rf --one-file-system "$unfinished"
    all=("${packages_build[@]}" "${packages_test[@]}" "${packages_lint[@]}" "${packages_package[@]}")
    makeDebian "$unfinished" --format=directory --include="$(IFS=, && echo "${all[*]}")" \
        "${left_out[@]/#/--dpkgopt=path-exclude=}" --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        || fail "the Debian root could not be made; the reason stands above. The first time needs the network."
    writeFontsForOutside "$unfinished" "$root"
    asRoot mv "$unfinished" "$root"
    for old in "$cache"/root-*; do
        [[ $old == "$root" ]] || asRoot rm -rf --one-file-system "$old"
    done
    exec 9>&-
}

# A program that runs outside on a host without fonts takes the root's: UNFINISHED FINAL
writeFontsForOutside() {
    asRoot tee "$1/etc/fonts/outside.conf" >/dev/null <<END
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>$2/usr/share/fonts</dir>
    <cachedir prefix="xdg">fontconfig</cachedir>
    <include>$2/etc/fonts/conf.d</include>
</fontconfig>
END
}

# Makes the place ready for the named groups of packages (build test lint package).
choosePlace() {
    local group key wanted=()
    if [[ -z $place ]]; then
        # What a root is made from names it, so that a change makes another.
        key=$(declare -p suite left_out packages_{build,test,lint,package} | sha256sum)
        place=$cache/root-${key:0:12}
        if [[ -n ${MEGASCOPE_NATIVE-} ]]; then
            place=/
        elif [[ ! -d $place ]]; then
            command -v apt-get >/dev/null || explainOtherDistributions
            if canBuildOnHost; then place=/; else makeRoot; fi
        fi
    fi
    [[ $place == / && -z ${MEGASCOPE_NATIVE-} ]] || return 0
    for group in "$@"; do
        [[ " $readyGroups " == *" $group "* ]] && continue
        local -n packages=packages_$group
        wanted+=("${packages[@]}")
        readyGroups+=" $group"
    done
    ((${#wanted[@]} == 0)) || installOnHost "${wanted[@]}"
}

explainOtherDistributions() {
    # Unquoted, so that the lists come out on one line each.
    # shellcheck disable=SC2086,SC2116
    cat >&2 <<END
dev: this system has no apt. Please install, by its own means, Qt 6.8, KDE Frameworks $least_frameworks, GCC $least_compiler and the tools:

  Fedora:    sudo dnf install $(echo $packages_dnf)

  Arch:      sudo pacman -S $(echo $packages_pacman)

  openSUSE:  sudo zypper install $(echo $packages_zypper)

and then go on with:  MEGASCOPE_NATIVE=1 ./dev run FILE
END
    exit 1
}

# The environment of every build: the compiler cache, shared by all presets and checkouts.
setBuildEnvironment() {
    export CCACHE_DIR=$cache/ccache CCACHE_BASEDIR=$checkout CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=4G
    export CCACHE_SLOPPINESS=pch_defines,time_macros # what it asks for where headers are precompiled
    export CCACHE_DEPEND=1 # the compiler's list of what it read will do; a pass of its own costs a tenth
    export LC_ALL=C.UTF-8
    unset CXX CXXFLAGS LDFLAGS
    mkdir -p "$cache/home"
}

# Runs a command where the compiler is.
inPlace() {
    setBuildEnvironment
    if [[ $place == / ]]; then
        "$@"
        return
    fi
    local enter=(unshare --mount)
    ((EUID == 0)) || enter=(unshare --map-root-user --mount)
    "${enter[@]}" true || fail "this system lets only root make mount namespaces; run this as root, for example with sudo."
    [[ -d $place$checkout && -d $place$cache ]] || asRoot mkdir -p "$place$checkout" "$place$cache"
    # shellcheck disable=SC2016  # expanded inside
    "${enter[@]}" -- /bin/bash -euc '
        place=$1 checkout=$2 cache=$3 here=$4
        shift 4
        for folder in /dev /proc /sys /tmp "$checkout" "$cache"; do
            mount --rbind "$folder" "$place$folder"
        done
        export HOME=$cache/home PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin
        export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="*"
        exec chroot "$place" /bin/bash -c "cd \"\$0\" && exec \"\$@\"" "$here" "$@"
    ' enter "$place" "$checkout" "$cache" "$PWD" "$@"
}

removeCache() {
    local root
    for root in "$cache"/root-*; do
        [[ ! -d $root ]] || asRoot rm -rf --one-file-system "$root"
    done
    rm -rf "${cache:?}"/{ccache,home,tidy,lock}
}
