// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FileScan.h"

#include "core/file/ExtentFinder.h"

#include <algorithm>
#include <bit>

#include <ctime>

namespace megascope {
namespace {

// No more than the range needs.
ByteCount sizeFor(const ByteRange& range, ByteCount most)
{
    if (range.count() >= most)
        return most;
    const auto fitting = std::bit_ceil(static_cast<std::uint64_t>(range.count().value()));
    return std::max(ByteCount(static_cast<std::int64_t>(fitting)), kibibytes(64));
}

std::chrono::nanoseconds processorTime()
{
    timespec time = {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace

FileScan::FileScan(const Surroundings& surroundings, const ByteRange& range)
    : m_extents(surroundings.extents)
    , m_mapFrom(surroundings.mapFrom)
    , m_window(surroundings.file, surroundings.ledger, sizeFor(range, surroundings.budget.scanningWindow),
          ByteOffset(surroundings.budget.cached.value()))
    , m_buffer(surroundings.file, surroundings.ledger, sizeFor(range, surroundings.budget.readBuffer))
    , m_end(range.end())
    , m_next(range.begin())
    , m_readUntil(range.begin())
{
    chooseWay(surroundings);
}

FileScan::~FileScan()
{
    if (m_pace)
        m_pace->note(m_way, m_scanned, processorTime() - m_begun);
}

// What is not to stay in the system's cache is mapped, because windows can drop it behind them.
void FileScan::chooseWay(const Surroundings& surroundings)
{
    const bool stays = m_end <= ByteOffset(surroundings.budget.cached.value());
    if (!m_mapFrom || !stays || m_end - m_next < ScanPace::worthTelling)
        return;
    m_pace = surroundings.pace;
    if (!m_pace)
        return;
    m_way = m_pace->choose();
    if (m_way == ScanPace::Way::Read)
        m_readUntil = m_end;
    m_begun = processorTime();
}

std::optional<ScanChunk> FileScan::next()
{
    m_mapped.reset();
    if (m_next == m_end) {
        m_window.release();
        return std::nullopt;
    }
    if (m_buffer.contains(m_next))
        return handOut(m_buffer.chunkAt(m_next));
    if (!enterExtent())
        return handOut({.range = {m_next, m_end}, .kind = ScanChunk::Kind::PastEnd, .bytes = {}});
    if (m_extent.kind == Extent::Kind::Hole)
        return handOut({.range = {m_next, std::min(m_extent.range.end(), m_end)},
            .kind = ScanChunk::Kind::Hole,
            .bytes = {}});
    return handOut(nextOfData());
}

bool FileScan::enterExtent()
{
    if (m_extent.range.contains(m_next))
        return true;
    const std::optional<Extent> found = m_extents.find(m_next);
    m_extent = found.value_or(Extent{});
    const ByteOffset end = std::min(m_extent.range.end(), m_end);
    if (found && (!m_mapFrom || end - m_next < *m_mapFrom))
        m_readUntil = std::max(m_readUntil, end);
    return found.has_value();
}

ScanChunk FileScan::nextOfData()
{
    const ByteOffset end = std::min(m_extent.range.end(), m_end);
    if (m_next >= m_readUntil) {
        if (const std::optional<ScanChunk> piece = m_window.pieceAt(m_next, end, m_end)) {
            m_mapped = piece->range;
            return *piece;
        }
        m_readUntil = windowRange(m_next, ScanWindow::pieceSize, end).end();
    }
    if (!m_buffer.fill(m_next, end)) {
        const ByteOffset part = windowRange(m_next, ScanWindow::pieceSize, end).end();
        return {.range = {m_next, part}, .kind = ScanChunk::Kind::Unreadable, .bytes = {}};
    }
    return m_buffer.chunkAt(m_next);
}

ScanChunk FileScan::handOut(const ScanChunk& chunk)
{
    m_next = chunk.range.end();
    if (chunk.kind == ScanChunk::Kind::Data)
        m_scanned += chunk.range.count();
    if (chunk.kind == ScanChunk::Kind::PastEnd)
        m_extent = {}; // the file is shorter than it was when this was found
    return chunk;
}

bool FileScan::confirm()
{
    if (!m_mapped)
        return true;
    const ScanWindow::Verdict verdict = m_window.judge();
    if (verdict == ScanWindow::Verdict::Good)
        return true;
    m_next = m_mapped->begin();
    m_readUntil = verdict == ScanWindow::Verdict::Torn ? m_mapped->end() : m_end;
    m_mapped.reset();
    m_window.release();
    return false;
}

} // namespace megascope
