// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// A window on a file of 7 EiB, nearly all of it a hole: whatever is asked of it costs as much as its data.
// What was read is told by the system.

#include "tests/ui/window/WindowFixture.h"
#include "ui/panel/FilterBar.h"
#include "ui/panel/FilterConditionRow.h"
#include "ui/panel/FilterPanel.h"
#include "ui/panel/FindBar.h"
#include "ui/panel/FindResults.h"
#include "ui/panel/HistogramPanel.h"
#include "ui/panel/MatchTable.h"
#include "ui/session/DocumentHistogram.h"
#include "ui/session/FilteredLines.h"
#include "ui/view/HexView.h"
#include "ui/window/HistogramDock.h"
#include "ui/window/PaneFinder.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace megascope;
using Panes = ViewSettings::Layout;

namespace {

constexpr qint64 fileSize = qint64{7} << 60;
constexpr qint64 block = 4096;

// Where data lies; at the begin of each a line with a time, and the word that is looked for.
constexpr qint64 islands[]
    = {qint64{1} << 20, qint64{1} << 31, (qint64{1} << 53) + 5 * block, qint64{1} << 62, fileSize - block};

QByteArray lineOf(int number)
{
    return "\n2026-03-0" + QByteArray::number(number + 1) + "T12:00:00 needle " + QByteArray::number(number)
        + "\n";
}

// Bytes that this process has asked the system for so far.
qint64 bytesRead()
{
    QFile file(QStringLiteral("/proc/self/io"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith("rchar: "))
            return line.mid(7).toLongLong();
    }
    return 0;
}

} // namespace

class SparseWindowTest : public QObject, protected WindowFixture {
    Q_OBJECT

private:
    QByteArray m_path;

    qint64 cursor() { return session().selection().cursor.value(); }
    QString holeText()
    {
        const auto* label = m_window->findChild<QLabel*>(QStringLiteral("hole"));
        return label && label->isVisible() ? label->text() : QString();
    }
    void put(qint64 offset) { session().setSelection(Selection::at(ByteOffset(offset))); }

private slots:
    void initTestCase()
    {
        m_path = "/dev/shm/megascope-sparse-" + QByteArray::number(QCoreApplication::applicationPid());
        const int file = ::open(m_path.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file < 0)
            QSKIP(qPrintable(
                QStringLiteral("no file on /dev/shm: %1").arg(QLatin1StringView(std::strerror(errno)))));
        bool written = ::ftruncate(file, fileSize) == 0;
        int number = 0;
        for (const qint64 island : islands) {
            const QByteArray line = lineOf(number++).leftJustified(block, ' ');
            written = written && ::pwrite(file, line.constData(), line.size(), island) == line.size();
        }
        const int error = errno;
        ::close(file);
        if (!written) {
            cleanupTestCase();
            QSKIP(qPrintable(
                QStringLiteral("no file of 7 EiB: %1").arg(QLatin1StringView(std::strerror(error)))));
        }
    }
    void cleanupTestCase() { QFile::remove(QFile::decodeName(m_path)); }

    void init()
    {
        openWindow();
        QVERIFY(m_window->openFile(m_path.toStdString(), {.encoding = Encoding()}));
        m_window->pane().chooseLayout(Panes::Hex);
        QTRY_VERIFY(m_window->pane().activeView()->isPainted());
    }
    void cleanup() { closeWindow(); }

    void holesAreShownAsHoles()
    {
        const auto& hex = *m_window->findChild<HexView*>();
        QCOMPARE(hex.model().cellAt(ByteOffset(0)).kind, HexCell::Kind::Hole);
        QCOMPARE(hex.model().cellAt(ByteOffset(0)).state, HexCell::State::Present);
        QTRY_COMPARE(holeText(), QStringLiteral("Hole, 0x0 – 0xFFFFF"));
        QAccessibleInterface* table = QAccessible::queryAccessibleInterface(m_window->findChild<HexView*>());
        QVERIFY2(table->child(3)->text(QAccessible::Name).endsWith(QStringLiteral(", hole")),
            qPrintable(table->child(3)->text(QAccessible::Name)));
        put(islands[0] - 1);
        QCOMPARE(holeText(), QStringLiteral("Hole, 0x0 – 0xFFFFF"));
        const QImage hole = m_window->findChild<HexView*>()->viewport()->grab().toImage();
        put(islands[0]);
        QCOMPARE(holeText(), QString());
        QVERIFY(m_window->findChild<HexView*>()->viewport()->grab().toImage() != hole);
        put(islands[3] - 1);
        QCOMPARE(holeText(), QStringLiteral("Hole, 0x20000000006000 – 0x3FFFFFFFFFFFFFFF"));
        QCOMPARE(hex.model().cellAt(ByteOffset(islands[3] - 1)).kind, HexCell::Kind::Hole);
        QVERIFY(hex.model().cellAt(ByteOffset(islands[3])).kind != HexCell::Kind::Hole);
        // What is typed there is a byte like any other.
        m_window->findChild<HexView*>()->setFocus();
        QTest::keyClicks(m_window->findChild<HexView*>()->viewport(), QStringLiteral("0"));
        QVERIFY(hex.model().cellAt(ByteOffset(islands[3] - 1)).kind != HexCell::Kind::Hole);
        QCOMPARE(holeText(), QString());
    }

