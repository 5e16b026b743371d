// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The live mode: what other processes and other windows do to a file is seen, and what is written directly
// is seen by them.

#include "tests/support/MappingWriter.h"
#include "tests/support/Rounds.h"
#include "tests/ui/window/LiveFixture.h"
#include "ui/session/DocumentSaver.h"

#include <QFileInfo>
#include <QProcess>
#include <QScopeGuard>
#include <QSignalSpy>

#include <chrono>
#include <random>

using namespace megascope;
using megascope::testing::MappingWriter;

namespace {

// Nanoseconds of the monotonic clock.
std::int64_t now()
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

constexpr const char* saveWish = "--save-a-byte";

// What a process does that was started with this wish: overwrites a byte, and saves by patch.
int saveAByte(const char* path)
{
    const auto session = DocumentSession::open(path).value();
    const ByteRange range(ByteOffset(5), ByteCount(1));
    session->editor().apply(EditOrder{
        .range = range, .content = std::vector{std::byte{'A'}}, .selection = Selection::at(range.end())});
    const Result<SavePlan> plan = session->saver().plan(SaveStrategy::Patch);
    if (!plan)
        return 2;
    QSignalSpy ended(&session->saver(), &DocumentSaver::ended);
    session->saver().save(*plan);
    return !ended.empty() || ended.wait() ? int(session->editor().isModified()) : 3;
}

const QByteArray shown = QByteArray("The quick brown fox.\n").repeated(20);

} // namespace

