// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/ClipboardTask.h"

#include <QClipboard>
#include <QGuiApplication>

namespace megascope {

ClipboardTask::ClipboardTask(
    const Snapshot& snapshot, const ByteRange& range, Encoding encoding, CopyFormat format)
{
    m_thread = std::jthread([=, this](std::stop_token stop) {
        auto copy = std::make_shared<Result<std::unique_ptr<QMimeData>>>(
            copyForClipboard(snapshot, range, encoding, format, std::move(stop)));
        QMetaObject::invokeMethod(
            this,
            [this, copy] {
                if (!*copy) {
                    emit failed(QString::fromStdString(copy->error().message()));
                } else if (**copy) {
                    QGuiApplication::clipboard()->setMimeData((*copy)->release());
                    emit copied();
                }
            },
            Qt::QueuedConnection);
    });
}

} // namespace megascope
