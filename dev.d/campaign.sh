# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

# Proofs that are worth more time than a run of the tests has.

# crash: the power goes at any moment of a save, so many times for each strategy.
# kill: megascope-cli is killed at each of its calls, and again while it recovers.
# typing: the window is killed while somebody types into it.
# edits: random edits, and saves of them, for each strategy.
campaign() {
    local name=${1-} states=20000 kills=2000 rounds=100 edits=1000000
    local -A counts=([crash]=states [kill]=kills [typing]=rounds [edits]=edits)
    [[ -n $name && -n ${counts[$name]-} ]] || fail "there is no campaign '$name'; there are: crash, kill, typing, edits."
    shift
    if [[ ${1-} =~ ^[0-9]+$ ]]; then
        printf -v "${counts[$name]}" '%s' "$1"
        shift
    fi
    if [[ ${1-} == --seed && ${2-} =~ ^[0-9]+$ ]]; then
        export MEGASCOPE_SEED=$2
        shift 2
    fi
    (($# == 0)) || fail "a campaign takes a number, and --seed with a number."
    export QTEST_FUNCTION_TIMEOUT=$((12 * 3600 * 1000))
    case $name in
        crash)
            buildPreset release CrashTest
            MEGASCOPE_STATES=$states execProgram CrashTest
            ;;
        kill)
            buildPreset release CliEditFaultTest
            MEGASCOPE_KILLS=$kills inPlace "$checkout/build/release/bin/tests/CliEditFaultTest" killedAnywhere
            ;;
        typing)
            buildPreset release KilledTypingTest
            choosePlace test
            MEGASCOPE_TYPING=$rounds inPlace "$checkout/build/release/bin/tests/KilledTypingTest"
            ;;
        edits)
            buildPreset release DocumentTest EditedSavesTest
            (MEGASCOPE_EDITS=$edits execProgram DocumentTest randomEdits)
            MEGASCOPE_EDITS=$edits execProgram EditedSavesTest
            ;;
    esac
}
