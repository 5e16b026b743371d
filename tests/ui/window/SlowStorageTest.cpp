// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// A window over files of a storage that is slow, fails in places, or never answers.

#include "tests/faults/PlacedBytes.h"
#include "tests/support/Rounds.h"
#include "tests/ui/window/FaultyFixture.h"
#include "tests/ui/window/Heartbeat.h"
#include "ui/session/DocumentFinder.h"
#include "ui/session/DocumentSaver.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"
#include "ui/window/PaneFinder.h"

#include <KMessageWidget>

#include <QProgressBar>
#include <QSignalSpy>
#include <QStatusBar>

#include <random>

using namespace megascope;
using namespace megascope::testing;

namespace {

constexpr std::int64_t fileSize = 8 << 20;
constexpr std::int64_t largeSize = 1 << 30; // the system does not come to have all of it in its memory

QByteArray placed(std::int64_t begin, std::int64_t count)
{
    QByteArray bytes;
    for (std::int64_t at = begin; at < begin + count; ++at)
        bytes.append(char(placedByte(at)));
    return bytes;
}

} // namespace

class SlowStorageTest : public QObject, private FaultyFixture {
    Q_OBJECT

    std::mt19937 m_random;

    DocumentPane& pane() { return m_window->pane(); }

    void tell(const QString& command) { m_mount->tell(command.toStdString()); }

