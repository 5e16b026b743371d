// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Walks over the holes of documents, held against a look at each byte, and against lseek() on a real file.

#include "core/document/DataRuns.h"
#include "core/file/Vfs.h"
#include "tests/core/file/FaultVfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

namespace megascope {
namespace {

using testing::TemporaryFolder;

// One letter for each byte: '.' is a hole.
class DrawnSource final : public Source {
public:
    explicit DrawnSource(std::string drawing)
        : m_drawing(std::move(drawing))
    {
    }

    ByteCount size() const override { return ByteCount(std::ssize(m_drawing)); }
    Gaps read(ByteOffset offset, std::span<std::byte> out) const override
    {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const char letter = m_drawing[static_cast<std::size_t>(offset.value()) + i];
            out[i] = letter == '.' ? std::byte{0} : static_cast<std::byte>(letter);
        }
        return {};
    }
    Extent extentAt(ByteOffset offset) const override
    {
        const auto begin = static_cast<std::size_t>(offset.value());
        const bool isHole = m_drawing[begin] == '.';
        const std::size_t end = std::min(
            isHole ? m_drawing.find_first_not_of('.', begin) : m_drawing.find('.', begin), m_drawing.size());
        return {.range = {offset, ByteOffset(static_cast<std::int64_t>(end))},
            .kind = isHole ? Extent::Kind::Hole : Extent::Kind::Data};
    }
    std::unique_ptr<Scan> scan(const ByteRange& /*range*/) const override { return nullptr; }

private:
    const std::string m_drawing;
};

std::string drawn(testing::Random& random, std::int64_t size)
{
    std::string drawing;
    while (std::ssize(drawing) < size)
        drawing.append(static_cast<std::size_t>(random.between(1, 9)), random.between(0, 1) == 0 ? '.' : 'x');
    drawing.resize(static_cast<std::size_t>(size));
    return drawing;
}

std::optional<std::int64_t> valueOf(const std::optional<ByteOffset>& offset)
{
    return offset ? std::optional(offset->value()) : std::nullopt;
}

bool beginsData(const std::string& drawing, std::size_t at)
{
    return drawing[at] != '.' && (at == 0 || drawing[at - 1] == '.');
}

std::optional<std::int64_t> naiveNext(const std::string& drawing, std::size_t from)
{
    for (std::size_t at = from + 1; at < drawing.size(); ++at) {
        if (beginsData(drawing, at))
            return static_cast<std::int64_t>(at);
    }
    return std::nullopt;
}

std::optional<std::int64_t> naivePrevious(const std::string& drawing, std::size_t from)
{
    for (std::size_t at = from; at-- > 0;) {
        if (beginsData(drawing, at))
            return static_cast<std::int64_t>(at);
    }
    return std::nullopt;
}

void checkAll(const Snapshot& snapshot, const std::string& drawing)
{
    for (std::size_t from = 0; from <= drawing.size(); ++from) {
        const ByteOffset place(static_cast<std::int64_t>(from));
        CHECK(valueOf(nextDataBegin(snapshot, place, {})) == naiveNext(drawing, from));
        CHECK(valueOf(previousDataBegin(snapshot, place, {})) == naivePrevious(drawing, from));
    }
}

} // namespace

PLAIN_TEST(runsOfOneSource)
{
    testing::Random random;
    for (int round = 0; round < testing::rounds(200); ++round) {
        const std::string drawing = drawn(random, random.between(1, 80));
        const auto source = std::make_shared<DrawnSource>(drawing);
        const Snapshot snapshot(source, source->size(), Revision{});
        checkAll(snapshot, drawing);
        for (std::size_t at = 0; at < drawing.size(); ++at) {
            const std::optional<ByteRange> hole
                = holeAround(snapshot, ByteOffset(static_cast<std::int64_t>(at)));
            CHECK_EQUAL(hole.has_value(), drawing[at] == '.');
            if (!hole)
                continue;
            const std::size_t end = std::min(drawing.find('x', at), drawing.size());
            const std::size_t before = drawing.rfind('x', at);
            CHECK_EQUAL(hole->begin().value(), before == std::string::npos ? 0 : before + 1);
            CHECK_EQUAL(hole->end().value(), end);
        }
        CHECK(!holeAround(snapshot, snapshot.end()));
    }
    CHECK(!holeAround(Snapshot(), ByteOffset(0)));
    checkAll(Snapshot(), "");
}

