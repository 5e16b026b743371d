// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/EditLogFormat.h"

#include "core/save/Crc32c.h"
#include "core/save/Journal.h"
#include "core/save/LittleEndian.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace megascope::editlog {
namespace {

constexpr std::string_view magic = "megascope edits\n";
static_assert(magic.size() == 16);
constexpr std::uint32_t version = 1;

enum class Kind : std::uint8_t {
    Head = 1,
    Source = 2,
    Bytes = 3,
    Copies = 4,
    Replace = 5,
    Extend = 7,
    Undo = 8,
    Redo = 9,
    Saving = 10,
    Pattern = 11,
};

constexpr std::size_t pieceSize = 20;
constexpr std::size_t largestBody = 64 + pieceSize * mostPieces;

class Writer {
public:
    Writer() { put32(0); } // the size, when it is known

    void put8(std::uint8_t value) { put(value, 1); }
    void put32(std::uint32_t value) { put(value, 4); }
    void put64(std::int64_t value) { put(static_cast<std::uint64_t>(value), 8); }
    void put(const ByteRange& range)
    {
        put64(range.begin().value());
        put64(range.count().value());
    }
    void put(std::string_view text) { put(std::as_bytes(std::span(text))); }
    void put(std::span<const std::byte> bytes) { m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end()); }
    void put(const Place& place)
    {
        put8(place.hasFile ? 1 : 0);
        put(place.identity.device, 8);
        put(place.identity.inode, 8);
        put64(place.identity.size.value());
        put64(place.identity.modified.nanoseconds);
        put64(place.identity.changed.nanoseconds);
        put(place.path);
    }

    std::vector<std::byte> finish()
    {
        const std::size_t size = m_bytes.size() - 4;
        storeLittleEndian(size, std::span(m_bytes).first(4));
        put32(crc32c(m_bytes));
        return std::move(m_bytes);
    }

private:
    void put(std::uint64_t value, std::size_t bytes)
    {
        m_bytes.resize(m_bytes.size() + bytes);
        storeLittleEndian(value, std::span(m_bytes).last(bytes));
    }

    std::vector<std::byte> m_bytes;
};

// Takes numbers out of a body; beyond its end they are zero, and it is not good.
class Body {
public:
    explicit Body(std::span<const std::byte> bytes)
        : m_rest(bytes)
    {
    }

    std::uint64_t take(std::size_t bytes)
    {
        m_good = m_good && bytes <= m_rest.size();
        if (!m_good)
            return 0;
        const std::uint64_t value = loadLittleEndian(m_rest.first(bytes));
        m_rest = m_rest.subspan(bytes);
        return value;
    }
    std::uint32_t take32() { return static_cast<std::uint32_t>(take(4)); }
    std::int64_t take64() { return static_cast<std::int64_t>(take(8)); }
    std::int64_t takeAmount()
    {
        const std::int64_t value = take64();
        m_good = m_good && value >= 0;
        return m_good ? value : 0;
    }
    ByteRange takeRange()
    {
        const ByteOffset begin(takeAmount());
        const ByteCount count(takeAmount());
        m_good = m_good && begin.checkedAdd(count).has_value();
        return m_good ? ByteRange(begin, count) : ByteRange();
    }
    std::string takeText()
    {
        const auto* const text = reinterpret_cast<const char*>(m_rest.data());
        return {text, std::exchange(m_rest, {}).size()};
    }
    std::vector<std::byte> takeBytes()
    {
        const std::span<const std::byte> bytes = std::exchange(m_rest, {});
        return {bytes.begin(), bytes.end()};
    }
    Place takePlace()
    {
        Place place;
        place.hasFile = take(1) != 0;
        place.identity.device = take(8);
        place.identity.inode = take(8);
        place.identity.size = ByteCount(takeAmount());
        place.identity.modified = FileTime{take64()};
        place.identity.changed = FileTime{take64()};
        place.path = takeText();
        return place;
    }
    bool takeMagic()
    {
        const std::span<const std::byte> first = m_rest.first(std::min(magic.size(), m_rest.size()));
        m_rest = m_rest.subspan(first.size());
        return std::ranges::equal(first, std::as_bytes(std::span(magic)));
    }

    [[nodiscard]] std::size_t left() const { return m_rest.size(); }
    // Everything was there, and nothing is left.
    [[nodiscard]] bool isGood() const { return m_good && m_rest.empty(); }

private:
    std::span<const std::byte> m_rest;
    bool m_good = true;
};

