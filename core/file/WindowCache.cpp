// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/WindowCache.h"

#include <algorithm>
#include <cerrno>

namespace megascope {
namespace {

// What a lease keeps: the window goes first, then its share.
struct Held {
    WindowLedger::Share share;
    std::unique_ptr<Window> window;
};

} // namespace

WindowCache::WindowCache(const VfsFile& file, WindowLedger& ledger, ByteCount windowSize, ByteCount limit)
    : m_file(file)
    , m_ledger(ledger)
    , m_windowSize(windowSize)
    , m_limit(static_cast<std::size_t>(std::max<std::int64_t>(1, limit / windowSize)))
{
}

Result<WindowCache::Lease> WindowCache::lease(ByteOffset place, ByteOffset end)
{
    const ByteRange wanted = windowRange(place, m_windowSize, end);
    const std::scoped_lock lock(m_mutex);
    const auto found = std::ranges::find(
        m_windows, wanted.begin(), [](const Lease& held) { return held->range().begin(); });
    if (found != m_windows.end()) {
        std::rotate(found, found + 1, m_windows.end());
        if (m_windows.back()->range().contains(wanted))
            return m_windows.back();
        m_windows.pop_back(); // mapped when the file was shorter
    }
    if (!makeRoom())
        return std::unexpected(systemError(ENOMEM, {}));
    WindowLedger::Share share = m_ledger.take(m_windowSize, m_windowSize);
    if (share.size() == ByteCount(0))
        return std::unexpected(systemError(ENOMEM, {}));
    Result<std::unique_ptr<Window>> window = Window::map(m_file, wanted);
    if (!window)
        return std::unexpected(window.error());
    const auto held = std::make_shared<Held>(std::move(share), std::move(*window));
    return m_windows.emplace_back(held, held->window.get());
}

void WindowCache::drop(const Lease& lease)
{
    const std::scoped_lock lock(m_mutex);
    std::erase(m_windows, lease);
}

bool WindowCache::makeRoom()
{
    if (m_windows.size() < m_limit)
        return true;
    // No other thread can take a lease meanwhile, so a count of one stays one.
    const auto idle
        = std::ranges::find_if(m_windows, [](const Lease& held) { return held.use_count() == 1; });
    if (idle == m_windows.end())
        return false;
    m_windows.erase(idle);
    return true;
}

} // namespace megascope
