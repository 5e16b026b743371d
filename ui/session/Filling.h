// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/PieceTree.h"

#include <QString>

#include <expected>
#include <variant>

namespace megascope {

// What a range is filled with.
struct Filling {
    struct Zeros { };
    struct Random {
        std::uint64_t seed = 0;
    };
    using Pattern = std::vector<std::byte>; // not empty
    std::variant<Zeros, Pattern, Random> with;

    // A pattern from hexadecimal digits. The error is one line.
    [[nodiscard]] static std::expected<Filling, QString> fromHex(QStringView digits);
    // `size` bytes; takes no memory, whatever the size. The pattern begins anew, and is cut off at the end.
    [[nodiscard]] PieceTree pieces(ByteCount size) const;
};

} // namespace megascope
