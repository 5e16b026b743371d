// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/LooseThread.h"
#include "ui/session/Postbox.h"
#include "ui/session/SelectionCopy.h"

#include <QClipboard>
#include <QObject>

namespace megascope {

// Prepares what a clipboard shall hold, in a thread of its own, and puts it there. Starts when constructed;
// stops when destroyed.
class ClipboardTask final : public QObject {
    Q_OBJECT

public:
    // What is copied, and how.
    struct Order {
        Snapshot snapshot;
        ByteRange range; // REQUIRES: copySize() of it is at most copyLimit
        Encoding encoding;
        CopyFormat format = CopyFormat::Text;
        QClipboard::Mode clipboard = QClipboard::Clipboard;
    };

    // `target`: what is put there gets the copy as well; may be null.
    explicit ClipboardTask(const Order& order, std::unique_ptr<QMimeData> target = nullptr);

signals:
    // The last signal; the task may be deleted later from the receiver. `reason` why nothing was copied: one
    // line, empty when all went well.
    void ended(const QString& reason);

private:
    void finish(QClipboard::Mode clipboard, Result<std::unique_ptr<QMimeData>>& copy);

    std::unique_ptr<QMimeData> m_target;
    Postbox m_postbox{*this};
    LooseThread m_thread; // last: ended before what it uses is gone
};

} // namespace megascope
