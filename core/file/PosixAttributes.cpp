// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/PosixAttributes.h"

#include <algorithm>
#include <cerrno>
#include <string>

#include <sys/xattr.h>
#include <unistd.h>

namespace megascope {
namespace {

constexpr mode_t permissionBits = 07777;

bool isInGroup(gid_t group)
{
    if (group == getegid())
        return true;
    std::vector<gid_t> groups(static_cast<std::size_t>(std::max(getgroups(0, nullptr), 0)));
    const int count = getgroups(static_cast<int>(groups.size()), groups.data());
    groups.resize(static_cast<std::size_t>(std::max(count, 0)));
    return std::ranges::contains(groups, group);
}

// Nothing where the file system has none.
std::vector<std::string> attributeNames(int file)
{
    std::string list;
    ssize_t size = flistxattr(file, nullptr, 0);
    while (size > 0) {
        list.resize(static_cast<std::size_t>(size));
        size = flistxattr(file, list.data(), list.size());
        if (size >= 0 || errno != ERANGE)
            break;
        size = flistxattr(file, nullptr, 0);
    }
    list.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    std::vector<std::string> names;
    for (std::size_t at = 0; at < list.size(); at += names.back().size() + 1)
        names.emplace_back(list.c_str() + at);
    return names;
}

bool copyAttribute(int from, int to, const std::string& name)
{
    ssize_t size = fgetxattr(from, name.c_str(), nullptr, 0);
    if (size < 0)
        return errno == ENODATA;
    std::string value(static_cast<std::size_t>(size), '\0');
    size = fgetxattr(from, name.c_str(), value.data(), value.size());
    if (size < 0)
        return false;
    return fsetxattr(to, name.c_str(), value.data(), static_cast<std::size_t>(size), 0) == 0;
}

} // namespace

bool mayGiveAway(const struct stat& status)
{
    return geteuid() == 0 || (status.st_uid == geteuid() && isInGroup(status.st_gid));
}

// The mode comes last: a change of owner takes the set-user-ID bit away, and an ACL may change the group's
// bits.
Result<std::vector<std::string>> copyFileAttributes(int from, int to)
{
    struct stat status = {};
    if (fstat(from, &status) != 0)
        return std::unexpected(systemError(errno, {}));
    std::vector<std::string> lost;
    mode_t mode = status.st_mode & permissionBits;
    if (fchown(to, status.st_uid, static_cast<gid_t>(-1)) != 0) {
        lost.emplace_back("owner");
        mode &= ~static_cast<mode_t>(S_ISUID);
    }
    if (fchown(to, static_cast<uid_t>(-1), status.st_gid) != 0) {
        lost.emplace_back("group");
        mode &= ~static_cast<mode_t>(S_ISGID);
    }
    for (const std::string& name : attributeNames(from)) {
        if (!copyAttribute(from, to, name))
            lost.push_back("attribute " + name);
    }
    if (fchmod(to, mode) != 0)
        lost.emplace_back("permissions");
    return lost;
}

} // namespace megascope
