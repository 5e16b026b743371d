// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Sequences for terminals: what they say, and rows that hide them against text from which a regular
// expression has taken them out.

#include "TextTokens.h"
#include "tests/support/Rounds.h"
#include "ui/model/AnsiColorizer.h"
#include "ui/model/ColorContrast.h"

#include <QRegularExpression>
#include <QTest>

using namespace megascope;
using namespace megascope::texttokens;

class AnsiTest : public QObject {
    Q_OBJECT

private:
    using Kind = AnsiColor::Kind;

    static AnsiColor named(std::uint32_t index) { return {Kind::Palette, index}; }
    static AnsiColor rgb(std::uint32_t value) { return {Kind::Rgb, value}; }
    static TextRowOptions hiding(int wrap = 0)
    {
        return {.tabCells = 4, .wrapCells = wrap, .hidesSequences = true};
    }

    static AnsiStyle styleOf(const QByteArray& text)
    {
        AnsiStyle style;
        AnsiReader reader;
        for (qsizetype at = 0; at < text.size(); ++at) {
            if (reader.read(std::as_bytes(std::span(text).subspan(static_cast<std::size_t>(at)))) > 0
                && reader.setsStyle())
                style.apply(reader.parameters());
        }
        return style;
    }

    // Written apart from the code: what a sequence is, as a regular expression.
    static const QRegularExpression& sequence()
    {
        static const QRegularExpression expression(QStringLiteral(
            R"(\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x00-\x1f]*(?:\x07|\x1b\\)|\x1b[#%()*+\-./][ -/]*[0-~])"));
        return expression;
    }

