// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/Replacements.h"

#include "ui/session/MatchReplacer.h"

#include <algorithm>
#include <utility>

namespace megascope {

namespace {

// Of the line before a match: two of them stand side by side.
constexpr qsizetype shownBefore = 24;

void cutBefore(MatchLine& line)
{
    const qsizetype cut = line.matchBegin - shownBefore;
    if (cut <= 0)
        return;
    line.text = QChar(u'\u2026') + line.text.mid(cut + 1);
    line.matchBegin -= cut;
}

std::vector<std::byte> bytesOf(const Snapshot& snapshot, const ByteRange& range)
{
    std::vector<std::byte> bytes(sizeOf(std::min(range.count(), kibibytes(1))));
    (void)snapshot.read(range.begin(), bytes);
    return bytes;
}

} // namespace

Replacements::Replacements(
    std::shared_ptr<FoundMatches> matches, const MatchReplacer& replacer, bool isOfBytes)
    : m_matches(std::move(matches))
    , m_replacer(replacer)
    , m_isOfBytes(isOfBytes)
{
}

Replacements::Sides Replacements::sides(
    const Snapshot& snapshot, const TextFormat& format, const ByteRange& match) const
{
    Sides sides;
    if (m_isOfBytes)
        sides.before.text = shownHex(bytesOf(snapshot, match));
    else
        sides.before = matchLine(snapshot, format, match);
    if (m_isOfBytes)
        sides.before.matchSize = sides.before.text.size();
    cutBefore(sides.before);
    const Result<std::vector<std::byte>> bytes = m_replacer.replacementOf(match);
    if (!bytes) {
        sides.after.text = QString::fromStdString(bytes.error().message());
        return sides;
    }
    const QString shown = m_isOfBytes ? shownHex(*bytes) : shownBytes(*bytes, format.encoding);
    sides.after = sides.before;
    sides.after.text.replace(sides.before.matchBegin, sides.before.matchSize, shown);
    sides.after.matchSize = shown.size();
    return sides;
}

void Replacements::leaveOut(std::int64_t first, std::int64_t count, bool leaveOut)
{
    for (std::int64_t index = first; index < first + count; ++index) {
        if (!leaveOut)
            m_leftOut.erase(index);
        else if (leftOutCount() < mostLeftOut)
            m_leftOut.insert(index);
    }
    emit changed();
}

std::vector<ByteOffset> Replacements::leftOutPlaces() const
{
    std::vector<ByteOffset> places;
    for (const std::int64_t index : m_leftOut) {
        if (const std::optional<ByteRange> match = m_matches->at(index))
            places.push_back(match->begin());
    }
    return places;
}

} // namespace megascope
