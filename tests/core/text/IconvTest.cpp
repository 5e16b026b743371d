// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Every single-byte and multi-byte encoding against the iconv of the C library.

#include "core/text/TextDecoder.h"
#include "core/text/TextEncoder.h"

#include "TextTesting.h"
#include "tests/support/Rounds.h"

#include <QTest>
#include <algorithm>
#include <functional>
#include <iconv.h>
#include <map>
#include <set>

using namespace megascope;
using namespace megascope::texttesting;

namespace {

class Iconv {
public:
    Iconv(const std::string& to, const std::string& from)
        : m_descriptor(iconv_open(to.c_str(), from.c_str()))
    {
    }
    ~Iconv()
    {
        if (isOpen())
            iconv_close(m_descriptor);
    }
    Iconv(const Iconv&) = delete;
    Iconv& operator=(const Iconv&) = delete;

    [[nodiscard]] bool isOpen() const { return m_descriptor != reinterpret_cast<iconv_t>(-1); }

    // Nothing when some of the input means nothing.
    [[nodiscard]] std::optional<std::string> convert(std::string_view input) const
    {
        iconv(m_descriptor, nullptr, nullptr, nullptr, nullptr);
        std::string result(input.size() * 8 + 32, '\0');
        char* in = const_cast<char*>(input.data());
        std::size_t inLeft = input.size();
        char* out = result.data();
        std::size_t outLeft = result.size();
        const auto failed = static_cast<std::size_t>(-1);
        if (iconv(m_descriptor, &in, &inLeft, &out, &outLeft) == failed
            || iconv(m_descriptor, nullptr, nullptr, &out, &outLeft) == failed)
            return std::nullopt;
        result.resize(result.size() - outLeft);
        return result;
    }

private:
    iconv_t m_descriptor;
};

std::u32string codePointsOf(const std::string& utf32)
{
    std::u32string result(utf32.size() / 4, U'\0');
    std::copy(utf32.begin(), utf32.end(), reinterpret_cast<char*>(result.data()));
    return result;
}

// The name that iconv has for an encoding, where it is not ours.
std::string iconvName(std::string_view name)
{
    static const std::map<std::string_view, std::string> names
        = {{"Shift_JIS", "CP932"}, {"EUC-JP", "EUC-JP-MS"}, {"EUC-KR", "UHC"}, {"IBM00858", "CP858"},
            {"IBM737", "CP737"}, {"x-mac-cyrillic", "MAC-CYRILLIC"}, {"x-mac-ce", "MAC-CENTRALEUROPE"},
            {"windows-874", "CP874"}, {"IBM875", "CP875"}};
    if (const auto found = names.find(name); found != names.end())
        return found->second;
    if (name.starts_with("IBM01"))
        return "IBM" + std::string(name.substr(4));
    return std::string(name);
}

bool isPrivateUse(const std::u32string& codePoints)
{
    return codePoints.size() == 1 && codePoints[0] >= 0xe000 && codePoints[0] < 0xf900;
}

// Where this iconv and we differ on purpose.
bool isKnownDifference(std::string_view encoding, std::string_view bytes, const std::u32string& ours,
    const std::u32string& theirs)
{
    // Sequences, in hexadecimal, and why.
    static const std::map<std::string_view, std::set<std::string>> known = {
        // The increment sign is Apple's; the logo is where Apple has it in the private use area.
        {"macintosh", {"c6", "f0"}},
        {"x-mac-cyrillic", {"ff"}}, // the euro sign since Mac OS 8.5
        // The same code pages with the euro sign (IBM01143, 01146, 01149) have, in iconv too, what we have.
        {"IBM278", {"71", "e0"}},
        {"IBM285", {"a1"}},
        {"IBM871", {"4a", "c0"}},
        // IBM's current registry.
        {"IBM424", {"78", "8f"}},
        {"IBM870", {"b0"}},
        {"IBM875", {"6a", "74", "dd"}},
        {"IBM1026", {"9d", "bc"}},
        // GB 18030-2022 where iconv has 2005; and the euro sign of GBK.
        {"GB18030",
            {"80", "a3 a0", "82 35 90 37", "82 35 90 38", "82 35 90 39", "82 35 91 30", "82 35 91 31",
                "82 35 91 32", "82 35 91 33", "82 35 91 34", "84 31 82 36", "84 31 82 37", "84 31 82 38",
                "84 31 82 39", "84 31 83 30", "84 31 83 31", "84 31 83 32", "84 31 83 33", "84 31 83 34",
                "84 31 83 35"}},
        // Punctuation as Microsoft's code page 950 maps it, in Big5 and in its superset alike.
        {"Big5-HKSCS",
            {"a1 45", "a1 4e", "a1 5a", "a1 c2", "a1 c3", "a1 c5", "a1 e3", "a1 f2", "a1 f3", "a1 fe",
                "a2 40", "a2 41", "a2 42", "a2 44", "a2 46", "a2 47", "a2 cc", "a2 ce", "a3 e1"}},
        // The broken bar of JIS X 0212.
        {"EUC-JP", {"8f a2 c3"}},
    };
    const auto sequences = known.find(encoding);
    if (sequences != known.end() && sequences->second.contains(hexOf(asBytes(bytes))))
        return true;
    // iconv has the characters of EUC-JP that IBM added where the Open Software Foundation put some of them;
    // at f9 a1 … fc fc they are where browsers read them.
    if (encoding == "EUC-JP" && (bytes.starts_with("\x8f\xf3") || bytes.starts_with("\x8f\xf4")))
        return true;
    // User-defined characters, where only one of the two has them in the private use area.
    const bool isUserDefined = bytes.size() > 1
        && ((ours.empty() && isPrivateUse(theirs)) || (theirs.empty() && isPrivateUse(ours)));
    const bool isIbms = encoding == "EUC-JP" && bytes.size() == 2 && isPrivateUse(theirs);
    const bool isC1
        = bytes.size() == 1 && ours.empty() && theirs.size() == 1 && theirs[0] >= 0x80 && theirs[0] < 0xa0;
    return isUserDefined || isIbms || isC1;
}

// The code points of one character, when `bytes` are just that.
std::u32string oneCharacter(Encoding encoding, std::string_view bytes)
{
    std::u32string result;
    const std::vector<Character> characters = decoded(encoding, asBytes(bytes));
    for (const Character& character : characters) {
        if (!character.valid)
            return {};
        result += character.codePoint;
    }
    return characters.size() == 1 || characters[1].size == 0 ? result : std::u32string();
}

} // namespace

class IconvTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCharacter_data() { eachEncoding(); }
    void everyCharacter();
    void longText_data() { eachEncoding(); }
    void longText();
    void everyCharacterIsEncoded_data() { eachEncoding(); }
    void everyCharacterIsEncoded();

private:
    static void eachEncoding();
    // Calls visit(bytes) for every sequence that could be a character; under sanitizers for some of the
    // longer.
    static void forEachSequence(
        Encoding encoding, const Iconv& toUnicode, const std::function<void(std::string)>& visit);
};

void IconvTest::eachEncoding()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < Encoding::all().size(); ++i) {
        const Encoding encoding = Encoding::all()[i];
        const bool isLegacy = encoding.family() == Encoding::Family::SingleByte
            || encoding.family() == Encoding::Family::MultiByte;
        // UnicodeOracleTest has these two, and iconv has not.
        if (isLegacy && encoding.name() != "x-mac-greek" && encoding.name() != "x-mac-turkish")
            QTest::newRow(encoding.name().data()) << static_cast<int>(i);
    }
}

void IconvTest::forEachSequence(
    Encoding encoding, const Iconv& toUnicode, const std::function<void(std::string)>& visit)
{
    std::string leads;
    for (int byte = 0; byte < 256; ++byte) {
        const std::string alone(1, static_cast<char>(byte));
        visit(alone);
        if (byte >= 0x80 && !toUnicode.convert(alone))
            leads += alone;
    }
    if (encoding.family() == Encoding::Family::SingleByte)
        return;
    const int step = testing::isSanitized ? 5 : 1;
    for (const char lead : leads) {
        for (int second = 0; second < 256; second += step)
            visit({lead, static_cast<char>(second)});
    }
    if (encoding.name() == "EUC-JP") {
        for (int pair = 0; pair < 94 * 94; pair += step)
            visit({'\x8f', static_cast<char>(0xa1 + pair / 94), static_cast<char>(0xa1 + pair % 94)});
    }
    if (encoding.name() == "GB18030") {
        // All of the Basic Multilingual Plane, and every 37th behind it, up to the end of what is
        // well-formed.
        for (int index = 0; index < 126 * 12600; index += index < 39500 ? step : 37 * step) {
            visit({static_cast<char>(0x81 + index / 12600), static_cast<char>(0x30 + index / 1260 % 10),
                static_cast<char>(0x81 + index / 10 % 126), static_cast<char>(0x30 + index % 10)});
        }
    }
}

