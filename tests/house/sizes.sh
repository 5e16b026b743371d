#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# A header over 250 lines or a source over 450 is a reason to split it. Usage: sizes.sh CHECKOUT
set -euo pipefail
cd "$1"

find core ui app tests -name '*.h' -o -name '*.cpp' | sort | xargs awk '
    function judge() {
        limit = name ~ /\.h$/ ? 250 : 450
        if (lines > limit) { printf "%s: %d lines, where %d are the limit\n", name, lines, limit; failed = 1 }
    }
    FNR == 1 && NR > 1 { judge() }
    { name = FILENAME; lines = FNR }
    END { judge(); exit failed }
'
