// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What a window offers of what other programs have left behind, and what comes of that.

#include "ui/window/RecoveryOffers.h"
#include "WindowFixture.h"
#include "core/file/FileSource.h"
#include "core/save/EditRecovery.h"
#include "core/save/Recovery.h"
#include "core/save/Save.h"
#include "core/save/StateFolder.h"

#include <QDir>

#include <sys/file.h>
#include <sys/resource.h>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

using namespace megascope;

class RecoveryOffersTest : public QObject, private WindowFixture {
    Q_OBJECT

private:
    // A program that types "new " near the end of the file, may save it, and does not come to its end.
    enum class Save { None, CutShort };
    void leaveEdits(const std::string& path, Save save);
    // A save of a document that grows, on a disk that lets no file become longer than this one.
    static void cutShort(const Vfs& vfs, const Snapshot& snapshot, const SaveTarget& target);
    [[nodiscard]] QString offered();
    void press(const QString& button);

private slots:
    void init()
    {
        qputenv("XDG_STATE_HOME", QFile::encodeName(m_folder.filePath(QStringLiteral("state"))));
        openWindow();
    }
    void cleanup()
    {
        closeWindow();
        for (QWidget* widget : QApplication::topLevelWidgets())
            delete qobject_cast<MainWindow*>(widget);
        QDir(m_folder.path()).removeRecursively();
        QDir().mkpath(m_folder.path());
    }
    void comeWhenTheyWereLookedFor();
    void goWithTheWindow();
    void editsOfAChangedFile();
    void othersStayOffered();
    void aSaveThatWasCutShort();
    void discardingRemovesTemporaryFiles();
};

void RecoveryOffersTest::cutShort(const Vfs& vfs, const Snapshot& snapshot, const SaveTarget& target)
{
    SaveOptions options;
    options.strategy = SaveStrategy::Shift;
    const SavePlan plan = planSave(vfs, snapshot, target, options).value();
    signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit limit = before;
    limit.rlim_cur = static_cast<rlim_t>(target.identity.size.value());
    setrlimit(RLIMIT_FSIZE, &limit);
    Progress progress;
    QVERIFY(!save(vfs, plan, {{}, progress}));
    setrlimit(RLIMIT_FSIZE, &before);
}

void RecoveryOffersTest::leaveEdits(const std::string& path, Save save)
{
    const Vfs& vfs = systemVfs();
    const auto source = FileSource::open(vfs, path).value();
    const FileIdentity identity = source->status().identity;
    Document document(source, source->size());
    RecoveryLog log(vfs, recoveryFolder(), document, {source, path, identity});
    document.replace(
        {ByteOffset(source->size().value() / 4 * 3), ByteCount(0)}, std::as_bytes(std::span("new ", 4)));
    QVERIFY(log.noteSaving());
    if (save == Save::CutShort)
        cutShort(vfs, document.snapshot(), {path, source, identity});
}

// Empty until there is one.
QString RecoveryOffersTest::offered()
{
    const QStringList all = messages().filter(QStringLiteral("left behind"));
    return all.isEmpty() ? QString() : all.first();
}

void RecoveryOffersTest::press(const QString& button)
{
    for (const KMessageWidget* message : m_window->findChildren<KMessageWidget*>()) {
        for (QAction* action : message->actions()) {
            if (action->text() == button)
                return action->trigger();
        }
    }
    QFAIL(qPrintable(QStringLiteral("there is no button ") + button));
}

void RecoveryOffersTest::comeWhenTheyWereLookedFor()
{
    leaveEdits(file(QStringLiteral("a"), "old"), Save::None);
    offerRecovery(*m_window);
    QCOMPARE(messages(), QStringList()); // a window that is held up would have them now
    QTRY_VERIFY(offered().startsWith(QStringLiteral("1 unsaved edit of ")));
    QVERIFY2(!offered().contains(QStringLiteral("changed")), qPrintable(offered()));
    press(QStringLiteral("Recover"));
    QTRY_COMPARE(session().size().value(), 7);
    QVERIFY(session().editor().isModified());
    QCOMPARE(messages(), QStringList());
}

