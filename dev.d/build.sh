# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 Megascope contributors
# shellcheck shell=bash

# Building and testing by preset (CMakePresets.json), each in build/PRESET.

# Builds a preset, or only the named targets of it: PRESET [TARGET…]
buildPreset() {
    local preset=$1 build=$checkout/build/$1 options=() configuredIn=
    shift
    grep -q "\"name\": \"$preset\"" "$checkout/CMakePresets.json" && [[ $preset != base ]] \
        || fail "there is no preset '$preset'; CMakePresets.json has: release debug asan tsan core-only m32."
    choosePlace build
    [[ $preset != m32 ]] || choosePlace test
    [[ ! -r $build/.root ]] || read -r configuredIn <"$build/.root"
    if [[ $configuredIn != "$place" ]]; then
        # The paths of another compiler's libraries would stay in CMake's cache.
        [[ ! -e $build/CMakeCache.txt ]] || options=(--fresh)
        inCheckout cmake --preset "$preset" --log-level=WARNING "${options[@]}" \
            || fail "CMake could not configure the preset $preset; its reason stands above."
        printf '%s\n' "$place" >"$build/.root"
    fi
    (($# == 0)) || set -- --target "$@"
    inCheckout cmake --build "$build" "$@" \
        || fail "the build of the preset $preset failed; the compiler's reason stands above."
}

inCheckout() { (cd "$checkout" && inPlace "$@"); }

# The presets that `./dev test` proves, in the order of building. core-only is built and not run: that it links
# without Qt Gui is what it shows, its programs are those of release.
provenPresets=(core-only m32 asan release)
runPresets=(release m32 asan)

# Builds and runs the tests: [PRESET] [CTEST ARGUMENTS…]. One ctest runs them all, so that its summary is the last word.
runTests() {
    local preset build=$checkout/build/test present=()
    choosePlace build test
    case ${1-} in
        release | debug | asan | tsan | core-only | m32)
            present=("$1")
            shift
            ;;
        *) present=("${provenPresets[@]}") ;;
    esac
    for preset in "${present[@]}"; do
        say "building $preset"
        buildPreset "$preset"
    done
    ((${#present[@]} == 1)) || present=("${runPresets[@]}")
    mkdir -p "$build"
    printf 'subdirs("%s")\n' "${present[@]/#/$checkout/build/}" >"$build/CTestTestfile.cmake"
    inCheckout ctest --test-dir "$build" --output-on-failure --no-tests=error --parallel "$(nproc)" "$@"
}
