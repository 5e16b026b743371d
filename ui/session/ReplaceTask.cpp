// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/ReplaceTask.h"

#include "core/save/StorageSink.h"
#include "core/task/Background.h"
#include "core/task/ParallelFor.h"

#include <cerrno>
#include <utility>

namespace megascope {

namespace {

Result<ReplacedDocument> replacedDocument(const ReplaceOrder& order, Substitution& substitution,
    NewlineCode newline, EditStorage& storage, const std::stop_token& stop, Progress& progress)
{
    if (const Result<void> aligned = alignStorage(storage); !aligned)
        return std::unexpected(aligned.error());
    StorageSink sink(order.snapshot, storage);
    Result<Replaced> replaced = replaceAll(order, substitution, sink, taskThreads(), progress, stop);
    if (!replaced)
        return std::unexpected(replaced.error());
    if (stop.stop_requested())
        return std::unexpected(systemError(ECANCELED, {}));
    ReplacedDocument document{.replaced = *std::move(replaced), .content = {}};
    const SearchEnd& end = document.replaced.end;
    if (end.kind != SearchEnd::Kind::Done || !end.unreadable.empty() || document.replaced.count == 0)
        return document;
    const ByteRange& changed = document.replaced.changed;
    const ByteCount grown = document.replaced.size - order.snapshot.size();
    Result<StoredContent> content = countedContent(
        sink.pieces().slice({changed.begin(), changed.count() + grown}), storage, newline, stop);
    if (!content)
        return std::unexpected(content.error());
    document.content = *std::move(content);
    return document;
}

} // namespace

ReplaceTask::ReplaceTask(ReplaceOrder order, std::shared_ptr<Substitution> substitution,
    std::shared_ptr<const LineMap> lines, std::shared_ptr<EditStorage> storage)
    : ReportedTask(order.request.range.count())
{
    start([this, order = std::move(order), substitution = std::move(substitution), lines = std::move(lines),
              storage = std::move(storage)](const std::stop_token& stop, Progress& progress) -> End {
        giveWay();
        const editlog::Stored before = storage->record(true);
        Result<ReplacedDocument> result
            = replacedDocument(order, *substitution, lines->fileIndex().newline(), *storage, stop, progress);
        if (!result || !result->isWhole())
            storage->cutBack(before);
        else if (const Result<void> prepared = prepareLines(result->content, *lines, stop); !prepared)
            result = std::unexpected(prepared.error());
        return [this, result] { emit ended({result}); };
    });
}

} // namespace megascope
