// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// Files that somebody cuts, lengthens, replaces and removes all the time while they are read. The content
// tells of each byte where it stands, and no byte is zero: whatever is shown and was never the file's is
// noticed.
#include "core/file/FormatText.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <cerrno>
#include <mutex>
#include <thread>

namespace megascope {
namespace {

using testing::TemporaryFolder;

constexpr std::int64_t fullSize = (1 << 20) + 777;
const ByteRange everything(ByteOffset(0), ByteCount(fullSize));
constexpr int generations = 4;

// Collects what readers find wrong: a check belongs to the thread of the case.
class Complaints {
public:
    void add(const std::string& text)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_first.empty())
            m_first = text;
    }
    void check(const char* wayName) const
    {
        if (!m_first.empty())
            plaintest::fail(std::string(wayName) + ": " + m_first);
    }

private:
    std::mutex m_mutex;
    std::string m_first;
};

bool couldStandAt(std::byte byte, std::int64_t place)
{
    for (int generation = 0; generation < generations; ++generation) {
        if (byte == testing::codedByte(place, generation))
            return true;
    }
    return false;
}

void judgeBytes(std::span<const std::byte> bytes, ByteOffset begin, const char* what, Complaints& complaints)
{
    std::int64_t place = begin.value();
    for (const std::byte byte : bytes) {
        if (!couldStandAt(byte, place)) {
            complaints.add(formatText("{} showed {:#x} at {}", what, static_cast<int>(byte), place));
            return;
        }
        ++place;
    }
}

void browse(const FileSource& source, std::mt19937_64& engine, Complaints& complaints)
{
    const auto begin = static_cast<std::int64_t>(engine() % fullSize);
    std::vector<std::byte> out(engine() % 100000);
    const Gaps gaps = source.read(ByteOffset(begin), out);
    ByteOffset place(begin);
    const auto part = [&](ByteOffset from, ByteOffset to) {
        return std::span<const std::byte>(out).subspan(
            static_cast<std::size_t>(from.value() - begin), static_cast<std::size_t>((to - from).value()));
    };
    for (const Gap& gap : gaps) {
        judgeBytes(part(place, gap.range.begin()), place, "read()", complaints);
        place = gap.range.end();
        if (gap.cause == Gap::Cause::Failed && gap.systemCode != EAGAIN)
            complaints.add(formatText("read() failed with {}", gap.systemCode));
    }
    judgeBytes(part(place, ByteOffset(begin + std::ssize(out))), place, "read()", complaints);
}

void walk(const FileSource& source, Complaints& complaints)
{
    const std::unique_ptr<Scan> scan = source.scan(everything);
    ByteOffset place;
    std::vector<std::byte> copy;
    while (const std::optional<ScanChunk> chunk = scan->next()) {
        if (chunk->range.begin() != place)
            complaints.add(
                formatText("a scan went from {} to {}", place.value(), chunk->range.begin().value()));
        copy.assign(chunk->bytes.begin(), chunk->bytes.end());
        if (!scan->confirm())
            continue;
        if (chunk->kind == ScanChunk::Kind::Hole)
            complaints.add(formatText("a scan found a hole at {}", place.value()));
        judgeBytes(copy, place, "a scan", complaints);
        place = chunk->range.end();
    }
    if (place != everything.end())
        complaints.add(formatText("a scan ended at {}", place.value()));
}

// Changes the file that `path` named at first, and what `path` names.
class Mutator {
public:
    Mutator(const TemporaryFolder& folder, std::uint64_t seed)
        : m_folder(folder)
        , m_engine(seed)
    {
        std::filesystem::create_hard_link(folder / "file", folder / "same");
    }

    void mutate()
    {
        switch (m_engine() % 8) {
        case 0:
            replace();
            break;
        case 1:
            std::filesystem::remove(m_folder / "file");
            break;
        case 2:
        case 3:
        case 4:
            cut();
            break;
        default:
            lengthen();
            break;
        }
    }

private:
    void replace()
    {
        testing::writeAt(m_folder / "other", 0, testing::codedBytes({ByteOffset(0), ByteCount(5000)}, 1));
        std::filesystem::rename(m_folder / "other", m_folder / "file");
    }

    void cut()
    {
        m_size = static_cast<std::int64_t>(m_engine() % static_cast<std::uint64_t>(m_size + 1));
        testing::setSize(m_folder / "same", m_size);
    }

    void lengthen()
    {
        const ByteRange added(ByteOffset(m_size),
            ByteOffset(m_size
                + static_cast<std::int64_t>(m_engine() % static_cast<std::uint64_t>(fullSize - m_size + 1))));
        testing::writeAt(m_folder / "same", m_size,
            testing::codedBytes(added, static_cast<int>(m_engine() % generations)));
        m_size = added.end().value();
    }

    const TemporaryFolder& m_folder;
    std::mt19937_64 m_engine;
    std::int64_t m_size = fullSize; // of the file that is read
};

void storm(const std::filesystem::path& parent, const testing::Way& way)
{
    constexpr int passes = 200; // of each reader
    constexpr int mostMutations = 20000;
    const TemporaryFolder folder(parent);
    testing::writeAt(folder / "file", 0, testing::codedBytes(everything, 0));
    const std::shared_ptr<FileSource> source = testing::openOrFail(folder / "file", way.options);
    Complaints complaints;
    {
        std::atomic<int> readers{3};
        std::vector<std::jthread> threads;
        threads.reserve(3);
        for (int number = 0; number < 3; ++number) {
            threads.emplace_back([&, number] {
                std::mt19937_64 engine(plaintest::seed() + static_cast<std::uint64_t>(number));
                for (int i = 0; i < passes; ++i) {
                    if (number == 0)
                        walk(*source, complaints);
                    else
                        browse(*source, engine, complaints);
                    if (number == 2 && !source->refresh())
                        complaints.add("refresh() failed");
                }
                --readers;
            });
        }
        Mutator mutator(folder, plaintest::seed());
        for (int i = 0; i < mostMutations && readers > 0; ++i)
            mutator.mutate();
    }
    complaints.check(way.name);

    // After the storm all is as the file is.
    const std::shared_ptr<FileSource> fresh
        = testing::openOrFail(folder / "same", {.backend = Backend::Read});
    CHECK(source->refresh()->identity == fresh->status().identity);
    std::vector<std::byte> seen(static_cast<std::size_t>(fresh->size().value()));
    std::vector<std::byte> held = seen;
    CHECK(source->read(ByteOffset(0), seen).empty() && fresh->read(ByteOffset(0), held).empty());
    CHECK(seen == held);
}

} // namespace

PLAIN_TEST(stormOnADisk)
{
    for (const testing::Way& way : testing::allWays())
        storm(std::filesystem::temp_directory_path(), way);
}

PLAIN_TEST(stormInMemory)
{
    if (!std::filesystem::is_directory("/dev/shm"))
        plaintest::skip("there is no /dev/shm");
    for (const testing::Way& way : testing::allWays())
        storm("/dev/shm", way);
}

} // namespace megascope
