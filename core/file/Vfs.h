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

namespace megascope {

// An open file, read-only. Every access to a disk goes through this interface and Vfs, so that a test can
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

// The file system.
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
};

// The real one. The object lives as long as the program.
[[nodiscard]] const Vfs& systemVfs();

// Bytes of a page of memory: what mappings are aligned to.
[[nodiscard]] ByteCount pageSize();

} // namespace megascope
