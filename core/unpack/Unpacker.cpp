// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/unpack/Unpacker.h"

#include "core/file/FormatText.h"

#include <KCompressionDevice>
#include <KFilterBase>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <span>
#include <vector>

namespace megascope {
namespace {

constexpr std::size_t packedAtOnce = 256 * 1024;
// Enough to tell whether another part begins.
constexpr std::size_t memberHead = 16;

KCompressionDevice::CompressionType filterFor(Compression compression)
{
    switch (compression) {
    case Compression::Gzip:
        return KCompressionDevice::GZip;
    case Compression::Bzip2:
        return KCompressionDevice::BZip2;
    case Compression::Zstd:
        return KCompressionDevice::Zstd;
    case Compression::Xz:
    case Compression::Lzma:
    case Compression::Lzip:
        break;
    }
    return KCompressionDevice::Xz; // liblzma tells these three apart
}

// Where something turns out to be damaged, libbz2 and libzstd give nothing of what the same call has
// unpacked. Of libzstd that is a block at least.
std::size_t unpackedAtOnce(Compression compression)
{
    constexpr std::size_t block = 128 * 1024;
    switch (compression) {
    case Compression::Bzip2:
        return 64;
    case Compression::Zstd:
        return block;
    default:
        return std::numeric_limits<std::size_t>::max();
    }
}

} // namespace

// Packed bytes that were read and not yet taken by the decoder.
class Unpacker::Input {
public:
    explicit Input(StoppableStream packed)
        : m_packed(std::move(packed))
        , m_bytes(packedAtOnce)
    {
    }

    // Without the last byte, as long as it is not known to be the file's last.
    [[nodiscard]] std::span<const std::byte> forDecoder() const
    {
        const std::span<const std::byte> all = left();
        return m_isEnd || all.empty() ? all : all.first(all.size() - 1);
    }
    [[nodiscard]] std::span<const std::byte> left() const
    {
        return std::span(m_bytes).subspan(m_begin, m_end - m_begin);
    }
    [[nodiscard]] bool isEnd() const { return m_isEnd; } // nothing comes behind left()
    // Of the first byte of left().
    [[nodiscard]] ByteCount offset() const { return m_offset; }

    // The bytes before offset(), the newest last, as far as they are remembered.
    [[nodiscard]] std::span<const std::byte> taken() const { return std::span(m_bytes).first(m_begin); }

    void take(std::size_t count)
    {
        m_begin += count;
        m_offset += ByteCount(static_cast<std::int64_t>(count));
    }

    // Reads on; the last bytes that were taken stay remembered. REQUIRES: !isEnd(), left() is short.
    [[nodiscard]] Result<void> fill(const std::stop_token& stop)
    {
        const std::size_t kept = std::min(m_begin, memberHead);
        const std::span<std::byte> moved = std::span(m_bytes).subspan(m_begin - kept, m_end - m_begin + kept);
        std::memmove(m_bytes.data(), moved.data(), moved.size());
        m_begin = kept;
        m_end = moved.size();
        const Result<std::size_t> got = m_packed(std::span(m_bytes).subspan(m_end), stop);
        if (!got)
            return std::unexpected(got.error());
        m_end += *got;
        m_isEnd = *got == 0;
        return {};
    }

