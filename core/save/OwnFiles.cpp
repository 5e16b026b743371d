// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/OwnFiles.h"

#include "core/file/FormatText.h"

#include <algorithm>
#include <array>
#include <random>

namespace megascope {
namespace {

constexpr std::string_view journalEnd = ".megascope-save";
constexpr std::string_view newEnd = ".megascope-save.new";
constexpr std::string_view temporaryEnd = ".megascope-tmp";
constexpr std::size_t randomLetters = 6;

// File systems allow 255 bytes.
constexpr std::size_t longestName = 200;

// FNV-1a with 64 bits.
std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

// ".NAME"
std::string stemFor(const std::filesystem::path& file)
{
    const std::string name = file.filename().native();
    if (name.size() <= longestName)
        return "." + name;
    return formatText(".{}-{:016x}", name.substr(0, longestName), hashOf(name));
}

std::string randomName(const std::string& stem)
{
    static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device device;
    std::string name = stem + ".";
    for (std::size_t i = 0; i < randomLetters; ++i)
        name += letters[device() % letters.size()];
    return name.append(temporaryEnd);
}

Error busy(const std::filesystem::path& file, const char* reason)
{
    return {.kind = ErrorKind::Busy, .systemCode = 0, .subject = file.native(), .detail = reason};
}

constexpr const char* savedByAnother = "is being saved by another program";

// True when the file is locked, or its lock cannot be tried.
bool isHeld(const Vfs& vfs, const std::filesystem::path& path)
{
    const Result<std::shared_ptr<WritableFile>> file = vfs.openForWriting(path);
    return !file || !(*file)->lock();
}

// Busy when the path names another file.
Result<void> checkName(
    const Vfs& vfs, const std::filesystem::path& path, const VfsFile& open, const std::filesystem::path& file)
{
    const Result<FileStatus> mine = open.status();
    const Result<FileStatus> named = mine ? vfs.status(path) : mine;
    if (!named && named.error().kind != ErrorKind::NotFound)
        return std::unexpected(named.error());
    if (!named || !named->identity.isSameFile(mine->identity))
        return std::unexpected(busy(file, savedByAnother));
    return {};
}

// What a save left that was cut short before it wrote to the file. It is held while it is removed: somebody
// who has made it just now and not locked it yet will find out.
Result<void> removeLeftOver(const Vfs& vfs, const JournalPlace& place, const std::filesystem::path& file)
{
    const Result<std::shared_ptr<WritableFile>> left = vfs.openForWriting(place.unfinished());
    if (!left)
        return std::unexpected(left.error());
    Result<void> result = (*left)->lock();
    if (!result && result.error().kind == ErrorKind::Busy)
        return std::unexpected(busy(file, savedByAnother));
    if (result)
        result = checkName(vfs, place.unfinished(), **left, file);
    return result ? vfs.remove(place.unfinished()) : result;
}

} // namespace

JournalPlace journalBeside(const std::filesystem::path& file)
{
    return {.folder = file.parent_path(), .name = stemFor(file).append(journalEnd), .isBeside = true};
}

JournalPlace journalInFolder(const std::filesystem::path& stateFolder, const std::filesystem::path& file)
{
    return {.folder = stateFolder,
        .name = formatText(".{:016x}{}", hashOf(file.native()), journalEnd),
        .isBeside = false};
}

std::optional<OwnFileKind> ownFileKind(std::string_view name)
{
    if (!name.starts_with('.'))
        return std::nullopt;
    if (name.ends_with(journalEnd))
        return OwnFileKind::Committed;
    if (name.ends_with(newEnd))
        return OwnFileKind::Uncommitted;
    if (name.ends_with(temporaryEnd))
        return OwnFileKind::Temporary;
    return std::nullopt;
}

std::optional<OwnFileKind> ownFileKind(std::string_view name, const std::filesystem::path& file)
{
    const std::string stem = stemFor(file);
    if (!name.starts_with(stem))
        return std::nullopt;
    const std::string_view rest = name.substr(stem.size());
    if (rest == journalEnd)
        return OwnFileKind::Committed;
    if (rest == newEnd)
        return OwnFileKind::Uncommitted;
    const bool isTemporary = rest.size() == 1 + randomLetters + temporaryEnd.size() && rest.starts_with('.')
        && rest.ends_with(temporaryEnd) && !rest.substr(1, randomLetters).contains('.');
    return isTemporary ? std::optional(OwnFileKind::Temporary) : std::nullopt;
}

Result<TemporaryFile> makeTemporary(const Vfs& vfs, const std::filesystem::path& file, unsigned mode)
{
    constexpr int mostTries = 100;
    for (int i = 0;; ++i) {
        const std::filesystem::path path = file.parent_path() / randomName(stemFor(file));
        Result<std::shared_ptr<WritableFile>> made = vfs.create(path, mode);
        if (!made && (made.error().kind != ErrorKind::Exists || i == mostTries))
            return std::unexpected(made.error());
        if (!made)
            continue;
        // Where there are no locks, another program may take the file for left over; that fails the save, no
        // more.
        (void)(*made)->lock();
        return TemporaryFile{.path = path, .file = std::move(*made)};
    }
}

SaveLock::SaveLock(const Vfs& vfs, JournalPlace place, std::shared_ptr<WritableFile> file)
    : m_vfs(vfs)
    , m_place(std::move(place))
    , m_file(std::move(file))
{
}

SaveLock::SaveLock(SaveLock&& other) noexcept
    : m_vfs(other.m_vfs)
    , m_place(std::move(other.m_place))
    , m_file(std::move(other.m_file))
    , m_isCommitted(other.m_isCommitted)
{
}

// What cannot be removed now is found as left over later.
SaveLock::~SaveLock()
{
    if (m_file != nullptr && !m_isCommitted)
        (void)m_vfs.remove(m_place.unfinished());
}

Result<SaveLock> SaveLock::take(const Vfs& vfs, const JournalPlace& place, const std::filesystem::path& file)
{
    constexpr unsigned onlyOwner = 0600;
    Result<std::shared_ptr<WritableFile>> made = vfs.create(place.unfinished(), onlyOwner);
    if (!made && made.error().kind == ErrorKind::Exists) {
        if (const Result<void> removed = removeLeftOver(vfs, place, file); !removed)
            return std::unexpected(removed.error());
        made = vfs.create(place.unfinished(), onlyOwner);
    }
    if (!made)
        return std::unexpected(made.error());
    if (const Result<void> locked = (*made)->lock(); !locked && locked.error().kind == ErrorKind::Busy)
        return std::unexpected(busy(file, savedByAnother));
    if (const Result<void> named = checkName(vfs, place.unfinished(), **made, file); !named)
        return std::unexpected(named.error());
    SaveLock lock(vfs, place, std::move(*made));
    const Result<std::shared_ptr<VfsFile>> earlier = vfs.open(place.committed());
    if (!earlier && earlier.error().kind == ErrorKind::NotFound)
        return lock;
    if (!earlier)
        return std::unexpected(earlier.error());
    return std::unexpected(busy(file,
        isHeld(vfs, place.committed()) ? savedByAnother
                                       : "an earlier save was cut short and is to be finished first"));
}

Result<void> SaveLock::commit()
{
    if (const Result<void> renamed = m_vfs.rename(m_place.unfinished(), m_place.committed()); !renamed)
        return renamed;
    m_isCommitted = true;
    return m_vfs.syncFolder(m_place.folder);
}

} // namespace megascope
