# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

messages() {
    local version count
    choosePlace build
    version=$(sed -n 's/^project(megascope VERSION \([0-9.]*\).*/\1/p' "$checkout/CMakeLists.txt")
    count=$(inCheckout translations/extract.sh "$checkout" "$version")
    say "$count texts are in translations/megascope.pot; a translation goes to translations/po/LANGUAGE/megascope.po."
}
