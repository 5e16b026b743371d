# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

# Proofs that are worth more time than a run of the tests has.

# crash [--seed N] [--states N]: the power goes at any moment of a save, so many times for each strategy.
# kill [--seed N] [--kills N]: megascope-cli is killed at each of its calls, and again while it recovers.
campaign() {
    local name=${1-} states=20000 kills=2000 seed=
    [[ $name == crash || $name == kill ]] || fail "there is no campaign '$name'; there are: crash, kill."
    shift
    while (($#)); do
        [[ $1 =~ ^--(seed|states|kills)$ && ${2-} =~ ^[0-9]+$ ]] || fail "a campaign takes --seed, --states and --kills, with a number."
        printf -v "${1#--}" '%s' "$2"
        shift 2
    done
    [[ -z $seed ]] || export MEGASCOPE_SEED=$seed
    export MEGASCOPE_STATES=$states MEGASCOPE_KILLS=$kills
    if [[ $name == crash ]]; then
        buildPreset release CrashTest
        execProgram CrashTest
    else
        buildPreset release CliEditTest
        inPlace "$checkout/build/release/bin/tests/CliEditTest" killedAnywhere
    fi
}
