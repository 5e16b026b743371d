// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/EditCommand.h"

#include "app/cli/EditScript.h"
#include "app/cli/EditedFile.h"
#include "app/cli/InputFile.h"

#include <string>

namespace megascope::cli {
namespace {

constexpr Option scriptOption{"--script", "SCRIPT", "the edits, one a line; \"-\" is standard input"};
constexpr Option options[] = {scriptOption, saveOption, outputOption, planOption, packedOption};

constexpr std::string_view details =
    R"(Edits a file as a script says, one command a line:

  overwrite OFFSET HEX         insert OFFSET HEX        delete OFFSET LENGTH
  copy OFFSET LENGTH TO        insert-file OFFSET PATH [FROM LENGTH]
  undo        redo        save

Offsets are those of the document as it is when the line runs; HEX are pairs of hexadecimal
digits; "#" begins a comment. A script with a mistake changes nothing. Nothing reaches FILE
before the end of the script, or a "save" in it; a save that is cut short leaves the old bytes,
the new ones, or a journal with which "recover" finishes it.
)";

// All of it: scripts are short.
Outcome<std::string> readScript(std::string_view name, const Arguments& arguments)
{
    const Outcome<InputFile> file = InputFile::open(name, arguments);
    if (!file)
        return std::unexpected(file.error());
    std::string text(static_cast<std::size_t>(file->snapshot().size().value()), '\0');
    std::size_t done = 0;
    while (done < text.size()) {
        const std::span<std::byte> rest = std::as_writable_bytes(std::span(text)).subspan(done);
        const Outcome<std::size_t> got = file->read(ByteOffset(static_cast<std::int64_t>(done)), rest);
        if (!got)
            return std::unexpected(got.error());
        done += *got;
    }
    return text;
}

Outcome<void> run(const Arguments& arguments)
{
    const std::optional<std::string_view> name = arguments.value(scriptOption.name);
    if (!name)
        return badUsage("--script is missing");
    const Outcome<std::string> text = readScript(*name, arguments);
    if (!text)
        return std::unexpected(text.error());
    const Outcome<EditScript> script = EditScript::parse(*text, *name == "-" ? "standard input" : *name);
    if (!script)
        return std::unexpected(script.error());
    Outcome<EditedFile> file = EditedFile::open(arguments.operands()[0], arguments);
    if (!file)
        return std::unexpected(file.error());
    // Once for nothing: a mistake in the last line must not be found when half of the script was saved.
    Document trial(file->document().snapshot());
    if (const Outcome<void> tried = script->run(trial, [] { return Outcome<void>(); }); !tried)
        return tried;
    if (const Outcome<void> done = script->run(file->document(), [&] { return file->saveBetween(); }); !done)
        return done;
    return file->save();
}

} // namespace

constexpr Command editCommand{
    .name = "edit",
    .operands = "FILE",
    .operandCount = 1,
    .summary = "Edits as a script says, and saves.",
    .details = details,
    .options = options,
    .run = run,
};

} // namespace megascope::cli
