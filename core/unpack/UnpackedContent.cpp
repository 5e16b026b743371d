// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/unpack/UnpackedContent.h"

#include "core/file/GrowingSpool.h"
#include "core/unpack/Unpacker.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace megascope {
namespace {

// What is unpacked before anything is shown: more than a screen.
constexpr std::size_t firstContent = 256 * 1024;

// Packed bytes of a stream that are remembered until some of it was unpacked, so that they can be shown as
// they are where that fails. No decoder takes more before it gives anything, or fails, but for frames that
// are skipped.
constexpr std::size_t mostRemembered = 16 * 1024 * 1024;

// Tells the progress.
StoppableStream streamOf(std::shared_ptr<FileSource> file, std::shared_ptr<Progress> progress)
{
    return [file = std::move(file), progress = std::move(progress), at = ByteOffset(0)](
               std::span<std::byte> out, const std::stop_token&) mutable -> Result<std::size_t> {
        const ByteCount left = file->size() - std::min(file->size(), at - ByteOffset(0));
        out = out.first(static_cast<std::size_t>(std::min<std::int64_t>(std::ssize(out), left.value())));
        const Gaps gaps = file->read(at, out);
        if (!gaps.empty()) {
            out = out.first(static_cast<std::size_t>((gaps.front().range.begin() - at).value()));
            if (out.empty())
                return std::unexpected(errorOf(gaps.front(), file->path().native()));
        }
        at += ByteCount(std::ssize(out));
        progress->done = at.value();
        return out.size();
    };
}

// What was unpacked already, and then the rest.
StoppableStream streamOf(std::vector<std::byte> first, std::shared_ptr<Unpacker> rest)
{
    return [first = std::move(first), given = std::size_t{0}, rest = std::move(rest)](
               std::span<std::byte> out, const std::stop_token& stop) mutable -> Result<std::size_t> {
        if (given == first.size())
            return rest->read(out, stop);
        const auto part = std::span(first).subspan(given);
        const std::size_t count = std::min(part.size(), out.size());
        std::ranges::copy(part.first(count), out.begin());
        given += count;
        if (given == first.size()) {
            first = {};
            given = 0;
        }
        return count;
    };
}

} // namespace

std::optional<Compression> compressionOf(const FileSource& file)
{
    std::array<std::byte, 4096> head{};
    const auto count = static_cast<std::size_t>(std::min<std::int64_t>(head.size(), file.size().value()));
    const std::span<std::byte> bytes = std::span(head).first(count);
    return file.read(ByteOffset(0), bytes).empty() ? compressionOf(bytes) : std::nullopt;
}

Result<Unpacked> unpack(const Vfs& vfs, const std::shared_ptr<FileSource>& packed, Compression compression,
    ByteCount limit, const FileSourceOptions& options)
{
    auto progress = std::make_shared<Progress>();
    progress->total = packed->size().value();
    auto unpacker
        = std::make_shared<Unpacker>(compression, streamOf(packed, progress), packed->path().native());
    std::vector<std::byte> first(firstContent);
    const Result<std::size_t> got = unpacker->read(first, {});
    if (!got)
        return std::unexpected(got.error());
    first.resize(*got);
    const ByteCount there(std::min<std::int64_t>(std::ssize(first), limit.value()));
    Result<std::shared_ptr<GrowingSpool>> spool
        = GrowingSpool::start(vfs, streamOf(std::move(first), std::move(unpacker)), limit);
    if (!spool)
        return std::unexpected(spool.error());
    (*spool)->waitFor(std::max(there, ByteCount(1)));
    return FileSource::fromSpool(vfs, *std::move(spool), packed->path(), options)
        .transform([&](std::shared_ptr<FileSource> source) {
            return Unpacked{std::move(source), std::move(progress)};
        });
}

// Reads the stream once; what it gave first it can give again, as long as it is remembered.
class StreamContent::Recorder {
public:
    explicit Recorder(StoppableStream stream)
        : m_stream(std::move(stream))
    {
    }

