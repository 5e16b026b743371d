// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/DescriptorStream.h"
#include "core/file/FileSource.h"
#include "core/task/Progress.h"
#include "core/unpack/Compression.h"

#include <memory>
#include <mutex>
#include <optional>

namespace megascope {

// How a file is compressed, as its first bytes say; nothing when it is not, or they cannot be read.
[[nodiscard]] std::optional<Compression> compressionOf(const FileSource& file);

struct Unpacked {
    std::shared_ptr<FileSource> source; // grows; see FileSource::spool()
    std::shared_ptr<const Progress> progress; // packed bytes
};
// Unpacks a file in the background, into a spool that pauses at `limit`. Returns when the first of its
// content is there. Errors: those of reading and of the spool; those of Unpacker, where nothing at all could
// be unpacked.
[[nodiscard]] Result<Unpacked> unpack(const Vfs& vfs, const std::shared_ptr<FileSource>& packed,
    Compression compression, ByteCount limit, const FileSourceOptions& options = {});

// What was found out about a stream when some of its content was read. Thread-safe.
class StreamFindings {
public:
    [[nodiscard]] std::optional<Compression> compression() const;
    // Why it is given as it is, though it looks compressed.
    [[nodiscard]] std::optional<Error> whyPacked() const;

    void set(std::optional<Compression> compression, std::optional<Error> whyPacked);

private:
    mutable std::mutex m_mutex; // protects the next two
    std::optional<Compression> m_compression;
    std::optional<Error> m_whyPacked;
};

// What a stream holds: unpacked, where it is compressed, else as it is; so also where its first bytes look
// compressed, and nothing at all can be unpacked.
class StreamContent {
public:
    // `subject` names the stream in errors.
    StreamContent(StoppableStream stream, std::string subject);
    ~StreamContent();

    // As a StoppableStream; see there.
    [[nodiscard]] Result<std::size_t> read(std::span<std::byte> out, const std::stop_token& stop);
    // They may outlive the stream.
    [[nodiscard]] std::shared_ptr<const StreamFindings> findings() const { return m_findings; }

private:
    class Recorder;

    [[nodiscard]] Result<void> sniff(const std::stop_token& stop);

    const std::shared_ptr<Recorder> m_stream;
    const std::string m_subject;
    bool m_isSniffed = false;
    std::unique_ptr<class Unpacker> m_unpacker; // null where bytes are given as they are
    const std::shared_ptr<StreamFindings> m_findings = std::make_shared<StreamFindings>();
};

// The same, for whoever takes a stream.
struct UnpackedStream {
    StoppableStream stream;
    std::shared_ptr<const StreamFindings> findings;
};
[[nodiscard]] UnpackedStream unpackedStream(StoppableStream stream, std::string subject);

} // namespace megascope
