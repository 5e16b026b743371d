# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

# Everything that is looked at without running the program. Each check prints one line, and its findings only when there
# are some; a failing one does not stop the others.

lintStatus=0

# Runs a check and says how it went: NAME COMMAND…
check() {
    local name=$1 output seconds=$SECONDS
    shift
    if output=$(inCheckout "$@" 2>&1); then
        printf 'ok      %-14s %3d s  %s\n' "$name" $((SECONDS - seconds)) "$(tail -n 1 <<<"$output" | cut -c 1-90)"
    else
        printf 'FAILED  %-14s %3d s\n%s\n' "$name" $((SECONDS - seconds)) "$output"
        lintStatus=1
    fi
}

lint() {
    local sources scripts
    [[ ${1-} != --all ]] || tidySeconds=86400
    choosePlace build lint
    cd "$checkout" || fail "$checkout is gone."
    mapfile -t sources < <(find core ui app tests -name '*.cpp' -o -name '*.h' | sort)
    mapfile -t scripts < <(grep -lE '^#!.*(bash|/sh)' -r dev .ci dev.d tests installer translations)
    check house/arrows tests/house/arrows.sh "$checkout"
    check house/sizes tests/house/sizes.sh "$checkout"
    check house/words tests/house/words.sh "$checkout"
    check clang-format clang-format --dry-run -Werror "${sources[@]}"
    check shellcheck shellcheck --external-sources --check-sourced --source-path=SCRIPTDIR "${scripts[@]}"
    check reuse reuse lint --lines
    check desktop desktop-file-validate resources/org.megascope.Megascope.desktop
    # There is no home page yet that metadata could name, and the id is spelled as its program is.
    check metainfo appstreamcli validate --no-net --override=url-homepage-missing=info \
        resources/org.megascope.Megascope.metainfo.xml
    # shellcheck disable=SC2016  # the inner shell's arguments
    check man-pages bash -c '! groff -man -Tutf8 -ww "$@" 2>&1 >/dev/null | grep .' man-pages resources/man/*.1
    # clang-tidy needs the headers that the build generates, and their flags.
    buildPreset release
    writeCompileCommands
    check clang-tidy bash "$checkout/dev.d/tidy" "$checkout" "$cache/tidy" "$tidySeconds"
    ((lintStatus == 0)) || fail "lint found something; it stands above."
}

# How long clang-tidy may look at files; CI cannot wait for all of them.
tidySeconds=${MEGASCOPE_TIDY_SECONDS:-170}
