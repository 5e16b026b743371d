// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/file/WritableFile.h"
#include "core/save/Buffer.h"
#include "core/task/Progress.h"

#include <functional>
#include <stop_token>

namespace megascope {

// What a task that writes looks at and tells. The progress must outlive it.
struct SaveWatch {
    std::stop_token stop;
    Progress& progress; // bytes written
};

// Bytes of a source one part after the other: a hole of at least `worthKeepingHole`, or what was read.
struct ContentPart {
    ByteCount count;
    bool isHole = false;
};
constexpr ByteCount worthKeepingHole = kibibytes(64);

// What comes next of `range` of a source; no more than `most` where it is data.
[[nodiscard]] ContentPart nextPart(const Source& source, const ByteRange& range, ByteCount most);
// Reads all of `out`. Errors: ReadFailed, about `subject`, with the place that cannot be read.
[[nodiscard]] Result<void> readSource(
    const Source& source, ByteOffset offset, std::span<std::byte> out, const std::string& subject);

// Writes `range` of a snapshot to an empty file from its begin on. Holes stay holes; what comes from a file
// is copied by the system where it can. Not synced at the end. Errors: those of WritableFile and readSource;
// Cancelled.
[[nodiscard]] Result<void> writeContent(const Snapshot& snapshot, const ByteRange& range, WritableFile& file,
    const std::string& subject, const SaveWatch& watch);

} // namespace megascope
