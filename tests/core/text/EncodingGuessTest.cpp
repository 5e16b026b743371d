// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What encoding is guessed from the bytes of texts in many languages.

#include "core/text/TextFormat.h"

#include "Languages.h"
#include "TextTesting.h"

#include <QStringEncoder>
#include <QTest>
#include <algorithm>

using namespace megascope;
using namespace megascope::texttesting;
using namespace megascope::texttesting::languages;

using Bytes = std::vector<std::byte>;

namespace {

std::string guessed(const Bytes& bytes)
{
    return std::string(detectTextFormat(snapshotOf(bytes)).encoding.name());
}

} // namespace

class EncodingGuessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void legacyEncodings_data();
    void legacyEncodings();
    void unicodeWithoutMark_data();
    void unicodeWithoutMark();
    void everyPhaseOfSamples();
    void onlyCharacterCutBySample();
    void chineseIsNoUtf8();
    void logsWithBrokenBytes();
};

void EncodingGuessTest::legacyEncodings_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("encoding");
    const auto row = [](const QString& text, const char* encoding) {
        QTest::newRow(encoding) << text << QByteArray(encoding);
    };
    row(french, "windows-1252");
    row(polish, "ISO-8859-2");
    row(russian, "windows-1251");
    row(russian, "KOI8-R");
    row(russian, "IBM866");
    row(russian, "ISO-8859-5");
    row(greek, "windows-1253");
    row(hebrew, "windows-1255");
    row(arabic, "windows-1256");
    row(turkish, "windows-1254");
    row(japanese, "Shift_JIS");
    row(japanese, "EUC-JP");
    row(korean, "EUC-KR");
    row(simplified, "GB18030");
    row(traditional, "Big5");
}

