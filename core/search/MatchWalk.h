// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/search/Matcher.h"
#include "core/task/Progress.h"

namespace megascope {

// How much is looked at together. The defaults are for files on real machines; tests have smaller ones.
struct SearchSizes {
    ByteCount block = mebibytes(16); // that a thread takes at a time: smaller shows the first matches sooner
    std::size_t smallPiece = 256 * 1024; // shorter pieces of a document are joined before they are searched …
    std::size_t joined = 1024 * 1024; // … to about so many bytes
};

// What is searched: all that a match, or its context, may lie in, and where matches may begin.
struct SearchScope {
    ByteRange text;
    ByteRange range; // inside of text
    bool holes = false; // look into holes too: the pattern can match zero bytes alone
};

// How a walk ended.
struct WalkEnd {
    std::optional<SearchTrouble::Kind> trouble;
    ByteOffset at; // of the trouble
    std::vector<ByteRange> unreadable; // in the range, or close behind it
};

// Finds the matches that begin in one range of a snapshot, as if nothing matched before it. It looks at bytes
// where they are, and copies only what lies around the borders of a scan's chunks. Belongs to one thread.
class MatchWalk {
public:
    // All arguments must outlive the walk.
    MatchWalk(
        const Snapshot& snapshot, const Matcher& matcher, MatchFinder& finder, const SearchSizes& sizes = {});

    // Appends the matches that begin in the range to `found`, in ascending order. `progress` gets the bytes
    // of the range as they are done.
    [[nodiscard]] WalkEnd run(const SearchScope& scope, std::vector<ByteRange>& found, Progress& progress,
        const std::stop_token& stop);

private:
    // A run of bytes of the document, in memory for the moment.
    struct Piece {
        std::span<const std::byte> bytes;
        ByteOffset at; // of the first one
    };

    [[nodiscard]] bool takeChunk(Scan& scan, const ScanChunk& chunk);
    void take(const Piece& piece);
    void takeSmall(const Piece& piece);
    void search(const Piece& piece, std::size_t until, bool endsText);
    void finish(bool endsText);
    void passHole(const ByteRange& hole);
    void takeZeros(const ByteRange& range);
    void keepTail();
    [[nodiscard]] bool isDone() const;
    [[nodiscard]] std::size_t decidable(std::span<const std::byte> bytes) const;
    [[nodiscard]] std::size_t needed(std::span<const std::byte> bytes, std::size_t from) const;

    const Snapshot& m_snapshot;
    MatchFinder& m_finder;
    const SearchSizes m_sizes;
    const std::size_t m_behind; // Matcher::reachBehind
    const std::size_t m_ahead; // Matcher::reachAhead
    const std::optional<std::byte> m_border;

    // Of the present run.
    SearchScope m_scope;
    std::vector<ByteRange>* m_found = nullptr;
    const std::stop_token* m_stop = nullptr;
    ByteOffset m_next; // what begins before is decided
    std::vector<std::byte>
        m_carry; // bytes up to where the walk is: what is not decided, and context before it
    ByteOffset m_carryAt; // where they begin
    std::vector<std::byte> m_tail; // the next m_carry, until its bytes are confirmed
    ByteOffset m_tailAt;
    WalkEnd m_end;

    std::vector<MatchSpan> m_spans; // kept for their memory
    std::vector<std::byte> m_zeros;
};

} // namespace megascope
