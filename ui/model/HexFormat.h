// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <QString>

#include <cstddef>
#include <span>

namespace megascope {

// How bytes and offsets are written as hex.
struct HexFormat {
    static constexpr int maxBytesPerRow = 256;
    static constexpr int mostOffsetDigits = 21; // of 2^63 - 1 in decimal, in groups of three

    int bytesPerRow = 0; // 1 … maxBytesPerRow; 0: as many as fit the width
    int groupSize = 1; // bytes that stand together: 1, 2, 4 or 8
    bool uppercase = true;
    bool decimalOffsets = false;

    // Digits that the offsets of a document of `size` bytes are written with, a multiple of offsetGroup().
    [[nodiscard]] int offsetDigits(ByteCount size) const;
    // Digits of an offset that stand together.
    [[nodiscard]] int offsetGroup() const { return decimalOffsets ? 3 : 4; }
    // Fills `digits` with the last digits of the offset, from the right, with zeros in front.
    void writeOffset(ByteOffset offset, std::span<char> digits) const;

    [[nodiscard]] QString offsetText(ByteOffset offset, int digits) const;
    [[nodiscard]] QString byteText(std::byte byte) const;
    [[nodiscard]] char digit(unsigned nibble) const
    {
        return (uppercase ? "0123456789ABCDEF" : "0123456789abcdef")[nibble];
    }

    friend bool operator==(const HexFormat&, const HexFormat&) = default;
};

} // namespace megascope
