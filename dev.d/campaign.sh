# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

# Proofs that are worth more time than a run of the tests has.

# crash [--seed N] [--states N]: the power goes at any moment of a save, so many times for each strategy.
campaign() {
    local name=${1-} states=20000 seed=
    [[ $name == crash ]] || fail "there is no campaign '$name'; there is: crash."
    shift
    while (($#)); do
        [[ $1 =~ ^--(seed|states)$ && ${2-} =~ ^[0-9]+$ ]] || fail "campaign crash takes --seed NUMBER and --states NUMBER."
        printf -v "${1#--}" '%s' "$2"
        shift 2
    done
    buildPreset release CrashTest
    export MEGASCOPE_STATES=$states
    [[ -z $seed ]] || export MEGASCOPE_SEED=$seed
    execProgram CrashTest
}
