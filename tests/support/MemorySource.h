// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Source.h"

namespace megascope {

// Bytes in memory, which are always there.
class MemorySource final : public Source {
public:
    explicit MemorySource(std::vector<std::byte> bytes);

    [[nodiscard]] ByteCount size() const override;
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Extent extentAt(ByteOffset offset) const override;
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange& range) const override;

private:
    const std::vector<std::byte> m_bytes;
};

} // namespace megascope
