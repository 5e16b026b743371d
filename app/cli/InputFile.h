// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/Arguments.h"
#include "core/document/Snapshot.h"
#include "core/file/DescriptorStream.h"
#include "core/file/FileSource.h"
#include "core/text/Encoding.h"
#include "core/text/TextFormat.h"
#include "core/unpack/Compression.h"

namespace megascope {
class StreamFindings;
}

namespace megascope::cli {

inline constexpr Option backendOption{
    "--backend", "BACKEND", "read by mmap, pread, or whichever is better (auto)"};
inline constexpr Option spoolLimitOption{
    "--spool-limit", "SIZE", "copy no more of a stream, of what is unpacked, or of a file of /proc (1G)"};
inline constexpr Option encodingOption{
    "--encoding", "ENCODING", "the text's encoding, instead of detecting it"};
inline constexpr Option packedOption{"--packed", "", "take a compressed file as it is, without unpacking it"};

// The file that a command is about: what is in it, where it is compressed. Errors of its members name it.
class InputFile {
public:
    // `name` is a path, or "-" for standard input. Heeds backendOption, spoolLimitOption and packedOption.
    // Streams are read to their end, or to the limit: standard error then gets a warning.
    [[nodiscard]] static Outcome<InputFile> open(std::string_view name, const Arguments& arguments);
    // The same, but of what comes only bit by bit nothing needs to be there yet; see grow().
    [[nodiscard]] static Outcome<InputFile> openGrowing(std::string_view name, const Arguments& arguments);

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] const Snapshot& snapshot() const { return m_snapshot; }
    [[nodiscard]] const std::shared_ptr<FileSource>& source() const { return m_source; }
    // Space on the disk.
    [[nodiscard]] ByteCount allocated() const { return m_allocated; }
    // How it is compressed; nothing also with packedOption.
    [[nodiscard]] std::optional<Compression> compression() const;

    // Waits until the snapshot holds so many bytes, or all that there are. False when no more come.
    [[nodiscard]] Outcome<bool> grow(ByteCount size);
    // No more is needed: what the end would have been is of no interest.
    void stopGrowing();
    // The failure where the content breaks off before its end. Call it when all that is there was dealt with.
    [[nodiscard]] Outcome<void> checkEnd() const;

    // Copies bytes from `offset` on to `out`, and returns how many. Fewer than asked: the file ends there, or
    // the rest cannot be read, which the next call tells.
    [[nodiscard]] Outcome<std::size_t> read(ByteOffset offset, std::span<std::byte> out) const;
    // The failure for bytes that a scan could not read.
    [[nodiscard]] Failure unreadable(const ByteRange& range) const;

private:
    InputFile(std::string name, std::shared_ptr<FileSource> source);
    [[nodiscard]] static Outcome<InputFile> fromStream(std::string name, StoppableStream stream, bool unpacks,
        ByteCount limit, const FileSourceOptions& options);
    [[nodiscard]] static Outcome<InputFile> fromFile(std::string name, std::shared_ptr<FileSource> source,
        bool unpacks, ByteCount limit, const FileSourceOptions& options);
    void warnIfCut() const;

    std::string m_name; // as people know it
    std::shared_ptr<FileSource> m_source;
    std::shared_ptr<const StreamFindings> m_findings; // null unless it comes from a stream
    std::optional<Compression> m_compression; // of a file
    ByteCount m_allocated;
    bool m_isEnough = false; // nothing more comes, or is wanted
    bool m_wasStopped = false;
    bool m_isCut = false;
    Snapshot m_snapshot;
};

// What content looks like as text. Heeds encodingOption.
[[nodiscard]] Outcome<TextFormat> textFormatOf(const Snapshot& snapshot, const Arguments& arguments);

} // namespace megascope::cli
