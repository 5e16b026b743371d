// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/WorkProgress.h"

#include "ui/session/DocumentConverter.h"
#include "ui/session/DocumentReplacer.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/DocumentSession.h"

#include <KFormat>
#include <KLocalizedString>

#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include <chrono>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// Most saves are over by then, and nothing flickers.
constexpr auto moment = 300ms;

} // namespace

WorkProgress::WorkProgress(QWidget* parent)
    : ProgressRow(i18nc("@action:button stop saving, converting or replacing", "Stop"), parent)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(moment);
    connect(&m_delay, &QTimer::timeout, this, &QWidget::show);
    connect(&stopButton(), &QToolButton::clicked, this, &WorkProgress::cancel);
}

void WorkProgress::setSession(DocumentSession* session)
{
    if (m_session) {
        disconnect(&m_session->saver(), nullptr, this, nullptr);
        disconnect(&m_session->converter(), nullptr, this, nullptr);
        disconnect(&m_session->replacer(), nullptr, this, nullptr);
    }
    m_session = session;
    end();
    const auto follow = [this](auto* worker, Work work, bool isRunning) {
        using Worker = std::remove_pointer_t<decltype(worker)>;
        connect(worker, &Worker::started, this, [this, work] { begin(work); });
        connect(worker, &Worker::progressed, this, &WorkProgress::showProgress);
        connect(worker, &Worker::ended, this, &WorkProgress::end);
        if (isRunning)
            begin(work);
    };
    follow(&session->saver(), Work::Saving, session->saver().isSaving());
    follow(&session->converter(), Work::Converting, session->converter().isConverting());
    follow(&session->replacer(), Work::Replacing, session->replacer().isReplacing());
}

void WorkProgress::begin(Work work)
{
    switch (work) {
    case Work::Saving:
        text().setText(i18nc("@info:status", "Saving…"));
        bar().setAccessibleName(i18nc("@info:whatsthis", "Progress of saving"));
        stopButton().setToolTip(i18nc("@info:tooltip", "Stop saving; the file stays as it was"));
        break;
    case Work::Converting:
        text().setText(i18nc("@info:status", "Converting…"));
        bar().setAccessibleName(i18nc("@info:whatsthis", "Progress of converting"));
        stopButton().setToolTip(i18nc("@info:tooltip", "Stop converting; nothing is changed then"));
        break;
    case Work::Replacing:
        text().setText(i18nc("@info:status", "Replacing…"));
        bar().setAccessibleName(i18nc("@info:whatsthis", "Progress of replacing"));
        stopButton().setToolTip(i18nc("@info:tooltip", "Stop replacing; nothing is changed then"));
        break;
    }
    bar().setValue(0);
    m_delay.start();
}

void WorkProgress::end()
{
    m_delay.stop();
    hide();
}

void WorkProgress::cancel()
{
    if (!m_session)
        return;
    m_session->saver().cancel();
    m_session->converter().cancel();
    m_session->replacer().cancel();
}

void WorkProgress::showProgress(qint64 done, qint64 total)
{
    showShare(double(done), double(total));
    bar().setToolTip(i18nc("@info:tooltip how far it is", "%1 of about %2",
        KFormat().formatByteSize(double(done)), KFormat().formatByteSize(double(total))));
}

} // namespace megascope
