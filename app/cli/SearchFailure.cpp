// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/SearchFailure.h"

#include "core/file/FormatText.h"
#include "core/text/NewlineCounter.h"

#include <algorithm>

namespace megascope::cli {
namespace {

// Counted from 1.
std::int64_t lineAt(const Snapshot& snapshot, ByteOffset offset, NewlineCode newline)
{
    std::int64_t line = 1;
    const std::unique_ptr<Scan> scan = snapshot.scan({ByteOffset(0), offset});
    while (const std::optional<ScanChunk> chunk = scan->next()) {
        const std::int64_t newlines
            = chunk->kind == ScanChunk::Kind::Data ? countNewlines(chunk->bytes, newline) : 0;
        if (chunk->kind != ScanChunk::Kind::Data || scan->confirm())
            line += newlines;
    }
    return line;
}

} // namespace

Outcome<void> judge(const SearchEnd& end, const SearchedFile& file)
{
    switch (end.kind) {
    case SearchEnd::Kind::TooComplex:
        return failed(file.name,
            formatText("the expression takes too many steps in line {}, at offset {}; the search ended there",
                lineAt(file.snapshot, end.at, file.newline), end.at.value()));
    case SearchEnd::Kind::OutOfMemory:
        return std::unexpected(Failure{Exit::Failed, "there is not enough memory"});
    case SearchEnd::Kind::Stopped:
        return std::unexpected(Failure{Exit::Interrupted, {}});
    case SearchEnd::Kind::Done:
    case SearchEnd::Kind::Enough:
        break;
    }
    return end.unreadable.empty() ? Outcome<void>()
                                  : failed(whyUnreadable(file.snapshot, end.unreadable.front(), file.name));
}

std::unexpected<Failure> badPattern(std::string_view what, std::string_view text, const PatternError& error)
{
    const auto before = std::ranges::count_if(text.substr(0, error.position),
        [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
    return badUsage(formatText("{}, at character {}: {}", what, before + 1, error.message));
}

} // namespace megascope::cli
