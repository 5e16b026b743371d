// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Encoding.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace megascope {

// What is known of one encoding. Constant data.
struct EncodingEntry {
    enum Trait : unsigned {
        None = 0,
        BigEndian = 1,
        Ebcdic = 2,
        // Single bytes for which the converter gives C1 or private use code points are invalid: the code page
        // assigns nothing to them.
        Strict = 4,
    };

    std::string_view group;
    std::string_view name;
    Encoding::Family family = Encoding::Family::SingleByte;
    unsigned traits = None;
    // The name under which ICU has it; empty for the Unicode encodings.
    std::string_view converter;
    // Separated by spaces; written without '-', '_' and in lower case.
    std::string_view aliases;
};

// The fixed table behind Encoding. Its first entry is UTF-8.
struct EncodingTable {
    [[nodiscard]] static std::span<const EncodingEntry> entries();
    [[nodiscard]] static const EncodingEntry& entry(Encoding encoding);
    [[nodiscard]] static int index(Encoding encoding) { return encoding.m_index; }
    [[nodiscard]] static Encoding at(std::size_t index) { return Encoding(static_cast<int>(index)); }
};

} // namespace megascope