class LiveTest : public QObject, protected LiveFixture {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!QFileInfo(QStringLiteral("/dev/shm")).isWritable())
            QSKIP("there is no /dev/shm to write to");
    }
    void init() { openWindow(); }
    void cleanup()
    {
        closeWindow();
        QFile::remove(m_path);
    }

    void aWriteOfAnotherProcessIsSeen()
    {
        share(shown, Panes::SideBySide);
        MappingWriter other(m_path);
        other.write(4, '*');
        QApplication::processEvents();
        QCOMPARE(shownAt(4), int('q')); // not without the live mode
        startLive(*m_window, 30);
        QTRY_COMPARE(shownAt(4), int('*'));

        const bool hasSeed = qEnvironmentVariableIsSet("MEGASCOPE_SEED");
        const quint32 seed
            = hasSeed ? qEnvironmentVariable("MEGASCOPE_SEED").toUInt() : std::random_device()();
        qInfo("MEGASCOPE_SEED=%u", seed);
        std::mt19937 random(seed);
        std::int64_t slowest = 0;
        for (int i = 0; i < testing::rounds(50); ++i) {
            const auto offset = std::int64_t(random() % 100);
            const auto value = static_cast<std::uint8_t>('a' + random() % 26);
            const std::int64_t written = other.write(offset, value);
            QTRY_COMPARE(shownAt(offset), int(value));
            slowest = std::max(slowest, now() - written);
        }
        qInfo("the slowest showed after %.1f ms", double(slowest) / 1e6);
        other.write(3, '!');
        QTRY_VERIFY(textRow(0).contains(QLatin1Char('!')));
    }

    void whatChangedGlowsAndFades()
    {
        share(QByteArray(4096, 'x'));
        MappingWriter other(m_path);
        startLive(*m_window, 30);
        const QColor plain = groundAt(40);
        QCOMPARE(plain, hex().viewStyle().background);
        other.write(40, 'y');
        QTRY_VERIFY(groundAt(40) != plain);
        QVERIFY(groundAt(42) == plain);
        QTRY_COMPARE(groundAt(40), plain);
        QCOMPARE(shownAt(40), int('y'));
    }

    void aPauseHoldsAndAStepLooks()
    {
        share(QByteArray(4096, 'x'));
        MappingWriter other(m_path);
        trigger("view_live_step"); // begins as a pause
        QCOMPARE(live().state(), LiveMode::State::Paused);
        QVERIFY(action("view_live")->isChecked() && action("view_live_pause")->isChecked());
        other.write(40, 'y');
        QApplication::processEvents();
        QCOMPARE(shownAt(40), int('x'));
        trigger("view_live_step");
        QCOMPARE(shownAt(40), int('y'));
        const QColor full = groundAt(40);
        QCOMPARE(full, hex().viewStyle().live);
        other.write(44, 'z');
        trigger("view_live_step");
        QCOMPARE(groundAt(44), full);
        QCOMPARE(groundAt(40), hex().viewStyle().background); // only the last look counts
        trigger("view_live_pause");
        QCOMPARE(live().state(), LiveMode::State::Running);
        trigger("view_live");
        QCOMPARE(live().state(), LiveMode::State::Off);
        QVERIFY(!action("view_live_pause")->isEnabled());
    }

    void editsStayOnTop()
    {
        share(QByteArray(4096, 'x'));
        MappingWriter other(m_path);
        put(3);
        type("41");
        startLive(*m_window, 30);
        other.write(3, 'p');
        other.write(5, 'q');
        QTRY_COMPARE(shownAt(5), int('q'));
        QCOMPARE(shownAt(3), int('A'));
        // What is behind bytes that were put in shows where they moved it.
        session().editor().setInserting(true);
        put(0);
        type("4242");
        other.write(10, 'r');
        QTRY_COMPARE(shownAt(12), int('r'));
        QVERIFY(session().editor().isModified());
    }

    void scrollingAndOtherLayoutsGoOn()
    {
        QByteArray lines;
        for (int i = 0; i < 20000; ++i)
            lines += QByteArray::number(i).rightJustified(7, '0') + '\n';
        share(lines, Panes::SideBySide);
        MappingWriter other(m_path);
        startLive(*m_window, 30);
        trigger("go_end");
        other.write(lines.size() - 2, 'E');
        QTRY_COMPARE(shownAt(lines.size() - 2), int('E'));
        trigger("go_begin");
        other.write(1, 'B'); // rows that were laid out before
        QTRY_VERIFY(textRow(0).contains(QLatin1Char('B')));
        trigger("view_text");
        trigger("view_hex");
        other.write(2, 'C');
        QTRY_COMPARE(shownAt(2), int('C'));
    }

    void aShorterFileLacksItsBytes()
    {
        share(QByteArray(4096, 'x'));
        startLive(*m_window, 30);
        QVERIFY(QFile::resize(m_path, 8));
        QTRY_COMPARE(shownAt(20), -1);
        QCOMPARE(shownAt(7), int('x'));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::Append));
        file.write("longer again");
        file.close();
        QTRY_COMPARE(shownAt(8), int('l'));
    }

    void directWritesAreInTheFileAtOnce()
    {
        share(QByteArray(4096, 'x'));
        MappingWriter other(m_path);
        writeDirectly();
        QVERIFY2(m_asked.contains(QStringLiteral("cannot be undone")), qPrintable(m_asked));
        put(5);
        type("4");
        QCOMPARE(other.read(5), std::uint8_t{0x48});
        type("1");
        QCOMPARE(other.read(5), std::uint8_t{'A'});
        QCOMPARE(shownAt(5), int('A'));
        QCOMPARE(session().selection().cursor.value(), 6);
        QTest::keyClick(hex().viewport(), Qt::Key_Tab);
        type("yz");
        QCOMPARE(onDisk().mid(4, 5), "xAyzx");
        QVERIFY(!session().editor().isModified());
        QVERIFY(!session().editor().canUndo());
        QCOMPARE(messages(), QStringList());
        // It is asked once for a document.
        trigger("view_live_write");
        QVERIFY(!live().writesDirectly());
        type("n");
        QVERIFY(session().editor().isModified());
        QCOMPARE(onDisk().mid(4, 5), "xAyzx");
        trigger("view_live_write");
        QVERIFY(live().writesDirectly());
        trigger("view_live");
        QVERIFY(!live().writesDirectly());
    }

    void aWarningCanBeHeeded()
    {
        share(QByteArray(4096, 'x'));
        trigger("view_live");
        willAnswer({QStringLiteral("Cancel")});
        trigger("view_live_write");
        QVERIFY(!live().writesDirectly() && !action("view_live_write")->isChecked());
        type("41");
        QCOMPARE(onDisk(), QByteArray(4096, 'x'));
    }

    void directWritesGoOverBytesOfTheFileOnly()
    {
        share(QByteArray(100, 'x'));
        put(10);
        type("41");
        writeDirectly();
        QSignalSpy refused(&session().editor(), &DocumentEditor::refused);
        put(10);
        type("42"); // that byte is not the file's
        QCOMPARE(refused.size(), 2);
        put(20);
        QTest::keyClick(hex().viewport(), Qt::Key_Delete);
        QCOMPARE(refused.size(), 3);
        put(100);
        type("4");
        QCOMPARE(refused.size(), 4);
        session().editor().setInserting(true);
        put(20);
        type("4");
        QCOMPARE(refused.size(), 5);
        session().editor().setInserting(false);
        QCOMPARE(onDisk(), QByteArray(100, 'x'));
        type("43");
        QCOMPARE(onDisk().at(20), 'C');
        QCOMPARE(refused.size(), 5);
        // Behind bytes that were put in, each is at another place.
        trigger("view_live_write");
        session().editor().setInserting(true);
        put(0);
        type("44");
        session().editor().setInserting(false);
        trigger("view_live_write");
        put(50);
        type("4");
        QCOMPARE(refused.size(), 6);
        session().editor().undo();
        put(50);
        type("45");
        QCOMPARE(onDisk().at(50), 'E');
        QVERIFY(QFile::resize(m_path, 60));
        put(80);
        type("4");
        QCOMPARE(refused.size(), 7);
        QCOMPARE(onDisk().size(), 60); // it does not grow
        for (const QList<QVariant>& reason : refused)
            QVERIFY(!reason.front().toString().isEmpty()
                && !reason.front().toString().contains(QLatin1Char('\n')));
    }

    void ourOwnWritesAreNoBodyElses()
    {
        share(QByteArray(4096, 'x'));
        session().startIndexing();
        QTRY_VERIFY(session().lineIndex().isComplete());
        put(1);
        type("41"); // an edit
        writeDirectly();
        put(5);
        type("0a");
        QCOMPARE(onDisk().at(5), '\n');
        QTRY_COMPARE(session().lineIndex().newlines().value(), 1);
        QSignalSpy changed(&session(), &DocumentSession::snapshotChanged);
        session().checkFile();
        QTest::qWait(50); // nothing may come; the save below would find out as well
        QCOMPARE(messages(), QStringList());
        QCOMPARE(changed.size(), 0);
        QVERIFY(session().editor().isModified());
        trigger("file_save");
        QTRY_VERIFY(!session().editor().isModified());
        QCOMPARE(onDisk().first(7), "xAxxx\nx");
        QCOMPARE(messages(), QStringList());
        // After a save it goes into the file as it is then.
        put(8);
        type("42");
        QCOMPARE(onDisk().at(8), 'B');
    }

    void aReplacedFileIsLeftAlone()
    {
        share(QByteArray(4096, 'x'));
        trigger("view_live");
        const QString other = m_path + QStringLiteral(".new");
        QFile file(other);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(4096, 'n'));
        file.close();
        QCOMPARE(::rename(qPrintable(other), qPrintable(m_path)), 0);
        willAnswer({QStringLiteral("Write Directly")});
        trigger("view_live_write");
        QVERIFY(!live().writesDirectly());
        QCOMPARE(messages().size(), 1);
        type("41");
        QCOMPARE(onDisk(), QByteArray(4096, 'n'));
    }

    void twoWindowsSeeEachOther()
    {
        share(QByteArray(4096, 'x'));
        const auto result = m_window->openFile(QFile::encodeName(m_path).toStdString());
        QVERIFY(result);
        const auto second = owned(*result);
        second->pane().chooseLayout(Panes::Hex);
        second->show();
        QTRY_VERIFY(hex(*second).isPainted());
        startLive(*second, 30);
        writeDirectly();
        put(7);
        type("41");
        QTRY_COMPARE(shownAt(*second, 7), int('A'));

        // A save by patch, live or not.
        trigger("view_live");
        put(9);
        type("42");
        trigger("file_save");
        QTRY_VERIFY(!session().editor().isModified());
        QTRY_COMPARE(shownAt(*second, 9), int('B'));
        second->findChild<LiveCommands*>()->setOn(false);
        put(11);
        type("43");
        trigger("file_save");
        QTRY_VERIFY(!session().editor().isModified());
        second->pane().session().checkFile();
        QTRY_COMPARE(shownAt(*second, 11), int('C'));
        QCOMPARE(second->pane().session().saver().isSaving(), false);
    }

    // Another process, with a document and a save of its own.
    void aSaveOfAnotherProcessIsSeen()
    {
        share(QByteArray(4096, 'x'));
        startLive(*m_window, 30);
        QCOMPARE(QProcess::execute(
                     QCoreApplication::applicationFilePath(), {QString::fromLatin1(saveWish), m_path}),
            0);
        QCOMPARE(onDisk().first(7), "xxxxxAx");
        QTRY_COMPARE(shownAt(5), int('A'));
    }

    void aDeviceIsWrittenToAfterAQuestion()
    {
        const std::string image = file(QStringLiteral("image"), QByteArray(1 << 20, 'x'));
        QProcess losetup;
        losetup.start(QStringLiteral("losetup"),
            {QStringLiteral("--find"), QStringLiteral("--show"), QString::fromStdString(image)});
        losetup.waitForFinished();
        const QString device = QString::fromLocal8Bit(losetup.readAllStandardOutput()).trimmed();
        if (device.isEmpty())
            QSKIP("no loop device can be had here");
        const auto detach = qScopeGuard([&] {
            closeWindow();
            QProcess::execute(QStringLiteral("losetup"), {QStringLiteral("--detach"), device});
        });
        QVERIFY(m_window->openFile(device.toStdString()));
        m_window->pane().chooseLayout(Panes::Hex);
        put(1000);
        type("41");
        willAnswer({QStringLiteral("Cancel")});
        trigger("file_save");
        QVERIFY2(m_asked.contains(device) && m_asked.contains(QStringLiteral("1.0 MiB"))
                && m_asked.contains(QStringLiteral("Nothing of it is mounted")),
            qPrintable(m_asked));
        const auto byteAt = [&](qint64 offset) {
            QFile file(device);
            return file.open(QIODevice::ReadOnly) && file.seek(offset) ? file.read(1) : QByteArray();
        };
        QVERIFY(session().editor().isModified());
        QCOMPARE(byteAt(1000), "x");
        willAnswer({QStringLiteral("Write to %1").arg(device)});
        trigger("file_save");
        QTRY_VERIFY(!session().editor().isModified());
        QCOMPARE(byteAt(1000), "A");
        trigger("view_live");
        willAnswer({QStringLiteral("Write Directly"), QStringLiteral("Write to %1").arg(device)});
        trigger("view_live_write");
        put(2000);
        type("42");
        QCOMPARE(byteAt(2000), "B");
        QCOMPARE(messages(), QStringList());
    }

    void whatIsNoFileIsNotLive()
    {
        QVERIFY(!action("view_live")->isEnabled());
        m_window->findChild<LiveCommands*>()->start(30);
        QCOMPARE(messages().size(), 1);
        QVERIFY(!action("view_live")->isChecked());
        QVERIFY(m_window->openFile("/proc/self/maps"));
        trigger("view_live");
        QCOMPARE(messages().size(), 1);
        QVERIFY2(messages().front().contains(QStringLiteral("copy")), qPrintable(messages().front()));
        QVERIFY(!action("view_live")->isChecked());
    }

    void anotherDocumentEndsIt()
    {
        share(QByteArray(4096, 'x'));
        writeDirectly();
        QVERIFY(m_window->findChild<QLabel*>(QStringLiteral("live"))->isVisible());
        m_window->pane().setSession(DocumentSession::open(file(QStringLiteral("other"), "other")).value());
        QCOMPARE(live().state(), LiveMode::State::Off);
        QVERIFY(!live().writesDirectly());
        QVERIFY(!m_window->findChild<QLabel*>(QStringLiteral("live"))->isVisible());
        type("41");
        QVERIFY(session().editor().isModified());
    }
};

int main(int argc, char** argv)
{
    if (const int code = megascope::testing::serveAsWriter(argc, argv); code >= 0)
        return code;
    QApplication application(argc, argv);
    if (argc == 3 && argv[1] == std::string_view(saveWish))
        return saveAByte(argv[2]);
    LiveTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "LiveTest.moc"
