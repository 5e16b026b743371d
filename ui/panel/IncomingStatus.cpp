// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/IncomingStatus.h"

#include "ui/session/IncomingContent.h"

#include <KFormat>
#include <KLocalizedString>

#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace megascope {

using Phase = GrowingSpool::Phase;

IncomingStatus::IncomingStatus(QWidget* parent)
    : ProgressRow(i18nc("@action:button stop reading or unpacking", "Stop"), parent)
{
    bar().setAccessibleName(i18nc("@info:whatsthis", "Progress of unpacking"));
    stopButton().setToolTip(i18nc("@info:tooltip", "Take no more; what came so far stays"));
    connect(&stopButton(), &QToolButton::clicked, this, [this] {
        if (m_content)
            m_content->stop();
    });
}

void IncomingStatus::setContent(IncomingContent* content)
{
    if (m_content)
        disconnect(m_content, nullptr, this, nullptr);
    m_content = content;
    if (content)
        connect(content, &IncomingContent::changed, this, &IncomingStatus::showState);
    showState();
}

void IncomingStatus::showState()
{
    const Phase phase = m_content ? m_content->state().phase : Phase::Ended;
    setVisible(phase != Phase::Ended && phase != Phase::Failed);
    if (isHidden())
        return;
    text().setText(words());
    stopButton().setVisible(phase == Phase::Coming || phase == Phase::Paused);
    showProgress();
}

QString IncomingStatus::words() const
{
    const GrowingSpool::State state = m_content->state();
    const QString size = KFormat().formatByteSize(double(state.size.value()));
    const bool unpacks = m_content->progress() != nullptr;
    switch (state.phase) {
    case Phase::Paused:
        return unpacks ? i18nc("@info:status", "Unpacking paused at %1", size)
                       : i18nc("@info:status", "Input paused at %1", size);
    case Phase::Stopped:
        return unpacks ? i18nc("@info:status", "Unpacking stopped at %1", size)
                       : i18nc("@info:status", "Input stopped at %1", size);
    default:
        break;
    }
    if (unpacks)
        return i18nc("@info:status", "Unpacking…");
    return state.size == ByteCount(0) ? i18nc("@info:status", "Waiting for input…")
                                      : i18nc("@info:status", "Input: %1, and more is coming", size);
}

void IncomingStatus::showProgress()
{
    const Progress* const progress = m_content->progress();
    bar().setVisible(progress && m_content->state().phase == Phase::Coming);
    if (!progress || progress->total <= 0)
        return;
    const double done = double(progress->done);
    const double total = double(progress->total);
    showShare(done, total);
    bar().setToolTip(i18nc("@info:tooltip how much of a compressed file was unpacked", "%1 of %2",
        KFormat().formatByteSize(done), KFormat().formatByteSize(total)));
}

} // namespace megascope
