// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileAlarm.h"
#include "core/file/FileSight.h"

#include <chrono>
#include <functional>

namespace megascope {

// The bytes that are appended to a log, each once and in order, though its file is renamed, removed or
// emptied and another one comes in its place. What the old file still gets comes before what is in the new
// one; of a file that was copied and emptied, the rest is taken from the copy. Lost is what was in a file
// that came and went between two looks, and what was written between a copy and the emptying. Belongs to one
// thread.
class FollowedLog {
public:
    // Takes the bytes; returns whether more are wanted.
    using Take = std::function<bool(std::span<const std::byte>)>;

    // Follows the file of `source` from `from` on, by its path. REQUIRES: the source is no spooled copy;
    // `from` is not behind its end.
    FollowedLog(const Vfs& vfs, std::shared_ptr<FileSource> source, ByteOffset from,
        const FileSourceOptions& options = {});

    // Looks, and hands on what has come. Returns whether more is wanted. Errors: those of reading.
    [[nodiscard]] Result<bool> advance(const Take& take);
    // Why the file that has the name now is not read, as of the last look: there is none, or it cannot be
    // opened. Most often that is over at the next look.
    [[nodiscard]] const std::optional<Error>& trouble() const { return m_trouble; }
    // To wait for with poll() before the next advance(), a second at most; -1 when there is nothing to wait
    // for.
    [[nodiscard]] int alarm() const { return m_alarm.descriptor(); }
    // What has come there so far is dealt with by the next advance(). Returns whether it matters.
    bool takeAlarm() { return m_alarm.take(); }

private:
    void watch();
    [[nodiscard]] Result<bool> beginAnew(const FileSight& sight, const Take& take);
    [[nodiscard]] Result<bool> handOn(const Take& take);
    [[nodiscard]] Result<bool> handOnLate(const Take& take);
    // What is in `source` from `at` to `end`, as far as it can be read; moves `at`.
    [[nodiscard]] Result<bool> giveAll(
        const FileSource& source, ByteOffset& at, ByteOffset end, const Take& take);
    [[nodiscard]] bool give(std::span<const std::byte> bytes, const Take& take);

    const Vfs& m_vfs;
    const FileSourceOptions m_options;
    FileAlarm m_alarm;
    std::unique_ptr<std::byte[]> m_buffer;
    std::shared_ptr<FileSource> m_source;
    KnownContent m_known; // of m_source
    ByteOffset m_at; // of m_source; what is before was handed on
    bool m_isLineEnd = true; // of what was handed on last
    std::optional<Error> m_trouble;
    // The file before the last rotation, for as long as somebody is likely to have it open still.
    std::shared_ptr<FileSource> m_earlier;
    KnownContent m_earlierKnown;
    std::chrono::steady_clock::time_point m_rotated;
};

} // namespace megascope
