// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/SaveProgress.h"

#include "ui/session/DocumentSaver.h"

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

SaveProgress::SaveProgress(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(i18nc("@info:status", "Saving…"), this))
    , m_bar(new QProgressBar(this))
{
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(fontMetrics().averageCharWidth() * 14, fontMetrics().height());
    m_bar->setAccessibleName(i18nc("@info:whatsthis", "Progress of saving"));
    auto* stop = new QToolButton(this);
    stop->setAutoRaise(true);
    stop->setText(i18nc("@action:button stop saving", "Stop"));
    stop->setToolTip(i18nc("@info:tooltip", "Stop saving; the file stays as it was"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QWidget* widget :
        {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_bar), static_cast<QWidget*>(stop)})
        layout->addWidget(widget);
    hide();
    m_delay.setSingleShot(true);
    m_delay.setInterval(moment);
    connect(&m_delay, &QTimer::timeout, this, &QWidget::show);
    connect(stop, &QToolButton::clicked, this, [this] {
        if (m_saver)
            m_saver->cancel();
    });
}

void SaveProgress::setSaver(DocumentSaver* saver)
{
    if (m_saver)
        disconnect(m_saver, nullptr, this, nullptr);
    m_saver = saver;
    m_delay.stop();
    setVisible(saver->isSaving());
    connect(saver, &DocumentSaver::started, this, [this] {
        m_bar->setValue(0);
        m_delay.start();
    });
    connect(saver, &DocumentSaver::progressed, this, &SaveProgress::showProgress);
    connect(saver, &DocumentSaver::ended, this, [this] {
        m_delay.stop();
        hide();
    });
}

void SaveProgress::showProgress(qint64 done, qint64 total)
{
    m_bar->setValue(total > 0 ? int(double(done) / double(total) * 1000) : 0);
    m_bar->setToolTip(i18nc("@info:tooltip", "Saving: %1 of about %2", KFormat().formatByteSize(double(done)),
        KFormat().formatByteSize(double(total))));
}

} // namespace megascope
