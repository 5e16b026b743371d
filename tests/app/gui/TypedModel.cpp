// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/gui/TypedModel.h"

#include <algorithm>
#include <utility>

namespace megascope::testing {
namespace {

bool isBlank(char character)
{
    return character == ' ' || character == '\n';
}

} // namespace

void TypedModel::put(const QByteArray& text)
{
    m_states.push_back({text, Clock::time_point::max()});
}

void TypedModel::type(char character)
{
    const QByteArray before = text();
    const bool beginsWord = !isBlank(character) && !before.isEmpty() && isBlank(before.back());
    if (std::exchange(m_typing, true) && !beginsWord)
        ++m_steps.back().keys;
    else
        m_steps.push_back({.before = before});
    put(before + character);
}

void TypedModel::paste(qsizetype count)
{
    m_steps.push_back({.before = text()});
    m_typing = false;
    put(text() + text().last(count));
}

void TypedModel::undo()
{
    const QByteArray before = m_steps.back().before;
    m_steps.pop_back();
    m_typing = false;
    put(before);
}

void TypedModel::sent()
{
    const Clock::time_point now = Clock::now();
    for (State& state : m_states)
        state.typed = std::min(state.typed, now);
}

std::optional<std::size_t> TypedModel::find(const QByteArray& text) const
{
    for (std::size_t i = m_states.size(); i-- > 0;)
        if (m_states[i].text == text)
            return i;
    return std::nullopt;
}

std::size_t TypedModel::stateAt(Clock::time_point time) const
{
    const auto later = std::ranges::upper_bound(m_states, time, {}, &State::typed);
    return static_cast<std::size_t>(later - m_states.begin()) - 1;
}

TypedModel::Clock::duration TypedModel::lossOf(std::size_t state, Clock::time_point time) const
{
    const bool isMissed = state + 1 < m_states.size() && m_states[state + 1].typed < time;
    return isMissed ? time - m_states[state + 1].typed : Clock::duration::zero();
}

} // namespace megascope::testing
