// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/InputFile.h"

#include "app/cli/Output.h"
#include "app/cli/StandardInput.h"
#include "app/cli/Startup.h"
#include "core/file/FormatText.h"
#include "core/file/GrowingSpool.h"
#include "core/file/Vfs.h"
#include "core/unpack/UnpackedContent.h"

#include <algorithm>

namespace megascope::cli {
namespace {

Outcome<Backend> backendFrom(const Arguments& arguments)
{
    constexpr std::pair<std::string_view, Backend> choices[]
        = {{"auto", Backend::Automatic}, {"mmap", Backend::Mapped}, {"pread", Backend::Read}};
    const std::string_view given = arguments.value(backendOption.name).value_or("auto");
    const auto* const choice
        = std::ranges::find(choices, given, &std::pair<std::string_view, Backend>::first);
    if (choice == std::ranges::end(choices))
        return badUsage(formatText("{}: \"{}\" is not one of auto, mmap, pread", backendOption.name, given));
    return choice->second;
}

// Of a file of the kernel nobody wants as much as a pipe may carry, and some have no end.
Outcome<FileSourceOptions> optionsFrom(const Arguments& arguments)
{
    FileSourceOptions options;
    const Outcome<Backend> backend = backendFrom(arguments);
    if (!backend)
        return std::unexpected(backend.error());
    options.backend = *backend;
    return options;
}

Outcome<std::optional<ByteCount>> limitFrom(const Arguments& arguments)
{
    const std::optional<std::string_view> given = arguments.value(spoolLimitOption.name);
    if (!given)
        return std::nullopt;
    return numberFrom(spoolLimitOption.name, *given).transform([](std::int64_t limit) {
        return std::optional(ByteCount(limit));
    });
}

void warnOfPacked(const Error& why)
{
    warn(formatText("{}; it is taken as it is", why.message()));
}

bool isFifo(std::string_view name)
{
    const Result<FileStatus> status = systemVfs().status(name);
    return status && status->type == FileType::Fifo;
}

Result<Input> openInput(std::string_view name, const FileSourceOptions& options)
{
    if (name == "-")
        return openStandardInput(options);
    const auto asInput = [](auto opened) { return Input(std::move(opened)); };
    if (isFifo(name))
        return openFifo(name).transform(asInput);
    return FileSource::open(systemVfs(), name, options).transform(asInput);
}

} // namespace

Outcome<InputFile> InputFile::open(std::string_view name, const Arguments& arguments)
{
    return openGrowing(name, arguments).and_then([](InputFile file) -> Outcome<InputFile> {
        const Outcome<bool> grown = file.grow(ByteCount::max());
        if (!grown)
            return std::unexpected(grown.error());
        return file;
    });
}

Outcome<InputFile> InputFile::openGrowing(std::string_view name, const Arguments& arguments)
{
    Outcome<FileSourceOptions> options = optionsFrom(arguments);
    if (!options)
        return std::unexpected(options.error());
    const Outcome<std::optional<ByteCount>> limit = limitFrom(arguments);
    if (!limit)
        return std::unexpected(limit.error());
    options->spoolLimit = limit->value_or(options->spoolLimit);
    const std::string shown(name == "-" ? "standard input" : name);
    Result<Input> input = openInput(name, *options);
    if (!input)
        return failed(input.error());
    const bool unpacks = !arguments.has(packedOption.name);
    const ByteCount room = *limit ? **limit : streamRoom(systemVfs());
    if (auto* const stream = std::get_if<StoppableStream>(&*input))
        return fromStream(shown, std::move(*stream), unpacks, room, *options);
    return fromFile(shown, std::get<std::shared_ptr<FileSource>>(*std::move(input)), unpacks, room, *options);
}

Outcome<InputFile> InputFile::fromStream(
    std::string name, StoppableStream stream, bool unpacks, ByteCount limit, const FileSourceOptions& options)
{
    UnpackedStream content{.stream = std::move(stream), .findings = {}};
    if (unpacks) {
        silenceDecoders();
        content = unpackedStream(std::move(content.stream), name);
    }
    const Result<std::shared_ptr<FileSource>> source
        = GrowingSpool::start(systemVfs(), std::move(content.stream), limit)
              .and_then([&](std::shared_ptr<GrowingSpool> spool) {
                  return FileSource::fromSpool(systemVfs(), std::move(spool), name, options);
              });
    if (!source)
        return failed(source.error());
    InputFile file(std::move(name), *source);
    file.m_findings = std::move(content.findings);
    return file;
}

Outcome<InputFile> InputFile::fromFile(std::string name, std::shared_ptr<FileSource> source, bool unpacks,
    ByteCount limit, const FileSourceOptions& options)
{
    const std::optional<Compression> compression
        = unpacks && source->status().type == FileType::Regular ? compressionOf(*source) : std::nullopt;
    if (compression) {
        silenceDecoders();
        Result<Unpacked> unpacked = unpack(systemVfs(), source, *compression, limit, options);
        if (unpacked) {
            InputFile file(std::move(name), std::move(unpacked->source));
            file.m_compression = compression;
            file.m_allocated = source->status().allocated;
            return file;
        }
        if (unpacked.error().kind != ErrorKind::Damaged && unpacked.error().kind != ErrorKind::Unsupported)
            return failed(unpacked.error());
        warnOfPacked(unpacked.error());
    }
    InputFile file(std::move(name), std::move(source));
    file.warnIfCut();
    return file;
}

InputFile::InputFile(std::string name, std::shared_ptr<FileSource> source)
    : m_name(std::move(name))
    , m_source(std::move(source))
    , m_allocated(m_source->status().allocated)
    , m_snapshot(m_source, m_source->size(), Revision{0})
{
}

std::optional<Compression> InputFile::compression() const
{
    return m_findings ? m_findings->compression() : m_compression;
}

Outcome<bool> InputFile::grow(ByteCount size)
{
    GrowingSpool* const spool = m_source->spool();
    if (spool == nullptr || m_isEnough)
        return false;
    const GrowingSpool::State state = spool->waitFor(size);
    // What is left of a content that breaks off is worth something; see checkEnd().
    if (state.error && state.error->kind != ErrorKind::Damaged)
        return failed(*state.error);
    const Result<FileStatus> status = m_source->refresh();
    if (!status)
        return failed(status.error());
    if (!m_compression)
        m_allocated = status->allocated;
    m_snapshot = Snapshot(m_source, state.size, Revision{0});
    if (state.phase == GrowingSpool::Phase::Coming)
        return true;
    m_isEnough = true;
    m_isCut = state.phase == GrowingSpool::Phase::Paused;
    if (const std::optional<Error> why = m_findings ? m_findings->whyPacked() : std::nullopt)
        warnOfPacked(*why);
    warnIfCut();
    return false;
}

void InputFile::stopGrowing()
{
    if (GrowingSpool* const spool = m_source->spool(); spool != nullptr && !m_isEnough) {
        spool->stop();
        m_isEnough = true;
        m_wasStopped = true;
    }
}

Outcome<void> InputFile::checkEnd() const
{
    if (const GrowingSpool* const spool = m_source->spool(); spool != nullptr && !m_wasStopped) {
        if (const GrowingSpool::State state = spool->state(); state.error)
            return failed(*state.error);
    }
    return {};
}

void InputFile::warnIfCut() const
{
    if (m_isCut || m_source->isCut())
        warn(formatText("{}: only its first {} bytes are looked at, for it is longer than {}", m_name,
            m_snapshot.size().value(), spoolLimitOption.name));
}

Outcome<std::size_t> InputFile::read(ByteOffset offset, std::span<std::byte> out) const
{
    const ByteCount wanted
        = std::min(ByteCount(std::ssize(out)), m_snapshot.end() - std::min(offset, m_snapshot.end()));
    const auto size = static_cast<std::size_t>(wanted.value());
    const Gaps gaps = m_snapshot.read(offset, out.first(size));
    if (gaps.empty())
        return size;
    const Gap& gap = gaps.front();
    if (gap.range.begin() > offset)
        return static_cast<std::size_t>((gap.range.begin() - offset).value());
    return failed(errorOf(gap, m_name));
}

Failure InputFile::unreadable(const ByteRange& range) const
{
    return failed(whyUnreadable(m_snapshot, range, m_name)).error();
}

Outcome<TextFormat> textFormatOf(const Snapshot& snapshot, const Arguments& arguments)
{
    const std::optional<std::string_view> name = arguments.value(encodingOption.name);
    if (!name)
        return detectTextFormat(snapshot);
    const std::optional<Encoding> encoding = Encoding::byName(*name);
    if (!encoding)
        return badUsage(formatText("{}: there is no encoding \"{}\"", encodingOption.name, *name));
    return detectTextFormat(snapshot, *encoding);
}

} // namespace megascope::cli
