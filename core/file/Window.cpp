// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/Window.h"

#include "core/file/Vfs.h"

namespace megascope {

Result<std::unique_ptr<Window>> Window::map(const VfsFile& file, const ByteRange& range)
{
    const Result<std::span<const std::byte>> bytes = file.map(range);
    if (!bytes)
        return std::unexpected(bytes.error());
    std::unique_ptr<Window> window(new Window(file, range, *bytes));
    if (!window->m_guard->isRegistered())
        return std::unexpected(Error{.kind = ErrorKind::OutOfMemory, .detail = "too many windows"});
    return window;
}

Window::Window(const VfsFile& file, const ByteRange& range, std::span<const std::byte> bytes)
    : m_file(file)
    , m_range(range)
    , m_bytes(bytes)
    , m_guard(bytes)
{
}

// The guard ends first: once unmapped, the system may give the place to somebody else at once.
Window::~Window()
{
    m_guard.reset();
    m_file.unmap(m_bytes);
}

std::span<const std::byte> Window::bytes(const ByteRange& part) const
{
    return m_bytes.subspan(static_cast<std::size_t>((part.begin() - m_range.begin()).value()),
        static_cast<std::size_t>(part.count().value()));
}

ByteRange windowRange(ByteOffset place, ByteCount size, ByteOffset end)
{
    const ByteOffset begin = alignedDown(place, size);
    return {begin, std::min(size, end - begin)};
}

} // namespace megascope
