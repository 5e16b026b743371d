// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/FileOpening.h"

#include "core/file/Vfs.h"
#include "ui/session/BoundedReads.h"

#include <unistd.h>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// Then the document is shown with what is known of its encoding.
constexpr auto detectionTime = 500ms;

} // namespace

Result<OpenedFile> openDocumentFile(const std::filesystem::path& path, const OpenOptions& options)
{
    const Result<bool> finished = options.isStandardInput ? false : DocumentSession::finishCutSave(path);
    if (!finished)
        return std::unexpected(finished.error());
    Result<OpenedSource> opened = openSource(path, options);
    if (!opened)
        return std::unexpected(opened.error());
    const Snapshot snapshot(opened->source, opened->source->size(), Revision{0});
    const bool waits = ReadPatience::ofThread() != nullptr || !BoundedReads::instance();
    const std::optional<ReadPatience> patience = waits
        ? std::nullopt
        : std::optional<ReadPatience>(std::in_place, detectionTime, ReadPatience::Arrived());
    const MissedReads missed;
    const TextFormat format
        = options.encoding ? detectTextFormat(snapshot, *options.encoding) : detectTextFormat(snapshot);
    const bool isWritable = opened->source->spool() || ::access(opened->source->path().c_str(), W_OK) == 0;
    return OpenedFile{.opened = *std::move(opened),
        .format = format,
        .formatIsGuessed = missed.any(),
        .isWritable = isWritable,
        .saveWasFinished = *finished};
}

FileOpening::FileOpening(std::filesystem::path path, const OpenOptions& options)
    : m_path(std::move(path))
    , m_options(options)
    , m_question([file = m_file, name = m_path, options] { file->emplace(openDocumentFile(name, options)); })
{
    connect(&m_question, &StorageQuestion::answered, this, &FileOpening::done);
}

Result<std::unique_ptr<DocumentSession>> FileOpening::take()
{
    return std::exchange(*m_file, std::nullopt).value().transform([&](const OpenedFile& file) {
        return DocumentSession::of(file, m_options);
    });
}

} // namespace megascope
