// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/Encoding.h"

#include "core/text/EncodingTable.h"
#include "core/text/IcuConverter.h"

#include "TextTesting.h"

#include <QTest>
#include <map>
#include <ranges>
#include <set>
#include <string>

using namespace megascope;
using namespace megascope::texttesting;

class EncodingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void standardIsUtf8();
    void namesAndAliasesNameOneEncodingEach();
    void groupsAreTogether();
    void spellingOfNamesDoesNotCount_data();
    void spellingOfNamesDoesNotCount();
    void unknownNamesNameNothing();
    void properties_data();
    void properties();
    void asciiCompatibleMeansAscii();
    void everyConverterIsThere();
    void newlinesAreLineEnds();
};

void EncodingTest::standardIsUtf8()
{
    QCOMPARE(Encoding().name(), std::string_view("UTF-8"));
    QCOMPARE(Encoding::all().front(), Encoding());
}

void EncodingTest::namesAndAliasesNameOneEncodingEach()
{
    std::map<std::string, std::string_view> owners;
    for (const Encoding encoding : Encoding::all()) {
        QVERIFY2(Encoding::byName(encoding.name()) == encoding, encoding.name().data());
        for (const auto& part : std::views::split(EncodingTable::entry(encoding).aliases, ' ')) {
            const std::string alias(part.begin(), part.end());
            QVERIFY2(!alias.empty(), encoding.name().data());
            QVERIFY2(owners.emplace(alias, encoding.name()).second, alias.c_str());
            QVERIFY2(Encoding::byName(alias) == encoding, alias.c_str());
        }
    }
}

void EncodingTest::groupsAreTogether()
{
    std::set<std::string_view> seen;
    std::string_view group;
    for (const Encoding encoding : Encoding::all()) {
        if (encoding.group() != group)
            QVERIFY2(seen.insert(encoding.group()).second, encoding.name().data());
        group = encoding.group();
    }
    QVERIFY(seen.size() > 10);
}

void EncodingTest::spellingOfNamesDoesNotCount_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("name");
    const std::initializer_list<std::pair<const char*, const char*>> rows
        = {{"utf8", "UTF-8"}, {"us-ascii", "UTF-8"}, {"UTF_8", "UTF-8"}, {"utf-16le", "UTF-16LE"},
            {"UTF16", "UTF-16LE"}, {"latin1", "ISO-8859-1"}, {"iso 8859 1", "ISO-8859-1"},
            {"iso8859-15", "ISO-8859-15"}, {"cp1252", "windows-1252"}, {"CP1251", "windows-1251"},
            {"koi8r", "KOI8-R"}, {"sjis", "Shift_JIS"}, {"Windows-31J", "Shift_JIS"}, {"eucJP", "EUC-JP"},
            {"uhc", "EUC-KR"}, {"gb2312", "GBK"}, {"big5hkscs", "Big5-HKSCS"}, {"cp037", "IBM037"},
            {"ibm1047", "IBM1047"}, {"IBM-1140", "IBM01140"}, {"cp437", "IBM437"}, {"MacRoman", "macintosh"}};
    for (const auto& [given, name] : rows)
        QTest::addRow("%s", given) << QByteArray(given) << QByteArray(name);
}

void EncodingTest::spellingOfNamesDoesNotCount()
{
    QFETCH(const QByteArray, given);
    QFETCH(const QByteArray, name);
    const std::optional<Encoding> encoding = Encoding::byName(given.toStdString());
    QVERIFY(encoding);
    QCOMPARE(QByteArray(encoding->name().data()), name);
}

void EncodingTest::unknownNamesNameNothing()
{
    for (const char* name : {"", "-", "utf", "utf-8 bom", "iso-8859-12", "iso-2022-jp", "klingon"})
        QVERIFY2(!Encoding::byName(name), name);
}

void EncodingTest::properties_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("unitSize");
    QTest::addColumn<int>("maxCharacterSize");
    QTest::addColumn<bool>("ascii");
    QTest::addColumn<QByteArray>("mark");
    const auto row = [](const char* name, int unitSize, int maxSize, bool ascii, const char* mark) {
        QTest::newRow(name) << QByteArray(name) << unitSize << maxSize << ascii << QByteArray(mark);
    };
    row("UTF-8", 1, 4, true, "ef bb bf");
    row("UTF-16LE", 2, 4, false, "ff fe");
    row("UTF-16BE", 2, 4, false, "fe ff");
    row("UTF-32LE", 4, 4, false, "ff fe 00 00");
    row("UTF-32BE", 4, 4, false, "00 00 fe ff");
    row("windows-1252", 1, 1, true, "");
    row("Shift_JIS", 1, 2, true, "");
    row("EUC-JP", 1, 3, true, "");
    row("GB18030", 1, 4, true, "");
    row("IBM037", 1, 1, false, "");
}

void EncodingTest::properties()
{
    QFETCH(const QByteArray, name);
    QFETCH(const int, unitSize);
    QFETCH(const int, maxCharacterSize);
    QFETCH(const bool, ascii);
    QFETCH(const QByteArray, mark);
    const Encoding encoding = encodingNamed(name.toStdString());
    QCOMPARE(encoding.unitSize(), unitSize);
    QCOMPARE(encoding.maxCharacterSize(), maxCharacterSize);
    QCOMPARE(encoding.isAsciiCompatible(), ascii);
    QCOMPARE(hexOf(encoding.byteOrderMark()), mark.toStdString());
    QCOMPARE(int(encoding.newline().unitSize), unitSize);
    QCOMPARE(encoding.newline().bigEndian, encoding.isBigEndian());
    QCOMPARE(int(encoding.newline().value), encoding.group() == "EBCDIC" ? 0x15 : 0x0a);
}

void EncodingTest::asciiCompatibleMeansAscii()
{
    for (const Encoding encoding : Encoding::all()) {
        if (!encoding.isAsciiCompatible())
            continue;
        for (int byte = 0; byte < 0x80; ++byte) {
            const std::byte bytes[] = {static_cast<std::byte>(byte)};
            const Character expected{0, 1, true, static_cast<char32_t>(byte)};
            QVERIFY2(decoded(encoding, bytes) == std::vector{expected}, encoding.name().data());
        }
    }
}

void EncodingTest::everyConverterIsThere()
{
    for (const Encoding encoding : Encoding::all()) {
        if (!EncodingTable::entry(encoding).converter.empty())
            QVERIFY2(IcuConverter(encoding).isThere(), encoding.name().data());
    }
}

// The code unit that ends lines is a character of its own wherever it stands: no other character holds its
// bytes.
void EncodingTest::newlinesAreLineEnds()
{
    for (const Encoding encoding : Encoding::all()) {
        if (encoding.unitSize() > 1)
            continue;
        const auto newline = static_cast<std::byte>(encoding.newline().value);
        for (int lead = 0; lead < 256; ++lead) {
            const std::byte bytes[] = {static_cast<std::byte>(lead), newline};
            const std::vector<Character> characters = decoded(encoding, bytes);
            QVERIFY2(characters.size() == 2 && characters[1].valid, encoding.name().data());
        }
    }
}

QTEST_APPLESS_MAIN(EncodingTest)
#include "EncodingTest.moc"
