// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Vfs.h"

namespace megascope {

// An open file, for reading and writing. Nothing that was written is on the disk for certain before sync()
// succeeded, and until then any part of it may be. Errors of all members: NoSpace, NoPermission, Unsupported,
// Vanished, WriteFailed, and more as the system has them. Interrupted calls are taken up again inside.
// Thread-safe, though what several threads write to one place comes in no order.
class WritableFile : public VfsFile {
public:
    // Writes `bytes` from `offset` on and returns how many were written: possibly fewer than asked, at least
    // one when `bytes` is not empty. The file grows when it ends before.
    [[nodiscard]] virtual Result<std::size_t> writeAt(ByteOffset offset, std::span<const std::byte> bytes)
        = 0;
    // Sets the size: what lies behind goes, and what is added is a hole.
    [[nodiscard]] virtual Result<void> setSize(ByteCount size) = 0;
    // Takes the space that writing to `range` will need, so that the disk is full now rather than then.
    // Neither bytes nor size change. Success where the file system cannot do this.
    [[nodiscard]] virtual Result<void> allocate(const ByteRange& range) = 0;
    // Makes a hole of `range`, which then reads as zeros; the size stays. Unsupported where there are no
    // holes.
    [[nodiscard]] virtual Result<void> punchHole(const ByteRange& range) = 0;
    // Copies bytes of a file that was opened by the same Vfs without moving them through memory, or shares
    // them between both files, and returns how many bytes from the begin of `range` are there now: possibly
    // fewer, and 0 when the file systems cannot do this, so that the caller reads and writes instead.
    [[nodiscard]] virtual Result<ByteCount> copyFrom(
        const VfsFile& source, const ByteRange& range, ByteOffset target)
        = 0;
    // Lets the disk begin with what was written to `range`, and does not wait for it. Says nothing about
    // errors.
    virtual void startSync(const ByteRange& range) = 0;
    // Waits until all bytes and the size are on the disk. After an error nobody knows which of them are, also
    // when a later call succeeds.
    [[nodiscard]] virtual Result<void> sync() = 0;
    // Writing takes the set-user-ID and set-group-ID bits away. Puts those of `mode` back that are missing,
    // where the file is this process's user's and the system lets it.
    virtual void restoreSetIds(std::uint32_t mode) = 0;
    // Takes the file's advisory lock, which ends with this object and with the process. Busy when another has
    // it.
    [[nodiscard]] virtual Result<void> lock() = 0;
};

// Writes all of `bytes`, in as many calls as it takes. Errors: those of writeAt.
[[nodiscard]] Result<void> writeFully(
    WritableFile& file, ByteOffset offset, std::span<const std::byte> bytes);

} // namespace megascope
