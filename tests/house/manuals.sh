#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# The manuals name the options that the programs have, and no others.
# Usage: manuals.sh FOLDER_OF_MANUALS MEGASCOPE MEGASCOPE_CLI
set -euo pipefail
manuals=$1 gui=$2 cli=$3
export QT_QPA_PLATFORM=offscreen

optionsIn() { grep -oE -- '(^|[^[:alnum:]-])--[a-z][a-z-]*' | grep -oE -- '--[a-z-]+' | sort -u; }

compare() {
    local name=$1 manual=$manuals/$1.1
    # Qt offers --help-all to every program; it shows options of Qt's own.
    diff --label "$name --help" --label "$manual" <(optionsIn | grep -v -- '^--help-all$') \
        <(sed 's/^\.\\".*//; s/\\-/-/g; s/\\f.//g' "$manual" | optionsIn)
}

status=0
"$gui" --help | compare megascope || status=1
{
    "$cli" --help
    for command in $("$cli" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
        "$cli" "$command" --help
    done
} | compare megascope-cli || status=1
exit "$status"
