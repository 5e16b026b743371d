#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# No program below the folder may be linked with a library whose name matches the pattern.
# Usage: linked.sh FOLDER PATTERN
set -euo pipefail

count=0 status=0
while read -r program; do
    count=$((count + 1))
    found=$(readelf --dynamic "$program" | grep NEEDED | grep -E "$2") || continue
    printf '%s is linked with:\n%s\n' "$program" "$found"
    status=1
done < <(find "$1" -type f -perm -u+x)
printf '%d programs looked at\n' "$count"
((count > 0)) || status=1
exit "$status"
