// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/RecoverCommand.h"

#include "app/cli/Output.h"
#include "core/file/FileSource.h"
#include "core/file/FormatText.h"
#include "core/file/Vfs.h"
#include "core/save/EditRecovery.h"
#include "core/save/Recovery.h"
#include "core/save/Save.h"
#include "core/save/StateFolder.h"

#include <algorithm>

namespace megascope::cli {
namespace {

constexpr Option listOption{"--list", "", "only tell what there is (also without options)"};
constexpr Option applyOption{"--apply", "", "finish saves that were cut short, and save unsaved edits"};
constexpr Option discardOption{"--discard", "", "remove what was left, and give it up"};
constexpr Option options[] = {listOption, applyOption, discardOption};

constexpr std::string_view details =
    R"(Finds what programs left behind that did not come to their end, of FILE or of all files
that this user has edited: saves that were cut short, and edits that were never saved. With
--apply a cut save is finished, so that the file is as it was to be, and unsaved edits are made
again and saved, if the file is still the one that was edited. Of saves beside files, only those
of FILE, and of files with unsaved edits, are found.
)";

using File = std::optional<std::filesystem::path>;

Outcome<std::vector<UnsavedEdits>> findEdits(const File& file)
{
    const std::filesystem::path folder = recoveryFolder();
    if (folder.empty())
        return std::vector<UnsavedEdits>();
    Result<std::vector<UnsavedEdits>> edits = EditRecovery::find(systemVfs(), folder);
    if (!edits)
        return failed(edits.error());
    if (file) {
        std::error_code ignored;
        const std::filesystem::path absolute = std::filesystem::absolute(*file, ignored);
        std::erase_if(*edits, [&](const UnsavedEdits& each) {
            return each.file != absolute && !std::filesystem::equivalent(each.file, absolute, ignored);
        });
    }
    return *std::move(edits);
}

// Of files with unsaved edits those beside them as well: until such a save is finished, it cannot be told
// what of the edits it has brought to the file.
Outcome<std::vector<UnfinishedSave>> findAllSaves(const std::filesystem::path& state)
{
    std::vector<UnfinishedSave> saves;
    if (!state.empty()) {
        Result<std::vector<UnfinishedSave>> found = findUnfinishedIn(systemVfs(), state);
        if (!found)
            return failed(found.error());
        saves = *std::move(found);
    }
    const Outcome<std::vector<UnsavedEdits>> edits = findEdits({});
    if (!edits)
        return std::unexpected(edits.error());
    for (const UnsavedEdits& each : *edits) {
        const auto beside = findUnfinished(systemVfs(), each.file);
        for (const UnfinishedSave& save : beside.value_or(std::vector<UnfinishedSave>()))
            if (!std::ranges::contains(saves, save.path, &UnfinishedSave::path))
                saves.push_back(save);
    }
    return saves;
}

Outcome<std::vector<UnfinishedSave>> findSaves(const File& file)
{
    const std::filesystem::path state = stateFolder();
    if (!file)
        return findAllSaves(state);
    Result<std::vector<UnfinishedSave>> saves = findUnfinished(systemVfs(), *file, state);
    return saves ? Outcome<std::vector<UnfinishedSave>>(*std::move(saves)) : failed(saves.error());
}

std::string describe(const UnfinishedSave& save)
{
    const auto words = [&] {
        switch (save.state) {
        case UnfinishedSave::State::NotBegun:
            return "a save that had not begun to write to it: to be discarded";
        case UnfinishedSave::State::Begun:
            return "a save that was cut short: to be finished";
        case UnfinishedSave::State::Finished:
            return "a save that was finished: to be discarded";
        case UnfinishedSave::State::Damaged:
            break;
        }
        return "a save whose journal is damaged";
    };
    const std::filesystem::path& path = save.target.empty() ? save.path : save.target;
    return formatText("{}: {}\n", withoutControls(path.native()), words());
}

std::string describe(const UnsavedEdits& edits)
{
    const std::string name = edits.file.empty() ? "a new document" : withoutControls(edits.file.native());
    return formatText("{}: {} unsaved edits{}\n", name, edits.edits,
        edits.isDamaged ? ", and more that cannot be read" : "");
}

Outcome<void> apply(const UnfinishedSave& save)
{
    Progress progress;
    const auto settled = settleSave(systemVfs(), save, progress);
    return settled ? Outcome<void>() : failed(settled.error());
}

Outcome<void> apply(const UnsavedEdits& edits)
{
    if (edits.file.empty())
        return failed("a new document", "has no file to be saved to; the program's window recovers it");
    const Vfs& vfs = systemVfs();
    const Result<std::shared_ptr<FileSource>> source = FileSource::open(vfs, edits.file);
    if (!source)
        return failed(source.error());
    if ((*source)->status().identity != edits.identity)
        return failed(edits.file.native(),
            "was changed since it was edited; the program's window makes the edits as far as they fit");
    Document document;
    Result<RestoredEdits> restored
        = EditRecovery::restore(vfs, edits, document, {*source, edits.file, edits.identity});
    if (!restored)
        return failed(restored.error());
    SaveOptions saving;
    saving.stateFolder = stateFolder();
    const Result<SavePlan> plan
        = planSave(vfs, document.snapshot(), {edits.file, *source, edits.identity}, saving);
    if (!plan)
        return failed(plan.error());
    Progress progress;
    if (const Result<SaveResult> saved = save(vfs, *plan, {{}, progress}); !saved)
        return failed(saved.error());
    if (!restored->isWhole)
        warn(formatText("{}: some of the last edits could not be recovered", edits.file.native()));
    restored->log->remove();
    return {};
}

Outcome<void> discard(const UnfinishedSave& save)
{
    const Result<void> done = discardSave(systemVfs(), save);
    return done ? Outcome<void>() : failed(done.error());
}

Outcome<void> discard(const UnsavedEdits& edits)
{
    const Result<void> done = EditRecovery::discard(systemVfs(), edits);
    return done ? Outcome<void>() : failed(done.error());
}

template <class Each, class Action>
Outcome<void> forAll(const std::vector<Each>& found, const Action& action)
{
    for (const Each& each : found)
        if (Outcome<void> done = action(each); !done)
            return done;
    return {};
}

Outcome<void> run(const Arguments& arguments)
{
    const bool applies = arguments.has(applyOption.name);
    const bool discards = arguments.has(discardOption.name);
    if (int{applies} + int{discards} + int{arguments.has(listOption.name)} > 1)
        return badUsage("takes only one of --list, --apply and --discard");
    File file;
    if (!arguments.operands().empty())
        file = arguments.operands().front();
    const auto take = [&](const auto& each) {
        if (const Outcome<void> told = print(describe(each)); !told)
            return told;
        return applies ? apply(each) : discards ? discard(each) : Outcome<void>();
    };
    const Outcome<std::vector<UnfinishedSave>> saves = findSaves(file);
    if (!saves)
        return std::unexpected(saves.error());
    if (const Outcome<void> done = forAll(*saves, take); !done)
        return done;
    // Only now: what a save has brought to the file is no longer unsaved.
    const Outcome<std::vector<UnsavedEdits>> edits = findEdits(file);
    if (!edits)
        return std::unexpected(edits.error());
    if (saves->empty() && edits->empty())
        return std::unexpected(Failure{Exit::NothingFound, {}});
    return forAll(*edits, take);
}

} // namespace

constexpr Command recoverCommand{
    .name = "recover",
    .operands = "[FILE]",
    .operandCount = 1,
    .fewestOperands = 0,
    .summary = "Finishes cut saves and recovers unsaved edits.",
    .details = details,
    .options = options,
    .run = run,
};

} // namespace megascope::cli
