// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FaultGuard.h"
#include "core/file/Source.h"

namespace megascope {

class VfsFile;

// A mapped range of a file, under the fault guard. Immutable, so any thread may look into it; its bytes are
// to be believed only as FaultGuard says.
class Window {
public:
    // REQUIRES: as for VfsFile::map. The file must outlive the window.
    [[nodiscard]] static Result<std::unique_ptr<Window>> map(const VfsFile& file, const ByteRange& range);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    [[nodiscard]] const ByteRange& range() const { return m_range; }
    // REQUIRES: range().contains(part).
    [[nodiscard]] std::span<const std::byte> bytes(const ByteRange& part) const;
    [[nodiscard]] bool isTorn() const { return m_guard->isTorn(); }

private:
    Window(const VfsFile& file, const ByteRange& range, std::span<const std::byte> bytes);

    const VfsFile& m_file;
    const ByteRange m_range;
    const std::span<const std::byte> m_bytes;
    std::optional<FaultGuard> m_guard; // constant but for the destructor
};

// The range of the window of `size` bytes, aligned to its size, that holds `place`; cut at `end`.
// REQUIRES: place < end; size is a power of two and a multiple of the page size.
[[nodiscard]] ByteRange windowRange(ByteOffset place, ByteCount size, ByteOffset end);

} // namespace megascope
