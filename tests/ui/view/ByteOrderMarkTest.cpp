// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Whatever is done in a text view: a byte order mark stays the first of the bytes, and nothing stands before
// it.

#include "TextViewTesting.h"
#include "ui/session/CursorPlace.h"
#include "ui/session/LineEdits.h"
#include "ui/session/Place.h"

#include <QInputMethodEvent>

using namespace megascope;

class ByteOrderMarkTest : public QObject, protected TextViewTesting {
    Q_OBJECT

private:
    static constexpr const char* mark = "\xef\xbb\xbf";

    QByteArray bytes() const
    {
        QByteArray all(m_session->size().value(), '\0');
        (void)m_session->snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(all)));
        return all;
    }
    void openMarked(const QByteArray& text)
    {
        open(mark + text);
        QCOMPARE(cursor(), 0); // where the hex view stands, too
    }
    void type(const char* keys) { QTest::keyClicks(m_view.get(), QLatin1StringView(keys)); }
    void edit(LineEdit what)
    {
        const auto orders = lineEdit(what, *m_session);
        QVERIFY(orders);
        m_session->editor().apply(*orders);
    }
    void checkText(const char* text) const { QCOMPARE(bytes(), mark + QByteArray(text)); }

private slots:
    void cleanup() { close(); }

    void typingGoesBehindIt()
    {
        openMarked("one\ntwo\n");
        type("x");
        checkText("xone\ntwo\n");
        QCOMPARE(cursor(), 4);
        press(Qt::Key_Backspace);
        press(Qt::Key_Backspace);
        press(Qt::Key_Backspace, Qt::ControlModifier);
        checkText("one\ntwo\n");
        setCursor(0);
        press(Qt::Key_Return);
        checkText("\none\ntwo\n");
        setCursor(0);
        press(Qt::Key_Delete);
        checkText("one\ntwo\n");
        setCursor(0);
        QInputMethodEvent event;
        event.setCommitString(QStringLiteral("ü"));
        QCoreApplication::sendEvent(m_view.get(), &event);
        checkText("üone\ntwo\n");
    }

    void pastingGoesBehindIt()
    {
        openMarked("one");
        const QByteArray pasted("new ");
        const auto content = std::as_bytes(std::span(pasted));
        m_view->insert(std::vector<std::byte>(content.begin(), content.end()));
        checkText("new one");
        m_session->setSelection({ByteOffset(0), m_session->snapshot().end()});
        type("z");
        checkText("z");
        m_session->setSelection({m_session->snapshot().end(), ByteOffset(0)});
        m_view->deleteForward();
        checkText("");
    }

    void keysStopBehindIt_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifiers");
        QTest::newRow("left") << int(Qt::Key_Left) << 0;
        QTest::newRow("word left") << int(Qt::Key_Left) << int(Qt::ControlModifier);
        QTest::newRow("up") << int(Qt::Key_Up) << 0;
        QTest::newRow("page up") << int(Qt::Key_PageUp) << 0;
        QTest::newRow("home") << int(Qt::Key_Home) << 0;
        QTest::newRow("begin") << int(Qt::Key_Home) << int(Qt::ControlModifier);
    }

    void keysStopBehindIt()
    {
        QFETCH(const int, key);
        QFETCH(const int, modifiers);
        openMarked("one two\n");
        setCursor(4);
        const auto press = [&](int more) {
            QTest::keyClick(m_view.get(), Qt::Key(key), Qt::KeyboardModifiers(modifiers | more));
        };
        press(0);
        press(0);
        QCOMPARE(cursor(), 3);
        setCursor(0); // in the hex view
        press(0);
        QCOMPARE(cursor(), 3);
        setCursor(4);
        press(Qt::ShiftModifier);
        press(Qt::ShiftModifier);
        QCOMPARE(cursor(), 3);
        QCOMPARE(anchor(), 4);
    }

    void homeKnowsTheBlanksBehindIt()
    {
        openMarked("  one\n");
        setCursor(8);
        press(Qt::Key_Home);
        QCOMPARE(cursor(), 5);
        press(Qt::Key_Home);
        QCOMPARE(cursor(), 3);
        press(Qt::Key_Home);
        QCOMPARE(cursor(), 5);
    }

    void movesFromBeforeItBeginBehindIt()
    {
        openMarked("one two\n");
        press(Qt::Key_Right);
        QCOMPARE(cursor(), 4);
        setCursor(0);
        press(Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(anchor(), 3);
        QCOMPARE(cursor(), 7);
    }

    void clicksGoBehindIt()
    {
        openMarked("one two\nmore\n");
        const QPoint atMark = pointAt(0);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, atMark);
        QCOMPARE(cursor(), 3);
        QCOMPARE(m_view->offsetAt(atMark).value(), 3);
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(4));
        QCOMPARE(anchor(), 3);
        QCOMPARE(cursor(), 6);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, {2, atMark.y()}); // its line number
        QCOMPARE(anchor(), 3);
        QCOMPARE(cursor(), 11);
    }

    void linesBeginBehindIt()
    {
        openMarked("one\ntwo\n");
        edit(LineEdit::Indent);
        checkText("\tone\ntwo\n");
        edit(LineEdit::Unindent);
        edit(LineEdit::MoveDown);
        checkText("two\none\n");
        edit(LineEdit::MoveUp);
        checkText("one\ntwo\n");
        setCursor(0);
        edit(LineEdit::Duplicate);
        checkText("one\none\ntwo\n");
        setCursor(0);
        edit(LineEdit::Delete);
        checkText("one\ntwo\n");
        setCursor(0);
        edit(LineEdit::MoveUp);
        checkText("one\ntwo\n");
    }

    void columnsBeginBehindIt()
    {
        openMarked("one\n");
        const auto place = [&](std::int64_t column) {
            return resolvePlace(*m_session, {.kind = Place::Kind::Line, .column = column})->offset.value();
        };
        QCOMPARE(place(0), 3);
        QCOMPARE(place(2), 5);
        QCOMPARE(cursorPlace(*m_session).column, 0);
        setCursor(5);
        QCOMPARE(cursorPlace(*m_session).column, 2);
    }

    void inUtf16()
    {
        open(QByteArray("\xff\xfe"
                        "a\0b\0",
            6));
        m_session->setEncoding(std::nullopt);
        type("x");
        QCOMPARE(bytes(),
            QByteArray("\xff\xfe"
                       "x\0a\0b\0",
                8));
        press(Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(cursor(), 2);
    }

    // The bytes are no mark in this encoding, or stand elsewhere.
    void whereThereIsNone()
    {
        open(QByteArray("\xff\xfe"
                        "a",
            3));
        type("x");
        QCOMPARE(bytes(),
            QByteArray("x\xff\xfe"
                       "a",
                4));
        open(QByteArray("a") + mark);
        type("x");
        QCOMPARE(bytes(), QByteArray("xa") + mark);
    }
};

QTEST_MAIN(ByteOrderMarkTest)

#include "ByteOrderMarkTest.moc"
