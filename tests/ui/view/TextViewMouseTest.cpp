// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The text view as a person uses it: the mouse.

#include "TextViewTesting.h"

#include <QScrollBar>

using namespace megascope;

namespace {

// As long as a hand may hold the button in a click, and longer than until a mouse outside scrolls.
constexpr int whileHeld = 100; // milliseconds

} // namespace

class TextViewMouseTest : public QObject, private TextViewTesting {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { close(); }

    void mouseSetsTheCursor();
    void clickingFindsEachCharacter();
    void doubleAndTripleClick();
    void aClickOnTheSelection();
    void dragSelects();
    void dragOutsideScrolls();
    void dragAboveScrollsBack();
    void aClickOnAPartlyVisibleRowScrollsNothing();
    void moreClicksOnAPartlyVisibleRow();
    void aHandThatShakesSelectsNothing();
    void shiftAndAClickExtend();
    void draggingTheGutterTakesLines();
    void aClickScrollsNothingSideways();
};

void TextViewMouseTest::mouseSetsTheCursor()
{
    open("hello\n\twide \xe6\xbc\xa2\xe6\xbc\xa2 end\n");
    for (const int place : {3, 0, 7, 12, 15, 19}) {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(place));
        QCOMPARE(cursor(), place);
        QTest::qWait(0);
    }
    // Behind the end of a line and below the last one.
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(3) + QPoint(300, 0));
    QCOMPARE(cursor(), 5);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(300, 290));
    QCOMPARE(cursor(), m_content.size());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier, pointAt(2));
    QCOMPARE(anchor(), m_content.size());
    QCOMPARE(cursor(), 2);
}

void TextViewMouseTest::clickingFindsEachCharacter()
{
    open(
        "plain \xff \x01 tab\tand\xc2\xa0 \xe2\x80\xae \xe6\xbc\xa2 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d 12 end\n"
        "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d english \xd7\xa2\xd7\x9d\n");
    const TextScene& scene = m_view->upToDateScene();
    for (const TextRow& row : scene.model().rows()) {
        for (ByteOffset at = row.begin(); at < row.contentEnd();) {
            const TextStop stop = row.stopAt(at);
            const int x = scene.geometry().xOf(row, stop);
            const TextPlace found = scene.motion().placeNear(row, x);
            // Where directions meet, one x is two places.
            QCOMPARE(scene.geometry().xOf(row, row.stopAt(found.offset)), x);
            at = stop.bytes.end();
        }
    }
}

void TextViewMouseTest::doubleAndTripleClick()
{
    open("some words here\nsecond line\n");
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(6));
    QCOMPARE(anchor(), 5);
    QCOMPARE(cursor(), 10);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(6));
    QCOMPARE(anchor(), 0);
    QCOMPARE(cursor(), 16);
    // In the gutter one click takes the line.
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(3, pointAt(18).y()));
    QCOMPARE(anchor(), 16);
    QCOMPARE(cursor(), 28);
}

// It may be dragged; only when the button is let go it is known to be a click.
void TextViewMouseTest::aClickOnTheSelection()
{
    open("some words here\nsecond line\n");
    m_session->setSelection({ByteOffset(5), ByteOffset(10)});
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, pointAt(7));
    QCOMPARE(anchor(), 5);
    QCOMPARE(cursor(), 10);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, pointAt(7));
    QCOMPARE(anchor(), 7);
    QCOMPARE(cursor(), 7);
    // Beside it, a press selects as ever.
    m_session->setSelection({ByteOffset(5), ByteOffset(10)});
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, pointAt(12));
    QCOMPARE(anchor(), 12);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, pointAt(12));
}

void TextViewMouseTest::dragSelects()
{
    open("some words here\nsecond line\n");
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, pointAt(5));
    QTest::mouseMove(m_view->viewport(), pointAt(18));
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, pointAt(18));
    QCOMPARE(anchor(), 5);
    QCOMPARE(cursor(), 18);
    QTest::mouseMove(m_view->viewport(), pointAt(1));
    QCOMPARE(cursor(), 18);
}

void TextViewMouseTest::dragOutsideScrolls()
{
    open(numberedLines(1000));
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, pointAt(5));
    QTest::mouseMove(m_view->viewport(), QPoint(200, m_view->viewport()->height() + 40));
    QTRY_VERIFY(top() > 200);
    QCOMPARE(anchor(), 5);
    QVERIFY(cursor() > top());
    QTest::mouseRelease(
        m_view->viewport(), Qt::LeftButton, {}, QPoint(200, m_view->viewport()->height() + 40));
    const std::int64_t before = top();
    QTest::qWait(100);
    QCOMPARE(top(), before);
}

void TextViewMouseTest::dragAboveScrollsBack()
{
    open(numberedLines(1000));
    m_view->setTopOffset(ByteOffset(5000));
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, pointAt(5025));
    moveMouse({200, -40});
    QTRY_VERIFY(top() < 4800);
    QCOMPARE(anchor(), 5025);
    QCOMPARE(cursor() / 10, top() / 10);
    moveMouse({200, 10}); // inside again
    const std::int64_t before = top();
    QTest::qWait(whileHeld);
    QCOMPARE(top(), before);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, {200, 10});
}

