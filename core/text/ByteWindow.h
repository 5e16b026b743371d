// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"

#include <cstddef>
#include <memory>
#include <span>

namespace megascope {

// Bytes of a snapshot around the place that was last looked at, so that looking at neighbours reads nothing
// anew. A copy starts without them. Not thread-safe.
class ByteWindow {
public:
    explicit ByteWindow(Snapshot snapshot);
    ~ByteWindow() = default;
    ByteWindow(const ByteWindow& other);
    ByteWindow& operator=(const ByteWindow& other);
    ByteWindow(ByteWindow&&) noexcept = default;
    ByteWindow& operator=(ByteWindow&&) noexcept = default;

    [[nodiscard]] const Snapshot& snapshot() const { return m_snapshot; }

    // The bytes of `range`, zeros where they cannot be read; valid until the next call. The same range as at
    // the last call is not read again. REQUIRES: `range` lies in the snapshot, and is some 100 KiB at most.
    [[nodiscard]] std::span<const std::byte> bytes(const ByteRange& range);

private:
    Snapshot m_snapshot;
    ByteRange m_range; // empty: nothing is known
    ByteCount m_size; // of m_bytes
    std::unique_ptr<std::byte[]> m_bytes; // those of m_range
};

} // namespace megascope
