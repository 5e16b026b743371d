// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The text view as a person uses it: keys.

#include "TextViewTesting.h"

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
