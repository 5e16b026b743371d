// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/BoundedReads.h"

#include <QAbstractEventDispatcher>

#include <algorithm>
#include <chrono>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// All reads between two looks of the event loop wait no longer than this: what a disk of today takes for a
// few places, and less than a person notices.
constexpr auto perTurn = 20ms;
constexpr qint64 arrivalInterval = 50; // milliseconds

std::atomic<BoundedReads*> theInstance = nullptr; // asked by threads whether there is one

} // namespace

BoundedReads::BoundedReads()
    : m_patience(perTurn, [slot = m_postbox.slot(), isTold = m_isTold, this] {
        if (!isTold->exchange(true))
            slot.post([this] {
                m_pause.start(
                    int(std::clamp<qint64>(arrivalInterval - m_last.elapsed(), 0, arrivalInterval)));
            });
    })
{
    theInstance = this;
    m_last.start();
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &BoundedReads::tell);
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this,
        [this] { m_patience.renew(); });
}

BoundedReads::~BoundedReads()
{
    theInstance = nullptr;
}

BoundedReads* BoundedReads::instance()
{
    return theInstance;
}

void BoundedReads::tell()
{
    *m_isTold = false; // what comes while it is told is told again
    m_last.restart();
    emit arrived();
}

} // namespace megascope
