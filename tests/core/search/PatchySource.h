// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Source.h"

#include <cstdint>

namespace megascope::testing {

// Bytes in memory whose scans come in chunks of random sizes, some of them holes where the bytes are zero,
// and some wrong at the first look and not confirmed. The same chunks at every scan that begins at the same
// place.
class PatchySource final : public Source {
public:
    PatchySource(std::vector<std::byte> bytes, std::uint64_t seed, std::size_t largestChunk);

    [[nodiscard]] ByteCount size() const override { return ByteCount(std::ssize(m_bytes)); }
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Extent extentAt(ByteOffset offset) const override;
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange& range) const override;

private:
    friend class PatchyScan;

    const std::vector<std::byte> m_bytes;
    const std::uint64_t m_seed;
    const std::size_t m_largestChunk;
};

} // namespace megascope::testing
