// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexView.h"

#include <QAccessible>
#include <QAccessibleTableInterface>
#include <QFile>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

using namespace megascope;

namespace {

// The children that the focus went to, as Qt tells assistive programs.
QList<int> focused;

void takeUpdate(QAccessibleEvent* event)
{
    if (event->type() == QAccessible::Focus && qobject_cast<HexView*>(event->object()))
        focused.append(event->child());
}

} // namespace

class HexAccessibleTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<DocumentSession> m_session;
    std::unique_ptr<HexView> m_view;

    QAccessibleInterface* table() { return QAccessible::queryAccessibleInterface(m_view.get()); }

private slots:
    void initTestCase() { QAccessible::installUpdateHandler(takeUpdate); }

    void init()
    {
        QFile file(m_folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("Hello\n").leftJustified(1 << 20, '\0')); // no hole
        file.close();
        m_session = *DocumentSession::open(QFile::encodeName(file.fileName()).toStdString());
        m_view = std::make_unique<HexView>(*m_session);
        m_view->setBytesPerRow(16);
        m_view->resize(800, 400);
        m_view->show();
        m_view->activateWindow();
        m_view->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        focused.clear();
    }

    void theTableHasTheVisibleBytes()
    {
        QCOMPARE(table()->role(), QAccessible::Table);
        QCOMPARE(table()->text(QAccessible::Name), QStringLiteral("Hex view"));
        QAccessibleTableInterface* cells = table()->tableInterface();
        QVERIFY(cells);
        QCOMPARE(cells->columnCount(), 16);
        QCOMPARE(cells->rowCount(), m_view->hexLayout().touchedRows());
        QVERIFY(cells->rowCount() < 40);
        QCOMPARE(table()->childCount(), cells->rowCount() * 16);
        QCOMPARE(cells->rowDescription(2), QStringLiteral("00000020"));
        QCOMPARE(cells->columnDescription(10), QStringLiteral("0A"));
        QVERIFY(!cells->cellAt(cells->rowCount(), 0));
        QVERIFY(!cells->cellAt(0, 16));
        QVERIFY(!table()->child(-1));
    }

    void cellsAreNamedByOffsetAndValue()
    {
        QAccessibleInterface* cell = table()->tableInterface()->cellAt(0, 0);
        QVERIFY(cell && cell->isValid());
        QCOMPARE(cell->role(), QAccessible::Cell);
        QCOMPARE(cell->text(QAccessible::Name), QStringLiteral("offset 00000000, 48, H"));
        QCOMPARE(table()->child(5)->text(QAccessible::Name), QStringLiteral("offset 00000005, 0A"));
        QCOMPARE(table()->indexOfChild(table()->child(37)), 37);
        QCOMPARE(cell->parent(), table());
        QVERIFY(cell->state().focused);
        QCOMPARE(table()->focusChild(), cell);
        // Asked twice, the same one.
        QCOMPARE(table()->tableInterface()->cellAt(0, 0), cell);
    }

    void cellsFollowTheRows()
    {
        QAccessibleInterface* cell = table()->child(16);
        m_view->scrollByRows(0x100);
        QCOMPARE(cell->text(QAccessible::Name), QStringLiteral("offset 00001010, 00"));
        m_session->setSelection(Selection::at(m_session->snapshot().end()));
        QCOMPARE(table()->focusChild()->text(QAccessible::Name),
            QStringLiteral("offset 00100000, end of the document"));
        QAccessibleInterface* beyond = table()->child(table()->childCount() - 1);
        QVERIFY(!beyond->isValid());
        QCOMPARE(beyond->text(QAccessible::Name), QString());
    }

    void cellsAreFoundByTheirPlace()
    {
        for (const int index : {0, 15, 16, 100}) {
            const QPoint middle = table()->child(index)->rect().center();
            QCOMPARE(table()->childAt(middle.x(), middle.y()), table()->child(index));
        }
        const HexLayout& layout = m_view->hexLayout();
        m_view->resize(800, static_cast<int>(layout.rowY(10) + layout.metrics().rowHeight / 2));
        QCOMPARE(table()->tableInterface()->rowCount(), layout.fullRows() + 1);
        QAccessibleInterface* partly = table()->tableInterface()->cellAt(layout.fullRows(), 2);
        const QPoint inside = partly->rect().topLeft() + QPoint(1, 1);
        QCOMPARE(table()->childAt(inside.x(), inside.y()), partly);
        QVERIFY(!table()->childAt(-1000, -1000));
    }

    void selectedCellsAreTheVisibleOnes()
    {
        m_session->setSelection({ByteOffset(1 << 20), ByteOffset(14)});
        QVERIFY(table()->child(14)->state().selected);
        QVERIFY(!table()->child(13)->state().selected);
        QCOMPARE(table()->tableInterface()->selectedCellCount(), table()->childCount() - 14);
        QCOMPARE(table()->tableInterface()->selectedCells().size(), table()->childCount() - 14);
    }

    void cursorMovesAreTold()
    {
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QCOMPARE(focused, (QList<int>{1, 17}));
        QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(table()->child(focused.last())->text(QAccessible::Name),
            QStringLiteral("offset 00100000, end of the document"));
    }

    void cellsOutliveTheView()
    {
        QAccessibleInterface* cell = table()->child(3);
        const QAccessible::Id id = QAccessible::uniqueId(cell);
        QVERIFY(QAccessible::accessibleInterface(id));
        m_view.reset();
        QVERIFY(!QAccessible::accessibleInterface(id));
    }
};

QTEST_MAIN(HexAccessibleTest)
#include "HexAccessibleTest.moc"
