// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/StoredContent.h"

#include "core/document/Snapshot.h"
#include "core/task/ParallelFor.h"
#include "core/text/LineIndexer.h"

#include <array>
#include <cerrno>
#include <utility>

namespace megascope {

Result<void> alignStorage(EditStorage& storage)
{
    constexpr std::int64_t longestUnit = 4;
    constexpr std::array<std::byte, longestUnit> zeros{};
    const auto missing = (longestUnit - storage.size().value() % longestUnit) % longestUnit;
    return missing == 0 ? Result<void>() : storage.append(std::span(zeros).first(std::size_t(missing)));
}

Result<StoredContent> countedContent(
    PieceTree pieces, const EditStorage& storage, NewlineCode newline, const std::stop_token& stop)
{
    auto lines = std::make_shared<LineIndex>(newline, storage.size());
    Progress unused;
    const Snapshot stored(storage.source(), storage.size(), Revision{});
    if (!fillLineIndex(*lines, stored, taskThreads(), unused, stop))
        return std::unexpected(systemError(ECANCELED, {}));
    return StoredContent{.pieces = std::move(pieces), .stored = storage.source(), .lines = std::move(lines)};
}

Result<void> prepareLines(const StoredContent& content, const LineMap& lines, const std::stop_token& stop)
{
    if (content.lines->newline() != lines.fileIndex().newline())
        return {};
    lines.add(content.stored, content.lines);
    lines.prepare(content.pieces, stop);
    if (stop.stop_requested())
        return std::unexpected(systemError(ECANCELED, {}));
    return {};
}

} // namespace megascope
