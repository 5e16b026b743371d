// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace megascope {

struct LiteralKernel;

// How often a byte stands in files, roughly, from 2 (rare) to 10: in texts and logs, and NUL and 0xff in
// binaries.
[[nodiscard]] int commonness(std::uint8_t byte);

// Certain bytes, one sequence or several, which are found at the machine's speed. Immutable, thread-safe.
class LiteralSet {
public:
    // `foldCase`: ASCII letters stand for either case. REQUIRES: literals is not empty, nor is any of them.
    LiteralSet(std::vector<std::string> literals, bool foldCase);

    [[nodiscard]] std::size_t longest() const { return m_longest; }
    // The first index in [from, until) at which a literal begins that ends inside of `bytes`; `until` when
    // there is none. REQUIRES: from <= until <= bytes.size().
    [[nodiscard]] std::size_t find(
        std::span<const std::byte> bytes, std::size_t from, std::size_t until) const;

    // What follows is for the kernels.

    // One literal is found by two of its bytes that are rare in most files: byte & mask == value.
    struct Anchor {
        std::size_t index = 0; // in the literal
        std::uint8_t value = 0;
        std::uint8_t mask = 0xff;
    };
    // Several are found by their first bytes, up to three. Each literal is in one of eight buckets; bucket b
    // may begin with byte c at place p when bit b is set in both low[p][c & 15] and high[p][c >> 4].
    static constexpr std::size_t mostPlaces = 3;
    struct Fingerprint {
        std::size_t places = 0;
        std::array<std::array<std::uint8_t, 16>, mostPlaces> low{};
        std::array<std::array<std::uint8_t, 16>, mostPlaces> high{};
    };
    [[nodiscard]] const std::array<Anchor, 2>& anchors() const { return m_anchors; }
    [[nodiscard]] const Fingerprint& fingerprint() const { return m_fingerprint; }
    // Does one of the literals in these buckets begin here, and end in `size` bytes? One that is found by
    // anchors is in all buckets.
    [[nodiscard]] bool beginsAt(const std::uint8_t* bytes, std::size_t size, std::uint8_t buckets) const;

private:
    void chooseAnchors();
    void makeFingerprint();
    [[nodiscard]] bool isHere(const std::string& literal, const std::uint8_t* bytes) const;

    std::vector<std::string> m_literals; // in lower case where case is folded
    const bool m_foldCase;
    std::size_t m_longest = 0;
    std::array<Anchor, 2> m_anchors;
    Fingerprint m_fingerprint; // no places: one literal, by anchors
    const LiteralKernel* const m_kernel;
};

} // namespace megascope
