// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/FilterPanel.h"

#include "ui/panel/FilterBar.h"
#include "ui/panel/FindStatus.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/FilteredText.h"
#include "ui/session/SelectionCopy.h"
#include "ui/view/FilterView.h"

#include <KFormat>
#include <KLocalizedString>

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QVBoxLayout>

#include <cmath>
#include <utility>

namespace megascope {

namespace {

// Rows that are put on the clipboard; each is looked up while one waits.
constexpr std::int64_t mostRowsCopied = 100'000;

// Filters that are over by then need no words about their way.
constexpr double shortFilter = 1; // seconds

QString numberText(std::int64_t number)
{
    return QLocale().toString(qlonglong(number));
}

} // namespace

FilterPanel::FilterPanel(QWidget* parent)
    : QWidget(parent)
    , m_bar(new FilterBar(this))
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_bar);
    setFocusProxy(m_bar);
    connect(m_bar, &FilterBar::specChanged, this, [this] {
        m_message.clear();
        if (m_lines)
            m_lines->setSpec(m_bar->spec());
    });
    connect(m_bar, &FilterBar::entered, this, [this] {
        if (m_view)
            m_view->setFocus();
    });
    connect(m_bar, &FilterBar::escaped, this, &FilterPanel::escaped);
    connect(m_bar, &FilterBar::saveRequested, this, &FilterPanel::askPath);
    connect(m_bar, &FilterBar::stopRequested, this, [this] {
        if (m_lines)
            m_lines->stop();
        if (m_saving)
            m_saving->cancel();
    });
}

FilterPanel::~FilterPanel()
{
    leave();
}

void FilterPanel::leave()
{
    delete std::exchange(m_saving, nullptr);
    delete std::exchange(m_view, nullptr);
    delete m_lines;
    m_session = nullptr;
}

void FilterPanel::follow(DocumentSession& session, Bookmarks* bookmarks)
{
    leave();
    m_session = &session;
    m_lines = new FilteredLines(session);
    m_view = new FilterView(session, *m_lines, bookmarks, this);
    m_layout->addWidget(m_view, 1);
    connect(m_view, &FilterView::chosen, this, &FilterPanel::chosen);
    connect(m_view, &FilterView::copyWanted, this, &FilterPanel::copy);
    connect(m_view, &FilterView::escaped, this, &FilterPanel::escaped);
    for (const auto signal : {&FilteredLines::reset, &FilteredLines::grown, &FilteredLines::stateChanged})
        connect(m_lines, signal, this, &FilterPanel::showStatus);
    connect(&session, &DocumentSession::indexingEnded, this, [this] {
        if (m_lines)
            showStatus();
    });
    emit viewMade();
    m_lines->setSpec(m_bar->spec());
    showStatus();
}

QString FilterPanel::countText() const
{
    const std::int64_t count = m_lines->passingCount();
    const Snapshot& snapshot = m_session->snapshot();
    const std::optional<LineCount> newlines = m_session->lineMap().newlines(snapshot);
    QString text = i18ncp("@info:status", "%2 line", "%2 lines", qlonglong(count), numberText(count));
    if (newlines) {
        const TextFormat& format = m_session->textFormat();
        const LineScanner scanner(snapshot, format.encoding, format.newline);
        const bool isOpen = !scanner.segmentAt(snapshot.end()).range.empty(); // the last line has no line end
        const std::int64_t all = newlines->value() + (isOpen ? 1 : 0);
        text = i18ncp("@info:status", "%2 of %3 line", "%2 of %3 lines", qlonglong(all), numberText(count),
            numberText(all));
    }
    if (!m_lines->isRunning())
        return text;
    const double done = double(m_lines->done());
    const double total = double(std::max<std::int64_t>(m_lines->total(), 1));
    const double rate = m_lines->rate();
    if (rate <= 0 || done / rate < shortFilter)
        return text;
    const auto left = quint64(std::ceil((total - done) / rate));
    return i18nc("@info:status how many, percent, bytes, time", "%1 (%2 %, %3/s, %4 left)", text,
        int(done / total * 100), KFormat().formatByteSize(rate), KFormat().formatDuration(left * 1000));
}