    void open(const char* name, std::int64_t size = fileSize)
    {
        tell(QStringLiteral("file %1 %2").arg(QLatin1String(name)).arg(size));
        const auto window = m_window->openFile(m_mount->path(name));
        QVERIFY(window);
        QTRY_COMPARE_WITH_TIMEOUT(session().size(), ByteCount(size), 20'000);
    }

    void goTo(std::int64_t offset)
    {
        pane().goTo({.kind = Place::Kind::Offset, .offset = ByteOffset(offset)});
    }

    // The bytes that the hex view shows from an offset on; '?' where one is missing.
    QByteArray shownHex(std::int64_t offset, int count)
    {
        auto* hex = qobject_cast<HexView*>(pane().activeView());
        QByteArray bytes;
        for (int i = 0; hex && i < count; ++i) {
            const HexCell cell = hex->model().cellAt(ByteOffset(offset + i));
            bytes.append(cell.state == HexCell::State::Present ? char(cell.byte) : '?');
        }
        return bytes;
    }

    bool showsLook(TextLook look)
    {
        for (const TextRow& row : pane().textView()->upToDateScene().model().rows()) {
            for (const TextRun& run : row.runs()) {
                if (run.look == look)
                    return true;
            }
        }
        return false;
    }

    // Every row in sight that is whole tells its offset, which is in the bytes.
    void verifyRows()
    {
        for (const TextRow& row : pane().textView()->upToDateScene().model().rows()) {
            const bool isWhole = std::ranges::none_of(
                row.runs(), [](const TextRun& run) { return run.look == TextLook::Unreadable; });
            if (row.isLacking() || !isWhole || row.begin() == row.end())
                continue;
            const std::int64_t begin = row.begin().value();
            QCOMPARE(row.text().toUtf8(), placed(begin, row.contentEnd().value() - begin));
        }
    }

    bool pressInMessage(const QString& text)
    {
        for (const KMessageWidget* message : m_window->findChildren<KMessageWidget*>()) {
            for (QAction* action : message->actions()) {
                if (action->text() == text) {
                    action->trigger();
                    return true;
                }
            }
        }
        return false;
    }

    [[nodiscard]] std::int64_t pick(std::int64_t most)
    {
        return std::uniform_int_distribution<std::int64_t>(0, most)(m_random);
    }

    void makeWorse()
    {
        const std::int64_t from = pick(largeSize - 1);
        const std::int64_t to = std::min(from + (std::int64_t{1} << pick(26)), largeSize);
        const QStringList how{QStringLiteral("eio"), QStringLiteral("hang"), QStringLiteral("250")};
        tell(QStringLiteral("read g.txt %1 %2 %3").arg(from).arg(to).arg(how[pick(2)]));
    }

    void key(Qt::Key which, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(pane().activeView(), which, modifiers);
    }

    // Everything that a person does.
    std::vector<std::function<void()>> deeds()
    {
        return {
            [this] { pane().activeView()->scrollByRows(pick(60) - 30); },
            [this] { pane().activeView()->scrollByPages(pick(4) - 2); },
            [this] { goTo(pick(largeSize)); },
            [this] {
                pane().goTo({.kind = Place::Kind::Line, .line = LineNumber(pick(largeSize / placedLine))});
            },
            [this] { pane().goTo({.kind = pick(1) ? Place::Kind::End : Place::Kind::Percentage}); },
            [this] {
                key(pick(1) ? Qt::Key_Down : Qt::Key_Up, pick(1) ? Qt::ShiftModifier : Qt::NoModifier);
            },
            [this] { key(pick(1) ? Qt::Key_PageDown : Qt::Key_PageUp); },
            [this] {
                key(pick(1) ? Qt::Key_End : Qt::Key_Home, pick(3) ? Qt::NoModifier : Qt::ControlModifier);
            },
            [this] { key(pick(1) ? Qt::Key_Right : Qt::Key_Left, Qt::ControlModifier); },
            [this] { finder().setPattern({.text = pick(1) ? "7777" : "abcdefg"}); },
            [this] {
                finder().find(
                    pick(1) ? DocumentFinder::Direction::Forward : DocumentFinder::Direction::Backward);
            },
            [this] { trigger("edit_find_all"); },
            [this] {
                if (isOpen())
                    QTest::keyClicks(pane().activeView(), QStringLiteral("ab"));
            },
            [this] { key(pick(1) ? Qt::Key_Backspace : Qt::Key_Delete); },
            [this] { pane().undo(); },
            [this] {
                if (isOpen())
                    trigger(pick(1) ? "edit_duplicate" : "edit_indent");
            },
            [this] { trigger(pick(1) ? "view_text" : "view_hex"); },
            [this] { trigger("view_both"); },
            [this] { trigger("view_wrap"); },
            [this] {
                session().setEncoding(pick(1) ? std::optional<Encoding>() : Encoding::byName("ISO-8859-1"));
            },
            [this] { session().retryReading(); },
            [this] {
                const ByteOffset from(pick(largeSize));
                session().setSelection({from, from + ByteCount(pick(5000))});
            },
            [this] { trigger("edit_copy"); },
            [this] {
                QTest::mouseClick(pane().activeView()->viewport(), Qt::LeftButton, {}, QPoint(200, 100));
            },
            [this] { makeWorse(); },
            [this] { saveElsewhere(); },
            [this] {
                pane().reloadWith(pick(1) ? DocumentSession::Edits::Keep : DocumentSession::Edits::Lose);
            },
            [this] {
                if (pick(3) == 0)
                    openAnew();
            },
        };
    }

    // A document that is edited before would not give way to the file.
    bool isOpen() { return !session().path().isEmpty(); }

    DocumentFinder& finder()
    {
        DocumentFinder& finder = *pane().finder().finder();
        finder.setShown(true);
        return finder;
    }

    // A part of the file, or what is under way is given up.
    void saveElsewhere()
    {
        DocumentSaver& saver = session().saver();
        if (saver.isSaving() || session().size() == ByteCount(0)) {
            saver.cancel();
            return;
        }
        const ByteOffset from(pick(session().size().value() - 1));
        const ByteOffset to = std::min(from + mebibytes(pick(8)), session().snapshot().end());
        const QString path = m_folder.filePath(QStringLiteral("part"));
        saver.saveCopy(QFile::encodeName(path).toStdString(), {from, to}, false);
    }

    // Whatever the storage does then, in a window of its own.
    void openAnew()
    {
        closeWindow();
        openWindow();
        QVERIFY(m_window->openFile(m_mount->path("g.txt")));
    }

private slots:
    void initTestCase()
    {
        if (const QString reason = mountFaults(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
    }

    void cleanupTestCase()
    {
        unmountFaults();
        QVERIFY(LooseThread::allEnd(std::chrono::seconds(20)));
    }

    void init() { openWindow(); }

    void cleanup()
    {
        tell(QStringLiteral("clear"));
        closeWindow();
    }

    void whatHangsIsWaitedForInItsRowsAlone_data()
    {
        QTest::addColumn<bool>("text");
        QTest::newRow("text") << true;
        QTest::newRow("hex") << false;
    }

    void whatHangsIsWaitedForInItsRowsAlone()
    {
        QFETCH(bool, text);
        constexpr std::int64_t hanging = 4 << 20;
        tell(QStringLiteral("read a.txt %1 %2 hang").arg(hanging).arg(hanging + 65536));
        open("a.txt");
        pane().chooseLayout(text ? ViewSettings::Layout::Text : ViewSettings::Layout::Hex);
        Heartbeat heartbeat;
        goTo(hanging + 6400);
        QTest::qWait(300);
        QVERIFY(pane().activeView()->isWaiting());
        if (text)
            QVERIFY(showsLook(TextLook::Pending));
        else
            QCOMPARE(shownHex(hanging + 6400, 64), QByteArray(64, '?'));
        goTo(1 << 20);
        QTRY_VERIFY(!pane().activeView()->isWaiting());
        if (text)
            verifyRows();
        else
            QTRY_COMPARE(shownHex(1 << 20, 64), placed(1 << 20, 64));
        goTo(hanging + 6400);
        QTest::qWait(100);
        tell(QStringLiteral("clear"));
        QTRY_VERIFY(!pane().activeView()->isWaiting());
        if (text) {
            verifyRows();
            // The place that was gone to is in the middle, as it would have been at once.
            QVERIFY(!pane().activeView()->placeRectangle(ByteOffset(hanging + 6400)).isEmpty());
        } else {
            QCOMPARE(shownHex(hanging + 6400, 64), placed(hanging + 6400, 64));
        }
        heartbeat.print("hanging places");
        QVERIFY(heartbeat.longest() < std::chrono::seconds(2));
    }

    void theEndIsWhereItWasGoneTo()
    {
        tell(QStringLiteral("read e.txt %1 %2 hang").arg(fileSize - (1 << 20)).arg(fileSize));
        tell(QStringLiteral("file e.txt %1").arg(fileSize));
        const auto window = m_window->openFile(m_mount->path("e.txt"));
        QVERIFY(window);
        QTRY_COMPARE(session().size(), ByteCount(fileSize)); // though its end would be asked for its encoding
        pane().goTo({.kind = Place::Kind::End});
        QTest::qWait(300);
        QVERIFY(pane().activeView()->isWaiting());
        tell(QStringLiteral("clear"));
        QTRY_VERIFY(!pane().activeView()->isWaiting());
        verifyRows();
        const TextPage& page = pane().textView()->scene().page();
        QCOMPARE(page.topRow().begin(), ByteOffset(fileSize - (page.height() - 1) * placedLine));
    }

    void aCountThatTakesItsTimeIsShown()
    {
        open("h.txt", std::int64_t{64} << 20);
        tell(QStringLiteral("read h.txt 30000000 60000000 hang"));
        session().startIndexing();
        auto* progress = m_window->statusBar()->findChild<QProgressBar*>();
        QTRY_VERIFY(progress->isVisible());
        QVERIFY(session().isIndexing());
        tell(QStringLiteral("clear"));
        QTRY_VERIFY(!session().isIndexing());
        QVERIFY(session().lineIndex().isComplete());
        QVERIFY(!progress->isVisible());
    }

    void whatFailsFailsAloneAndIsTriedAgain()
    {
        constexpr std::int64_t bad = 2 << 20;
        tell(QStringLiteral("read b.txt %1 %2 eio").arg(bad).arg(bad + 4096));
        open("b.txt");
        goTo(bad);
        QTRY_VERIFY(showsLook(TextLook::Unreadable));
        verifyRows();
        QTRY_VERIFY(messages().join(u'\n').contains(QLatin1String("cannot be read")));
        tell(QStringLiteral("clear"));
        QVERIFY(pressInMessage(QStringLiteral("Try Again")));
        QTRY_VERIFY(!showsLook(TextLook::Unreadable) && !pane().activeView()->isWaiting());
        verifyRows();
        QTRY_COMPARE(session().lineMap().newlines(session().snapshot()), LineCount(fileSize / placedLine));
    }

    void anOpeningThatHangsIsToldAndCancelled()
    {
        tell(QStringLiteral("file c.txt 100000"));
        tell(QStringLiteral("open c.txt hang"));
        Heartbeat heartbeat;
        const auto window = m_window->openFile(m_mount->path("c.txt"));
        QVERIFY(window);
        QVERIFY(!*window);
        QVERIFY(messages().join(u'\n').contains(QLatin1String("Opening")));
        QVERIFY(pressInMessage(QStringLiteral("Cancel")));
        QTRY_VERIFY(!messages().join(u'\n').contains(QLatin1String("Opening")));
        tell(QStringLiteral("clear"));
        QTest::qWait(50);
        QVERIFY(session().path().isEmpty());

        tell(QStringLiteral("stat c.txt hang"));
        bool isLate = false;
        const auto again
            = m_window->openFile(m_mount->path("c.txt"), {}, [&](MainWindow&) { isLate = true; });
        QVERIFY(again);
        QVERIFY(!*again);
        tell(QStringLiteral("clear"));
        QTRY_VERIFY(isLate);
        QCOMPARE(session().size(), ByteCount(100000));
        heartbeat.print("opening");
        QVERIFY(heartbeat.longest() < std::chrono::seconds(2));
    }

    void aWindowIsClosedWhileReadsHang()
    {
        tell(QStringLiteral("read d.txt 3000000 8000000 hang"));
        tell(QStringLiteral("file d.txt %1").arg(fileSize));
        const auto window = m_window->openFile(m_mount->path("d.txt"));
        QVERIFY(window);
        QTest::qWait(200);
        const auto begin = std::chrono::steady_clock::now();
        closeWindow();
        const auto taken = std::chrono::steady_clock::now() - begin;
        qInfo("closing an opening that hangs: %lld ms",
            static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(taken).count()));
        openWindow();
        tell(QStringLiteral("clear"));
        open("f.txt", std::int64_t{64} << 20);
        tell(QStringLiteral("read f.txt 0 60000000 hang"));
        tell(QStringLiteral("stat f.txt hang"));
        goTo(30'000'000);
        QTest::qWait(1500);
        const auto closing = std::chrono::steady_clock::now();
        closeWindow();
        const auto closed = std::chrono::steady_clock::now() - closing;
        qInfo("closing while reads hang: %lld ms",
            static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(closed).count()));
        QVERIFY(closed < std::chrono::seconds(2));
        openWindow();
    }

    // Over a file that is good in places only.
    void anythingIsDoneOverABadStorage()
    {
        const unsigned seed = qEnvironmentVariableIsSet("MEGASCOPE_SEED")
            ? qEnvironmentVariable("MEGASCOPE_SEED").toUInt()
            : std::random_device()();
        qInfo("MEGASCOPE_SEED=%u", seed);
        m_random.seed(seed);
        open("g.txt", largeSize);
        session().startIndexing();
        for (int i = 0; i < 20; ++i)
            makeWorse();
        const std::vector<std::function<void()>> all = deeds();
        std::vector<std::chrono::milliseconds> worst(all.size());
        Heartbeat whole;
        for (int i = 0; i < rounds(500); ++i) {
            const auto which = static_cast<std::size_t>(pick(std::ssize(all) - 1));
            Heartbeat heartbeat;
            all[which]();
            QCoreApplication::processEvents();
            QTest::qWait(pick(3) ? 1 : 30);
            worst[which] = std::max(worst[which], heartbeat.longest());
        }
        whole.print("500 actions");
        QString longest;
        for (const std::chrono::milliseconds each : worst)
            longest += QStringLiteral(" %1").arg(each.count());
        qInfo("longest stall of each action, ms:%s", qPrintable(longest));
        QVERIFY(whole.longest() < std::chrono::seconds(2));
        tell(QStringLiteral("clear"));
        QTRY_VERIFY(!session().saver().isSaving());
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(), 20'000);
        pane().reloadWith(DocumentSession::Edits::Lose);
        QTRY_VERIFY(!session().editor().isModified());
        session().setEncoding(std::nullopt);
        session().retryReading();
        pane().chooseLayout(ViewSettings::Layout::Text);
        for (const std::int64_t place : {std::int64_t{0}, largeSize / 3, largeSize - 5000}) {
            goTo(place);
            QTRY_VERIFY(!pane().activeView()->isWaiting());
            verifyRows();
        }
    }
};

QTEST_MAIN(SlowStorageTest)
#include "SlowStorageTest.moc"
