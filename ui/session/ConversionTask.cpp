// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/ConversionTask.h"

#include "core/save/StorageSink.h"
#include "core/task/ParallelFor.h"
#include "core/text/LineIndexer.h"

#include <array>
#include <utility>

namespace megascope {

namespace {

// Lines are counted in code units, which lie at multiples of their size in a source.
Result<void> align(EditStorage& storage)
{
    constexpr std::int64_t longestUnit = 4;
    constexpr std::array<std::byte, longestUnit> zeros{};
    const auto missing = (longestUnit - storage.size().value() % longestUnit) % longestUnit;
    return missing == 0 ? Result<void>() : storage.append(std::span(zeros).first(std::size_t(missing)));
}

Result<ConvertedDocument> converted(
    const ConversionOrder& order, EditStorage& storage, const ConversionWatch& watch)
{
    if (const Result<void> aligned = align(storage); !aligned)
        return std::unexpected(aligned.error());
    StorageSink sink(order.snapshot, storage);
    Result<Converted> done = convert(order, sink, watch);
    if (!done)
        return std::unexpected(done.error());
    ConvertedDocument document{
        .converted = *std::move(done), .pieces = sink.pieces(), .lines = nullptr, .stored = storage.source()};
    if (!document.converted.isChanged || document.converted.misfits)
        return document;
    auto lines = std::make_shared<LineIndex>(newlineAfter(order.format, order.conversion), storage.size());
    Progress counted;
    const Snapshot stored(storage.source(), storage.size(), Revision{});
    if (!fillLineIndex(*lines, stored, taskThreads(), counted, watch.stop))
        return std::unexpected(systemError(ECANCELED, {}));
    document.lines = std::move(lines);
    return document;
}

} // namespace

ConversionTask::ConversionTask(ConversionOrder order, std::shared_ptr<EditStorage> storage)
    : ReportedTask(order.snapshot.size())
{
    start([this, order = std::move(order), storage = std::move(storage)](
              std::stop_token stop, Progress& progress) -> End {
        const editlog::Stored before = storage->record(true);
        const Result<ConvertedDocument> result = converted(order, *storage, {std::move(stop), progress});
        if (!result || !result->lines)
            storage->cutBack(before);
        return [this, result] { emit ended({result}); };
    });
}

} // namespace megascope
