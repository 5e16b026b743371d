// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Rows of random text against what is known of its tokens, and against each other: however a row is found, it
// is the same one.

#include "TextTokens.h"
#include "tests/support/Rounds.h"

#include <QTest>

using namespace megascope;
using namespace megascope::texttokens;
using namespace Qt::StringLiterals;

class TextRowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomText_data();
    void randomText();
    void emptyDocument();
    void lastLineWithoutNewline();
    void newlineAtTheEndMakesAnEmptyRow();
    void wrapPrefersBordersOfWords();
    void wrapBetweenIdeographs();
    void oneBlankHangsOverTheEnd();
    void wideCharacterInNarrowRow();
    void tabStopsBeginAnewInEachRow();
    void byteOrderMarkAtTheBeginIsHarmless();
    void joinersOutsideOfTextAreShown();
    void loneMarkStandsOnACircle();
    void carriageReturnInALine();
    void whatCannotBeRead();
    void utf16();
    void longLineOfOneScript_data();
    void longLineOfOneScript();

private:
    static void compareWithTokens(const std::vector<TextRow>& rows, const std::vector<Token>& text, int tab);
    static void compareBothWays(const TextRows& rows, const std::vector<TextRow>& all);
    static void compareStops(const TextRow& row);
};

void TextRowsTest::randomText_data()
{
    QTest::addColumn<int>("wrap");
    QTest::addColumn<int>("lineLength");
    QTest::newRow("short lines") << 0 << 30;
    QTest::newRow("short lines, wrapped") << 13 << 60;
    QTest::newRow("long lines") << 0 << 20'000;
    QTest::newRow("long lines, wrapped") << 80 << 20'000;
    QTest::newRow("one line, narrow") << 8 << 1'000'000'000;
}

