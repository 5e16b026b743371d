// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/Arguments.h"
#include "core/document/Snapshot.h"
#include "core/file/FileSource.h"
#include "core/text/Encoding.h"
#include "core/text/TextFormat.h"

namespace megascope::cli {

inline constexpr Option backendOption{
    "--backend", "BACKEND", "read by mmap, pread, or whichever is better (auto)"};
inline constexpr Option spoolLimitOption{
    "--spool-limit", "SIZE", "copy no more of a stream (64G), or of a file that tells no size (1G)"};
inline constexpr Option encodingOption{
    "--encoding", "ENCODING", "the text's encoding, instead of detecting it"};

// The file that a command is about. Errors of its members name it.
class InputFile {
public:
    // `name` is a path, or "-" for standard input. Heeds backendOption and spoolLimitOption. Content that was
    // cut at the limit is a file, too: standard error gets a warning.
    [[nodiscard]] static Outcome<InputFile> open(std::string_view name, const Arguments& arguments);

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] const Snapshot& snapshot() const { return m_snapshot; }
    // Space on the disk.
    [[nodiscard]] ByteCount allocated() const { return m_source->status().allocated; }

    // Copies bytes from `offset` on to `out`, and returns how many. Fewer than asked: the file ends there, or
    // the rest cannot be read, which the next call tells.
    [[nodiscard]] Outcome<std::size_t> read(ByteOffset offset, std::span<std::byte> out) const;
    // The failure for bytes that a scan could not read.
    [[nodiscard]] Failure unreadable(const ByteRange& range) const;

private:
    InputFile(std::string name, std::shared_ptr<FileSource> source);

    std::string m_name; // as people know it
    std::shared_ptr<FileSource> m_source;
    Snapshot m_snapshot;
};

// What content looks like as text. Heeds encodingOption.
[[nodiscard]] Outcome<TextFormat> textFormatOf(const Snapshot& snapshot, const Arguments& arguments);

} // namespace megascope::cli
