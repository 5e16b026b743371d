// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineHeads.h"

#include "core/text/NewlineSearch.h"
#include "core/text/TextDecoder.h"

#include <algorithm>

namespace megascope {

namespace {

// One seek costs as much as some KiB; and lines that are looked over one after the other come in larger
// steps.
constexpr ByteCount firstHeadStep = kibibytes(8);
constexpr ByteCount largestHeadStep = kibibytes(64);

constexpr char otherCharacter = '\x80';
constexpr char escape = '\x1b';

// Removes "ESC [ … letter".
void dropColors(std::string& head)
{
    if (!head.contains(escape))
        return;
    std::string kept;
    for (std::size_t i = 0; i < head.size(); ++i) {
        if (head[i] != escape || i + 1 >= head.size() || head[i + 1] != '[') {
            kept += head[i];
            continue;
        }
        for (i += 2; i < head.size() && (head[i] < '@' || head[i] > '~');)
            ++i;
    }
    head = std::move(kept);
}

} // namespace

ByteCount headBytes(const TextFormat& format)
{
    return ByteCount(static_cast<std::int64_t>(headCharacters)) * format.encoding.unitSize();
}

void readHead(std::span<const std::byte> bytes, const TextFormat& format, std::string& head)
{
    bytes = bytes.first(std::min(bytes.size(), sizeOf(headBytes(format))));
    if (const auto newline = firstNewline(bytes, format.newline))
        bytes = bytes.first(*newline);
    head.clear();
    if (format.encoding.isAsciiCompatible()) {
        const std::span<const std::byte> mark = format.encoding.byteOrderMark();
        if (!mark.empty() && bytes.size() >= mark.size()
            && std::ranges::equal(bytes.first(mark.size()), mark))
            bytes = bytes.subspan(mark.size());
        for (const std::byte byte : bytes)
            head += static_cast<char>(byte);
    } else {
        constexpr char32_t byteOrderMark = 0xfeff;
        std::vector<Character> characters;
        TextDecoder(format.encoding).decode(bytes, characters);
        for (const Character& character : characters) {
            if (character.codePoint != byteOrderMark || character.begin > 0)
                head += character.codePoint < 0x80 ? static_cast<char>(character.codePoint) : otherCharacter;
        }
    }
    if (head.ends_with('\r'))
        head.pop_back();
    dropColors(head);
}

std::string headOfLine(const Snapshot& snapshot, const TextFormat& format, ByteOffset begin)
{
    const ByteRange range = ByteRange(begin, headBytes(format)).intersected(snapshot.all());
    std::vector<std::byte> bytes(sizeOf(range.count()));
    (void)snapshot.read(range.begin(), bytes);
    std::string head;
    readHead(bytes, format, head);
    return head;
}

LineHeads::LineHeads(
    const Snapshot& snapshot, const TextFormat& format, const ByteRange& range, ByteCount budget)
    : m_snapshot(snapshot)
    , m_format(format)
    , m_range(range.intersected(snapshot.all()))
    , m_budget(budget)
    , m_step(firstHeadStep)
{
    const ByteCount unit(format.newline.unitSize);
    const ByteOffset aligned = alignedDown(m_range.begin(), unit);
    m_isAtLine = aligned == ByteOffset(0);
    m_begin = m_isAtLine ? aligned : aligned - unit; // where the newline before a line would be
}

bool LineHeads::reachesEnd() const
{
    return m_begin + ByteCount(std::ssize(m_bytes)) == m_snapshot.end();
}

// Reads on, from what comes next.
bool LineHeads::fill()
{
    m_begin = place();
    m_at = 0;
    m_bytes.clear();
    if (m_begin >= m_range.end())
        return false;
    if (m_budget <= ByteCount(0)) {
        m_isGivenUp = true;
        return false;
    }
    m_bytes.resize(sizeOf(std::min(m_step, m_snapshot.end() - m_begin)));
    (void)m_snapshot.read(m_begin, m_bytes);
    m_budget -= ByteCount(std::ssize(m_bytes));
    m_step = std::min(m_step * 2, largestHeadStep);
    return true;
}

// Zeros only: what could not be read, or a hole, which is passed at once.
void LineHeads::skipHole()
{
    const ByteOffset end = m_begin + ByteCount(std::ssize(m_bytes));
    ByteOffset next = end;
    const Extent extent = m_snapshot.extentAt(m_begin);
    if (extent.kind == Extent::Kind::Hole && extent.range.end() > end)
        next = alignedDown(extent.range.end(), ByteCount(m_format.newline.unitSize));
    m_begin = std::max(next, end);
    m_bytes.clear();
    m_at = 0;
    m_isAtLine = false;
}

std::optional<LineHeads::Line> LineHeads::next()
{
    const std::size_t needed = sizeOf(headBytes(m_format));
    for (;;) {
        if (m_isAtLine && place() >= m_range.end())
            return std::nullopt;
        if (rest().empty()
            || (m_isAtLine && rest().size() < needed && !reachesEnd()
                && !firstNewline(rest(), m_format.newline))) {
            if (!fill())
                return std::nullopt;
            if (m_bytes.front() == std::byte(0)
                && std::ranges::all_of(m_bytes, [](std::byte byte) { return byte == std::byte(0); })) {
                skipHole();
                continue;
            }
        }
        const ByteOffset begin = place();
        const bool gives = m_isAtLine;
        if (gives)
            readHead(rest(), m_format, m_head);
        const auto newline = firstNewline(rest(), m_format.newline);
        m_at = newline ? m_at + *newline + m_format.newline.unitSize : m_bytes.size();
        m_isAtLine = newline.has_value();
        if (gives && begin >= m_range.begin() && begin < m_range.end())
            return Line{begin, m_head};
    }
}

} // namespace megascope
