// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Source.h"

#include <cstdint>

namespace megascope {

// Bytes that follow a rule instead of lying somewhere: what a range is filled with, whatever its length.
// Immutable; thread-safe; needs no memory but that of the pattern.
class PatternSource final : public Source {
public:
    // `size` bytes: the pattern over and over, cut off at the end. REQUIRES: it is not empty.
    [[nodiscard]] static std::shared_ptr<const PatternSource> repeating(
        std::span<const std::byte> pattern, ByteCount size);
    // `size` bytes that look like chance, and are the same for the same seed. Not for secrets.
    [[nodiscard]] static std::shared_ptr<const PatternSource> random(std::uint64_t seed, ByteCount size);

    // Empty: it looks like chance.
    [[nodiscard]] std::span<const std::byte> pattern() const { return m_pattern; }
    [[nodiscard]] std::uint64_t seed() const { return m_seed; }

    [[nodiscard]] ByteCount size() const override { return m_size; }
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Extent extentAt(ByteOffset offset) const override;
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange& range) const override;

private:
    PatternSource(std::span<const std::byte> pattern, std::uint64_t seed, ByteCount size);
    void writePattern(ByteOffset offset, std::span<std::byte> out) const;
    void writeRandom(ByteOffset offset, std::span<std::byte> out) const;

    const std::vector<std::byte> m_pattern; // empty: random bytes
    const std::uint64_t m_seed;
    const ByteCount m_size;
};

} // namespace megascope
