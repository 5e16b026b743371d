// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FaultGuard.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <mutex>

#include <sys/mman.h>
#include <unistd.h>

namespace megascope {
namespace {

// One registered mapping. The handler may look at a slot while another thread fills or clears it, so
// `sequence` is odd during a change, and counts them: begin and end belong together when it was even and the
// same before and after reading them.
struct Slot {
    std::atomic<bool> taken{false};
    std::atomic<std::uint32_t> sequence{0};
    std::atomic<std::uintptr_t> begin{0};
    std::atomic<std::uintptr_t> end{0};
    std::atomic<bool> torn{false};

    void change(std::uintptr_t newBegin, std::uintptr_t newEnd)
    {
        ++sequence;
        begin = newBegin;
        end = newEnd;
        ++sequence;
    }
};
static_assert(std::atomic<std::uintptr_t>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

constexpr std::size_t slotCount = 4096;
constinit std::array<Slot, slotCount> slots;
constinit std::atomic<std::size_t> slotsEverUsed{0};

// Written once, before the handler is installed.
constinit std::uintptr_t memoryPage = 4096;
constinit struct sigaction previousAction = {};

// Async-signal-safe. The slot whose mapping holds `address`; its mapping is in use by the thread that asks.
Slot* slotOf(std::uintptr_t address, std::uintptr_t& end)
{
    const std::size_t count = slotsEverUsed;
    for (std::size_t i = 0; i < count; ++i) {
        Slot& slot = slots[i];
        const std::uint32_t sequence = slot.sequence;
        const std::uintptr_t begin = slot.begin;
        end = slot.end;
        if (sequence % 2 == 0 && address >= begin && address < end && slot.sequence == sequence)
            return &slot;
    }
    return nullptr;
}

bool putZeros(std::uintptr_t begin, std::uintptr_t end)
{
    // An address that the system gave as a number.
    void* const place = reinterpret_cast<void*>(begin); // NOLINT(performance-no-int-to-ptr)
    return mmap(place, end - begin, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
}

// Async-signal-safe.
bool mend(std::uintptr_t address)
{
    std::uintptr_t end = 0;
    Slot* const slot = slotOf(address, end);
    if (slot == nullptr)
        return false;
    // Before the zeros, so that whoever sees one sees the mark as well.
    slot->torn = true;
    // At the limit of mappings a window cannot be cut in two, but it can be replaced as a whole.
    return putZeros(address - address % memoryPage, end) || putZeros(slot->begin, end);
}

void callPrevious(int signal, siginfo_t* info, void* context)
{
    if ((previousAction.sa_flags & SA_SIGINFO) != 0) {
        previousAction.sa_sigaction(signal, info, context);
        return;
    }
    const bool wasSent = info->si_code <= 0;
    if (previousAction.sa_handler == SIG_IGN && wasSent)
        return;
    if (previousAction.sa_handler != SIG_IGN && previousAction.sa_handler != SIG_DFL) {
        previousAction.sa_handler(signal);
        return;
    }
    // The default action, at the place of the fault: the access is tried again after the return.
    struct sigaction standard = {};
    standard.sa_handler = SIG_DFL;
    sigaction(signal, &standard, nullptr);
    if (wasSent)
        raise(signal);
}

void handleBusError(int signal, siginfo_t* info, void* context)
{
    const int savedErrno = errno;
    // Below 1 a program sent the signal; BUS_MCEERR_AO tells of broken memory that nobody has touched yet.
    const bool isFault = info->si_code > 0 && info->si_code != BUS_MCEERR_AO;
    if (!isFault || !mend(reinterpret_cast<std::uintptr_t>(info->si_addr)))
        callPrevious(signal, info, context);
    errno = savedErrno;
}

int takeSlot()
{
    for (std::size_t i = 0; i < slotCount; ++i) {
        bool expected = false;
        if (!slots[i].taken.compare_exchange_strong(expected, true))
            continue;
        std::size_t used = slotsEverUsed;
        while (used < i + 1 && !slotsEverUsed.compare_exchange_weak(used, i + 1)) { }
        return static_cast<int>(i);
    }
    return -1;
}

} // namespace

void FaultGuard::install()
{
    static std::once_flag once;
    std::call_once(once, [] {
        memoryPage = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
        sigaction(SIGBUS, nullptr, &previousAction);
        struct sigaction action = {};
        action.sa_sigaction = handleBusError;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        sigemptyset(&action.sa_mask);
        sigaction(SIGBUS, &action, nullptr);
    });
}

FaultGuard::FaultGuard(std::span<const std::byte> bytes)
{
    install();
    m_slot = takeSlot();
    if (!isRegistered())
        return;
    const auto begin = reinterpret_cast<std::uintptr_t>(bytes.data());
    const std::uintptr_t pages = (bytes.size() + memoryPage - 1) / memoryPage;
    Slot& slot = slots[static_cast<std::size_t>(m_slot)];
    slot.torn = false;
    slot.change(begin, begin + pages * memoryPage);
}

FaultGuard::~FaultGuard()
{
    if (!isRegistered())
        return;
    Slot& slot = slots[static_cast<std::size_t>(m_slot)];
    slot.change(0, 0);
    slot.taken = false;
}

bool FaultGuard::isTorn() const
{
    return !isRegistered() || slots[static_cast<std::size_t>(m_slot)].torn;
}

} // namespace megascope
