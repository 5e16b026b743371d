// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/SelectionCopy.h"

#include <QObject>

#include <thread>

namespace megascope {

// Prepares what the clipboard shall hold, in a thread of its own. Starts when constructed; stops when
// destroyed.
class ClipboardTask final : public QObject {
    Q_OBJECT

public:
    ClipboardTask(const Snapshot& snapshot, const ByteRange& range, Encoding encoding, CopyFormat format);

signals:
    void copied();
    void failed(const QString& reason);

private:
    std::jthread m_thread;
};

} // namespace megascope
