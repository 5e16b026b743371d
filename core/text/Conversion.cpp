// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/Conversion.h"

#include "core/text/TextConverter.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace megascope {
namespace {

using Bytes = std::vector<std::byte>;

// So far behind the first misfit others are counted: for that nobody is kept waiting long.
constexpr ByteCount misfitsCounted = mebibytes(64);

std::unique_ptr<TextConverter> makeConverter(const ConversionOrder& order)
{
    if (const auto* const lineEnds = std::get_if<LineEndConversion>(&order.conversion))
        return makeLineEndConverter(order.format, *lineEnds);
    return makeEncodingConverter(order.format, std::get<EncodingConversion>(order.conversion));
}

// The way through a snapshot, from window to window.
class ConversionRun {
public:
    ConversionRun(const ConversionOrder& order, ContentSink& sink, const ConversionWatch& watch)
        : m_order(order)
        , m_sink(sink)
        , m_watch(watch)
        , m_converter(makeConverter(order))
        , m_places(order.places)
        , m_length(order.window)
    {
        std::ranges::sort(m_places);
        std::erase(m_places, ByteOffset(0)); // which stays where it is
    }

    Result<Converted> operator()()
    {
        const ByteOffset end = m_order.snapshot.end();
        m_watch.progress.total = end.value();
        m_converted.places.add(m_at, m_to);
        while (m_at < end) {
            if (m_watch.stop.stop_requested())
                return std::unexpected(systemError(ECANCELED, {}));
            if (const Result<void> done
                = keepHole().and_then([&](bool kept) { return kept ? Result<void>() : convertWindow(); });
                !done)
                return std::unexpected(done.error());
            m_watch.progress.done = m_at.value();
            m_converted.misfits = m_converter->misfits();
            if (m_converted.misfits && m_at - m_converted.misfits->first.begin() > misfitsCounted)
                break;
        }
        if (m_converted.misfits)
            m_converted.misfits->isCountComplete = m_at == end;
        return std::move(m_converted);
    }

private:
    // Code units lie at multiples of their size, so that a hole is kept as far as it holds whole ones.
    Result<bool> keepHole()
    {
        constexpr ByteCount longestUnit(4);
        if (!m_converter->keepsZeros())
            return false;
        const Extent extent = m_order.snapshot.extentAt(m_at);
        const ByteCount count = extent.range.count() - extent.range.count() % longestUnit;
        if (extent.kind != Extent::Kind::Hole || count < m_order.window)
            return false;
        const ByteRange range(m_at, count);
        return keep(range).transform([] { return true; });
    }

    Result<void> convertWindow()
    {
        const ByteRange range(m_at, std::min(m_length, m_order.snapshot.end() - m_at));
        m_in.resize(static_cast<std::size_t>(range.count().value()));
        if (const Gaps gaps = m_order.snapshot.read(m_at, m_in); !gaps.empty())
            return std::unexpected(errorOf(gaps.front(), {}));
        m_out.clear();
        const std::size_t done = m_converter->convert({.bytes = m_in,
                                                          .begin = m_at,
                                                          .limit = limitIn(range),
                                                          .isLast = range.end() == m_order.snapshot.end()},
            m_out);
        m_length = done > 0 ? m_order.window : m_length + m_order.window;
        const ByteCount read(static_cast<std::int64_t>(done));
        if (std::ranges::equal(m_out, std::span(m_in).first(done)))
            return keep({m_at, read});
        return m_converter->misfits() ? advance(read, ByteCount(0)) : put(read);
    }

    // A place that is to be known exactly ends what is converted at once.
    [[nodiscard]] std::size_t limitIn(const ByteRange& range) const
    {
        const ByteOffset end = m_places.empty() ? range.end() : std::min(range.end(), m_places.front());
        return static_cast<std::size_t>((end - range.begin()).value());
    }

