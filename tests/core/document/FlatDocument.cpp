// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/document/FlatDocument.h"

#include "tests/support/PlainTest.h"

#include <algorithm>
#include <utility>

namespace megascope::testing {
namespace {

ByteRange range(std::size_t at, std::size_t count)
{
    return {ByteOffset(static_cast<std::int64_t>(at)), ByteCount(static_cast<std::int64_t>(count))};
}

} // namespace

void FlatDocument::splice(std::size_t at, std::size_t count, const std::vector<std::byte>& bytes)
{
    const auto from = m_bytes.begin() + static_cast<std::ptrdiff_t>(at);
    const auto to = from + static_cast<std::ptrdiff_t>(count);
    const std::size_t common = std::min(count, bytes.size());
    std::copy_n(bytes.begin(), common, from);
    if (count > common)
        m_bytes.erase(from + static_cast<std::ptrdiff_t>(common), to);
    else
        m_bytes.insert(from + static_cast<std::ptrdiff_t>(common),
            bytes.begin() + static_cast<std::ptrdiff_t>(common), bytes.end());
}

void FlatDocument::replace(std::size_t at, std::size_t count, const std::vector<std::byte>& bytes)
{
    const auto from = m_bytes.begin() + static_cast<std::ptrdiff_t>(at);
    m_undo.push_back({at, {from, from + static_cast<std::ptrdiff_t>(count)}, bytes});
    m_redo.clear();
    splice(at, count, bytes);
}

void FlatDocument::undo()
{
    const Step step = m_undo.back();
    m_undo.pop_back();
    splice(step.at, step.after.size(), step.before);
    m_redo.push_back(step);
}

void FlatDocument::redo()
{
    const Step step = m_redo.back();
    m_redo.pop_back();
    splice(step.at, step.before.size(), step.after);
    m_undo.push_back(step);
}

RandomEdits::RandomEdits(std::uint64_t seed, Document& document, FlatDocument& flat)
    : m_engine(seed)
    , m_document(document)
    , m_flat(flat)
{
}

std::size_t RandomEdits::below(std::size_t limit)
{
    return std::uniform_int_distribution<std::size_t>(0, limit)(m_engine);
}

std::vector<std::byte> RandomEdits::someBytes(std::size_t count)
{
    std::vector<std::byte> bytes(count);
    std::ranges::generate(bytes, [&] { return static_cast<std::byte>(m_engine()); });
    return bytes;
}

void RandomEdits::replace(std::size_t at, std::size_t count, const std::vector<std::byte>& bytes)
{
    if (count == 0 && bytes.empty())
        return;
    m_document.replace(range(at, count), bytes);
    m_flat.replace(at, count, bytes);
    m_last = at + bytes.size();
}

void RandomEdits::copy(std::size_t from, std::size_t count, std::size_t to, std::size_t removed)
{
    if (count == 0)
        return;
    const auto begin = m_flat.bytes().begin() + static_cast<std::ptrdiff_t>(from);
    const std::vector<std::byte> bytes(begin, begin + static_cast<std::ptrdiff_t>(count));
    m_document.replace(range(to, removed), m_document.snapshot().pieces().slice(range(from, count)));
    m_flat.replace(to, removed, bytes);
}

void RandomEdits::undoSome()
{
    for (std::size_t steps = below(20); steps > 0 && m_flat.canUndo(); --steps) {
        (void)m_document.undo();
        m_flat.undo();
    }
}

void RandomEdits::redoSome()
{
    for (std::size_t steps = below(20); steps > 0 && m_flat.canRedo(); --steps) {
        (void)m_document.redo();
        m_flat.redo();
    }
}

void RandomEdits::step(std::size_t size)
{
    const std::size_t now = m_flat.bytes().size();
    const std::size_t at = below(3) == 0 ? std::min(m_last, now) : below(now);
    const std::size_t longest = below(9) == 0 ? size / 8 : 16;
    const std::size_t count = std::min(below(longest), now - at);
    switch (below(9)) {
    case 0:
    case 1:
    case 2:
        replace(at, 0, someBytes(now > 2 * size ? 1 : below(longest)));
        break;
    case 3:
    case 4:
        replace(at, count, someBytes(count));
        break;
    case 5:
    case 6:
        replace(at, count, {});
        break;
    case 7:
        if (now <= 2 * size)
            copy(at, count, below(now), 0);
        else
            replace(0, now - size, {});
        break;
    case 8:
        undoSome();
        break;
    default:
        redoSome();
        break;
    }
}

void RandomEdits::stepOver()
{
    const std::size_t now = m_flat.bytes().size();
    const std::size_t at = below(now);
    const std::size_t count = std::min(below(below(9) == 0 ? now / 8 : 16), now - at);
    switch (below(9)) {
    case 0:
        undoSome();
        break;
    case 1:
        redoSome();
        break;
    case 2:
    case 3:
        copy(at, count, below(now - count), count);
        break;
    default:
        replace(at, count, someBytes(count));
        break;
    }
}

std::vector<std::byte> bytesOf(const Snapshot& snapshot)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(snapshot.size().value()));
    CHECK(snapshot.read(ByteOffset(0), bytes).empty());
    return bytes;
}

} // namespace megascope::testing
