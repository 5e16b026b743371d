// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/Replacement.h"

#include <algorithm>
#include <cerrno>

namespace megascope {
namespace {

// Removes the file unless it got its name.
class TemporaryName {
public:
    TemporaryName(const Vfs& vfs, std::filesystem::path path)
        : m_vfs(vfs)
        , m_path(std::move(path))
    {
    }
    // What cannot be removed now is found as left over later.
    ~TemporaryName()
    {
        if (!m_path.empty())
            (void)m_vfs.remove(m_path);
    }
    TemporaryName(const TemporaryName&) = delete;
    TemporaryName& operator=(const TemporaryName&) = delete;

    [[nodiscard]] Result<void> becomes(const std::filesystem::path& path, Vfs::Existing existing)
    {
        Result<void> renamed = m_vfs.rename(m_path, path, existing);
        if (renamed)
            m_path.clear();
        return renamed;
    }

private:
    const Vfs& m_vfs;
    std::filesystem::path m_path;
};

Result<std::vector<std::string>> keepAttributes(
    const Vfs& vfs, const Replacement& replacement, WritableFile& file)
{
    if (replacement.attributesOf == nullptr)
        return std::vector<std::string>();
    Result<std::vector<std::string>> lost = vfs.copyAttributes(*replacement.attributesOf, file);
    const bool losesOwner
        = lost && (std::ranges::contains(*lost, "owner") || std::ranges::contains(*lost, "group"));
    if (losesOwner && replacement.needsOwner)
        return std::unexpected(Error{.kind = ErrorKind::NoPermission,
            .systemCode = 0,
            .subject = replacement.path.native(),
            .detail = "its owner cannot be kept"});
    return lost;
}

Result<void> checkSize(const WritableFile& file, const Replacement& replacement)
{
    const Result<FileStatus> status = file.status();
    if (!status)
        return std::unexpected(status.error());
    if (status->identity.size == replacement.range.count())
        return {};
    return std::unexpected(Error{.kind = ErrorKind::WriteFailed,
        .systemCode = 0,
        .subject = replacement.path.native(),
        .detail = "the new file does not have the size that was written"});
}

} // namespace

Result<Replaced> writeReplacement(const Vfs& vfs, const Replacement& replacement, const SaveWatch& watch)
{
    // Until it has its attributes, nobody else may read a file that is to replace one; a new file may be read
    // by anyone.
    const unsigned mode = replacement.attributesOf != nullptr ? 0600 : 0666;
    Result<TemporaryFile> temporary = makeTemporary(vfs, replacement.path, mode);
    if (!temporary)
        return std::unexpected(temporary.error());
    TemporaryName name(vfs, temporary->path);
    WritableFile& file = *temporary->file;
    Result<void> result
        = writeContent(replacement.snapshot, replacement.range, file, replacement.path.native(), watch);
    Result<std::vector<std::string>> lost;
    if (result) {
        lost = keepAttributes(vfs, replacement, file);
        result = lost ? file.sync() : std::unexpected(lost.error());
    }
    if (result)
        result = checkSize(file, replacement);
    if (result && replacement.confirm)
        result = replacement.confirm();
    if (result && watch.stop.stop_requested())
        result = std::unexpected(systemError(ECANCELED, replacement.path.native()));
    if (result)
        result = name.becomes(replacement.path, replacement.existing);
    if (result)
        result = vfs.syncFolder(replacement.path.parent_path());
    if (!result)
        return std::unexpected(result.error());
    const Result<FileStatus> status = file.status();
    if (!status)
        return std::unexpected(status.error());
    return Replaced{.identity = status->identity, .notKept = std::move(*lost)};
}

} // namespace megascope
