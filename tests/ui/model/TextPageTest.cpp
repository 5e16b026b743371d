// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextPage.h"
#include "TextTokens.h"
#include "ui/model/TextModel.h"

#include "core/text/LineIndexer.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace megascope;
using namespace megascope::texttokens;

namespace {

// "line 0\n" … "line 99\n"; with an empty line behind.
QByteArray hundredLines()
{
    QByteArray text;
    for (int i = 0; i < 100; ++i)
        text += "line " + QByteArray::number(i) + '\n';
    return text;
}

} // namespace

class TextPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void scrollsByRows();
    void lastRowStandsAtTheBottom();
    void shortDocumentDoesNotScroll();
    void makesVisibleWithLittleMovement();
    void isNearWithinAPage();
    void topStaysWhenRowsChange();
    void shrinkingDocument();
    void model();
    void modelNumbersLines();
    void modelEstimatesLines();

private:
    // Made in place: a LineMap can be neither copied nor moved.
    [[nodiscard]] LineMap linesOf(std::shared_ptr<const LineIndex> index) const
    {
        return {std::move(index), m_snapshot.pieces().pieceAt(ByteOffset(0)).piece.source};
    }

    TextPage m_page;
    Snapshot m_snapshot;
};

void TextPageTest::init()
{
    m_page = TextPage();
    m_snapshot = snapshotOf(hundredLines());
    m_page.setDocument(m_snapshot, TextFormat{});
    m_page.setHeight(10);
}

void TextPageTest::scrollsByRows()
{
    QVERIFY(m_page.scrollBy(3));
    QCOMPARE(m_page.topRow().text().toString(), QStringLiteral("line 3"));
    QVERIFY(m_page.scrollBy(-1));
    QCOMPARE(m_page.topRow().text().toString(), QStringLiteral("line 2"));
    QVERIFY(m_page.scrollBy(-100));
    QCOMPARE(m_page.topRow().begin().value(), 0);
    QVERIFY(!m_page.scrollBy(-1));
    QCOMPARE(m_page.visibleRows().size(), std::size_t{11});
}

void TextPageTest::lastRowStandsAtTheBottom()
{
    m_page.setTop(m_snapshot.end());
    QCOMPARE(m_page.topRow().text().toString(), QStringLiteral("line 91"));
    QCOMPARE(m_page.topRow().begin().value(), m_page.lastTop().value());
    QVERIFY(m_page.visibleRows().back().range().empty());
    QVERIFY(!m_page.scrollBy(1));
    m_page.setHeight(20);
    QCOMPARE(m_page.topRow().text().toString(), QStringLiteral("line 81"));
}

void TextPageTest::shortDocumentDoesNotScroll()
{
    m_page.setHeight(200);
    QCOMPARE(m_page.lastTop().value(), 0);
    QVERIFY(!m_page.setTop(m_snapshot.end()));
}

void TextPageTest::makesVisibleWithLittleMovement()
{
    const auto rowOf = [&](int line) { return m_page.rows().step(m_page.rows().at(ByteOffset(0)), line); };
    QVERIFY(!m_page.makeVisible(rowOf(9)));
    QVERIFY(m_page.makeVisible(rowOf(10)));
    QCOMPARE(m_page.topRow().text().toString(), QStringLiteral("line 1"));
    QVERIFY(m_page.makeVisible(rowOf(0)));
    QVERIFY(m_page.center(rowOf(50)));
    QCOMPARE(m_page.topRow().text().toString(), QStringLiteral("line 45"));
}

void TextPageTest::isNearWithinAPage()
{
    m_page.setTop(ByteOffset(hundredLines().indexOf("line 40")));
    const QList<QByteArray> lines = hundredLines().split('\n');
    std::int64_t offset = 0;
    for (int line = 0; line < lines.size(); ++line) {
        const std::int64_t end = offset + lines[line].size(); // where its newline is
        const bool isNear = line >= 30 && line < 60; // the page begins at 40 and is 10 high
        QCOMPARE(m_page.isNear(ByteOffset(offset)), isNear);
        QCOMPARE(m_page.isNear(ByteOffset(end)), isNear);
        offset = end + 1;
    }
}

void TextPageTest::topStaysWhenRowsChange()
{
    const QByteArray text = QByteArray("some words in a line that is wrapped\n").repeated(100);
    m_page.setDocument(snapshotOf(text), TextFormat{});
    m_page.setTop(ByteOffset(37 * 20));
    m_page.setOptions({.wrapCells = 10});
    QCOMPARE(m_page.topRow().begin().value(), 37 * 20);
    m_page.scrollBy(2);
    const ByteOffset inside = m_page.topRow().begin();
    QVERIFY(inside > ByteOffset(37 * 20) && inside < ByteOffset(37 * 21));
    m_page.setOptions({});
    QCOMPARE(m_page.topRow().begin().value(), 37 * 20);
    m_page.setOptions({.wrapCells = 10});
    QCOMPARE(m_page.topRow().begin().value(), inside.value());
}

void TextPageTest::shrinkingDocument()
{
    m_page.setTop(m_snapshot.end());
    m_page.setDocument(snapshotOf("line 0\nline 1\n"), TextFormat{});
    QCOMPARE(m_page.topRow().begin().value(), 0);
    m_page.setDocument(snapshotOf({}), TextFormat{});
    QCOMPARE(m_page.visibleRows().size(), std::size_t{1});
}

void TextPageTest::model()
{
    TextModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    const LineMap lines = linesOf(std::make_shared<LineIndex>(NewlineCode{}, m_snapshot.size()));
    for (int i = 0; i < 3; ++i) {
        m_page.scrollBy(5);
        model.setRows(m_page.visibleRows());
        model.numberLines(lines, m_snapshot);
        QCOMPARE(model.rowCount(), 11);
        QCOMPARE(model.index(0, TextModel::TextColumn).data().toString(),
            QStringLiteral("line %1").arg(5 * (i + 1)));
        QCOMPARE(model.index(0, 0).data(TextModel::OffsetRole).toLongLong(), m_page.topRow().begin().value());
    }
}

void TextPageTest::modelNumbersLines()
{
    const auto index = std::make_shared<LineIndex>(NewlineCode{}, m_snapshot.size());
    Progress progress;
    QVERIFY(fillLineIndex(*index, m_snapshot, 1, progress, {}));
    m_page.setOptions({.wrapCells = 8});
    m_page.setTop(ByteOffset(hundredLines().indexOf("line 42")));
    const LineMap lines = linesOf(index);
    TextModel model;
    model.setRows(m_page.visibleRows());
    model.numberLines(lines, m_snapshot);
    QCOMPARE(model.index(0, TextModel::LineColumn).data().toString(), QStringLiteral("43"));
    QCOMPARE(model.index(9, TextModel::LineColumn).data().toString(), QStringLiteral("52"));
    QVERIFY(model.lineOf(0).exact);
}

void TextPageTest::modelEstimatesLines()
{
    const LineMap lines = linesOf(std::make_shared<LineIndex>(NewlineCode{}, m_snapshot.size()));
    m_page.scrollBy(50);
    TextModel model;
    model.setRows(m_page.visibleRows());
    model.numberLines(lines, m_snapshot);
    QVERIFY(model.index(0, TextModel::LineColumn).data().toString().startsWith(u'~'));
    QVERIFY(model.index(0, TextModel::LineColumn).data(TextModel::EstimateRole).toBool());
}

QTEST_GUILESS_MAIN(TextPageTest)
#include "TextPageTest.moc"
