// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FaultGuard.h"
#include "core/file/Vfs.h"
#include "core/file/WindowCache.h"
#include "tests/core/file/FaultVfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <cerrno>

namespace megascope {
namespace {

using testing::FaultVfs;
using testing::TemporaryFolder;
using testing::VfsCall;

constexpr ByteCount window = kibibytes(64);

ByteOffset windowAt(std::int64_t number)
{
    return ByteOffset(0) + window * number;
}

// A file of ten windows behind a file system that counts.
class Mapped {
public:
    Mapped()
        : m_vfs(systemVfs())
    {
        testing::writeAt(m_folder / "file", 0, testing::codedBytes({ByteOffset(0), window * 10}, 0));
        m_file = *m_vfs.open(m_folder / "file");
    }

    [[nodiscard]] const VfsFile& file() const { return *m_file; }
    [[nodiscard]] std::filesystem::path path() const { return m_folder / "file"; }
    [[nodiscard]] FaultVfs& vfs() { return m_vfs; }
    [[nodiscard]] ByteOffset end() const { return windowAt(10); }

private:
    TemporaryFolder m_folder;
    FaultVfs m_vfs;
    std::shared_ptr<VfsFile> m_file;
};

} // namespace

PLAIN_TEST(theMachinesBudget)
{
    const WindowBudget budget = WindowBudget::forThisMachine();
    const bool isSmall = sizeof(void*) == 4;
    CHECK(budget.total == (isSmall ? mebibytes(64) : mebibytes(256)));
    CHECK(budget.scanningWindow == (isSmall ? mebibytes(16) : mebibytes(64)));
    CHECK(budget.browsingWindow == (isSmall ? kibibytes(256) : mebibytes(1)));
    CHECK(budget.cached > budget.total);
}

PLAIN_TEST(theLedgerLeavesRoomForTheNext)
{
    WindowLedger ledger(mebibytes(256));
    std::vector<WindowLedger::Share> shares;
    std::vector<std::int64_t> sizes;
    for (int i = 0; i < 6; ++i) {
        shares.push_back(ledger.take(mebibytes(64), kibibytes(64)));
        sizes.push_back(shares.back().size() / mebibytes(1));
    }
    CHECK(sizes == std::vector<std::int64_t>({64, 64, 64, 32, 16, 8}));
    CHECK(ledger.used() == mebibytes(248));
    shares.clear();
    CHECK(ledger.used() == ByteCount(0));
}

PLAIN_TEST(aFullLedgerGivesNothing)
{
    WindowLedger ledger(kibibytes(128));
    const WindowLedger::Share first = ledger.take(kibibytes(64), kibibytes(64));
    WindowLedger::Share second = ledger.take(kibibytes(64), kibibytes(64));
    CHECK(first.size() == kibibytes(64) && second.size() == kibibytes(64));
    CHECK(ledger.take(kibibytes(64), kibibytes(64)).size() == ByteCount(0));
    CHECK(ledger.takeAlways(kibibytes(64)).size() == kibibytes(64));
    second = {};
    CHECK(ledger.used() == kibibytes(64));
    CHECK(ledger.take(kibibytes(64), kibibytes(64)).size() == kibibytes(64));
}

PLAIN_TEST(theLeastRecentlyUsedWindowGoesFirst)
{
    Mapped mapped;
    WindowLedger ledger(window * 3);
    WindowCache cache(mapped.file(), ledger, window, window * 3);
    for (const std::int64_t number : {0, 1, 2, 0})
        CHECK(cache.lease(windowAt(number), mapped.end()).has_value());
    CHECK(ledger.used() == window * 3);
    CHECK_EQUAL(mapped.vfs().callsOf(VfsCall::Map), 3);
    CHECK(cache.lease(windowAt(3), mapped.end()).has_value()); // in place of 1
    CHECK_EQUAL(mapped.vfs().callsOf(VfsCall::Map), 4);
    CHECK(cache.lease(windowAt(0), mapped.end()).has_value());
    CHECK(cache.lease(windowAt(2), mapped.end()).has_value());
    CHECK_EQUAL(mapped.vfs().callsOf(VfsCall::Map), 4);
    CHECK(cache.lease(windowAt(1), mapped.end()).has_value());
    CHECK_EQUAL(mapped.vfs().callsOf(VfsCall::Map), 5);
    CHECK(ledger.used() == window * 3);
}

PLAIN_TEST(aLeaseKeepsItsWindow)
{
    Mapped mapped;
    WindowLedger ledger(window * 2);
    WindowCache cache(mapped.file(), ledger, window, window * 2);
    Result<WindowCache::Lease> first = cache.lease(windowAt(0), mapped.end());
    Result<WindowCache::Lease> second = cache.lease(windowAt(1) + ByteCount(5), mapped.end());
    CHECK(first.has_value() && second.has_value());
    CHECK_EQUAL(cache.lease(windowAt(2), mapped.end()).error().kind, ErrorKind::OutOfMemory);
    cache.drop(*first);
    CHECK(ledger.used() == window * 2); // dropped, and yet mapped
    CHECK((*first)->bytes({ByteOffset(7), ByteCount(1)}).front() == testing::codedByte(7, 0));
    first = std::unexpected(Error{});
    CHECK(ledger.used() == window);
    CHECK(cache.lease(windowAt(2), mapped.end()).has_value());
}

PLAIN_TEST(aWindowGrowsWithItsFile)
{
    Mapped mapped;
    WindowLedger ledger(window * 3);
    WindowCache cache(mapped.file(), ledger, window, window * 3);
    CHECK((*cache.lease(windowAt(9), windowAt(9) + ByteCount(100)))->range().count() == ByteCount(100));
    CHECK((*cache.lease(windowAt(9), mapped.end()))->range().count() == window);
    CHECK((*cache.lease(windowAt(9), windowAt(9) + ByteCount(100)))->range().count() == window);
    CHECK(ledger.used() == window);
}

PLAIN_TEST(windowsAtTheEndOfAllNumbers)
{
    const ByteRange last = windowRange(ByteOffset::max() - ByteCount(1), window, ByteOffset::max());
    CHECK(last.end() == ByteOffset::max());
    CHECK(last.begin() == alignedDown(ByteOffset::max(), window));
}

PLAIN_TEST(noSourceTakesMoreThanItsBudget)
{
    Mapped mapped;
    for (const Backend backend : {Backend::Automatic, Backend::Mapped, Backend::Read}) {
        const std::shared_ptr<FileSource> source
            = testing::openOrFail(mapped.path(), {.backend = backend, .budget = testing::tinyBudget()});
        const ByteRange all(ByteOffset(0), source->size());
        std::vector<std::byte> out(static_cast<std::size_t>(all.count().value()));
        CHECK(source->read(ByteOffset(0), out).empty());
        // More scans at once than there is room for: each goes on with the smallest buffer.
        std::vector<std::unique_ptr<Scan>> scans;
        for (int i = 0; i < 8; ++i) {
            scans.push_back(source->scan(all));
            CHECK(scans.back()->next().has_value());
        }
        CHECK(source->windowBytes() <= kibibytes(256) + kibibytes(64) * std::ssize(scans));
        for (const std::unique_ptr<Scan>& scan : scans)
            CHECK_EQUAL(testing::rangesOf(*scan, ScanChunk::Kind::Data).size(), 1U);
        scans.clear();
        CHECK(source->windowBytes() <= kibibytes(64));
    }
}

// Where address space is short, smaller windows do, and where there is none, reading does.
PLAIN_TEST(scarceAddressSpace)
{
    Mapped mapped;
    const std::shared_ptr<FileSource> source
        = testing::openOrFail(mapped.path(), {.backend = Backend::Automatic}, mapped.vfs());
    const ByteRange all(ByteOffset(0), source->size());
    for (const bool forEver : {false, true}) {
        for (const int code : {ENOMEM, ENODEV, EACCES}) {
            mapped.vfs().arm(
                {.fault = FaultVfs::Fault::Fail, .call = VfsCall::Map, .forEver = forEver, .code = code});
            CHECK(testing::rangesOf(*source->scan(all), ScanChunk::Kind::Data) == std::vector{all});
            const bool isMapped = !forEver && code == ENOMEM;
            CHECK_EQUAL(mapped.vfs().callsOf(VfsCall::Populate) > 0, isMapped);
            CHECK_EQUAL(mapped.vfs().callsOf(VfsCall::ReadAt) > 0, !isMapped);
        }
    }
    CHECK(source->windowBytes() == ByteCount(0));
}

// When the guard has no place for a window, nobody may look into one.
PLAIN_TEST(aFullGuardIsReadAround)
{
    Mapped mapped;
    const std::span<const std::byte> bytes = *mapped.file().map({ByteOffset(0), window});
    std::vector<std::unique_ptr<FaultGuard>> guards;
    do
        guards.push_back(std::make_unique<FaultGuard>(bytes));
    while (guards.back()->isRegistered());
    const std::shared_ptr<FileSource> source
        = testing::openOrFail(mapped.path(), {.backend = Backend::Mapped});
    const ByteRange all(ByteOffset(0), source->size());
    std::vector<std::byte> out(static_cast<std::size_t>(all.count().value()));
    CHECK(source->read(ByteOffset(0), out).empty());
    CHECK(out == testing::codedBytes(all, 0));
    CHECK(testing::rangesOf(*source->scan(all), ScanChunk::Kind::Data) == std::vector{all});
    guards.clear();
    mapped.file().unmap(bytes);
}

// The front of a large file stays in the system's cache; of the rest a scan drops what it brought in itself.
PLAIN_TEST(whatAScanLeavesInTheCache)
{
    Mapped mapped;
    WindowBudget budget = testing::tinyBudget();
    budget.cached = window * 4;
    const std::shared_ptr<FileSource> source
        = testing::openOrFail(mapped.path(), {.backend = Backend::Automatic, .budget = budget}, mapped.vfs());
    const ByteRange all(ByteOffset(0), source->size());
    mapped.vfs().setCached(true);
    CHECK_EQUAL(testing::rangesOf(*source->scan(all), ScanChunk::Kind::Data).size(), 1U);
    CHECK(mapped.vfs().dropped().empty());
    mapped.vfs().setCached(false);
    CHECK_EQUAL(testing::rangesOf(*source->scan(all), ScanChunk::Kind::Data).size(), 1U);
    const std::vector<ByteRange> dropped = mapped.vfs().dropped();
    CHECK_EQUAL(dropped.size(), 6U);
    CHECK(dropped.front() == ByteRange(windowAt(4), window)
        && dropped.back() == ByteRange(windowAt(9), window));
}

} // namespace megascope
