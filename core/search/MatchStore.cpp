// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/MatchStore.h"

#include "core/file/WritableFile.h"

#include <algorithm>
#include <utility>

namespace megascope {
namespace {

constexpr std::size_t blockMatches = 4096;
// Written to the file at a time.
constexpr ByteCount writtenAtOnce = mebibytes(1);

constexpr unsigned bitsEach = 7;
constexpr std::uint64_t moreFollows = 0x80;

void put(std::vector<std::byte>& bytes, std::int64_t number)
{
    auto rest = static_cast<std::uint64_t>(number);
    for (; rest >= moreFollows; rest >>= bitsEach)
        bytes.push_back(static_cast<std::byte>(rest | moreFollows));
    bytes.push_back(static_cast<std::byte>(rest));
}

// Takes a number from the front of `bytes`; nothing when none is there.
std::optional<std::int64_t> take(std::span<const std::byte>& bytes)
{
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 63 && !bytes.empty(); shift += bitsEach) {
        const auto byte = std::to_integer<std::uint64_t>(bytes.front());
        bytes = bytes.subspan(1);
        number |= (byte & (moreFollows - 1)) << shift;
        if (byte < moreFollows)
            return static_cast<std::int64_t>(number);
    }
    return std::nullopt;
}

std::vector<std::byte> encoded(std::span<const ByteRange> matches)
{
    std::vector<std::byte> bytes;
    bytes.reserve(2 * matches.size());
    ByteOffset at = matches.front().begin();
    for (const ByteRange& match : matches) {
        put(bytes, (match.begin() - at).value());
        put(bytes, match.count().value());
        at = match.end();
    }
    bytes.shrink_to_fit();
    return bytes;
}

// Fewer than a block's, when the bytes are not what was written.
std::vector<ByteRange> decoded(ByteOffset begin, std::span<const std::byte> bytes)
{
    std::vector<ByteRange> matches;
    matches.reserve(blockMatches);
    while (!bytes.empty()) {
        const std::optional<std::int64_t> gap = take(bytes);
        const std::optional<std::int64_t> count = take(bytes);
        const std::optional<ByteOffset> at = gap ? begin.checkedAdd(ByteCount(*gap)) : std::nullopt;
        if (!at || !count || !at->checkedAdd(ByteCount(*count)))
            return {};
        matches.emplace_back(*at, ByteCount(*count));
        begin = matches.back().end();
    }
    return matches;
}

// Whether all came.
bool readFully(const VfsFile& file, ByteOffset offset, std::span<std::byte> out)
{
    while (!out.empty()) {
        const Result<std::size_t> read = file.readAt(offset, out);
        if (!read || *read == 0)
            return false;
        offset += countOf(*read);
        out = out.subspan(*read);
    }
    return true;
}

} // namespace

MatchStore::MatchStore(FileMaker makeFile, ByteCount memory)
    : m_makeFile(std::move(makeFile))
    , m_memoryLimit(memory)
{
    m_tail.reserve(blockMatches);
}

Result<void> MatchStore::append(std::span<const ByteRange> matches)
{
    while (!matches.empty()) {
        const auto part = matches.first(std::min(matches.size(), blockMatches - m_tail.size()));
        {
            const std::scoped_lock lock(m_mutex);
            m_tail.insert(m_tail.end(), part.begin(), part.end());
            m_end = part.back().end();
        }
        matches = matches.subspan(part.size());
        if (m_tail.size() == blockMatches)
            sealTail();
        if (m_toMove >= writtenAtOnce) {
            if (const Result<void> moved = moveToFile(); !moved)
                return moved;
        }
    }
    return {};
}

void MatchStore::sealTail()
{
    auto bytes = std::make_shared<const Bytes>(encoded(m_tail));
    const ByteCount size = countOf(bytes->size());
    const bool isFull = m_makeFile && m_memory - m_toMove + size > m_memoryLimit;
    if (isFull && m_toMove == ByteCount(0))
        m_firstToMove = m_blocks.size();
    if (isFull || m_toMove > ByteCount(0))
        m_toMove += size;
    const std::scoped_lock lock(m_mutex);
    m_blocks.push_back({.begin = m_tail.front().begin(),
        .bytes = std::move(bytes),
        .inFile = {},
        .size = static_cast<std::uint32_t>(size.value())});
    m_memory += size;
    m_tail.clear();
}

