// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/ReadPatience.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace megascope {
namespace {

constinit thread_local ReadPatience* patienceOfThread = nullptr;
constinit thread_local std::uint64_t missed = 0;

} // namespace

ReadPatience::ReadPatience(Clock::duration perTurn, Arrived arrived)
    : m_perTurn(perTurn)
    , m_left(perTurn)
    , m_arrived(std::make_shared<const Arrived>(std::move(arrived)))
{
    assert(patienceOfThread == nullptr);
    patienceOfThread = this;
}

ReadPatience::~ReadPatience()
{
    patienceOfThread = nullptr;
}

ReadPatience* ReadPatience::ofThread()
{
    return patienceOfThread;
}

std::uint64_t ReadPatience::missedReads()
{
    return missed;
}

void ReadPatience::spend(Clock::duration time)
{
    m_left = std::max(m_left - time, Clock::duration::zero());
}

void ReadPatience::miss()
{
    ++missed;
}

UnboundedReads::UnboundedReads()
    : m_suspended(std::exchange(patienceOfThread, nullptr))
{
}

UnboundedReads::~UnboundedReads()
{
    patienceOfThread = m_suspended;
}

} // namespace megascope
