// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/FindResults.h"
#include "tests/support/Rounds.h"
#include "tests/ui/session/EditedSession.h"
#include "ui/panel/MatchTable.h"
#include "ui/panel/ReplacePreview.h"
#include "ui/session/DocumentFinder.h"
#include "ui/session/DocumentReplacer.h"
#include "ui/session/Filling.h"
#include "ui/session/MatchReplacer.h"

#include <KLocalizedString>

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QScrollBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

using namespace megascope;
using namespace megascope::testing;

class FindResultsTest : public EditedSession {
    Q_OBJECT

private:
    std::unique_ptr<FindResults> m_results;
    DocumentFinder* m_finder = nullptr;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    std::shared_ptr<FoundMatches> find(const char* pattern, Pattern::Kind kind = Pattern::Kind::Text)
    {
        m_finder->setPattern({.kind = kind, .text = pattern});
        return m_finder->findAll();
    }
    void open(const QByteArray& content, const char* pattern, Pattern::Kind kind = Pattern::Kind::Text)
    {
        EditedSession::open(content);
        m_finder = new DocumentFinder(*m_session);
        list(find(pattern, kind));
    }
    void list(const std::shared_ptr<FoundMatches>& matches)
    {
        m_results->show(*m_session, matches);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            &table().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_results->resize(900, 300);
        m_results->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_results.get()));
        QTRY_VERIFY_WITH_TIMEOUT(!matches->isRunning(), 60000);
    }
    MatchTable& table() { return m_results->currentPage()->table(); }
    QTableView* rows() { return table().findChild<QTableView*>(); }
    // "line offset text" of a visible row, with the match in brackets
    QString row(int number)
    {
        const MatchModel& model = table().model();
        const auto cell = [&](int column) { return model.index(number, column).data().toString(); };
        const QModelIndex index = model.index(number, MatchModel::TextColumn);
        QString text = cell(MatchModel::TextColumn);
        const int begin = index.data(MatchModel::MatchBeginRole).toInt();
        text.insert(begin + index.data(MatchModel::MatchSizeRole).toInt(), u']').insert(begin, u'[');
        return QStringList{cell(MatchModel::LineColumn), cell(MatchModel::OffsetColumn), text}.join(u' ');
    }
    QString status() { return m_results->currentPage()->findChild<QLabel*>()->text(); }

