// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/ReplaceCommand.h"

#include "app/cli/EditedFile.h"
#include "app/cli/InputFile.h"
#include "app/cli/Output.h"
#include "app/cli/PatternOptions.h"
#include "app/cli/SearchFailure.h"
#include "app/cli/Startup.h"
#include "core/file/FormatText.h"
#include "core/file/Vfs.h"
#include "core/save/StateFolder.h"
#include "core/save/StorageSink.h"
#include "core/search/ReplaceAll.h"
#include "core/task/ParallelFor.h"

#include <utility>

namespace megascope::cli {
namespace {

constexpr Option jsonOption{"--json", "", "print one JSON object"};
constexpr Option sameLengthOption{
    "--same-length", "", "fail where a replacement is longer or shorter than its match"};
constexpr Option options[] = {regexOption, hexPatternOption, numberOption, ignoreCaseOption, wholeWordOption,
    fromOption, toOption, mostOption, sameLengthOption, saveOption, outputOption, planOption, jsonOption,
    encodingOption, packedOption};

constexpr std::string_view details =
    R"(Replaces the matches of PATTERN, as "find" finds them, and prints their number. REPLACEMENT is text in
the file's encoding; with --hex, bytes; with --number, a number; with --regex, a substitution as PCRE2 has it: $1 and ${name} are
groups, $0 is the match, \U, \L and \E change case, $$ is a dollar. Without a match, nothing is written,
and the exit code is 1. Nothing reaches FILE before all is replaced; a save that is cut short leaves the
old bytes, the new ones, or a journal with which "recover" finishes it.
)";

Outcome<std::unique_ptr<EditStorage>> temporaryStorage()
{
    Result<std::unique_ptr<EditStorage>> storage = EditStorage::createNameless(systemVfs(), spoolFolder());
    if (!storage)
        return failed(storage.error());
    return *std::move(storage);
}

Failure interrupted(std::string_view path)
{
    return {Exit::Interrupted,
        Error{.subject = std::string(path), .detail = "interrupted, and not saved"}.message()};
}

// Returns how many were replaced in the document.
Outcome<std::int64_t> replaceMatches(EditedFile& file, std::string_view path, const SearchedFile& searched,
    const WantedMatches& wanted, Substitution& substitution)
{
    const Outcome<std::unique_ptr<EditStorage>> storage = temporaryStorage();
    if (!storage)
        return std::unexpected(storage.error());
    const Snapshot snapshot = file.document().snapshot();
    StorageSink sink(snapshot, **storage);
    Progress progress;
    const StopOnSignal stopping;
    const Result<Replaced> replaced = replaceAll({snapshot, wanted.matcher, wanted.request, wanted.most},
        substitution, sink, taskThreads(), progress, StopOnSignal::token());
    if (!replaced) {
        Error error = replaced.error();
        if (error.subject.empty())
            error.subject = path;
        return failed(error);
    }
    if (StopOnSignal::token().stop_requested())
        return std::unexpected(interrupted(path));
    if (const Outcome<void> judged = judge(replaced->end, searched); !judged)
        return std::unexpected(judged.error());
    if (replaced->count > 0)
        file.document().replace(snapshot.all(), sink.pieces());
    return replaced->count;
}

Outcome<void> run(const Arguments& arguments)
{
    const std::string_view path = arguments.operands()[0];
    Outcome<EditedFile> file = EditedFile::open(path, arguments);
    if (!file)
        return std::unexpected(file.error());
    const Snapshot snapshot = file->document().snapshot();
    const Outcome<WantedMatches> wanted = wantedMatches(snapshot, arguments.operands()[1], arguments);
    if (!wanted)
        return std::unexpected(wanted.error());
    auto substitution = makeSubstitution(wanted->pattern, wanted->format, arguments.operands()[2]);
    if (!substitution)
        return badPattern("the replacement", arguments.operands()[2], substitution.error());
    if (arguments.has(sameLengthOption.name))
        *substitution = keepingLength(std::exchange(*substitution, nullptr));

    const Outcome<std::int64_t> count = replaceMatches(*file, path,
        {.name = std::string(path), .snapshot = snapshot, .newline = wanted->format.newline}, *wanted,
        **substitution);
    if (!count)
        return std::unexpected(count.error());
    if (*count > 0) {
        if (const Outcome<void> saved = file->save(); !saved)
            return saved;
    }
    const bool json = arguments.has(jsonOption.name);
    if (const Outcome<void> printed
        = print(json ? formatText("{{\"count\": {}}}\n", *count) : formatText("{}\n", *count));
        !printed)
        return printed;
    return *count > 0 ? Outcome<void>() : std::unexpected(Failure{Exit::NothingFound, {}});
}

} // namespace

constexpr Command replaceCommand{
    .name = "replace",
    .operands = "FILE PATTERN REPLACEMENT",
    .operandCount = 3,
    .summary = "Replaces a pattern, and saves.",
    .details = details,
    .options = options,
    .run = run,
};

} // namespace megascope::cli
