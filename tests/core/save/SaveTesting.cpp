// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/save/SaveTesting.h"

#include "tests/core/file/TestFiles.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

#include <algorithm>

namespace megascope::testing {
namespace {

std::int64_t between(std::mt19937_64& random, std::int64_t from, std::int64_t to)
{
    return std::uniform_int_distribution<std::int64_t>(from, to)(random);
}

// Mostly a few bytes, at times many.
std::int64_t randomCount(std::mt19937_64& random, std::int64_t most)
{
    const std::int64_t limits[] = {3, 600, 5000, most};
    return between(random, 0, std::min(most, limits[random() % std::size(limits)]));
}

} // namespace

NaiveDocument::NaiveDocument(std::shared_ptr<const Source> file, Bytes content)
    : m_bytes(std::move(content))
{
    if (!m_bytes.empty())
        m_pieces.push_back({.source = std::move(file), .begin = ByteOffset(0), .count = ByteCount(size())});
}

std::size_t NaiveDocument::cutAt(std::int64_t offset)
{
    std::int64_t at = 0;
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        const std::int64_t count = m_pieces[i].count.value();
        if (offset == at)
            return i;
        if (offset < at + count) {
            const Piece whole = m_pieces[i];
            m_pieces[i] = whole.part(ByteCount(0), ByteCount(offset - at));
            m_pieces.insert(m_pieces.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                whole.part(ByteCount(offset - at), ByteCount(at + count - offset)));
            return i + 1;
        }
        at += count;
    }
    return m_pieces.size();
}

void NaiveDocument::put(
    std::int64_t offset, std::int64_t removed, const std::vector<Piece>& pieces, const Bytes& bytes)
{
    const auto begin = static_cast<std::ptrdiff_t>(cutAt(offset));
    const auto end = static_cast<std::ptrdiff_t>(cutAt(offset + removed));
    m_pieces.erase(m_pieces.begin() + begin, m_pieces.begin() + end);
    m_pieces.insert(m_pieces.begin() + begin, pieces.begin(), pieces.end());
    m_bytes.erase(m_bytes.begin() + offset, m_bytes.begin() + offset + removed);
    m_bytes.insert(m_bytes.begin() + offset, bytes.begin(), bytes.end());
}

void NaiveDocument::insertBytes(std::int64_t offset, std::int64_t removed, const Bytes& bytes)
{
    std::vector<Piece> pieces;
    if (!bytes.empty())
        pieces.push_back({.source = std::make_shared<MemorySource>(bytes),
            .begin = ByteOffset(0),
            .count = ByteCount(std::ssize(bytes))});
    put(offset, removed, pieces, bytes);
}

void NaiveDocument::copyRange(std::int64_t from, std::int64_t count, std::int64_t to)
{
    const auto begin = static_cast<std::ptrdiff_t>(cutAt(from));
    const auto end = static_cast<std::ptrdiff_t>(cutAt(from + count));
    const std::vector<Piece> pieces(m_pieces.begin() + begin, m_pieces.begin() + end);
    const Bytes bytes(m_bytes.begin() + from, m_bytes.begin() + from + count);
    put(to, 0, pieces, bytes);
}

Snapshot NaiveDocument::snapshot() const
{
    return {PieceTree(m_pieces), Revision{}};
}

Bytes randomBytes(std::mt19937_64& random, std::int64_t count)
{
    Bytes bytes(static_cast<std::size_t>(count));
    for (std::byte& byte : bytes)
        byte = static_cast<std::byte>(random() % 255 + 1);
    return bytes;
}

Bytes randomContent(std::mt19937_64& random, std::int64_t count, bool zeroBlocks)
{
    Bytes bytes = randomBytes(random, count);
    if (zeroBlocks) {
        const std::int64_t begin = between(random, 0, count);
        const std::int64_t end = std::min(count, begin + between(random, 70'000, 200'000));
        std::fill(bytes.begin() + begin, bytes.begin() + end, std::byte{0});
    }
    return bytes;
}

void editAtRandom(NaiveDocument& document, std::mt19937_64& random, int most, Edits edits)
{
    const std::int64_t count = between(random, 1, most);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t offset = between(random, 0, document.size());
        const std::int64_t rest = document.size() - offset;
        const std::int64_t removed = randomCount(random, rest);
        const auto kind = edits == Edits::SameSize ? 0 : random() % 5;
        if (kind == 0)
            document.insertBytes(offset, removed, randomBytes(random, removed));
        else if (kind == 1)
            document.insertBytes(offset, removed, {});
        else if (kind == 2)
            document.insertBytes(offset, 0, randomBytes(random, randomCount(random, 9000)));
        else if (kind == 3)
            document.insertBytes(offset, removed, randomBytes(random, randomCount(random, 9000)));
        else
            document.copyRange(offset, removed, between(random, 0, document.size()));
    }
}

SaveTarget SaveCase::target() const
{
    return {.path = path, .source = source, .identity = source->status().identity};
}

SaveCase openCase(const Vfs& vfs, const std::filesystem::path& path, const Bytes& content)
{
    const auto source = openOrFail(path, {.backend = Backend::Read, .budget = tinyBudget()}, vfs);
    CHECK_EQUAL(source->size().value(), std::ssize(content));
    return {.path = path, .oldBytes = content, .source = source, .document = {source, content}};
}

Result<SaveResult> saveCase(
    const Vfs& vfs, const SaveCase& save, std::optional<SaveStrategy> strategy, ByteCount stepBytes)
{
    SaveOptions options;
    options.strategy = strategy;
    options.stepBytes = stepBytes;
    const Result<SavePlan> plan = planSave(vfs, save.document.snapshot(), save.target(), options);
    if (!plan)
        return std::unexpected(plan.error());
    Progress progress;
    return megascope::save(vfs, *plan, {.stop = {}, .progress = progress});
}

Result<void> recover(const Vfs& vfs, const std::filesystem::path& path)
{
    const Result<std::vector<UnfinishedSave>> found = findUnfinished(vfs, path);
    if (!found)
        return std::unexpected(found.error());
    for (const UnfinishedSave& unfinished : *found) {
        const bool isToBeDone = unfinished.state == UnfinishedSave::State::Begun
            || unfinished.state == UnfinishedSave::State::Damaged;
        Progress progress;
        Result<void> done;
        if (isToBeDone)
            done = finishSave(vfs, unfinished, progress).transform([](const FileIdentity&) { });
        else
            done = discardSave(vfs, unfinished);
        if (!done)
            return done;
    }
    return {};
}

} // namespace megascope::testing
