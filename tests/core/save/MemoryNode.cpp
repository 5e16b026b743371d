// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/save/MemoryNode.h"

#include <algorithm>
#include <array>

namespace megascope::testing {
namespace {

constexpr std::int64_t sector = 512;

} // namespace

void MemoryContent::write(std::int64_t offset, std::span<const std::byte> bytes)
{
    if (bytes.empty())
        return;
    const std::int64_t end = offset + std::ssize(bytes);
    if (end > size())
        m_bytes.resize(static_cast<std::size_t>(end));
    std::ranges::copy(bytes, m_bytes.begin() + offset);
    for (std::int64_t i = offset / block; i * block < end; ++i)
        m_blocks.insert(i);
}

void MemoryContent::setSize(std::int64_t size)
{
    m_bytes.resize(static_cast<std::size_t>(size));
    m_blocks.erase(m_blocks.lower_bound((size + block - 1) / block), m_blocks.end());
}

void MemoryContent::zero(std::int64_t begin, std::int64_t end)
{
    end = std::min(end, size());
    if (begin >= end)
        return;
    std::fill(m_bytes.begin() + begin, m_bytes.begin() + end, std::byte{0});
    const std::int64_t lastBlock = end == size() ? (end + block - 1) / block : end / block;
    for (std::int64_t i = (begin + block - 1) / block; i < lastBlock; ++i)
        m_blocks.erase(i);
}

std::int64_t MemoryContent::next(std::int64_t offset, bool data) const
{
    while (offset < size() && m_blocks.contains(offset / block) != data)
        offset = (offset / block + 1) * block;
    return std::min(offset, std::max(size(), offset));
}

void MemoryNode::write(std::int64_t offset, std::span<const std::byte> bytes)
{
    const std::int64_t end = offset + std::ssize(bytes);
    if (end > content.size())
        pending.push_back({.kind = Change::Kind::Grow, .offset = end});
    content.write(offset, bytes);
    pending.push_back({.kind = Change::Kind::Write, .offset = offset, .bytes = {bytes.begin(), bytes.end()}});
}

void MemoryNode::setSize(std::int64_t size)
{
    content.setSize(size);
    pending.push_back({.kind = Change::Kind::SetSize, .offset = size});
}

void MemoryNode::zero(std::int64_t begin, std::int64_t end)
{
    end = std::min(end, content.size());
    if (begin >= end)
        return;
    content.zero(begin, end);
    pending.push_back({.kind = Change::Kind::Zero, .offset = begin, .end = end});
}

void MemoryNode::sync()
{
    std::mt19937_64 random;
    durable = reached(1, random);
    pending.clear();
}

void MemoryNode::syncFailed(std::mt19937_64& random)
{
    durable = afterCrash(random);
    pending.clear();
}

MemoryContent MemoryNode::afterCrash(std::mt19937_64& random) const
{
    static constexpr std::array<double, 6> shares = {0, 0.1, 0.5, 0.5, 0.9, 1};
    return reached(shares[random() % shares.size()], random);
}

MemoryContent MemoryNode::reached(double share, std::mt19937_64& random) const
{
    MemoryContent left = durable;
    std::bernoulli_distribution reaches(share);
    for (const Change& change : pending) {
        switch (change.kind) {
        case Change::Kind::Write:
            for (std::int64_t from = 0; from < std::ssize(change.bytes);) {
                const std::int64_t toBorder = sector - (change.offset + from) % sector;
                const std::int64_t count = std::min(toBorder, std::ssize(change.bytes) - from);
                const auto part
                    = std::span(change.bytes)
                          .subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(count));
                if (reaches(random))
                    left.write(change.offset + from, part);
                from += count;
            }
            break;
        case Change::Kind::Grow:
            if (reaches(random) && change.offset > left.size())
                left.setSize(change.offset);
            break;
        case Change::Kind::SetSize:
            if (reaches(random))
                left.setSize(change.offset);
            break;
        case Change::Kind::Zero:
            for (std::int64_t from = change.offset; from < change.end;) {
                const std::int64_t to = std::min(change.end, (from / sector + 1) * sector);
                if (reaches(random))
                    left.zero(from, to);
                from = to;
            }
            break;
        }
    }
    return left;
}

} // namespace megascope::testing
