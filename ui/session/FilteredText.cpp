// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/FilteredText.h"

#include <KLocalizedString>

#include <QSaveFile>

#include <algorithm>
#include <utility>

namespace megascope {

namespace {

constexpr std::size_t readAtOnce = 1 << 20;

// Gathers neighbours, so that many short lines cost few reads.
class LineWriter {
public:
    LineWriter(const Snapshot& snapshot, QIODevice& file)
        : m_snapshot(snapshot)
        , m_file(file)
    {
    }

    // What is wrong; empty: nothing.
    [[nodiscard]] QString write(const ByteRange& range, const std::stop_token& stop)
    {
        const ByteRange inside = range.intersected(m_snapshot.all());
        for (ByteOffset at = inside.begin(); at < inside.end() && !stop.stop_requested();) {
            const ByteCount count
                = std::min(ByteCount(static_cast<std::int64_t>(readAtOnce)), inside.end() - at);
            const std::span<const std::byte> bytes = read({at, count});
            if (m_unreadable)
                return i18n(
                    "the bytes from offset %1 on cannot be read", QString::number(m_unreadable->value()));
            const auto size = static_cast<qint64>(bytes.size());
            if (m_file.write(reinterpret_cast<const char*>(bytes.data()), size) != size)
                return m_file.errorString();
            at += count;
        }
        return {};
    }

private:
    std::span<const std::byte> read(const ByteRange& range)
    {
        if (!m_range.contains(range)) {
            m_bytes.resize(std::min(readAtOnce, sizeOf(m_snapshot.end() - range.begin())));
            m_range = {range.begin(), ByteCount(std::ssize(m_bytes))};
            const Gaps gaps = m_snapshot.read(range.begin(), m_bytes);
            m_gap = gaps.empty() ? std::nullopt : std::optional(gaps.front().range.begin());
        }
        if (m_gap && *m_gap < range.end())
            m_unreadable = std::max(*m_gap, range.begin());
        return std::span<const std::byte>(m_bytes).subspan(
            sizeOf(range.begin() - m_range.begin()), sizeOf(range.count()));
    }

    const Snapshot& m_snapshot;
    QIODevice& m_file;
    std::vector<std::byte> m_bytes;
    ByteRange m_range; // of m_bytes
    std::optional<ByteOffset> m_gap; // the first in m_range
    std::optional<ByteOffset> m_unreadable;
};

ByteRange movedRange(ByteRange range, std::span<const Change> changes)
{
    for (const Change& change : changes) {
        const ByteOffset begin = change.moved(range.begin());
        range = {begin, std::max(begin, change.moved(range.end()))};
    }
    return range;
}

QString writeRows(const FilteredLines::Rows& rows, ByteCount markSize, QIODevice& file,
    const std::stop_token& stop, Progress& progress)
{
    LineWriter writer(rows.snapshot, file);
    QString error = writer.write({ByteOffset(0), markSize}, stop);
    for (std::int64_t i = 0; i < rows.count && error.isEmpty() && !stop.stop_requested(); ++i) {
        const std::optional<ByteRange> line = rows.lines->at(i);
        error = line ? writer.write(movedRange(*line, rows.changes), stop)
                     : i18n("the list of lines cannot be read");
        progress.done = i + 1;
    }
    for (std::size_t i = 0; i < rows.last.size() && error.isEmpty(); ++i)
        error = writer.write(movedRange(rows.last[i].range, rows.changes), stop);
    return error;
}

} // namespace

Snapshot linesTogether(const FilteredLines& lines, std::int64_t first, std::int64_t count)
{
    const FilteredLines::Rows rows = lines.rows();
    std::vector<Piece> pieces;
    for (std::int64_t row = first; row < first + count; ++row) {
        const std::optional<FilteredLine> line = lines.at(row);
        if (!line)
            break;
        rows.snapshot.pieces().visit(
            line->range.intersected(rows.snapshot.all()), [&](ByteOffset, const Piece& piece) {
                pieces.push_back(piece);
                return true;
            });
    }
    return {PieceTree(std::span<const Piece>(pieces)), Revision{}};
}

FilteredTextTask::FilteredTextTask(FilteredLines::Rows rows, ByteCount markSize, QString path)
    : ReportedTask(ByteCount(rows.count))
{
    start([this, rows = std::move(rows), markSize, path = std::move(path)](
              const std::stop_token& stop, Progress& progress) -> End {
        QSaveFile file(path);
        QString error;
        if (!file.open(QIODevice::WriteOnly))
            error = file.errorString();
        else
            error = writeRows(rows, markSize, file, stop, progress);
        if (stop.stop_requested())
            return [this] { emit ended({}); };
        if (error.isEmpty() && !file.commit())
            error = file.errorString();
        if (!error.isEmpty())
            error = i18nc("file, reason", "%1: %2", path, error);
        return [this, error] { emit ended(error); };
    });
}

} // namespace megascope
