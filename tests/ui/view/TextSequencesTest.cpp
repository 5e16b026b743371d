// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Sequences for terminals in the text view: hidden, the cursor, the mouse and edits pass over them, and none
// is lost.

#include "TextViewTesting.h"
#include "ui/session/DocumentFinder.h"

#include <KLocalizedString>

#include <random>

using namespace megascope;

class TextSequencesTest : public QObject, protected TextViewTesting {
    Q_OBJECT

private:
    void openHidden(const QByteArray& content, bool wrap = false)
    {
        open(content, wrap);
        m_view->setSequences(SequenceDisplay::Colored);
        m_view->grab();
    }

    [[nodiscard]] QByteArray bytes() const
    {
        const Snapshot& snapshot = m_session->snapshot();
        QByteArray all(snapshot.size().value(), 0);
        (void)snapshot.read(ByteOffset(0), std::as_writable_bytes(std::span(all)));
        return all;
    }

    [[nodiscard]] QRgb colorsIn(std::int64_t offset, bool isGround)
    {
        const QImage image = m_view->viewport()->grab().toImage();
        const QRect place = m_view->rectangleOf({ByteOffset(offset)});
        const int width = m_view->scene().geometry().metrics().cellWidth;
        const double scale = image.devicePixelRatio();
        const QRgb ground
            = image.pixel(qRound((place.left() + 1) * scale), qRound((place.top() + 1) * scale));
        if (isGround)
            return ground;
        QRgb best = ground;
        const auto distance = [&](QRgb c) {
            return qAbs(qRed(c) - qRed(ground)) + qAbs(qGreen(c) - qGreen(ground))
                + qAbs(qBlue(c) - qBlue(ground));
        };
        for (int y = place.top(); y < place.bottom(); ++y) {
            for (int x = place.left() + 1; x < place.left() + width; ++x) {
                if (const QRgb c = image.pixel(qRound(x * scale), qRound(y * scale));
                    distance(c) > distance(best))
                    best = c;
            }
        }
        return best;
    }

private slots:
    void initTestCase() { KLocalizedString::setApplicationDomain("megascope"); }
    void cleanup() { close(); }

    void documentsThatBeginWithThemAreColored()
    {
        open("plain\n");
        m_view->setSequences(SequenceDisplay::Automatic);
        QCOMPARE(m_view->shownSequences(), SequenceDisplay::Shown);
        open("a \x1b[31mred\x1b[0m\n");
        m_view->setSequences(SequenceDisplay::Automatic);
        QCOMPARE(m_view->shownSequences(), SequenceDisplay::Colored);
        QCOMPARE(m_view->upToDateScene().model().rows().front().text().toString(), QStringLiteral("a red"));
        m_view->setSequences(SequenceDisplay::Shown);
        QCOMPARE(m_view->upToDateScene().model().rows().front().cells(), 14);
        open("\x1b alone [31m\n");
        m_view->setSequences(SequenceDisplay::Automatic);
        QCOMPARE(m_view->shownSequences(), SequenceDisplay::Shown);
    }

    void whatTheySayIsPainted()
    {
        openHidden("....\n\x1b[38;2;200;0;0mMMM\x1b[0mMMM\x1b[48;2;10;200;10m   \n");
        const QByteArray content = bytes();
        const QRgb red = colorsIn(content.indexOf("MMM") + 1, false);
        const QRgb plain = colorsIn(content.lastIndexOf("MMM") + 1, false);
        QVERIFY2(qRed(red) > qGreen(red) + 60 && qRed(red) > qBlue(red) + 60,
            qPrintable(QString::number(red, 16)));
        QVERIFY(qAbs(qRed(plain) - qGreen(plain)) < 40);
        QCOMPARE(colorsIn(content.indexOf("m   ") + 2, true), qRgb(10, 200, 10));
        m_view->setSequences(SequenceDisplay::Hidden);
        QVERIFY(colorsIn(content.indexOf("m   ") + 2, true) != qRgb(10, 200, 10));
    }

    // Letters for a dark ground, where another ground is in its place.
    void lettersAreReadOnTheSelectionToo()
    {
        openHidden("\x1b[38;2;255;255;255;48;2;0;0;0mMMM\x1b[0m....\n");
        const std::int64_t place = bytes().indexOf("MMM") + 1;
        QVERIFY(qGreen(colorsIn(place, false)) > 200 && qGreen(colorsIn(place, true)) < 50);
        m_session->setSelection({ByteOffset(place - 1), ByteOffset(place + 2)});
        QVERIFY(qGreen(colorsIn(place, true)) > 100);
        QVERIFY(qGreen(colorsIn(place, false)) < 100);
        m_session->setSelection(Selection::at(ByteOffset(0)));
        DocumentFinder finder(*m_session);
        finder.setPattern({.text = "MMM"});
        finder.setShown(true);
        m_view->setFinder(&finder);
        QVERIFY(qGreen(colorsIn(place, true)) > 100);
        QVERIFY(qGreen(colorsIn(place, false)) < 100);
        m_view->setFinder(nullptr);
    }

    // Each press of a key moves on the screen, and all places are met in both directions.
    void theCursorPassesOverThem()
    {
        openHidden("a\x1b[31mb\x1b[0m\n\x1b[1m\n\x1b[2m\x1b[3mc");
        const QList<std::int64_t> places{0, 1, 7, 12, 17, 26}; // before a, before b, behind b, line 2, c, end
        for (const std::int64_t place : places) {
            QCOMPARE(cursor(), place);
            press(Qt::Key_Right);
        }
        for (auto place = places.rbegin(); place != places.rend(); ++place) {
            QCOMPARE(cursor(), *place);
            press(Qt::Key_Left);
        }
        setCursor(6); // behind what is hidden before b: shown where b begins
        QCOMPARE(m_view->cursorRectangle().left(), m_view->rectangleOf({ByteOffset(1)}).left());
        press(Qt::Key_Left);
        QCOMPARE(cursor(), 0);
        press(Qt::Key_End);
        QCOMPARE(cursor(), 7);
    }

