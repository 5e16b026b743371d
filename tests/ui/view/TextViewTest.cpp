// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The text view as a person uses it: keys and the mouse.

#include "TextViewTesting.h"

#include <QScrollBar>

using namespace megascope;

namespace {

constexpr auto shift = Qt::ShiftModifier;
constexpr auto control = Qt::ControlModifier;

} // namespace

class TextViewTest : public QObject, private TextViewTesting {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { close(); }

    void arrowsStepByGraphemes();
    void arrowsStepOverLineEnds();
    void controlArrowsStepByWords();
    void homeAndEnd();
    void endOfAWrappedRow();
    void upAndDownKeepTheColumn();
    void pagesKeepTheCursorInItsRow();
    void shiftExtends();
    void controlUpAndDownScrollOnly();
    void mouseSetsTheCursor();
    void clickingFindsEachCharacter();
    void doubleAndTripleClick();
    void dragSelects();
    void dragOutsideScrolls();
    void cursorInsideACharacter();
};

void TextViewTest::arrowsStepByGraphemes()
{
    open("e\xcc\x81x\xe6\xbc\xa2\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xff\tz");
    const QList<int> places{0, 3, 4, 7, 18, 19, 20, 21};
    for (const int place : places) {
        QCOMPARE(cursor(), place);
        press(Qt::Key_Right);
    }
    QCOMPARE(cursor(), 21);
    for (qsizetype i = places.size(); i-- > 0;) {
        QCOMPARE(cursor(), places[i]);
        press(Qt::Key_Left);
    }
    QCOMPARE(cursor(), 0);
}

void TextViewTest::arrowsStepOverLineEnds()
{
    open("a\r\nb\n\nc");
    QList<int> places;
    for (int i = 0; i < 7; ++i) {
        places.append(static_cast<int>(cursor()));
        press(Qt::Key_Right);
    }
    QCOMPARE(places, (QList<int>{0, 1, 3, 4, 5, 6, 7}));
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    QCOMPARE(cursor(), 1);
}

void TextViewTest::controlArrowsStepByWords()
{
    open("int foo_bar(a,  b);\n  next");
    QList<int> places;
    for (int i = 0; i < 9; ++i) {
        press(Qt::Key_Right, control);
        places.append(static_cast<int>(cursor()));
    }
    QCOMPARE(places, (QList<int>{4, 11, 12, 13, 16, 17, 19, 20, 22}));
    QList<int> back;
    for (int i = 0; i < 8; ++i) {
        press(Qt::Key_Left, control);
        back.append(static_cast<int>(cursor()));
    }
    QCOMPARE(back, (QList<int>{20, 19, 17, 16, 13, 12, 11, 4}));
}

void TextViewTest::homeAndEnd()
{
    open("one\n    indented\nlast");
    setCursor(12);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), 8);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), 4);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), 8);
    press(Qt::Key_End);
    QCOMPARE(cursor(), 16);
    press(Qt::Key_End);
    QCOMPARE(cursor(), 16);
    press(Qt::Key_End, control);
    QCOMPARE(cursor(), m_content.size());
    press(Qt::Key_Home, control);
    QCOMPARE(cursor(), 0);
}

void TextViewTest::endOfAWrappedRow()
{
    open(QByteArray("0123456789").repeated(50) + "\nnext", true);
    const TextScene& scene = m_view->upToDateScene();
    const std::int64_t width = scene.model().rows()[0].cells();
    press(Qt::Key_End);
    QCOMPARE(cursor(), width);
    QCOMPARE(scene.rowOf(m_view->cursorPlace()), 0);
    press(Qt::Key_Down);
    QCOMPARE(cursor(), 2 * width);
    QCOMPARE(scene.rowOf(m_view->cursorPlace()), 1);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), width);
    QCOMPARE(scene.rowOf(m_view->cursorPlace()), 1);
    press(Qt::Key_End);
    press(Qt::Key_End);
    QCOMPARE(cursor(), 500);
    press(Qt::Key_Home);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), 0);
}

void TextViewTest::upAndDownKeepTheColumn()
{
    open("long enough\nab\nlong enough\n");
    setCursor(7);
    press(Qt::Key_Down);
    QCOMPARE(cursor(), 14);
    press(Qt::Key_Down);
    QCOMPARE(cursor(), 22);
    press(Qt::Key_Up);
    press(Qt::Key_Up);
    QCOMPARE(cursor(), 7);
    press(Qt::Key_Up);
    QCOMPARE(cursor(), 0);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    QCOMPARE(cursor(), m_content.size());
}

void TextViewTest::pagesKeepTheCursorInItsRow()
{
    open(numberedLines(1000));
    const std::int64_t page = m_view->scene().page().height() - 1;
    setCursor(3 * 10 + 4);
    press(Qt::Key_PageDown);
    QCOMPARE(cursor(), (3 + page) * 10 + 4);
    QCOMPARE(top(), page * 10);
    press(Qt::Key_PageUp);
    QCOMPARE(cursor(), 3 * 10 + 4);
    QCOMPARE(top(), 0);
    press(Qt::Key_End, control);
    QCOMPARE(top(), (1000 - page) * 10);
}

void TextViewTest::shiftExtends()
{
    open("hello world\nsecond");
    setCursor(2);
    press(Qt::Key_Right, shift);
    press(Qt::Key_Right, shift | control);
    QCOMPARE(anchor(), 2);
    QCOMPARE(cursor(), 6);
    press(Qt::Key_Down, shift);
    QCOMPARE(anchor(), 2);
    QCOMPARE(cursor(), 18);
    press(Qt::Key_Left);
    QCOMPARE(anchor(), cursor());
}

void TextViewTest::controlUpAndDownScrollOnly()
{
    open(numberedLines(1000));
    press(Qt::Key_Down, control);
    press(Qt::Key_Down, control);
    QCOMPARE(top(), 20);
    QCOMPARE(cursor(), 0);
    press(Qt::Key_Up, control);
    QCOMPARE(top(), 10);
}

void TextViewTest::mouseSetsTheCursor()
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
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, shift, pointAt(2));
    QCOMPARE(anchor(), m_content.size());
    QCOMPARE(cursor(), 2);
}

void TextViewTest::clickingFindsEachCharacter()
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

void TextViewTest::doubleAndTripleClick()
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

void TextViewTest::dragSelects()
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

void TextViewTest::dragOutsideScrolls()
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

void TextViewTest::cursorInsideACharacter()
{
    open("a\xe6\xbc\xa2z");
    setCursor(2);
    const QRect inside = m_view->cursorRectangle();
    setCursor(1);
    QCOMPARE(inside, m_view->cursorRectangle());
    setCursor(2);
    press(Qt::Key_Right);
    QCOMPARE(cursor(), 4);
    setCursor(3);
    press(Qt::Key_Left);
    QCOMPARE(cursor(), 1);
}

QTEST_MAIN(TextViewTest)
#include "TextViewTest.moc"
