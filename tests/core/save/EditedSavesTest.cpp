// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// A document is edited at random and saved again and again, to a real file: document and file are held
// against a flat array, and so is what undo and redo give across the saves. MEGASCOPE_EDITS sets how many
// edits for each strategy; `./dev campaign edits` asks for a million.

#include "core/file/FormatText.h"
#include "core/save/UndoKeeper.h"
#include "tests/core/document/FlatDocument.h"
#include "tests/core/file/TestFiles.h"
#include "tests/core/save/RealSaving.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <cstdlib>
#include <iostream>
#include <utility>

namespace megascope {
namespace {

using namespace testing;

constexpr std::int64_t size = 20'000; // of the file, about

long wantedEdits()
{
    const char* const wanted = std::getenv("MEGASCOPE_EDITS");
    return wanted != nullptr ? std::atol(wanted) : rounds(40'000);
}

// One document, from when its file is opened until it is closed.
class EditedFile {
public:
    EditedFile(std::filesystem::path path, SaveStrategy strategy, std::mt19937_64& random)
        : m_path(std::move(path))
        , m_strategy(strategy)
        , m_random(random)
        , m_source(openOrFail(m_path))
        , m_identity(m_source->status().identity)
        , m_opened(contentOf(m_path))
        , m_document(m_source, m_source->size())
        , m_flat(m_opened)
        , m_edits(m_random(), m_document, m_flat)
    {
    }

    void edit(long count)
    {
        for (long i = 1; i <= count; ++i) {
            if (m_strategy == SaveStrategy::Patch)
                m_edits.stepOver();
            else
                m_edits.step(static_cast<std::size_t>(size));
            CHECK_EQUAL(m_document.size().value(), std::ssize(m_flat.bytes()));
            if (i % 1000 == 0)
                check();
        }
        check();
    }

    void save()
    {
        SaveOptions options;
        options.strategy = m_strategy;
        options.stepBytes = kibibytes(1 << (m_random() % 8));
        const Vfs& vfs = systemVfs();
        const Result<SavePlan> plan
            = planSave(vfs, m_document.snapshot(), {m_path, m_source, m_identity}, options);
        if (!plan)
            plaintest::fail(plan.error().message());
        UndoKeeper keeper(m_document, *plan);
        CHECK(keeper.keep(m_document).has_value());
        const Bytes saved = m_flat.bytes();
        // While a new file is written, the document may be edited.
        const bool isEditedMeanwhile = m_strategy == SaveStrategy::Replace && m_random() % 4 == 0;
        if (isEditedMeanwhile)
            edit(20);
        Progress progress;
        const Result<SaveResult> result = megascope::save(vfs, *plan, {.stop = {}, .progress = progress});
        if (!result)
            plaintest::fail(result.error().message());
        CHECK(contentOf(m_path) == saved);
        m_source = openOrFail(m_path);
        m_identity = result->identity;
        CHECK(m_source->status().identity == m_identity);
        keeper.rebase(m_document, m_source);
        check();
        CHECK(isEditedMeanwhile || !m_document.isModified());
    }

    // Back to how the file was when it was opened, and again to how it is.
    void walk()
    {
        long steps = 0;
        for (; m_flat.canUndo(); ++steps) {
            CHECK(m_document.canUndo());
            (void)m_document.undo();
            m_flat.undo();
            if (steps % 100 == 0)
                check();
        }
        CHECK(!m_document.canUndo());
        CHECK(m_flat.bytes() == m_opened);
        check();
        for (; steps > 0; --steps) {
            (void)m_document.redo();
            m_flat.redo();
        }
        check();
    }

private:
    void check() const
    {
        m_document.snapshot().pieces().check();
        CHECK(testing::bytesOf(m_document.snapshot()) == m_flat.bytes());
    }

    const std::filesystem::path m_path;
    const SaveStrategy m_strategy;
    std::mt19937_64& m_random;
    std::shared_ptr<FileSource> m_source;
    FileIdentity m_identity;
    const Bytes m_opened;
    Document m_document;
    FlatDocument m_flat;
    RandomEdits m_edits;
};

void editAndSaveBy(SaveStrategy strategy)
{
    const TemporaryFolder folder;
    const std::filesystem::path path = folder / "edited";
    writeAt(path, 0, codedBytes({ByteOffset(0), ByteCount(size)}, 1));
    std::mt19937_64 random(plaintest::seed());
    const long wanted = wantedEdits();
    long edits = 0;
    int saves = 0;
    int documents = 0;
    while (edits < wanted) {
        EditedFile file(path, strategy, random);
        ++documents;
        for (auto left = 1 + random() % 20; left > 0 && edits < wanted; --left) {
            const auto count = static_cast<long>(random() % 4000);
            file.edit(count);
            file.save();
            edits += count;
            ++saves;
            if (random() % 8 == 0)
                file.walk();
        }
        file.walk();
    }
    CHECK(namesIn(folder.path()) == std::vector<std::string>{"edited"});
    std::cout << formatText(
        "{}: {} edits, {} saves of {} documents\n", wordFor(strategy), edits, saves, documents);
}

PLAIN_TEST(editedAndPatched)
{
    editAndSaveBy(SaveStrategy::Patch);
}

PLAIN_TEST(editedAndShifted)
{
    editAndSaveBy(SaveStrategy::Shift);
}

PLAIN_TEST(editedAndReplaced)
{
    editAndSaveBy(SaveStrategy::Replace);
}

} // namespace
} // namespace megascope
