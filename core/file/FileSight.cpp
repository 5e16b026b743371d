// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FileSight.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>
#include <utility>

namespace megascope {
namespace {

// So many files of that name are looked into, those that were changed last.
constexpr std::size_t mostCandidates = 16;

// Clocks of file systems tick slowly: a file that was written to just now may have been written to again
// since, and tell the same time.
constexpr std::chrono::seconds tellingTime(1);

// From the time that a write tells to the first of its bytes.
constexpr std::chrono::milliseconds startOfWrite(32);

bool isRecent(FileTime time)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::nanoseconds(time.nanoseconds) + tellingTime > now;
}

NameChange nameChange(const Result<FileStatus>& named, const FileIdentity& opened)
{
    if (!named)
        return named.error().kind == ErrorKind::NotFound ? NameChange::Removed : NameChange::Failed;
    return named->identity.isSameFile(opened) ? NameChange::None : NameChange::Replaced;
}

// The new mark is taken before the old one is looked for. So when the old one is there, the new one is of the
// same content; and when the file is written over after that, the new one is missing at the next look.
ContentChange contentChange(
    const FileSource& source, const KnownContent& known, const FileIdentity& now, ContentMark& mark)
{
    const FileIdentity& before = known.identity;
    const bool isSame = now.size == before.size && now.modified == before.modified;
    if (isSame && known.mark.isTaken())
        mark = known.mark;
    else
        mark.take(source, now.size);
    const bool hides = isSame && known.mark.isTaken() && isRecent(now.modified) && !known.mark.isIn(source);
    if (hides)
        mark.take(source, now.size);
    if (isSame && !hides)
        return now == before ? ContentChange::None : ContentChange::Attributes;
    if (now.size < before.size)
        return ContentChange::CutShort;
    if (hides || !known.mark.isIn(source))
        return ContentChange::Rewritten;
    return now.size > before.size ? ContentChange::Appended : ContentChange::Modified;
}

// A write tells its time before it lets the file grow. So a file that seems to have been written over in
// place may be about to grow: that is awaited for as long as a write may take to get there.
Result<FileStatus> settled(FileSource& source, const FileIdentity& before)
{
    Result<FileStatus> now = source.refresh();
    const auto end = std::chrono::steady_clock::now() + startOfWrite;
    while (now && now->identity.size == before.size && now->identity.modified != before.modified
        && isRecent(now->identity.modified) && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(startOfWrite / 16);
        now = source.refresh();
    }
    return now;
}

// Of several the one that was changed last.
std::shared_ptr<FileSource> findCopy(
    const Vfs& vfs, const std::filesystem::path& path, const KnownContent& known)
{
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const std::string name = path.filename().native();
    std::vector<std::pair<FileTime, std::filesystem::path>> candidates;
    for (const std::string& each : vfs.list(folder).value_or(std::vector<std::string>())) {
        if (each == name || !each.starts_with(name))
            continue;
        const Result<FileStatus> status = vfs.status(folder / each);
        if (status && status->type == FileType::Regular && status->identity.size >= known.identity.size
            && !status->identity.isSameFile(known.identity))
            candidates.emplace_back(status->identity.changed, folder / each);
    }
    std::ranges::sort(candidates, std::greater());
    if (candidates.size() > mostCandidates)
        candidates.resize(mostCandidates);
    for (const auto& [changed, candidate] : candidates) {
        const Result<std::shared_ptr<FileSource>> opened = FileSource::open(vfs, candidate);
        if (opened && known.mark.isIn(**opened))
            return *opened;
    }
    return nullptr;
}

} // namespace

bool beginsAnew(ContentChange change)
{
    return change == ContentChange::CutShort || change == ContentChange::Rewritten;
}

FileSight lookAt(const Vfs& vfs, FileSource& source, const KnownContent& known,
    const std::optional<FileSourceOptions>& next)
{
    FileSight sight{.opened = source.status(), .named = source.statusOfPath(), .mark = {}, .copy = {}};
    sight.name = nameChange(sight.named, known.identity);
    const bool isWanted = next && sight.name == NameChange::Replaced;
    if (isWanted && sight.named->identity.size > ByteCount(0))
        sight.next = FileSource::open(vfs, source.path(), *next);
    // Only now, so that it holds all that was written to it before the other one was.
    sight.opened = settled(source, known.identity);
    if (sight.opened)
        sight.content = contentChange(source, known, sight.opened->identity, sight.mark);
    if (next && beginsAnew(sight.content))
        sight.copy = findCopy(vfs, source.path(), known);
    return sight;
}

} // namespace megascope
