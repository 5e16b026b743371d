// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/StatusLine.h"

#include "ui/session/BoundedReads.h"
#include "ui/session/CursorPlace.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/DocumentTimes.h"
#include "ui/session/TimeTexts.h"

#include <KFormat>
#include <KLocalizedString>

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>

namespace megascope {

namespace {

// A count that takes no longer, as of what a log grows by, moves nothing in the line.
constexpr std::chrono::milliseconds briefCount(300);

QString number(std::int64_t value)
{
    return QLocale().toString(qlonglong(value));
}

QToolButton* flatButton(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    return button;
}

QString lineText(const CursorPlace& place)
{
    const QString line
        = (place.lineIsExact ? QString() : QStringLiteral("~")) + number(place.line.value() + 1);
    if (place.column)
        return i18nc("@info:status line and column of the cursor", "Line %1, Column %2", line,
            number(*place.column + 1));
    return i18nc("@info:status line of the cursor", "Line %1", line);
}

// A last line without a line end counts as well. REQUIRES: the line index is complete.
std::int64_t countedLines(const DocumentSession& session)
{
    if (session.size() == ByteCount(0))
        return 0;
    const ByteOffset last = session.snapshot().end() - ByteCount(1);
    return session.lineMap().lineAt(session.snapshot(), last).value_or(LineNumber()).value() + 1;
}

} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent)
    , m_place(flatButton(this))
    , m_selection(new QLabel(this))
    , m_time(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(flatButton(this))
    , m_lines(new QLabel(this))
    , m_size(new QLabel(this))
    , m_mode(new QLabel(this))
    , m_lineEnding(new QLabel(this))
    , m_encoding(flatButton(this))
    , m_countIsLong(new QTimer(this))
{
    addWidgets();
    m_countIsLong->setSingleShot(true);
    m_countIsLong->setInterval(briefCount);
    connect(m_countIsLong, &QTimer::timeout, this, &StatusLine::showCounting);
    connect(m_place, &QToolButton::clicked, this, &StatusLine::goToRequested);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (m_session && m_session->isIndexing()) {
            m_session->stopIndexing();
        } else if (m_session) {
            m_session->startIndexing();
            showCounting();
        }
    });
}

