// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/BytesCommand.h"

#include "app/cli/HexDump.h"
#include "app/cli/InputFile.h"
#include "app/cli/Output.h"
#include "core/file/FormatText.h"

#include <algorithm>
#include <memory>

namespace megascope::cli {
namespace {

constexpr Option hexOption{"--hex", "", "print a hex dump, as hexdump -Cv does"};
constexpr Option options[] = {hexOption, backendOption, spoolLimitOption, packedOption};

constexpr std::string_view details =
    R"(Prints LENGTH bytes from OFFSET on, or as many as the file has there. An offset past the end of
the file is an error. When bytes cannot be read, those before them are printed, and then it is told.
)";

// What is read at once. A multiple of hexRowSize, so that every piece but the last ends a row.
constexpr std::size_t pieceSize = 1024 * 1024;
constexpr std::size_t hexPieceSize = 64 * 1024; // makes nearly five times as many characters
static_assert(pieceSize % hexRowSize == 0 && hexPieceSize % hexRowSize == 0);

// Reads `range` piece by piece, and hands each piece on. When a piece comes short, what follows cannot be
// read.
template <class Take>
Outcome<void> forEachPiece(const InputFile& file, const ByteRange& range, std::size_t size, Take take)
{
    const auto buffer = std::make_unique_for_overwrite<std::byte[]>(size);
    for (ByteOffset at = range.begin(); at < range.end();) {
        const ByteCount wanted = std::min(ByteCount(static_cast<std::int64_t>(size)), range.end() - at);
        const Outcome<std::size_t> got
            = file.read(at, {buffer.get(), static_cast<std::size_t>(wanted.value())});
        if (!got)
            return std::unexpected(got.error());
        if (const Outcome<void> taken = take(at, std::span<const std::byte>(buffer.get(), *got)); !taken)
            return taken;
        at += ByteCount(static_cast<std::int64_t>(*got));
    }
    return {};
}

Outcome<void> printRaw(const InputFile& file, const ByteRange& range)
{
    return forEachPiece(
        file, range, pieceSize, [](ByteOffset, std::span<const std::byte> bytes) { return print(bytes); });
}

Outcome<void> printHex(const InputFile& file, const ByteRange& range)
{
    std::string text;
    const Outcome<void> rows
        = forEachPiece(file, range, hexPieceSize, [&text](ByteOffset at, std::span<const std::byte> bytes) {
              text.clear();
              appendHexRows(text, at, bytes);
              return print(text);
          });
    if (!rows || range.empty())
        return rows;
    text.clear();
    appendHexEnd(text, range.end());
    return print(text);
}

Outcome<void> run(const Arguments& arguments)
{
    const Outcome<std::int64_t> offset = numberFrom("OFFSET", arguments.operands()[1]);
    if (!offset)
        return std::unexpected(offset.error());
    const Outcome<std::int64_t> length = numberFrom("LENGTH", arguments.operands()[2]);
    if (!length)
        return std::unexpected(length.error());
    Outcome<InputFile> file = InputFile::openGrowing(arguments.operands()[0], arguments);
    if (!file)
        return std::unexpected(file.error());
    const ByteCount wanted(
        *offset > ByteCount::max().value() - *length ? ByteCount::max().value() : *offset + *length);
    const Outcome<bool> goesOn = file->grow(wanted);
    if (!goesOn)
        return std::unexpected(goesOn.error());
    if (*goesOn)
        file->stopGrowing();

    const ByteOffset begin(*offset);
    const ByteOffset end = file->snapshot().end();
    const bool isWhole = wanted <= file->snapshot().size();
    if (const Outcome<void> ended = file->checkEnd(); !ended && begin >= end && !isWhole)
        return ended;
    if (begin > end)
        return failed(
            file->name(), formatText("there is no offset {}: the file ends at {}", *offset, end.value()));
    const ByteRange range(begin, std::min(ByteCount(*length), end - begin));
    const Outcome<void> printed
        = arguments.has(hexOption.name) ? printHex(*file, range) : printRaw(*file, range);
    return printed && !isWhole ? file->checkEnd() : printed;
}

} // namespace

constexpr Command bytesCommand{
    .name = "bytes",
    .operands = "FILE OFFSET LENGTH",
    .operandCount = 3,
    .summary = "Prints bytes exactly as they are.",
    .details = details,
    .options = options,
    .run = run,
};

} // namespace megascope::cli
