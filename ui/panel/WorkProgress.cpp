// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/WorkProgress.h"

#include "ui/session/DocumentConverter.h"
#include "ui/session/DocumentReplacer.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/DocumentSession.h"

#include <KFormat>
#include <KLocalizedString>

#include <QHBoxLayout>
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
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_stop(new QToolButton(this))
{
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(fontMetrics().averageCharWidth() * 14, fontMetrics().height());
    m_stop->setAutoRaise(true);
    m_stop->setText(i18nc("@action:button stop saving, converting or replacing", "Stop"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QWidget* widget :
        {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_stop)})
        layout->addWidget(widget);
    hide();
    m_delay.setSingleShot(true);
    m_delay.setInterval(moment);
    connect(&m_delay, &QTimer::timeout, this, &QWidget::show);
    connect(m_stop, &QToolButton::clicked, this, &WorkProgress::cancel);
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
        m_text->setText(i18nc("@info:status", "Saving…"));
        m_bar->setAccessibleName(i18nc("@info:whatsthis", "Progress of saving"));
        m_stop->setToolTip(i18nc("@info:tooltip", "Stop saving; the file stays as it was"));
        break;
    case Work::Converting:
        m_text->setText(i18nc("@info:status", "Converting…"));
        m_bar->setAccessibleName(i18nc("@info:whatsthis", "Progress of converting"));
        m_stop->setToolTip(i18nc("@info:tooltip", "Stop converting; nothing is changed then"));
        break;
    case Work::Replacing:
        m_text->setText(i18nc("@info:status", "Replacing…"));
        m_bar->setAccessibleName(i18nc("@info:whatsthis", "Progress of replacing"));
        m_stop->setToolTip(i18nc("@info:tooltip", "Stop replacing; nothing is changed then"));
        break;
    }
    m_bar->setValue(0);
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
    m_bar->setValue(total > 0 ? int(double(done) / double(total) * 1000) : 0);
    m_bar->setToolTip(i18nc("@info:tooltip how far it is", "%1 of about %2",
        KFormat().formatByteSize(double(done)), KFormat().formatByteSize(double(total))));
}

} // namespace megascope
