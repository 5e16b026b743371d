// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Scripts of any bytes, most of them nearly right, held against an interpreter that is as simple as can be.

#include "app/cli/EditScript.h"
#include "core/file/FormatText.h"
#include "tests/core/document/FlatDocument.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <cctype>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace megascope {
namespace {

using namespace testing;

constexpr std::size_t most = 1 << 20; // of what the simple interpreter makes

struct Wrong { };
struct TooLarge { };

void require(bool condition)
{
    if (!condition)
        throw Wrong();
}

// Throws Wrong for a script that is none, and TooLarge.
class SimpleInterpreter {
public:
    explicit SimpleInterpreter(std::string content)
        : m_states{std::move(content)}
    {
    }

    std::string run(const std::string& script)
    {
        std::vector<std::vector<std::string>> lines;
        std::istringstream stream(script);
        for (std::string line; std::getline(stream, line);)
            lines.push_back(wordsOf(line));
        for (std::vector<std::string>& words : lines)
            if (!words.empty())
                runLine(words);
        return m_states[m_now];
    }

private:
    static std::vector<std::string> wordsOf(const std::string& line)
    {
        std::vector<std::string> words;
        const std::string blanks = " \t\r";
        for (std::size_t at = line.find_first_not_of(blanks); at < line.size() && line[at] != '#';
            at = line.find_first_not_of(blanks, at)) {
            const bool isQuoted = line[at] == '"';
            const std::size_t end
                = isQuoted ? line.find('"', at + 1) : std::min(line.find_first_of(blanks, at), line.size());
            require(end != std::string::npos && (!isQuoted || end > at + 1));
            words.push_back(isQuoted ? line.substr(at + 1, end - at - 1) : line.substr(at, end - at));
            at = isQuoted ? end + 1 : end;
        }
        return words;
    }

    static std::size_t numberOf(const std::string& word)
    {
        std::size_t used = 0;
        require(!word.empty() && std::isdigit(static_cast<unsigned char>(word[0])) != 0);
        const bool isHex = word.starts_with("0x") || word.starts_with("0X");
        require(!isHex || (word.size() > 2 && std::isxdigit(static_cast<unsigned char>(word[2])) != 0));
        unsigned long long number = 0;
        try {
            number = std::stoull(word, &used, isHex ? 16 : 10);
        } catch (const std::out_of_range&) {
            throw Wrong();
        }
        const std::string units = "kmgt";
        if (used + 1 == word.size() && !isHex) {
            const auto unit
                = units.find(static_cast<char>(std::tolower(static_cast<unsigned char>(word[used]))));
            require(unit != std::string::npos);
            for (std::size_t i = 0; i <= unit; ++i) {
                require(number < (1ULL << 53));
                number *= 1024;
            }
            ++used;
        }
        require(used == word.size() && number <= 0x7fffffffffffffffULL);
        return number;
    }

    static std::string bytesOf(const std::vector<std::string>& words)
    {
        std::string bytes;
        require(words.size() > 2);
        for (std::size_t i = 2; i < words.size(); ++i) {
            require(words[i].size() % 2 == 0
                && words[i].find_first_not_of("0123456789abcdefABCDEF") == std::string::npos);
            for (std::size_t at = 0; at < words[i].size(); at += 2)
                bytes += static_cast<char>(std::stoi(words[i].substr(at, 2), nullptr, 16));
        }
        return bytes;
    }

    static std::string partOf(const std::vector<std::string>& words)
    {
        require(std::filesystem::is_regular_file(words.at(2)));
        std::ifstream file(words[2], std::ios::binary);
        require(file.good());
        std::string content{std::istreambuf_iterator<char>(file), {}};
        if (words.size() == 3)
            return content;
        require(words.size() == 5);
        const std::size_t from = numberOf(words[3]);
        const std::size_t length = numberOf(words[4]);
        require(from <= content.size() && length <= content.size() - from);
        return content.substr(from, length);
    }

    void put(std::size_t at, std::size_t count, const std::string& bytes)
    {
        std::string next = m_states[m_now];
        require(at <= next.size() && count <= next.size() - at);
        if (next.size() + bytes.size() > most)
            throw TooLarge();
        if (count == 0 && bytes.empty())
            return;
        next.replace(at, count, bytes);
        m_states.resize(++m_now);
        m_states.push_back(std::move(next));
    }

    void runLine(const std::vector<std::string>& words)
    {
        const std::string& verb = words[0];
        if (verb == "undo" || verb == "redo" || verb == "save") {
            require(words.size() == 1);
            require(verb != "undo" || m_now > 0);
            require(verb != "redo" || m_now + 1 < m_states.size());
            m_now += verb == "redo" ? 1 : 0;
            m_now -= verb == "undo" ? 1 : 0;
            return;
        }
        require(words.size() > 2);
        const std::size_t at = numberOf(words[1]);
        if (verb == "insert") {
            put(at, 0, bytesOf(words));
        } else if (verb == "overwrite") {
            const std::string bytes = bytesOf(words);
            put(at, bytes.size(), bytes);
        } else if (verb == "insert-file") {
            put(at, 0, partOf(words));
        } else if (verb == "delete") {
            require(words.size() == 3);
            put(at, numberOf(words[2]), "");
        } else {
            require(verb == "copy" && words.size() == 4);
            const std::size_t count = numberOf(words[2]);
            require(at <= m_states[m_now].size() && count <= m_states[m_now].size() - at);
            put(numberOf(words[3]), 0, m_states[m_now].substr(at, count));
        }
    }

