// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// A window on a file that somebody cuts, lengthens, replaces and removes all the time, while it is scrolled,
// searched, indexed, followed, loaded again and saved elsewhere: nothing is shown, found or saved that was
// never the file's.

#include "tests/support/RestlessFile.h"
#include "tests/support/Rounds.h"
#include "ui/session/DocumentFinder.h"
#include "ui/session/DocumentFollower.h"
#include "ui/session/DocumentSaver.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <random>
#include <thread>

using namespace megascope;
using testing::RestlessFile;

Q_DECLARE_METATYPE(megascope::Backend)

namespace {

// How long a campaign goes on; nothing in a run of the tests.
std::optional<int> campaignSeconds()
{
    bool isSet = false;
    const int seconds = qEnvironmentVariableIntValue("MEGASCOPE_TORTURE", &isSet);
    return isSet ? std::optional(seconds) : std::nullopt;
}

} // namespace

class ChangingFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { KLocalizedString::setApplicationDomain("megascope"); }
    void nothingIsMadeUp_data();
    void nothingIsMadeUp();

private:
    void useWindow(MainWindow& window, std::mt19937& random);
    void search(DocumentSession& session, std::mt19937& random);
    void saveElsewhere(DocumentSession& session);
    static void checkHex(const HexView& view);
    static void checkText(const TextView& view);
    void checkFound();
    static void checkSaved(const QString& path);

    const QTemporaryDir m_folder;
    std::shared_ptr<FoundMatches> m_matches;
    std::int64_t m_checked = 0; // of them
    std::int64_t m_allChecked = 0;
    int m_saved = 0;
};

void ChangingFileTest::nothingIsMadeUp_data()
{
    QTest::addColumn<Backend>("backend");
    QTest::newRow("mmap") << Backend::Mapped;
    QTest::newRow("pread") << Backend::Read;
}

