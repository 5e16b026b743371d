// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The power goes after each operation of a save, and after each operation of the recovery from that: what is
// found then, and recovered, is the old file or the new one. MEGASCOPE_STATES says how many such states are
// looked at for each strategy; `./dev campaign crash` asks for many.

#include "core/file/FormatText.h"
#include "tests/core/save/SaveTesting.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iostream>

namespace megascope {
namespace {

using namespace testing;

const std::filesystem::path file = "/f/a";

std::int64_t wantedStates()
{
    std::int64_t states = testing::rounds(4000);
    if (const char* const text = std::getenv("MEGASCOPE_STATES"); text != nullptr)
        std::from_chars(text, text + std::string_view(text).size(), states);
    return states;
}

// One save, and all that may be found after it was cut short.
class CrashedSave {
public:
    CrashedSave(SaveStrategy strategy, std::mt19937_64& random)
        : m_strategy(strategy)
        , m_random(random)
    {
    }

    // Returns how many states were looked at.
    std::int64_t run()
    {
        const bool zeroBlocks = m_random() % 8 == 0;
        const auto size = static_cast<std::int64_t>(m_random() % (zeroBlocks ? 300'000 : 12'000));
        m_old = randomContent(m_random, size, zeroBlocks);
        m_vfs.put(file, m_old);
        SaveCase save = openCase(m_vfs, file, m_old);
        const int edits = zeroBlocks ? 3 : 6;
        editAtRandom(
            save.document, m_random, edits, m_strategy == SaveStrategy::Patch ? Edits::SameSize : Edits::Any);
        m_new = save.document.bytes();
        m_vfs.afterEach([this] { look(m_vfs, false, 0); });
        // Small, and so large that there are not more steps than can be looked at.
        const auto step
            = std::max<std::int64_t>(256 + static_cast<std::int64_t>(m_random() % 1000), size / 16);
        const Result<SaveResult> saved = saveCase(m_vfs, save, m_strategy, ByteCount(step));
        m_vfs.afterEach({});
        if (!saved)
            plaintest::fail(saved.error().message());
        for (int i = 0; i < 3; ++i)
            look(m_vfs, true, 0);
        return m_states;
    }

private:
    // Crashes, recovers, and crashes now and then while that goes on.
    void look(const MemoryVfs& vfs, bool isDone, int depth)
    {
        ++m_states;
        MemoryVfs after = vfs.crashed(m_random);
        if (depth < 2) {
            after.afterEach([&] {
                if (m_random() % 96 == 0)
                    look(after, isDone, depth + 1);
            });
        }
        const Result<void> recovered = recover(after, file);
        after.afterEach({});
        if (!recovered)
            plaintest::fail(formatText("state {}: {}", m_states, recovered.error().message()));
        const Bytes left = after.content(file);
        if (left != m_new && (isDone || left != m_old))
            plaintest::fail(formatText("state {}: neither old nor new", m_states));
        if (after.names() != std::vector<std::string>{file.native()})
            plaintest::fail(formatText("state {}: something was left", m_states));
        // What was recovered is on the disk.
        MemoryVfs later = after.crashed(m_random);
        if (!recover(later, file) || later.content(file) != left)
            plaintest::fail(formatText("state {}: recovered, but not on the disk", m_states));
    }

    const SaveStrategy m_strategy;
    std::mt19937_64& m_random;
    MemoryVfs m_vfs;
    Bytes m_old;
    Bytes m_new;
    std::int64_t m_states = 0;
};

void crashWith(SaveStrategy strategy)
{
    const std::int64_t wanted = wantedStates();
    std::int64_t states = 0;
    std::int64_t saves = 0;
    for (; states < wanted; ++saves) {
        std::mt19937_64 random(plaintest::seed() + static_cast<std::uint64_t>(saves));
        states += CrashedSave(strategy, random).run();
    }
    std::cout << formatText("{}: {} states of {} saves\n", wordFor(strategy), states, saves);
}

PLAIN_TEST(crashedPatches)
{
    crashWith(SaveStrategy::Patch);
}

PLAIN_TEST(crashedShifts)
{
    crashWith(SaveStrategy::Shift);
}

PLAIN_TEST(crashedReplacements)
{
    crashWith(SaveStrategy::Replace);
}

} // namespace
} // namespace megascope
