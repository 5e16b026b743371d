// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/LineEnding.h"

#include <optional>
#include <span>
#include <string_view>

namespace megascope {

// How bytes spell characters. A cheap value that names an entry of a fixed table. Thread-safe.
class Encoding {
public:
    enum class Family { Utf8, Utf16, Utf32, SingleByte, MultiByte };

    // UTF-8.
    Encoding();

    // Every encoding that is offered, those of a group together, as in a menu.
    [[nodiscard]] static std::span<const Encoding> all();
    // By name or alias ("latin1", "UTF8", "sjis", "ibm1047"); case, '-', '_' and spaces do not count.
    [[nodiscard]] static std::optional<Encoding> byName(std::string_view name);

    // IANA's preferred name: "UTF-8", "windows-1252", "Shift_JIS".
    [[nodiscard]] std::string_view name() const;
    // In English, for a menu: "Unicode", "Western European", "Japanese" …
    [[nodiscard]] std::string_view group() const;
    [[nodiscard]] Family family() const;
    // Bytes of a code unit: 1, 2 or 4.
    [[nodiscard]] int unitSize() const;
    [[nodiscard]] bool isBigEndian() const; // of UTF-16 and UTF-32
    // The longest that one character can be, in bytes.
    [[nodiscard]] int maxCharacterSize() const;
    // Bytes 0x20 … 0x7e and the control characters mean what they do in ASCII.
    [[nodiscard]] bool isAsciiCompatible() const;
    // The newline: LF, or 0x15 (NL) in EBCDIC.
    [[nodiscard]] NewlineCode newline() const;
    // The byte order mark, empty when there is none for it.
    [[nodiscard]] std::span<const std::byte> byteOrderMark() const;

    friend bool operator==(Encoding, Encoding) = default;

private:
    friend struct EncodingTable;
    explicit Encoding(int index)
        : m_index(index)
    {
    }
    int m_index = 0;
};

} // namespace megascope
