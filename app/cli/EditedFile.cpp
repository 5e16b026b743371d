// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/EditedFile.h"

#include "app/cli/InputFile.h"
#include "app/cli/Output.h"
#include "app/cli/Startup.h"
#include "core/file/FormatText.h"
#include "core/file/GrowingSpool.h"
#include "core/file/Vfs.h"
#include "core/save/Recovery.h"
#include "core/save/Save.h"
#include "core/save/StateFolder.h"
#include "core/save/UndoKeeper.h"
#include "core/unpack/UnpackedContent.h"

#include <algorithm>

namespace megascope::cli {
namespace {

Outcome<std::optional<SaveStrategy>> strategyFrom(const Arguments& arguments)
{
    const std::string_view given = arguments.value(saveOption.name).value_or("");
    if (given.empty() || given == "auto")
        return std::nullopt;
    for (const SaveStrategy strategy : {SaveStrategy::Patch, SaveStrategy::Shift, SaveStrategy::Replace})
        if (given == wordFor(strategy))
            return strategy;
    return badUsage(
        formatText("{}: \"{}\" is not one of auto, patch, shift, replace", saveOption.name, given));
}

// A file that is half old and half new must not be edited.
Outcome<void> checkUnfinished(const std::filesystem::path& path, const std::filesystem::path& stateFolder)
{
    const Result<std::vector<UnfinishedSave>> found = findUnfinished(systemVfs(), path, stateFolder);
    const bool isUnfinished = found && std::ranges::any_of(*found, [](const UnfinishedSave& each) {
        return each.state == UnfinishedSave::State::Begun || each.state == UnfinishedSave::State::Damaged;
    });
    if (isUnfinished)
        return failed(
            path.native(), "an earlier save of it was cut short; \"megascope-cli recover\" finishes it");
    return {};
}

// What `packed` holds, all of it.
Outcome<std::shared_ptr<FileSource>> unpackWholly(
    const std::shared_ptr<FileSource>& packed, Compression compression)
{
    silenceDecoders();
    const Result<Unpacked> unpacked = unpack(systemVfs(), packed, compression, streamRoom(systemVfs()));
    if (!unpacked)
        return failed(unpacked.error());
    const GrowingSpool::State state = unpacked->source->spool()->waitFor(ByteCount::max());
    if (state.error)
        return failed(*state.error);
    if (state.phase != GrowingSpool::Phase::Ended)
        return failed(packed->path().native(), "there is not enough room to unpack it");
    if (const Result<FileStatus> status = unpacked->source->refresh(); !status)
        return failed(status.error());
    return unpacked->source;
}

// A compressed file cannot be saved to, but what is in it can be written elsewhere.
Outcome<std::shared_ptr<FileSource>> openToEdit(std::string_view path, const Arguments& arguments)
{
    const Result<std::shared_ptr<FileSource>> source = FileSource::open(systemVfs(), path);
    if (!source)
        return failed(source.error());
    const std::optional<Compression> compression
        = arguments.has(packedOption.name) ? std::nullopt : compressionOf(**source);
    if (!compression || (*source)->status().type != FileType::Regular)
        return *source;
    if (arguments.has(outputOption.name))
        return unpackWholly(*source, *compression);
    return failed(std::string(path),
        formatText(
            "it is compressed ({}), and cannot be saved to: write its content with {}, or edit the packed "
            "bytes with {}",
            nameOf(*compression), outputOption.name, packedOption.name));
}

// Runs a save, which a signal stops as long as it can be stopped, and lets come to its end otherwise.
template <class Work>
Outcome<SaveResult> stoppable(const std::filesystem::path& path, const Work& work)
{
    const StopOnSignal stopping;
    Progress progress;
    Result<SaveResult> saved = work(SaveWatch{StopOnSignal::token(), progress});
    const auto interrupted = [&](const char* words) {
        return std::unexpected(
            Failure{Exit::Interrupted, Error{.subject = path.native(), .detail = words}.message()});
    };
    if (!saved && saved.error().kind == ErrorKind::Cancelled)
        return interrupted("interrupted, and not saved");
    if (!saved)
        return failed(saved.error());
    if (StopOnSignal::token().stop_requested())
        return interrupted("interrupted, but saved");
    return *std::move(saved);
}

} // namespace

EditedFile::EditedFile(std::shared_ptr<FileSource> source, const Arguments& arguments)
    : m_source(std::move(source))
    , m_identity(m_source->status().identity)
    , m_document(m_source, m_source->size())
    , m_output(arguments.value(outputOption.name).value_or(""))
    , m_onlyPlan(arguments.has(planOption.name))
{
}

Outcome<EditedFile> EditedFile::open(std::string_view path, const Arguments& arguments)
{
    const bool saves = arguments.has(saveOption.name);
    const bool writesAnother = arguments.has(outputOption.name);
    if (saves == writesAnother && (writesAnother || !arguments.has(planOption.name)))
        return badUsage(formatText("takes either {} or {}", saveOption.name, outputOption.name));
    const Outcome<std::optional<SaveStrategy>> strategy = strategyFrom(arguments);
    if (!strategy)
        return std::unexpected(strategy.error());
    const std::filesystem::path state = stateFolder();
    if (const Outcome<void> checked = checkUnfinished(path, state); !checked)
        return std::unexpected(checked.error());
    const Outcome<std::shared_ptr<FileSource>> source = openToEdit(path, arguments);
    if (!source)
        return std::unexpected(source.error());
    EditedFile file(*source, arguments);
    file.m_options.strategy = *strategy;
    file.m_options.stateFolder = state;
    return file;
}

Outcome<void> EditedFile::save()
{
    if (m_onlyPlan)
        return printPlan();
    if (m_output.empty())
        return saveInPlace();
    const Snapshot& snapshot = m_document.snapshot();
    return stoppable(m_output, [&](const SaveWatch& watch) {
        return writeCopy(systemVfs(), snapshot, snapshot.all(), m_output, false, watch);
    }).transform([](const SaveResult&) {});
}

Outcome<void> EditedFile::saveBetween()
{
    return m_onlyPlan || !m_output.empty() ? Outcome<void>() : saveInPlace();
}

Outcome<void> EditedFile::printPlan() const
{
    const Result<SavePlan> plan
        = planSave(systemVfs(), m_document.snapshot(), {m_source->path(), m_source, m_identity}, m_options);
    if (!plan)
        return failed(plan.error());
    return print(formatText("strategy: {}\nbytesToWrite: {}\nextraSpace: {}\ncanBeStopped: {}\n",
        wordFor(plan->strategy), plan->bytesToWrite.value(), plan->extraSpace.value(), plan->canBeStopped));
}

Outcome<void> EditedFile::saveInPlace()
{
    const Vfs& vfs = systemVfs();
    const Result<SavePlan> plan
        = planSave(vfs, m_document.snapshot(), {m_source->path(), m_source, m_identity}, m_options);
    if (!plan)
        return failed(plan.error());
    UndoKeeper keeper(m_document, *plan);
    if (const Result<void> kept = keeper.keep(m_document); !kept)
        return failed(kept.error());
    const Outcome<SaveResult> saved = stoppable(
        plan->target.path, [&](const SaveWatch& watch) { return megascope::save(vfs, *plan, watch); });
    if (!saved)
        return std::unexpected(saved.error());
    for (const std::string& attribute : saved->notKept)
        warn(formatText("{}: {} could not be kept", m_source->path().native(), attribute));
    Result<std::shared_ptr<FileSource>> now = FileSource::open(vfs, m_source->path());
    if (!now)
        return failed(now.error());
    m_source = *std::move(now);
    m_identity = saved->identity;
    keeper.rebase(m_document, m_source);
    return {};
}

} // namespace megascope::cli
