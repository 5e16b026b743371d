// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "HexViewTesting.h"

#include <QInputMethodEvent>
#include <QSignalSpy>

using namespace megascope;

namespace {

struct Edited : ShownHexView {
    using ShownHexView::ShownHexView;

    void type(const char* keys) const { QTest::keyClicks(view->viewport(), QLatin1StringView(keys)); }
    QByteArray bytes() const
    {
        QByteArray all(session->size().value(), '\0');
        (void)session->snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(all)));
        return all;
    }
    void setInserting() const { session->editor().setInserting(true); }
    void put(qint64 offset) const { select(offset, offset); }
    void useCharacters() const { press(Qt::Key_Tab); }
};

} // namespace

class HexEditingTest : public QObject {
    Q_OBJECT

private slots:
    void digitsGoOverTheBytes()
    {
        const Edited edited("abcdef");
        edited.put(1);
        edited.type("5");
        QCOMPARE(edited.bytes(), "aRcdef"); // 62: the low digit stays
        QCOMPARE(edited.cursor(), 1);
        QVERIFY(edited.view->isAtLowDigit());
        edited.type("a5B");
        QCOMPARE(edited.bytes(), "aZ[def");
        QCOMPARE(edited.cursor(), 3);
        QVERIFY(!edited.view->isAtLowDigit());
        edited.session->editor().undo();
        QCOMPARE(edited.bytes(), "abcdef"); // one step
        QCOMPARE(edited.cursor(), 1);
        edited.session->editor().redo();
        QCOMPARE(edited.bytes(), "aZ[def");
    }

    void otherLettersAreNoDigits()
    {
        const Edited edited("abc");
        QSignalSpy refused(&edited.session->editor(), &DocumentEditor::refused);
        edited.type("xyz g");
        QCOMPARE(edited.bytes(), "abc");
        QVERIFY(!edited.session->editor().isModified());
        QCOMPARE(refused.count(), 0);
    }

    void digitsInsertBytes()
    {
        const Edited edited("abc");
        edited.setInserting();
        edited.put(1);
        edited.type("4");
        QCOMPARE(edited.bytes(), "a@bc");
        edited.type("142");
        QCOMPARE(edited.bytes(), "aABbc");
        QCOMPARE(edited.cursor(), 3);
        edited.session->editor().undo();
        QCOMPARE(edited.bytes(), "abc");
    }

    void theCursorElsewhereBeginsAnotherByte()
    {
        const Edited edited(QByteArray(4, '\0'));
        edited.type("1");
        edited.press(Qt::Key_Right);
        edited.press(Qt::Key_Left);
        edited.type("2");
        QCOMPARE(edited.bytes(), QByteArray("\x20\0\0\0", 4));
        edited.press(Qt::Key_Backspace); // the digit once more
        edited.type("34");
        QCOMPARE(edited.bytes(), QByteArray("\x34\0\0\0", 4));
    }

    void theDocumentGrowsAtItsEnd()
    {
        const Edited edited("ab");
        edited.press(Qt::Key_End, Qt::ControlModifier);
        edited.type("6364");
        QCOMPARE(edited.bytes(), "abcd");
        edited.useCharacters();
        edited.type("ef");
        QCOMPARE(edited.bytes(), "abcdef");
        edited.put(4);
        edited.type("xyz");
        QCOMPARE(edited.bytes(), "abcdxyz");
    }

    void charactersAreOfTheDocumentsEncoding()
    {
        const Edited edited("abcdef");
        edited.session->setEncoding(Encoding::byName("UTF-16LE"));
        edited.useCharacters();
        edited.type("Z");
        QCOMPARE(edited.bytes(), QByteArray("Z\0cdef", 6));
        edited.session->setEncoding(Encoding::byName("ISO-8859-1"));
        QSignalSpy refused(&edited.session->editor(), &DocumentEditor::refused);
        QInputMethodEvent latin;
        latin.setCommitString(QStringLiteral("ü"));
        QCoreApplication::sendEvent(edited.view.get(), &latin);
        QCOMPARE(edited.bytes(),
            QByteArray("Z\0\xfc"
                       "def",
                6));
        QInputMethodEvent euro;
        euro.setCommitString(QStringLiteral("€"));
        QCoreApplication::sendEvent(edited.view.get(), &euro);
        QCOMPARE(edited.bytes(),
            QByteArray("Z\0\xfc"
                       "def",
                6));
        QCOMPARE(refused.count(), 1);
        QVERIFY(refused.front().front().toString().contains(QStringLiteral("“€” (U+20AC)")));
    }