    void clicksMeetWhatIsShown()
    {
        openHidden("ab\x1b[31mcd\x1b[0mef\n");
        for (const auto& [cell, offset] :
            {std::pair{0, 0}, {1, 1}, {2, 2}, {3, 8}, {4, 9}, {5, 14}, {6, 15}}) {
            const TextScene& scene = m_view->upToDateScene();
            const TextMetrics& metrics = scene.geometry().metrics();
            const QPoint point(
                qRound(metrics.logical(scene.geometry().textLeft() + cell * metrics.cellWidth + 1)), 3);
            QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, point);
            QCOMPARE(cursor(), offset);
        }
    }

    void aWordIsSelectedWithoutThem()
    {
        openHidden("x \x1b[31mERROR\x1b[0m y\n");
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(9));
        QCOMPARE(anchor(), 7);
        QCOMPARE(cursor(), 12);
    }

    void deletingTakesWhatIsShown()
    {
        openHidden("a\x1b[31mb\x1b[0mc\x1b[1m\nd");
        setCursor(1);
        press(Qt::Key_Delete); // b
        QCOMPARE(bytes(), QByteArray("a\x1b[31m\x1b[0mc\x1b[1m\nd"));
        QCOMPARE(cursor(), 1);
        press(Qt::Key_Delete); // c
        QCOMPARE(bytes(), QByteArray("a\x1b[31m\x1b[0m\x1b[1m\nd"));
        press(Qt::Key_Delete); // the line end
        QCOMPARE(bytes(), QByteArray("a\x1b[31m\x1b[0m\x1b[1md"));
        press(Qt::Key_Backspace); // a
        QCOMPARE(bytes(), QByteArray("\x1b[31m\x1b[0m\x1b[1md"));
        press(Qt::Key_End);
        press(Qt::Key_Backspace);
        QCOMPARE(bytes(), QByteArray("\x1b[31m\x1b[0m\x1b[1m"));
        press(Qt::Key_Backspace);
        press(Qt::Key_Delete);
        QCOMPARE(bytes(), QByteArray("\x1b[31m\x1b[0m\x1b[1m"));
        m_session->editor().undo();
    }

    void deletingAWordKeepsWhatIsInsideOfIt()
    {
        openHidden("one t\x1b[31mw\x1b[0mo three\n");
        setCursor(4);
        press(Qt::Key_Delete, Qt::ControlModifier);
        QCOMPARE(bytes(), QByteArray("one \x1b[31m\x1b[0mthree\n"));
        QCOMPARE(cursor(), 4);
    }

    void typingInsideOfOneGoesBeforeIt()
    {
        openHidden("ab\x1b[31mcd\n");
        setCursor(5); // as the hex view can
        QTest::keyClicks(m_view.get(), QStringLiteral("x"));
        QCOMPARE(bytes(), QByteArray("abx\x1b[31mcd\n"));
        QTest::keyClicks(m_view.get(), QStringLiteral("y"));
        QCOMPARE(bytes(), QByteArray("abxy\x1b[31mcd\n"));
        setCursor(7);
        m_view->insert(std::vector{std::byte('z')}); // as pasting does
        QCOMPARE(bytes(), QByteArray("abxyz\x1b[31mcd\n"));
    }

    // Whatever one types and deletes without a selection, all sequences are still there, in order.
    void keysLoseNone()
    {
        const QByteArray wanted = qgetenv("MEGASCOPE_SEED");
        const unsigned seed = wanted.isEmpty() ? std::random_device()() : wanted.toUInt();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        QByteArray content;
        QByteArrayList sequences;
        for (int i = 0; i < 60; ++i) {
            if (random() % 3 == 0) {
                sequences.append("\x1b[" + QByteArray::number(i) + "m");
                content += sequences.back();
            } else {
                content += "ab c\n"[random() % 5];
            }
        }
        openHidden(content, true);
        for (int i = 0; i < 300; ++i) {
            const auto keys = {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Backspace,
                Qt::Key_Delete, Qt::Key_Return, Qt::Key_Home, Qt::Key_End};
            if (random() % 4 == 0)
                setCursor(static_cast<std::int64_t>(random() % static_cast<unsigned>(bytes().size() + 1)));
            else if (random() % 3 == 0)
                QTest::keyClicks(m_view.get(), QStringLiteral("x"));
            else
                press(keys.begin()[random() % keys.size()],
                    random() % 4 == 0 ? Qt::ControlModifier : Qt::KeyboardModifiers());
            qsizetype at = 0;
            for (const QByteArray& sequence : sequences) {
                at = bytes().indexOf(sequence, at);
                QVERIFY2(at >= 0, sequence.mid(1).constData());
                at += sequence.size();
            }
        }
    }

    void anEditChangesTheColorsBelow()
    {
        openHidden("one\ntwo\n");
        const QRgb before = colorsIn(4, true);
        m_session->setSelection(Selection::at(ByteOffset(0)));
        m_view->insert([] {
            const QByteArray text("\x1b[48;2;10;200;10m");
            const auto all = std::as_bytes(std::span(text));
            return EditContent(std::vector<std::byte>(all.begin(), all.end()));
        }());
        QVERIFY(colorsIn(bytes().indexOf("two"), true) != before);
        QCOMPARE(colorsIn(bytes().indexOf("two") + 1, true), qRgb(10, 200, 10));
    }
};

QTEST_MAIN(TextSequencesTest)
#include "TextSequencesTest.moc"
