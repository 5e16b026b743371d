// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What the live mode does to the hex view.

#include "ui/session/DirectWriter.h"
#include "ui/view/HexLive.h"
#include "ui/view/HexView.h"

namespace megascope {

namespace {

// More of them are painted faster as a whole.
constexpr std::size_t mostParts = 64;

constexpr ByteCount longestCharacter(4);

} // namespace

HexView::~HexView() = default;

void HexView::setLive(Live live)
{
    if (live == Live::Off) {
        m_live.reset();
        viewport()->update();
        return;
    }
    if (!m_live) {
        m_live = std::make_unique<HexLive>(session());
        connect(m_live.get(), &HexLive::faded, this, [this] { updateBytes(m_live->glowing()); });
        m_live->look(m_model.page().range());
        m_model.readAgain(); // what is shown is older than that
        viewport()->update();
    }
    m_live->setHeld(live == Live::Held);
}

void HexView::lookAgain()
{
    if (m_live)
        m_live->look(m_model.page().range());
    const bool isNew = !m_live || m_live->wasElsewhere();
    if (isNew || m_live->foundChange())
        m_model.readAgain();
    if (isNew)
        viewport()->update(); // else HexLive tells where
}

std::vector<std::uint8_t> HexView::glow() const
{
    return m_live ? m_live->strengths(m_model.page().range()) : std::vector<std::uint8_t>();
}

void HexView::updateBytes(std::span<const ByteRange> ranges)
{
    if (ranges.size() > mostParts)
        return viewport()->update();
    for (const ByteRange& range : ranges) {
        // A character may begin in the row before, and reach into the next one.
        const ByteOffset first = backBy(range.begin(), longestCharacter, ByteOffset(0));
        const ByteOffset last = forthBy(range.end(), longestCharacter, ByteOffset::max());
        viewport()->update(m_layout.rowsRect(m_layout.grid().rowOf(first), m_layout.grid().rowOf(last), m_top)
                .toAlignedRect());
    }
}

void HexView::setDirectWriter(DirectWriter* writer)
{
    m_writer = writer;
}

bool HexView::writeDirectly(const EditOrder& order)
{
    DocumentEditor& editor = session().editor();
    if (!editor.mayEdit())
        return false;
    const std::expected<void, QString> written = m_writer->write(order);
    lookAgain();
    if (!written) {
        editor.refuse(written.error());
        return false;
    }
    session().setSelection(order.selection);
    return true;
}

} // namespace megascope