// Pieces hide the borders between them.
PLAIN_TEST(runsOfAnEditedDocument)
{
    testing::Random random;
    for (int round = 0; round < testing::rounds(200); ++round) {
        std::string drawing = drawn(random, random.between(1, 60));
        const auto source = std::make_shared<DrawnSource>(drawing);
        PieceTree pieces(Piece{source, ByteOffset(0), source->size()});
        for (int edit = 0; edit < 8; ++edit) {
            const ByteRange range
                = random.rangeWithin(std::ssize(drawing), std::min<std::int64_t>(std::ssize(drawing), 9));
            const std::string more = drawn(random, random.between(1, 9));
            const auto other = std::make_shared<DrawnSource>(more);
            pieces = pieces.replaced(range, PieceTree(Piece{other, ByteOffset(0), other->size()}));
            drawing.replace(static_cast<std::size_t>(range.begin().value()),
                static_cast<std::size_t>(range.count().value()), more);
        }
        checkAll(Snapshot(pieces, Revision{}), drawing);
    }
}

PLAIN_TEST(aStopIsHeeded)
{
    const auto source = std::make_shared<DrawnSource>("x.x.x");
    const Snapshot snapshot(source, source->size(), Revision{});
    std::stop_source stop;
    stop.request_stop();
    CHECK(!nextDataBegin(snapshot, ByteOffset(0), stop.get_token()));
    CHECK(!previousDataBegin(snapshot, ByteOffset(5), stop.get_token()));
}

// All of the islands of a file of 7 EiB and no other place, there and back, at a few questions each.
PLAIN_TEST(islandsOfTheLargestFile)
{
    const std::filesystem::path shared = "/dev/shm";
    if (access(shared.c_str(), W_OK) != 0)
        plaintest::skip("there is no /dev/shm to write to");
    const TemporaryFolder folder(shared);
    constexpr std::int64_t size = std::int64_t{7} << 60;
    testing::setSize(folder / "huge", size);
    testing::Random random;
    for (int i = 0; i < 40; ++i) {
        const std::int64_t place = random.between(0, std::int64_t{1} << random.between(13, 62));
        testing::writeAt(
            folder / "huge", place, testing::codedBytes({ByteOffset(place), ByteCount(9000)}, 0));
    }
    const int file = ::open((folder / "huge").c_str(), O_RDONLY | O_CLOEXEC);
    std::vector<std::int64_t> islands;
    for (off_t at = 0; (at = ::lseek(file, at, SEEK_DATA)) >= 0; at = ::lseek(file, at, SEEK_HOLE))
        islands.push_back(at);
    ::close(file);
    CHECK(islands.size() > 10);

    testing::FaultVfs vfs(systemVfs());
    const std::shared_ptr<FileSource> source = testing::openOrFail(folder / "huge", {}, vfs);
    const Snapshot snapshot(source, source->size(), Revision{});
    vfs.arm({});
    std::vector<std::int64_t> forth;
    if (islands.front() == 0)
        forth.push_back(0); // nothing begins there behind the begin
    for (auto at = nextDataBegin(snapshot, ByteOffset(0), {}); at; at = nextDataBegin(snapshot, *at, {}))
        forth.push_back(at->value());
    CHECK(forth == islands);
    std::vector<std::int64_t> back;
    for (auto at = previousDataBegin(snapshot, snapshot.end(), {}); at;
        at = previousDataBegin(snapshot, *at, {}))
        back.push_back(at->value());
    std::ranges::reverse(back);
    CHECK(back == islands);
    const std::int64_t asked
        = vfs.callsOf(testing::VfsCall::NextData) + vfs.callsOf(testing::VfsCall::NextHole);
    CHECK(asked < std::ssize(islands) * 1000);
    CHECK_EQUAL(vfs.callsOf(testing::VfsCall::ReadAt), 0);

    const std::optional<ByteRange> last = holeAround(snapshot, ByteOffset(size - 1));
    CHECK(last.has_value());
    CHECK_EQUAL(last->end().value(), size);
    CHECK(source->extentAt(last->begin() - ByteCount(1)).kind == Extent::Kind::Data);
}

} // namespace megascope
