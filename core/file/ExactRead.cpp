// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/ExactRead.h"

#include "core/file/Vfs.h"

#include <algorithm>
#include <cerrno>

namespace megascope {
namespace {

// A file that changes while it is read is read in pieces of this size, which is a matter of microseconds.
constexpr ByteCount movingPiece = kibibytes(16);

// Tries to find a moment in which nothing changes.
constexpr int mostReadings = 32;

// One way through a range, from front to back.
class Pass {
public:
    Pass(const VfsFile& file, ByteOffset offset, std::span<std::byte> out)
        : m_file(file)
        , m_place(offset)
        , m_rest(out)
        , m_step(countOf(out.size()))
    {
    }

    Gaps run()
    {
        while (!m_rest.empty()) {
            const auto count = static_cast<std::size_t>(std::min(m_step, countOf(m_rest.size())).value());
            const Result<std::size_t> got = m_file.readAt(m_place, m_rest.first(count));
            if (!got)
                handleError(got.error().systemCode);
            else if (*got == 0)
                skip(countOf(m_rest.size()), Gap::Cause::PastEnd, 0);
            else
                advance(*got);
        }
        return std::move(m_gaps);
    }

private:
    void advance(std::size_t count)
    {
        m_place += countOf(count);
        m_rest = m_rest.subspan(count);
        m_step = m_step > ByteCount::max() / 2 ? m_step : m_step * 2;
    }

    // A medium fails in places, and where it fails the system takes long to say so. It mostly gives what lies
    // before the place, so the place is where this request began: a page is tried, and then twice as much
    // each time. Any other error (unmounted, gone, no memory) would come again for every part.
    void handleError(int code)
    {
        const ByteCount rest = countOf(m_rest.size());
        if (code != EIO) {
            skip(rest, Gap::Cause::Failed, code);
            return;
        }
        const ByteCount toBorder = failingPiece - ByteCount(m_place.value()) % failingPiece;
        const ByteCount tried = std::min(m_step, rest);
        if (tried <= toBorder)
            skip(std::min(toBorder, rest), Gap::Cause::Failed, code);
        else
            m_step = toBorder;
    }

    void skip(ByteCount count, Gap::Cause cause, int code)
    {
        const auto length = static_cast<std::size_t>(count.value());
        std::ranges::fill(m_rest.first(length), std::byte{0});
        addGap(m_gaps, {.range = {m_place, count}, .cause = cause, .systemCode = code});
        m_place += count;
        m_rest = m_rest.subspan(length);
    }

    const VfsFile& m_file;
    ByteOffset m_place;
    std::span<std::byte> m_rest;
    ByteCount m_step; // bytes to ask for next
    Gaps m_gaps;
};

// One reading, and whether it is to be believed. The system cuts a file by setting the new size, then filling
// the rest of the last page with zeros, and a read that is under way may copy those. So the file's identity
// has to be the same before and after.
struct Reading {
    Gaps gaps;
    bool isStill = false;
    bool keptSize = false;
};

Reading readOnce(const VfsFile& file, ByteOffset offset, std::span<std::byte> out)
{
    const std::optional<FileIdentity> before = identityOf(file);
    Gaps gaps = Pass(file, offset, out).run();
    const std::optional<FileIdentity> after = identityOf(file);
    return {.gaps = std::move(gaps),
        .isStill = before == after,
        .keptSize = before && after && before->size == after->size};
}

// Somebody who writes without a pause (a running machine's disk image) but keeps the size cuts nothing.
Gaps readMoving(const VfsFile& file, ByteOffset offset, std::span<std::byte> out)
{
    Reading reading;
    for (int i = 0; i < mostReadings && !reading.isStill; ++i)
        reading = readOnce(file, offset, out);
    if (reading.isStill || reading.keptSize)
        return std::move(reading.gaps);
    std::ranges::fill(out, std::byte{0});
    return {{.range = {offset, countOf(out.size())}, .cause = Gap::Cause::Failed, .systemCode = EAGAIN}};
}

} // namespace

std::optional<FileIdentity> identityOf(const VfsFile& file)
{
    const Result<FileIdentity> identity = file.identity();
    return identity ? std::optional(*identity) : std::nullopt;
}

void addGap(Gaps& gaps, const Gap& gap)
{
    if (!gaps.empty() && gaps.back().range.end() == gap.range.begin() && gaps.back().cause == gap.cause
        && gaps.back().systemCode == gap.systemCode)
        gaps.back().range = {gaps.back().range.begin(), gap.range.end()};
    else
        gaps.push_back(gap);
}

Gaps readExactly(const VfsFile& file, ByteOffset offset, std::span<std::byte> out)
{
    Reading reading = readOnce(file, offset, out);
    if (reading.isStill)
        return std::move(reading.gaps);
    Gaps gaps;
    while (!out.empty()) {
        const ByteCount toBorder = movingPiece - ByteCount(offset.value()) % movingPiece;
        const auto piece
            = out.first(static_cast<std::size_t>(std::min(toBorder, countOf(out.size())).value()));
        for (const Gap& gap : readMoving(file, offset, piece))
            addGap(gaps, gap);
        offset += countOf(piece.size());
        out = out.subspan(piece.size());
    }
    return gaps;
}

} // namespace megascope
