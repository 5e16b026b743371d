// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Piece.h"

#include <deque>
#include <memory>
#include <mutex>

namespace megascope {

// The bytes that were typed or pasted: append-only, so that a piece of it never changes. They stay in memory
// until they are written to a file by whoever keeps one (the recovery log), and are read from there
// afterwards; without one they stay in memory. Appending belongs to one thread; reading is thread-safe.
class AddBuffer final : public Source {
public:
    AddBuffer();
    // The first `size` bytes of `backing`, as if they had been appended and released to it. Error:
    // ReadFailed.
    [[nodiscard]] static Result<std::shared_ptr<AddBuffer>> of(
        std::shared_ptr<const Source> backing, ByteCount size);
    ~AddBuffer() override;

    // Bytes are added at size(). REQUIRES: they fit a ByteCount together.
    ByteRange append(std::span<const std::byte> bytes);

    // What lies before `end` stands in `backing` at the same offsets from now on, and leaves the memory, but
    // for the newest bytes. Of `backing`, nothing else is read.
    void releaseTo(std::shared_ptr<const Source> backing, ByteOffset end);
    // Memory that holds bytes now.
    [[nodiscard]] ByteCount memory() const;

    [[nodiscard]] ByteCount size() const override;
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Extent extentAt(ByteOffset offset) const override;
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange& range) const override;

private:
    mutable std::mutex m_mutex; // protects what follows
    std::deque<std::shared_ptr<std::byte[]>> m_chunks; // from m_firstChunk on; bytes in them never change
    std::int64_t m_firstChunk = 0;
    ByteCount m_size;
    std::shared_ptr<const Source> m_backing; // holds the chunks before m_firstChunk
};

} // namespace megascope
