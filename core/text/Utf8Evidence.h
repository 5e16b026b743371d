// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TextSample.h"

#include <cstddef>
#include <span>

namespace megascope {

// What speaks for and against UTF-8. Each line that holds bytes above ASCII has one vote, and so has each 256
// bytes of a longer line: a burst of garbage counts no more than a good line does.
struct Utf8Evidence {
    std::size_t bytes = 0;
    std::size_t controls = 0; // control characters that no text has, NUL among them
    std::size_t brokenBytes = 0; // that belong to no well-formed sequence
    std::size_t linesFor
        = 0; // more is well-formed than broken, or what is broken would be no text either way
    std::size_t linesAgainst = 0; // what is broken may be text in another encoding

    // A file with broken bytes in it is UTF-8 all the same when most of what is not ASCII is well-formed:
    // text in other encodings makes a well-formed sequence by accident only. In Latin, Cyrillic and Greek
    // ones next to never, in GBK, the worst, for about one character in five.
    [[nodiscard]] bool isNearlyUtf8() const { return linesFor > linesAgainst; }
};

[[nodiscard]] Utf8Evidence judgeUtf8(std::span<const TextSample> samples);

} // namespace megascope
