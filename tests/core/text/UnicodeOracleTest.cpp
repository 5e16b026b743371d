// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Decoders of UTF-8, UTF-16 and UTF-32 against Python's, on stress content of the kind that Markus Kuhn's
// decoder test is made of; and single-byte encodings that iconv lacks.

#include "core/text/TextDecoder.h"

#include "TextTesting.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace megascope;
using namespace megascope::texttesting;

class UnicodeOracleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void stressContent_data();
    void stressContent();
    void singleByteTable_data();
    void singleByteTable();

private:
    // The lines that the script prints.
    QList<QByteArray> ask(const QStringList& arguments) const;

    QString m_python;
    QTemporaryDir m_folder;
};

void UnicodeOracleTest::initTestCase()
{
    m_python = QStandardPaths::findExecutable("python3");
    if (m_python.isEmpty())
        QSKIP("there is no python3 here to compare with");
}

QList<QByteArray> UnicodeOracleTest::ask(const QStringList& arguments) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(m_python, QStringList{MEGASCOPE_UNICODE_ORACLE} + arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput().trimmed().split('\n');
}

void UnicodeOracleTest::stressContent_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
        QTest::newRow(name) << QString(name);
}

void UnicodeOracleTest::stressContent()
{
    QFETCH(const QString, name);
    const std::uint64_t seed = randomGenerator()() % 1'000'000;
    const QString path = m_folder.filePath(name);
    const QList<QByteArray> lines = ask({"stress", name, QString::number(seed), path});
    QVERIFY(lines.size() > 1000);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();

    std::vector<Character> expected;
    std::uint32_t begin = 0;
    for (const QByteArray& line : lines) {
        const QList<QByteArray> fields = line.split(' ');
        const auto size = static_cast<std::uint8_t>(fields.at(0).toUInt());
        expected.push_back({begin, size, fields.at(1) == "1", fields.at(2).toUInt()});
        begin += size;
    }
    const std::vector<Character> actual
        = decoded(encodingNamed(name.toStdString()), asBytes({bytes.data(), std::size_t(bytes.size())}));
    const auto differs = std::ranges::mismatch(actual, expected);
    if (differs.in1 != actual.end() || differs.in2 != expected.end()) {
        const auto at = differs.in1 - actual.begin();
        const auto context = [&](const std::vector<Character>& all) {
            return describe(std::span(all)
                    .subspan(std::min<std::size_t>(at, all.size()))
                    .first(std::min<std::size_t>(6, all.size() - std::min<std::size_t>(at, all.size()))));
        };
        QFAIL(qPrintable(QString("character %1 of seed %2: %3 where Python has %4")
                .arg(at)
                .arg(seed)
                .arg(context(actual).c_str(), context(expected).c_str())));
    }
}

void UnicodeOracleTest::singleByteTable_data()
{
    QTest::addColumn<QString>("codec");
    const std::pair<const char*, const char*> codecs[]
        = {{"IBM437", "cp437"}, {"IBM737", "cp737"}, {"IBM775", "cp775"}, {"IBM850", "cp850"},
            {"IBM852", "cp852"}, {"IBM855", "cp855"}, {"IBM857", "cp857"}, {"IBM00858", "cp858"},
            {"IBM860", "cp860"}, {"IBM861", "cp861"}, {"IBM862", "cp862"}, {"IBM863", "cp863"},
            {"IBM865", "cp865"}, {"IBM866", "cp866"}, {"IBM869", "cp869"}, {"macintosh", "mac_roman"},
            {"x-mac-ce", "mac_latin2"}, {"x-mac-cyrillic", "mac_cyrillic"}, {"x-mac-greek", "mac_greek"},
            {"x-mac-turkish", "mac_turkish"}, {"ISO-8859-16", "iso8859_16"}, {"KOI8-U", "koi8_u"},
            {"windows-874", "cp874"}, {"windows-1258", "cp1258"}, {"IBM037", "cp037"}, {"IBM424", "cp424"},
            {"IBM500", "cp500"}, {"IBM1026", "cp1026"}, {"IBM01140", "cp1140"}};
    for (const auto& [name, codec] : codecs)
        QTest::newRow(name) << QString(codec);
}

void UnicodeOracleTest::singleByteTable()
{
    QFETCH(const QString, codec);
    const Encoding encoding = encodingNamed(QTest::currentDataTag());
    const QList<QByteArray> lines = ask({"table", codec});
    QCOMPARE(lines.size(), 256);
    QStringList differences;
    for (int byte = 0; byte < 256; ++byte) {
        const std::byte bytes[] = {static_cast<std::byte>(byte)};
        const Character actual = decoded(encoding, bytes).front();
        const int expected = lines.at(byte).toInt();
        if (expected != (actual.valid ? static_cast<int>(actual.codePoint) : -1))
            differences += QString("%1: %2 where Python has %3")
                               .arg(byte, 2, 16)
                               .arg(describe({&actual, 1}).c_str())
                               .arg(expected, 4, 16);
    }
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join('\n')));
}

QTEST_GUILESS_MAIN(UnicodeOracleTest)
#include "UnicodeOracleTest.moc"
