// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// Reading while calls of the system fail: each byte that is shown is the file's, and the rest is reported.
#include "tests/core/file/FaultVfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cerrno>

namespace megascope {
namespace {

using testing::FaultVfs;
using testing::TemporaryFolder;
using testing::VfsCall;

// Just worth a window, so that each back end goes its own way; five tiny windows.
constexpr std::int64_t contentSize = (256 << 10) + 9000;

const std::vector<std::byte>& content()
{
    static const std::vector<std::byte> bytes
        = testing::codedBytes({ByteOffset(0), ByteCount(contentSize)}, 0);
    return bytes;
}

bool isContent(std::span<const std::byte> bytes, ByteOffset begin)
{
    return std::ranges::equal(
        bytes, std::span(content()).subspan(static_cast<std::size_t>(begin.value()), bytes.size()));
}

// The bytes outside of the gaps are the file's; the gaps are failures inside the range, in order.
bool isHonest(const ByteRange& range, std::span<const std::byte> bytes, const Gaps& gaps)
{
    ByteOffset place = range.begin();
    const auto part = [&](ByteOffset from, ByteOffset to) {
        return bytes.subspan(static_cast<std::size_t>((from - range.begin()).value()),
            static_cast<std::size_t>((to - from).value()));
    };
    for (const Gap& gap : gaps) {
        if (gap.range.begin() < place || gap.range.end() > range.end() || gap.cause != Gap::Cause::Failed)
            return false;
        if (!isContent(part(place, gap.range.begin()), place))
            return false;
        if (!std::ranges::all_of(part(gap.range.begin(), gap.range.end()),
                [](std::byte byte) { return byte == std::byte{0}; }))
            return false;
        place = gap.range.end();
    }
    return isContent(part(place, range.end()), place);
}

// Looks at some places and walks all of the source. Returns the bytes that were reported as not readable.
ByteCount lookAtAll(const FileSource& source)
{
    ByteCount missing;
    for (const std::int64_t begin :
        {std::int64_t{0}, std::int64_t{65530}, std::int64_t{200001}, contentSize - 5000}) {
        std::vector<std::byte> out(5000);
        const ByteRange range(ByteOffset(begin), ByteCount(5000));
        const Gaps gaps = source.read(range.begin(), out);
        CHECK(isHonest(range, out, gaps));
        for (const Gap& gap : gaps)
            missing += gap.range.count();
    }
    const std::unique_ptr<Scan> scan = source.scan({ByteOffset(0), ByteCount(contentSize)});
    ByteOffset place;
    while (const std::optional<ScanChunk> chunk = scan->next()) {
        CHECK(chunk->range.begin() == place);
        const bool isGood = chunk->kind == ScanChunk::Kind::Unreadable
            || (chunk->kind == ScanChunk::Kind::Data && isContent(chunk->bytes, chunk->range.begin()));
        if (!scan->confirm())
            continue;
        CHECK(isGood);
        if (chunk->kind == ScanChunk::Kind::Unreadable)
            missing += chunk->range.count();
        place = chunk->range.end();
    }
    CHECK(place == ByteOffset(contentSize));
    return missing;
}

// Opens and reads with the plan in force. Returns whether the fault was met.
bool runWith(
    FaultVfs& vfs, const FaultVfs::Plan& plan, const std::filesystem::path& path, const testing::Way& way)
{
    vfs.arm(plan);
    const Result<std::shared_ptr<FileSource>> source = FileSource::open(vfs, path, way.options);
    if (source) {
        lookAtAll(**source);
    } else {
        CHECK_EQUAL(source.error().systemCode, plan.code);
    }
    return vfs.callsOf(plan.call) > plan.number;
}

void failEachCall(const FaultVfs::Plan& kind, const std::filesystem::path& path)
{
    FaultVfs vfs(systemVfs());
    for (const testing::Way& way : testing::allWays()) {
        for (const bool forEver : {false, true}) {
            FaultVfs::Plan plan = kind;
            plan.forEver = forEver;
            while (runWith(vfs, plan, path, way))
                ++plan.number;
        }
    }
}

class ContentFile {
public:
    ContentFile() { testing::writeAt(path(), 0, content()); }
    [[nodiscard]] std::filesystem::path path() const { return m_folder / "content"; }

private:
    TemporaryFolder m_folder;
};

} // namespace

PLAIN_TEST(eachCallFailsOnceAndForEver)
{
    const ContentFile file;
    for (std::size_t call = 0; call < testing::vfsCallCount; ++call)
        failEachCall(
            {.fault = FaultVfs::Fault::Fail, .call = static_cast<VfsCall>(call), .code = EIO}, file.path());
}

PLAIN_TEST(eachCallFailsWithAnErrorThatStays)
{
    const ContentFile file;
    for (const int code : {ESTALE, ENOMEM}) {
        for (const VfsCall call : {VfsCall::ReadAt, VfsCall::Map, VfsCall::Status})
            failEachCall({.fault = FaultVfs::Fault::Fail, .call = call, .code = code}, file.path());
    }
}

PLAIN_TEST(shortReadsLoseNothing)
{
    const ContentFile file;
    FaultVfs vfs(systemVfs());
    for (const testing::Way& way : testing::allWays()) {
        vfs.arm({.fault = FaultVfs::Fault::Shorten, .call = VfsCall::ReadAt, .forEver = true});
        CHECK(lookAtAll(*testing::openOrFail(file.path(), way.options, vfs)) == ByteCount(0));
    }
}

// An error once is overcome by reading again in parts; nothing is lost by it but one page.
PLAIN_TEST(anErrorThatGoesAwayCostsAPage)
{
    const ContentFile file;
    FaultVfs vfs(systemVfs());
    for (const testing::Way& way : testing::allWays()) {
        for (const VfsCall call : {VfsCall::Map, VfsCall::Populate, VfsCall::NextData, VfsCall::NextHole}) {
            const std::shared_ptr<FileSource> source = testing::openOrFail(file.path(), way.options, vfs);
            vfs.arm({.fault = FaultVfs::Fault::Fail, .call = call, .code = EIO});
            CHECK(lookAtAll(*source) == ByteCount(0));
            vfs.arm({.fault = FaultVfs::Fault::Fail, .call = call, .forEver = true, .code = EIO});
            CHECK(lookAtAll(*source) == ByteCount(0));
        }
        const std::shared_ptr<FileSource> source = testing::openOrFail(file.path(), way.options, vfs);
        vfs.arm({.fault = FaultVfs::Fault::Fail, .call = VfsCall::ReadAt, .code = EIO});
        CHECK(lookAtAll(*source) <= kibibytes(4));
    }
}

PLAIN_TEST(badPagesAreFoundExactly)
{
    const ContentFile file;
    const std::vector<ByteRange> bad = {{ByteOffset(0), kibibytes(4)}, {ByteOffset(64 << 10), kibibytes(8)},
        {ByteOffset(120 << 10), kibibytes(4)}, {ByteOffset(152 << 10), kibibytes(60)}};
    FaultVfs vfs(systemVfs());
    vfs.setBadRanges(bad);
    for (const testing::Way& way : testing::allWays()) {
        const std::shared_ptr<FileSource> source = testing::openOrFail(file.path(), way.options, vfs);
        std::vector<std::byte> out(static_cast<std::size_t>(contentSize));
        const ByteRange all(ByteOffset(0), ByteCount(contentSize));
        const Gaps gaps = source->read(ByteOffset(0), out);
        CHECK(isHonest(all, out, gaps));
        std::vector<ByteRange> found;
        for (const Gap& gap : gaps) {
            CHECK_EQUAL(gap.systemCode, EIO);
            found.push_back(gap.range);
        }
        CHECK(found == bad);
        CHECK(testing::rangesOf(*source->scan(all), ScanChunk::Kind::Unreadable) == bad);
        // From the middle of a bad page, as a view does it.
        std::vector<std::byte> few(10000);
        const Gaps fewGaps = source->read(ByteOffset((64 << 10) + 1000), few);
        CHECK_EQUAL(fewGaps.size(), 1U);
        CHECK(fewGaps.front().range == ByteRange(ByteOffset((64 << 10) + 1000), ByteOffset(72 << 10)));
    }
}

PLAIN_TEST(aFailedRefreshKeepsTheState)
{
    const ContentFile file;
    FaultVfs vfs(systemVfs());
    const std::shared_ptr<FileSource> source = testing::openOrFail(file.path(), {}, vfs);
    testing::setSize(file.path(), 10);
    vfs.arm({.fault = FaultVfs::Fault::Fail, .call = VfsCall::Status, .code = ESTALE});
    CHECK_EQUAL(source->refresh().error().kind, ErrorKind::Vanished);
    CHECK_EQUAL(source->size().value(), contentSize);
    CHECK_EQUAL(source->refresh()->identity.size.value(), 10);
    CHECK_EQUAL(source->size().value(), 10);
}

// A medium that fails throughout is not asked more than once a page, and one that is gone only once.
PLAIN_TEST(aDeadMediumIsNotAskedTooOften)
{
    const ContentFile file;
    FaultVfs vfs(systemVfs());
    const std::shared_ptr<FileSource> source
        = testing::openOrFail(file.path(), {.backend = Backend::Read}, vfs);
    std::vector<std::byte> out(256 << 10);
    vfs.arm({.fault = FaultVfs::Fault::Fail, .call = VfsCall::ReadAt, .forEver = true, .code = EIO});
    CHECK_EQUAL(source->read(ByteOffset(0), out).size(), 1U);
    CHECK(vfs.callsOf(VfsCall::ReadAt) <= 64 + 8);
    vfs.arm({.fault = FaultVfs::Fault::Fail, .call = VfsCall::ReadAt, .forEver = true, .code = ESTALE});
    const Gaps gaps = source->read(ByteOffset(0), out);
    CHECK_EQUAL(gaps.size(), 1U);
    CHECK_EQUAL(gaps.front().systemCode, ESTALE);
    CHECK_EQUAL(vfs.callsOf(VfsCall::ReadAt), 1);
}

} // namespace megascope
