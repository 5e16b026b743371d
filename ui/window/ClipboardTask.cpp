// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/ClipboardTask.h"

#include "ui/session/RangeCopy.h"

#include <KLocalizedString>

#include <QGuiApplication>

#include <new>

namespace megascope {

namespace {

using Copy = Result<std::unique_ptr<QMimeData>>;

Copy prepare(const ClipboardTask::Order& order, std::stop_token stop)
{
    try {
        return copyForClipboard(order.snapshot, order.range, order.encoding, order.format, std::move(stop));
    } catch (const std::bad_alloc&) {
        return std::unexpected(Error{.kind = ErrorKind::OutOfMemory,
            .subject = {},
            .detail = i18n("nothing was copied: there is not enough memory").toStdString()});
    }
}

} // namespace

ClipboardTask::ClipboardTask(const Order& order, std::unique_ptr<QMimeData> target)
    : m_target(std::move(target))
{
    m_thread = LooseThread([this, slot = m_postbox.slot(), order](const std::stop_token& stop) {
        auto copy = std::make_shared<Copy>(prepare(order, stop));
        slot.post([this, clipboard = order.clipboard, copy] { finish(clipboard, *copy); });
    });
}

void ClipboardTask::finish(QClipboard::Mode clipboard, Copy& copy)
{
    const RangeCopy* const range = RangeCopy::of(m_target.get());
    if (copy && *copy && range && !range->isIntact()) { // then it was read too late
        emit ended(i18n("The file that was copied from has changed meanwhile. Nothing was copied."));
        return;
    }
    if (copy && *copy && m_target) {
        for (const QString& format : (*copy)->formats())
            m_target->setData(format, (*copy)->data(format));
        QGuiApplication::clipboard()->setMimeData(m_target.release(), clipboard);
    } else if (copy && *copy) {
        QGuiApplication::clipboard()->setMimeData(copy->release(), clipboard);
    }
    emit ended(copy ? QString() : QString::fromStdString(copy.error().message()));
}

} // namespace megascope
