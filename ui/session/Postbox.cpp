// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/Postbox.h"

#include <QObject>

#include <utility>

namespace megascope {

Postbox::Postbox(QObject& owner)
{
    m_slot.m_state->owner = &owner;
}

Postbox::~Postbox()
{
    const std::scoped_lock lock(m_slot.m_state->mutex);
    m_slot.m_state->owner = nullptr;
}

void Postbox::Slot::post(std::function<void()> call) const
{
    const std::scoped_lock lock(m_state->mutex);
    if (m_state->owner)
        QMetaObject::invokeMethod(m_state->owner, std::move(call), Qt::QueuedConnection);
}

} // namespace megascope
