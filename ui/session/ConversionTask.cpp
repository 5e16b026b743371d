// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/ConversionTask.h"

#include "core/task/ParallelFor.h"
#include "core/text/LineIndexer.h"

#include <array>
#include <utility>

namespace megascope {

namespace {

// Puts what is made into the storage, and makes pieces of it.
class StorageSink final : public ConversionSink {
public:
    StorageSink(const Snapshot& snapshot, EditStorage& storage)
        : m_snapshot(snapshot)
        , m_storage(storage)
    {
    }

    Result<void> keep(const ByteRange& range) override
    {
        m_pieces = m_pieces.followedBy(m_snapshot.pieces().slice(range));
        return {};
    }

    Result<void> put(std::span<const std::byte> bytes) override
    {
        if (bytes.empty())
            return {};
        const ByteOffset begin(m_storage.size().value());
        if (const Result<void> appended = m_storage.append(bytes); !appended)
            return appended;
        const Piece piece{m_storage.source(), begin, ByteCount(std::ssize(bytes))};
        m_pieces = m_pieces.followedBy(PieceTree(piece));
        return {};
    }

    [[nodiscard]] const PieceTree& pieces() const { return m_pieces; }

private:
    const Snapshot& m_snapshot;
    EditStorage& m_storage;
    PieceTree m_pieces;
};

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
