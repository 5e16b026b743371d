#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# Collects the texts that people read into translations/megascope.pot. Usage: extract.sh CHECKOUT VERSION
set -euo pipefail
cd "$1"

# The menus' names in KXmlGui's files, written as calls that xgettext knows.
menus=$(mktemp --suffix=.cpp)
trap 'rm -f "$menus"' EXIT
find ui app resources -name '*.rc' | sort | while read -r layout; do
    sed -n 's|.*<text>\(.*\)</text>.*|i18n("\1");|p; s|.*<text context="\([^"]*\)">\(.*\)</text>.*|i18nc("\1", "\2");|p' "$layout" \
        | sed 's/&amp;/\&/g; s/&lt;/</g; s/&gt;/>/g'
done >"$menus"

find ui app -name '*.cpp' -o -name '*.h' | sort | xgettext --files-from=- --directory=. --output=translations/megascope.pot \
    --language=C++ --kde --from-code=UTF-8 --add-comments=i18n --sort-by-file \
    --package-name=Megascope --package-version="$2" --copyright-holder='Megascope contributors' \
    --keyword=i18n:1 --keyword=i18nc:1c,2 --keyword=i18np:1,2 --keyword=i18ncp:1c,2,3 \
    --keyword=ki18n:1 --keyword=ki18nc:1c,2 --keyword=ki18np:1,2 --keyword=ki18ncp:1c,2,3 \
    --keyword=kli18n:1 --keyword=kli18nc:1c,2 "$menus"
sed -i "s|$menus|megascopeui.rc|" translations/megascope.pot
grep -c '^msgid' translations/megascope.pot
