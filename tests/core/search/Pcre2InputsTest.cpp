// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The expressions and subjects of PCRE2's own tests, and what those say is found. They are not a part of this
// project: MEGASCOPE_PCRE2_TESTS names the folder of PCRE2's source that holds testoutput1 and testoutput4;
// `./dev campaign pcre2` gets it.
#include "core/file/FormatText.h"
#include "core/search/Pattern.h"
#include "core/search/Search.h"
#include "tests/core/text/TextTesting.h"

#include <QFile>
#include <QTest>

#include <optional>

using namespace megascope;
using namespace megascope::texttesting;

namespace {

// A subject and the lines that pcre2test prints about it.
struct Trial {
    std::string subject;
    std::string found; // behind " 0: "; "No match"; or another answer
};

struct Block {
    std::string expression;
    std::string modifiers;
    std::vector<Trial> trials;
};

std::vector<std::string> linesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<std::string> lines;
    while (!file.atEnd()) {
        QByteArray line = file.readLine();
        if (line.endsWith('\n'))
            line.chop(1);
        lines.push_back(line.toStdString());
    }
    return lines;
}

// Where the expression that begins at [1] ends; nothing when it goes on in the next line.
std::optional<std::size_t> endOfExpression(const std::string& text)
{
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '/')
            return i;
    }
    return std::nullopt;
}

std::vector<Block> blocksOf(const std::vector<std::string>& lines)
{
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].starts_with('/')) {
            std::string text = lines[i];
            while (!endOfExpression(text) && i + 1 < lines.size())
                text += "\n" + lines[++i];
            const std::size_t end = endOfExpression(text).value_or(text.size());
            blocks.push_back({.expression = text.substr(1, end - 1),
                .modifiers = text.substr(std::min(end + 1, text.size())),
                .trials = {}});
        } else if (lines[i].starts_with("    ") && !blocks.empty()) {
            blocks.back().trials.push_back(
                {.subject = lines[i].substr(std::min(lines[i].find_first_not_of(' '), lines[i].size())),
                    .found = {}});
        } else if (lines[i].starts_with(" 0: ") && !blocks.empty() && !blocks.back().trials.empty()) {
            blocks.back().trials.back().found = lines[i];
        } else if (lines[i].starts_with("No match") && !blocks.empty() && !blocks.back().trials.empty()) {
            blocks.back().trials.back().found = lines[i];
        }
    }
    return blocks;
}

// A subject as pcre2test reads it; nothing when it has something else than characters.
std::optional<std::string> subjectOf(std::string_view text, bool characters)
{
    while (text.ends_with(' '))
        text.remove_suffix(1);
    std::string bytes;
    const auto add = [&](unsigned code) {
        if (characters)
            bytes += QString::fromUcs4(reinterpret_cast<const char32_t*>(&code), 1).toStdString();
        else
            bytes += static_cast<char>(code);
    };
    static constexpr std::string_view letters = "abefnrtv";
    static constexpr std::string_view meanings = "\a\b\033\f\n\r\t\v";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            bytes += text[i];
            continue;
        }
        if (++i == text.size())
            return std::nullopt;
        const auto number = [&](std::string_view digits, int base) {
            add(static_cast<unsigned>(std::stoul(std::string(digits), nullptr, base)));
        };
        const char c = text[i];
        if (const std::size_t letter = letters.find(c); letter != std::string_view::npos) {
            bytes += meanings[letter];
        } else if (c == 'x' && text.substr(i + 1).starts_with('{')) {
            const std::size_t close = text.find('}', i);
            if (close == std::string_view::npos)
                return std::nullopt;
            number(text.substr(i + 2, close - i - 2), 16);
            i = close;
        } else if (c == 'x' || (c >= '0' && c <= '7')) {
            const std::string_view digits = c == 'x' ? "0123456789abcdefABCDEF" : "01234567";
            const std::size_t begin = c == 'x' ? i + 1 : i;
            const std::size_t most = c == 'x' ? 2 : 3;
            const std::size_t count
                = std::min(std::min(text.find_first_not_of(digits, begin), text.size()) - begin, most);
            if (count == 0)
                return std::nullopt;
            number(text.substr(begin, count), c == 'x' ? 16 : 8);
            i = begin + count - 1;
        } else if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '=') {
            return std::nullopt;
        } else {
            bytes += c;
        }
    }
    return bytes;
}