void TextRowsTest::randomText()
{
    QFETCH(int, wrap);
    QFETCH(int, lineLength);
    const unsigned seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 2; ++round) {
        const std::vector<Token> text = texttokens::randomText(random, testing::rounds(40'000), lineLength);
        const TextRows rows = rowsOf(bytesOf(text), {.tabCells = 4, .wrapCells = wrap});
        const std::vector<TextRow> all = allRows(rows);
        compareWithTokens(all, text, 4);
        compareBothWays(rows, all);
        for (const TextRow& row : all) {
            compareStops(row);
            const bool oneStop = row.stopAt(row.begin()).bytes.end() == row.contentEnd();
            QVERIFY(wrap == 0 || row.cells() <= wrap + 1 || oneStop);
            if (QTest::currentTestFailed())
                return;
        }
    }
}

void TextRowsTest::compareWithTokens(
    const std::vector<TextRow>& rows, const std::vector<Token>& text, int tab)
{
    ByteOffset offset(0);
    auto token = text.begin();
    for (const TextRow& row : rows) {
        QCOMPARE(row.begin().value(), offset.value());
        std::int64_t cell = 0;
        for (const TextStop& stop : stopsOf(row)) {
            QVERIFY(token != text.end() && !token->endsLine);
            QCOMPARE(stop.bytes.begin().value(), offset.value());
            QCOMPARE(stop.bytes.count().value(), token->bytes.size());
            QCOMPARE(row.segment().text.mid(stop.unit, stop.units), token->shown);
            QCOMPARE(stop.cell, cell);
            QCOMPARE(std::int64_t{stop.cells}, token->cells == 0 ? tab - cell % tab : token->cells);
            cell += stop.cells;
            offset = stop.bytes.end();
            ++token;
        }
        QCOMPARE(row.cells(), cell);
        if (row.lineEnd().value() > 0) {
            QVERIFY(token != text.end() && token->endsLine && row.endsLine());
            QCOMPARE(row.lineEnd().value(), token->bytes.size());
            offset = row.end();
            ++token;
        }
    }
    QVERIFY(token == text.end());
}

void TextRowsTest::compareBothWays(const TextRows& rows, const std::vector<TextRow>& all)
{
    // Found by others, from the end, so that nothing is known already.
    const TextRows fresh(rows.snapshot(), TextFormat{}, rows.options());
    TextRow row = fresh.at(rows.snapshot().end());
    for (auto expected = all.rbegin(); expected != all.rend(); ++expected) {
        QCOMPARE(row.begin().value(), expected->begin().value());
        QCOMPARE(row.end().value(), expected->end().value());
        const std::optional<TextRow> before = fresh.previous(row);
        QCOMPARE(before.has_value(), std::next(expected) != all.rend());
        row = before.value_or(row);
    }
    for (std::size_t i = 0; i < all.size(); i += 7) {
        const TextRow& wanted = all[i];
        if (wanted.range().empty())
            continue;
        const ByteOffset middle = wanted.begin() + wanted.range().count() / 2;
        const TextRows from(rows.snapshot(), TextFormat{}, rows.options());
        QCOMPARE(from.at(middle).begin().value(), wanted.begin().value());
        QCOMPARE(from.at(middle).end().value(), wanted.end().value());
    }
}

void TextRowsTest::compareStops(const TextRow& row)
{
    for (const TextStop& stop : stopsOf(row)) {
        for (const ByteOffset at : {stop.bytes.begin(), stop.bytes.end() - ByteCount(1)})
            QCOMPARE(row.stopAt(at).unit, stop.unit);
        for (const std::int64_t at : {stop.cell, stop.cell + stop.cells - 1})
            QCOMPARE(row.stopAtCell(at).unit, stop.unit);
        for (const std::int64_t at : {stop.unit, stop.unit + stop.units - 1})
            QCOMPARE(row.stopAtUnit(at).bytes.begin().value(), stop.bytes.begin().value());
    }
    for (const TextStop& end :
        {row.stopAt(row.contentEnd()), row.stopAtCell(row.cells()), row.stopAtUnit(row.unitEnd())}) {
        QVERIFY(end.isRowEnd());
        QCOMPARE(end.bytes.begin().value(), row.contentEnd().value());
    }
}

void TextRowsTest::emptyDocument()
{
    const TextRows rows = rowsOf({});
    const TextRow row = rows.at(ByteOffset(0));
    QVERIFY(row.range().empty() && row.beginsLine() && row.endsLine());
    QVERIFY(!rows.next(row) && !rows.previous(row));
    QVERIFY(row.stopAt(ByteOffset(0)).isRowEnd() && row.stopAtCell(0).isRowEnd());
    QVERIFY(rows.step(row, 5) == row && rows.step(row, -5) == row);
}

void TextRowsTest::lastLineWithoutNewline()
{
    const std::vector<TextRow> all = allRows(rowsOf("one\ntwo"));
    QCOMPARE(all.size(), std::size_t{2});
    QCOMPARE(all[1].text().toString(), QStringLiteral("two"));
    QVERIFY(all[1].endsLine() && all[1].lineEnd().value() == 0);
}

void TextRowsTest::newlineAtTheEndMakesAnEmptyRow()
{
    const std::vector<TextRow> all = allRows(rowsOf("one\n"));
    QCOMPARE(all.size(), std::size_t{2});
    QVERIFY(all[1].range().empty() && all[1].beginsLine());
}

QStringList texts(const std::vector<TextRow>& rows)
{
    QStringList result;
    for (const TextRow& row : rows)
        result += row.text().toString();
    return result;
}

void TextRowsTest::wrapPrefersBordersOfWords()
{
    QCOMPARE(texts(allRows(rowsOf("The quick brown fox jumps", {.wrapCells = 12}))),
        (QStringList{"The quick ", "brown fox ", "jumps"}));
    // Only in the second half of a row.
    QCOMPARE(texts(allRows(rowsOf("a bcdefghijklmnopqr", {.wrapCells = 12}))),
        (QStringList{"a bcdefghijk", "lmnopqr"}));
    QCOMPARE(texts(allRows(rowsOf("path=/usr/share/doc", {.wrapCells = 12}))),
        (QStringList{"path=/usr/", "share/doc"}));
}

void TextRowsTest::wrapBetweenIdeographs()
{
    QCOMPARE(texts(allRows(rowsOf(QString(u"漢字漢字漢。字漢").toUtf8(), {.wrapCells = 10}))),
        (QStringList{u"漢字漢字"_s, u"漢。字漢"_s}));
}

void TextRowsTest::oneBlankHangsOverTheEnd()
{
    QCOMPARE(texts(allRows(rowsOf("12345678 next", {.wrapCells = 8}))), (QStringList{"12345678 ", "next"}));
}

void TextRowsTest::wideCharacterInNarrowRow()
{
    const std::vector<TextRow> all = allRows(rowsOf("\t\t\t", {.tabCells = 40, .wrapCells = 10}));
    QCOMPARE(all.size(), std::size_t{3});
}

void TextRowsTest::tabStopsBeginAnewInEachRow()
{
    const std::vector<TextRow> all = allRows(rowsOf("abc\tdefg hi\tx", {.tabCells = 8, .wrapCells = 12}));
    QCOMPARE(texts(all), (QStringList{"abc\tdefg ", "hi\tx"}));
    QCOMPARE(all[1].stopAtUnit(all[1].unitEnd() - 1).cell, 8);
}

void TextRowsTest::byteOrderMarkAtTheBeginIsHarmless()
{
    const std::vector<TextRow> all = allRows(rowsOf("\xef\xbb\xbf"
                                                    "a\n\xef\xbb\xbf"));
    QCOMPARE(all[0].stopAtCell(0).look, TextLook::Mark);
    QCOMPARE(all[1].stopAtCell(0).look, TextLook::Warning);
}

void TextRowsTest::joinersOutsideOfTextAreShown()
{
    QCOMPARE(texts(allRows(rowsOf(QString(u"a\u200db\ufe0f").toUtf8()))), QStringList(u"a[ZWJ]b[VS16]"_s));
    QCOMPARE(texts(allRows(rowsOf(QString(u"\u2764\ufe0f\ufe0f").toUtf8()))),
        QStringList(u"\u2764\ufe0f[VS16]"_s));
    // Between letters of a script that joins, it is part of the text.
    QCOMPARE(texts(allRows(rowsOf(QString(u"\u0645\u200c\u06cc").toUtf8()))),
        QStringList(u"\u0645\u200c\u06cc"_s));
}

void TextRowsTest::loneMarkStandsOnACircle()
{
    const std::vector<TextRow> all = allRows(rowsOf("\xcc\x81x"));
    QCOMPARE(texts(all), QStringList(u"\u25cc\u0301x"_s));
    QCOMPARE(all[0].stopAtCell(1).bytes.begin().value(), 2);
}

void TextRowsTest::carriageReturnInALine()
{
    QCOMPARE(texts(allRows(rowsOf("a\rb\r\r\nc"))), (QStringList{u"a\u240db\u240d"_s, u"c"_s}));
}

// The first `lost` bytes of a page from `begin` on cannot be read.
class DamagedSource final : public Source {
public:
    DamagedSource(ByteCount size, const ByteRange& lost)
        : m_size(size)
        , m_lost(lost)
    {
    }

    ByteCount size() const override { return m_size; }
    Gaps read(ByteOffset offset, std::span<std::byte> out) const override
    {
        std::ranges::fill(out, std::byte('a'));
        const ByteRange part = m_lost.intersected({offset, ByteCount(static_cast<std::int64_t>(out.size()))});
        return part.empty() ? Gaps{} : Gaps{{part, Gap::Cause::Failed, 5}};
    }
    Extent extentAt(ByteOffset offset) const override
    {
        return {{offset, m_size - (offset - ByteOffset(0))}, {}};
    }
    std::unique_ptr<Scan> scan(const ByteRange& /*range*/) const override { return nullptr; }

private:
    ByteCount m_size;
    ByteRange m_lost;
};

void TextRowsTest::whatCannotBeRead()
{
    const auto source
        = std::make_shared<DamagedSource>(ByteCount(4000), ByteRange(ByteOffset(1000), ByteCount(512)));
    const TextRows rows(Snapshot(source, ByteCount(4000), Revision{0}), TextFormat{}, {});
    const TextRow row = rows.at(ByteOffset(0));
    QCOMPARE(row.stopAt(ByteOffset(999)).look, TextLook::Plain);
    const TextStop lost = row.stopAt(ByteOffset(1200));
    QCOMPARE(lost.look, TextLook::Unreadable);
    QVERIFY(lost.bytes == ByteRange(ByteOffset(1000), ByteCount(512)));
    QVERIFY(row.segment().text.mid(lost.unit, lost.units).contains(QStringLiteral("512")));
    QCOMPARE(row.stopAt(ByteOffset(1512)).look, TextLook::Plain);
    QCOMPARE(row.contentEnd().value(), 4000);
}

void TextRowsTest::utf16()
{
    const QByteArray bytes("a\0\x3d\xd8\x00\xde\x00\xd8\x22\x6f\n\0b\0", 14);
    const std::optional<Encoding> encoding = Encoding::byName("UTF-16LE");
    const TextRows rows(
        snapshotOf(bytes), TextFormat{.encoding = *encoding, .newline = encoding->newline()}, {});
    const std::vector<TextRow> all = allRows(rows);
    QCOMPARE(texts(all), (QStringList{u"a\U0001f600\\uD800漢"_s, u"b"_s}));
    QCOMPARE(all[0].stopAtCell(3).look, TextLook::Invalid);
    QCOMPARE(all[0].lineEnd().value(), 2);
}

void TextRowsTest::longLineOfOneScript_data()
{
    QTest::addColumn<QByteArray>("character");
    QTest::newRow("ASCII") << QByteArray("x");
    QTest::newRow("NUL") << QByteArray(1, '\0');
    QTest::newRow("Cyrillic") << QString(u"ж").toUtf8();
    QTest::newRow("ideographs") << QString(u"漢").toUtf8();
    QTest::newRow("invalid") << QByteArray("\xfe");
}

// However long a row is, text of one make costs one run.
void TextRowsTest::longLineOfOneScript()
{
    QFETCH(QByteArray, character);
    const QByteArray bytes = character.repeated(60'000);
    ByteOffset offset(0);
    for (const TextRow& row : allRows(rowsOf(bytes))) {
        QCOMPARE(row.begin().value(), offset.value());
        QVERIFY(row.range().count().value() <= 33'000);
        QCOMPARE(row.runs().size(), std::size_t{1});
        offset = row.end();
    }
    QCOMPARE(offset.value(), bytes.size());
}

QTEST_GUILESS_MAIN(TextRowsTest)
#include "TextRowsTest.moc"