Result<void> MatchStore::moveToFile()
{
    if (!m_file) {
        Result<std::shared_ptr<WritableFile>> file = m_makeFile();
        if (!file)
            return std::unexpected(file.error());
        const std::scoped_lock lock(m_mutex);
        m_file = *std::move(file);
    }
    Bytes joined;
    joined.reserve(static_cast<std::size_t>(m_toMove.value()));
    for (std::size_t i = m_firstToMove; i < m_blocks.size(); ++i)
        joined.insert(joined.end(), m_blocks[i].bytes->begin(), m_blocks[i].bytes->end());
    const ByteOffset begin(m_fileSize.value());
    if (const Result<void> written = writeFully(*m_file, begin, joined); !written)
        return written;

    const std::scoped_lock lock(m_mutex);
    ByteOffset at = begin;
    for (std::size_t i = m_firstToMove; i < m_blocks.size(); ++i) {
        m_blocks[i].bytes.reset();
        m_blocks[i].inFile = at;
        at += ByteCount(m_blocks[i].size);
    }
    m_fileSize += m_toMove;
    m_memory -= m_toMove;
    m_firstToMove = m_blocks.size();
    m_toMove = ByteCount(0);
    return {};
}

std::shared_ptr<const MatchStore::Matches> MatchStore::block(std::size_t number) const
{
    Block block;
    std::shared_ptr<WritableFile> file;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_known && m_knownNumber == number)
            return m_known;
        block = m_blocks[number];
        file = m_file;
    }
    Bytes read;
    if (!block.bytes) {
        read.resize(block.size);
        if (!readFully(*file, block.inFile, read))
            return nullptr;
    }
    auto matches = std::make_shared<const Matches>(decoded(block.begin, block.bytes ? *block.bytes : read));
    if (matches->size() != blockMatches)
        return nullptr;
    const std::scoped_lock lock(m_mutex);
    m_known = matches;
    m_knownNumber = number;
    return matches;
}

std::int64_t MatchStore::count() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<std::int64_t>(m_blocks.size() * blockMatches + m_tail.size());
}

ByteOffset MatchStore::end() const
{
    const std::scoped_lock lock(m_mutex);
    return m_end;
}

std::optional<ByteRange> MatchStore::at(std::int64_t index) const
{
    if (index < 0)
        return std::nullopt;
    const auto number = static_cast<std::size_t>(index) / blockMatches;
    const auto inside = static_cast<std::size_t>(index) % blockMatches;
    {
        const std::scoped_lock lock(m_mutex);
        if (number > m_blocks.size() || (number == m_blocks.size() && inside >= m_tail.size()))
            return std::nullopt;
        if (number == m_blocks.size())
            return m_tail[inside];
    }
    const std::shared_ptr<const Matches> matches = block(number);
    return matches ? std::optional((*matches)[inside]) : std::nullopt;
}

std::int64_t MatchStore::countBefore(ByteOffset place) const
{
    std::size_t blocks = 0; // that begin before the place
    std::int64_t ofTail = 0;
    std::size_t all = 0;
    {
        const std::scoped_lock lock(m_mutex);
        all = m_blocks.size();
        blocks = static_cast<std::size_t>(
            std::ranges::lower_bound(m_blocks, place, {}, &Block::begin) - m_blocks.begin());
        ofTail = std::ranges::lower_bound(m_tail, place, {}, &ByteRange::begin) - m_tail.begin();
    }
    if (blocks == all && ofTail > 0)
        return static_cast<std::int64_t>(all * blockMatches) + ofTail;
    if (blocks == 0)
        return 0;
    const std::shared_ptr<const Matches> last = block(blocks - 1);
    if (!last)
        return static_cast<std::int64_t>(blocks * blockMatches);
    const auto inside = std::ranges::lower_bound(*last, place, {}, &ByteRange::begin) - last->begin();
    return static_cast<std::int64_t>((blocks - 1) * blockMatches) + inside;
}

bool MatchStore::hasBegin(const ByteRange& range) const
{
    {
        const std::scoped_lock lock(m_mutex);
        const auto next = std::ranges::lower_bound(m_blocks, range.begin(), {}, &Block::begin);
        if (next != m_blocks.end() && next->begin < range.end())
            return true;
    }
    const std::optional<ByteRange> match = at(countBefore(range.begin()));
    return match && match->begin() < range.end();
}

ByteCount MatchStore::memory() const
{
    const std::scoped_lock lock(m_mutex);
    return m_memory + countOf(m_blocks.capacity() * sizeof(Block) + m_tail.capacity() * sizeof(ByteRange));
}

ByteCount MatchStore::fileSize() const
{
    const std::scoped_lock lock(m_mutex);
    return m_fileSize;
}

} // namespace megascope
