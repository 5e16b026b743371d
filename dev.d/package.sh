# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

# Makes the .deb in build/package: [--check]
package() {
    local made=("$checkout"/build/package/megascope_*.deb)
    [[ ${1-} == '' || ${1-} == --check ]] || fail "package knows --check, and not '$1'."
    choosePlace build package
    rm -f "${made[@]}"
    buildPreset package
    inCheckout cpack --config build/package/CPackConfig.cmake -B build/package >/dev/null \
        || fail "CPack could not make the package; its reason stands above."
    rm -rf "$checkout/build/package/_CPack_Packages"
    made=("$checkout"/build/package/megascope_*.deb)
    say "made ${made[0]}"
    [[ ${1-} != --check ]] || checkPackage "${made[0]}"
}

# Installs the package in a bare Debian, starts it there under a virtual display, and takes it away. Needs the network.
checkPackage() {
    local name=${1##*/}
    makeDebian /dev/null --format=null \
        --customize-hook="copy-in '$1' '$checkout/installer/check-inside.sh' /tmp" \
        --customize-hook="chroot \"\$1\" /tmp/check-inside.sh '/tmp/$name'" \
        || fail "the package did not pass; the reason stands above."
}
