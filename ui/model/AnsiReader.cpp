// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/AnsiReader.h"

#include <algorithm>
#include <string_view>

namespace megascope {

namespace {

constexpr char32_t bell = 0x07;
constexpr std::uint32_t largestParameter = 0xffff;
constexpr std::u32string_view setIntroducers = U"#%()*+-./";

bool isIn(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

} // namespace

void AnsiReader::restart()
{
    m_state = State::Begin;
    m_size = 0;
    m_isPrivate = false;
    m_hasParameter = false;
    m_setsStyle = false;
    m_parameters.clear();
}

std::size_t AnsiReader::read(std::span<const std::byte> bytes)
{
    return read(bytes.size(), [&](std::size_t i) { return std::to_integer<char32_t>(bytes[i]); });
}

AnsiReader::Step AnsiReader::take(char32_t c)
{
    const bool isCommand = m_state == State::Command || m_state == State::CommandEscape;
    if (++m_size > (isCommand ? longestCommand : longestControl))
        return Step::None;
    switch (m_state) {
    case State::Begin:
        m_state = State::Escape;
        return c == escape ? Step::More : Step::None;
    case State::Escape:
        return takeEscaped(c);
    case State::Set:
        if (isIn(c, 0x20, 0x2f))
            return Step::More;
        return isIn(c, 0x30, 0x7e) ? Step::Done : Step::None;
    case State::Parameters:
        return takeParameter(c);
    case State::Intermediates:
        return takeFinal(c);
    case State::Command:
        if (c == escape)
            m_state = State::CommandEscape;
        else if (c == bell)
            return Step::Done;
        else if (c < 0x20)
            return Step::None;
        return Step::More;
    case State::CommandEscape:
        return c == U'\\' ? Step::Done : Step::None;
    }
    return Step::None;
}

AnsiReader::Step AnsiReader::takeEscaped(char32_t c)
{
    if (c == U'[')
        m_state = State::Parameters;
    else if (c == U']')
        m_state = State::Command;
    else if (setIntroducers.contains(c))
        m_state = State::Set;
    else
        return Step::None;
    return Step::More;
}

AnsiReader::Step AnsiReader::takeParameter(char32_t c)
{
    if (isIn(c, U'0', U'9')) {
        if (!m_hasParameter)
            m_parameters.push_back({});
        m_hasParameter = true;
        const std::uint32_t value = m_parameters.back().value * 10U + (c - U'0');
        m_parameters.back().value = static_cast<std::uint16_t>(std::min(value, largestParameter));
        return Step::More;
    }
    if (c == U';' || c == U':') {
        if (!m_hasParameter)
            m_parameters.push_back({});
        m_parameters.push_back({.isPart = c == U':'});
        m_hasParameter = true;
        return Step::More;
    }
    if (isIn(c, U'<', U'?')) {
        m_isPrivate = true;
        return Step::More;
    }
    return takeFinal(c);
}

AnsiReader::Step AnsiReader::takeFinal(char32_t c)
{
    if (isIn(c, 0x20, 0x2f)) {
        m_state = State::Intermediates;
        return Step::More;
    }
    m_setsStyle = c == U'm' && !m_isPrivate && m_state == State::Parameters;
    return isIn(c, 0x40, 0x7e) ? Step::Done : Step::None;
}

} // namespace megascope