Put takePut(Body& body, Kind kind)
{
    Put put{static_cast<Put::Kind>(kind), body.takeRange(), {}};
    while (body.left() >= pieceSize) {
        const std::uint32_t source = body.take32();
        put.pieces.push_back({source, body.takeRange()});
    }
    return put;
}

std::optional<Record> recordFrom(std::span<const std::byte> bytes)
{
    Body body(bytes);
    const auto kind = static_cast<Kind>(body.take(1));
    std::optional<Record> record;
    if (kind == Kind::Head) {
        if (!body.takeMagic() || body.take32() != version)
            return std::nullopt;
        record = Head{body.takePlace()};
    } else if (kind == Kind::Source) {
        const std::uint32_t number = body.take32();
        record = OtherSource{number, body.takePlace()};
    } else if (kind == Kind::Bytes || kind == Kind::Copies) {
        const ByteCount end(body.takeAmount());
        record = Stored{kind == Kind::Copies, end, body.take32()};
    } else if (kind >= Kind::Replace && kind <= Kind::Extend) {
        record = takePut(body, kind);
    } else if (kind == Kind::Undo || kind == Kind::Redo) {
        record = Step{kind == Kind::Undo};
    } else if (kind == Kind::Saving) {
        record = Saving{ByteCount(body.takeAmount())};
    } else if (kind == Kind::Pattern) {
        const std::uint32_t number = body.take32();
        const ByteCount size(body.takeAmount());
        const std::uint64_t seed = body.take(8);
        record = Pattern{number, size, seed, body.takeBytes()};
    }
    return body.isGood() ? record : std::nullopt;
}

void put(Writer& writer, const Head& head)
{
    writer.put8(static_cast<std::uint8_t>(Kind::Head));
    writer.put(magic);
    writer.put32(version);
    writer.put(head.place);
}

void put(Writer& writer, const OtherSource& source)
{
    writer.put8(static_cast<std::uint8_t>(Kind::Source));
    writer.put32(source.number);
    writer.put(source.place);
}

void put(Writer& writer, const Stored& stored)
{
    writer.put8(static_cast<std::uint8_t>(stored.isCopies ? Kind::Copies : Kind::Bytes));
    writer.put64(stored.end.value());
    writer.put32(stored.sum);
}

void put(Writer& writer, const Put& put)
{
    writer.put8(static_cast<std::uint8_t>(put.kind));
    writer.put(put.range);
    for (const LoggedPiece& piece : put.pieces) {
        writer.put32(piece.source);
        writer.put(piece.range);
    }
}

void put(Writer& writer, const Step& step)
{
    writer.put8(static_cast<std::uint8_t>(step.isUndo ? Kind::Undo : Kind::Redo));
}

void put(Writer& writer, const Saving& saving)
{
    writer.put8(static_cast<std::uint8_t>(Kind::Saving));
    writer.put64(saving.size.value());
}

void put(Writer& writer, const Pattern& pattern)
{
    writer.put8(static_cast<std::uint8_t>(Kind::Pattern));
    writer.put32(pattern.number);
    writer.put64(pattern.size.value());
    writer.put64(static_cast<std::int64_t>(pattern.seed));
    writer.put(std::span(pattern.pattern));
}

} // namespace

std::vector<std::byte> encoded(const Record& record)
{
    Writer writer;
    std::visit([&](const auto& each) { put(writer, each); }, record);
    return writer.finish();
}

std::optional<Record> Reader::next()
{
    constexpr std::size_t sizeBytes = 4;
    constexpr std::size_t sumBytes = 4;
    std::vector<std::byte> bytes(sizeBytes);
    const auto left = static_cast<std::uint64_t>(m_size.value() - m_end.value());
    if (left < sizeBytes || !readFully(m_file, m_end, bytes, {}))
        return std::nullopt;
    const std::uint64_t size = Body(bytes).take32();
    if (size > largestBody || size + sizeBytes + sumBytes > left)
        return std::nullopt;
    bytes.resize(sizeBytes + static_cast<std::size_t>(size) + sumBytes);
    if (!readFully(m_file, m_end, bytes, {}))
        return std::nullopt;
    const std::span all(bytes);
    const std::uint32_t sum = Body(all.last(sumBytes)).take32();
    if (crc32c(all.first(all.size() - sumBytes)) != sum)
        return std::nullopt;
    std::optional<Record> record = recordFrom(all.subspan(sizeBytes, static_cast<std::size_t>(size)));
    if (record)
        m_end += ByteCount(std::ssize(bytes));
    return record;
}

} // namespace megascope::editlog
