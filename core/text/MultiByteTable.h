// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/CodePoints.h"
#include "core/text/Encoding.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

namespace megascope {

class IcuConverter;

// How one multi-byte encoding spells characters. What a byte means depends on the bytes behind it, never on
// those before: so decoding can start at any character, valid or not.
class MultiByteTable {
public:
    // One step through bytes.
    struct Step {
        std::uint32_t size = 1; // in bytes
        char32_t first = noCharacter; // noCharacter: the byte is invalid
        char32_t second = noCharacter; // a second code point that the same bytes spell (Big5-HKSCS)
    };

    explicit MultiByteTable(Encoding encoding);

    // Reads the character at the front of `bytes`. REQUIRES: `bytes` is not empty.
    [[nodiscard]] Step step(std::span<const unsigned char> bytes) const
    {
        if (bytes.size() < 2 || bytes.front() < 0x80)
            return {1, m_alone[bytes.front()]};
        const char32_t pair = m_pairs.data()[pairIndex(bytes.data()[0], bytes.data()[1])];
        return pair < sequenceBase ? Step{2, pair} : rareStep(bytes, pair);
    }

    // False: a character always begins between these two bytes, whatever is around them.
    [[nodiscard]] bool canJoin(unsigned char before, unsigned char after) const
    {
        return m_joins[before * 256u + after];
    }

private:
    // Values above all code points point into m_sequences.
    static constexpr char32_t sequenceBase = 0x11'0000;
    // Tables of pairs hold the upper half of first bytes.
    static constexpr std::size_t pairCount = 128 * 256;
    [[nodiscard]] static constexpr std::size_t pairIndex(unsigned first, unsigned second)
    {
        return (first - 0x80) * 256 + second;
    }

    enum class Shape : std::uint8_t { Alone, Pair, Triple, PairOrQuad };

    void describe(Encoding encoding);
    void fill(const IcuConverter& converter);
    void fillPairs(const IcuConverter& converter, unsigned first);
    void fillTriples(const IcuConverter& converter, unsigned first);
    void fillQuads(const IcuConverter& converter);
    void addHongKong();
    void addUserDefined();
    [[nodiscard]] static char32_t value(const IcuConverter& converter, std::span<const unsigned> sequence);
    [[nodiscard]] bool mayJoin(unsigned char before, unsigned char after) const;
    // Reads what is not a pair of bytes that spells one code point, given what the table of pairs has for it.
    [[nodiscard]] Step rareStep(std::span<const unsigned char> bytes, char32_t pair) const;
    [[nodiscard]] char32_t quad(std::uint32_t index) const;

    std::array<Shape, 256> m_shape{};
    std::array<bool, 256> m_trail{}; // may be the last byte of a pair or triple
    std::bitset<256 * 256> m_joins; // [before][after]: may be neighbours in one sequence

    // Values are code points or noCharacter; of pairs, also sequenceBase + an index into m_sequences.
    std::array<char32_t, 256> m_alone{};
    std::vector<char32_t> m_pairs; // [lead - 0x80][trail]
    std::vector<char32_t> m_triples; // [second - 0x80][third], behind 0x8f (EUC-JP)
    std::vector<char32_t> m_quads; // by linear index, up to the one of U+FFFF (GB18030)
    std::vector<std::array<char32_t, 2>> m_sequences;
};

// The table of an encoding of Family::MultiByte. Made when it is first asked for, in some milliseconds; lives
// as long as the program. Thread-safe.
[[nodiscard]] const MultiByteTable& multiByteTable(Encoding encoding);

} // namespace megascope
