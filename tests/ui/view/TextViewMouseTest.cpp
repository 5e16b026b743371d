// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The text view as a person uses it: the mouse.

#include "TextViewTesting.h"

using namespace megascope;

class TextViewMouseTest : public QObject, private TextViewTesting {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { close(); }

    void mouseSetsTheCursor();
    void clickingFindsEachCharacter();
    void doubleAndTripleClick();
    void dragSelects();
    void dragOutsideScrolls();
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

QTEST_MAIN(TextViewMouseTest)
#include "TextViewMouseTest.moc"
