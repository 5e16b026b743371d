// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What holds for every encoding, whatever the bytes: characters cover all bytes in order, and decoding can
// start at every character's begin.

#include "core/text/TextDecoder.h"

#include "TextTesting.h"
#include "tests/support/Rounds.h"

#include <QTest>
#include <algorithm>
#include <thread>

using namespace megascope;
using namespace megascope::texttesting;

class TextDecoderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void examples_data();
    void examples();
    void twoCodePointsOfOneSequence();
    void appends();
    void charactersCoverAllBytes_data() { eachEncoding(); }
    void charactersCoverAllBytes();
    void everyByteKnowsItsCharacter_data() { eachEncoding(); }
    void everyByteKnowsItsCharacter();
    void windowsOfEverySizeShowTheSame_data() { eachEncoding(); }
    void windowsOfEverySizeShowTheSame();
    void littleContextIsEnough();
    void unitsLieByFileOffset();
    void tablesAreMadeOnceForAllThreads();

private:
    static void eachEncoding();
};

namespace {

Encoding currentEncoding()
{
    return encodingNamed(QTest::currentDataTag());
}

// Characters, ASCII and garbage in turns.
std::vector<std::byte> mixedText(Encoding encoding, std::mt19937_64& random, std::size_t size)
{
    std::vector<std::byte> text;
    const auto append
        = [&](const std::vector<std::byte>& bytes) { text.insert(text.end(), bytes.begin(), bytes.end()); };
    const std::size_t unit = static_cast<std::size_t>(encoding.unitSize());
    while (text.size() < size) {
        const auto garbage = randomBytes(random, unit * static_cast<std::size_t>(between(random, 1, 6)));
        switch (random() % 5) {
        case 0:
            append(garbage);
            break;
        case 1: {
            const auto codePoint = static_cast<char32_t>(between(random, 0x80, 0x1ffff));
            if (unit > 1)
                append(spelled(encoding, {&codePoint, 1}));
            else if (encoding == Encoding())
                append(bytesOf(QString::fromUcs4(&codePoint, 1).toStdString()));
            break;
        }
        case 2:
            for (std::int64_t i = between(random, 1, 40); i > 0; --i)
                append(unit > 1 ? spelled(encoding, U"a") : bytesOf("a"));
            break;
        default:
            // Of the garbage, what is good.
            for (const Character& character : decoded(encoding, garbage)) {
                if (character.valid)
                    append({garbage.begin() + character.begin,
                        garbage.begin() + character.begin + character.size});
            }
            break;
        }
    }
    text.resize(size);
    return text;
}

// The characters that begin in [begin, end), as a reader sees them that reads no more than it must: some
// bytes before, and as many after as a character can have.
std::vector<Character> seenThroughWindow(
    Encoding encoding, std::span<const std::byte> text, std::size_t begin, std::size_t end)
{
    constexpr std::size_t context = 1024;
    const std::size_t first = begin - std::min(begin, context);
    const std::size_t last
        = std::min(text.size(), end + static_cast<std::size_t>(encoding.maxCharacterSize()));
    const std::span<const std::byte> bytes = text.subspan(first, last - first);
    const std::size_t start
        = characterBegin(encoding, bytes, begin - first, static_cast<std::int64_t>(first));
    std::vector<Character> result;
    for (Character character : decoded(encoding, bytes.subspan(start))) {
        character.begin += static_cast<std::uint32_t>(first + start);
        const bool isSecondPart = character.size == 0;
        const std::size_t place = isSecondPart ? character.begin - 1 : character.begin;
        if (place >= begin && place < end)
            result.push_back(character);
    }
    return result;
}

} // namespace

void TextDecoderTest::eachEncoding()
{
    QTest::addColumn<int>("index");
    for (const Encoding encoding : Encoding::all())
        QTest::newRow(encoding.name().data()) << 0;
}

