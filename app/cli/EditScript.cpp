// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/EditScript.h"

#include "core/file/FileSource.h"
#include "core/file/FormatText.h"
#include "core/file/Vfs.h"
#include "core/text/NumberText.h"

#include <algorithm>
#include <utility>

namespace megascope::cli {
namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

std::optional<unsigned> digitFrom(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<unsigned>(c - 'a') + 10U;
    if (c >= 'A' && c <= 'F')
        return static_cast<unsigned>(c - 'A') + 10U;
    return std::nullopt;
}

// What is wrong with a script is a matter of input, not of the command line.
std::unexpected<Failure> wrong(std::string reason)
{
    return std::unexpected(Failure{Exit::Failed, std::move(reason)});
}

} // namespace

// The words of one line.
class EditScript::Words {
public:
    explicit Words(std::string_view line)
        : m_rest(line)
    {
    }

    // Empty behind the last one.
    Outcome<std::string_view> next()
    {
        while (!m_rest.empty() && isBlank(m_rest.front()))
            m_rest.remove_prefix(1);
        if (m_rest.empty() || m_rest.front() == '#')
            return std::string_view();
        if (m_rest.front() == '"') {
            const std::size_t end = m_rest.find('"', 1);
            if (end == std::string_view::npos)
                return wrong("a quote is not closed");
            if (end == 1)
                return wrong("there is nothing between quotes");
            return std::exchange(m_rest, m_rest.substr(end + 1)).substr(1, end - 1);
        }
        const auto end = static_cast<std::size_t>(std::ranges::find_if(m_rest, isBlank) - m_rest.begin());
        return std::exchange(m_rest, m_rest.substr(end)).substr(0, end);
    }

    Outcome<std::int64_t> number(std::string_view what)
    {
        const Outcome<std::string_view> word = next();
        if (!word)
            return std::unexpected(word.error());
        if (word->empty())
            return wrong(formatText("{} is missing", what));
        const std::optional<std::int64_t> number = parseNumber(*word);
        return number ? Outcome<std::int64_t>(*number)
                      : wrong(formatText("{}: \"{}\" is no number from 0 to 2^63 - 1", what, *word));
    }

    // The rest of the line.
    Outcome<std::vector<std::byte>> bytes()
    {
        std::vector<std::byte> bytes;
        while (true) {
            const Outcome<std::string_view> word = next();
            if (!word)
                return std::unexpected(word.error());
            if (word->empty())
                break;
            if (word->size() % 2 != 0)
                return wrong(formatText("\"{}\" has an odd number of hexadecimal digits", *word));
            for (std::size_t i = 0; i < word->size(); i += 2) {
                const std::optional<unsigned> high = digitFrom((*word)[i]);
                const std::optional<unsigned> low = digitFrom((*word)[i + 1]);
                if (!high || !low)
                    return wrong(formatText("\"{}\" is not hexadecimal", *word));
                bytes.push_back(static_cast<std::byte>(*high << 4 | *low));
            }
        }
        return bytes.empty() ? wrong("HEX is missing") : Outcome<std::vector<std::byte>>(std::move(bytes));
    }

private:
    std::string_view m_rest;
};

Outcome<EditScript::Line> EditScript::parseLine(Words& words)
{
    constexpr std::pair<std::string_view, Verb> verbs[] = {{"overwrite", Verb::Overwrite},
        {"insert", Verb::Insert}, {"delete", Verb::Delete}, {"copy", Verb::Copy},
        {"insert-file", Verb::InsertFile}, {"undo", Verb::Undo}, {"redo", Verb::Redo}, {"save", Verb::Save}};
    const Outcome<std::string_view> word = words.next();
    if (!word)
        return std::unexpected(word.error());
    const auto* const verb = std::ranges::find(verbs, *word, &std::pair<std::string_view, Verb>::first);
    if (verb == std::ranges::end(verbs))
        return wrong(formatText("there is no command \"{}\"", *word));

    Line line;
    line.verb = verb->second;
    Failure failure;
    const auto take = [&](std::string_view what, auto set) {
        const Outcome<std::int64_t> number = words.number(what);
        if (number)
            set(*number);
        else
            failure = number.error();
        return number.has_value();
    };
    const bool hasOffset = line.verb < Verb::Undo;
    if (hasOffset && !take("OFFSET", [&](std::int64_t number) { line.offset = ByteOffset(number); }))
        return std::unexpected(failure);
    const bool hasLength = line.verb == Verb::Delete || line.verb == Verb::Copy;
    if (hasLength && !take("LENGTH", [&](std::int64_t number) { line.length = ByteCount(number); }))
        return std::unexpected(failure);
    if (line.verb == Verb::Copy && !take("TO", [&](std::int64_t number) { line.to = ByteOffset(number); }))
        return std::unexpected(failure);
    if (line.verb == Verb::Overwrite || line.verb == Verb::Insert) {
        Outcome<std::vector<std::byte>> bytes = words.bytes();
        if (!bytes)
            return std::unexpected(bytes.error());
        line.bytes = *std::move(bytes);
    }
    if (line.verb == Verb::InsertFile) {
        if (Outcome<void> file = parseFile(words, line); !file)
            return std::unexpected(file.error());
    }
    const Outcome<std::string_view> rest = words.next();
    if (!rest || !rest->empty())
        return rest ? wrong(formatText("\"{}\" is one word too many", *rest)) : std::unexpected(rest.error());
    return line;
}