void IconvTest::everyCharacter()
{
    QFETCH(const int, index);
    const Encoding encoding = Encoding::all()[static_cast<std::size_t>(index)];
    const Iconv toUnicode("UTF-32LE", iconvName(encoding.name()));
    if (!toUnicode.isOpen())
        QSKIP(qPrintable("this iconv lacks " + QString::fromStdString(iconvName(encoding.name()))));
    int same = 0;
    int known = 0;
    QStringList differences;
    forEachSequence(encoding, toUnicode, [&](const std::string& bytes) {
        // Two characters side by side are no character.
        const bool isPairOfOthers = bytes.size() > 1 && toUnicode.convert(bytes.substr(0, 1));
        const std::optional<std::string> converted = isPairOfOthers ? std::nullopt : toUnicode.convert(bytes);
        const std::u32string theirs = codePointsOf(converted.value_or(std::string()));
        const std::u32string ours = oneCharacter(encoding, bytes);
        if (ours == theirs)
            same += !ours.empty();
        else if (isKnownDifference(encoding.name(), bytes, ours, theirs))
            ++known;
        else
            differences += QString("%1: %2 where iconv has %3")
                               .arg(QString::fromStdString(hexOf(asBytes(bytes))),
                                   QString::fromUcs4(ours.data(), ours.size()),
                                   QString::fromUcs4(theirs.data(), theirs.size()));
    });
    if (known > 0)
        qInfo("%s: %d as iconv, %d different on purpose", encoding.name().data(), same, known);
    QVERIFY2(differences.isEmpty(), qPrintable(differences.mid(0, 20).join('\n')));
    QVERIFY(same > 200 || encoding.family() == Encoding::Family::SingleByte);
}

