// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FaultGuard.h"
#include "core/file/Vfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <csignal>
#include <thread>

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace megascope {
namespace {

using testing::TemporaryFolder;

const std::size_t page = static_cast<std::size_t>(pageSize().value());

// A mapped file of some pages, which can be cut.
class CutFile {
public:
    explicit CutFile(std::size_t pages)
        : m_size(pages * page)
    {
        const auto size = static_cast<std::int64_t>(m_size);
        testing::writeAt(path(), 0, testing::codedBytes({ByteOffset(0), ByteCount(size)}, 0));
        m_file = *systemVfs().open(path());
        m_bytes = *m_file->map({ByteOffset(0), ByteCount(size)});
    }
    ~CutFile() { m_file->unmap(m_bytes); }

    [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes; }
    // What the program reads now, and not what the compiler remembers.
    [[nodiscard]] std::byte at(std::size_t place) const
    {
        return *const_cast<const volatile std::byte*>(&m_bytes[place]);
    }
    void cutTo(std::size_t size) { testing::setSize(path(), static_cast<std::int64_t>(size)); }
    [[nodiscard]] std::filesystem::path path() const { return m_folder / "file"; }

private:
    TemporaryFolder m_folder;
    const std::size_t m_size;
    std::shared_ptr<VfsFile> m_file;
    std::span<const std::byte> m_bytes;
};

// In a child process: no core file, and nobody else's handler.
void startAfresh()
{
    const rlimit noCore = {0, 0};
    setrlimit(RLIMIT_CORE, &noCore);
    std::signal(SIGBUS, SIG_DFL);
}

bool isKilledByBusError(int status)
{
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS;
}

constexpr int handledByPrevious = 42;

void previousHandler(int)
{
    _exit(handledByPrevious);
}

void previousHandlerWithInfo(int, siginfo_t* info, void* context)
{
    _exit(info->si_addr != nullptr && context != nullptr ? handledByPrevious : 1);
}

} // namespace

// Before all others, which install the guard in this process: children begin without it.
PLAIN_TEST(aStrangeFaultKillsAsItUsedTo)
{
    const int status = testing::statusOfChild([] {
        startAfresh();
        FaultGuard::install();
        CutFile file(4);
        file.cutTo(0);
        (void)file.at(0);
    });
    CHECK(isKilledByBusError(status));
}

PLAIN_TEST(aStrangeFaultGoesToThePreviousHandler)
{
    const int status = testing::statusOfChild([] {
        startAfresh();
        std::signal(SIGBUS, previousHandler);
        FaultGuard::install();
        CutFile file(4);
        CutFile guarded(4);
        const FaultGuard guard(guarded.bytes());
        guarded.cutTo(0);
        if (guarded.at(0) != std::byte{0} || !guard.isTorn())
            _exit(1);
        file.cutTo(0);
        (void)file.at(0);
    });
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == handledByPrevious);
}

PLAIN_TEST(thePreviousHandlerSeesTheAddress)
{
    const int status = testing::statusOfChild([] {
        startAfresh();
        struct sigaction action = {};
        action.sa_sigaction = previousHandlerWithInfo;
        action.sa_flags = SA_SIGINFO;
        sigaction(SIGBUS, &action, nullptr);
        FaultGuard::install();
        CutFile file(4);
        file.cutTo(0);
        (void)file.at(page);
    });
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == handledByPrevious);
}

PLAIN_TEST(aSentSignalIsNoFault)
{
    const int killed = testing::statusOfChild([] {
        startAfresh();
        FaultGuard::install();
        raise(SIGBUS);
    });
    CHECK(isKilledByBusError(killed));
    const int ignored = testing::statusOfChild([] {
        startAfresh();
        std::signal(SIGBUS, SIG_IGN);
        FaultGuard::install();
        raise(SIGBUS);
    });
    CHECK(WIFEXITED(ignored) && WEXITSTATUS(ignored) == 0);
}

PLAIN_TEST(theRestOfAWindowBecomesZeros)
{
    CutFile file(16);
    const FaultGuard guard(file.bytes());
    CHECK(guard.isRegistered() && !guard.isTorn());
    CHECK(file.at(5 * page) == testing::codedByte(static_cast<std::int64_t>(5 * page), 0));
    file.cutTo(4 * page);
    CHECK(!guard.isTorn());
    CHECK(file.at(10 * page) == std::byte{0});
    CHECK(guard.isTorn());
    CHECK(file.at(15 * page) == std::byte{0});
    CHECK(file.at(3 * page) == testing::codedByte(static_cast<std::int64_t>(3 * page), 0));
    // The pages before the fault are still the file's, so they tear on their own.
    CHECK(file.at(4 * page) == std::byte{0});
}

