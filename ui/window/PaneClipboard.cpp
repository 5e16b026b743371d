// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/PaneClipboard.h"

#include "ui/panel/MessageBar.h"
#include "ui/session/DocumentSaver.h"
#include "ui/view/DocumentView.h"
#include "ui/window/ClipboardTask.h"
#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"

#include <KLocalizedString>

#include <QAction>
#include <QGuiApplication>
#include <QIcon>

namespace megascope {

using Severity = DocumentSession::Severity;

PaneClipboard::PaneClipboard(DocumentPane& pane, MessageBar& messages)
    : QObject(&pane)
    , m_pane(pane)
    , m_messages(messages)
{
}

PaneClipboard::~PaneClipboard() = default;

void PaneClipboard::stop()
{
    m_task.reset();
}

void PaneClipboard::copy(CopyFormat format)
{
    const ByteRange range = m_pane.session().selection().range();
    if (range.empty() || m_pane.session().saver().isMovingBytes())
        return;
    const ByteCount size = copySize(range.count(), format);
    if (size > copyLimit && format == CopyFormat::Text)
        copyInside(range);
    else if (size > copyLimit)
        m_messages.show(Severity::Warning,
            i18n("A copy of %1 is too large for the clipboard, which takes %2 at most. Nothing was copied.",
                sizeText(size), sizeText(copyLimit)));
    else if (size > copyWithoutAsking)
        ask(range, format, sizeText(size));
    else if (format == CopyFormat::Text)
        copyAtOnce(range);
    else
        start(range, format);
}

void PaneClipboard::copyAtOnce(const ByteRange& range)
{
    QGuiApplication::clipboard()->setMimeData(new RangeCopy(m_pane.session(), range));
    start(range, CopyFormat::Text);
}

void PaneClipboard::copyInside(const ByteRange& range)
{
    QGuiApplication::clipboard()->setMimeData(new RangeCopy(m_pane.session(), range));
    m_messages.show(Severity::Information,
        i18n(
            "%1 are too large for other programs, but can be pasted in Megascope.", sizeText(range.count())));
}

void PaneClipboard::ask(const ByteRange& range, CopyFormat format, const QString& size)
{
    auto* action
        = new QAction(QIcon::fromTheme(QStringLiteral("edit-copy")), i18nc("@action:button", "Copy"));
    connect(action, &QAction::triggered, this, [this, range, format] {
        start(range.intersected(m_pane.session().snapshot().all()), format); // it may be shorter by now
    });
    QList<QAction*> actions{action};
    if (format == CopyFormat::Text) {
        auto* inside = new QAction(i18nc("@action:button", "For Megascope Only"));
        connect(inside, &QAction::triggered, this,
            [this, range] { copyInside(range.intersected(m_pane.session().snapshot().all())); });
        actions.append(inside);
    }
    m_messages.show(Severity::Information,
        i18n("Copy %1? Programs that watch the clipboard will each read all of it.", size), actions);
}

void PaneClipboard::start(const ByteRange& range, CopyFormat format)
{
    const DocumentSession& session = m_pane.session();
    m_task = std::make_unique<ClipboardTask>(ClipboardTask::Order{.snapshot = session.snapshot(),
                                                 .range = range,
                                                 .encoding = session.textFormat().encoding,
                                                 .format = format},
        format == CopyFormat::Text ? std::make_unique<RangeCopy>(session, range) : nullptr);
    connect(m_task.get(), &ClipboardTask::ended, this, [this](const QString& reason) {
        m_task.release()->deleteLater();
        if (!reason.isEmpty())
            m_messages.show(Severity::Error, reason);
    });
}

// What was cut is on the clipboard at once, so that it is never in neither place; the text for other programs
// follows, where there is not too much of it.
void PaneClipboard::cut()
{
    DocumentSession& session = m_pane.session();
    const ByteRange range = session.selection().range();
    if (range.empty() || !session.editor().mayEdit())
        return;
    const bool isSmall = copySize(range.count(), CopyFormat::Text) <= copyWithoutAsking;
    if (isSmall)
        copyAtOnce(range);
    else
        copyInside(range);
    session.editor().apply(
        EditOrder{.range = range, .content = PieceTree(), .selection = Selection::at(range.begin())});
}

void PaneClipboard::paste(QClipboard::Mode clipboard)
{
    paste(clipboard, m_pane.activeView()->pasteKind());
}

void PaneClipboard::pasteHex()
{
    paste(QClipboard::Clipboard, PasteAs::HexText);
}

void PaneClipboard::paste(QClipboard::Mode clipboard, PasteAs as)
{
    DocumentEditor& editor = m_pane.session().editor();
    const QMimeData* data = QGuiApplication::clipboard()->mimeData(clipboard);
    if (!data || !editor.mayEdit())
        return;
    m_pane.activeView()->commitInput();
    std::expected<EditContent, QString> content = pasteContent(*data, as, m_pane.session());
    if (content)
        m_pane.activeView()->insert(*std::move(content));
    else if (!content.error().isEmpty())
        editor.refuse(content.error());
}

} // namespace megascope
