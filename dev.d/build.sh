# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

# Building and testing by preset (CMakePresets.json), each in build/PRESET.

presets="release debug asan tsan core-only m32"

# Builds a preset, or only the named targets of it: PRESET [TARGET…]
buildPreset() {
    local preset=$1 build=$checkout/build/$1 options=() configuredIn=
    shift
    [[ $preset == package || " $presets " == *" $preset "* ]] \
        || fail "there is no preset '$preset'; there are: $presets."
    choosePlace build
    [[ $preset != m32 ]] || choosePlace test
    [[ ! -r $build/.root ]] || read -r configuredIn <"$build/.root"
    if [[ $configuredIn != "$place" || $checkout/CMakePresets.json -nt $build/.root ]]; then
        # What another preset or another compiler's libraries left in CMake's cache would stay there.
        [[ ! -e $build/CMakeCache.txt ]] || options=(--fresh)
        inCheckout cmake --preset "$preset" "${options[@]}" >/dev/null \
            || fail "CMake could not configure the preset $preset; its reason stands above."
        printf '%s\n' "$place" >"$build/.root"
        [[ $preset != release ]] || writeCompileCommands
    fi
    (($# == 0)) || set -- --target "$@"
    inCheckout cmake --build "$build" "$@" \
        || fail "the build of the preset $preset failed; the compiler's reason stands above."
}

# Writes build/compile_commands.json, source by source, for editors and clang-tidy: the presets compile in batches.
writeCompileCommands() {
    local single=$checkout/build/sources
    inCheckout cmake --preset release -B "$single" -DMEGASCOPE_UNITY=OFF -DMEGASCOPE_PRECOMPILE=OFF >/dev/null \
        || fail "CMake could not list the sources; its reason stands above."
    # What the build generates lies in the build of release.
    sed "s|$single|$checkout/build/release|g" "$single/compile_commands.json" >"$checkout/build/compile_commands.json"
}

inCheckout() { (cd "$checkout" && inPlace "$@"); }

# Builds and runs the tests: [PRESET] [CTEST ARGUMENTS…]. Without a preset it builds all that have to hold, and runs
# them under one ctest, so that its summary is the last word. Of core-only, whose sources are those of release, it builds
# the program, and runs the proof that this is linked without Qt Gui.
runTests() {
    local preset build=$checkout/build/test chosen=(release core-only m32 asan)
    local folders=(release core-only/tests/house m32 asan)
    choosePlace build test
    if [[ -n ${1-} && " $presets " == *" $1 "* ]]; then
        chosen=("$1") folders=("$1")
        shift
    fi
    for preset in "${chosen[@]}"; do
        say "building $preset"
        if [[ $preset == core-only && ${#chosen[@]} -gt 1 ]]; then
            buildPreset "$preset" megascope-cli
        else
            buildPreset "$preset"
        fi
    done
    mkdir -p "$build"
    printf 'subdirs("%s")\n' "${folders[@]/#/$checkout/build/}" >"$build/CTestTestfile.cmake"
    # More than there are processors: half of what tests do is to wait for a disk or another process.
    inCheckout ctest --test-dir "$build" --output-on-failure --no-tests=error --parallel "$(($(nproc) + 2))" "$@"
}