void TextViewMouseTest::aClickOnAPartlyVisibleRowScrollsNothing()
{
    open(numberedLines(1000));
    showHalfARowBelow(10);
    const QPoint inside(pointAt(103).x(), m_view->viewport()->height() - 1);
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, inside);
    QCOMPARE(cursor(), 103);
    for (const QPointF jitter : {QPointF(1, 0), QPointF(0, -1), QPointF(-1, 0.6), QPointF(1, 2)}) {
        moveMouse(inside + jitter);
        QTest::qWait(whileHeld);
        QCOMPARE(top(), 0);
        QCOMPARE(cursor(), 103);
        QCOMPARE(anchor(), 103);
    }
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, inside);
    QCOMPARE(m_view->scene().rowOf(m_view->cursorPlace()), 10);
    press(Qt::Key_Left); // a key does show all of the row
    QCOMPARE(cursor(), 102);
    QCOMPARE(top(), 10);
}

void TextViewMouseTest::moreClicksOnAPartlyVisibleRow()
{
    open(numberedLines(1000));
    showHalfARowBelow(10);
    const QPoint inside(pointAt(103).x(), m_view->viewport()->height() - 1);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, inside);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, inside);
    QCOMPARE(anchor(), 100);
    QCOMPARE(cursor(), 109);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, inside);
    QCOMPARE(anchor(), 100);
    QCOMPARE(cursor(), 110);
    QCOMPARE(top(), 0);
}

// Wherever on a character it was pressed.
void TextViewMouseTest::aHandThatShakesSelectsNothing()
{
    open(numberedLines(1000));
    const TextMetrics& metrics = m_view->scene().geometry().metrics();
    const int cell = qRound(metrics.logical(metrics.cellWidth));
    const int row = qRound(metrics.logical(metrics.rowHeight));
    const QPoint origin(pointAt(54).x() - cell / 4, row * 5);
    for (int y = 0; y < row; ++y) {
        const QPoint at = origin + QPoint(y % cell, y);
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, at);
        const std::int64_t pressed = cursor();
        for (const QPoint jitter : {QPoint(2, 1), QPoint(-2, 1), QPoint(1, 2), QPoint(1, -2)}) {
            moveMouse(at + jitter);
            QCOMPARE(cursor(), pressed);
            QCOMPARE(anchor(), pressed);
        }
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, at);
        QTest::qWait(0);
    }
    // The next character is far enough, and back again selects nothing.
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, pointAt(54));
    moveMouse(pointAt(55));
    QCOMPARE(anchor(), 54);
    QCOMPARE(cursor(), 55);
    moveMouse(pointAt(54));
    QCOMPARE(cursor(), 54);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, pointAt(54));
}

void TextViewMouseTest::shiftAndAClickExtend()
{
    open(numberedLines(1000));
    showHalfARowBelow(10);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(14));
    const QPoint inside(pointAt(103).x(), m_view->viewport()->height() - 1);
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier, inside);
    moveMouse(inside + QPoint(1, 1));
    QTest::qWait(whileHeld);
    QCOMPARE(anchor(), 14);
    QCOMPARE(cursor(), 103);
    QCOMPARE(top(), 0);
    moveMouse(pointAt(3));
    QCOMPARE(anchor(), 14);
    QCOMPARE(cursor(), 3);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier, pointAt(3));
}

void TextViewMouseTest::draggingTheGutterTakesLines()
{
    open(numberedLines(500) + QByteArray("x").repeated(500) + '\n' + numberedLines(500));
    m_view->setTopOffset(ByteOffset(4950));
    QScrollBar* bar = m_view->horizontalScrollBar();
    QTRY_VERIFY(bar->isVisible()); // the long line was painted
    showHalfARowBelow(10);
    bar->setValue(20);
    QCOMPARE(bar->value(), 20);
    const std::int64_t line = 4950 + 5 * 10 + 501 + 4 * 10; // the row that is visible in part
    const QPoint inside(3, m_view->viewport()->height() - 1);
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, inside);
    moveMouse(inside + QPoint(0, 1));
    QTest::qWait(whileHeld);
    QCOMPARE(anchor(), line);
    QCOMPARE(cursor(), line + 10);
    QCOMPARE(top(), 4950);
    moveMouse({3, pointAt(5000).y() + 0.0});
    QCOMPARE(anchor(), line + 10);
    QCOMPARE(cursor(), 5000);
    moveMouse(inside + QPoint(0, 40));
    QTRY_VERIFY(top() > 5600);
    QCOMPARE(anchor(), line);
    QCOMPARE((cursor() - line) % 10, 0);
    QCOMPARE(bar->value(), 20);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, inside);
}

void TextViewMouseTest::aClickScrollsNothingSideways()
{
    open(QByteArray("words ").repeated(100) + '\n' + numberedLines(10));
    QScrollBar* bar = m_view->horizontalScrollBar();
    QTRY_VERIFY(bar->isVisible());
    bar->setValue(100);
    const QPoint right(m_view->viewport()->width() - 1, 5);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, right);
    const std::int64_t clicked = cursor();
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, right);
    QVERIFY(anchor() <= clicked && clicked <= cursor());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, right);
    QCOMPARE(cursor(), 601);
    QCOMPARE(bar->value(), 100);
    // A drag beside the text does scroll.
    QTest::qWait(QApplication::doubleClickInterval());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, right); // nothing is selected then
    QTest::qWait(QApplication::doubleClickInterval());
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, right - QPoint(50, 0));
    moveMouse(right);
    QCOMPARE(bar->value(), 100);
    moveMouse(right + QPoint(30, 0));
    QTRY_VERIFY(bar->value() > 150);
    moveMouse({3, 5});
    moveMouse({2, 5});
    QVERIFY(bar->value() < 150);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, {2, 5});
}

QTEST_MAIN(TextViewMouseTest)
#include "TextViewMouseTest.moc"
