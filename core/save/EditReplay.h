// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Document.h"
#include "core/save/EditLogFormat.h"

#include <map>

namespace megascope {

// Makes edits of a document again, as the records of a log tell. Reads no byte of theirs. Belongs to one
// thread.
class EditReplay {
public:
    // `file` is what was edited, null when that is gone; `copies` holds what the log has copied, and may be
    // null. Vfs and document must outlive the replay.
    EditReplay(const Vfs& vfs, Document& document, const std::shared_ptr<const Source>& file,
        const std::shared_ptr<const Source>& copies);

    // False when the record cannot be carried out: its file is gone, or is another one.
    bool operator()(const editlog::Record& record);
    // What a save has brought to the file is not made again; what comes later may need the other files.
    void passOver(const editlog::Record& record);

    // As RecoveryLog counts them.
    std::int64_t undoable = 0;
    std::int64_t redoable = 0;
    std::map<std::shared_ptr<const Source>, std::uint32_t> others;

private:
    bool open(const editlog::OtherSource& record);
    bool make(const editlog::Pattern& record);
    [[nodiscard]] std::optional<PieceTree> contentOf(const editlog::Put& put) const;
    bool carryOut(const editlog::Put& put);
    bool carryOut(const editlog::Step& step);

    const Vfs& m_vfs;
    Document& m_document;
    std::map<std::uint32_t, std::shared_ptr<const Source>> m_sources;
};

} // namespace megascope
