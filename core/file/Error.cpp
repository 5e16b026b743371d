// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/Error.h"

#include "core/file/FormatText.h"

#include <cerrno>
#include <cstring>
#include <system_error>

namespace megascope {
namespace {

ErrorKind kindOf(int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
    case ELOOP:
    case ENAMETOOLONG:
        return ErrorKind::NotFound;
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorKind::NoPermission;
    case EISDIR:
        return ErrorKind::NotAFile;
    case ESTALE:
    case ENODEV:
    case ENXIO:
    case ENOTCONN:
    case ENOMEDIUM:
    case ESHUTDOWN:
    case EHOSTDOWN:
    case EHOSTUNREACH:
        return ErrorKind::Vanished;
    case ENOMEM:
    case EMFILE:
    case ENFILE:
        return ErrorKind::OutOfMemory;
    case ENOSYS:
    case EOPNOTSUPP:
    case EOVERFLOW:
        return ErrorKind::Unsupported;
    case ECANCELED:
        return ErrorKind::Cancelled;
    case ENOSPC:
    case EDQUOT:
        return ErrorKind::NoSpace;
    case EEXIST:
    case ENOTEMPTY:
        return ErrorKind::Exists;
    case EBUSY:
    case ETXTBSY:
    case EWOULDBLOCK:
        return ErrorKind::Busy;
    default:
        return ErrorKind::ReadFailed;
    }
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

// The system begins its sentences with a capital; ours stand after a colon. "RPC …" keeps its capitals.
std::string wordsFor(int code)
{
    std::string words = std::generic_category().message(code);
    if (!words.empty() && isUpper(words.front()) && (words.size() == 1 || !isUpper(words[1])))
        words.front() = static_cast<char>(words.front() - 'A' + 'a');
    return words;
}

} // namespace

std::string Error::reason() const
{
    if (!detail.empty())
        return detail;
    return systemCode != 0 ? wordsFor(systemCode) : std::string("failed");
}

std::string Error::message() const
{
    return withoutControls(subject.empty() ? reason() : subject + ": " + reason());
}

// C1 controls, in UTF-8 c2 80 … c2 9f, are among them.
std::string withoutControls(std::string_view text)
{
    std::string result;
    bool afterC2 = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isC1 = afterC2 && byte >= 0x80 && byte < 0xa0;
        if (isC1)
            result.replace(result.size() - 1, 1, "\\xc2");
        if (byte == '\n')
            result += "\\n";
        else if (byte == '\t')
            result += "\\t";
        else if (byte < 0x20 || byte == 0x7f || isC1)
            result += formatText("\\x{:02x}", byte);
        else
            result += c;
        afterC2 = byte == 0xc2;
    }
    return result;
}

Error systemError(int code, std::string subject)
{
    return {.kind = kindOf(code), .systemCode = code, .subject = std::move(subject), .detail = {}};
}

Error writeError(int code, std::string subject)
{
    Error error = systemError(code, std::move(subject));
    if (error.kind == ErrorKind::ReadFailed)
        error.kind = ErrorKind::WriteFailed;
    return error;
}

} // namespace megascope
