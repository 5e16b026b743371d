// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TextFormat.h"

#include "HugeSource.h"
#include "Languages.h"
#include "TextTesting.h"

#include <QFile>
#include <QStringEncoder>
#include <QTest>
#include <algorithm>
#include <memory>

using namespace megascope;
using namespace megascope::texttesting;
using namespace megascope::texttesting::languages;

namespace {

constexpr std::int64_t exbi = std::int64_t{1} << 60;

std::vector<std::byte> zeros(std::size_t size)
{
    return std::vector<std::byte>(size);
}

std::vector<std::byte> fileBytes(const char* path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = file.readAll();
    return bytesOf({bytes.data(), static_cast<std::size_t>(bytes.size())});
}

std::string nameOf(LineEnding ending)
{
    return lineEndingName(ending);
}

// "UTF-8 LF", with "BOM" and "binary" where they are true.
std::string summary(const TextFormat& format)
{
    return std::string(format.encoding.name()) + " " + nameOf(format.lineEnding)
        + (format.hasByteOrderMark ? " BOM" : "") + (format.isBinary ? " binary" : "");
}

std::string summaryOf(std::vector<std::byte> bytes)
{
    return summary(detectTextFormat(snapshotOf(std::move(bytes))));
}

using Bytes = std::vector<std::byte>;

} // namespace

Q_DECLARE_METATYPE(Bytes)

class TextFormatTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void examples_data();
    void examples();
    void newlineCodes_data();
    void newlineCodes();
    void binaries_data();
    void binaries();
    void textsWithOddBytes_data();
    void textsWithOddBytes();
    void sparseFiles();
    void costIsTheSameForEverySize();
    void unreadableFiles();
    void givenEncoding();
    void lineEndsAcrossSamples();
};

void TextFormatTest::examples_data()
{
    QTest::addColumn<Bytes>("bytes");
    QTest::addColumn<QByteArray>("format");
    const auto row = [](const char* title, std::string_view text, const char* format) {
        QTest::newRow(title) << bytesOf(text) << QByteArray(format);
    };
    row("empty", "", "UTF-8 none");
    row("one letter", "x", "UTF-8 none");
    row("ASCII", "one\ntwo\n", "UTF-8 LF");
    row("CR LF", "one\r\ntwo\r\n", "UTF-8 CRLF");
    row("CR", "one\rtwo\r.", "UTF-8 CR");
    row("CR at the end", "one\r", "UTF-8 none");
    row("mixed", "one\r\ntwo\nthree", "UTF-8 mixed");
    row("CR in a line", "one\rtwo\n", "UTF-8 mixed");
    row("two bytes", "caf\xc3\xa9", "UTF-8 none");
    row("UTF-8 with a mark", "\xef\xbb\xbfone\n", "UTF-8 LF BOM");
    row("only a mark", "\xef\xbb\xbf", "UTF-8 none BOM");
    row("UTF-16LE with a mark", {"\xff\xfeo\0\n\0", 6}, "UTF-16LE LF BOM");
    row("UTF-16BE with a mark", {"\xfe\xff\0o\0\r\0\n", 8}, "UTF-16BE CRLF BOM");
    row("UTF-32LE with a mark", {"\xff\xfe\0\0o\0\0\0\n\0\0\0", 12}, "UTF-32LE LF BOM");
    row("UTF-32BE with a mark", {"\0\0\xfe\xff\0\0\0o\0\0\0\n", 12}, "UTF-32BE LF BOM");
    row("Latin letter", "caf\xe9\n", "windows-1252 LF");
    row("currency",
        "price;\xa3"
        "5\nprice;\x80"
        "7\n",
        "windows-1252 LF");
    row("two characters of UTF-16", {"h\0i\0", 4}, "UTF-16LE none");
    row("NUL", {"\0", 1}, "UTF-8 none binary");
}

void TextFormatTest::examples()
{
    QFETCH(const Bytes, bytes);
    QFETCH(const QByteArray, format);
    QCOMPARE(summaryOf(bytes), format.toStdString());
}

