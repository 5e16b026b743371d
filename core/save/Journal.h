// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/WritableFile.h"
#include "core/save/Buffer.h"
#include "core/save/JournalFormat.h"

#include <functional>

namespace megascope {

// A journal that was finished: what it says, and the marks that are set in it. Errors of all members: those
// of reading and writing the file, OutOfMemory; Damaged when it does not hold what was written to it. Belongs
// to one thread.
class Journal {
public:
    // Reads head, path, moves and marks. `path` is the journal's own.
    [[nodiscard]] static Result<Journal> open(
        std::shared_ptr<WritableFile> file, const std::filesystem::path& path);

    [[nodiscard]] const JournalHead& head() const { return m_head; }
    [[nodiscard]] const std::filesystem::path& target() const { return m_target; }
    [[nodiscard]] const std::vector<Move>& moves() const { return m_moves; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    struct Record {
        ByteRange target;
        RecordHead::Form form = RecordHead::Form::Bytes;
        std::span<const std::byte> oldSums; // as encoded; valid during the visit
        std::span<const std::byte> bytes; // likewise; empty for zeros
    };
    using Visit = std::function<Result<void>(const Record& record)>;
    // Calls `visit` for each record, until one fails, which is returned.
    [[nodiscard]] Result<void> visitRecords(const Visit& visit) const;

    // The newest mark.
    [[nodiscard]] const JournalMark& mark() const { return m_mark; }
    // It says that nothing is left to be done.
    [[nodiscard]] bool isOver() const
    {
        return m_mark.phase == JournalMark::Phase::Done || m_mark.phase == JournalMark::Phase::Abandoned;
    }
    // The bytes that it came with; nothing when they are not all there.
    [[nodiscard]] Result<std::optional<Buffer>> markedBytes() const;
    // Sets the next mark, whose number follows from the last, with the bytes of its step. On the disk when it
    // succeeds. REQUIRES: bytes fit a slot.
    [[nodiscard]] Result<void> setMark(JournalMark mark, std::span<const std::byte> bytes);
    // Writes the newest mark again, with its bytes, and brings it to the disk: what was read of it may be
    // what a sync that failed left in memory only.
    [[nodiscard]] Result<void> renewMark(std::span<const std::byte> bytes);

private:
    Journal(std::shared_ptr<WritableFile> file, std::filesystem::path path);

    [[nodiscard]] Result<void> readHead();
    [[nodiscard]] Result<void> readMoves();
    [[nodiscard]] Result<void> readMarks();
    [[nodiscard]] bool isInOrder(const Move& move) const;
    [[nodiscard]] Result<void> writeMark(const JournalMark& mark, std::span<const std::byte> bytes);
    [[nodiscard]] std::unexpected<Error> damaged(const char* part) const;
    [[nodiscard]] ByteOffset slotOf(std::uint64_t number) const;

    std::shared_ptr<WritableFile> m_file;
    std::filesystem::path m_path;
    JournalHead m_head;
    std::filesystem::path m_target;
    std::vector<Move> m_moves;
    ByteOffset m_records; // where they begin
    JournalMark m_mark;
};

// Reads all of `out`. Errors: those of readAt; ReadFailed, saying that the file is too short.
[[nodiscard]] Result<void> readFully(
    const VfsFile& file, ByteOffset offset, std::span<std::byte> out, const std::string& subject);

} // namespace megascope
