// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/OpenedSource.h"

#include "core/file/DescriptorStream.h"
#include "core/file/GrowingSpool.h"
#include "core/file/LooseThread.h"
#include "core/file/Vfs.h"
#include "ui/session/DocumentSession.h"

#include <KLocalizedString>

#include <chrono>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// What comes soon is in the first picture; sooner than a window goes on without the document.
constexpr auto moment = 25ms;
static_assert(moment < LooseThread::moment);

Result<OpenedSource> openStream(
    Result<StoppableStream> stream, const std::filesystem::path& name, const OpenOptions& options)
{
    if (!stream)
        return std::unexpected(stream.error());
    OpenedSource opened{.source = {}, .origin = OpenedSource::Origin::Stream};
    StoppableStream content = *std::move(stream);
    if (!options.packed) {
        UnpackedStream unpacked = unpackedStream(std::move(content), name.native());
        content = std::move(unpacked.stream);
        opened.findings = std::move(unpacked.findings);
    }
    const Result<std::shared_ptr<GrowingSpool>> spool
        = GrowingSpool::start(systemVfs(), std::move(content), streamLimit(options));
    if (!spool)
        return std::unexpected(spool.error());
    const GrowingSpool::State state = (*spool)->waitFor(ByteCount(1), moment);
    if (state.error && state.size == ByteCount(0))
        return std::unexpected(*state.error);
    return FileSource::fromSpool(systemVfs(), *spool, name, {.backend = options.backend})
        .transform([&](std::shared_ptr<FileSource> source) {
            opened.source = std::move(source);
            return opened;
        });
}

// Where standard input is a file that nobody has read from yet: that.
std::optional<std::filesystem::path> inputFile()
{
    struct stat input = {};
    if (::fstat(STDIN_FILENO, &input) != 0 || S_ISREG(input.st_mode) == 0
        || ::lseek(STDIN_FILENO, 0, SEEK_CUR) != 0)
        return std::nullopt;
    std::error_code failed;
    std::filesystem::path path = std::filesystem::read_symlink("/proc/self/fd/0", failed);
    struct stat named = {};
    if (failed || ::stat(path.c_str(), &named) != 0 || named.st_ino != input.st_ino
        || named.st_dev != input.st_dev)
        return std::nullopt;
    return path;
}

Result<OpenedSource> openFile(const std::filesystem::path& path, const OpenOptions& options)
{
    const FileSourceOptions reading{.backend = options.backend};
    Result<std::shared_ptr<FileSource>> source = FileSource::open(systemVfs(), path, reading);
    if (!source)
        return std::unexpected(source.error());
    OpenedSource opened{.source = *std::move(source)};
    const std::optional<Compression> compression
        = opened.source->status().type == FileType::Regular ? compressionOf(*opened.source) : std::nullopt;
    if (!compression)
        return opened;
    if (options.packed) {
        opened.origin = OpenedSource::Origin::PackedFile;
        return opened;
    }
    Result<Unpacked> unpacked
        = unpack(systemVfs(), opened.source, *compression, streamLimit(options), reading);
    if (unpacked)
        return OpenedSource{.source = std::move(unpacked->source),
            .origin = OpenedSource::Origin::UnpackedFile,
            .progress = std::move(unpacked->progress)};
    opened.whyPacked = unpacked.error();
    return opened;
}

} // namespace

ByteCount streamLimit(const OpenOptions& options)
{
    return options.streamLimit.value_or(streamRoom(systemVfs()));
}

Result<OpenedSource> openSource(const std::filesystem::path& path, const OpenOptions& options)
{
    if (options.isStandardInput) {
        if (const std::optional<std::filesystem::path> file = inputFile())
            return openFile(*file, options);
        const std::string name = i18nc("where bytes come from", "standard input").toStdString();
        return openStream(standardInputStream(name), name, options);
    }
    if (const Result<FileStatus> status = systemVfs().status(path); status && status->type == FileType::Fifo)
        return openStream(openFifo(path), path, options);
    return openFile(path, options);
}

} // namespace megascope
