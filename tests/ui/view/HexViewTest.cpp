// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "HexViewTesting.h"

#include <QContextMenuEvent>
#include <QPainter>
#include <QSignalSpy>
#include <QWheelEvent>

#include <limits>

using namespace megascope;

namespace {

QByteArray countingBytes(int count)
{
    QByteArray bytes(count, '\0');
    for (int i = 0; i < count; ++i)
        bytes[i] = static_cast<char>(i * 7);
    return bytes;
}

void turnWheel(HexView& view, int angle, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    const QPoint center = view.viewport()->rect().center();
    QWheelEvent event(center, view.viewport()->mapToGlobal(center), {}, {0, angle}, Qt::NoButton, modifiers,
        Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view.viewport(), &event);
}

} // namespace

class HexViewTest : public QObject {
    Q_OBJECT

private slots:
    void arrowsStepByBytesAndRows()
    {
        const ShownHexView shown(countingBytes(1000));
        shown.press(Qt::Key_Right);
        QCOMPARE(shown.cursor(), 1);
        shown.press(Qt::Key_Down);
        QCOMPARE(shown.cursor(), 17);
        shown.press(Qt::Key_Left);
        shown.press(Qt::Key_Up);
        QCOMPARE(shown.cursor(), 0);
        shown.press(Qt::Key_Up);
        shown.press(Qt::Key_Left);
        QCOMPARE(shown.cursor(), 0);
        shown.press(Qt::Key_End);
        QCOMPARE(shown.cursor(), 15);
        shown.press(Qt::Key_Home);
        QCOMPARE(shown.cursor(), 0);
        shown.press(Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(shown.cursor(), 1000);
        shown.press(Qt::Key_Right);
        shown.press(Qt::Key_Down);
        QCOMPARE(shown.cursor(), 1000);
        shown.press(Qt::Key_Home);
        QCOMPARE(shown.cursor(), 992);
        shown.press(Qt::Key_End);
        QCOMPARE(shown.cursor(), 1000); // the row ends with the document
        shown.press(Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(shown.cursor(), 0);
        shown.press(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(shown.cursor(), 8);
        shown.press(Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(shown.cursor(), 16);
        shown.press(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(shown.cursor(), 8);
    }

    void upAndDownKeepTheirColumn()
    {
        const ShownHexView shown(countingBytes(100)); // the last row has 4 bytes
        shown.select(90, 90);
        shown.press(Qt::Key_Down);
        QCOMPARE(shown.cursor(), 100);
        shown.press(Qt::Key_Up);
        QCOMPARE(shown.cursor(), 90);
        shown.press(Qt::Key_Down);
        shown.press(Qt::Key_Left);
        shown.press(Qt::Key_Up);
        QCOMPARE(shown.cursor(), 83);
    }

    void pagesMoveCursorAndRowsTogether()
    {
        const ShownHexView shown(countingBytes(100'000));
        const int page = shown.view->hexLayout().fullRows();
        shown.select(5, 5);
        shown.press(Qt::Key_PageDown);
        QCOMPARE(shown.cursor(), 5 + page * 16);
        QCOMPARE(shown.view->topRow(), RowNumber(page));
        shown.press(Qt::Key_PageDown);
        shown.press(Qt::Key_PageUp);
        shown.press(Qt::Key_PageUp);
        QCOMPARE(shown.cursor(), 5);
        QCOMPARE(shown.view->topRow(), RowNumber(0));
        shown.press(Qt::Key_PageDown, Qt::ShiftModifier);
        QCOMPARE(shown.selected(), QStringLiteral("5+%1").arg(page * 16));
    }

    void shiftExtends()
    {
        const ShownHexView shown(countingBytes(1000));
        shown.select(20, 20);
        shown.press(Qt::Key_Right, Qt::ShiftModifier);
        shown.press(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(shown.selected(), QStringLiteral("20+17"));
        shown.press(Qt::Key_Up, Qt::ShiftModifier);
        shown.press(Qt::Key_Home, Qt::ShiftModifier);
        QCOMPARE(shown.selected(), QStringLiteral("16+4"));
        shown.press(Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(shown.selected(), QStringLiteral("20+12"));
        shown.press(Qt::Key_End, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(shown.selected(), QStringLiteral("20+980"));
        shown.press(Qt::Key_Home, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(shown.selected(), QStringLiteral("0+20"));
        shown.press(Qt::Key_Left);
        QCOMPARE(shown.selected(), QStringLiteral("0+0"));
    }

    void controlScrollsWithoutTheCursor()
    {
        const ShownHexView shown(countingBytes(10'000));
        shown.press(Qt::Key_Down, Qt::ControlModifier);
        shown.press(Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(shown.cursor(), 0);
        QCOMPARE(shown.view->topRow(), RowNumber(2));
        shown.press(Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(shown.view->topRow(), RowNumber(1));
        shown.press(Qt::Key_Right);
        QCOMPARE(shown.view->topRow(), RowNumber(0));
        shown.press(Qt::Key_Left);
        // The cursor comes back into view although it stays where it is.
        shown.view->scrollByRows(100);
        shown.press(Qt::Key_Home);
        QCOMPARE(shown.cursor(), 0);
        QCOMPARE(shown.view->topRow(), RowNumber(0));
    }

    void tabGoesToTheOtherColumn()
    {
        const ShownHexView shown(countingBytes(100));
        QCOMPARE(shown.view->activeArea(), HexArea::Bytes);
        shown.press(Qt::Key_Tab);
        QCOMPARE(shown.view->activeArea(), HexArea::Characters);
        shown.press(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(shown.view->activeArea(), HexArea::Bytes);
    }

    void controlTabLeaves()
    {
        QWidget window;
        const ShownHexView shown(countingBytes(100));
        shown.view->setParent(&window);
        QWidget other(&window);
        other.setFocusPolicy(Qt::StrongFocus);
        QWidget::setTabOrder(shown.view.get(), &other);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        shown.view->setFocus();
        shown.press(Qt::Key_Tab, Qt::ControlModifier);
        QVERIFY(other.hasFocus());
        shown.view->setParent(nullptr);
    }

    void otherKeysAreLeftToTheWindow()
    {
        const ShownHexView shown(countingBytes(100));
        for (const int key : {Qt::Key_F3, Qt::Key_Escape, Qt::Key_A}) {
            QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
            QCoreApplication::sendEvent(shown.view.get(), &event);
            QVERIFY(!event.isAccepted());
        }
        QKeyEvent alt(QEvent::KeyPress, Qt::Key_Left, Qt::AltModifier);
        QCoreApplication::sendEvent(shown.view.get(), &alt);
        QVERIFY(!alt.isAccepted());
    }

    void aClickSetsTheCursor()
    {
        const ShownHexView shown(countingBytes(1000));
        for (const HexArea area : {HexArea::Characters, HexArea::Bytes}) {
            for (const int offset : {0, 15, 16, 83, 200}) {
                QTest::mouseClick(shown.view->viewport(), Qt::LeftButton, {}, shown.at(area, offset), 1000);
                QCOMPARE(shown.cursor(), offset);
                QVERIFY(shown.session->selection().isEmpty());
                QCOMPARE(shown.view->activeArea(), area);
            }
        }
        QTest::mouseClick(
            shown.view->viewport(), Qt::LeftButton, Qt::ShiftModifier, shown.at(HexArea::Bytes, 210), 1000);
        QCOMPARE(shown.selected(), QStringLiteral("200+11"));
        QTest::mouseClick(
            shown.view->viewport(), Qt::LeftButton, Qt::ShiftModifier, shown.at(HexArea::Bytes, 190), 1000);
        QCOMPARE(shown.selected(), QStringLiteral("190+10"));
        // A row's offset stands for the row.
        QTest::mouseClick(
            shown.view->viewport(), Qt::LeftButton, {}, {4, shown.at(HexArea::Bytes, 32).y()}, 1000);
        QCOMPARE(shown.selected(), QStringLiteral("32+16"));
    }

    void aDragSelectsBothItsEnds()
    {
        const ShownHexView shown(countingBytes(1000));
        for (const HexArea area : {HexArea::Bytes, HexArea::Characters}) {
            shown.drag(shown.at(area, 20), shown.at(area, 50));
            QCOMPARE(shown.selected(), QStringLiteral("20+31"));
            QCOMPARE(shown.cursor(), 51);
            shown.deselect();
            shown.drag(shown.at(area, 50), shown.at(area, 20));
            QCOMPARE(shown.selected(), QStringLiteral("20+31"));
            QCOMPARE(shown.cursor(), 20);
            shown.deselect();
        }
        // A drag stays in the column that it began in.
        shown.drag(shown.at(HexArea::Bytes, 20), shown.at(HexArea::Characters, 36));
        QCOMPARE(shown.selected(), QStringLiteral("20+28"));
        shown.deselect();
        // A shaky click is no drag.
        shown.drag(shown.at(HexArea::Bytes, 20), shown.at(HexArea::Bytes, 20) + QPoint(3, 2));
        QCOMPARE(shown.selected(), QStringLiteral("20+0"));
    }

    void aClickOnAPartlyVisibleRowScrollsNothing()
    {
        const ShownHexView shown(countingBytes(10'000));
        const HexLayout& layout = shown.view->hexLayout();
        shown.view->resize(900, static_cast<int>(layout.rowY(10) + layout.metrics().rowHeight / 2));
        QCOMPARE(layout.touchedRows(), layout.fullRows() + 1);
        QWidget* viewport = shown.view->viewport();
        const int offset = layout.fullRows() * 16 + 3;
        const QPoint inside(shown.at(HexArea::Bytes, offset).x(), viewport->height() - 1);
        QTest::mousePress(viewport, Qt::LeftButton, {}, inside);
        for (const QPoint& jitter : {QPoint(1, 0), QPoint(0, -1), QPoint(0, 1)})
            shown.moveMouse(inside + jitter);
        QTest::qWait(100); // longer than until a mouse outside scrolls
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, inside);
        QCOMPARE(shown.selected(), QStringLiteral("%1+0").arg(offset));
        QCOMPARE(shown.view->topRow(), RowNumber(0));
        QTest::mouseDClick(viewport, Qt::LeftButton, {}, inside);
        QCOMPARE(shown.selected(), QStringLiteral("%1+1").arg(offset));
        shown.press(Qt::Key_Left);
        QCOMPARE(shown.view->topRow(), RowNumber(1));
    }

    void moreClicksSelectMore()
    {
        const ShownHexView shown("word another_1 end of row\n0123456789");
        shown.view->setGroupSize(4);
        QWidget* viewport = shown.view->viewport();
        const QPoint byte = shown.at(HexArea::Bytes, 9);
        QTest::mouseDClick(viewport, Qt::LeftButton, {}, byte, 1000);
        QCOMPARE(shown.selected(), QStringLiteral("8+4"));
        QTest::mousePress(viewport, Qt::LeftButton, {}, byte);
        QCOMPARE(shown.selected(), QStringLiteral("0+16"));
        shown.moveMouse(shown.at(HexArea::Bytes, 33));
        QCOMPARE(shown.selected(), QStringLiteral("0+36"));
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, byte);
        const QPoint character = shown.at(HexArea::Characters, 9);
        QTest::mouseDClick(viewport, Qt::LeftButton, {}, character, 1000);
        QCOMPARE(shown.selected(), QStringLiteral("5+9"));
    }

    void aDragScrollsBeyondTheEdge()
    {
        const ShownHexView shown(countingBytes(100'000));
        const QPoint from = shown.at(HexArea::Bytes, 100);
        QTest::mousePress(shown.view->viewport(), Qt::LeftButton, {}, from);
        shown.moveMouse({from.x(), shown.view->viewport()->height() + 100});
        QTRY_VERIFY(shown.view->topRow() > RowNumber(20));
        QVERIFY(shown.cursor() > 100 + 20 * 16);
        shown.moveMouse({from.x(), -200});
        QTRY_COMPARE(shown.view->topRow(), RowNumber(0));
        QTest::mouseRelease(shown.view->viewport(), Qt::LeftButton, {}, from);
        QVERIFY(shown.cursor() < 16);
        QCOMPARE(shown.session->selection().anchor, ByteOffset(101));
    }

    void rowsKeepTheirPlaceWhenTheyChangeLength()
    {
        const ShownHexView shown(countingBytes(100'000));
        shown.view->setTopOffset(ByteOffset(16 * 777));
        shown.view->setBytesPerRow(24);
        QCOMPARE(shown.view->topRow(), RowNumber(16 * 777 / 24));
        shown.view->setBytesPerRow(256);
        shown.view->setBytesPerRow(16);
        QCOMPARE(shown.view->topRow(), RowNumber(777));
    }

    void panesCanFollowEachOther()
    {
        const ShownHexView shown(countingBytes(100'000));
        QSignalSpy moved(shown.view.get(), &DocumentView::topOffsetChanged);
        shown.view->setTopOffset(ByteOffset(1600));
        QCOMPARE(shown.view->topOffset(), ByteOffset(1600));
        QCOMPARE(moved.count(), 0);
        turnWheel(*shown.view, -120);
        QCOMPARE(moved.count(), 1);
        QCOMPARE(moved.front().front().value<ByteOffset>(), shown.view->topOffset());
        shown.view->setTopOffset(ByteOffset(1'000'000'000));
        QCOMPARE(shown.view->topRow(), shown.view->hexLayout().lastTop());
    }

    void revealGoesOnlyAsFarAsNeeded()
    {
        const ShownHexView shown(countingBytes(100'000));
        const int page = shown.view->hexLayout().fullRows();
        shown.view->reveal(ByteOffset(16 * (page - 1)), DocumentView::Reveal::Nearest);
        QCOMPARE(shown.view->topRow(), RowNumber(0));
        shown.view->reveal(ByteOffset(16 * page), DocumentView::Reveal::Nearest);
        QCOMPARE(shown.view->topRow(), RowNumber(1));
        shown.view->reveal(ByteOffset(16 * 2), DocumentView::Reveal::Center);
        QCOMPARE(shown.view->topRow(), RowNumber(1));
        shown.view->reveal(ByteOffset(16 * 1000), DocumentView::Reveal::Center);
        QCOMPARE(shown.view->topRow(), RowNumber(1000 - page / 2));
    }

    void narrowViewsScrollSideways()
    {
        const ShownHexView shown(countingBytes(10'000));
        shown.view->setBytesPerRow(64);
        shown.view->resize(400, 300);
        shown.select(63, 63);
        QVERIFY(shown.view->horizontalScrollBar()->value() > 0);
        QTest::mouseClick(shown.view->viewport(), Qt::LeftButton, {}, shown.at(HexArea::Bytes, 64 + 60));
        QCOMPARE(shown.cursor(), 64 + 60);
        shown.press(Qt::Key_Home);
        QCOMPARE(shown.view->horizontalScrollBar()->value(), 0);
    }

    void theWheelZoomsWithControl()
    {
        const ShownHexView shown(countingBytes(10'000));
        QSignalSpy zoomed(shown.view.get(), &DocumentView::zoomRequested);
        turnWheel(*shown.view, 120, Qt::ControlModifier);
        turnWheel(*shown.view, -60, Qt::ControlModifier);
        QCOMPARE(zoomed.count(), 1);
        turnWheel(*shown.view, -60, Qt::ControlModifier);
        QCOMPARE(zoomed.count(), 2);
        QCOMPARE(zoomed[0][0].toInt(), 1);
        QCOMPARE(zoomed[1][0].toInt(), -1);
        QCOMPARE(shown.view->topRow(), RowNumber(0));
    }

    void theMenuIsLeftToTheWindow()
    {
        const ShownHexView shown(countingBytes(100));
        QSignalSpy wanted(shown.view.get(), &DocumentView::contextMenuRequested);
        QContextMenuEvent event(QContextMenuEvent::Mouse, {10, 10}, {310, 210});
        QCoreApplication::sendEvent(shown.view->viewport(), &event);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].toPoint(), QPoint(310, 210));
    }

    void contentIsAnnouncedOnce()
    {
        const ShownHexView shown(countingBytes(100));
        QSignalSpy painted(shown.view.get(), &DocumentView::firstContentPainted);
        QVERIFY(painted.wait());
        shown.view->grab();
        QTest::qWait(0);
        QCOMPARE(painted.count(), 1);
    }

    void tinyFilesAreShown_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 15, 16, 17})
            QTest::addRow("%d", size) << size;
    }

    void tinyFilesAreShown()
    {
        QFETCH(int, size);
        const ShownHexView shown(countingBytes(size));
        QVERIFY(!shown.view->grab().isNull());
        shown.press(Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(shown.cursor(), size);
        shown.press(Qt::Key_PageDown);
        shown.press(Qt::Key_PageUp);
        QCOMPARE(shown.cursor(), size % 16);
        QTest::mouseClick(shown.view->viewport(), Qt::LeftButton, {}, QPoint(850, 480));
        QCOMPARE(shown.cursor(), size);
        shown.drag({850, 480}, {1, 1});
        QVERIFY(!shown.view->grab().isNull());
    }

    void aFileMayShrinkAndGrow()
    {
        const ShownHexView shown(countingBytes(100'000));
        shown.press(Qt::Key_End, Qt::ControlModifier);
        shown.press(Qt::Key_Up, Qt::ShiftModifier);
        const RowNumber top = shown.view->topRow();
        QVERIFY(QFile::resize(shown.path(), 50));
        QVERIFY(!shown.view->grab().isNull()); // not noticed yet
        shown.session->checkFile();
        QTRY_COMPARE(shown.view->topRow(), RowNumber(0));
        QCOMPARE(shown.cursor(), 50);
        QVERIFY(!shown.view->grab().isNull());
        QVERIFY(QFile::resize(shown.path(), 0));
        shown.session->checkFile();
        QTRY_COMPARE(shown.session->size(), ByteCount(0));
        QVERIFY(!shown.view->grab().isNull());
        QVERIFY(QFile::resize(shown.path(), 100'000));
        shown.session->checkFile();
        QTRY_COMPARE(shown.session->size(), ByteCount(100'000));
        shown.press(Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(shown.view->topRow(), top);
    }
};

QTEST_MAIN(HexViewTest)
#include "HexViewTest.moc"
