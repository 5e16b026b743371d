#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# No file names the host of a package registry (apt and mmdebstrap know theirs), a path of the machine it was written
# on, or work left undone; and none calls what takes seconds to compile where the house has a quicker word for it.
# Usage: words.sh CHECKOUT
set -euo pipefail
cd "$1"

status=0
# reject WHY PATTERN FILES…: says each line that holds the pattern.
reject() {
    local found
    found=$(grep -nIE --with-filename "$2" "${@:3}" | grep -v '^LICENSES/') || return 0
    printf '%s\n' "$found" | sed "s/^/$1: /"
    status=1
}

mapfile -t all < <(find . \( -path ./build -o -path ./.git \) -prune -o -type f ! -name '*.png' ! -path ./tests/house/words.sh -printf '%P\n')
mapfile -t sources < <(printf '%s\n' "${all[@]}" | grep -E '\.(cpp|h|sh|cmake|py)$|CMakeLists\.txt$|^dev')
reject 'names a registry' '(deb|ftp|security|snapshot|archive|packages)\.(debian|ubuntu)\.|registry\.npmjs|pypi\.(org|python)|crates\.io' "${all[@]}"
reject 'names a path of one machine' "(^|[^[:alnum:]_.\$}~/-])/(home|work|Users|root)/[[:alnum:]]" "${all[@]}"
reject 'leaves something undone' '\b(TODO|FIXME|XXX|HACK)\b' "${sources[@]}"
mapfile -t others < <(printf '%s\n' "${sources[@]}" | grep -v '^core/file/FormatText')
reject 'is formatText() of core/file/FormatText.h here' '\bstd::v?format(_to(_n)?)?\(' "${others[@]}"
exit "$status"