    // Goes behind zeros, and reads on until the head of a part would be here.
    [[nodiscard]] Result<void> skipZeros(const std::stop_token& stop)
    {
        while (true) {
            const auto bytes = left();
            take(static_cast<std::size_t>(std::ranges::find_if(bytes, [](std::byte byte) {
                return byte != std::byte{0};
            }) - bytes.begin()));
            if (left().size() >= memberHead || m_isEnd)
                return {};
            if (const Result<void> filled = fill(stop); !filled)
                return filled;
        }
    }

private:
    const StoppableStream m_packed;
    std::vector<std::byte> m_bytes;
    std::size_t m_begin = 0; // of what is left
    std::size_t m_end = 0;
    ByteCount m_offset;
    bool m_isEnd = false;
};

Unpacker::Unpacker(Compression compression, StoppableStream packed, std::string subject)
    : m_compression(compression)
    , m_subject(std::move(subject))
    , m_input(std::make_unique<Input>(std::move(packed)))
{
}

Unpacker::~Unpacker()
{
    if (m_filter)
        m_filter->terminate();
}

Result<void> Unpacker::open()
{
    m_filter.reset(KCompressionDevice::filterForCompressionType(filterFor(m_compression)));
    if (!m_filter)
        return std::unexpected(Error{.kind = ErrorKind::Unsupported,
            .subject = m_subject,
            .detail = formatText("{} cannot be unpacked here", nameOf(m_compression))});
    m_filter->setFilterFlags(KFilterBase::WithHeaders);
    if (m_filter->init(QIODevice::ReadOnly))
        return {};
    m_filter.reset();
    return std::unexpected(systemError(ENOMEM, m_subject));
}

Result<std::size_t> Unpacker::read(std::span<std::byte> out, const std::stop_token& stop)
{
    if (!m_filter && !m_isOver) {
        if (const Result<void> opened = open(); !opened)
            return std::unexpected(opened.error());
    }
    m_produced = 0;
    while (m_produced < out.size() && !m_isOver) {
        if (stop.stop_requested())
            return std::unexpected(Error{.kind = ErrorKind::Cancelled, .subject = m_subject});
        if (!m_isBetween && (m_mayHold || !m_input->forDecoder().empty())) {
            unpackSome(out.subspan(m_produced), stop);
            continue;
        }
        // The decoder of gzip does nothing without input, so that its last byte has to find room for all that
        // it holds.
        if (m_produced > 0)
            break;
        if (const Result<void> more = goOn(stop); !more)
            return std::unexpected(more.error());
    }
    m_unpacked += ByteCount(static_cast<std::int64_t>(m_produced));
    if (m_produced == 0 && m_error)
        return std::unexpected(*m_error);
    return m_produced;
}

void Unpacker::unpackSome(std::span<std::byte> out, const std::stop_token& stop)
{
    out = out.first(std::min(out.size(), unpackedAtOnce(m_compression)));
    const std::span<const std::byte> in = m_input->forDecoder();
    m_filter->setInBuffer(reinterpret_cast<const char*>(in.data()), static_cast<uint>(in.size()));
    m_filter->setOutBuffer(reinterpret_cast<char*>(out.data()), static_cast<uint>(out.size()));
    const KFilterBase::Result result = m_filter->uncompress();
    m_input->take(in.size() - static_cast<std::size_t>(m_filter->inBufferAvailable()));
    const auto room = static_cast<std::size_t>(m_filter->outBufferAvailable());
    m_produced += out.size() - room;

    const bool isGzip = m_compression == Compression::Gzip;
    m_mayHold = room == 0 && result == KFilterBase::Ok && !isGzip;
    m_isAtEnd = result == KFilterBase::End;
    m_isBetween = m_isAtEnd && !isGzip; // which goes into the next part by itself
    if (result == KFilterBase::Error && !endsBefore(2, stop))
        finish(broken("damaged"));
}

// When the decoder has taken all that is here.
Result<void> Unpacker::goOn(const std::stop_token& stop)
{
    if (m_isBetween)
        return enterNextPart(stop);
    if (!m_input->isEnd())
        return m_input->fill(stop);
    if (m_isAtEnd)
        finish();
    else if (!endsBefore(1, stop))
        finish(broken("cut short"));
    return {};
}

Result<void> Unpacker::enterNextPart(const std::stop_token& stop)
{
    if (const Result<void> skipped = m_input->skipZeros(stop); !skipped)
        return skipped;
    if (m_input->left().empty()) {
        finish();
    } else if (!beginsMember(m_compression, m_input->left())) {
        finish(otherBytesAt(m_input->offset()));
    } else {
        m_filter->reset();
        m_isBetween = false;
    }
    return {};
}

// A decoder of gzip that goes on with what follows a part takes `count` bytes of it to see that they begin
// none. Whether that happened is told by the part's end, which repeats the size of its content (RFC
// 1952, 2.3.1), where there is one part. Ends the unpacking then.
bool Unpacker::endsBefore(std::size_t count, const std::stop_token& stop)
{
    constexpr std::size_t sizeField = 4;
    const std::span<const std::byte> taken = m_input->taken();
    if (m_compression != Compression::Gzip || taken.size() < count + sizeField)
        return false;
    auto size = static_cast<std::uint64_t>(m_unpacked.value()) + m_produced;
    for (const std::byte part : taken.last(count + sizeField).first(sizeField)) {
        if (part != static_cast<std::byte>(size))
            return false;
        size >>= 8;
    }
    const ByteCount end = m_input->offset() - ByteCount(static_cast<std::int64_t>(count));
    const bool isFilled
        = std::ranges::count(taken.last(count), std::byte{0}) == std::ssize(taken.last(count));
    if (const Result<void> skipped = m_input->skipZeros(stop); !skipped)
        finish(skipped.error());
    else if (isFilled && m_input->left().empty())
        finish();
    else
        finish(otherBytesAt(end));
    return true;
}

void Unpacker::finish(std::optional<Error> error)
{
    m_isOver = true;
    m_error = std::move(error);
}

Error Unpacker::broken(std::string_view how) const
{
    const std::int64_t content = m_unpacked.value() + static_cast<std::int64_t>(m_produced);
    std::string detail = formatText("{} at offset {} of the packed bytes", how, m_input->offset().value());
    if (content > 0)
        detail += formatText("; the content breaks off at offset {}", content);
    return {.kind = ErrorKind::Damaged, .subject = m_subject, .detail = std::move(detail)};
}

Error Unpacker::otherBytesAt(ByteCount offset) const
{
    return {.kind = ErrorKind::Damaged,
        .subject = m_subject,
        .detail = formatText("what follows offset {} of the packed bytes is not {}, and left out",
            offset.value(), nameOf(m_compression))};
}

} // namespace megascope
