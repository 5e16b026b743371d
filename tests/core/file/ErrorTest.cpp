// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/Error.h"
#include "tests/support/PlainTest.h"

#include <cerrno>

namespace megascope {

PLAIN_TEST(wordsOfTheSystem)
{
    CHECK_EQUAL(systemError(ENOENT, "a.log").message(), "a.log: no such file or directory");
    CHECK_EQUAL(systemError(EIO, "a.log").reason(), "input/output error");
    CHECK_EQUAL(systemError(EIO, {}).message(), "input/output error");
    // A name in capitals keeps them.
    CHECK_EQUAL(systemError(EREMOTEIO, "x").message(), "x: remote I/O error");
    CHECK_EQUAL(systemError(ENOTUNIQ, "x").message(), "x: name not unique on network");
    CHECK_EQUAL(systemError(EDOTDOT, "x").message(), "x: RFS specific error");
}

PLAIN_TEST(detailGoesBeforeTheCode)
{
    const Error error{
        .kind = ErrorKind::NotAFile, .systemCode = EISDIR, .subject = "/etc", .detail = "is a directory"};
    CHECK_EQUAL(error.reason(), "is a directory");
    CHECK_EQUAL(error.message(), "/etc: is a directory");
    CHECK_EQUAL(Error{}.message(), "failed");
}

PLAIN_TEST(aNameCannotBreakTheLine)
{
    CHECK_EQUAL(systemError(ENOENT, "a\nb\tc\x1b[31m\x7f").message(),
        "a\\nb\\tc\\x1b[31m\\x7f: no such file or directory");
    // U+0085, a control beyond ASCII, next to U+00E9, which is none; and bytes that are no UTF-8.
    CHECK_EQUAL(systemError(ENOENT, "\xc2\x85|\xc3\xa9|\xc2\xa0|\xff").message(),
        "\\xc2\\x85|\xc3\xa9|\xc2\xa0|\xff: no such file or directory");
}

PLAIN_TEST(noPartOfAMessageBreaksTheLine)
{
    const Error error{.subject = "a\nb", .detail = "cannot be copied to c\nd"};
    CHECK_EQUAL(error.message(), "a\\nb: cannot be copied to c\\nd");
    CHECK_EQUAL(withoutControls(error.message()), error.message());
    CHECK_EQUAL(withoutControls({}), "");
}

PLAIN_TEST(kindsOfCodes)
{
    CHECK_EQUAL(systemError(ENOENT, {}).kind, ErrorKind::NotFound);
    CHECK_EQUAL(systemError(ENOTDIR, {}).kind, ErrorKind::NotFound);
    CHECK_EQUAL(systemError(EACCES, {}).kind, ErrorKind::NoPermission);
    CHECK_EQUAL(systemError(ESTALE, {}).kind, ErrorKind::Vanished);
    CHECK_EQUAL(systemError(EMFILE, {}).kind, ErrorKind::OutOfMemory);
    CHECK_EQUAL(systemError(EIO, {}).kind, ErrorKind::ReadFailed);
    CHECK_EQUAL(systemError(EIO, {}).systemCode, EIO);
    CHECK_EQUAL(writeError(EIO, {}).kind, ErrorKind::WriteFailed);
    CHECK_EQUAL(writeError(ENOSPC, {}).kind, ErrorKind::NoSpace);
    CHECK_EQUAL(writeError(EDQUOT, {}).kind, ErrorKind::NoSpace);
    CHECK_EQUAL(writeError(EROFS, {}).kind, ErrorKind::NoPermission);
    CHECK_EQUAL(writeError(EEXIST, {}).kind, ErrorKind::Exists);
    CHECK_EQUAL(writeError(EBUSY, {}).kind, ErrorKind::Busy);
}

} // namespace megascope
