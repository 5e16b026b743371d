// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"
#include "core/file/FileSource.h"

#include <filesystem>
#include <functional>
#include <random>
#include <vector>

namespace megascope::testing {

// A folder of a test's own, removed with all that is in it.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return m_path / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

// The byte that stands at `place` in content of a `generation`: never zero, so that a zero is always wrong.
[[nodiscard]] std::byte codedByte(std::int64_t place, int generation);
[[nodiscard]] std::vector<std::byte> codedBytes(const ByteRange& range, int generation);
[[nodiscard]] std::vector<std::byte> bytesOf(std::string_view text);

// These fail the test when the system refuses.
void writeAt(const std::filesystem::path& path, std::int64_t place, std::span<const std::byte> bytes);
void setSize(const std::filesystem::path& path, std::int64_t size);

// Whether the file system of `folder` can tell holes from data.
[[nodiscard]] bool knowsHoles(const std::filesystem::path& folder);

[[nodiscard]] std::shared_ptr<FileSource> openOrFail(
    const std::filesystem::path& path, const FileSourceOptions& options, const Vfs& vfs);
[[nodiscard]] std::shared_ptr<FileSource> openOrFail(
    const std::filesystem::path& path, const FileSourceOptions& options = {});

// Windows and buffers of 64 KiB, four of them at once: their borders lie in every test's way.
[[nodiscard]] WindowBudget tinyBudget();

// A way of reading, with the words for it.
struct Way {
    const char* name;
    FileSourceOptions options;
};
// Every back end, with the machine's budget and with a tiny one.
[[nodiscard]] std::vector<Way> allWays();

// All that a scan yields of one kind, runs that touch joined.
[[nodiscard]] std::vector<ByteRange> rangesOf(Scan& scan, ScanChunk::Kind kind);

// Random numbers of a test: seeded with plaintest::seed().
class Random {
public:
    Random();
    // In [from, to]. REQUIRES: from <= to.
    std::int64_t between(std::int64_t from, std::int64_t to);
    ByteRange rangeWithin(std::int64_t size, std::int64_t longest);

private:
    std::mt19937_64 m_engine;
};

// Runs `work` in a child process and returns its status, as waitpid() gives it.
[[nodiscard]] int statusOfChild(const std::function<void()>& work);

} // namespace megascope::testing
