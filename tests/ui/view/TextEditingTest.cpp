// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "TextViewTesting.h"

#include <QAccessible>
#include <QDropEvent>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QUrl>

#include <cstring>

using namespace megascope;

class TextEditingTest : public QObject, protected TextViewTesting {
    Q_OBJECT

private:
    QByteArray bytes() const
    {
        QByteArray all(m_session->size().value(), '\0');
        (void)m_session->snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(all)));
        return all;
    }
    void type(const char* keys) { QTest::keyClicks(m_view.get(), QLatin1StringView(keys)); }
    void select(qint64 anchor, qint64 cursor)
    {
        m_session->setSelection({ByteOffset(anchor), ByteOffset(cursor)});
    }
    void compose(const QString& preedit, const QString& commit = {}, int from = 0, int length = 0)
    {
        QInputMethodEvent event(preedit, {});
        event.setCommitString(commit, from, length);
        QCoreApplication::sendEvent(m_view.get(), &event);
    }
    QVariant ask(Qt::InputMethodQuery query) { return m_view->inputMethodQuery(query); }

private slots:
    void cleanup() { close(); }

    void typingAndUndo()
    {
        open("one\ntwo\n");
        setCursor(3);
        type("more x");
        QCOMPARE(bytes(), "onemore x\ntwo\n");
        QCOMPARE(cursor(), 9);
        press(Qt::Key_Backspace);
        press(Qt::Key_Backspace);
        QCOMPARE(bytes(), "onemore\ntwo\n");
        m_session->editor().undo(); // the deleting
        QCOMPARE(bytes(), "onemore x\ntwo\n");
        m_session->editor().undo(); // the second word
        QCOMPARE(bytes(), "onemore \ntwo\n");
        m_session->editor().undo();
        QCOMPARE(bytes(), "one\ntwo\n");
        QCOMPARE(cursor(), 3);
        QVERIFY(!m_session->editor().canUndo());
    }

    void enterEndsLinesAsTheFileDoes_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("LF") << QByteArray("a\nb\n") << QByteArray("x\na\nb\n");
        QTest::newRow("CRLF") << QByteArray("a\r\nb\r\n") << QByteArray("x\r\na\r\nb\r\n");
        QTest::newRow("CR") << QByteArray("a\rb\r") << QByteArray("x\ra\rb\r");
        QTest::newRow("none") << QByteArray("a") << QByteArray("x\na");
        QTest::newRow("empty") << QByteArray() << QByteArray("x\n");
    }

    void enterEndsLinesAsTheFileDoes()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QByteArray, after);
        open(before);
        type("x");
        press(Qt::Key_Return);
        QCOMPARE(bytes(), after);
        press(Qt::Key_Backspace);
        press(Qt::Key_Delete);
        QCOMPARE(bytes(), before.isEmpty() ? QByteArray("x") : QByteArray("x") + before.mid(1));
    }

    void whereLinesEndInDifferentWaysTheLineBeforeTells()
    {
        open("a\r\nb\nc\nd\r\ne");
        setCursor(3);
        press(Qt::Key_Return);
        QCOMPARE(bytes(), "a\r\n\r\nb\nc\nd\r\ne");
        setCursor(9);
        press(Qt::Key_Return);
        QCOMPARE(bytes(), "a\r\n\r\nb\nc\n\nd\r\ne");
    }

    void enterInUtf16()
    {
        open(QByteArray("\xff\xfe"
                        "a\0\r\0\n\0b\0",
            10));
        m_session->setEncoding(Encoding::byName("UTF-16LE"));
        setCursor(4);
        press(Qt::Key_Return);
        type("z");
        QCOMPARE(bytes(),
            QByteArray("\xff\xfe"
                       "a\0\r\0\n\0z\0\r\0\n\0b\0",
                16));
    }

    void deletingByGraphemeAndWord()
    {
        open("e\xcc\x81\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"
             "ab  word, last\n");
        setCursor(14);
        press(Qt::Key_Backspace); // a woman with a computer
        QCOMPARE(bytes(),
            "e\xcc\x81"
            "ab  word, last\n");
        setCursor(0);
        press(Qt::Key_Delete); // with its accent
        QCOMPARE(bytes(), "ab  word, last\n");
        press(Qt::Key_Delete, Qt::ControlModifier);
        QCOMPARE(bytes(), "word, last\n");
        setCursor(10);
        press(Qt::Key_Backspace, Qt::ControlModifier);
        QCOMPARE(bytes(), "word, \n");
        press(Qt::Key_Delete);
        QCOMPARE(bytes(), "word, ");
        press(Qt::Key_Delete);
        setCursor(0);
        press(Qt::Key_Backspace);
        QCOMPARE(bytes(), "word, ");
    }

    void tabAndTypingOverASelection()
    {
        open("some words\n");
        select(9, 5);
        press(Qt::Key_Tab);
        QCOMPARE(bytes(), "some \ts\n");
        QCOMPARE(cursor(), 6);
        select(0, 8);
        press(Qt::Key_Backspace);
        QCOMPARE(bytes(), "");
    }

    void whatTheEncodingLacksIsRefusedByName()
    {
        open("abc\n");
        m_session->setEncoding(Encoding::byName("ISO-8859-1"));
        QSignalSpy refused(&m_session->editor(), &DocumentEditor::refused);
        select(0, 3);
        compose({}, QStringLiteral("ä€"));
        QCOMPARE(bytes(), "abc\n");
        QCOMPARE(refused.count(), 1);
        QCOMPARE(refused.front().front().toString(),
            QStringLiteral("ISO-8859-1 has no character “€” (U+20AC). Nothing was changed."));
        compose({}, QStringLiteral("äß"));
        QCOMPARE(bytes(), "\xe4\xdf\n");
    }

    void readOnlyRefusesOnce()
    {
        open("abc\n");
        m_session->editor().setReadOnly(true);
        QSignalSpy refused(&m_session->editor(), &DocumentEditor::refused);
        type("x");
        QCOMPARE(refused.count(), 1);
        compose({}, QStringLiteral("€"));
        QCOMPARE(refused.count(), 2);
        QCOMPARE(bytes(), "abc\n");
        QCOMPARE(ask(Qt::ImEnabled), false);
        QCOMPARE(ask(Qt::ImReadOnly), true);
    }

    void assistiveProgramsCanEdit()
    {
        open("one\ntwo\n");
        QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(accessible && accessible->editableTextInterface());
        QVERIFY(accessible->state().editable && !accessible->state().readOnly);
        static QStringList heard;
        heard.clear();
        const auto before = QAccessible::installUpdateHandler([](QAccessibleEvent* event) {
            if (event->type() != QAccessible::TextUpdated)
                return;
            const auto* update = static_cast<QAccessibleTextUpdateEvent*>(event);
            heard += QStringLiteral("%1-%2+%3")
                         .arg(update->changePosition())
                         .arg(update->textRemoved(), update->textInserted());
        });
        accessible->editableTextInterface()->replaceText(4, 7, QStringLiteral("2"));
        QCOMPARE(bytes(), "one\n2\n");
        accessible->editableTextInterface()->insertText(0, QStringLiteral("ü"));
        accessible->editableTextInterface()->deleteText(4, 5);
        QCOMPARE(bytes(), "\xc3\xbcone2\n");
        QCOMPARE(
            heard, (QStringList{QStringLiteral("4-two+2"), QStringLiteral("0-+ü"), QStringLiteral("4-\n+")}));
        m_session->editor().setReadOnly(true);
        QVERIFY(!accessible->state().editable);
        accessible->editableTextInterface()->deleteText(0, 1);
        QCOMPARE(bytes(), "\xc3\xbcone2\n");
        QAccessible::installUpdateHandler(before);
    }

    void textIsDroppedWhereItFalls()
    {
        open("one\r\ntwo\r\n");
        const auto drop = [this](std::int64_t offset, const QMimeData& data) {
            const QPoint point = pointAt(offset);
            QDragEnterEvent enter(point, Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(m_view->viewport(), &enter);
            if (!enter.isAccepted())
                return false;
            QDropEvent event(point, Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(m_view->viewport(), &event);
            return event.isAccepted();
        };
        QMimeData text;
        text.setText(QStringLiteral("x\ny"));
        QVERIFY(drop(6, text));
        QCOMPARE(bytes(), "one\r\ntx\r\nywo\r\n");
        QMimeData file;
        file.setUrls({QUrl::fromLocalFile(QStringLiteral("/etc/hostname"))});
        QVERIFY(!drop(6, file));
        m_session->editor().setReadOnly(true);
        QVERIFY(!drop(0, text));
        QCOMPARE(bytes(), "one\r\ntx\r\nywo\r\n");
    }

    // Held near an edge, what is dragged scrolls the document until it goes away from there.
    void draggingToAnEdgeScrolls()
    {
        open(numberedLines(1000));
        QMimeData text;
        text.setText(QStringLiteral("x"));
        const auto hold = [&](int y) {
            QDragMoveEvent move({200, y}, Qt::CopyAction, &text, Qt::LeftButton, {});
            QCoreApplication::sendEvent(m_view->viewport(), &move);
        };
        QDragEnterEvent enter({200, 150}, Qt::CopyAction, &text, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_view->viewport(), &enter);
        const int bottom = m_view->viewport()->height() - 1;
        hold(bottom);
        QTRY_VERIFY(top() > 500);
        hold(bottom / 2);
        const std::int64_t inside = top();
        QTest::qWait(150);
        QCOMPARE(top(), inside);
        hold(0);
        QTRY_COMPARE(top(), 0);
        hold(bottom);
        QTRY_VERIFY(top() > 100);
        const std::int64_t target = m_view->offsetAt({200, bottom}).value();
        QDropEvent drop(QPointF(200, bottom), Qt::CopyAction, &text, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_view->viewport(), &drop);
        QCOMPARE(bytes().indexOf('x'), target);
        const std::int64_t dropped = top();
        QTest::qWait(150);
        QCOMPARE(top(), dropped);
        m_session->editor().setReadOnly(true); // nothing can be dropped
        QCoreApplication::sendEvent(m_view->viewport(), &enter);
        hold(0);
        QTest::qWait(150);
        QCOMPARE(top(), dropped);
    }

    // A part of the document that is dragged: moved, or copied, as one step.
    void theSelectionIsMovedWhereItFalls_data()
    {
        QTest::addColumn<int>("to");
        QTest::addColumn<QByteArray>("moved");
        QTest::addColumn<int>("begin"); // of what is selected then
        QTest::addColumn<QByteArray>("copied");
        QTest::newRow("forward") << 14 << QByteArray("one three\ntwo four\n") << 10
                                 << QByteArray("one two three\ntwo four\n");
        QTest::newRow("to the end") << 19 << QByteArray("one three\nfour\ntwo ") << 15
                                    << QByteArray("one two three\nfour\ntwo ");
        QTest::newRow("backward") << 0 << QByteArray("two one three\nfour\n") << 0
                                  << QByteArray("two one two three\nfour\n");
        QTest::newRow("into itself") << 6 << QByteArray("one two three\nfour\n") << 4
                                     << QByteArray("one twtwo o three\nfour\n");
        QTest::newRow("behind itself")
            << 8 << QByteArray("one two three\nfour\n") << 4 << QByteArray("one two two three\nfour\n");
    }

    void theSelectionIsMovedWhereItFalls()
    {
        QFETCH(const int, to);
        QFETCH(const QByteArray, moved);
        QFETCH(const int, begin);
        QFETCH(const QByteArray, copied);
        const QByteArray before = "one two three\nfour\n";
        for (const bool moves : {true, false}) {
            open(before);
            select(4, 8);
            const RangeCopy data(*m_session, m_session->selection().range());
            QDragEnterEvent enter(pointAt(to), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(m_view->viewport(), &enter);
            QVERIFY(enter.isAccepted());
            QDropEvent event(pointAt(to), moves ? Qt::MoveAction : Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(m_view->viewport(), &event);
            QVERIFY(event.isAccepted());
            QCOMPARE(bytes(), moves ? moved : copied);
            if (moves) {
                QVERIFY(event.dropAction() != Qt::MoveAction); // else whoever dragged would delete it
                QCOMPARE(m_session->selection().range(), (ByteRange{ByteOffset(begin), ByteCount(4)}));
            }
            while (m_session->editor().canUndo() && bytes() != before)
                m_session->editor().undo();
            QVERIFY(!m_session->editor().canUndo());
            QCOMPARE(bytes(), before);
        }
    }

    void changedLinesAreMarked()
    {
        open("one\ntwo\nthree\nfour\n");
        // The rows of the view with the mark beside their number, as digits.
        const auto marked = [this] {
            const QImage image = m_view->viewport()->grab().toImage();
            const TextGeometry& geometry = m_view->scene().geometry();
            QString rows;
            for (int row = 0; row < m_view->scene().model().rowCount(); ++row) {
                const int y = geometry.rowTop(row) + geometry.metrics().rowHeight / 2;
                if (image.pixel(geometry.gutterWidth() - 1, y) == m_view->viewStyle().changed.rgb())
                    rows += QString::number(row);
            }
            return rows;
        };
        QCOMPARE(marked(), QString());
        setCursor(5);
        type("x");
        QCOMPARE(marked(), QStringLiteral("1"));
        press(Qt::Key_Return);
        QCOMPARE(marked(), QStringLiteral("1")); // the rest of the line is as it was
        select(10, 12);
        press(Qt::Key_Delete);
        QCOMPARE(marked(), QStringLiteral("13"));
        while (m_session->editor().canUndo())
            m_session->editor().undo();
        QCOMPARE(marked(), QString());
        setCursor(19);
        press(Qt::Key_Backspace);
        QCOMPARE(marked(), QStringLiteral("3"));
    }

    void theRowsStayWhereTheyAre()
    {
        open(numberedLines(10'000));
        m_view->setTopOffset(ByteOffset(50'000));
        const auto replace = [&](qint64 at, qint64 removed, const char* text, qint64 newCursor) {
            const auto content = std::as_bytes(std::span(text, std::strlen(text)));
            m_session->editor().apply(EditOrder{.range = {ByteOffset(at), ByteCount(removed)},
                .content = std::vector(content.begin(), content.end()),
                .selection = Selection::at(ByteOffset(newCursor))});
            return top();
        };
        QCOMPARE(replace(50'020, 3, "inserted\n", 50'020), 50'000);
        QCOMPARE(replace(90'000, 3, "inserted\n", 50'020), 50'000);
        QCOMPARE(replace(50'000, 0, "x", 50'001), 50'000);
        QCOMPARE(replace(100, 0, "far above\n", 50'031), 50'010);
        QCOMPARE(replace(100, 10, "", 50'021), 50'000);
        // The line at the top goes with what was above it.
        QCOMPARE(replace(49'980, 20, "", 49'990), 49'980);
    }
};

QTEST_MAIN(TextEditingTest)
#include "TextEditingTest.moc"