private slots:
    void initTestCase() { KLocalizedString::setApplicationDomain("megascope"); }
    void init()
    {
        nextFile();
        m_results = std::make_unique<FindResults>();
    }
    void cleanup()
    {
        m_tester.reset();
        m_results.reset();
        m_session.reset();
    }

    void showsTheLinesAround()
    {
        open("first line\nsecond cat, and\tmore\r\nthird cat", "cat");
        QCOMPARE(table().model().rowCount(), 2);
        QVERIFY(row(0).startsWith(u'~')); // lines are not counted yet
        m_session->startIndexing();
        QTRY_COMPARE(row(0), QStringLiteral("2 18 second [cat], and\u2409more"));
        QCOMPARE(row(1), QStringLiteral("3 39 third [cat]"));
        QCOMPARE(status(), QStringLiteral("2 matches"));
    }

    void cutsLongLines()
    {
        open(QByteArray(100'000, 'x') + "cat" + QByteArray(100'000, 'y'), "cat");
        const QString text = row(0);
        QVERIFY(text.contains(QStringLiteral("\u2026xxx")) && text.contains(QStringLiteral("xx[cat]yy")));
        QVERIFY(text.endsWith(u'\u2026'));
        QVERIFY(text.size() < 600);
        // A match that is longer than what is shown.
        list(find("x+", Pattern::Kind::Regex));
        QVERIFY(row(0).size() < 600);
        QVERIFY(row(0).contains(QStringLiteral("[xxx")));
    }

    void readsTheEncoding()
    {
        const QString text = QStringLiteral("Zeile\nschön, nicht schon\u0001\n");
        QByteArray bytes("\xff\xfe", 2);
        bytes.append(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
        EditedSession::open(bytes);
        m_session->setEncoding(Encoding::byName("UTF-16LE"));
        m_session->startIndexing();
        m_finder = new DocumentFinder(*m_session);
        list(find("schön"));
        QTRY_COMPARE(row(0), QStringLiteral("2 14 [schön], nicht schon\u2401"));
        list(find("\\xff", Pattern::Kind::Regex));
        m_session->setEncoding(Encoding::byName("UTF-8"));
    }

    void aClickOrEnterChooses()
    {
        open("cat dog cat cow cat", "cat");
        QSignalSpy chosen(m_results.get(), &FindResults::chosen);
        const int height = rows()->rowHeight(0);
        QTest::mouseClick(rows()->viewport(), Qt::LeftButton, {}, QPoint(50, height + height / 2));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<ByteRange>(), ByteRange(ByteOffset(8), ByteCount(3)));
        QTest::keyClick(rows(), Qt::Key_Down);
        QCOMPARE(chosen.size(), 1);
        QTest::keyClick(rows(), Qt::Key_Return);
        QCOMPARE(chosen[1][0].value<ByteRange>(), ByteRange(ByteOffset(16), ByteCount(3)));
        QTest::keyClick(rows(), Qt::Key_Down); // there is none
        QTest::keyClick(rows(), Qt::Key_Home);
        QTest::keyClick(rows(), Qt::Key_Return);
        QCOMPARE(chosen[2][0].value<ByteRange>(), ByteRange(ByteOffset(0), ByteCount(3)));
        QVERIFY(rows()->selectionModel()->isRowSelected(0));
        QVERIFY(!rows()->selectionModel()->isRowSelected(1));
    }

    void rowsAreCopiedAndSaved()
    {
        open("a cat\ndog\nno cat\ncats\n", "cat");
        QTest::keyClick(rows(), Qt::Key_Down);
        QTest::keyClick(rows(), Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(table().selectedCount(), 2);
        QTest::keySequence(rows(), QKeySequence::Copy);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("13:no cat\n17:cats\n"));
        QTest::keySequence(rows(), QKeySequence::SelectAll);
        QCOMPARE(table().selectedCount(), 3);
        put(0, 0, "> "); // as the document is now
        const QString path = m_folder.filePath(QStringLiteral("results.txt"));
        QSignalSpy saved(m_results->currentPage(), &MatchPage::saved);
        m_results->currentPage()->save(path);
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toString(), QString());
        QCOMPARE(read(path), "4:> a cat\n15:no cat\n19:cats\n");
        m_results->currentPage()->save(m_folder.filePath(QStringLiteral("none/results.txt")));
        QTRY_COMPARE(saved.size(), 2);
        QVERIFY(!saved[1][0].toString().isEmpty());
        QVERIFY(status().contains(saved[1][0].toString()));
    }

    void replacementsAreListedBefore()
    {
        EditedSession::open("a cat and the dog whose cat is no cattle\n" + QByteArray(50, 'x') + "cat");
        m_session->startIndexing();
        m_finder = new DocumentFinder(*m_session);
        m_finder->setPattern({.kind = Pattern::Kind::Regex, .text = "ca(t+)"});
        MatchReplacer replacer(*m_session, *m_finder);
        replacer.setReplacement("<\\U$0\\E>", false);
        ReplacePreview preview(*m_session, m_finder->findAll(), replacer);
        const QAbstractItemModelTester tester(
            &preview.table().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        preview.show();
        QVERIFY(QTest::qWaitForWindowExposed(&preview));
        QTRY_COMPARE(preview.table().model().rowCount(), 4);
        const auto side = [&](int row, int column) {
            const QModelIndex index = preview.table().model().index(row, column);
            QString text = index.data().toString();
            const int begin = index.data(MatchModel::MatchBeginRole).toInt();
            return text.insert(begin + index.data(MatchModel::MatchSizeRole).toInt(), u']')
                .insert(begin, u'[');
        };
        const auto before = [&](int row) { return side(row, MatchModel::TextColumn); };
        const auto after = [&](int row) { return side(row, MatchModel::AfterColumn); };
        const auto isChecked = [&](int row) {
            return preview.table().model().index(row, 0).data(Qt::CheckStateRole) == Qt::Checked;
        };
        QCOMPARE(before(0), QStringLiteral("a [cat] and the dog whose cat is no cattle"));
        QCOMPARE(after(0), QStringLiteral("a [<CAT>] and the dog whose cat is no cattle"));
        QCOMPARE(after(1), QStringLiteral("a cat and the dog whose [<CAT>] is no cattle"));
        QCOMPARE(before(2), QStringLiteral("\u2026he dog whose cat is no [catt]le"));
        QCOMPARE(after(3), QStringLiteral("\u2026") + QString(23, u'x') + QStringLiteral("[<CAT>]"));
        auto* rows = preview.table().findChild<QTableView*>();
        const auto* label = preview.findChild<QLabel*>();
        QTest::keyClick(rows, Qt::Key_Down);
        QTest::keyClick(rows, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(rows, Qt::Key_Space);
        QVERIFY(isChecked(0) && !isChecked(1) && !isChecked(2) && isChecked(3));
        QCOMPARE(after(1), before(1));
        QCOMPARE(label->text(), QStringLiteral("4 matches · 2 are left out"));
        QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, QPoint(8, rows->rowHeight(0) / 2));
        QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, QPoint(8, rows->rowHeight(0) * 3 / 2));
        QVERIFY(!isChecked(0) && isChecked(1));
        // What comes behind does not move what is left out.
        append("cat\n");
        QTRY_COMPARE(preview.table().model().rowCount(), 5);
        const std::vector<ByteOffset> leftOut{ByteOffset(2), ByteOffset(34)};
        QVERIFY(preview.replacements().leftOutPlaces() == leftOut);
        QSignalSpy ended(&m_session->replacer(), &DocumentReplacer::ended);
        replacer.replaceAll(preview.replacements().leftOutPlaces());
        QVERIFY(ended.wait());
        QCOMPARE(
            content(), "a cat and the dog whose <CAT> is no cattle\n" + QByteArray(50, 'x') + "<CAT><CAT>\n");
        QVERIFY(label->text().startsWith(QStringLiteral("The document has changed")));
    }

    void replacementsThatDoNotFitAreTold()
    {
        EditedSession::open("a cat and the dog\n");
        m_finder = new DocumentFinder(*m_session);
        m_finder->setPattern({.kind = Pattern::Kind::Regex, .text = "ca(t+)"});
        MatchReplacer replacer(*m_session, *m_finder);
        replacer.setReplacement("long", true);
        ReplacePreview strict(*m_session, m_finder->findAll(), replacer);
        strict.show();
        QTRY_COMPARE(strict.table().model().rowCount(), 1);
        QVERIFY(strict.table()
                .model()
                .index(0, MatchModel::AfterColumn)
                .data()
                .toString()
                .contains(QStringLiteral("bytes")));
    }

    void bytesAreListedInHex()
    {
        EditedSession::open(QByteArray("\x01\xde\xad\x02\n\xde\xad", 7));
        m_finder = new DocumentFinder(*m_session);
        m_finder->setPattern({.kind = Pattern::Kind::Hex, .text = "de ad"});
        MatchReplacer replacer(*m_session, *m_finder);
        replacer.setReplacement("be ef 00", false);
        ReplacePreview preview(*m_session, m_finder->findAll(), replacer);
        preview.show();
        QTRY_COMPARE(preview.table().model().rowCount(), 2);
        const auto cell
            = [&](int column) { return preview.table().model().index(1, column).data().toString(); };
        QCOMPARE(cell(MatchModel::TextColumn), QStringLiteral("de ad"));
        QCOMPARE(cell(MatchModel::AfterColumn), QStringLiteral("be ef 00"));
    }

    void matchesMoveWithEdits()
    {
        open("cat\ncat\ncat\n", "cat");
        m_session->startIndexing();
        QTRY_COMPARE(row(2), QStringLiteral("3 8 [cat]"));
        put(0, 0, "new\n");
        put(9, 1, "u");
        QCOMPARE(row(0), QStringLiteral("2 4 [cat]"));
        QCOMPARE(
            table().model().index(1, MatchModel::TextColumn).data().toString(), QStringLiteral("(edited)"));
        QCOMPARE(row(2), QStringLiteral("4 12 [cat]"));
        QVERIFY(!table().model().matchAt(1));
    }

    void theListGrowsWithTheFile()
    {
        QByteArray text;
        for (int i = 0; i < 100; ++i)
            text += "cat\n";
        open(text + "dog\n", "cat");
        m_session->startIndexing();
        table().scrollToPosition(table().verticalExtent().maximum);
        append("cat\ndog\ncat");
        QTRY_COMPARE(table().model().matches().count(), 102);
        QTRY_COMPARE(status(), QStringLiteral("102 matches"));
        const auto last = [this] { return table().model().matchAt(table().model().rowCount() - 1); };
        QTRY_COMPARE(last(), ByteRange(ByteOffset(412), ByteCount(3))); // who is at the end stays there
        table().scrollToPosition(3);
        append("\ncat");
        QTRY_COMPARE(table().model().matches().count(), 103);
        QCOMPARE(table().model().first(), 3);
    }

    void searchingAgainKeepsToTheSelection()
    {
        EditedSession::open("cat cat cat cat");
        m_finder = new DocumentFinder(*m_session);
        m_finder->setScope(ByteRange(ByteOffset(3), ByteCount(9)));
        list(find("cat"));
        QCOMPARE(status(), QStringLiteral("2 matches"));
        put(6, 0, "!");
        put(0, 0, "cat ");
        m_tester.reset();
        m_results->searchAgain(0);
        QTRY_COMPARE(status(), QStringLiteral("1 match"));
        QCOMPARE(row(0), QStringLiteral("~1 13 cat cat ca!t [cat] cat"));
        put(8, 0, "cat");
        m_results->searchAgain(0); // and once more
        QTRY_COMPARE(status(), QStringLiteral("2 matches"));
    }

    void eachSearchHasATab()
    {
        open("cat dog", "cat");
        auto* tabs = m_results->findChild<QTabWidget*>();
        list(find("dog"));
        QCOMPARE(m_results->pageCount(), 2);
        QCOMPARE(tabs->tabText(0), QStringLiteral("cat"));
        QCOMPARE(tabs->currentIndex(), 1);
        m_results->show(*m_session, m_finder->findAll()); // the same again
        QCOMPARE(m_results->pageCount(), 2);
        QSignalSpy emptied(m_results.get(), &FindResults::emptied);
        m_tester.reset();
        emit tabs->tabCloseRequested(0);
        QCOMPARE(row(0), QStringLiteral("~1 4 cat [dog]"));
        QVERIFY(emptied.isEmpty());
        emit tabs->tabCloseRequested(0);
        QCOMPARE(emptied.size(), 1);
    }

    // More than a table can hold rows of, found while one looks: the last one is there exactly.
    void millionsAreListed()
    {
        EditedSession::open("");
        const std::int64_t count = isSanitized ? 300'000 : 30'000'000;
        const Filling filling{.with = Filling::Pattern{std::byte{'a'}, std::byte{'b'}, std::byte{'\n'}}};
        QVERIFY(m_session->editor().apply(EditOrder{.range = {ByteOffset(0), ByteCount(0)},
            .content = filling.pieces(ByteCount(3 * count)),
            .selection = {}}));
        m_finder = new DocumentFinder(*m_session);
        QElapsedTimer clock;
        qint64 longest = 0;
        QTimer beat;
        connect(&beat, &QTimer::timeout, this, [&] { longest = std::max(longest, clock.restart()); });
        clock.start();
        beat.start(1);
        list(find("b"));
        beat.stop();
        qInfo("the window was away for %lld ms at most", longest);
        QCOMPARE(table().model().matches().count(), count);
        QVERIFY(table().model().rowCount() < 50); // only what is visible
        QTest::keyClick(rows(), Qt::Key_End);
        QCOMPARE(table().current(), count - 1);
        const int last = table().model().rowCount() - 1;
        QCOMPARE(table().model().first() + last, count - 1);
        QCOMPARE(table().model().matchAt(last), ByteRange(ByteOffset(3 * count - 2), ByteCount(1)));
        QVERIFY(rows()->selectionModel()->isRowSelected(last));
        table().verticalScrollBar()->setValue(table().verticalScrollBar()->minimum());
        QTest::keyClick(rows(), Qt::Key_PageUp);
        QCOMPARE(table().current(), count - 1 - (table().verticalExtent().page - 1));
        QTest::keySequence(rows(), QKeySequence::SelectAll);
        QCOMPARE(table().selectedCount(), count);
        table().scrollToPosition(count / 2);
        QCOMPARE(table().model().matchAt(0), ByteRange(ByteOffset(3 * (count / 2) + 1), ByteCount(1)));
        table().scrollByRows(-3);
        QCOMPARE(table().model().matchAt(0), ByteRange(ByteOffset(3 * (count / 2 - 3) + 1), ByteCount(1)));
    }
};

QTEST_MAIN(FindResultsTest)
#include "FindResultsTest.moc"
