// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileSource.h"
#include "core/save/EditLogFormat.h"

#include <memory>
#include <stop_token>

namespace megascope {

// The mode of files with what somebody typed.
inline constexpr unsigned onlyForUser = 0600;

// A file of bytes that a recovery log refers to; append-only. Thread-safe, though one thread appends.
class EditStorage {
public:
    // Makes the file, and locks it. Errors: those of Vfs::create.
    [[nodiscard]] static Result<std::unique_ptr<EditStorage>> create(
        const Vfs& vfs, const std::filesystem::path& path);
    // Goes on with one that is there. Errors: those of openForWriting; Busy when a program uses it.
    [[nodiscard]] static Result<std::unique_ptr<EditStorage>> open(
        const Vfs& vfs, const std::filesystem::path& path);
    // Makes one in `folder` that has no name there, and goes with the last that reads it. Errors: as above.
    [[nodiscard]] static Result<std::unique_ptr<EditStorage>> createNameless(
        const Vfs& vfs, const std::filesystem::path& folder);
    ~EditStorage();

    // Errors: those of writing; ReadFailed.
    [[nodiscard]] Result<void> append(const Source& source, const ByteRange& range);
    [[nodiscard]] Result<void> append(std::span<const std::byte> bytes);
    // Gives up what was appended since record() was `before`. REQUIRES: nothing reads it.
    void cutBack(const editlog::Stored& before);
    [[nodiscard]] ByteCount size() const { return m_size; }
    // What it holds now.
    [[nodiscard]] editlog::Stored record(bool isCopies) const { return {isCopies, m_size, m_sum}; }
    // Takes what is stored as far as `record` says, if it is what it says. Returns whether it is; false also
    // when it is stopped. For reading a log, with its records in turn.
    [[nodiscard]] bool take(const editlog::Stored& record, const std::stop_token& stop = {});

    [[nodiscard]] std::shared_ptr<const Source> source() const { return m_source; }
    [[nodiscard]] Result<void> sync() { return m_file->sync(); }
    // The file goes; what reads it goes on doing so.
    void remove();

private:
    EditStorage(const Vfs& vfs, std::filesystem::path path, std::shared_ptr<WritableFile> file,
        std::shared_ptr<FileSource> source);
    [[nodiscard]] static Result<std::unique_ptr<EditStorage>> from(
        const Vfs& vfs, const std::filesystem::path& path, Result<std::shared_ptr<WritableFile>> file);

    const Vfs& m_vfs;
    const std::filesystem::path m_path;
    const std::shared_ptr<WritableFile> m_file;
    const std::shared_ptr<FileSource> m_source;
    ByteCount m_size;
    std::uint32_t m_sum = 0; // of all bytes from the begin
};

} // namespace megascope