void TextFormatTest::newlineCodes_data()
{
    QTest::addColumn<Bytes>("bytes");
    QTest::addColumn<int>("value");
    QTest::newRow("LF") << bytesOf("a\nb\n") << 0x0a;
    QTest::newRow("CR LF") << bytesOf("a\r\nb\r\n") << 0x0a;
    QTest::newRow("CR") << bytesOf("a\rb\rc") << 0x0d;
    QTest::newRow("no line end") << bytesOf("abc") << 0x0a;
    QTest::newRow("CR, and one LF") << bytesOf("a\rb\rc\nd") << 0x0a;
    QTest::newRow("CR in UTF-16") << spelled(encodingNamed("UTF-16BE"), U"lines of\rold Macs\rhere") << 0x0d;
    const Bytes ebcdic = encoded(QString(english).remove('\n'), "IBM037");
    QTest::newRow("EBCDIC") << joined({ebcdic, {std::byte{0x15}}, ebcdic}) << 0x15;
    QTest::newRow("EBCDIC in short lines") << repeated(joined({ebcdic, {std::byte{0x15}}}), 20'000) << 0x15;
    QTest::newRow("EBCDIC with LF") << joined({ebcdic, {std::byte{0x25}}, ebcdic}) << 0x25;
    QTest::newRow("EBCDIC records") << ebcdic << 0x15;
}

void TextFormatTest::newlineCodes()
{
    QFETCH(const Bytes, bytes);
    QFETCH(const int, value);
    const TextFormat format = detectTextFormat(snapshotOf(bytes));
    QCOMPARE(int(format.newline.value), value);
    QCOMPARE(int(format.newline.unitSize), format.encoding.unitSize());
    QCOMPARE(format.newline.bigEndian, format.encoding.isBigEndian());
    if (QByteArray(QTest::currentDataTag()).startsWith("EBCDIC"))
        QCOMPARE(summary(format).substr(0, 6), std::string("IBM037"));
    QVERIFY(!format.isBinary);
}

void TextFormatTest::binaries_data()
{
    QTest::addColumn<Bytes>("bytes");
    std::mt19937_64 random = randomGenerator();
    for (const std::size_t size : {700u, 5'000u, 300'000u})
        QTest::addRow("%zu random bytes", size) << randomBytes(random, size);
    QTest::newRow("zeros") << zeros(100'000);
    QTest::newRow("a disk image, mostly zeros")
        << joined({zeros(5000), bytesOf("FAT16   "), zeros(300'000), bytesOf("label"), zeros(5000)});
    QTest::newRow("a program") << fileBytes("/proc/self/exe");
    QTest::newRow("a head of letters, then zeros")
        << joined({repeated(bytesOf("letters "), 100), zeros(30'000)});
    const QByteArray text = QByteArray("some text to compress, again and again ").repeated(20'000);
    QByteArray lessRegular;
    for (char c : text)
        lessRegular += static_cast<char>(c + static_cast<char>(random() % 8));
    const QByteArray compressed = qCompress(lessRegular);
    QTest::newRow("compressed") << bytesOf({compressed.data(), static_cast<std::size_t>(compressed.size())});
    Bytes numbers;
    for (int i = 0; i < 50'000; ++i) {
        const auto number = static_cast<std::uint32_t>(between(random, 0, 100'000));
        for (int byte = 0; byte < 4; ++byte)
            numbers.push_back(static_cast<std::byte>(number >> 8 * byte));
    }
    QTest::newRow("integers") << numbers;
    Bytes sound;
    for (int i = 0; i < 100'000; ++i) {
        const auto level = static_cast<std::uint16_t>(between(random, -3000, 3000));
        sound.insert(sound.end(), {static_cast<std::byte>(level & 0xff), static_cast<std::byte>(level >> 8)});
    }
    QTest::newRow("sound") << sound;
}

void TextFormatTest::binaries()
{
    QFETCH(const Bytes, bytes);
    QVERIFY(!bytes.empty());
    const TextFormat format = detectTextFormat(snapshotOf(bytes));
    QVERIFY2(format.isBinary, format.encoding.name().data());
    // The text view of it shows a character for each byte.
    const bool isUtf8 = format.encoding == Encoding();
    QVERIFY2(isUtf8 || format.encoding.name() == "windows-1252", format.encoding.name().data());
}

void TextFormatTest::textsWithOddBytes_data()
{
    QTest::addColumn<Bytes>("bytes");
    const Bytes log = repeated(bytesOf("12:00:00 INFO all is well, nothing happened\n"), 20'000);
    QTest::newRow("a log that was cut short and filled with NULs") << joined({log, zeros(4096), log});
    QTest::newRow("a log with a NUL") << joined({log, zeros(1), log});
    QTest::newRow("colours") << repeated(bytesOf("\x1b[31mred\x1b[0m text\n"), 5000);
    QTest::newRow("FIX") << repeated(bytesOf("8=FIX.4.4\x01"
                                             "9=65\x01"
                                             "35=A\x01"
                                             "49=SERVER\x01\n"),
        5000);
    QTest::newRow("backspaces") << repeated(bytesOf("b\bbo\bol\bld\bd\n"), 1000);
    QTest::newRow("progress") << repeated(bytesOf("10 %\r20 %\r30 %\r"), 1000);
    QTest::newRow("end of a DOS file") << joined({log, {std::byte{0x1a}}});
    QTest::newRow("form feeds") << repeated(bytesOf("page\f\n"), 1000);
}

void TextFormatTest::textsWithOddBytes()
{
    QFETCH(const Bytes, bytes);
    const TextFormat format = detectTextFormat(snapshotOf(bytes));
    QCOMPARE(format.encoding, Encoding());
    QVERIFY(!format.isBinary);
}

void TextFormatTest::sparseFiles()
{
    const auto format = [](const std::shared_ptr<HugeSource>& source) {
        return summary(detectTextFormat(Snapshot(source, source->size(), Revision())));
    };
    QCOMPARE(format(std::make_shared<HugeSource>(ByteCount(7 * exbi))), std::string("UTF-8 none binary"));

    // Text islands in a huge hole are found wherever they lie.
    for (const std::int64_t place :
        {std::int64_t{0}, std::int64_t{4096}, exbi / 4096 * 3333, 7 * exbi - 8192}) {
        const auto source = std::make_shared<HugeSource>(ByteCount(7 * exbi));
        source->addIsland(place, encoded(russian.repeated(30).first(2000), "windows-1251"));
        QCOMPARE(format(source), std::string("windows-1251 LF"));
    }
    // A log that was truncated while its writer kept its place: a hole, then text from the middle of a block
    // on.
    const auto log = std::make_shared<HugeSource>(ByteCount(exbi));
    log->addIsland(exbi - 81'920, joined({zeros(100), repeated(bytesOf("all is well\r\n"), 8000)}));
    QCOMPARE(format(log), std::string("UTF-8 CRLF"));
}

void TextFormatTest::costIsTheSameForEverySize()
{
    for (const std::int64_t size :
        {std::int64_t{1} << 20, std::int64_t{1} << 40, std::numeric_limits<std::int64_t>::max()}) {
        const HugeSource letters(ByteCount(size), [](std::int64_t offset) {
            return static_cast<std::byte>(offset % 50 == 0 ? '\n' : 'a' + offset % 26);
        });
        const std::shared_ptr<const HugeSource> source(&letters, [](const HugeSource*) { });
        QCOMPARE(
            summary(detectTextFormat(Snapshot(source, source->size(), Revision()))), std::string("UTF-8 LF"));
        QCOMPARE(source->bytesRead(), (64 + 8 * 16) * 1024);
        QVERIFY(source->calls() < 40);
    }
}

void TextFormatTest::unreadableFiles()
{
    const auto text = [](std::int64_t offset) { return std::byte(offset % 2 == 0 ? 'h' : 0); };
    const auto source = std::make_shared<HugeSource>(ByteCount(60'000), text);
    // The first bytes that can be read are the second half of a code unit.
    source->makeUnreadable({ByteOffset(0), ByteOffset(30'001)});
    const TextFormat format = detectTextFormat(Snapshot(source, source->size(), Revision()));
    QCOMPARE(summary(format), std::string("UTF-16LE none"));

    const auto nothing = std::make_shared<HugeSource>(ByteCount(1'000'000), text);
    nothing->makeUnreadable({ByteOffset(0), ByteOffset(1'000'000)});
    QCOMPARE(summary(detectTextFormat(Snapshot(nothing, nothing->size(), Revision()))),
        std::string("UTF-8 none binary"));
}

// A sample may begin between the CR and the LF of a pair, or end there.
void TextFormatTest::lineEndsAcrossSamples()
{
    const Bytes line = bytesOf("abc\r\n");
    const Bytes wideLine = encoded(QStringLiteral("a\r\n"), "UTF-16LE");
    for (std::size_t lines = 40'000; lines < 40'100; ++lines) {
        QCOMPARE(summaryOf(repeated(line, lines)), std::string("UTF-8 CRLF"));
        QCOMPARE(nameOf(detectTextFormat(snapshotOf(repeated(wideLine, lines)), *Encoding::byName("UTF-16LE"))
                         .lineEnding),
            std::string("CRLF"));
    }
}

void TextFormatTest::givenEncoding()
{
    const auto given = [](const Bytes& bytes, const char* name) {
        return summary(detectTextFormat(snapshotOf(bytes), encodingNamed(name)));
    };
    const Bytes utf16 = spelled(encodingNamed("UTF-16LE"), U"\ufeffone\r\ntwo\r\n");
    QCOMPARE(given(utf16, "UTF-16LE"), std::string("UTF-16LE CRLF BOM"));
    QCOMPARE(given(bytesOf("one\rtwo\rthree"), "KOI8-R"), std::string("KOI8-R CR"));
    QCOMPARE(given(bytesOf("\xef\xbb\xbfone\n"), "windows-1252"), std::string("windows-1252 LF"));
    QCOMPARE(given(bytesOf("one\ntwo\n"), "UTF-16LE"), std::string("UTF-16LE none"));
    QCOMPARE(given(joined({zeros(3000), bytesOf("one\n")}), "GB18030"), std::string("GB18030 LF binary"));
    QCOMPARE(given({}, "IBM500"), std::string("IBM500 none"));
}

QTEST_APPLESS_MAIN(TextFormatTest)
#include "TextFormatTest.moc"
