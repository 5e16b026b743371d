// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Conversion.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace megascope {

// Converts the bytes of a document from front to back, a part at a time. Belongs to one thread.
class TextConverter {
public:
    virtual ~TextConverter() = default;

    struct Part {
        std::span<const std::byte> bytes;
        ByteOffset begin; // where those converted before ended
        std::size_t limit = 0; // what begins at this index is left for later; positive
        bool isLast = false; // nothing comes behind these bytes
    };
    // Appends to `out` what the first of these bytes become, and returns how many they are: what begins
    // before the limit, but for that which may belong together with what comes behind the part. The rest is
    // to be given again, with more behind it.
    [[nodiscard]] virtual std::size_t convert(const Part& part, std::vector<std::byte>& out) = 0;
    // Zeros stay as they are.
    [[nodiscard]] virtual bool keepsZeros() const = 0;
    // What hindered it in the bytes so far; what it appended is of no use then.
    [[nodiscard]] virtual std::optional<Misfits> misfits() const { return std::nullopt; }
};

[[nodiscard]] std::unique_ptr<TextConverter> makeLineEndConverter(
    const TextFormat& format, const LineEndConversion& conversion);
[[nodiscard]] std::unique_ptr<TextConverter> makeEncodingConverter(
    const TextFormat& format, const EncodingConversion& conversion);

// The newline that the line ends of LineEndConversion are made of: never CR.
[[nodiscard]] NewlineCode newlineBesideCarriageReturn(const TextFormat& format);

} // namespace megascope