void TextDecoderTest::examples_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QByteArray>("characters");
    const auto row = [](const char* title, const char* encoding, const char* hex, const char* characters) {
        QTest::newRow(title) << QByteArray(encoding) << QByteArray(hex) << QByteArray(characters);
    };
    row("nothing", "UTF-8", "", "");
    row("one of each size", "UTF-8", "41 c3 a9 e2 82 ac f0 9f 98 80", "U+0041/1 U+00e9/2 U+20ac/3 U+1f600/4");
    row("byte order mark", "UTF-8", "ef bb bf 41", "U+feff/3 U+0041/1");
    row("cut off", "UTF-8", "41 e2 82", "U+0041/1 !U+00e2/1 !U+0082/1");
    row("surrogate", "UTF-8", "ed a0 80", "!U+00ed/1 !U+00a0/1 !U+0080/1");
    row("NUL", "UTF-8", "00 41", "U+0000/1 U+0041/1");
    row("pair", "UTF-16LE", "3d d8 00 de 41 00", "U+1f600/4 U+0041/2");
    row("pair at the end", "UTF-16LE", "3d d8 00 de", "U+1f600/4");
    row("lone surrogates", "UTF-16BE", "de 00 d8 3d 00 41 d8 3d", "!U+de00/2 !U+d83d/2 U+0041/2 !U+d83d/2");
    row("half a unit", "UTF-16LE", "41 00 42", "U+0041/2 !U+0042/1");
    row("half a pair", "UTF-16LE", "3d d8 00", "!U+d83d/2 !U+0000/1");
    row("too large", "UTF-32LE", "41 00 00 00 00 00 11 00 00 d8 00 00", "U+0041/4 !U+110000/4 !U+d800/4");
    row("part of a unit", "UTF-32BE", "00 01 f6 00 00 01", "U+1f600/4 !U+0000/1 !U+0001/1");
    row("unassigned byte", "windows-1252", "80 81 41", "U+20ac/1 !U+0081/1 U+0041/1");
    row("kana", "Shift_JIS", "82 a0 b1 41", "U+3042/2 U+ff71/1 U+0041/1");
    row("trail that is ASCII", "Shift_JIS", "83 5c 5c", "U+30bd/2 U+005c/1");
    row("unassigned pair", "Shift_JIS", "85 9f 20 82 a0", "!U+0085/1 !U+009f/1 U+0020/1 U+3042/2");
    row("unassigned pair before a pair", "Shift_JIS", "85 9f 82 a0", "!U+0085/1 U+6c13/2 !U+00a0/1");
    row("unassigned pair with ASCII", "Shift_JIS", "85 41", "!U+0085/1 U+0041/1");
    row("lead at the end", "Shift_JIS", "41 82", "U+0041/1 !U+0082/1");
    row("lead before a newline", "Shift_JIS", "82 0a", "!U+0082/1 U+000a/1");
    row("three bytes", "EUC-JP", "8f b0 a1 a4 a2 8e b1", "U+4e02/3 U+3042/2 U+ff71/2");
    row("three bytes cut off", "EUC-JP", "8f b0", "!U+008f/1 !U+00b0/1");
    row("Hangul", "EUC-KR", "b0 a1 81 41", "U+ac00/2 U+ac02/2");
    row("Hanzi", "GBK", "c4 e3 80", "U+4f60/2 U+20ac/1");
    row("four bytes", "GB18030", "81 30 81 30 95 32 82 36 31", "U+0080/4 U+20000/4 U+0031/1");
    row("four bytes that spell nothing", "GB18030", "fe 39 fe 39 41",
        "!U+00fe/1 U+0039/1 !U+00fe/1 U+0039/1 U+0041/1");
    row("three of four bytes", "GB18030", "81 30 81", "!U+0081/1 U+0030/1 !U+0081/1");
    row("EBCDIC", "IBM037", "c8 85 93 93 96 15 25",
        "U+0048/1 U+0065/1 U+006c/1 U+006c/1 U+006f/1 U+0085/1 U+000a/1");
}

void TextDecoderTest::examples()
{
    QFETCH(const QByteArray, encoding);
    QFETCH(const QByteArray, hex);
    QFETCH(const QByteArray, characters);
    const auto bytes = bytesOfHex(hex.toStdString());
    QCOMPARE(describe(decoded(encodingNamed(encoding.toStdString()), bytes)), characters.toStdString());
}

void TextDecoderTest::twoCodePointsOfOneSequence()
{
    const std::vector<std::byte> bytes = bytesOfHex("41 88 62 41");
    const std::vector<Character> expected
        = {{0, 1, true, U'A'}, {1, 2, true, 0xca}, {3, 0, true, 0x304}, {3, 1, true, U'A'}};
    QVERIFY(decoded(encodingNamed("Big5-HKSCS"), bytes) == expected);
}

void TextDecoderTest::appends()
{
    std::vector<Character> characters = {{7, 1, true, U'x'}};
    TextDecoder(Encoding()).decode(asBytes("yz"), characters);
    QCOMPARE(describe(characters), std::string("U+0078/1 U+0079/1 U+007a/1"));
    QCOMPARE(characters[0].begin, 7u);
    QCOMPARE(characters[2].begin, 1u);
}