// As pcre2test prints what was found.
std::string printed(const std::string& bytes, bool characters)
{
    const auto isPrintable = [](unsigned code) { return code >= 0x20 && code < 0x7f; };
    std::string text;
    if (!characters) {
        for (const char c : bytes) {
            const auto code = static_cast<unsigned char>(c);
            text += isPrintable(code) ? std::string(1, c) : formatText("\\x{:02x}", code);
        }
        return text;
    }
    for (const char32_t c : QString::fromStdString(bytes).toUcs4()) {
        const auto code = static_cast<std::uint32_t>(c);
        text += isPrintable(code) ? std::string(1, static_cast<char>(code))
                                  : formatText("\\x{{{:02x}}}", code);
    }
    return text;
}

// What this program reads otherwise, as docs/FINDING.md says: matches are not empty, "^" and "$" hold at each
// line, and an expression has no options of its own for where a match begins.
bool isShared(const Block& block, const Trial& trial)
{
    const auto has = [&](std::string_view part) { return block.expression.contains(part); };
    const bool isOther = has("\\K") || has("\\G") || has("\\C") || has("(*");
    const bool emptyMatch = trial.found == " 0: ";
    const bool hasLines = trial.subject.contains("\\n") || trial.subject.contains("\\r")
        || trial.subject.contains("\\x0a") || trial.subject.contains("\\x0d");
    return !isOther && !emptyMatch && !hasLines && !trial.found.empty();
}

std::string answerOf(const Matcher& matcher, const std::string& subject, bool characters)
{
    const Snapshot snapshot = snapshotOf(bytesOf(subject));
    std::optional<ByteRange> first;
    Progress progress;
    const SearchEnd end = search(snapshot, matcher, {.range = snapshot.all(), .textBegin = ByteOffset(0)}, 1,
        progress, {}, [&first](std::span<const ByteRange> found) {
            first = found.front();
            return false;
        });
    if (end.kind != SearchEnd::Kind::Done && end.kind != SearchEnd::Kind::Enough)
        return formatText("ended with {}", static_cast<int>(end.kind));
    if (!first)
        return "No match";
    const std::string match = subject.substr(sizeOf(first->begin() - ByteOffset(0)), sizeOf(first->count()));
    return " 0: " + printed(match, characters);
}

} // namespace

class Pcre2InputsTest : public QObject {
    Q_OBJECT

private slots:
    void bytes() { compare(QStringLiteral("testoutput1"), false); }
    void characters() { compare(QStringLiteral("testoutput4"), true); }

private:
    void compare(const QString& name, bool characters);
};

void Pcre2InputsTest::compare(const QString& name, bool characters)
{
    const QString folder = qEnvironmentVariable("MEGASCOPE_PCRE2_TESTS");
    if (folder.isEmpty())
        QSKIP("PCRE2's tests are not here; `./dev campaign pcre2` gets and runs them");
    const std::vector<Block> blocks = blocksOf(linesOf(folder + u'/' + name));
    TextFormat format;
    format.isBinary = !characters;
    int compared = 0;
    int different = 0;
    for (const Block& block : blocks) {
        std::string modifiers = block.modifiers;
        std::erase(modifiers, ' ');
        const bool foldCase = modifiers == "i" || modifiers == "i,utf";
        if (!foldCase && modifiers != (characters ? "utf" : ""))
            continue;
        const auto matcher = compilePattern(
            {.kind = Pattern::Kind::Regex, .text = block.expression, .matchCase = !foldCase}, format);
        if (!matcher)
            continue; // a mistake, or not UTF-8, or more than a pattern may be
        for (const Trial& trial : block.trials) {
            const std::optional<std::string> subject = subjectOf(trial.subject, characters);
            if (!subject || subject->empty() || !isShared(block, trial))
                continue;
            ++compared;
            const std::string answer = answerOf(**matcher, *subject, characters);
            if (answer == trial.found)
                continue;
            ++different;
            qWarning("/%s/%s in \"%s\": \"%s\" instead of \"%s\"", block.expression.c_str(),
                modifiers.c_str(), trial.subject.c_str(), answer.c_str(), trial.found.c_str());
        }
    }
    qInfo("%d of PCRE2's subjects in %s", compared, qPrintable(name));
    QVERIFY(compared > 500);
    QCOMPARE(different, 0);
}

QTEST_GUILESS_MAIN(Pcre2InputsTest)
#include "Pcre2InputsTest.moc"
