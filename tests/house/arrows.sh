#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors

# Holds every #include against the arrows of docs/ARCHITECTURE.md: a room includes itself and the rooms named with it
# below, and of Qt no more than it may. Says every include that points the wrong way; silence is consent.
# Usage: arrows.sh CHECKOUT
set -euo pipefail
cd "$1"

# shellcheck disable=SC2016  # awk's own fields
find core ui app -name '*.h' -o -name '*.cpp' | sort | xargs awk '
    function allow(room, rooms, qt) { below[room] = " " room " " rooms " "; qtOf[room] = qt }
    BEGIN {
        allow("core/file", "", "none")
        allow("core/task", "", "none")
        allow("core/document", "core/file", "none")
        allow("core/text", "core/file core/document core/task", "core")
        allow("core/save", "core/file core/document core/task", "none")
        allow("core/search", "core/file core/document core/task core/text", "core")
        allow("core/inspect", "core/file core/document core/task core/text", "core")
        allow("core/compare", "core/file core/document core/task core/text", "core")
        allow("core/unpack", "core/file core/task", "archive")
        allow("ui/session", "core/*", "all")
        allow("ui/model", "core/* ui/session", "all")
        allow("ui/view", "core/* ui/session ui/model", "all")
        allow("ui/panel", "core/* ui/session ui/model ui/view", "all")
        allow("ui/window", "core/* ui/session ui/model ui/view ui/panel", "all")
        allow("app/cli", "core/*", "core")
        allow("app/gui", "core/* ui/session ui/window", "all")
    }
    function wrong(reason) { printf "%s:%d: %s\n", FILENAME, FNR, reason; failed = 1 }
    FNR == 1 {
        split(FILENAME, path, "/")
        room = path[1] "/" path[2]
        if (!(room in below)) wrong("tests/house/arrows.sh does not know the room " room)
    }
    /^ *# *include *"/ {
        split($0, quoted, "\"")
        if (quoted[2] ~ /\.moc$/) next
        if (split(quoted[2], part, "/") < 3) { wrong("includes \"" quoted[2] "\" without its room; write the path from the top"); next }
        target = part[1] "/" part[2]
        if (!index(below[room], " " target " ") && !index(below[room], " " part[1] "/* "))
            wrong(room " may not include " quoted[2])
    }
    # Qt and KDE spell their headers with a capital; the standard library and the system do not. Which part of Qt a
    # header belongs to is for the linker: core links nothing but Qt6::Core.
    /^ *# *include *<[A-Z]/ {
        if (qtOf[room] == "none") wrong(room " uses no Qt")
        else if (qtOf[room] == "archive" && /<(KFilterBase|KCompressionDevice)>/) next
        else if (qtOf[room] ~ /core|archive/ && $0 ~ /<K[A-Z]|QtGui|QtWidgets/) wrong(room " uses no more of Qt than Qt Core")
    }
    /Q_OBJECT|Q_GADGET|QSettings|KConfig/ && room ~ /^core/ { wrong("core has no QObject and no settings") }
    END { exit failed }
'
