// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/ExactRead.h"

#include "core/file/Vfs.h"

#include <algorithm>
#include <cerrno>
#include <optional>

namespace megascope {
namespace {

// Tries to find two readings that agree, in a file that somebody changes all the time.
constexpr int mostReadings = 8;

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

// How many bytes of a reading lie before the end of the file.
std::size_t countBeforeEnd(std::span<const std::byte> out, const Gaps& gaps)
{
    const bool endsEarly = !gaps.empty() && gaps.back().cause == Gap::Cause::PastEnd;
    return endsEarly ? out.size() - static_cast<std::size_t>(gaps.back().range.count().value()) : out.size();
}

// Takes back what was read from the `count`th byte on.
void cutAt(
    ByteOffset offset, std::span<std::byte> out, std::size_t count, Gaps& gaps, Gap::Cause cause, int code)
{
    if (count == out.size())
        return;
    const ByteRange cut(offset + countOf(count), countOf(out.size() - count));
    std::erase_if(gaps, [&](const Gap& gap) { return gap.range.begin() >= cut.begin(); });
    if (!gaps.empty() && gaps.back().range.end() > cut.begin())
        gaps.back().range = {gaps.back().range.begin(), cut.begin()};
    std::ranges::fill(out.subspan(count), std::byte{0});
    addGap(gaps, {.range = cut, .cause = cause, .systemCode = code});
}

// Believes what two readings in a row agree on, as far as both reach. What no two of them agree on is
// unreadable.
Gaps readChanging(const VfsFile& file, ByteOffset offset, std::span<std::byte> out, Gaps gaps)
{
    std::size_t agreed = 0;
    for (int i = 1; i < mostReadings; ++i) {
        const std::vector<std::byte> earlier(out.begin(), out.end());
        const std::size_t earlierCount = countBeforeEnd(out, gaps);
        gaps = Pass(file, offset, out).run();
        const std::size_t common = std::min(earlierCount, countBeforeEnd(out, gaps));
        const auto difference = std::ranges::mismatch(out.first(common), std::span(earlier).first(common));
        agreed = static_cast<std::size_t>(difference.in1 - out.begin());
        if (agreed == common) {
            cutAt(offset, out, common, gaps, Gap::Cause::PastEnd, 0);
            return gaps;
        }
    }
    cutAt(offset, out, agreed, gaps, Gap::Cause::Failed, EAGAIN);
    return gaps;
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
// before and after it.
Gaps readExactly(const VfsFile& file, ByteOffset offset, std::span<std::byte> out)
{
    const std::optional<FileIdentity> before = identityOf(file);
    Gaps gaps = Pass(file, offset, out).run();
    return identityOf(file) == before ? gaps : readChanging(file, offset, out, std::move(gaps));
}

} // namespace megascope