void TextDecoderTest::charactersCoverAllBytes()
{
    const Encoding encoding = currentEncoding();
    std::mt19937_64 random = randomGenerator();
    for (int round = 0; round < testing::rounds(60); ++round) {
        const auto size = static_cast<std::size_t>(between(random, 0, round < 40 ? 40 : 10'000));
        const std::vector<std::byte> bytes
            = round % 2 == 0 ? randomBytes(random, size) : mixedText(encoding, random, size);
        const std::vector<Character> characters = decoded(encoding, bytes);
        std::size_t end = 0;
        for (const Character& character : characters) {
            QCOMPARE(std::size_t(character.begin), end);
            QVERIFY(character.size <= encoding.maxCharacterSize());
            QVERIFY(!character.valid || character.codePoint <= 0x10ffff);
            end += character.size;
        }
        QCOMPARE(end, bytes.size());
        QVERIFY(characters.size() <= bytes.size());
    }
}

void TextDecoderTest::everyByteKnowsItsCharacter()
{
    const Encoding encoding = currentEncoding();
    std::mt19937_64 random = randomGenerator();
    for (int round = 0; round < 6; ++round) {
        const std::vector<std::byte> bytes = round == 0
            ? randomBytes(random, 3000)
            : mixedText(encoding, random, static_cast<std::size_t>(between(random, 1, 3000)));
        for (const Character& character : decoded(encoding, bytes)) {
            for (std::size_t i = 0; i < character.size; ++i) {
                const std::size_t position = character.begin + i;
                const std::size_t begin = characterBegin(encoding, bytes, position, 0);
                if (begin != character.begin)
                    QFAIL(qPrintable(QString("byte %1: %2").arg(position).arg(hexOf(bytes).c_str())));
            }
        }
        QCOMPARE(characterBegin(encoding, bytes, bytes.size(), 0), bytes.size());
    }
}

void TextDecoderTest::windowsOfEverySizeShowTheSame()
{
    const Encoding encoding = currentEncoding();
    std::mt19937_64 random = randomGenerator();
    const std::vector<std::byte> text = mixedText(encoding, random, 2500);
    const std::vector<Character> whole = decoded(encoding, text);
    std::vector<std::size_t> sizes = {1, 2, 3, 5, 7};
    for (const std::size_t size : {16u, 64u, 256u, 1024u})
        sizes.insert(sizes.end(), {size - 1, size, size + 1});
    for (const std::size_t size : sizes) {
        std::vector<Character> seen;
        for (std::size_t begin = 0; begin < text.size(); begin += size) {
            const std::vector<Character> part
                = seenThroughWindow(encoding, text, begin, std::min(begin + size, text.size()));
            seen.insert(seen.end(), part.begin(), part.end());
        }
        QVERIFY2(seen == whole, qPrintable(QString("windows of %1 bytes").arg(size)));
    }
}

// Apart from multi-byte encodings, as many bytes before as a character has tell where it begins.
void TextDecoderTest::littleContextIsEnough()
{
    std::mt19937_64 random = randomGenerator();
    for (const Encoding encoding : Encoding::all()) {
        if (encoding.family() == Encoding::Family::MultiByte)
            continue;
        const std::vector<std::byte> text = mixedText(encoding, random, 600);
        const std::size_t reach = static_cast<std::size_t>(encoding.maxCharacterSize()) - 1;
        for (std::size_t position = 0; position + reach < text.size(); ++position) {
            const std::size_t first = position - std::min(position, reach);
            const std::span<const std::byte> bytes
                = std::span(text).subspan(first, position + reach + 1 - first);
            const std::size_t begin
                = first + characterBegin(encoding, bytes, position - first, static_cast<std::int64_t>(first));
            QCOMPARE(begin, characterBegin(encoding, text, position, 0));
        }
    }
}

void TextDecoderTest::unitsLieByFileOffset()
{
    const Encoding utf16 = encodingNamed("UTF-16LE");
    const std::vector<std::byte> bytes = bytesOfHex("41 00 42 00 43 00");
    QCOMPARE(characterBegin(utf16, bytes, 3, 100), std::size_t(2));
    QCOMPARE(characterBegin(utf16, bytes, 3, 101), std::size_t(3));
    QCOMPARE(characterBegin(utf16, bytes, 4, 101), std::size_t(3));
    // Of this unit, the first byte is not there.
    QCOMPARE(characterBegin(utf16, bytes, 0, 101), std::size_t(0));
    const Encoding utf32 = encodingNamed("UTF-32LE");
    QCOMPARE(characterBegin(utf32, bytes, 5, 4'000'000'000'000'000'003), std::size_t(5));
    QCOMPARE(characterBegin(utf32, bytes, 3, 4'000'000'000'000'000'003), std::size_t(1));
}

void TextDecoderTest::tablesAreMadeOnceForAllThreads()
{
    const std::vector<std::byte> bytes = bytesOfHex("b0 a1 b0 a2 41");
    std::vector<std::string> results(8);
    {
        std::vector<std::jthread> threads;
        for (std::string& result : results) {
            threads.emplace_back([&] {
                for (const char* name : {"EUC-KR", "GB18030", "Big5", "EUC-JP", "KOI8-R", "IBM500"})
                    result += describe(decoded(encodingNamed(name), bytes));
            });
        }
    }
    for (const std::string& result : results)
        QCOMPARE(result, results.front());
}

QTEST_APPLESS_MAIN(TextDecoderTest)
#include "TextDecoderTest.moc"