void RecoveryOffersTest::goWithTheWindow()
{
    leaveEdits(file(QStringLiteral("a"), "old"), Save::None);
    offerRecovery(*m_window);
    closeWindow();
    openWindow();
    offerRecovery(*m_window);
    QTRY_VERIFY(!offered().isEmpty());
    press(QStringLiteral("Recover"));
    closeWindow();
    QVERIFY(EditRecovery::find(systemVfs(), recoveryFolder()).value().size() == 1);
}

void RecoveryOffersTest::editsOfAChangedFile()
{
    leaveEdits(file(QStringLiteral("a"), "old"), Save::None);
    file(QStringLiteral("a"), "older");
    offerRecovery(*m_window);
    QTRY_VERIFY(offered().contains(QStringLiteral("was changed")));
    press(QStringLiteral("Recover"));
    QTRY_COMPARE(session().size().value(), 9);
    QVERIFY(messages().join(u' ').contains(QStringLiteral("was changed")));
}

// Those of one document are shown where the others were offered.
void RecoveryOffersTest::othersStayOffered()
{
    leaveEdits(file(QStringLiteral("a"), "old"), Save::None);
    leaveEdits(file(QStringLiteral("b"), "older"), Save::None);
    offerRecovery(*m_window);
    const auto offers = [this] { return messages().filter(QStringLiteral("left behind")); };
    QTRY_COMPARE(offers().size(), 2);
    press(QStringLiteral("Recover"));
    QTRY_VERIFY(session().editor().isModified());
    const QString shown = session().path();
    QCOMPARE(offers().size(), 1);
    QVERIFY(!offers().first().contains(shown));
    press(QStringLiteral("Discard"));
    QTRY_COMPARE(offers().size(), 0);
}

// The file is in the midst of being written to, which is no change by anybody else.
void RecoveryOffersTest::aSaveThatWasCutShort()
{
    const QByteArray content(100'000, 'x');
    const std::string path = file(QStringLiteral("a"), content);
    leaveEdits(path, Save::CutShort);
    QVERIFY(mayBeUnfinished(systemVfs(), path));
    offerRecovery(*m_window);
    QTRY_VERIFY(offered().contains(QStringLiteral("A save of the file was cut short")));
    QVERIFY2(!offered().contains(QStringLiteral("changed")), qPrintable(offered()));
    press(QStringLiteral("Recover"));
    QTRY_COMPARE(session().size().value(), content.size() + 4);
    QVERIFY(!session().editor().isModified());
    QVERIFY2(messages().filter(QStringLiteral("changed")).isEmpty(), qPrintable(messages().join(u'\n')));
    QVERIFY(!messages().filter(QStringLiteral("It was finished now")).isEmpty());
    QFile saved(QString::fromStdString(path));
    QVERIFY(saved.open(QIODevice::ReadOnly));
    QCOMPARE(saved.readAll(), QByteArray(content).insert(75'000, "new "));
}

// Those of this file, that no save is using.
void RecoveryOffersTest::discardingRemovesTemporaryFiles()
{
    leaveEdits(file(QStringLiteral("a"), "old"), Save::None);
    file(QStringLiteral(".a.abc123.megascope-tmp"), "half");
    const std::string used = file(QStringLiteral(".a.used12.megascope-tmp"), "half");
    const int descriptor = open(used.c_str(), O_RDWR | O_CLOEXEC);
    QCOMPARE(flock(descriptor, LOCK_EX), 0);
    const QStringList others{QStringLiteral(".a.used12.megascope-tmp"), QStringLiteral(".a.user.file"),
        QStringLiteral(".ab.abc123.megascope-tmp")};
    for (const QString& other : others)
        file(other, "another");
    offerRecovery(*m_window);
    QTRY_VERIFY(!offered().isEmpty());
    press(QStringLiteral("Discard"));
    QVERIFY(EditRecovery::find(systemVfs(), recoveryFolder()).value().empty());
    QTRY_COMPARE(QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden, QDir::Name),
        others + QStringList{QStringLiteral("a")});
    close(descriptor);
}

QTEST_MAIN(RecoveryOffersTest)

#include "RecoveryOffersTest.moc"
