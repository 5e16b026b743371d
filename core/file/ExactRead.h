// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileStatus.h"
#include "core/file/Source.h"

namespace megascope {

class VfsFile;

// What cannot be read is narrowed down to pieces of this size, aligned to it.
constexpr ByteCount failingPiece = kibibytes(4);

// Reads the bytes from `offset` on with VfsFile::readAt, as Source::read promises: what cannot be read is
// zero in `out` and listed in the result. Where the file changes meanwhile it reads again, so that the zeros
// which the system puts behind a new end are not taken for the file's; a place where that never comes to rest
// fails with EAGAIN.
[[nodiscard]] Gaps readExactly(const VfsFile& file, ByteOffset offset, std::span<std::byte> out);

// The file's identity now; nothing when the system does not tell.
[[nodiscard]] std::optional<FileIdentity> identityOf(const VfsFile& file);

// Appends a gap, or lengthens the last one when the new one goes on with it.
void addGap(Gaps& gaps, const Gap& gap);

} // namespace megascope