PLAIN_TEST(truncationInsideAPageRaisesNothing)
{
    CutFile file(2);
    const FaultGuard guard(file.bytes());
    file.cutTo(100);
    CHECK(file.at(100) == std::byte{0});
    CHECK(!guard.isTorn());
}

PLAIN_TEST(onlyTheTouchedWindowTears)
{
    CutFile one(4);
    CutFile two(4);
    const FaultGuard guardOfOne(one.bytes());
    const FaultGuard guardOfTwo(two.bytes());
    one.cutTo(0);
    two.cutTo(0);
    CHECK(one.at(0) == std::byte{0});
    CHECK(guardOfOne.isTorn() && !guardOfTwo.isTorn());
}

PLAIN_TEST(aSlotForgetsItsLastWindow)
{
    CutFile file(4);
    {
        const FaultGuard guard(file.bytes());
        file.cutTo(0);
        CHECK(file.at(0) == std::byte{0});
    }
    CutFile whole(4);
    const FaultGuard guard(whole.bytes());
    CHECK(!guard.isTorn());
}

PLAIN_TEST(theTableHasAnEnd)
{
    constexpr std::size_t places = 4096;
    const CutFile file(places + 1);
    std::vector<std::unique_ptr<FaultGuard>> guards;
    for (std::size_t i = 0; i < places; ++i) {
        guards.push_back(std::make_unique<FaultGuard>(file.bytes().subspan(i * page, page)));
        CHECK(guards.back()->isRegistered());
    }
    const std::span<const std::byte> oneMore = file.bytes().last(page);
    CHECK(!FaultGuard(oneMore).isRegistered());
    guards.pop_back();
    CHECK(FaultGuard(oneMore).isRegistered());
}

PLAIN_TEST(populatingReportsWhatTouchingWouldRaise)
{
    CutFile file(4);
    const std::shared_ptr<VfsFile> same = *systemVfs().open(file.path());
    const std::span<const std::byte> bytes = *same->map({ByteOffset(0), pageSize() * 4});
    CHECK(same->populate(bytes).has_value());
    file.cutTo(0);
    const bool isReported = !same->populate(bytes).has_value();
    same->unmap(bytes);
    if (!isReported)
        plaintest::skip("the kernel is older than 5.14 and cannot populate");
}

// Windows come and go in some threads while those of others tear: the handler never touches what is not its
// own.
PLAIN_TEST(manyThreadsTear)
{
    std::atomic<int> wrong{0};
    const auto tearAndLook = [&](int number) {
        for (int i = 0; i < 50; ++i) {
            CutFile file(4);
            const FaultGuard guard(file.bytes());
            if (number % 2 == 0)
                file.cutTo(2 * page);
            const bool isCut = file.at(3 * page) == std::byte{0};
            const bool frontIsGood = file.at(page) == testing::codedByte(static_cast<std::int64_t>(page), 0);
            if (isCut != (number % 2 == 0) || guard.isTorn() != isCut || !frontIsGood)
                ++wrong;
        }
    };
    {
        std::vector<std::jthread> threads;
        threads.reserve(4);
        for (int i = 0; i < 4; ++i)
            threads.emplace_back(tearAndLook, i);
    }
    CHECK_EQUAL(wrong.load(), 0);
}

// Two threads in one window that tears under both.
PLAIN_TEST(oneWindowTearsUnderTwoThreads)
{
    for (int i = 0; i < 50; ++i) {
        CutFile file(64);
        const FaultGuard guard(file.bytes());
        file.cutTo(0);
        std::atomic<int> others{0};
        const auto look = [&](std::size_t from) {
            for (std::size_t place = from * page; place < 64 * page; place += page)
                others += file.at(place) != std::byte{0} ? 1 : 0;
        };
        {
            const std::jthread first(look, 0);
            const std::jthread second(look, 32);
        }
        CHECK_EQUAL(others.load(), 0);
        CHECK(guard.isTorn());
    }
}

} // namespace megascope
