// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/WritableFile.h"

#include <optional>

namespace megascope {

// Where the journal of a file lies: beside it, or in a folder of the user for files of folders that cannot be
// written to.
//
//     .NAME.megascope-save           the journal of a save that has begun to write to the file
//     .NAME.megascope-save.new       the same before that, and the lock of every save
//     .NAME.XXXXXX.megascope-tmp     a file that is going to replace NAME
//
// A long NAME is cut, and its hash appended. In the user's folder NAME is the hash of the file's real path.
struct JournalPlace {
    std::filesystem::path folder;
    std::string name;
    bool isBeside = true;

    [[nodiscard]] std::filesystem::path committed() const { return folder / name; }
    [[nodiscard]] std::filesystem::path unfinished() const { return folder / (name + ".new"); }
};

// REQUIRES: `file` is absolute, with symbolic links resolved.
[[nodiscard]] JournalPlace journalBeside(const std::filesystem::path& file);
[[nodiscard]] JournalPlace journalInFolder(
    const std::filesystem::path& stateFolder, const std::filesystem::path& file);

enum class OwnFileKind { Committed, Uncommitted, Temporary };
// What a name is that this room gives, whosever file it is for; nothing for all other names.
[[nodiscard]] std::optional<OwnFileKind> ownFileKind(std::string_view name);
// The same for one file only: `name` is a name beside `file`.
[[nodiscard]] std::optional<OwnFileKind> ownFileKind(
    std::string_view name, const std::filesystem::path& file);

// Makes a file for what is going to replace `file`, and locks it. Errors: those of Vfs::create.
struct TemporaryFile {
    std::filesystem::path path;
    std::shared_ptr<WritableFile> file;
};
[[nodiscard]] Result<TemporaryFile> makeTemporary(
    const Vfs& vfs, const std::filesystem::path& file, unsigned mode);

// Keeps others from saving the same file. The lock is a file, which is the journal before it is committed;
// unless it was committed, it goes with this object.
class SaveLock {
public:
    // Errors: Busy, when somebody saves the file now, or an earlier save was cut short and is to be finished
    // first; those of Vfs::create.
    [[nodiscard]] static Result<SaveLock> take(
        const Vfs& vfs, const JournalPlace& place, const std::filesystem::path& file);
    SaveLock(SaveLock&& other) noexcept;
    SaveLock& operator=(SaveLock&&) = delete;
    ~SaveLock();

    [[nodiscard]] const std::shared_ptr<WritableFile>& file() const { return m_file; }
    [[nodiscard]] const JournalPlace& place() const { return m_place; }
    // Gives the journal its name. It is on the disk when this succeeds; otherwise it may be or not, and is
    // not removed when its name may be there. Errors: those of Vfs::rename and Vfs::syncFolder.
    [[nodiscard]] Result<void> commit();

private:
    SaveLock(const Vfs& vfs, JournalPlace place, std::shared_ptr<WritableFile> file);

    const Vfs& m_vfs;
    JournalPlace m_place;
    std::shared_ptr<WritableFile> m_file; // null when it was moved from
    bool m_isCommitted = false;
};

} // namespace megascope