// What is wrong with a pattern, or why not all lines are there.
QString FilterPanel::troubleText() const
{
    if (!m_lines->errors().empty()) {
        const FilterError& error = m_lines->errors().front();
        const std::string& pattern = m_lines->spec().conditions[error.condition].pattern.text;
        const QByteArray before = QByteArray::fromStdString(pattern).left(qsizetype(error.error.position));
        return i18nc("@info where in a pattern, what is wrong", "At character %1: %2",
            QString::fromUtf8(before).size() + 1, QString::fromStdString(error.error.message));
    }
    const std::optional<FilterOutcome>& outcome = m_lines->outcome();
    if (!outcome)
        return {};
    const SearchEnd& end = outcome->end.search;
    if (outcome->storing)
        return i18n(
            "Lines behind could not be kept: %1", QString::fromStdString(outcome->storing->message()));
    if (end.kind == SearchEnd::Kind::TooComplex)
        return tooComplexText(end.at);
    if (end.kind == SearchEnd::Kind::OutOfMemory)
        return i18n("There is not enough memory to filter.");
    if (end.kind == SearchEnd::Kind::Stopped)
        return i18nc("@info:status", "stopped");
    if (!end.unreadable.empty())
        return i18n("Bytes from offset %1 on could not be read; nothing was found there.",
            numberText(end.unreadable.front().begin().value()));
    return {};
}

void FilterPanel::showStatus()
{
    m_bar->showErrors(m_lines->errors());
    m_bar->setRunning(m_lines->isRunning() || m_saving);
    QStringList texts;
    const QString trouble = troubleText();
    if (m_lines->filter() && m_lines->errors().empty())
        texts.append(countText());
    if (!trouble.isEmpty())
        texts.append(trouble);
    if (m_saving)
        texts.append(i18nc("@info:status", "Saving…"));
    if (!m_message.isEmpty())
        texts.append(m_message);
    m_bar->showStatus(texts.join(QStringLiteral(" · ")), !trouble.isEmpty() || !m_message.isEmpty());
}

void FilterPanel::copy()
{
    const std::int64_t count = m_view->selectedCount();
    m_message.clear();
    const Snapshot text
        = count > mostRowsCopied ? Snapshot() : linesTogether(*m_lines, m_view->firstSelected(), count);
    if (count > mostRowsCopied || text.size() > copyWithoutAsking) {
        m_message = i18n("So much is better saved than copied.");
        return showStatus();
    }
    if (text.size() == ByteCount(0))
        return;
    auto copied = copyForClipboard(
        text, text.all(), m_session->textFormat().encoding, CopyFormat::Text, std::stop_token());
    if (copied)
        QApplication::clipboard()->setMimeData(copied->release());
    else
        m_message = QString::fromStdString(copied.error().message());
    showStatus();
}

void FilterPanel::askPath()
{
    if (!m_session)
        return;
    const QString folder = QFileInfo(m_session->path()).path();
    const QString path
        = QFileDialog::getSaveFileName(this, i18nc("@title:window", "Save Filtered Lines As"), folder);
    if (!path.isEmpty())
        save(path);
}

void FilterPanel::save(const QString& path)
{
    if (m_saving || !m_lines)
        return;
    m_message.clear();
    const Snapshot& snapshot = m_session->snapshot();
    const ByteOffset begin = textBegin(snapshot, m_session->textFormat().encoding);
    m_saving = new FilteredTextTask(m_lines->rows(), begin - ByteOffset(0), path);
    connect(m_saving, &FilteredTextTask::ended, this, &FilterPanel::endSaving);
    showStatus();
}

void FilterPanel::endSaving(const QString& error)
{
    std::exchange(m_saving, nullptr)->deleteLater();
    if (!error.isEmpty())
        m_message = i18n("The lines were not saved: %1", error);
    showStatus();
    emit saved(error);
}

QSize FilterPanel::sizeHint() const
{
    constexpr int lines = 18;
    return {QWidget::sizeHint().width(), fontMetrics().lineSpacing() * lines};
}

} // namespace megascope