// As a whole text, in a few lines of a large log, and with a character cut at the borders of all samples.
void EncodingGuessTest::legacyEncodings()
{
    QFETCH(const QString, text);
    QFETCH(const QByteArray, encoding);
    const Bytes bytes = encoded(text.repeated(6), encoding.constData());
    // These have the same letters at the same places; only quotes and dashes tell them apart.
    const QByteArrayList twins = {encoding, encoding == "windows-1253" ? "ISO-8859-7" : encoding,
        encoding == "windows-1255" ? "ISO-8859-8" : encoding,
        encoding == "ISO-8859-2" ? "windows-1250" : encoding};
    const auto check = [&](const Bytes& file) {
        const TextFormat format = detectTextFormat(snapshotOf(file));
        QVERIFY2(twins.contains(QByteArray(format.encoding.name().data())), format.encoding.name().data());
        QVERIFY(!format.isBinary);
        QCOMPARE(format.lineEnding, LineEnding::Lf);
    };
    check(bytes);
    const Bytes ascii
        = repeated(bytesOf("2026-01-01 12:00:00 INFO  all is well, nothing happened\n"), 30'000);
    check(joined({ascii, bytes, ascii}));
    for (std::size_t phase = 0; phase < 4; ++phase)
        check(joined({bytesOf(std::string(phase, 'x')), repeated(bytes, 600'000)}));
}

void EncodingGuessTest::unicodeWithoutMark_data()
{
    QTest::addColumn<QByteArray>("encoding");
    for (const char* name : {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
        QTest::newRow(name) << QByteArray(name);
}

void EncodingGuessTest::unicodeWithoutMark()
{
    QFETCH(const QByteArray, encoding);
    for (const QString& text : {english, german, french, russian, greek, hebrew, arabic, turkish, polish,
             japanese, korean, simplified, traditional}) {
        for (const QString& variant : {text, QString(text).replace("\n", "\r\n"), text.repeated(4000)}) {
            QStringEncoder encoder(encoding.constData(), QStringEncoder::Flag::Stateless);
            const QByteArray bytes = encoder.encode(variant);
            const TextFormat format = detectTextFormat(
                snapshotOf(bytesOf({bytes.data(), static_cast<std::size_t>(bytes.size())})));
            QVERIFY2(format.encoding.name() == encoding.toStdString(),
                qPrintable(text.left(20) + " as " + format.encoding.name().data()));
            QVERIFY2(!format.isBinary, qPrintable(text.left(20)));
            QCOMPARE(format.lineEnding, variant.contains('\r') ? LineEnding::CrLf : LineEnding::Lf);
        }
    }
}

// Characters of two, three and four bytes, cut at every byte by the borders of samples.
void EncodingGuessTest::everyPhaseOfSamples()
{
    const Bytes characters = bytesOf("é€😀ж");
    for (std::size_t phase = 0; phase < 12; ++phase) {
        for (const std::size_t size : {std::size_t{65'536}, std::size_t{300'000}, std::size_t{1'000'001}}) {
            Bytes file = joined({bytesOf(std::string(phase, 'x')), repeated(characters, size)});
            QCOMPARE(guessed(file), std::string("UTF-8"));
        }
    }
}

// All is ASCII but for one character, and of that a sample has a part.
void EncodingGuessTest::onlyCharacterCutBySample()
{
    constexpr std::size_t size = 1'000'000;
    // The first sample ends at 64 KiB, the last one begins 16 KiB before the end.
    for (const std::size_t border : {std::size_t{65'536}, (size - 16'384) / 4 * 4}) {
        for (const char* character : {"é", "€", "😀"}) {
            const std::string_view text(character);
            for (std::size_t before = 0; before <= text.size(); ++before) {
                std::string file(size, 'x');
                file.replace(border - before, text.size(), text);
                QCOMPARE(guessed(bytesOf(file)), std::string("UTF-8"));
            }
        }
    }
}

// Of two bytes of GBK, one pair in five is a well-formed sequence of UTF-8.
void EncodingGuessTest::chineseIsNoUtf8()
{
    std::mt19937_64 random = randomGenerator();
    for (const int lineLength : {5, 80, 100'000}) {
        Bytes file;
        for (int i = 1; i < 20'000; ++i) {
            file.push_back(static_cast<std::byte>(between(random, 0xb0, 0xd7)));
            file.push_back(static_cast<std::byte>(between(random, 0xa1, 0xf9)));
            if (i % lineLength == 0)
                file.push_back(std::byte{'\n'});
        }
        QVERIFY(detectTextFormat(snapshotOf(file)).encoding != Encoding());
    }
}

void EncodingGuessTest::logsWithBrokenBytes()
{
    std::mt19937_64 random = randomGenerator();
    for (int round = 0; round < 20; ++round) {
        // A log in Russian, or in English with a sign here and there; lines cut off anywhere, and garbage in
        // some.
        const bool isEnglish = round % 2 == 0;
        Bytes log;
        for (int line = 0; line < 3000; ++line) {
            Bytes text = isEnglish ? bytesOf("INFO all is well, nothing happened")
                                   : encoded(russian.chopped(1), "UTF-8");
            if (isEnglish && random() % 10 == 0)
                text = bytesOf("INFO ✓ done — 5 µs");
            if (!isEnglish && random() % 50 == 0)
                text.resize(static_cast<std::size_t>(between(random, 1, std::ssize(text))));
            if (random() % 300 == 0) {
                const Bytes garbage = randomBytes(random, static_cast<std::size_t>(between(random, 1, 60)));
                text.insert(text.end(), garbage.begin(), garbage.end());
            }
            text.push_back(std::byte{'\n'});
            log.insert(log.end(), text.begin(), text.end());
        }
        const TextFormat format = detectTextFormat(snapshotOf(log));
        QCOMPARE(format.encoding, Encoding());
        QVERIFY(!format.isBinary);
    }
    // Pure ASCII with bytes that are no letters.
    const Bytes ascii = repeated(bytesOf("12:00:00 4711 0815 ok\n"), 20'000);
    QCOMPARE(guessed(joined({ascii, bytesOf("12:00:00 \xff 4711 \xfe\n"), ascii})), std::string("UTF-8"));
    // And with letters.
    QCOMPARE(
        guessed(joined({ascii, bytesOf("12:00:00 Jos\xe9 Mu\xf1oz\n"), ascii})), std::string("windows-1252"));
}

QTEST_APPLESS_MAIN(EncodingGuessTest)
#include "EncodingGuessTest.moc"