void ChangingFileTest::useWindow(MainWindow& window, std::mt19937& random)
{
    DocumentPane& pane = window.pane();
    auto* text = window.findChild<TextView*>();
    auto* hex = window.findChild<HexView*>();
    switch (random() % 11) {
    case 0:
        pane.goTo({.kind = Place::Kind::Percentage, .percentage = static_cast<double>(random() % 101)});
        break;
    case 1:
        pane.goTo({.kind = Place::Kind::End});
        break;
    case 2:
        pane.goTo(
            {.kind = Place::Kind::Line, .line = LineNumber(static_cast<std::int64_t>(random() % 17'000))});
        break;
    case 3:
        pane.session().checkFile();
        break;
    case 4:
        pane.reload();
        break;
    case 5:
        text->scrollByPages(random() % 2 == 0 ? 1 : -1);
        break;
    case 6:
        QTest::keyClick(text, random() % 2 == 0 ? Qt::Key_PageDown : Qt::Key_Up, Qt::ShiftModifier);
        break;
    case 7:
        search(pane.session(), random);
        break;
    case 8:
        saveElsewhere(pane.session());
        break;
    case 9:
        pane.session().follower().setFollowing(random() % 2 == 0);
        break;
    default:
        hex->scrollByRows(static_cast<std::int64_t>(random() % 2000) - 1000);
    }
}

// Every 26th line: one whose last letter is that.
void ChangingFileTest::search(DocumentSession& session, std::mt19937& random)
{
    if (m_matches && m_matches->isRunning())
        return;
    const char letter = static_cast<char>('a' + random() % 26);
    m_matches = DocumentFinder::allIn(
        session, {.kind = Pattern::Kind::Regex, .text = std::string("[a-z]{5}") + letter + "[A-D]"});
    m_checked = 0;
    QVERIFY(m_matches);
}

void ChangingFileTest::checkFound()
{
    for (; m_matches && m_checked < m_matches->stored(); ++m_checked, ++m_allChecked) {
        const std::optional<ByteRange> match = m_matches->at(m_checked);
        if (!match)
            continue; // it is another document by now
        const std::int64_t offset = match->begin().value();
        const char last = m_matches->pattern().text.at(8);
        QVERIFY2(offset % RestlessFile::lineSize == 0 && match->count().value() == RestlessFile::letters + 1
                && RestlessFile::letterAt(offset + RestlessFile::letters - 1) == last,
            qPrintable(QStringLiteral("%1 was found at %2").arg(last).arg(offset)));
    }
}

void ChangingFileTest::saveElsewhere(DocumentSession& session)
{
    DocumentSaver& saver = session.saver();
    if (saver.isSaving())
        return;
    const QString path = m_folder.filePath(QStringLiteral("copy"));
    connect(
        &saver, &DocumentSaver::ended, this,
        [this, path](const SaveOutcome& outcome) {
            if (outcome.result) {
                ++m_saved;
                checkSaved(path);
            }
        },
        Qt::SingleShotConnection);
    saver.saveCopy(QFile::encodeName(path).toStdString(), session.snapshot().all(), false);
}

void ChangingFileTest::checkSaved(const QString& path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    qint64 offset = 0;
    while (offset < bytes.size() && RestlessFile::couldStandAt(static_cast<std::byte>(bytes[offset]), offset))
        ++offset;
    QVERIFY2(offset == bytes.size(), qPrintable(QStringLiteral("what is saved at %1 is wrong").arg(offset)));
}

void ChangingFileTest::checkHex(const HexView& view)
{
    const HexPage& page = view.model().page();
    std::int64_t offset = page.range().begin().value();
    for (const HexCell& cell : page.cells()) {
        if (cell.state == HexCell::State::Present)
            QVERIFY2(RestlessFile::couldStandAt(std::byte{cell.byte}, offset),
                qPrintable(QStringLiteral("hex shows %1 at %2").arg(cell.byte).arg(offset)));
        ++offset;
    }
}

void ChangingFileTest::checkText(const TextView& view)
{
    for (const TextRow& row : view.scene().model().rows()) {
        const std::int64_t segmentBegin = row.segment().segment.range.begin().value();
        for (const TextRun& run : row.runs()) {
            if (run.look == TextLook::Unreadable)
                continue;
            for (std::uint32_t i = 0; i < run.count; ++i) {
                const QChar character = row.segment().text[run.unit + i];
                const std::int64_t offset = segmentBegin + run.byte + i;
                QVERIFY2(RestlessFile::couldStandAt(static_cast<std::byte>(character.unicode()), offset),
                    qPrintable(
                        QStringLiteral("text shows U+%1 at %2").arg(character.unicode(), 4, 16).arg(offset)));
            }
        }
    }
}

void ChangingFileTest::nothingIsMadeUp()
{
    QFETCH(const Backend, backend);
    const bool hasSeed = qEnvironmentVariableIsSet("MEGASCOPE_SEED");
    const quint32 seed = hasSeed ? qEnvironmentVariable("MEGASCOPE_SEED").toUInt() : std::random_device()();
    qInfo("MEGASCOPE_SEED=%u", seed);

    const std::string path = m_folder.filePath(QStringLiteral("file.txt")).toStdString();
    RestlessFile file(path, seed);
    MainWindow window;
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.pane().chooseLayout(ViewSettings::Layout::SideBySide);
    QVERIFY(window.openFile(path, {.backend = backend, .encoding = Encoding()}));
    window.resize(1000, 600);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));

    std::atomic<bool> stop = false;
    std::thread other([&] {
        while (!stop) {
            file.change();
            if (campaignSeconds())
                std::this_thread::sleep_for(std::chrono::milliseconds(10)); // as often as was promised
            else
                std::this_thread::yield();
        }
    });
    std::mt19937 random(seed);
    QElapsedTimer clock;
    clock.start();
    const auto goesOn = [&](int step) {
        const std::optional<int> seconds = campaignSeconds();
        return seconds ? clock.elapsed() < *seconds * 1000LL : step < testing::rounds(200);
    };
    for (int step = 0; goesOn(step) && !QTest::currentTestFailed(); ++step) {
        useWindow(window, random);
        QApplication::processEvents();
        window.grab();
        checkHex(*window.findChild<HexView*>());
        checkText(*window.findChild<TextView*>());
        checkFound();
    }
    stop = true;
    other.join();
    qInfo("%d copies and %lld matches were looked at", m_saved, static_cast<long long>(m_allChecked));
    QVERIFY(!QTest::currentTestFailed());

    // At rest again, all of the file is there.
    file.recreate();
    DocumentSession& session = window.pane().session();
    QTRY_VERIFY_WITH_TIMEOUT(!session.saver().isSaving(), 20000);
    QVERIFY(session.reload());
    m_matches.reset();
    QCOMPARE(session.size().value(), RestlessFile::fullSize);
    QTRY_VERIFY_WITH_TIMEOUT(session.lineIndex().isComplete(), 20000);
    QCOMPARE(session.lineIndex().newlines().value(), RestlessFile::fullSize / RestlessFile::lineSize);
}

QTEST_MAIN(ChangingFileTest)
#include "ChangingFileTest.moc"
