// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/JournalFormat.h"

#include "core/save/Crc32c.h"
#include "core/save/LittleEndian.h"

#include <algorithm>
#include <string_view>

namespace megascope {
namespace {

constexpr std::string_view headMagic = "megascope save\r\n";
static_assert(headMagic.size() == 16);
constexpr std::uint32_t markMagic = 0x6b72616d; // "mark"
constexpr std::uint32_t version = 1;
constexpr std::size_t sumPlace = 512 - sumBytes;

// Puts numbers one behind the other.
class Packer {
public:
    explicit Packer(std::span<std::byte> out)
        : m_rest(out)
    {
    }

    void put(std::uint64_t value, std::size_t bytes)
    {
        storeLittleEndian(value, m_rest.first(bytes));
        m_rest = m_rest.subspan(bytes);
    }
    void put32(std::uint32_t value) { put(value, 4); }
    void put64(std::uint64_t value) { put(value, 8); }
    void put64(std::int64_t value) { put(static_cast<std::uint64_t>(value), 8); }
    void put64(ByteCount count) { put64(count.value()); }
    void put64(ByteOffset offset) { put64(offset.value()); }

private:
    std::span<std::byte> m_rest;
};

// Takes them out again, and notes when an amount is negative.
class Unpacker {
public:
    explicit Unpacker(std::span<const std::byte> bytes)
        : m_rest(bytes)
    {
    }

    std::uint64_t take(std::size_t bytes)
    {
        const std::uint64_t value = loadLittleEndian(m_rest.first(bytes));
        m_rest = m_rest.subspan(bytes);
        return value;
    }
    std::uint32_t take32() { return static_cast<std::uint32_t>(take(4)); }
    std::uint64_t take64() { return take(8); }
    std::int64_t takeSigned() { return static_cast<std::int64_t>(take(8)); }
    std::int64_t takeAmount()
    {
        const std::int64_t value = takeSigned();
        m_isValid = m_isValid && value >= 0;
        return std::max<std::int64_t>(value, 0);
    }
    ByteCount takeCount() { return ByteCount(takeAmount()); }
    ByteOffset takeOffset() { return ByteOffset(takeAmount()); }
    // A range whose end is a ByteOffset.
    ByteRange takeRange()
    {
        const ByteOffset begin = takeOffset();
        const ByteCount count = takeCount();
        m_isValid = m_isValid && begin.checkedAdd(count).has_value();
        return m_isValid ? ByteRange(begin, count) : ByteRange();
    }