    Result<void> keep(const ByteRange& range)
    {
        while (!m_places.empty() && m_places.front() < range.end()) {
            m_converted.places.add(m_places.front(), m_to + (m_places.front() - range.begin()));
            m_places.erase(m_places.begin());
        }
        const Result<void> advanced = advance(range.count(), range.count());
        return advanced && !range.empty() ? m_sink.keep(range) : advanced;
    }

    Result<void> put(ByteCount read)
    {
        m_converted.isChanged = true;
        return advance(read, ByteCount(std::ssize(m_out))).and_then([&] { return m_sink.put(m_out); });
    }

    // A place in the midst of a character, or between CR and LF, comes to stand behind them.
    Result<void> advance(ByteCount read, ByteCount made)
    {
        const std::optional<ByteOffset> to = m_to.checkedAdd(made);
        if (!to)
            return std::unexpected(
                Error{.kind = ErrorKind::Unsupported, .detail = "the outcome is too long"});
        m_at += read;
        m_to = *to;
        for (; !m_places.empty() && m_places.front() <= m_at; m_places.erase(m_places.begin()))
            m_converted.places.add(m_places.front(), m_to);
        m_converted.places.add(m_at, m_to);
        return {};
    }

    const ConversionOrder& m_order;
    ContentSink& m_sink;
    const ConversionWatch& m_watch;
    const std::unique_ptr<TextConverter> m_converter;
    std::vector<ByteOffset> m_places; // ascending; those that are not known yet
    ByteCount m_length; // of the next window; longer where too little was there to decide
    ByteOffset m_at; // in the snapshot
    ByteOffset m_to; // in the outcome
    Bytes m_in;
    Bytes m_out;
    Converted m_converted;
};

} // namespace

Result<Converted> convert(const ConversionOrder& order, ContentSink& sink, const ConversionWatch& watch)
{
    return ConversionRun(order, sink, watch)();
}

ByteCount estimatedSize(const ConversionOrder& order)
{
    const auto* const encoding = std::get_if<EncodingConversion>(&order.conversion);
    if (!encoding)
        return order.snapshot.size();
    const std::int64_t from = order.format.encoding.unitSize();
    const std::int64_t to = encoding->to.unitSize();
    return to <= from ? order.snapshot.size() / (from / to)
                      : std::min(order.snapshot.size(), ByteCount::max() / (to / from)) * (to / from);
}

// Between units of different sizes no window stays as it is. What becomes shorter the most: in UTF-8 a
// character of three bytes, which UTF-16 spells with two; in UTF-16 and UTF-32 one that one unit spells.
ByteCount leastSize(const ConversionOrder& order)
{
    using Family = Encoding::Family;
    const auto* const encoding = std::get_if<EncodingConversion>(&order.conversion);
    const Family family = order.format.encoding.family();
    const std::int64_t from = order.format.encoding.unitSize();
    const std::int64_t to = encoding ? encoding->to.unitSize() : from;
    if (to == from || family == Family::MultiByte)
        return ByteCount(0);
    if (family == Family::SingleByte)
        return estimatedSize(order);
    const ByteCount size = order.snapshot.size();
    const ByteCount mark(std::ssize(order.format.encoding.byteOrderMark()));
    const ByteCount least = family == Family::Utf8 && to == 2 ? size / 3 * 2
        : to < from                                           ? size / (from / to)
                                                              : size;
    return least - std::min(least, mark);
}

NewlineCode newlineAfter(const TextFormat& format, const Conversion& conversion)
{
    if (const auto* const encoding = std::get_if<EncodingConversion>(&conversion)) {
        NewlineCode newline = encoding->to.newline();
        if (format.newline.value == '\r')
            newline.value = '\r';
        return newline;
    }
    NewlineCode newline = newlineBesideCarriageReturn(format);
    if (std::get<LineEndConversion>(conversion).to == LineEnding::Cr)
        newline.value = '\r';
    return newline;
}

} // namespace megascope
