// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace megascope {

enum class ErrorKind {
    NotFound,
    NoPermission,
    NotAFile, // a directory, a socket, a FIFO, a character device
    Vanished, // the file was there and is gone: unmounted, stale handle
    ReadFailed,
    OutOfMemory, // memory, address space or file descriptors
    Unsupported,
    Cancelled,
    WriteFailed, // what reached the disk is not known
    NoSpace, // the disk, or what the user may have of it, is full
    Exists,
    Busy, // somebody else holds it
    Changed, // the file is not the one that it was taken for
    Damaged, // a file of ours does not hold what we wrote
};

// Something that the world did to us. Bugs of ours are asserted instead.
struct Error {
    ErrorKind kind = ErrorKind::ReadFailed;
    int systemCode = 0; // errno, or 0
    std::string subject = {}; // what the error is about, most often a path; may be empty
    std::string detail = {}; // the reason in words, when errno does not tell it

    // "no such file or directory": detail, else the system's words for systemCode.
    [[nodiscard]] std::string reason() const;
    // "subject: reason" on one line, as withoutControls() makes it.
    [[nodiscard]] std::string message() const;
};

// `text` with its control characters escaped ("\n", "\x1b"), so that they neither break the line nor reach a
// terminal. What was escaped before stays as it is.
[[nodiscard]] std::string withoutControls(std::string_view text);

// The error for an errno value that a system call on `subject` left.
[[nodiscard]] Error systemError(int code, std::string subject);
// The same where the call would have changed something on the disk.
[[nodiscard]] Error writeError(int code, std::string subject);

template <class T>
using Result = std::expected<T, Error>;

} // namespace megascope