    [[nodiscard]] bool isValid() const { return m_isValid; }

private:
    std::span<const std::byte> m_rest;
    bool m_isValid = true;
};

void seal(JournalSector& sector)
{
    Packer(std::span(sector).subspan(sumPlace)).put32(crc32c(std::span(sector).first(sumPlace)));
}

bool isSealed(const JournalSector& sector)
{
    return Unpacker(std::span(sector).subspan(sumPlace)).take32()
        == crc32c(std::span(sector).first(sumPlace));
}

bool isPlausible(const JournalHead& head)
{
    const ByteCount fixed = journalSector + head.pathBytes;
    return (head.kind == JournalHead::Kind::Patch || head.kind == JournalHead::Kind::Shift)
        && head.pathBytes <= kibibytes(64) && head.stepBytes > ByteCount(0) && head.stepBytes <= mebibytes(64)
        && head.slotBytes >= journalSector && head.slotBytes <= mebibytes(65)
        && head.slotBytes % journalSector == ByteCount(0) && head.recordsEnd <= head.slots
        && head.slots == alignedDown(head.slots, journalSector)
        && head.slots < ByteOffset::max() - mebibytes(256)
        && head.moves <= head.slots.value() / static_cast<std::int64_t>(moveBytes)
        && ByteOffset(0) + fixed <= head.recordsEnd;
}

} // namespace

JournalSector encoded(const JournalHead& head)
{
    JournalSector sector = {};
    std::ranges::copy(std::as_bytes(std::span(headMagic)), sector.begin());
    Packer packer{std::span(sector).subspan(headMagic.size())};
    packer.put32(version);
    packer.put32(static_cast<std::uint32_t>(head.kind));
    packer.put64(head.identity.device);
    packer.put64(head.identity.inode);
    packer.put64(head.born.nanoseconds);
    packer.put64(head.identity.size);
    packer.put64(head.identity.modified.nanoseconds);
    packer.put64(head.identity.changed.nanoseconds);
    packer.put64(head.newSize);
    packer.put64(head.stepBytes);
    packer.put64(head.pathBytes);
    packer.put64(head.moves);
    packer.put64(head.records);
    packer.put64(head.recordsEnd);
    packer.put64(head.slots);
    packer.put64(head.slotBytes);
    packer.put32(head.mode);
    seal(sector);
    return sector;
}

std::optional<JournalHead> decodedHead(const JournalSector& bytes)
{
    if (!std::ranges::equal(std::span(bytes).first(headMagic.size()), std::as_bytes(std::span(headMagic)))
        || !isSealed(bytes))
        return std::nullopt;
    Unpacker unpacker{std::span(bytes).subspan(headMagic.size())};
    if (unpacker.take32() != version)
        return std::nullopt;
    JournalHead head;
    head.kind = static_cast<JournalHead::Kind>(unpacker.take32());
    head.identity.device = unpacker.take64();
    head.identity.inode = unpacker.take64();
    head.born.nanoseconds = unpacker.takeSigned();
    head.identity.size = unpacker.takeCount();
    head.identity.modified.nanoseconds = unpacker.takeSigned();
    head.identity.changed.nanoseconds = unpacker.takeSigned();
    head.newSize = unpacker.takeCount();
    head.stepBytes = unpacker.takeCount();
    head.pathBytes = unpacker.takeCount();
    head.moves = unpacker.takeAmount();
    head.records = unpacker.takeAmount();
    head.recordsEnd = unpacker.takeOffset();
    head.slots = unpacker.takeOffset();
    head.slotBytes = unpacker.takeCount();
    head.mode = unpacker.take32();
    return unpacker.isValid() && isPlausible(head) ? std::optional(head) : std::nullopt;
}

JournalSector encoded(const JournalMark& mark)
{
    JournalSector sector = {};
    Packer packer(sector);
    packer.put32(markMagic);
    packer.put32(static_cast<std::uint32_t>(mark.phase));
    packer.put64(mark.number);
    packer.put64(mark.from.index);
    packer.put64(mark.from.done);
    packer.put64(mark.to.index);
    packer.put64(mark.to.done);
    packer.put64(mark.count);
    packer.put32(mark.sum);
    seal(sector);
    return sector;
}

std::optional<JournalMark> decodedMark(const JournalSector& bytes)
{
    Unpacker unpacker(bytes);
    if (!isSealed(bytes) || unpacker.take32() != markMagic)
        return std::nullopt;
    JournalMark mark;
    const std::uint32_t phase = unpacker.take32();
    mark.phase = static_cast<JournalMark::Phase>(phase);
    mark.number = unpacker.take64();
    mark.from.index = unpacker.take64();
    mark.from.done = unpacker.takeCount();
    mark.to.index = unpacker.take64();
    mark.to.done = unpacker.takeCount();
    mark.count = unpacker.takeCount();
    mark.sum = unpacker.take32();
    const bool isKnown = phase <= static_cast<std::uint32_t>(JournalMark::Phase::Abandoned);
    return unpacker.isValid() && isKnown ? std::optional(mark) : std::nullopt;
}

std::array<std::byte, moveBytes> encoded(const Move& move)
{
    std::array<std::byte, moveBytes> bytes = {};
    Packer packer(bytes);
    packer.put64(move.source);
    packer.put64(move.target);
    packer.put64(move.count);
    return bytes;
}

std::optional<Move> decodedMove(std::span<const std::byte, moveBytes> bytes)
{
    Unpacker unpacker(bytes);
    Move move;
    move.source = unpacker.takeOffset();
    const ByteRange to = unpacker.takeRange();
    move.target = to.begin();
    move.count = to.count();
    const bool fits = unpacker.isValid() && move.source.checkedAdd(move.count).has_value();
    return fits && move.count > ByteCount(0) && !move.isStill() ? std::optional(move) : std::nullopt;
}

std::array<std::byte, recordHeadBytes> encoded(const RecordHead& head)
{
    std::array<std::byte, recordHeadBytes> bytes = {};
    Packer packer(bytes);
    packer.put64(head.target.begin());
    packer.put64(head.target.count());
    packer.put32(static_cast<std::uint32_t>(head.form));
    packer.put32(head.oldSums);
    return bytes;
}

std::optional<RecordHead> decodedRecord(std::span<const std::byte, recordHeadBytes> bytes)
{
    Unpacker unpacker(bytes);
    RecordHead head;
    head.target = unpacker.takeRange();
    const std::uint32_t form = unpacker.take32();
    head.form = static_cast<RecordHead::Form>(form);
    head.oldSums = unpacker.take32();
    const bool isKnown = form <= static_cast<std::uint32_t>(RecordHead::Form::Zeros);
    return unpacker.isValid() && isKnown ? std::optional(head) : std::nullopt;
}

std::array<std::byte, sumBytes> encoded(std::uint32_t sum)
{
    std::array<std::byte, sumBytes> bytes = {};
    Packer(bytes).put32(sum);
    return bytes;
}

std::uint32_t decodedSum(std::span<const std::byte, sumBytes> bytes)
{
    return Unpacker(bytes).take32();
}

} // namespace megascope
