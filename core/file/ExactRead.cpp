// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/ExactRead.h"

#include "core/file/Vfs.h"

#include <algorithm>
#include <cerrno>
#include <optional>

namespace megascope {
namespace {

// Readings of a range that somebody changes all the time, until one is believed.
constexpr int readingsOfAChangingFile = 4;

ByteCount countOf(std::size_t count)
{
    return ByteCount(static_cast<std::int64_t>(count));
}

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

    // A medium that fails fails in places, so the place is narrowed down by halves. Any other error
    // (unmounted, gone, no memory) would come again for every part.
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
            m_step = std::max(toBorder, tried / 2);
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

std::optional<FileIdentity> identityOf(const VfsFile& file)
{
    const Result<FileStatus> status = file.status();
    return status ? std::optional(status->identity) : std::nullopt;
}

} // namespace

void addGap(Gaps& gaps, const Gap& gap)
{
    if (!gaps.empty() && gaps.back().range.end() == gap.range.begin() && gaps.back().cause == gap.cause
        && gaps.back().systemCode == gap.systemCode)
        gaps.back().range = {gaps.back().range.begin(), gap.range.end()};
    else
        gaps.push_back(gap);
}

// The system cuts a file by setting the new size, then filling the rest of the last page with zeros, and a
// read that is under way may copy those. So a reading is believed when the file's identity was the same
// before and after it. For a file that changes all the time two equal readings are believed too.
Gaps readExactly(const VfsFile& file, ByteOffset offset, std::span<std::byte> out)
{
    std::optional<FileIdentity> before = identityOf(file);
    Gaps gaps = Pass(file, offset, out).run();
    std::vector<std::byte> earlier;
    for (int i = 1; i < readingsOfAChangingFile; ++i) {
        const std::optional<FileIdentity> after = identityOf(file);
        if (after == before)
            break;
        before = after;
        const Gaps earlierGaps = gaps;
        earlier.assign(out.begin(), out.end());
        gaps = Pass(file, offset, out).run();
        if (gaps == earlierGaps && std::ranges::equal(out, earlier))
            break;
    }
    return gaps;
}

} // namespace megascope
