// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/EditOrder.h"

#include <QString>

#include <expected>
#include <memory>

namespace megascope {

class DocumentSession;
class FileSource;
class WritableFile;

// Puts bytes into the file of a document at once, over those that are there: for a file that other programs
// work with at the same time. That is no edit: no journal and no recovery log has it, and it cannot be
// undone. GUI thread only.
class DirectWriter {
public:
    // Borrowed.
    explicit DirectWriter(DocumentSession& session);
    ~DirectWriter();

    // Why not, in one line; then nothing was written, unless the system said so in the midst of it.
    using Outcome = std::expected<void, QString>;
    // Opens the file for writing, as write() would.
    [[nodiscard]] Outcome open();
    // Only as many bytes as give way, and only where the document shows bytes of its file, each at its own
    // place.
    [[nodiscard]] Outcome write(const EditOrder& order);

private:
    [[nodiscard]] bool isOfFile(const ByteRange& range) const;

    DocumentSession& m_session;
    std::shared_ptr<WritableFile> m_file; // null before open()
    const FileSource* m_source = nullptr; // that m_file was opened for
};

} // namespace megascope
