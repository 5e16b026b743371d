// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/InputFile.h"

#include "app/cli/Output.h"
#include "app/cli/StandardInput.h"
#include "core/file/FormatText.h"
#include "core/file/Vfs.h"

#include <algorithm>

namespace megascope::cli {
namespace {

Outcome<Backend> backendFrom(const Arguments& arguments)
{
    constexpr std::pair<std::string_view, Backend> choices[]
        = {{"auto", Backend::Automatic}, {"mmap", Backend::Mapped}, {"pread", Backend::Read}};
    const std::string_view given = arguments.value(backendOption.name).value_or("auto");
    const auto* const choice
        = std::ranges::find(choices, given, &std::pair<std::string_view, Backend>::first);
    if (choice == std::ranges::end(choices))
        return badUsage(formatText("{}: \"{}\" is not one of auto, mmap, pread", backendOption.name, given));
    return choice->second;
}

// A pipe may carry what a disk has no room for, and then it is the disk that says so. Of a file of the kernel
// nobody wants that much, and some have no end.
constexpr ByteCount streamLimit = mebibytes(64 * 1024);

Outcome<FileSourceOptions> optionsFrom(const Arguments& arguments, bool isStandardInput)
{
    FileSourceOptions options;
    const Outcome<Backend> backend = backendFrom(arguments);
    if (!backend)
        return std::unexpected(backend.error());
    options.backend = *backend;
    if (isStandardInput)
        options.spoolLimit = streamLimit;
    if (const std::optional<std::string_view> given = arguments.value(spoolLimitOption.name)) {
        const Outcome<std::int64_t> limit = numberFrom(spoolLimitOption.name, *given);
        if (!limit)
            return std::unexpected(limit.error());
        options.spoolLimit = ByteCount(*limit);
    }
    return options;
}

} // namespace

Outcome<InputFile> InputFile::open(std::string_view name, const Arguments& arguments)
{
    const bool isStandardInput = name == "-";
    const Outcome<FileSourceOptions> options = optionsFrom(arguments, isStandardInput);
    if (!options)
        return std::unexpected(options.error());
    const std::string shown(isStandardInput ? "standard input" : name);
    Result<std::shared_ptr<FileSource>> source
        = isStandardInput ? openStandardInput(*options) : FileSource::open(systemVfs(), name, *options);
    if (!source)
        return failed(source.error());
    if ((*source)->isCut())
        warn(formatText("{}: only its first {} bytes are looked at, for it is longer than {}", shown,
            (*source)->size().value(), spoolLimitOption.name));
    return InputFile(shown, *std::move(source));
}

InputFile::InputFile(std::string name, std::shared_ptr<FileSource> source)
    : m_name(std::move(name))
    , m_source(std::move(source))
    , m_snapshot(m_source, m_source->size(), Revision{0})
{
}

Outcome<std::size_t> InputFile::read(ByteOffset offset, std::span<std::byte> out) const
{
    const ByteCount wanted
        = std::min(ByteCount(std::ssize(out)), m_snapshot.end() - std::min(offset, m_snapshot.end()));
    const auto size = static_cast<std::size_t>(wanted.value());
    const Gaps gaps = m_snapshot.read(offset, out.first(size));
    if (gaps.empty())
        return size;
    const Gap& gap = gaps.front();
    if (gap.range.begin() > offset)
        return static_cast<std::size_t>((gap.range.begin() - offset).value());
    return failed(errorOf(gap, m_name));
}

Failure InputFile::unreadable(const ByteRange& range) const
{
    return failed(whyUnreadable(m_snapshot, range, m_name)).error();
}

Outcome<TextFormat> textFormatOf(const Snapshot& snapshot, const Arguments& arguments)
{
    const std::optional<std::string_view> name = arguments.value(encodingOption.name);
    if (!name)
        return detectTextFormat(snapshot);
    const std::optional<Encoding> encoding = Encoding::byName(*name);
    if (!encoding)
        return badUsage(formatText("{}: there is no encoding \"{}\"", encodingOption.name, *name));
    return detectTextFormat(snapshot, *encoding);
}

} // namespace megascope::cli
