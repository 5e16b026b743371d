// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/Journal.h"
#include "core/save/SaveSteps.h"
#include "core/task/Progress.h"

namespace megascope {

// Does what a committed journal says, from where its newest mark stands. It may be stopped in any way at any
// point and done again. Belongs to one thread.
class InPlaceWriter {
public:
    // Journal, file and progress must outlive the writer. REQUIRES: the file is the one that the journal is
    // for.
    InPlaceWriter(Journal& journal, WritableFile& file, Progress& progress);

    // After success the file is new, on the disk, and was read back; and the journal's mark says Done.
    // Errors: those of Journal, WritableFile and VfsFile; WriteFailed when the file does not hold what was
    // written to it.
    [[nodiscard]] Result<void> run();

private:
    [[nodiscard]] Result<MovePlace> redoMarked();
    [[nodiscard]] Result<MovePlace> redoCopied();
    [[nodiscard]] Result<void> makeStep(const SaveSteps::Step& step);
    [[nodiscard]] Result<void> writeStep(JournalMark::Phase phase, std::span<const Move> blocks);
    [[nodiscard]] Result<std::span<const std::byte>> gather(std::span<const Move> blocks);
    [[nodiscard]] Result<void> scatter(std::span<const Move> blocks, std::span<const std::byte> bytes);
    [[nodiscard]] Result<void> writeFresh();
    [[nodiscard]] Result<void> verifyFresh();
    [[nodiscard]] Result<void> fillZeros(const ByteRange& range);
    [[nodiscard]] Result<bool> holdsZeros(const ByteRange& range);
    [[nodiscard]] Result<Buffer*> buffer();
    [[nodiscard]] std::unexpected<Error> damaged() const;

    Journal& m_journal;
    WritableFile& m_file;
    Progress& m_progress;
    const SaveSteps m_steps;
    std::optional<Buffer> m_buffer; // of a step's size, when it was needed
};

} // namespace megascope