Outcome<void> EditScript::parseFile(Words& words, Line& line)
{
    const Outcome<std::string_view> path = words.next();
    if (!path)
        return std::unexpected(path.error());
    if (path->empty())
        return wrong("PATH is missing");
    line.path = *path;
    Words ahead = words;
    const Outcome<std::string_view> more = ahead.next();
    if (!more || more->empty())
        return {};
    const Outcome<std::int64_t> from = words.number("FROM");
    if (!from)
        return std::unexpected(from.error());
    const Outcome<std::int64_t> length = words.number("LENGTH");
    if (!length)
        return std::unexpected(length.error());
    if (!ByteOffset(*from).checkedAdd(ByteCount(*length)))
        return wrong("FROM and LENGTH reach past 2^63 - 1");
    line.part = ByteRange(ByteOffset(*from), ByteCount(*length));
    return {};
}

Outcome<EditScript> EditScript::parse(std::string_view text, std::string_view name)
{
    EditScript script;
    script.m_name = name;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view content = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const Outcome<std::string_view> first = Words(content).next();
        if (first && first->empty())
            continue;
        Words words(content);
        Outcome<Line> line = parseLine(words);
        if (!line)
            return failed(script.m_name, formatText("line {}: {}", number, line.error().message));
        line->number = number;
        script.m_lines.push_back(*std::move(line));
    }
    return script;
}

// One run of a script.
struct EditScript::Runner {
    Document& document;
    const Save& save;

    Outcome<ByteRange> within(ByteOffset offset, ByteCount length) const
    {
        const std::optional<ByteOffset> end = offset.checkedAdd(length);
        const ByteOffset documentEnd = document.snapshot().end();
        if (offset > documentEnd)
            return wrong(formatText(
                "offset {} lies past the end, which is at {}", offset.value(), documentEnd.value()));
        if (!end || *end > documentEnd)
            return wrong(formatText("{} bytes from offset {} on reach past the end, which is at {}",
                length.value(), offset.value(), documentEnd.value()));
        return ByteRange(offset, length);
    }

    // Puts `content` in the place of `length` bytes at `offset`.
    template <class Content>
    Outcome<void> put(ByteOffset offset, ByteCount length, const Content& content, ByteCount size) const
    {
        const Outcome<ByteRange> range = within(offset, length);
        if (!range)
            return std::unexpected(range.error());
        if (!document.snapshot().end().checkedAdd(size))
            return wrong("the document would be larger than 2^63 - 1 bytes");
        document.replace(*range, content);
        return {};
    }

    Outcome<void> copy(const Line& line) const
    {
        const Outcome<ByteRange> range = within(line.offset, line.length);
        if (!range)
            return std::unexpected(range.error());
        return put(line.to, ByteCount(0), document.snapshot().pieces().slice(*range), line.length);
    }

    Outcome<void> insertFile(const Line& line) const
    {
        const Result<std::shared_ptr<FileSource>> source = FileSource::open(systemVfs(), line.path);
        if (!source)
            return std::unexpected(Failure{Exit::Failed, source.error().message()});
        const ByteCount size = (*source)->size();
        const ByteRange part = line.part.value_or(ByteRange(ByteOffset(0), size));
        if (part.end().value() > size.value())
            return wrong(formatText("{}: has only {} bytes", line.path, size.value()));
        const PieceTree content
            = part.empty() ? PieceTree() : PieceTree(Piece{*source, part.begin(), part.count()});
        return put(line.offset, ByteCount(0), content, part.count());
    }

    Outcome<void> operator()(const Line& line) const
    {
        const ByteCount size(std::ssize(line.bytes));
        switch (line.verb) {
        case Verb::Overwrite:
            return put(line.offset, size, line.bytes, ByteCount(0));
        case Verb::Insert:
            return put(line.offset, ByteCount(0), line.bytes, size);
        case Verb::Delete:
            return put(line.offset, line.length, PieceTree(), ByteCount(0));
        case Verb::Copy:
            return copy(line);
        case Verb::InsertFile:
            return insertFile(line);
        case Verb::Undo:
            return document.undo().empty() ? wrong("there is nothing to undo") : Outcome<void>();
        case Verb::Redo:
            return document.redo().empty() ? wrong("there is nothing to redo") : Outcome<void>();
        case Verb::Save:
            return save();
        }
        return {};
    }
};

Outcome<void> EditScript::run(Document& document, const Save& save) const
{
    const Runner runner{document, save};
    for (const Line& line : m_lines) {
        if (const Outcome<void> done = runner(line); !done) {
            if (line.verb == Verb::Save)
                return done;
            return failed(m_name, formatText("line {}: {}", line.number, done.error().message));
        }
    }
    return {};
}

} // namespace megascope::cli