    Result<std::size_t> read(std::span<std::byte> out, const std::stop_token& stop)
    {
        if (m_at < m_head.size()) {
            const auto part = std::span(m_head).subspan(m_at);
            const std::size_t count = std::min(part.size(), out.size());
            std::ranges::copy(part.first(count), out.begin());
            m_at += count;
            return count;
        }
        if (!m_remembers && !m_head.empty())
            m_head = {};
        m_at = m_head.size();
        const Result<std::size_t> got = m_stream(out, stop);
        if (got && m_remembers) {
            m_head.insert(m_head.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(*got));
            m_at = m_head.size();
            if (m_head.size() > mostRemembered)
                forget();
        }
        return got;
    }

    [[nodiscard]] std::span<const std::byte> head() const { return m_head; }
    // False when that is no longer possible.
    bool beginAgain()
    {
        m_at = 0;
        return m_remembers;
    }
    // What was given and not read again since is still given.
    void forget() { m_remembers = false; }

private:
    const StoppableStream m_stream;
    std::vector<std::byte> m_head;
    std::size_t m_at = 0; // in m_head, of what is given next; its size: that comes from the stream
    bool m_remembers = true;
};

StreamContent::StreamContent(StoppableStream stream, std::string subject)
    : m_stream(std::make_shared<Recorder>(std::move(stream)))
    , m_subject(std::move(subject))
{
}

StreamContent::~StreamContent() = default;

Result<void> StreamContent::sniff(const std::stop_token& stop)
{
    std::array<std::byte, compressionHead> piece{};
    while (!compressionOf(m_stream->head()) && mayBecomeCompressed(m_stream->head())) {
        const Result<std::size_t> got = m_stream->read(piece, stop);
        if (!got)
            return std::unexpected(got.error());
        if (*got == 0)
            break;
    }
    m_isSniffed = true;
    (void)m_stream->beginAgain();
    const std::optional<Compression> found = compressionOf(m_stream->head());
    if (!found) {
        m_stream->forget();
        return {};
    }
    m_unpacker = std::make_unique<Unpacker>(
        *found,
        [stream = m_stream](std::span<std::byte> out, const std::stop_token& stopping) {
            return stream->read(out, stopping);
        },
        m_subject);
    m_findings->set(found, {});
    return {};
}

Result<std::size_t> StreamContent::read(std::span<std::byte> out, const std::stop_token& stop)
{
    if (!m_isSniffed) {
        if (const Result<void> sniffed = sniff(stop); !sniffed)
            return std::unexpected(sniffed.error());
    }
    if (!m_unpacker)
        return m_stream->read(out, stop);
    const Result<std::size_t> got = m_unpacker->read(out, stop);
    if (got) {
        m_stream->forget();
        return got;
    }
    const bool isOfPacking
        = got.error().kind == ErrorKind::Damaged || got.error().kind == ErrorKind::Unsupported;
    if (!isOfPacking || !m_stream->beginAgain())
        return got;
    m_unpacker.reset();
    m_stream->forget();
    m_findings->set({}, got.error());
    return m_stream->read(out, stop);
}

std::optional<Compression> StreamFindings::compression() const
{
    const std::scoped_lock lock(m_mutex);
    return m_compression;
}

std::optional<Error> StreamFindings::whyPacked() const
{
    const std::scoped_lock lock(m_mutex);
    return m_whyPacked;
}

void StreamFindings::set(std::optional<Compression> compression, std::optional<Error> whyPacked)
{
    const std::scoped_lock lock(m_mutex);
    m_compression = compression;
    m_whyPacked = std::move(whyPacked);
}

UnpackedStream unpackedStream(StoppableStream stream, std::string subject)
{
    const auto content = std::make_shared<StreamContent>(std::move(stream), std::move(subject));
    return {.stream = [content](std::span<std::byte> out,
                          const std::stop_token& stop) { return content->read(out, stop); },
        .findings = content->findings()};
}

} // namespace megascope
