// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace megascope::texttesting {

// A file of any size that is computed as it is read: islands of bytes in a hole, or in data that a function
// gives. Counts what is read of it.
class HugeSource final : public Source {
public:
    // Without `filler`, what is between islands is a hole.
    explicit HugeSource(ByteCount size, std::function<std::byte(std::int64_t)> filler = nullptr);

    // To be called before the source is shared.
    void addIsland(std::int64_t offset, std::vector<std::byte> bytes);
    void makeUnreadable(const ByteRange& range) { m_unreadable = range; }

    [[nodiscard]] ByteCount size() const override { return m_size; }
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Extent extentAt(ByteOffset offset) const override;
    // No text needs it.
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange&) const override { return nullptr; }

    [[nodiscard]] std::int64_t bytesRead() const { return m_bytesRead; }
    [[nodiscard]] std::int64_t calls() const { return m_calls; } // of read() and extentAt()
    void resetCounts() const { m_bytesRead = m_calls = 0; }

private:
    const ByteCount m_size;
    const std::function<std::byte(std::int64_t)> m_filler;
    std::map<std::int64_t, std::vector<std::byte>> m_islands; // by begin; they do not touch
    ByteRange m_unreadable;
    mutable std::int64_t m_bytesRead = 0;
    mutable std::int64_t m_calls = 0;
};

} // namespace megascope::texttesting