    std::vector<std::string> m_states; // all that undo and redo go to
    std::size_t m_now = 0;
};

// Lines that are mostly right, with bytes, words and lines taken out, doubled, and put elsewhere.
class ScriptMaker {
public:
    explicit ScriptMaker(std::string file)
        : m_file(std::move(file))
    {
    }

    std::string make()
    {
        std::string script;
        for (auto lines = m_random.between(0, 8); lines > 0; --lines)
            script += line() + (chance(20) ? "\r\n" : "\n");
        for (auto errors = chance(2) ? 0 : m_random.between(1, 4); errors > 0; --errors)
            damage(script);
        return script;
    }

private:
    bool chance(int of) { return m_random.between(1, of) == 1; }
    std::string number()
    {
        static const char* const odd[] = {
            "0x10", "1k", "0X1f", "9223372036854775807", "9223372036854775808", "1G", "-1", "0x", "T", "00"};
        return chance(12) ? odd[m_random.between(0, 9)] : std::to_string(m_random.between(0, 300));
    }
    std::string bytes()
    {
        std::string text;
        for (auto count = m_random.between(1, 20); count > 0; --count)
            text += formatText("{:02x}{}", m_random.between(0, 255), chance(5) ? " " : "");
        return text;
    }
    std::string line()
    {
        switch (m_random.between(0, 9)) {
        case 0:
            return "undo";
        case 1:
            return "redo";
        case 2:
            return chance(2) ? "save" : "# nothing";
        case 3:
            return "overwrite " + number() + ' ' + bytes();
        case 4:
            return "delete " + number() + ' ' + number();
        case 5:
            return "copy " + number() + ' ' + number() + ' ' + number();
        case 6:
            return "insert-file " + number() + " \"" + m_file + "\""
                + (chance(2) ? " " + number() + ' ' + number() : "");
        default:
            return "insert " + number() + ' ' + bytes();
        }
    }
    void damage(std::string& script)
    {
        const auto end = static_cast<std::int64_t>(script.size());
        const auto at = static_cast<std::size_t>(m_random.between(0, end));
        const auto count = static_cast<std::size_t>(m_random.between(0, chance(3) ? end : 4));
        const auto to = static_cast<std::size_t>(m_random.between(0, end));
        static const std::string characters = "0123456789abcdefxkT \t\r\n\"#-";
        switch (m_random.between(0, 3)) {
        case 0:
            script.erase(at, count);
            break;
        case 1:
            script.insert(to, script.substr(at, count));
            break;
        case 2:
            script.insert(at, 1, static_cast<char>(m_random.between(0, 255)));
            break;
        default:
            script.insert(
                at, 1, characters[static_cast<std::size_t>(m_random.between(0, std::ssize(characters) - 1))]);
        }
    }

    Random m_random;
    const std::string m_file;
};

PLAIN_TEST(anyScriptIsDoneOrRefused)
{
    const TemporaryFolder folder;
    const std::filesystem::path other = folder / "other file";
    writeAt(other, 0, testing::bytesOf("the content of another file"));
    const auto source = std::make_shared<MemorySource>(codedBytes({ByteOffset(0), ByteCount(200)}, 0));
    const std::vector<std::byte> begin = codedBytes({ByteOffset(0), ByteCount(200)}, 0);
    ScriptMaker maker(other.native());
    int done = 0;
    int refused = 0;
    const int scripts = rounds(20'000);
    for (int i = 0; i < scripts; ++i) {
        const std::string text = maker.make();
        std::optional<std::string> expected;
        try {
            expected
                = SimpleInterpreter(std::string(reinterpret_cast<const char*>(begin.data()), begin.size()))
                      .run(text);
        } catch (const TooLarge&) {
            continue;
        } catch (const Wrong&) {
        }
        Document document(source, source->size());
        const cli::Outcome<cli::EditScript> script = cli::EditScript::parse(text, "script");
        const cli::Outcome<void> ran = script ? script->run(document, [] { return cli::Outcome<void>(); })
                                              : std::unexpected(script.error());
        if (ran.has_value() != expected.has_value())
            plaintest::fail(formatText("{}: {}", ran ? "done" : ran.error().message, text));
        if (!ran) {
            ++refused;
            CHECK(ran.error().exit == cli::Exit::Failed && ran.error().message.starts_with("script: line "));
            continue;
        }
        ++done;
        const std::vector<std::byte> bytes = testing::bytesOf(document.snapshot());
        if (!std::ranges::equal(bytes, std::as_bytes(std::span(*expected))))
            plaintest::fail("other bytes: " + text);
    }
    std::cout << formatText("{} scripts done, {} refused\n", done, refused);
    CHECK(done > scripts / 10 && refused > scripts / 10);
}

} // namespace
} // namespace megascope