    void deleting()
    {
        const Edited edited("abcdef");
        edited.put(2);
        edited.press(Qt::Key_Backspace); // over the bytes: only back
        QCOMPARE(edited.bytes(), "abcdef");
        QCOMPARE(edited.cursor(), 1);
        edited.press(Qt::Key_Delete);
        QCOMPARE(edited.bytes(), "acdef");
        edited.setInserting();
        edited.press(Qt::Key_Backspace);
        QCOMPARE(edited.bytes(), "cdef");
        edited.press(Qt::Key_Backspace);
        QCOMPARE(edited.bytes(), "cdef");
        edited.select(3, 1);
        edited.press(Qt::Key_Delete);
        QCOMPARE(edited.bytes(), "cf");
        edited.press(Qt::Key_End, Qt::ControlModifier);
        edited.press(Qt::Key_Delete);
        QCOMPARE(edited.bytes(), "cf");
    }

    void typingOverASelection()
    {
        const Edited edited("abcdef");
        edited.select(1, 4);
        edited.type("5a");
        QCOMPARE(edited.bytes(), "aZcdef"); // over the bytes: nothing moves
        edited.setInserting();
        edited.select(4, 1);
        edited.type("41");
        QCOMPARE(edited.bytes(), "aAef");
        edited.select(0, 2);
        edited.useCharacters();
        edited.type("xyz");
        QCOMPARE(edited.bytes(), "xyzef");
    }

    void nothingIsTypedIntoWhatIsReadOnly()
    {
        const Edited edited("abc");
        edited.session->editor().setReadOnly(true);
        QSignalSpy refused(&edited.session->editor(), &DocumentEditor::refused);
        edited.type("4");
        edited.press(Qt::Key_Delete);
        QCOMPARE(edited.bytes(), "abc");
        QCOMPARE(refused.count(), 2);
    }

    void whatIsInsertedFollowsTheMode()
    {
        const Edited edited("abcdef");
        edited.put(4);
        edited.view->insert(std::vector(3, std::byte{'x'}));
        QCOMPARE(edited.bytes(), "abcdxxx");
        edited.setInserting();
        edited.select(0, 2);
        edited.view->insert(edited.session->snapshot().pieces().slice({ByteOffset(2), ByteCount(3)}));
        QCOMPARE(edited.bytes(), "cdxcdxxx");
        QCOMPARE(edited.cursor(), 3);
    }

    void changedBytesHaveAColour()
    {
        const Edited edited("abcdefgh");
        const auto isMarked = [&](qint64 offset) {
            const QRect cell(edited.at(HexArea::Bytes, offset) - QPoint(6, 6), QSize(12, 12));
            const QImage image = edited.view->viewport()->grab(cell).toImage();
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor color = image.pixelColor(x, y);
                    if (color.red() > color.green() + 60) // no other digit is
                        return true;
                }
            }
            return false;
        };
        QVERIFY(!isMarked(2) && !isMarked(3));
        edited.put(2);
        edited.type("11");
        edited.put(6);
        QVERIFY(isMarked(2) && !isMarked(1) && !isMarked(3));
        edited.session->editor().undo();
        edited.put(6);
        QVERIFY(!isMarked(2));
    }

    // An edit far above must not take what is looked at away, and one below nothing at all.
    void theRowsStayWhereTheyAre()
    {
        const Edited edited(QByteArray(100'000, 'x'));
        edited.view->grab();
        edited.view->setTopOffset(ByteOffset(32'000));
        const auto replace = [&](qint64 at, qint64 removed, qint64 inserted) {
            edited.session->editor().apply(EditOrder{.range = {ByteOffset(at), ByteCount(removed)},
                .content = std::vector(static_cast<std::size_t>(inserted), std::byte{'y'}),
                .selection = Selection::at(ByteOffset(32'100))});
            return edited.view->topOffset().value();
        };
        QCOMPARE(replace(50'000, 10, 1000), 32'000);
        QCOMPARE(replace(32'000, 0, 7), 32'000);
        QCOMPARE(replace(100, 0, 1), 32'000);
        QCOMPARE(replace(100, 1, 0), 32'000);
        QCOMPARE(replace(100, 0, 1600), 33'600);
        QCOMPARE(replace(100, 1600, 0), 32'000);
    }
};

QTEST_MAIN(HexEditingTest)
#include "HexEditingTest.moc"