// All characters in random order, with ASCII between them as it comes: decoded as a whole, and back by iconv.
void IconvTest::longText()
{
    QFETCH(const int, index);
    const Encoding encoding = Encoding::all()[static_cast<std::size_t>(index)];
    const Iconv toUnicode("UTF-32LE", iconvName(encoding.name()));
    const Iconv fromUnicode(iconvName(encoding.name()), "UTF-32LE");
    if (!toUnicode.isOpen() || !fromUnicode.isOpen())
        QSKIP(qPrintable("this iconv lacks " + QString::fromStdString(iconvName(encoding.name()))));
    std::vector<std::string> characters;
    forEachSequence(encoding, toUnicode, [&](const std::string& bytes) {
        const std::u32string ours = oneCharacter(encoding, bytes);
        const std::optional<std::string> theirs = toUnicode.convert(bytes);
        // Characters that have two spellings come back in one of them.
        if (!ours.empty() && theirs && codePointsOf(*theirs) == ours && fromUnicode.convert(*theirs) == bytes)
            characters.push_back(bytes);
    });
    std::mt19937_64 random = randomGenerator();
    std::string text;
    std::string spaces;
    for (const char c : {' ', 'a', '9', '\n'})
        spaces += fromUnicode.convert(std::string{c, 0, 0, 0}).value();
    for (int round = 0; round < 3; ++round) {
        std::ranges::shuffle(characters, random);
        for (const std::string& character : characters) {
            // There iconv composes a letter and the tone or the point behind it.
            if (encoding.name() == "windows-1258" || encoding.name() == "windows-1255")
                text += '\n';
            text += character;
            if (random() % 4 == 0)
                text.append(random() % 40, spaces[random() % spaces.size()]);
        }
    }
    const std::optional<std::string> theirs = toUnicode.convert(text);
    QVERIFY(theirs);
    std::string ours;
    std::uint32_t end = 0;
    for (const Character& character : decoded(encoding, asBytes(text))) {
        QVERIFY(character.valid);
        QCOMPARE(character.begin, end);
        end += character.size;
        ours.append(reinterpret_cast<const char*>(&character.codePoint), 4);
    }
    QCOMPARE(std::size_t(end), text.size());
    QVERIFY(ours == *theirs);
    QVERIFY(fromUnicode.convert(ours) == text);
}

// What is encoded, iconv reads as the same character; what iconv has no bytes for is refused.
void IconvTest::everyCharacterIsEncoded()
{
    QFETCH(const int, index);
    const Encoding encoding = Encoding::all()[static_cast<std::size_t>(index)];
    const TextEncoder encoder(encoding);
    const Iconv toUnicode("UTF-32LE", iconvName(encoding.name()));
    const Iconv fromUnicode(iconvName(encoding.name()), "UTF-32LE");
    if (!toUnicode.isOpen() || !fromUnicode.isOpen())
        QSKIP(qPrintable("this iconv lacks " + QString::fromStdString(iconvName(encoding.name()))));
    int encoded = 0;
    QStringList wrong;
    const auto check = [&](const std::u32string& text) {
        QString units; // not by fromUcs4(), which takes U+FEFF for a mark
        units += QChar::fromUcs4(text[0]);
        const std::expected<TextEncoder::Bytes, char32_t> ours = encoder.encode(units.toStdU16String());
        std::string utf32(reinterpret_cast<const char*>(text.data()), text.size() * 4);
        const std::optional<std::string> theirs = fromUnicode.convert(utf32);
        if (!ours) {
            // They compose and decompose, and have what they call similar; we have what can be read back.
            const bool isSame
                = theirs && toUnicode.convert(*theirs) == utf32 && oneCharacter(encoding, *theirs) == text;
            if (isSame)
                wrong += QString("U+%1 is refused").arg(static_cast<uint>(text[0]), 4, 16);
            return;
        }
        ++encoded;
        const std::string bytes(reinterpret_cast<const char*>(ours->data()), ours->size());
        if (isPrivateUse(text))
            return; // given to other characters since, in one of the two
        const std::optional<std::string> back = toUnicode.convert(bytes);
        if (back != utf32
            && !isKnownDifference(encoding.name(), bytes, text, codePointsOf(back.value_or(""))))
            wrong += QString("U+%1 becomes %2")
                         .arg(static_cast<uint>(text[0]), 4, 16)
                         .arg(QString::fromStdString(hexOf(*ours)));
    };
    const char32_t step = testing::isSanitized ? 37 : 1; // prime to the 41 below
    for (char32_t codePoint = 0; codePoint < 0x3'0000; codePoint += codePoint < 0x1'0000 ? step : 7 * step) {
        // The pairs are looked through for what there is not: that is slow, so only a part of it.
        const bool isRare = encoding.family() == Encoding::Family::MultiByte && codePoint % 41 != 0;
        if ((codePoint < 0xd800 || codePoint >= 0xe000) && !isRare)
            check({codePoint});
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 20).join('\n')));
    QVERIFY(encoded > 80 / int(step));
}

QTEST_APPLESS_MAIN(IconvTest)
#include "IconvTest.moc"
