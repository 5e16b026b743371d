// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/EditRecovery.h"
#include "core/save/Save.h"
#include "core/save/UndoKeeper.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

namespace megascope::testing {

inline constexpr std::int64_t fileSize = 20'000;

inline std::vector<std::byte> coded(std::int64_t size)
{
    return codedBytes({ByteOffset(0), ByteCount(size)}, 0);
}

// A file, a document of it, and its log. Going without a word is what a crash does: the locks go with it.
struct LoggedProgram {
    explicit LoggedProgram(const std::filesystem::path& folder)
        : logs(folder / "logs")
        , path(folder / "file")
    {
    }

    void open()
    {
        source = openOrFail(path);
        document = Document(source, source->size());
        log = std::make_unique<RecoveryLog>(systemVfs(), logs, document, file());
    }

    [[nodiscard]] LoggedFile file() const { return {source, path, source->status().identity}; }

    void crash()
    {
        log.reset();
        document = Document();
        source.reset();
    }

    // As the next start does it.
    bool restore()
    {
        source = openOrFail(path);
        const std::vector<UnsavedEdits> found = EditRecovery::find(systemVfs(), logs).value();
        if (found.empty())
            return false;
        CHECK_EQUAL(found.size(), 1U);
        CHECK(found.front().file == path && found.front().identity == source->status().identity);
        RestoredEdits restored = EditRecovery::restore(systemVfs(), found.front(), document, file()).value();
        CHECK(restored.isWhole);
        log = std::move(restored.log);
        return true;
    }

    // A save of which the log does not hear.
    void writeOut(const Vfs& vfs = systemVfs(), std::optional<SaveStrategy> strategy = {})
    {
        SaveOptions options;
        options.strategy = strategy;
        const SaveTarget target{path, source, source->status().identity};
        const SavePlan plan = planSave(vfs, document.snapshot(), target, options).value();
        Progress progress;
        CHECK(megascope::save(vfs, plan, {{}, progress}));
    }

    void save(SaveStrategy strategy)
    {
        SaveOptions options;
        options.strategy = strategy;
        const SaveTarget target{path, source, source->status().identity};
        const SavePlan plan = planSave(systemVfs(), document.snapshot(), target, options).value();
        UndoKeeper keeper(document, plan);
        CHECK(keeper.keep(document));
        Progress progress;
        CHECK(megascope::save(systemVfs(), plan, {{}, progress}));
        source = openOrFail(path);
        keeper.rebase(document, source);
        CHECK(log->startOver(file()));
    }

    const std::filesystem::path logs;
    const std::filesystem::path path;
    std::shared_ptr<FileSource> source;
    Document document;
    std::unique_ptr<RecoveryLog> log;
};

} // namespace megascope::testing