    static QByteArray randomSequence(std::mt19937& random)
    {
        static const QList<QByteArray> some{"\x1b[0m", "\x1b[m", "\x1b[1;31m", "\x1b[38;5;208m",
            "\x1b[48;2;1;2;3m", "\x1b[38:2::9:8:7m", "\x1b[K", "\x1b[2J", "\x1b[?25l", "\x1b(B",
            "\x1b]0;title\x07", "\x1b]8;;http://a/\x1b\\", "\x1b]8;;\x1b\\", "\x1b[7m"};
        return some[static_cast<qsizetype>(random() % static_cast<unsigned>(some.size()))];
    }

private slots:
    void whatASequenceSets_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<AnsiStyle>("style");
        const auto row = [](const char* text, const AnsiStyle& style) {
            QTest::newRow(QByteArray(text).replace('\x1b', 'E').constData()) << QByteArray(text) << style;
        };
        row("\x1b[31m", {.text = named(1)});
        row("\x1b[97m", {.text = named(15)});
        row("\x1b[42m", {.ground = named(2)});
        row("\x1b[100m", {.ground = named(8)});
        row("\x1b[1;4;31m", {.text = named(1), .bold = true, .underline = true});
        row("\x1b[38;5;208m", {.text = named(208)});
        row("\x1b[38:5:208m", {.text = named(208)});
        row("\x1b[48;5;7;1m", {.ground = named(7), .bold = true});
        row("\x1b[38;2;1;2;3m", {.text = rgb(0x010203)});
        row("\x1b[38:2:1:2:3m", {.text = rgb(0x010203)});
        row("\x1b[38:2::1:2:3m", {.text = rgb(0x010203)});
        row("\x1b[38:2::1:2:3;9m", {.text = rgb(0x010203), .strikeOut = true});
        row("\x1b[48;2;255;0;128;3m", {.ground = rgb(0xff0080), .italic = true});
        row("\x1b[38;2;999;0;0m", {.text = rgb(0xff0000)});
        row("\x1b[38;5m", {});
        row("\x1b[38m", {});
        row("\x1b[38;5;300m", {});
        row("\x1b[4:0m", {});
        row("\x1b[4:3m", {.underline = true});
        row("\x1b[31m\x1b[m", {});
        row("\x1b[31;44m\x1b[0m", {});
        row("\x1b[31;44m\x1b[39m", {.ground = named(4)});
        row("\x1b[31;44m\x1b[49m", {.text = named(1)});
        row("\x1b[1;2m\x1b[22m", {});
        row("\x1b[3;7;9m", {.italic = true, .inverse = true, .strikeOut = true});
        row("\x1b[3;7;9m\x1b[23;27;29m", {});
        row("\x1b[1;;31m", {.text = named(1)});
        row("\x1b[1;31", {});
        row("\x1b[?1m", {});
        row("\x1b[1 m", {});
        row("\x1b[123456789m", {});
        row("\x1b[31K", {});
    }

    void whatASequenceSets()
    {
        QFETCH(QByteArray, text);
        QFETCH(AnsiStyle, style);
        QVERIFY(styleOf(text) == style);
    }

    void colorsCanBeReadOnAnyGround()
    {
        for (const QRgb ground : {0xffffffffu, 0xffeff0f1u, 0xff1b1e20u, 0xff000000u, 0xff808080u}) {
            const AnsiColors colors(isDark(ground) ? 0xffffffff : 0xff000000, ground);
            for (std::uint32_t index = 0; index < 256; ++index) {
                QVERIFY(contrast(colors.spanOf({.text = named(index)}).text, ground) >= 4.4);
                const TextStyleSpan onIt = colors.spanOf({.ground = named(index)});
                QVERIFY(contrast(onIt.text, onIt.background) >= 4.4);
            }
        }
        QCOMPARE(contrast(0xff000000, 0xffffffff), 21.0);
        // Letters without a colour are black or white here, whichever is farther from the ground.
        const AnsiColors onWhite(0xff000000, 0xffffffff);
        const AnsiColors onBlack(0xffffffff, 0xff000000);
        for (std::uint32_t index = 0; index < 256; ++index) {
            for (const AnsiColors& colors : {onWhite, onBlack}) {
                const TextStyleSpan span = colors.spanOf({.ground = named(index)});
                const QRgb other = span.text == 0xff000000 ? 0xffffffff : 0xff000000;
                QVERIFY(span.text == 0xff000000 || span.text == 0xffffffff);
                QVERIFY(contrast(span.text, span.background) >= contrast(other, span.background));
            }
        }
    }

    // Text between sequences, at random: what is shown is what is left without them, cell by cell, and every
    // byte belongs to one stop.
    void rowsAgainstStrippedText_data()
    {
        QTest::addColumn<int>("wrap");
        QTest::addColumn<int>("lineLength");
        QTest::newRow("lines") << 0 << 20;
        QTest::newRow("wrapped") << 11 << 60;
        QTest::newRow("long lines") << 0 << 30'000;
        QTest::newRow("long lines, wrapped") << 40 << 30'000;
    }

    void rowsAgainstStrippedText()
    {
        QFETCH(int, wrap);
        QFETCH(int, lineLength);
        std::mt19937 random(seed());
        QByteArray bytes;
        for (int i = 0; i < testing::rounds(30'000); ++i) {
            const unsigned kind = random() % 8;
            if (kind == 0)
                bytes += randomSequence(random);
            else if (random() % static_cast<unsigned>(lineLength) == 0)
                bytes += "\n";
            else if (kind == 1)
                bytes += QStringLiteral("漢").toUtf8();
            else if (kind == 2)
                bytes += "\x1b"; // alone
            else
                bytes += static_cast<char>('a' + random() % 26);
        }
        const QString stripped
            = QString::fromUtf8(bytes).remove(sequence()).replace(QChar(0x1b), QChar(0x241b));
        QString shown;
        ByteOffset at(0);
        for (const TextRow& row : allRows(rowsOf(bytes, hiding(wrap)))) {
            QCOMPARE(row.begin().value(), at.value());
            compareRow(row, bytes);
            if (QTest::currentTestFailed())
                return;
            shown += row.text();
            if (row.lineEnd().value() > 0)
                shown += u'\n';
            at = row.end();
        }
        QCOMPARE(at.value(), bytes.size());
        QCOMPARE(shown, stripped);
    }

    static void compareRow(const TextRow& row, const QByteArray& bytes)
    {
        std::int64_t cell = 0;
        ByteOffset at = row.begin();
        for (const TextStop& stop : stopsOf(row)) {
            QCOMPARE(stop.bytes.begin().value(), at.value());
            QCOMPARE(stop.cell, cell);
            QVERIFY(stop.cells > 0);
            const QByteArray spelled = bytes.mid(at.value(), stop.bytes.count().value());
            QString text = QString::fromUtf8(spelled).remove(sequence()).replace(QChar(0x1b), QChar(0x241b));
            // The end of a sequence that began in the segment before.
            const bool isCut = !row.segment().segment.beginsLine && at == row.segment().segment.range.begin();
            if (!isCut)
                QCOMPARE(text, row.segment().text.mid(stop.unit, stop.units));
            for (const std::int64_t in : {stop.cell, stop.cell + stop.cells - 1})
                QCOMPARE(row.stopAtCell(in).bytes.begin().value(), at.value());
            for (ByteOffset in = at; in < stop.bytes.end(); in = in + ByteCount(1))
                QCOMPARE(row.stopAt(in).unit, stop.unit);
            const ByteRange visible = row.shownBytes(stop.bytes);
            if (!isCut)
                QCOMPARE(QString::fromUtf8(bytes.mid(visible.begin().value(), visible.count().value()))
                             .replace(QChar(0x1b), QChar(0x241b)),
                    text);
            cell += stop.cells;
            at = stop.bytes.end();
        }
        QCOMPARE(row.cells(), cell);
        QCOMPARE(at.value(), row.contentEnd().value());
        QCOMPARE(row.endStop().bytes, ByteRange(row.contentEnd(), row.end()));
        QVERIFY(row.stopAt(row.contentEnd()).isRowEnd());
    }

    void aSequenceThatABorderOfSegmentsCutsIsHidden()
    {
        const QByteArray sequence("\x1b[38;2;10;20;30m");
        for (qsizetype before = 1; before < sequence.size(); ++before) {
            QByteArray bytes(16 * 1024 - before, 'x');
            bytes += sequence + QByteArray(40'000, 'y');
            const TextRows rows = rowsOf(bytes, hiding());
            QString shown;
            AnsiColorizer colorizer;
            colorizer.setColors(AnsiColors(0xff000000, 0xffffffff));
            const std::vector<TextRow> all = allRows(rows);
            QVERIFY(all.size() > 1);
            for (const TextRow& row : all)
                shown += row.text();
            QCOMPARE(shown, QString::fromLatin1(bytes).remove(AnsiTest::sequence()));
            const auto colors = colorizer.colors(rows, Encoding(), all);
            QVERIFY(colors.front().empty());
            for (std::size_t row = 1; row < all.size(); ++row) {
                QCOMPARE(colors[row].size(), std::size_t{1});
                QCOMPARE(
                    colors[row].front().units, static_cast<std::uint32_t>(all[row].segment().text.size()));
            }
        }
    }

    void otherEncodings()
    {
        const QString text = QStringLiteral("a\x1b[31mb漢\x1b]0;t\x07"
                                            "c\x1b[0m\n\x1b[1mz");
        const QString stripped = QString(text).remove(sequence());
        for (const char* name : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "Shift_JIS"}) {
            const Encoding encoding = *Encoding::byName(name);
            const auto bytes = bytesOf(text, encoding);
            const Snapshot snapshot = snapshotOf(bytes);
            const TextRows rows(
                snapshot, TextFormat{.encoding = encoding, .newline = encoding.newline()}, hiding());
            QString shown;
            for (const TextRow& row : allRows(rows))
                shown
                    += row.text().toString() + (row.lineEnd().value() > 0 ? QStringLiteral("\n") : QString());
            QCOMPARE(shown, stripped);
            AnsiColorizer colorizer;
            colorizer.setColors(AnsiColors(0xff000000, 0xffffffff));
            const std::vector<TextRow> all = allRows(rows);
            QCOMPARE(colorizer.colors(rows, encoding, all).front().front().unit, 1u);
            QVERIFY(colorizer.styleBefore(rows, encoding, all.back()) == AnsiStyle());
        }
    }

    // Every row alone looks as it does on any page that shows it.
    void stylesGoOverLinesAndDependOnTheBytesAlone()
    {
        std::mt19937 random(seed());
        QByteArray bytes;
        for (int line = 0; line < testing::rounds(6'000); ++line) {
            if (random() % 40 == 0)
                bytes += randomSequence(random);
            bytes += "line " + QByteArray::number(line)
                + QByteArray(static_cast<qsizetype>(random() % 60), '.') + "\n";
        }
        const TextRows rows = rowsOf(bytes, hiding());
        const std::vector<TextRow> all = allRows(rows);
        AnsiColorizer whole;
        whole.setColors(AnsiColors(0xff000000, 0xffffffff));
        const auto expected = whole.colors(rows, Encoding(), all);
        for (int round = 0; round < 200; ++round) {
            const std::size_t first = random() % all.size();
            const std::size_t count = std::min<std::size_t>(30, all.size() - first);
            AnsiColorizer page;
            page.setColors(AnsiColors(0xff000000, 0xffffffff));
            const auto colors = page.colors(rows, Encoding(), std::span(all).subspan(first, count));
            for (std::size_t row = 0; row < count; ++row)
                QVERIFY(colors[row] == expected[first + row]);
        }
    }

    void whatLiesFartherBackThanTheReachIsNotKnown()
    {
        const QByteArray filler = QByteArray(QByteArray(63, '.') + '\n').repeated(1024); // 64 KiB
        const TextRows rows = rowsOf("\x1b[31m" + filler.repeated(4), hiding());
        const AnsiColorizer colorizer;
        const auto styleAt = [&](std::int64_t offset) {
            return colorizer.styleBefore(rows, Encoding(), rows.at(ByteOffset(offset)));
        };
        QVERIFY(styleAt(70'000).text == named(1));
        QVERIFY(styleAt(131'000).text == named(1));
        QVERIFY(styleAt(200'000) == AnsiStyle());
    }

private:
    static QByteArray bytesOf(const QString& text, Encoding encoding)
    {
        QStringEncoder encoder(encoding.name().data());
        if (encoder.isValid())
            return encoder.encode(text);
        QByteArray bytes; // Shift_JIS, which Qt may not have
        for (const QChar c : text)
            bytes += c == u'漢' ? QByteArray("\x8a\xbf") : QByteArray(1, c.toLatin1());
        return bytes;
    }
};

QTEST_GUILESS_MAIN(AnsiTest)
#include "AnsiTest.moc"