    void zerosThatAreDataAreZeros()
    {
        const auto zeros
            = DocumentSession::open(file(QStringLiteral("zeros"), QByteArray(3 * block, '\0'))).value();
        const HexView view(*zeros);
        QCOMPARE(view.model().cellAt(ByteOffset(0)).kind, HexCell::Kind::Control);
    }

    void dataIsWalkedThereAndBack()
    {
        for (const qint64 island : islands) {
            trigger("go_next_data");
            QTRY_COMPARE(cursor(), island);
        }
        trigger("go_next_data");
        QTRY_COMPARE(messages().size(), 1);
        QCOMPARE(cursor(), islands[4]);
        for (int i = 3; i >= 0; --i) {
            trigger("go_previous_data");
            QTRY_COMPARE(cursor(), islands[i]);
        }
        trigger("go_previous_data");
        QTRY_COMPARE(messages().size(), 2);
        // Edits are data, and move what is behind them.
        put(100);
        m_window->findChild<HexView*>()->setFocus();
        session().editor().setInserting(true);
        QTest::keyClicks(m_window->findChild<HexView*>()->viewport(), QStringLiteral("4142"));
        put(0);
        trigger("go_next_data");
        QTRY_COMPARE(cursor(), 100);
        trigger("go_next_data");
        QTRY_COMPARE(cursor(), islands[0] + 2);
        trigger("go_previous_change");
        QCOMPARE(cursor(), 100);
    }

    void allMatchesCostAsMuchAsTheData()
    {
        QTRY_VERIFY(!session().isIndexing() && session().lineIndex().isComplete());
        QCOMPARE(session().lineIndex().newlines().value(), 10);
        const qint64 before = bytesRead();
        trigger("edit_find");
        FindBar& bar = m_window->pane().finder().bar();
        QTest::keyClicks(bar.findChildren<QComboBox*>().at(1), QStringLiteral("needle"));
        QTRY_COMPARE(session().selection().range().begin().value(), islands[0] + 21);
        trigger("edit_find_all");
        auto* results = m_window->findChild<FindResults*>();
        QTRY_COMPARE(results->currentPage()->table().model().rowCount(), 5);
        trigger("edit_find_prev");
        QTRY_COMPARE(session().selection().range().begin().value(), islands[4] + 21);
        const qint64 read = bytesRead() - before;
        qInfo("read %lld bytes for %lld bytes of data", read, 5 * block);
        QVERIFY(read < (qint64{16} << 20));
    }

    void linesAreFilteredAndGoneTo()
    {
        const qint64 before = bytesRead();
        trigger("view_filter");
        auto* panel = m_window->findChild<FilterPanel*>();
        QTest::keyClicks(
            &panel->bar().findChildren<FilterConditionRow*>().at(0)->field(), QStringLiteral("needle"));
        QTRY_VERIFY(panel->lines() && !panel->lines()->isRunning() && panel->lines()->rowCount() == 5);
        QCOMPARE(panel->lines()->at(4)->range.begin().value(), islands[4] + 1);
        QTRY_VERIFY(session().lineIndex().isComplete());
        QVERIFY(m_window->pane().goTo({.kind = Place::Kind::Line, .line = LineNumber(9)}));
        QCOMPARE(cursor(), islands[4] + 1);
        QVERIFY(bytesRead() - before < (qint64{16} << 20));
    }

    void timesMakeAHistogram()
    {
        const qint64 before = bytesRead();
        m_window->pane().chooseLayout(Panes::Text);
        trigger("view_histogram");
        HistogramPanel& panel = m_window->findChild<HistogramDock*>()->panel();
        QTRY_VERIFY(panel.histogram()
            && (panel.histogram()->state() == DocumentHistogram::State::Done
                || panel.histogram()->state() == DocumentHistogram::State::NoTimes));
        qInfo("%d buckets, read %lld bytes", int(panel.histogram()->counts().size()), bytesRead() - before);
        QVERIFY(bytesRead() - before < (qint64{256} << 20));
    }

    void allIsSelectedAndCopied()
    {
        const qint64 before = bytesRead();
        trigger("edit_select_all");
        QCOMPARE(session().selection().range().count().value(), fileSize);
        trigger("edit_copy");
        QCOMPARE(messages().size(), 1); // too much for the clipboard of others
        put(0);
        m_window->findChild<HexView*>()->setFocus();
        trigger("edit_paste"); // pieces; overwriting, so that the size stays
        QCOMPARE(session().size().value(), fileSize);
        trigger("edit_undo");
        QVERIFY(bytesRead() - before < (qint64{16} << 20));
    }
};

QTEST_MAIN(SparseWindowTest)
#include "SparseWindowTest.moc"
