// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ContentMark.h"
#include "core/file/FileSource.h"

namespace megascope {

// What somebody has taken in of an open file: what looks at it are held against.
struct KnownContent {
    FileIdentity identity; // of the file when it held that
    ContentMark mark; // of as many bytes as the identity says; may be not taken yet
};

enum class ContentChange {
    None,
    Attributes, // its names, mode or owner
    Appended,
    Modified, // its size and what is marked are as before, but it was written to
    CutShort,
    Rewritten, // from the begin: it was cut and has grown again, to the same size or more
};

enum class NameChange {
    None,
    Removed, // no file has that name
    Replaced, // another file has it
    Failed, // the system does not tell
};

// What became of an open file, and of its name.
struct FileSight {
    Result<FileStatus> opened; // through the open descriptor
    Result<FileStatus> named; // of the file that has the name
    ContentChange content = ContentChange::None; // None when it could not be asked for
    NameChange name = NameChange::None;
    // Of the content now; what is known once it has been taken in.
    ContentMark mark;
    // The file that has taken the name, as soon as it holds something; null before, and when it was not
    // asked for. Whatever was written to the old one before that is in `opened`.
    Result<std::shared_ptr<FileSource>> next = nullptr;
    // Where the content begins anew, the copy that was made of the old one: a file in the same folder whose
    // name begins with that of this one, and whose content begins with what was known, and may go on. Null
    // when there is none, and when `next` was not asked for.
    std::shared_ptr<FileSource> copy;
};

// The file was emptied, or written over from its begin, as a rotation that copies does.
[[nodiscard]] bool beginsAnew(ContentChange change);

// Looks at a file that is open. `next`: how to open the file that has taken its name; without it, the file is
// not followed beyond itself. May wait for the disk; reads some KiB. Thread-safe.
[[nodiscard]] FileSight lookAt(const Vfs& vfs, FileSource& source, const KnownContent& known,
    const std::optional<FileSourceOptions>& next = {});

} // namespace megascope
