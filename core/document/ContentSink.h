// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"
#include "core/file/Error.h"

#include <cstddef>
#include <span>

namespace megascope {

// Takes a new content that is made from a snapshot's, from front to back. After an error nothing more comes.
class ContentSink {
public:
    virtual ~ContentSink() = default;
    // The bytes of `range` of the snapshot come next as they are.
    [[nodiscard]] virtual Result<void> keep(const ByteRange& range) = 0;
    [[nodiscard]] virtual Result<void> put(std::span<const std::byte> bytes) = 0;
};

} // namespace megascope
