// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The disk fails at every write and every sync of a save. Whatever the save has left of the file, the edits
// are in the recovery log.

#include "core/file/Vfs.h"
#include "core/save/EditRecovery.h"
#include "core/save/StateFolder.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/RestoredSession.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <filesystem>

#include <dlfcn.h>
#include <unistd.h>

using namespace megascope;

namespace {

// The calls for files in this folder fail with `code`, after so many that work.
struct Fault {
    std::string folder;
    std::atomic<int> code = 0; // 0: none fails
    std::atomic<int> left = 0;
};
Fault fault; // the folder changes only while no call is made

// Whether anything is written to that folder while the log has bytes that are not on the disk.
struct Order {
    std::atomic<bool> isWatched = false;
    std::atomic<bool> isLogPending = false;
    std::atomic<bool> isBroken = false;
};
Order order;

std::string pathOf(int descriptor)
{
    std::error_code none;
    return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), none).native();
}

void note(int descriptor, bool writes)
{
    if (!order.isWatched)
        return;
    const std::string path = pathOf(descriptor);
    if (path.ends_with(".edits"))
        order.isLogPending = writes;
    else if (writes && order.isLogPending && path.starts_with(fault.folder))
        order.isBroken = true;
}

bool fails(int descriptor)
{
    if (fault.code == 0)
        return false;
    if (!pathOf(descriptor).starts_with(fault.folder) || fault.left-- > 0)
        return false;
    errno = fault.code;
    return true;
}

template <class Function>
Function* real(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

} // namespace

// In the place of the system's.
extern "C" ssize_t pwrite64(int descriptor, const void* bytes, std::size_t count, off64_t offset)
{
    static auto* const call = real<ssize_t(int, const void*, std::size_t, off64_t)>("pwrite64");
    note(descriptor, true);
    return fails(descriptor) ? -1 : call(descriptor, bytes, count, offset);
}

extern "C" int fdatasync(int descriptor)
{
    static auto* const call = real<int(int)>("fdatasync");
    note(descriptor, false);
    return fails(descriptor) ? -1 : call(descriptor);
}

class FailedSaveTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path m_old; // the file before the edits
    int m_rounds = 0;

    [[nodiscard]] std::filesystem::path path(const QString& name) const
    {
        return QFile::encodeName(m_folder.filePath(name)).toStdString();
    }

    static QByteArray bytesOf(const Snapshot& snapshot)
    {
        QByteArray bytes(snapshot.size().value(), '\0');
        const Gaps gaps = snapshot.read(ByteOffset(0), std::as_writable_bytes(std::span(bytes)));
        return gaps.empty() ? bytes : QByteArray("unreadable");
    }

    static void put(DocumentSession& session, qint64 begin, qint64 count, const QByteArray& text)
    {
        const auto bytes = std::as_bytes(std::span(text));
        QVERIFY(session.editor().apply({.range = {ByteOffset(begin), ByteCount(count)},
            .content = std::vector<std::byte>(bytes.begin(), bytes.end()),
            .selection = Selection::at(ByteOffset(begin)),
            .kind = EditKind::Single}));
    }

    // How it ended.
    static Result<SaveResult> save(DocumentSession& session, SaveStrategy strategy)
    {
        const Result<SavePlan> plan = session.saver().plan(strategy);
        if (!plan)
            return std::unexpected(plan.error());
        QSignalSpy ended(&session.saver(), &DocumentSaver::ended);
        session.saver().save(*plan);
        if (ended.isEmpty() && !ended.wait(30'000))
            return std::unexpected(Error{.detail = "the save did not end"});
        return ended.first().first().value<SaveOutcome>().result;
    }

    // What a crash now would leave of the log, made into edits of the old content.
    void checkLog(const std::filesystem::path& file, const QByteArray& edited)
    {
        const std::filesystem::path copy = copiedState() / "megascope/recovery";
        const std::filesystem::path away
            = file.native() + ".away"; // else it is asked what a save has brought to it
        std::filesystem::rename(file, away);
        const Vfs& vfs = systemVfs();
        const auto found = EditRecovery::find(vfs, copy);
        QVERIFY(found && found->size() == 1 && !found->front().isDamaged);
        Document document;
        const auto restored = EditRecovery::restore(vfs, found->front(), document,
            {FileSource::open(vfs, m_old).value(), found->front().file, found->front().identity});
        QVERIFY(restored && restored->isWhole);
        QCOMPARE(bytesOf(document.snapshot()), edited);
        std::filesystem::rename(away, file);
    }

    // A crash now, and the next start.
    void checkNextStart(
        std::unique_ptr<DocumentSession> session, const std::filesystem::path& file, const QByteArray& edited)
    {
        const QByteArray state = qgetenv("XDG_STATE_HOME");
        const std::filesystem::path copy = copiedState();
        session.reset();
        qputenv("XDG_STATE_HOME", QByteArray::fromStdString(copy.native()));
        const auto found = EditRecovery::find(systemVfs(), recoveryFolder());
        QVERIFY(found && found->size() <= 1);
        if (found->empty()) {
            session = DocumentSession::open(file).value();
        } else {
            auto restored = DocumentSession::restore(found->front());
            QVERIFY(restored && restored->isWhole);
            session = std::move(restored->session);
        }
        QCOMPARE(bytesOf(session->snapshot()), edited);
        session.reset();
        qputenv("XDG_STATE_HOME", state);
    }

    // A copy of the state folder: what the program holds in its own is locked.
    [[nodiscard]] std::filesystem::path copiedState() const
    {
        std::filesystem::path copy = path(QStringLiteral("copy"));
        std::filesystem::remove_all(copy);
        std::filesystem::copy(
            qgetenv("XDG_STATE_HOME").toStdString(), copy, std::filesystem::copy_options::recursive);
        return copy;
    }

    // What was cut short can be finished, and is worked with until then by nobody.
    static void checkFinishing(
        DocumentSession& session, const std::filesystem::path& file, const QByteArray& edited)
    {
        QVERIFY(!session.editor().mayEdit());
        QSignalSpy ended(&session.saver(), &DocumentSaver::ended);
        session.saver().finishCutShort();
        QVERIFY(!ended.isEmpty() || ended.wait(30'000));
        const auto outcome = ended.first().first().value<SaveOutcome>();
        QVERIFY2(outcome.result, outcome.result ? "" : outcome.result.error().message().c_str());
        QVERIFY(!session.saver().isCutShort() && !session.editor().isModified());
        QCOMPARE(bytesOf(session.snapshot()), edited);
        QFile saved(QString::fromStdString(file.native()));
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll(), edited);
        put(session, 0, 1, "A");
        while (session.editor().canUndo())
            session.editor().undo();
        QCOMPARE(bytesOf(session.snapshot()), QByteArray("a line of text\n").repeated(20'000));
    }

private slots:
    void init() { qputenv("XDG_STATE_HOME", QFile::encodeName(m_folder.filePath(QStringLiteral("state")))); }

    void editsStayInTheLog_data()
    {
        QTest::addColumn<int>("strategy");
        QTest::addColumn<int>("code");
        for (const auto& [name, code] : {std::pair("EIO", EIO), {"ENOSPC", ENOSPC}}) {
            QTest::addRow("patch %s", name) << int(SaveStrategy::Patch) << code;
            QTest::addRow("shift %s", name) << int(SaveStrategy::Shift) << code;
            QTest::addRow("replace %s", name) << int(SaveStrategy::Replace) << code;
        }
    }

    void editsStayInTheLog()
    {
        QFETCH(const int, strategy);
        QFETCH(const int, code);
        const bool patches = SaveStrategy(strategy) == SaveStrategy::Patch;
        const QByteArray before = QByteArray("a line of text\n").repeated(20'000);
        m_old = path(QStringLiteral("old"));
        QFile old(QString::fromStdString(m_old.native()));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write(before) == before.size());
        old.close();
        int number = 0;
        for (;; ++number) {
            fault.folder = path(QStringLiteral("disk%1").arg(++m_rounds)).native();
            const std::filesystem::path file = fault.folder + "/file";
            std::filesystem::create_directory(fault.folder);
            std::filesystem::copy_file(m_old, file);
            auto session = DocumentSession::open(file).value();
            put(*session, 70'000, 5, patches ? "ABCDE" : "a longer text than before");
            put(*session, 10, 3, patches ? "xyz" : "");
            const QByteArray edited = bytesOf(session->snapshot());
            fault.left = number;
            fault.code = code;
            const Result<SaveResult> result = save(*session, SaveStrategy(strategy));
            fault.code = 0;
            if (result) {
                QVERIFY(!session->editor().isModified());
                break;
            }
            QVERIFY(session->editor().isModified());
            const std::string message = result.error().message();
            QVERIFY2(message.find(fault.folder) != std::string::npos, message.c_str());
            checkLog(file, edited);
            if (session->saver().isCutShort()) {
                QVERIFY(SaveStrategy(strategy) == SaveStrategy::Shift);
                checkFinishing(*session, file, edited);
                if (QTest::currentTestFailed())
                    return;
                continue;
            }
            QCOMPARE(bytesOf(session->snapshot()), edited);
            // And so are those that come then.
            put(*session, 0, 1, "A");
            checkLog(file, "A" + edited.sliced(1));
            checkNextStart(std::move(session), file, "A" + edited.sliced(1));
            if (QTest::currentTestFailed())
                return;
            QVERIFY(number < 1000);
        }
        qInfo("%d calls failed", number);
        QVERIFY(number > 1);
    }

    // Else a power cut would leave a file that the log knows nothing of, and its edits would be offered
    // again.
    void theLogIsOnTheDiskFirst()
    {
        for (const SaveStrategy strategy :
            {SaveStrategy::Patch, SaveStrategy::Shift, SaveStrategy::Replace}) {
            fault.folder = path(QStringLiteral("disk%1").arg(++m_rounds)).native();
            std::filesystem::create_directory(fault.folder);
            const std::filesystem::path file = fault.folder + "/file";
            std::filesystem::copy_file(m_old, file);
            auto session = DocumentSession::open(file).value();
            order.isWatched = true;
            put(*session, 70'000, 5, "ABCDE");
            QVERIFY(order.isLogPending);
            QVERIFY(save(*session, strategy));
            order.isWatched = false;
            QVERIFY(!order.isBroken);
        }
    }
};

QTEST_GUILESS_MAIN(FailedSaveTest)
#include "FailedSaveTest.moc"
