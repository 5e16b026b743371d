// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/ConversionTask.h"

#include "core/save/StorageSink.h"

#include <utility>

namespace megascope {

namespace {

Result<ConvertedDocument> converted(
    const ConversionOrder& order, EditStorage& storage, const ConversionWatch& watch)
{
    if (const Result<void> aligned = alignStorage(storage); !aligned)
        return std::unexpected(aligned.error());
    StorageSink sink(order.snapshot, storage);
    Result<Converted> done = convert(order, sink, watch);
    if (!done)
        return std::unexpected(done.error());
    ConvertedDocument document{.converted = *std::move(done), .content = {}};
    if (!document.converted.isChanged || document.converted.misfits)
        return document;
    Result<StoredContent> content
        = countedContent(sink.pieces(), storage, newlineAfter(order.format, order.conversion), watch.stop);
    if (!content)
        return std::unexpected(content.error());
    document.content = *std::move(content);
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
        if (!result || !result->content.lines)
            storage->cutBack(before);
        return [this, result] { emit ended({result}); };
    });
}

} // namespace megascope
