// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/ScanWindow.h"

#include "core/file/ExactRead.h"
#include "core/file/Vfs.h"

#include <algorithm>
#include <cerrno>

namespace megascope {
namespace {

// The borders of chunks are multiples of it, so no window may be smaller.
constexpr ByteCount smallestWindow = kibibytes(64);

} // namespace

ScanWindow::ScanWindow(const VfsFile& file, WindowLedger& ledger, ByteCount size, ByteOffset dropFrom)
    : m_file(file)
    , m_ledger(ledger)
    , m_dropFrom(dropFrom)
    , m_size(size)
{
}

ScanWindow::~ScanWindow()
{
    unmap();
}

std::optional<ScanChunk> ScanWindow::pieceAt(ByteOffset place, ByteOffset end, ByteOffset mapEnd)
{
    if (!m_identity)
        m_identity = identityOf(m_file);
    // The end of the file may have come closer since `end` was found; behind it the last page reads as zeros.
    const ByteOffset fileEnd(m_identity ? m_identity->size.value() : 0);
    if (place >= fileEnd || !slideTo(place, mapEnd))
        return std::nullopt;
    const ByteOffset border = std::min({end, fileEnd, m_window->range().end()});
    const ByteRange piece(place, windowRange(place, pieceSize, border).end());
    const std::span<const std::byte> bytes = m_window->bytes(piece);
    if (!m_file.populate(bytes))
        return std::nullopt;
    return ScanChunk{.range = piece, .kind = ScanChunk::Kind::Data, .bytes = bytes};
}

bool ScanWindow::slideTo(ByteOffset place, ByteOffset mapEnd)
{
    if (m_window && m_window->range().contains(place))
        return true;
    unmap();
    if (m_size > m_share.size()) {
        m_share = m_ledger.take(m_size, smallestWindow);
        m_size = m_share.size();
    }
    if (mapAt(place, mapEnd)) {
        const ByteRange& range = m_window->range();
        m_dropsBehind = range.begin() >= m_dropFrom && !m_file.isCached(m_window->bytes(range));
        return true;
    }
    release();
    m_size = ByteCount(0);
    return false;
}

// Address space may be scarcer than the budget says: then a smaller window may still find a place.
bool ScanWindow::mapAt(ByteOffset place, ByteOffset mapEnd)
{
    for (; m_size >= smallestWindow; m_size = m_size / 2) {
        Result<std::unique_ptr<Window>> window = Window::map(m_file, windowRange(place, m_size, mapEnd));
        if (window) {
            m_window = std::move(*window);
            return true;
        }
        if (window.error().systemCode != ENOMEM)
            break;
    }
    return false;
}

void ScanWindow::unmap()
{
    if (!m_window)
        return;
    const ByteRange range = m_window->range();
    m_window.reset();
    if (m_dropsBehind)
        m_file.dropBehind(range);
}

ScanWindow::Verdict ScanWindow::judge() const
{
    if (identityOf(m_file) != m_identity)
        return Verdict::Changed;
    return m_window && m_window->isTorn() ? Verdict::Torn : Verdict::Good;
}

void ScanWindow::release()
{
    unmap();
    m_share = {};
}

} // namespace megascope
