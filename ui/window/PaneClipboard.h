// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/RangeCopy.h"
#include "ui/session/SelectionCopy.h"

#include <QClipboard>
#include <QObject>

#include <memory>

namespace megascope {

class ClipboardTask;
class DocumentPane;
class MessageBar;

// Copying, cutting and pasting of a pane's document. What is too large for a clipboard is copied for this
// program alone, as pieces: so a cut or a copy of any size takes no time. GUI thread only.
class PaneClipboard final : public QObject {
    Q_OBJECT

public:
    // Belongs to the pane.
    PaneClipboard(DocumentPane& pane, MessageBar& messages);
    ~PaneClipboard() override;

    // The selection; nothing is done when it is empty.
    void copy(CopyFormat format);
    void cut();
    // Into the view that has the keyboard.
    void paste() { paste(QClipboard::Clipboard); }
    void pasteHex();
    void paste(QClipboard::Mode clipboard);
    // Another document comes: what is under way for this one stops.
    void stop();

private:
    void paste(QClipboard::Mode clipboard, PasteAs as);
    void start(const ByteRange& range, CopyFormat format);
    // The next key may paste it here; the text for other programs follows.
    void copyAtOnce(const ByteRange& range);
    void copyInside(const ByteRange& range);
    void ask(const ByteRange& range, CopyFormat format, const QString& size);

    DocumentPane& m_pane;
    MessageBar& m_messages;
    std::unique_ptr<ClipboardTask> m_task; // not null while the clipboard is being filled
};

} // namespace megascope
