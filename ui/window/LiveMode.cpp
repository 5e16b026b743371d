// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/LiveMode.h"

#include "ui/session/DirectWriter.h"
#include "ui/session/DocumentSaver.h"
#include "ui/view/HexView.h"
#include "ui/window/DocumentPane.h"

#include <KLocalizedString>

#include <algorithm>
#include <utility>

namespace megascope {

LiveMode::LiveMode(DocumentPane& pane)
    : m_pane(pane)
{
    m_tick.setTimerType(Qt::PreciseTimer);
    setRate(usualRate);
    connect(&m_tick, &QTimer::timeout, this, &LiveMode::look);
    connect(&pane, &DocumentPane::sessionChanged, this, &LiveMode::stop);
    connect(&pane, &DocumentPane::layoutChanged, this, &LiveMode::takeViews);
}

LiveMode::~LiveMode() = default;

void LiveMode::setRate(int looks)
{
    m_rate = std::clamp(looks, rates.front(), rates.back());
    m_tick.setInterval(1000 / m_rate);
    emit changed();
}

LiveMode::Outcome LiveMode::mayLook() const
{
    const FileSource* const source = m_pane.session().fileSource();
    if (!source)
        return std::unexpected(i18n("There is no file to look at."));
    if (source->isSpooled())
        return std::unexpected(i18n(
            "What is shown is a copy of what could be read once; it does not change. Reload it instead."));
    return {};
}

LiveMode::Outcome LiveMode::start()
{
    return mayLook().transform([this] { enter(State::Running); });
}

LiveMode::Outcome LiveMode::pause()
{
    return mayLook().transform([this] { enter(State::Paused); });
}

LiveMode::Outcome LiveMode::step()
{
    return pause().transform([this] { look(); });
}

void LiveMode::stop()
{
    if (m_state == State::Off)
        return;
    m_writer.reset();
    enter(State::Off);
}

void LiveMode::enter(State state)
{
    if (state == std::exchange(m_state, state))
        return;
    if (state == State::Running)
        m_tick.start();
    else
        m_tick.stop();
    takeViews();
    emit changed();
}

// Views come and go with the layout.
void LiveMode::takeViews()
{
    using Live = DocumentView::Live;
    const Live live = m_state == State::Off ? Live::Off
        : m_state == State::Paused          ? Live::Held
                                            : Live::Fading;
    for (DocumentView* view : m_pane.findChildren<DocumentView*>())
        view->setLive(live);
    for (HexView* view : m_pane.findChildren<HexView*>())
        view->setDirectWriter(m_writer.get());
}

// While bytes are moved inside of the file, it is neither old nor new.
void LiveMode::look()
{
    if (m_pane.session().saver().isMovingBytes() || m_pane.window()->isMinimized())
        return;
    for (DocumentView* view : m_pane.findChildren<DocumentView*>()) {
        if (view->isVisible())
            view->lookAgain();
    }
}

LiveMode::Outcome LiveMode::startWriting()
{
    auto writer = std::make_unique<DirectWriter>(m_pane.session());
    return writer->open().transform([&] {
        m_writer = std::move(writer);
        takeViews();
        emit changed();
    });
}

void LiveMode::stopWriting()
{
    if (!m_writer)
        return;
    const auto writer = std::move(m_writer); // the views let go of it first
    takeViews();
    emit changed();
}

} // namespace megascope
