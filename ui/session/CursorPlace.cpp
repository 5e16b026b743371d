// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/CursorPlace.h"

#include "core/text/LineScanner.h"
#include "core/text/TextDecoder.h"
#include "ui/session/DocumentSession.h"

#include <algorithm>

namespace megascope {

namespace {

std::int64_t countCharacters(const Snapshot& snapshot, const ByteRange& range, Encoding encoding)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(range.count().value()));
    (void)snapshot.read(range.begin(), bytes); // unreadable bytes count one column each
    std::vector<Character> characters;
    TextDecoder(encoding).decode(bytes, characters);
    return std::ranges::count_if(characters, [](const Character& character) { return character.size > 0; });
}

} // namespace

CursorPlace cursorPlace(const DocumentSession& session)
{
    const ByteOffset cursor = session.selection().cursor;
    const TextFormat& format = session.textFormat();
    CursorPlace place;
    if (const std::optional<LineNumber> line = session.lineMap().lineAt(session.snapshot(), cursor)) {
        place.line = *line;
    } else {
        place.line = session.lineMap().estimatedLineAt(session.snapshot(), cursor);
        place.lineIsExact = false;
    }
    const Segment segment
        = LineScanner(session.snapshot(), format.encoding, format.newline).segmentAt(cursor);
    if (segment.beginsLine) {
        const ByteOffset begin
            = std::max(segment.range.begin(), textBegin(session.snapshot(), format.encoding));
        const ByteOffset end = std::max(begin, std::min(cursor, segment.range.end()));
        place.column = countCharacters(session.snapshot(), {begin, end}, format.encoding);
    }
    return place;
}

} // namespace megascope
