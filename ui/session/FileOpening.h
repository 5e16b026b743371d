// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentSession.h"
#include "ui/session/OpenedSource.h"
#include "ui/session/StorageQuestion.h"

namespace megascope {

// What opening a file gives, before a document is made of it.
struct OpenedFile {
    OpenedSource opened;
    TextFormat format = {};
    bool formatIsGuessed = false; // not all bytes were there in time that tell it
    bool isWritable = true;
    bool saveWasFinished = false; // an earlier one, which had been cut short
};

// As DocumentSession::open(), for any thread: takes as long as the storage does.
[[nodiscard]] Result<OpenedFile> openDocumentFile(
    const std::filesystem::path& path, const OpenOptions& options);

// Opens a file in a thread of its own. Starts when constructed; when destroyed it is not waited for. GUI
// thread only.
class FileOpening final : public QObject {
    Q_OBJECT

public:
    FileOpening(std::filesystem::path path, const OpenOptions& options);

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    // Waits a moment for that.
    [[nodiscard]] bool isDone() const { return m_question.isAnswered(); }
    // The document. REQUIRES: it is done; the first call.
    [[nodiscard]] Result<std::unique_ptr<DocumentSession>> take();

signals:
    void done(); // from the event loop

private:
    const std::filesystem::path m_path;
    const OpenOptions m_options;
    const std::shared_ptr<std::optional<Result<OpenedFile>>> m_file
        = std::make_shared<std::optional<Result<OpenedFile>>>();
    StorageQuestion m_question;
};

} // namespace megascope
