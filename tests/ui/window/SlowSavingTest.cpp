// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Saving, and recovering what was not saved, over a storage that does not answer.

#include "core/file/Vfs.h"
#include "core/save/EditRecovery.h"
#include "core/save/StateFolder.h"
#include "tests/faults/PlacedBytes.h"
#include "tests/ui/window/FaultyFixture.h"
#include "tests/ui/window/Heartbeat.h"
#include "ui/session/DocumentSaver.h"
#include "ui/view/DocumentView.h"
#include "ui/window/RecoveryOffers.h"
#include "ui/window/SaveCommands.h"

#include <KMessageWidget>

using namespace megascope;
using namespace megascope::testing;

namespace {

constexpr std::int64_t size = 8 << 20;

} // namespace

class SlowSavingTest : public QObject, private FaultyFixture {
    Q_OBJECT

    void openEdited()
    {
        m_mount->tell("file a.txt " + std::to_string(size));
        QVERIFY(m_window->openFile(m_mount->path("a.txt")));
        QTRY_COMPARE(session().size(), ByteCount(size));
        QTest::keyClicks(m_window->pane().activeView(), QStringLiteral("new "));
        QCOMPARE(session().size(), ByteCount(size + 4));
    }

    // As Save As does, to a good disk. It needs bytes that do not come.
    void beginSaving()
    {
        m_mount->tell("read a.txt 4000000 8000000 hang");
        session().saver().saveCopy(copyPath(), session().snapshot().all(), true);
        QVERIFY(session().saver().isSaving());
    }

    // As a program that does not come to its end.
    static void leaveEdits(const std::string& path)
    {
        const auto session = DocumentSession::open(path).value();
        QVERIFY(session->editor().apply(
            {.range = {ByteOffset(0), ByteCount(1)}, .content = {}, .selection = {}}));
        session->saver().leaveEdits();
    }

    std::string copyPath() { return m_folder.filePath(QStringLiteral("copy")).toStdString(); }

    QAction* button(const QString& text)
    {
        for (const KMessageWidget* message : m_window->findChildren<KMessageWidget*>()) {
            for (QAction* action : message->actions()) {
                if (action->text().remove(u'&') == text)
                    return action;
            }
        }
        return nullptr;
    }

private slots:
    void initTestCase()
    {
        if (const QString reason = mountFaults(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
    }

    void cleanupTestCase() { unmountFaults(); }

    void init()
    {
        const QString state = QStringLiteral("state-") + QString::fromLatin1(QTest::currentTestFunction());
        qputenv("XDG_STATE_HOME", QFile::encodeName(m_folder.filePath(state)));
        openWindow();
    }

    void cleanup()
    {
        if (m_mount)
            m_mount->tell("clear");
        closeWindow();
    }

    void closesWhenSaved()
    {
        openEdited();
        beginSaving();
        QVERIFY(!m_window->close());
        QVERIFY(button(QStringLiteral("Close When Saved")));
        button(QStringLiteral("Close When Saved"))->trigger();
        QTest::qWait(100);
        QVERIFY(m_window->isVisible());
        m_mount->tell("clear");
        QTRY_VERIFY(!m_window->isVisible());
        QCOMPARE(QFileInfo(QString::fromStdString(copyPath())).size(), size + 4);
        closeWindow();
        QVERIFY(EditRecovery::find(systemVfs(), recoveryFolder()).value().empty());
    }

    // What was given up is that document, and not the next one.
    void whatIsLeftIsOneDocument()
    {
        openEdited();
        beginSaving();
        bool isDone = false;
        QVERIFY(!m_window->saveCommands().mayGiveUp([&isDone] { isDone = true; }));
        button(QStringLiteral("Close Anyway"))->trigger();
        QVERIFY(isDone);
        QVERIFY(!m_window->close());
    }

    // The edits of a file whose storage is away are offered when it is there again.
    void offersDoNotWaitForEachOther()
    {
        for (const std::string& path : {m_mount->path("a.txt"), file(QStringLiteral("b"), "old")})
            leaveEdits(path);
        m_mount->tell("stat a.txt hang");
        offerRecovery(*m_window);
        QTRY_COMPARE(messages().size(), 1);
        QVERIFY(messages().constFirst().contains(QStringLiteral("/b was left behind")));
        QTest::qWait(100);
        QCOMPARE(messages().size(), 1);
        m_mount->tell("clear");
        QTRY_COMPARE(messages().size(), 2);
    }

    void closesAnywayAndLosesNothing()
    {
        openEdited();
        beginSaving();
        Heartbeat heartbeat;
        QVERIFY(!m_window->close());
        QVERIFY(button(QStringLiteral("Close Anyway")));
        button(QStringLiteral("Close Anyway"))->trigger();
        QVERIFY(!m_window->isVisible());
        closeWindow();
        heartbeat.print("closing while a save hangs");
        QVERIFY(heartbeat.longest() < std::chrono::seconds(2));

        openWindow();
        offerRecovery(*m_window);
        QTRY_VERIFY(button(QStringLiteral("Recover")));
        m_mount->tell("open a.txt hang");
        Heartbeat recovering;
        button(QStringLiteral("Recover"))->trigger();
        QTest::qWait(500);
        recovering.print("recovering from a file that hangs");
        QVERIFY(recovering.longest() < std::chrono::seconds(2));
        m_mount->tell("clear");
        QTRY_COMPARE(session().size(), ByteCount(size + 4));
        QVERIFY(session().editor().isModified());
        QByteArray begin(64, '?');
        QVERIFY(session().snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(begin))).empty());
        QByteArray edited("new ");
        while (edited.size() < begin.size())
            edited.append(char(placedByte(edited.size() - 4)));
        QCOMPARE(begin, edited);
    }
};

QTEST_MAIN(SlowSavingTest)
#include "SlowSavingTest.moc"