void StatusLine::addWidgets()
{
    m_place->setToolTip(i18nc("@info:tooltip", "Where the cursor is; click to go elsewhere"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(fontMetrics().averageCharWidth() * 14, fontMetrics().height());
    m_progress->setAccessibleName(i18nc("@info:whatsthis", "Progress of counting lines"));
    m_encoding->setPopupMode(QToolButton::InstantPopup);
    m_encoding->setToolTip(i18nc("@info:tooltip", "Encoding of the text"));
    m_time->setToolTip(i18nc("@info:tooltip", "From the first selected line to the last"));
    m_size->setToolTip(i18nc("@info:tooltip", "Size of the file"));
    m_lineEnding->setToolTip(i18nc("@info:tooltip", "Line ends of the file"));
    addWidget(m_place);
    addWidget(m_selection);
    addWidget(m_time);
    for (QWidget* widget : {static_cast<QWidget*>(m_progress), static_cast<QWidget*>(m_cancel),
             static_cast<QWidget*>(m_lines), static_cast<QWidget*>(m_mode), static_cast<QWidget*>(m_size),
             static_cast<QWidget*>(m_lineEnding), static_cast<QWidget*>(m_encoding)})
        addPermanentWidget(widget);
    m_progress->hide();
    m_cancel->hide();
}

void StatusLine::setSession(DocumentSession* session)
{
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        disconnect(&m_session->editor(), nullptr, this, nullptr);
    }
    m_session = session;
    connect(session, &DocumentSession::selectionChanged, this, &StatusLine::showPlace);
    connect(session, &DocumentSession::snapshotChanged, this, &StatusLine::showContent);
    connect(session, &DocumentSession::textFormatChanged, this, &StatusLine::showContent);
    connect(session, &DocumentSession::indexProgressed, this, &StatusLine::showIndexing);
    connect(session, &DocumentSession::indexingEnded, this, &StatusLine::endIndexing);
    connect(&session->editor(), &DocumentEditor::stateChanged, this, &StatusLine::showMode);
    if (const BoundedReads* const reads = BoundedReads::instance())
        connect(reads, &BoundedReads::arrived, this, &StatusLine::showPlace, Qt::UniqueConnection);
    m_countIsLong->stop();
    m_progress->hide();
    m_cancel->hide();
    m_lines->clear();
    showContent();
    showMode();
}

void StatusLine::setHexShown(bool shown)
{
    m_hexShown = shown;
    if (m_session) // else a new one is about to come
        showMode();
}

void StatusLine::showMode()
{
    const DocumentEditor& editor = m_session->editor();
    if (editor.isReadOnly())
        m_mode->setText(i18nc("@info:status", "Read-Only"));
    else if (editor.isInserting())
        m_mode->setText(i18nc("@info:status typing inserts bytes", "Insert"));
    else
        m_mode->setText(i18nc("@info:status typing overwrites bytes", "Overwrite"));
    m_mode->setToolTip(editor.isReadOnly() ? i18nc("@info:tooltip", "The document cannot be changed")
                                           : i18nc("@info:tooltip", "How typing in the hex view goes in"));
    m_mode->setVisible(editor.isReadOnly() || m_hexShown);
}

// What was counted may no longer hold; counting goes on, or ends, with a signal.
void StatusLine::showContent()
{
    if (!m_session->isIndexing())
        m_progress->hide();
    showLines();
    showFormat();
}

void StatusLine::showLines()
{
    const bool isCounted = !m_session->isIndexing() && m_session->lineIndex().isComplete()
        && m_session->lineMap().newlines(m_session->snapshot());
    if (isCounted)
        m_lines->setText(i18ncp("@info:status", "%1 line", "%1 lines", qlonglong(countedLines(*m_session))));
    else
        waitForCount();
}

void StatusLine::showPlace()
{
    const CursorPlace place = cursorPlace(*m_session);
    const std::int64_t offset = m_session->selection().cursor.value();
    m_place->setText(i18nc("@info:status line and column; offset", "%1   Offset %2 (0x%3)", lineText(place),
        number(offset), QString::number(offset, 16).toUpper()));
    showSelection();
}

void StatusLine::showSelection()
{
    const Selection& selection = m_session->selection();
    m_selection->setVisible(!selection.isEmpty());
    showTime();
    if (selection.isEmpty())
        return;
    const std::int64_t count = selection.range().count().value();
    m_selection->setText(count < 1024
            ? i18ncp("@info:status", "%1 byte selected", "%1 bytes selected", count)
            : i18nc("@info:status bytes, the same in KiB, MiB …", "%1 bytes selected (%2)", number(count),
                  KFormat().formatByteSize(double(count))));
}

// Whether lines bear times is made out when lines are selected for the first time.
void StatusLine::showTime()
{
    const std::optional<std::chrono::nanoseconds> time = selectedTime(*m_session);
    m_time->setVisible(time.has_value());
    if (time)
        m_time->setText(i18nc("@info:status time between two lines", "Δ %1", durationText(*time)));
    if (!m_session->selection().isEmpty())
        connect(&DocumentTimes::of(*m_session), &DocumentTimes::changed, this, &StatusLine::showTime,
            Qt::UniqueConnection);
}

void StatusLine::showFormat()
{
    const TextFormat& format = m_session->textFormat();
    QString encoding = QString::fromLatin1(format.encoding.name());
    if (format.hasByteOrderMark)
        encoding = i18nc("@info:status encoding with byte order mark", "%1 with BOM", encoding);
    m_encoding->setText(encoding);
    const bool none = format.lineEnding == LineEnding::None;
    m_lineEnding->setVisible(!none);
    m_lineEnding->setText(QString::fromLatin1(lineEndingName(format.lineEnding)));
    const double bytes = double(m_session->size().value());
    m_size->setText(KFormat().formatByteSize(bytes));
    m_size->setToolTip(i18ncp("@info:tooltip", "Size of the file: %1 byte", "Size of the file: %1 bytes",
        qlonglong(m_session->size().value())));
    showPlace();
}

void StatusLine::showIndexing(qint64 done, qint64 total)
{
    if (!m_session->isIndexing() || total <= 0)
        return;
    m_progress->setValue(int(double(done) / double(total) * 1000));
    m_progress->setToolTip(i18nc("@info:tooltip", "Counting lines: %1 of %2",
        KFormat().formatByteSize(double(done)), KFormat().formatByteSize(double(total))));
    waitForCount();
    showPlace();
}

void StatusLine::waitForCount()
{
    if (m_progress->isHidden() && !m_countIsLong->isActive())
        m_countIsLong->start();
}

void StatusLine::showCounting()
{
    m_countIsLong->stop();
    m_lines->clear();
    if (!m_session || !m_session->isIndexing())
        return;
    m_progress->show();
    m_cancel->setText(i18nc("@action:button stop counting lines", "Stop Counting"));
    m_cancel->setToolTip(i18nc("@info:tooltip", "Stop counting lines"));
    m_cancel->show();
}

void StatusLine::endIndexing(bool complete)
{
    m_countIsLong->stop();
    m_progress->hide();
    m_cancel->setVisible(!complete);
    if (complete) {
        showLines();
    } else {
        m_lines->clear();
        m_cancel->setText(i18nc("@action:button", "Count Lines"));
        m_cancel->setToolTip(i18nc("@info:tooltip", "Go on counting lines"));
    }
    showPlace();
}

} // namespace megascope
