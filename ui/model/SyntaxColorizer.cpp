// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/SyntaxColorizer.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Theme>

#include <algorithm>

namespace megascope {

namespace {

using KSyntaxHighlighting::Definition;
using KSyntaxHighlighting::Format;
using KSyntaxHighlighting::State;
using KSyntaxHighlighting::Theme;

// States at the begins of lines: a screen's surroundings. Past this those far from the screen are dropped.
constexpr std::size_t mostStates = 32'768;
constexpr std::size_t mostLines = 2048;

// A line that goes on for longer is not followed to its end; the next visible line is taken up instead.
constexpr ByteCount longLineReach = mebibytes(1);

// The first line that begins at or after `offset`; at most `limit`.
ByteOffset nextLineBegin(const TextRows& rows, ByteOffset offset, ByteOffset limit)
{
    if (offset.value() <= 0)
        return ByteOffset(0);
    // A line that begins right at `offset` has its line end before it.
    const ByteOffset before = offset - ByteCount(1);
    const std::optional<ByteOffset> end = rows.scanner().lineEnd(before, limit - before);
    if (!end)
        return limit;
    return std::min(rows.scanner().segmentAt(*end).range.end(), limit);
}

} // namespace

SyntaxColorizer::SyntaxColorizer() = default;
SyntaxColorizer::~SyntaxColorizer() = default;

void SyntaxColorizer::setDefinition(const Definition& definition)
{
    AbstractHighlighter::setDefinition(definition);
    reset();
}

void SyntaxColorizer::setTheme(const Theme& theme)
{
    AbstractHighlighter::setTheme(theme);
    m_styles.clear();
    m_lines.clear();
    ++m_version;
}

void SyntaxColorizer::reset()
{
    m_states.clear();
    m_stale.clear();
    m_lines.clear();
    m_wanted.clear();
    m_near.reset();
    m_far.reset();
    ++m_version;
}

// The state at the begin of a line depends on what stands before; so it is good up to the changed line.
void SyntaxColorizer::edit(const Change& change)
{
    if (change.removed == ByteCount(0) && change.inserted == ByteCount(0))
        return;
    // One edit is waited for. A second one behind the begin of the same line is the same to it.
    const auto behind = m_states.upper_bound(change.offset);
    const bool isSameLine = behind == m_states.end() && !m_stale.empty()
        && change.offset + change.removed < m_stale.begin()->first;
    makeStale(change, !isSameLine);
    m_near.reset();
    if (m_far && m_far->line > change.offset)
        m_far.reset();
    m_wanted.clear();
    ++m_version;
}

void SyntaxColorizer::makeStale(const Change& change, bool anew)
{
    const auto follow = [&](auto& from, auto& to) {
        for (auto entry = from.upper_bound(change.offset); entry != from.end(); entry = from.erase(entry)) {
            // A line that began where the removed text ended may begin there no more.
            if (entry->first > change.offset + change.removed)
                to.insert_or_assign(change.moved(entry->first), std::move(entry->second));
        }
    };
    const bool wasWaiting = !m_stale.empty();
    std::map<ByteOffset, State> stale;
    follow(anew ? m_states : m_stale, stale);
    // Of two edits at different places neither is known to have ended.
    if (anew && wasWaiting)
        stale.clear();
    m_stale = std::move(stale);
    std::map<ByteOffset, Line> lines;
    follow(m_lines, lines);
    for (auto& [begin, line] : lines) {
        line.wasFinal = anew ? line.final && !m_stale.empty() : line.wasFinal && !m_stale.empty();
        line.final = false;
    }
    m_lines.merge(lines);
    // The changed line itself, which begins at or before the change.
    const auto changed = m_lines.upper_bound(change.offset);
    if (changed != m_lines.begin())
        std::prev(changed)->second.final = std::prev(changed)->second.wasFinal = false;
}

void SyntaxColorizer::settle(const Front& front)
{
    while (!m_stale.empty() && m_stale.begin()->first < front.line)
        m_stale.erase(m_stale.begin());
    if (m_stale.empty() || m_stale.begin()->first != front.line || m_stale.begin()->second != front.state)
        return;
    m_states.merge(m_stale);
    m_stale.clear();
    for (auto line = m_lines.lower_bound(front.line); line != m_lines.end(); ++line)
        line->second.final = line->second.final || line->second.wasFinal;
}

const TextStyleSpan& SyntaxColorizer::styleOf(const Format& format)
{
    const auto known = m_styles.find(format.id());
    if (known != m_styles.end())
        return known->second;
    const Theme colors = theme();
    const TextStyleSpan style{
        .text = format.hasTextColor(colors) ? format.textColor(colors).rgba() : 0,
        .background = format.hasBackgroundColor(colors) ? format.backgroundColor(colors).rgba() : 0,
        .bold = format.isBold(colors),
        .italic = format.isItalic(colors),
        .underline = format.isUnderline(colors),
        .strikeOut = format.isStrikeThrough(colors),
    };
    return m_styles.emplace(format.id(), style).first->second;
}

void SyntaxColorizer::applyFormat(int offset, int length, const Format& format)
{
    if (length == 0 || format.isDefaultTextStyle(theme()))
        return;
    TextStyleSpan span = styleOf(format);
    span.unit = static_cast<std::uint32_t>(offset);
    span.units = static_cast<std::uint32_t>(length);
    m_spans.push_back(span);
}

std::span<const TextStyleSpan> SyntaxColorizer::colorsOf(const TextRow& row) const
{
    const Segment& segment = row.segment().segment;
    const auto line = segment.beginsLine ? m_lines.find(segment.range.begin()) : m_lines.end();
    return line == m_lines.end() ? std::span<const TextStyleSpan>() : line->second.spans;
}

std::optional<ByteOffset> SyntaxColorizer::firstLacking(bool final) const
{
    for (const ByteOffset line : m_wanted) {
        const auto known = m_lines.find(line);
        if (known == m_lines.end() || (final && !known->second.final))
            return line;
    }
    return std::nullopt;
}

bool SyntaxColorizer::want(
    const TextRows& rows, std::span<const TextRow> visible, Clock::time_point deadline, Care care)
{
    if (!definition().isValid())
        return true;
    m_wanted.clear();
    for (const TextRow& row : visible) {
        const Segment& segment = row.segment().segment;
        const bool known = !m_wanted.empty() && m_wanted.back() == segment.range.begin();
        if (segment.beginsLine && !known)
            m_wanted.push_back(segment.range.begin());
    }
    forgetFarLines();
    plan(rows);
    const bool isFar = m_far && *firstLacking(true) - m_far->line > closeReach;
    if (care == Care::Final || !isFar)
        return work(rows, deadline);
    if (m_near && run(*m_near, false, rows, deadline))
        m_near.reset();
    return false;
}

void SyntaxColorizer::plan(const TextRows& rows)
{
    m_near.reset();
    const std::optional<ByteOffset> line = firstLacking(true);
    if (!line) {
        m_far.reset();
        return;
    }
    Front best = farFront(rows, *line);
    const bool goOn = m_far && m_far->line <= *line && m_far->line >= best.line;
    if (!goOn)
        m_far = std::move(best);
    const std::optional<ByteOffset> bare = firstLacking(false);
    if (bare && *bare - m_far->line > nearReach)
        m_near = Front{nextLineBegin(rows, *bare - nearReach, *bare), State()};
}

SyntaxColorizer::Front SyntaxColorizer::farFront(const TextRows& rows, ByteOffset line) const
{
    const auto behind = m_states.upper_bound(line);
    if (behind != m_states.begin()) {
        const auto& [place, state] = *std::prev(behind);
        if (line - place <= farReach)
            return {place, state};
    }
    if (line - ByteOffset(0) <= farReach)
        return {ByteOffset(0), State()};
    return {nextLineBegin(rows, line - farReach, line), State()};
}

bool SyntaxColorizer::work(const TextRows& rows, Clock::time_point deadline)
{
    if (m_near) {
        if (!run(*m_near, false, rows, deadline))
            return false;
        m_near.reset();
    }
    if (m_far) {
        if (!run(*m_far, true, rows, deadline))
            return false;
        m_far.reset();
    }
    return true;
}

bool SyntaxColorizer::run(Front& front, bool final, const TextRows& rows, Clock::time_point deadline)
{
    while (const std::optional<ByteOffset> lacking = firstLacking(final)) {
        // Past it, without having met it: the document is not what it was.
        if (front.line > *lacking)
            front = {*lacking, State()};
        if (Clock::now() >= deadline)
            return false;
        passLine(front, final, rows);
    }
    return true;
}

void SyntaxColorizer::passLine(Front& front, bool final, const TextRows& rows)
{
    const TextRow row = rows.at(front.line);
    const TextSegment& segment = row.segment();
    m_spans.clear();
    if (segment.segment.endsLine && segment.text.size() <= longestLine) {
        front.state = highlightLine(segment.text, front.state);
        keep(front.line, final);
        front.line = segment.segment.range.end();
    } else {
        (void)highlightLine(QStringView(segment.text).left(longestLine), front.state);
        keep(front.line, final);
        passLongLine(front, segment, rows);
    }
    if (!final)
        return;
    settle(front);
    m_states.insert_or_assign(front.line, front.state);
}

void SyntaxColorizer::passLongLine(Front& front, const TextSegment& segment, const TextRows& rows)
{
    const ByteOffset begin = front.line;
    front.line = segment.segment.range.end();
    if (segment.segment.endsLine)
        return;
    const std::optional<ByteOffset> end = rows.scanner().lineEnd(front.line, longLineReach);
    if (end) {
        front.line = rows.scanner().segmentAt(*end).range.end();
        return;
    }
    const auto next = std::ranges::upper_bound(m_wanted, begin);
    front.line = next == m_wanted.end() ? rows.snapshot().end() : *next;
}

void SyntaxColorizer::keep(ByteOffset line, bool final)
{
    if (!std::ranges::binary_search(m_wanted, line))
        return;
    const auto [known, isNew] = m_lines.try_emplace(line);
    if (known->second.final && !final)
        return;
    if (isNew || known->second.spans != m_spans) {
        known->second.spans = m_spans;
        ++m_version;
    }
    known->second.final = final;
    known->second.wasFinal = false;
}

void SyntaxColorizer::forgetFarLines()
{
    if (m_lines.size() > mostLines)
        std::erase_if(
            m_lines, [&](const auto& line) { return !std::ranges::binary_search(m_wanted, line.first); });
    if (m_states.size() <= mostStates || m_wanted.empty())
        return;
    std::erase_if(m_states, [&](const auto& state) {
        return state.first > m_wanted.back() || m_wanted.front() - state.first > farReach;
    });
}

} // namespace megascope
