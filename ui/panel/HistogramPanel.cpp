// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/HistogramPanel.h"

#include "core/text/TimeQuery.h"
#include "ui/panel/PanelButton.h"
#include "ui/panel/TimeHistogram.h"
#include "ui/session/DocumentHistogram.h"
#include "ui/session/TimeTexts.h"

#include <KFormat>
#include <KLocalizedString>
#include <KSqueezedTextLabel>

#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace megascope {

using State = DocumentHistogram::State;

HistogramPanel::HistogramPanel(QWidget* parent)
    : QWidget(parent)
    , m_summary(new KSqueezedTextLabel(this))
    , m_progress(new QProgressBar(this))
    , m_plot(new TimeHistogram(this))
{
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setTextElideMode(Qt::ElideRight);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(fontMetrics().averageCharWidth() * 14, fontMetrics().height());
    m_progress->setAccessibleName(i18nc("@info:whatsthis", "Progress of the histogram"));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(6, 2, 6, 2);
    head->addWidget(m_summary, 1);
    head->addWidget(m_progress);
    m_stop = makePanelButton(*this, "process-stop", i18nc("@action:button stop making a histogram", "Stop"));
    m_all = makePanelButton(*this, "zoom-fit-best", i18nc("@action:button all of a log", "Show All"));
    head->addWidget(m_stop);
    head->addWidget(m_all);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_plot, 1);
    setFocusProxy(m_plot);

    connect(m_plot, &TimeHistogram::placeChosen, this, &HistogramPanel::placeChosen);
    connect(m_stop, &QToolButton::clicked, this, [this] {
        if (m_histogram)
            m_histogram->stop();
    });
    connect(m_all, &QToolButton::clicked, this, [this] {
        if (m_histogram)
            m_histogram->showAll();
    });
    showState();
}

HistogramPanel::~HistogramPanel() = default;

void HistogramPanel::setSession(DocumentSession* session)
{
    m_plot->setHistogram(nullptr);
    m_histogram.reset();
    if (session) {
        m_histogram = std::make_unique<DocumentHistogram>(*session);
        m_plot->setHistogram(m_histogram.get());
        connect(m_histogram.get(), &DocumentHistogram::changed, this, &HistogramPanel::showState);
        connect(m_histogram.get(), &DocumentHistogram::progressed, this, [this](qint64 done, qint64 total) {
            m_progress->setMaximum(int(total));
            m_progress->setValue(int(done));
            m_progress->show();
            m_stop->show();
        });
    }
    showState();
}

QString HistogramPanel::summary() const
{
    const TimeBuckets& buckets = m_histogram->buckets();
    if (buckets.count() == 0)
        return m_histogram->state() == State::Stopped ? i18nc("@info:status", "Stopped.") : QString();
    const auto text
        = [this](LogTime time) { return QString::fromStdString(timeText(m_histogram->format(), time)); };
    const std::int64_t most = *std::ranges::max_element(m_histogram->counts());
    const QString highest = m_histogram->countsLines()
        ? i18ncp("@info:status", "%1 line", "%1 lines", qlonglong(most))
        : KFormat().formatByteSize(double(most));
    return i18nc("@info:status from, to, a length of time, an amount", "%1 – %2 · %3 for a bar · %4 at most",
        text(buckets.begin), text(buckets.end()), durationText(buckets.step), highest);
}

void HistogramPanel::showState()
{
    const bool isRunning = m_histogram && m_histogram->state() == State::Running;
    m_summary->setText(m_histogram ? summary() : QString());
    // Most are made before one could press it.
    if (!isRunning) {
        m_stop->hide();
        m_progress->hide();
    }
    m_all->setVisible(m_histogram && m_histogram->isZoomed());
}

} // namespace megascope
