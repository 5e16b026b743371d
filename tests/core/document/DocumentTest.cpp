// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/Document.h"
#include "tests/core/document/FlatDocument.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

#include <cstdlib>
#include <string>
#include <string_view>

namespace megascope {
namespace {

using Grouping = Document::Grouping;

ByteRange range(std::int64_t begin, std::int64_t count)
{
    return {ByteOffset(begin), ByteCount(count)};
}

std::shared_ptr<const Source> sourceOf(std::string_view text)
{
    return std::make_shared<MemorySource>(testing::bytesOf(text));
}

Document documentOf(std::string_view text)
{
    return {sourceOf(text), ByteCount(std::ssize(text))};
}

std::string textOf(const Document& document)
{
    const std::vector<std::byte> bytes = testing::bytesOf(document.snapshot());
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Change replace(
    Document& document, const ByteRange& range, std::string_view text, Grouping grouping = Grouping::New)
{
    return document.replace(range, testing::bytesOf(text), grouping);
}

// What changesSince() tells, carried out on an old text with question marks for bytes that came.
std::string following(std::string text, const std::vector<Change>& changes)
{
    for (const Change& change : changes)
        text.replace(static_cast<std::size_t>(change.offset.value()),
            static_cast<std::size_t>(change.removed.value()),
            std::string(static_cast<std::size_t>(change.inserted.value()), '?'));
    return text;
}

void repeat(Document& document, const Operation& operation)
{
    switch (operation.kind) {
    case Operation::Kind::Replace:
        document.replace(operation.steps.front().range, operation.steps.front().content);
        break;
    case Operation::Kind::ReplaceInGroup:
        document.replace(operation.steps.front().range, operation.steps.front().content, Grouping::Join);
        break;
    case Operation::Kind::Undo:
        document.undo();
        break;
    case Operation::Kind::Redo:
        document.redo();
        break;
    case Operation::Kind::Extend:
        document.extend(operation.steps.front().content);
        break;
    }
}

} // namespace

PLAIN_TEST(anEmptyDocumentIsWrittenInto)
{
    Document document;
    CHECK(!document.canUndo() && !document.isModified());
    CHECK(replace(document, range(0, 0), "abc") == Change(ByteOffset(0), ByteCount(0), ByteCount(3)));
    CHECK_EQUAL(textOf(document), "abc");
    CHECK(document.isModified());
    CHECK_EQUAL(document.undo().size(), 1U);
    CHECK(document.size() == ByteCount(0) && !document.isModified() && document.canRedo());
    CHECK_EQUAL(document.redo().size(), 1U);
    CHECK_EQUAL(textOf(document), "abc");
}

PLAIN_TEST(nothingPutInThePlaceOfNothingIsNoEdit)
{
    Document document = documentOf("abc");
    replace(document, range(1, 0), "");
    CHECK(!document.canUndo() && document.revision() == Revision{0});
}

PLAIN_TEST(typingIsOneGroupAndOnePiece)
{
    Document document = documentOf("one two");
    const std::string_view typed = "thousand ";
    for (std::size_t i = 0; i < typed.size(); ++i)
        replace(document, range(4 + static_cast<std::int64_t>(i), 0), typed.substr(i, 1),
            i == 0 ? Grouping::New : Grouping::Join);
    CHECK_EQUAL(textOf(document), "one thousand two");
    CHECK_EQUAL(document.snapshot().pieces().pieceCount(), 3);
    CHECK_EQUAL(document.undo().size(), 1U);
    CHECK_EQUAL(textOf(document), "one two");
    CHECK_EQUAL(document.snapshot().pieces().pieceCount(), 1);
    CHECK(!document.canUndo());
}

PLAIN_TEST(deletingIsJoinedInBothDirections)
{
    Document document = documentOf("0123456789");
    replace(document, range(5, 1), "");
    replace(document, range(4, 1), "", Grouping::Join); // backwards
    replace(document, range(4, 1), "", Grouping::Join); // forwards
    CHECK_EQUAL(textOf(document), "0123789");
    CHECK_EQUAL(document.undo().size(), 1U);
    CHECK_EQUAL(textOf(document), "0123456789");
    document.redo();
    CHECK_EQUAL(textOf(document), "0123789");
}

PLAIN_TEST(aGroupOfScatteredEditsIsOneStep)
{
    Document document = documentOf("aXbXc");
    replace(document, range(3, 1), "--");
    replace(document, range(1, 1), "--", Grouping::Join);
    CHECK_EQUAL(textOf(document), "a--b--c");
    CHECK_EQUAL(document.undo().size(), 2U);
    CHECK_EQUAL(textOf(document), "aXbXc");
    // After undo an edit never joins what was done before it.
    replace(document, range(0, 0), "1");
    document.undo();
    CHECK_EQUAL(textOf(document), "aXbXc");
    replace(document, range(0, 0), "1");
    document.closeGroup();
    replace(document, range(1, 0), "2", Grouping::Join);
    document.undo();
    CHECK_EQUAL(textOf(document), "1aXbXc");
}

PLAIN_TEST(theSavedStateIsFoundAgain)
{
    Document document = documentOf("abc");
    replace(document, range(0, 1), "x");
    document.markSaved();
    CHECK(!document.isModified());
    replace(document, range(1, 1), "y");
    CHECK(document.isModified());
    document.undo();
    CHECK(!document.isModified());
    document.undo();
    CHECK(document.isModified());
    replace(document, range(0, 0), "z"); // the saved state cannot be reached any more
    document.undo();
    CHECK(document.isModified());
    document.redo();
    CHECK(document.isModified());
}

// Joining to a group whose end was saved makes the saved state one that no undo stops at.
PLAIN_TEST(typingOnAfterASaveIsAModification)
{
    Document document = documentOf("abc");
    replace(document, range(0, 0), "x");
    document.markSaved();
    replace(document, range(1, 0), "y", Grouping::Join);
    CHECK(document.isModified());
    document.undo();
    CHECK(document.isModified());
}

PLAIN_TEST(aCopyIsPiecesAndNotBytes)
{
    const auto source = std::make_shared<MemorySource>(testing::codedBytes(range(0, 1000), 0));
    Document document(source, source->size());
    for (int i = 0; i < 40; ++i) // doubles it 40 times: 10^15 bytes
        document.replace({document.snapshot().end(), ByteCount(0)}, document.snapshot().pieces());
    CHECK(document.size() == ByteCount(1000) * (std::int64_t{1} << 40));
    std::vector<std::byte> bytes(2500);
    CHECK(document.snapshot().read(ByteOffset(999'999'999'999'500), bytes).empty());
    for (std::size_t i = 0; i < bytes.size(); ++i)
        CHECK(bytes[i] == testing::codedByte((500 + static_cast<std::int64_t>(i)) % 1000, 0));
    CHECK(document.addBuffer()->size() == ByteCount(0));
    for (int i = 0; i < 40; ++i)
        document.undo();
    CHECK(document.size() == ByteCount(1000));
}

PLAIN_TEST(aPieceOfAnotherDocumentOutlivesIt)
{
    Document document = documentOf("<>");
    {
        Document other = documentOf("0123456789");
        replace(other, range(5, 0), "abc");
        document.replace(range(1, 0), other.snapshot().pieces().slice(range(3, 6)));
    }
    CHECK_EQUAL(textOf(document), "<34abc5>");
}

PLAIN_TEST(aSnapshotStaysAsItIs)
{
    Document document = documentOf("abc");
    const Snapshot before = document.snapshot();
    replace(document, range(0, 3), "something else");
    const std::vector<std::byte> bytes = testing::bytesOf(before);
    CHECK(bytes == testing::bytesOf("abc"));
    CHECK(before.revision() < document.revision());
}

PLAIN_TEST(changesAreTold)
{
    Document document = documentOf("0123456789");
    const Revision start = document.revision();
    replace(document, range(2, 3), "abcd");
    const Revision middle = document.revision();
    replace(document, range(9, 1), "");
    document.undo();
    CHECK(document.changesSince(document.revision()).value().empty());
    CHECK_EQUAL(following("0123456789", document.changesSince(start).value()), "01????567?9");
    CHECK_EQUAL(following("01abcd56789", document.changesSince(middle).value()), "01abcd567?9");
    CHECK(!document.changesSince(Revision{document.revision().value + 1}));
    for (int i = 0; i < 10'000; ++i)
        replace(document, range(0, 1), "x");
    CHECK(!document.changesSince(start));
    CHECK_EQUAL(document.changesSince(Revision{document.revision().value - 100}).value().size(), 100U);
    document.reset(PieceTree());
    CHECK(!document.changesSince(Revision{document.revision().value - 1}));
    CHECK(document.changesSince(document.revision()).value().empty());
}

PLAIN_TEST(placesMoveWithAChange)
{
    const Change change(ByteOffset(10), ByteCount(5), ByteCount(2));
    const std::pair<int, int> places[] = {{0, 0}, {10, 10}, {11, 10}, {14, 10}, {15, 12}, {20, 17}};
    for (const auto& [before, after] : places)
        CHECK_EQUAL(change.moved(ByteOffset(before)).value(), after);
}

// A log that is edited and written to by its program at once.
PLAIN_TEST(aFileThatGrowsKeepsItsEdits)
{
    Document document = documentOf("0123456789");
    replace(document, range(5, 5), "abc");
    const Revision before = document.revision();
    document.extend(PieceTree(Piece{sourceOf("XYZ"), ByteOffset(0), ByteCount(3)}));
    CHECK_EQUAL(textOf(document), "01234abcXYZ");
    CHECK(document.changesSince(before).value()
        == std::vector<Change>({{ByteOffset(8), ByteCount(0), ByteCount(3)}}));
    document.undo();
    CHECK_EQUAL(textOf(document), "0123456789XYZ");
    CHECK(!document.isModified());
    document.redo();
    CHECK_EQUAL(textOf(document), "01234abcXYZ");
}

// What a recovery log does: the operations, made once more with a document of the same file, give the same
// bytes and the same undo steps.
PLAIN_TEST(operationsMakeTheSameDocument)
{
    const auto file = std::make_shared<MemorySource>(testing::codedBytes(range(0, 3000), 0));
    Document document(file, file->size());
    document.recordOperations();
    testing::FlatDocument flat(testing::codedBytes(range(0, 3000), 0));
    testing::RandomEdits edits(plaintest::seed(), document, flat);
    Document twin(file, file->size());
    for (int i = 0; i < 2000; ++i) {
        edits.step(3000);
        replace(document, range(0, 0), "x"); // a group of two, taken back
        replace(document, range(1, 0), "y", Grouping::Join);
        document.undo();
        flat.replace(0, 0, testing::bytesOf("xy"));
        flat.undo();
        for (const Operation& operation : document.takeOperations())
            repeat(twin, operation);
        CHECK(testing::bytesOf(twin.snapshot()) == testing::bytesOf(document.snapshot()));
        CHECK(twin.canUndo() == document.canUndo() && twin.isModified() == document.isModified());
    }
}

// A save in place moves what undo needs elsewhere.
PLAIN_TEST(historyIsPointedElsewhere)
{
    Document document = documentOf("0123456789");
    replace(document, range(2, 6), "abc");
    document.markSaved();
    const std::shared_ptr<const Source> file
        = document.snapshot().pieces().pieceAt(ByteOffset(0)).piece.source;
    int seen = 0;
    document.visitHistory([&](const Piece& piece) { seen += piece.source == file ? 1 : 0; });
    CHECK_EQUAL(seen, 1);
    document.mapHistory([&](const Piece& piece) {
        if (piece.source != file)
            return PieceTree(piece);
        std::vector<std::byte> bytes(static_cast<std::size_t>(piece.count.value()));
        CHECK(file->read(piece.begin, bytes).empty());
        return document.added(bytes);
    });
    const Revision before = document.revision();
    document.rebase(PieceTree(Piece{sourceOf("01abc89"), ByteOffset(0), ByteCount(7)}));
    CHECK(document.revision() > before && !document.isModified());
    document.visitHistory([&](const Piece& piece) { CHECK(piece.source != file); });
    document.undo();
    CHECK_EQUAL(textOf(document), "0123456789");
    CHECK(document.isModified());
    document.redo();
    CHECK_EQUAL(textOf(document), "01abc89");
    CHECK(!document.isModified());
}

// Edits all over, held against a flat array. MEGASCOPE_EDITS sets how many: a million for a campaign.
PLAIN_TEST(randomEditsEqualAFlatArray)
{
    const char* const wanted = std::getenv("MEGASCOPE_EDITS");
    const long steps = wanted != nullptr ? std::atol(wanted) : 30'000;
    constexpr std::int64_t size = 20'000;
    const auto file = std::make_shared<MemorySource>(testing::codedBytes(range(0, size), 0));
    Document document(file, file->size());
    testing::FlatDocument flat(testing::codedBytes(range(0, size), 0));
    testing::RandomEdits edits(plaintest::seed(), document, flat);
    Revision seen = document.revision();
    ByteOffset place(size / 2);
    for (long i = 1; i <= steps; ++i) {
        edits.step(static_cast<std::size_t>(size));
        const std::vector<Change> changes = document.changesSince(seen).value();
        for (const Change& change : changes)
            place = change.moved(place);
        seen = document.revision();
        CHECK(place <= document.snapshot().end());
        CHECK_EQUAL(document.size().value(), std::ssize(flat.bytes()));
        if (i % 1000 != 0 && i > 100)
            continue;
        document.snapshot().pieces().check();
        CHECK(testing::bytesOf(document.snapshot()) == flat.bytes());
    }
    while (document.canUndo())
        document.undo();
    CHECK(testing::bytesOf(document.snapshot()) == testing::codedBytes(range(0, size), 0));
    CHECK_EQUAL(document.snapshot().pieces().pieceCount(), 1);
    CHECK(!document.isModified());
}

} // namespace megascope
