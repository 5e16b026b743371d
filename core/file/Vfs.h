// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"
#include "core/file/Error.h"
#include "core/file/FileStatus.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace megascope {

class WritableFile;

// An open file, for reading. Every access to a disk goes through this interface and Vfs, so that a test can
// fail, shorten, tear or reorder each call. Thread-safe: all members may be called from several threads at
// once.
class VfsFile {
public:
    virtual ~VfsFile() = default;

    [[nodiscard]] virtual Result<FileStatus> status() const = 0;
    // The identity as this machine knows it, without a question to the server of a file system that has one.
    // Cheap enough to be asked around every reading: what changes for readers here is seen here.
    [[nodiscard]] virtual Result<FileIdentity> identity() const = 0;

    // Reads into `out` from `offset` on and returns how many bytes came: possibly fewer than asked, 0 at the
    // end of the file or when `out` is empty. Interrupted calls are taken up again inside.
    [[nodiscard]] virtual Result<std::size_t> readAt(ByteOffset offset, std::span<std::byte> out) const = 0;

    // The same without waiting for a storage: what the system has in memory. Errors: Busy when not even the
    // first byte is there; Unsupported when this file never tells.
    [[nodiscard]] virtual Result<std::size_t> readCached(
        ByteOffset /*offset*/, std::span<std::byte> /*out*/) const
    {
        return std::unexpected(Error{.kind = ErrorKind::Unsupported});
    }

    // The first offset at or after `offset` that lies in data (or in a hole); the file's size when there is
    // none. Without support by the file system everything is data.
    [[nodiscard]] virtual Result<ByteOffset> nextData(ByteOffset offset) const = 0;
    [[nodiscard]] virtual Result<ByteOffset> nextHole(ByteOffset offset) const = 0;

    // Maps a range, read-only and shared. REQUIRES: range.begin() is a multiple of pageSize(), range not
    // empty. The range may reach past the end of the file; touching a page that lies wholly past it raises
    // SIGBUS. The bytes stay mapped until unmap() is called with exactly the span returned.
    [[nodiscard]] virtual Result<std::span<const std::byte>> map(const ByteRange& range) const = 0;
    virtual void unmap(std::span<const std::byte> bytes) const = 0;

    // Brings the pages of a part of a mapping into memory; an I/O error or a missing page comes back as an
    // error where touching the page would raise a signal. Where the system cannot do this, or nearly all of
    // it is cached already, success, and nothing is done.
    [[nodiscard]] virtual Result<void> populate(std::span<const std::byte> bytes) const = 0;

    // True when most of a part of a mapping is in the system's cache, or when the system does not tell.
    [[nodiscard]] virtual bool isCached(std::span<const std::byte> bytes) const = 0;

    // Lets the system forget the pages of `range` that nobody maps.
    virtual void dropBehind(const ByteRange& range) const = 0;
};

// Bytes that come one after the other, and only once: puts the next ones into `out` and returns how many
// came, 0 at their end.
using ByteStream = std::function<Result<std::size_t>(std::span<std::byte> out)>;

// What was read of a stream, as a file with no name that vanishes when it is closed.
struct Spool {
    std::shared_ptr<VfsFile> file;
    bool isCut = false; // the stream goes on behind the limit
};

// What this process may do with a file.
struct FileRights {
    bool write = true; // to the file itself
    bool makeBeside = true; // a file in the same folder
    bool keepOwner = true; // give another file the same owner and group
};

// The file system. Const members change what lies on the disk, not the object. Errors of those that would
// change something: NotFound, NoPermission, NoSpace, Exists, Busy, Unsupported, OutOfMemory, Vanished,
// WriteFailed.
class Vfs {
public:
    virtual ~Vfs() = default;

    // Opens for reading; never waits for a writer of a FIFO. Errors: NotFound, NoPermission, Vanished,
    // OutOfMemory, ReadFailed. A directory or a socket opens or fails as the system does; the caller looks at
    // status().type.
    [[nodiscard]] virtual Result<std::shared_ptr<VfsFile>> open(const std::filesystem::path& path) const = 0;
    // Follows symbolic links.
    [[nodiscard]] virtual Result<FileStatus> status(const std::filesystem::path& path) const = 0;
    // Reads `content` to its end, or to `limit` and one byte more, and keeps no more than `limit` of it. For
    // what has no size before it was read; `subject` names it in errors of the spool when it is read. Errors:
    // those of `content` as they are; those of writing name the folder that the spool lies in.
    [[nodiscard]] virtual Result<Spool> spool(
        const ByteStream& content, const std::filesystem::path& subject, ByteCount limit) const
        = 0;

    // Opens what is there, for reading and writing. Never creates.
    [[nodiscard]] virtual Result<std::shared_ptr<WritableFile>> openForWriting(
        const std::filesystem::path& path) const
        = 0;
    // Makes a file that was not there: Exists when there is one of that name, a symbolic link included.
    // `mode` are permission bits, as open() takes them; the process's mask is applied.
    [[nodiscard]] virtual Result<std::shared_ptr<WritableFile>> create(
        const std::filesystem::path& path, unsigned mode) const
        = 0;
    // Makes a file in `folder` that has no name there, and goes when it is closed, however this process ends.
    // Its errors name the folder.
    [[nodiscard]] virtual Result<std::shared_ptr<WritableFile>> createNameless(
        const std::filesystem::path& folder) const
        = 0;
    // Gives a file another name in one step: whatever happens, `to` names what it named before, or the file.
    // A file that had the name goes when it is to be replaced, else the call fails with Exists.
    enum class Existing { Replace, Keep };
    [[nodiscard]] virtual Result<void> rename(const std::filesystem::path& from,
        const std::filesystem::path& to, Existing existing = Existing::Replace) const
        = 0;
    [[nodiscard]] virtual Result<void> remove(const std::filesystem::path& path) const = 0;
    // Names that were made, changed or removed in a folder are on the disk afterwards. Success where the file
    // system cannot do this.
    [[nodiscard]] virtual Result<void> syncFolder(const std::filesystem::path& folder) const = 0;
    // One folder; none of those above it. Success when it is there.
    [[nodiscard]] virtual Result<void> makeFolder(const std::filesystem::path& folder) const = 0;
    // The names in a folder, in no order.
    [[nodiscard]] virtual Result<std::vector<std::string>> list(const std::filesystem::path& folder) const
        = 0;
    // What this user may still write where `path` lies.
    [[nodiscard]] virtual Result<ByteCount> freeSpace(const std::filesystem::path& path) const = 0;
    // Absolute, with all symbolic links resolved.
    [[nodiscard]] virtual Result<std::filesystem::path> realPath(const std::filesystem::path& path) const = 0;
    [[nodiscard]] virtual Result<FileRights> rights(const std::filesystem::path& path) const = 0;
    // Whether something has a block device, or a part of it, for itself alone: a file system that is mounted
    // somewhere, be it out of sight of this process, swap space, another device that is made of it.
    [[nodiscard]] virtual bool isClaimed(const std::filesystem::path& /*device*/) const { return false; }
    // Gives `to` the owner, group, mode, ACL and extended attributes of `from`, as far as this process may,
    // and says in words what it could not keep. Both were opened by this Vfs. Errors: those of reading
    // `from`.
    [[nodiscard]] virtual Result<std::vector<std::string>> copyAttributes(
        const VfsFile& from, WritableFile& to) const
        = 0;
};

// The real one. The object lives as long as the program.
[[nodiscard]] const Vfs& systemVfs();

// Bytes of a page of memory: what mappings are aligned to.
[[nodiscard]] ByteCount pageSize();

} // namespace megascope
