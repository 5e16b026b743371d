// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/WritableFile.h"
#include "core/save/Buffer.h"
#include "core/save/JournalFormat.h"

namespace megascope {

// Writes a journal up to the point where it can be committed. Errors: those of writing, OutOfMemory. After an
// error the journal is of no use.
class JournalMaker {
public:
    // `head` without what is counted here: bytes of the path, moves, records and the places that follow from
    // them.
    [[nodiscard]] static Result<JournalMaker> begin(std::shared_ptr<WritableFile> file,
        const JournalHead& head, const std::filesystem::path& target, std::span<const Move> moves);

    // REQUIRES: records come in ascending order; `bytes` is as long as the record says, or empty for zeros.
    [[nodiscard]] Result<void> add(
        const RecordHead& record, std::span<const std::uint32_t> oldSums, std::span<const std::byte> bytes);
    // Puts the rest there, with space for slots of so many bytes, and brings all to the disk.
    [[nodiscard]] Result<void> finish(ByteCount slotContent);

private:
    JournalMaker(std::shared_ptr<WritableFile> file, const JournalHead& head, Buffer buffer);

    [[nodiscard]] Result<void> append(std::span<const std::byte> bytes);
    [[nodiscard]] Result<void> appendSum();
    [[nodiscard]] Result<void> flush();

    std::shared_ptr<WritableFile> m_file;
    JournalHead m_head;
    Buffer m_buffer;
    std::size_t m_filled = 0; // of the buffer
    ByteOffset m_written = ByteOffset(0) + journalSector; // the place of the buffer
    std::uint32_t m_sum = 0; // of what was appended since the last one
};

} // namespace megascope
