// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/file/TestFiles.h"

#include "core/file/Vfs.h"
#include "tests/support/PlainTest.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace megascope::testing {
namespace {

[[noreturn]] void failWithErrno(const std::filesystem::path& path)
{
    plaintest::fail(path.native() + ": " + std::strerror(errno));
}

} // namespace

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent)
{
    std::string name = (parent / "megascope-test-XXXXXX").native();
    if (mkdtemp(name.data()) == nullptr)
        failWithErrno(name);
    m_path = name;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

// Neighbours differ, and so do the same places of neighbouring pages and windows: 251 divides no power of
// two.
std::byte codedByte(std::int64_t place, int generation)
{
    return static_cast<std::byte>(1 + (place + 97 * generation) % 251);
}

std::vector<std::byte> codedBytes(const ByteRange& range, int generation)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(range.count().value()));
    std::int64_t place = range.begin().value();
    for (std::byte& byte : bytes)
        byte = codedByte(place++, generation);
    return bytes;
}

std::vector<std::byte> bytesOf(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

void writeAt(const std::filesystem::path& path, std::int64_t place, std::span<const std::byte> bytes)
{
    const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0)
        failWithErrno(path);
    while (!bytes.empty()) {
        const ssize_t written = pwrite(descriptor, bytes.data(), bytes.size(), place);
        if (written < 0)
            failWithErrno(path);
        place += written;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    close(descriptor);
}

void setSize(const std::filesystem::path& path, std::int64_t size)
{
    writeAt(path, 0, {});
    if (truncate(path.c_str(), size) != 0)
        failWithErrno(path);
}

bool knowsHoles(const std::filesystem::path& folder)
{
    const std::filesystem::path probe = folder / "hole-probe";
    setSize(probe, 1 << 20);
    const Result<std::shared_ptr<VfsFile>> file = systemVfs().open(probe);
    const bool knows = file && (*file)->nextData(ByteOffset(0)).value_or(ByteOffset(0)) > ByteOffset(0);
    std::filesystem::remove(probe);
    return knows;
}

std::shared_ptr<FileSource> openOrFail(
    const std::filesystem::path& path, const FileSourceOptions& options, const Vfs& vfs)
{
    Result<std::shared_ptr<FileSource>> source = FileSource::open(vfs, path, options);
    if (!source)
        plaintest::fail(source.error().message());
    return *source;
}

std::shared_ptr<FileSource> openOrFail(const std::filesystem::path& path, const FileSourceOptions& options)
{
    return openOrFail(path, options, systemVfs());
}

WindowBudget tinyBudget()
{
    return {.browsingWindow = kibibytes(64),
        .scanningWindow = kibibytes(64),
        .readBuffer = kibibytes(64),
        .total = kibibytes(256)};
}

std::vector<Way> allWays()
{
    const WindowBudget machine = WindowBudget::forThisMachine();
    return {{"automatic", {Backend::Automatic, machine}}, {"mapped", {Backend::Mapped, machine}},
        {"read", {Backend::Read, machine}}, {"automatic, tiny windows", {Backend::Automatic, tinyBudget()}},
        {"mapped, tiny windows", {Backend::Mapped, tinyBudget()}},
        {"read, tiny windows", {Backend::Read, tinyBudget()}}};
}

std::vector<ByteRange> rangesOf(Scan& scan, ScanChunk::Kind kind)
{
    std::vector<ByteRange> ranges;
    while (const std::optional<ScanChunk> chunk = scan.next()) {
        if (chunk->kind != kind || !scan.confirm())
            continue;
        if (!ranges.empty() && ranges.back().end() == chunk->range.begin())
            ranges.back() = {ranges.back().begin(), chunk->range.end()};
        else
            ranges.push_back(chunk->range);
    }
    return ranges;
}

Random::Random()
    : m_engine(plaintest::seed())
{
}

std::int64_t Random::between(std::int64_t from, std::int64_t to)
{
    return std::uniform_int_distribution<std::int64_t>(from, to)(m_engine);
}

ByteRange Random::rangeWithin(std::int64_t size, std::int64_t longest)
{
    const std::int64_t begin = between(0, size);
    return {ByteOffset(begin), ByteCount(between(0, std::min(longest, size - begin)))};
}

int statusOfChild(const std::function<void()>& work)
{
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        work();
        _exit(0);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    return status;
}

} // namespace megascope::testing
