// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/LineIndex.h"

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace megascope {

// Where the lines of a document are, whatever was edited in it: the newlines in a piece of the file are a
// difference of two counts in the file's LineIndex, those in other pieces are counted when they are first
// asked for, and the document's tree keeps the sums. An edit costs the lines of the few pieces around it.
// Thread-safe; the questions are those of LineIndex, for any snapshot of the document.
//
// What cannot be counted in a moment is unknown, and so is every line behind it: what the file's index has
// not come to yet, pieces of a unit askew in UTF-16 and UTF-32, and other sources that are long, until
// somebody has counted those that takeWanted() names.
class LineMap final : private PieceMeasure {
public:
    // `file` may be null: a document without one. REQUIRES: index is not null, and of the bytes of `file`.
    LineMap(std::shared_ptr<const LineIndex> index, std::shared_ptr<const Source> file);
    ~LineMap() override;

    // The newlines of another source are counted already, as far as the index goes; one of another newline is
    // passed over. REQUIRES: the index is complete.
    void add(std::shared_ptr<const Source> source, std::shared_ptr<const LineIndex> index) const;
    // Counts in pieces that will be a part of the document, so that nobody waits for it then, however many
    // they are.
    void prepare(const PieceTree& pieces, const std::stop_token& stop) const;
    [[nodiscard]] const LineIndex& fileIndex() const { return *m_index; }
    // Nothing when the place is not counted yet, or lies past the end.
    [[nodiscard]] std::optional<LineNumber> lineAt(const Snapshot& snapshot, ByteOffset offset) const;
    // For showing with a "~".
    [[nodiscard]] LineNumber estimatedLineAt(const Snapshot& snapshot, ByteOffset offset) const;
    [[nodiscard]] std::optional<ByteOffset> lineBegin(const Snapshot& snapshot, LineNumber line) const;
    // At most the end of the snapshot.
    [[nodiscard]] ByteOffset estimatedLineBegin(const Snapshot& snapshot, LineNumber line) const;
    // All newlines of the document; nothing before all are known.
    [[nodiscard]] std::optional<LineCount> newlines(const Snapshot& snapshot) const;

    // A long source that was asked for: its lines are known when the index is filled from the snapshot.
    struct Wanted {
        std::shared_ptr<LineIndex> index;
        Snapshot snapshot;
    };
    // Each is named once, until it has become longer.
    [[nodiscard]] std::optional<Wanted> takeWanted() const;

private:
    struct Counted;
    class Preparing;
    // Newlines in a source before an offset, remembered for a while.
    struct Memory {
        const Source* source = nullptr;
        ByteOffset offset;
        std::int64_t newlines = 0;
    };

    [[nodiscard]] std::uint32_t epoch() const override { return m_epoch; }
    [[nodiscard]] std::optional<std::int64_t> measure(const Piece& piece) const override;
    [[nodiscard]] std::optional<std::int64_t> newlinesBefore(
        const std::shared_ptr<const Source>& source, ByteOffset offset) const;
    [[nodiscard]] Counted counted(const std::shared_ptr<const Source>& source) const;

    const std::shared_ptr<const LineIndex> m_index;
    const std::shared_ptr<const Source> m_file;
    const std::uint32_t m_epoch = newEpoch();
    mutable std::mutex m_mutex; // protects what follows
    mutable std::vector<Counted> m_others;
    mutable std::array<Memory, 1024> m_memory;
};

} // namespace megascope
