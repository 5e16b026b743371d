# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

# Proofs that are worth more time than a run of the tests has.

# crash: the power goes at any moment of a save, so many times for each strategy.
# kill: megascope-cli is killed at each of its calls, and again while it recovers.
# typing: the window is killed while somebody types into it.
# edits: random edits, and saves of them, for each strategy.
# rotate: a log is rotated so many times, and each line is seen once, by the window's session and by megascope-cli.
# torture: the window, and core under the thread sanitizer, look for so many seconds at a file that others change a
# hundred times a second.
# pcre2: what PCRE2's own tests say is found; they are taken from Debian's source, or from the folder FOLDER.
campaign() {
    local name=${1-} states=20000 kills=2000 rounds=100 edits=1000000 rotations=1000 seconds=60
    local -A counts=([crash]=states [kill]=kills [typing]=rounds [edits]=edits [rotate]=rotations [torture]=seconds)
    if [[ $name == pcre2 ]]; then
        shift
        pcre2Campaign "$@"
        return
    fi
    [[ -n $name && -n ${counts[$name]-} ]] || fail "there is no campaign '$name'; there are: crash, kill, typing, edits, rotate, torture, pcre2."
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
        rotate)
            buildPreset release RotationTest CliFollowTest
            choosePlace test
            MEGASCOPE_ROTATIONS=$rotations inPlace "$checkout/build/release/bin/tests/CliFollowTest" eachLineIsPrintedOnce
            MEGASCOPE_ROTATIONS=$rotations inPlace "$checkout/build/release/bin/tests/RotationTest" eachLineIsSeenOnce
            ;;
        torture)
            buildPreset release ChangingFileTest
            choosePlace test
            QT_QPA_PLATFORM=xcb MEGASCOPE_TORTURE=$seconds inPlace xvfb-run --auto-servernum "$checkout/build/release/bin/tests/ChangingFileTest"
            buildPreset tsan TortureTest
            MEGASCOPE_TORTURE=$seconds inPlace "$checkout/build/tsan/bin/tests/TortureTest"
            ;;
    esac
}

pcre2Campaign() {
    local folder=${1-} source sources=()
    (($# < 2)) || fail "the campaign pcre2 takes a folder at most."
    buildPreset release Pcre2InputsTest
    if [[ -z $folder ]]; then
        folder=$cache/pcre2
        mkdir -p "$folder/lists/partial"
        while read -r source; do sources+=("deb-src ${source#deb }"); done < <(sourcesForRoot | grep " $suite main")
        ((${#sources[@]})) || fail "apt knows no mirror of Debian here: give the folder testdata of PCRE2's source."
        printf '%s\n' "${sources[@]}" >"$folder/sources.list"
        local apt=(-o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$folder/lists")
        (cd "$folder" && apt-get "${apt[@]}" update && apt-get "${apt[@]}" source --download-only pcre2) \
            || fail "Debian's source of PCRE2 cannot be fetched: give the folder testdata of one."
        tar --extract --file "$(ls "$folder"/pcre2_*.orig.tar.*[!c])" --directory "$folder" --strip-components=2 \
            --wildcards '*/testdata/testoutput[14]'
    fi
    MEGASCOPE_PCRE2_TESTS=$folder execProgram Pcre2InputsTest
}
