// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// A window on a file that somebody cuts, lengthens, replaces and removes all the time, while it is scrolled,
// searched for places, indexed and loaded again. The content tells of each byte where it stands, and no byte
// is zero: whatever is shown and was never the file's is noticed.

#include "tests/support/Rounds.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>
#include <random>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

using namespace megascope;

Q_DECLARE_METATYPE(megascope::Backend)

namespace {

constexpr std::int64_t fullSize = (1 << 20) + 333;
constexpr int generations = 3;
constexpr std::int64_t lineSize = 61;

char byteAt(std::int64_t offset, int generation)
{
    if (offset % lineSize == lineSize - 1)
        return '\n';
    return static_cast<char>('a' + (offset * 7 + offset / 1000 + generation * 5) % 26);
}

bool couldStandAt(std::uint8_t byte, std::int64_t offset)
{
    for (int generation = 0; generation < generations; ++generation) {
        if (byte == static_cast<std::uint8_t>(byteAt(offset, generation)))
            return true;
    }
    return false;
}

// What another program does to the file.
class Vandal {
public:
    Vandal(std::string path, quint32 seed)
        : m_path(std::move(path))
        , m_random(seed)
    {
        recreate();
    }

    void act()
    {
        switch (m_random() % 6) {
        case 0:
            shorten();
            break;
        case 1:
            std::filesystem::remove(m_path);
            break;
        case 2:
            recreate();
            break;
        default:
            lengthen();
        }
    }

    // Puts another file in the place of the old one.
    void recreate()
    {
        m_generation = (m_generation + 1) % generations;
        const std::string other = m_path + ".new";
        append(other, 0, O_TRUNC);
        std::filesystem::rename(other, m_path);
    }

private:
    // Never makes it longer, which would fill it with zeros.
    void shorten()
    {
        std::error_code missing;
        const auto size = std::filesystem::file_size(m_path, missing);
        if (!missing && size > 0)
            std::filesystem::resize_file(m_path, m_random() % size);
    }

    void lengthen()
    {
        std::error_code missing;
        const auto size = std::filesystem::file_size(m_path, missing);
        if (!missing)
            append(m_path, static_cast<std::int64_t>(size), O_APPEND);
    }

    void append(const std::string& path, std::int64_t begin, int flags) const
    {
        std::string bytes;
        for (std::int64_t offset = begin; offset < fullSize; ++offset)
            bytes += byteAt(offset, m_generation);
        const int file = open(path.c_str(), O_WRONLY | O_CREAT | flags | O_CLOEXEC, 0600);
        if (file < 0 || write(file, bytes.data(), bytes.size()) != std::ssize(bytes))
            qFatal("cannot write %s", path.c_str());
        close(file);
    }

    const std::string m_path;
    std::mt19937 m_random;
    int m_generation = 0;
};

} // namespace

class ChangingFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { KLocalizedString::setApplicationDomain("megascope"); }
    void nothingIsMadeUp_data();
    void nothingIsMadeUp();

private:
    void useWindow(MainWindow& window, std::mt19937& random);
    static void checkHex(const HexView& view);
    static void checkText(const TextView& view);
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
    switch (random() % 8) {
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
    default:
        hex->scrollByRows(static_cast<std::int64_t>(random() % 2000) - 1000);
    }
}

void ChangingFileTest::checkHex(const HexView& view)
{
    const HexPage& page = view.model().page();
    std::int64_t offset = page.range().begin().value();
    for (const HexCell& cell : page.cells()) {
        if (cell.state == HexCell::State::Present)
            QVERIFY2(couldStandAt(cell.byte, offset),
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
                QVERIFY2(couldStandAt(static_cast<std::uint8_t>(character.unicode()), offset),
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

    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("file.txt")).toStdString();
    Vandal vandal(path, seed);
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
            vandal.act();
            std::this_thread::yield();
        }
    });
    std::mt19937 random(seed);
    for (int step = 0; step < testing::rounds(200) && !QTest::currentTestFailed(); ++step) {
        useWindow(window, random);
        QApplication::processEvents();
        window.grab();
        checkHex(*window.findChild<HexView*>());
        checkText(*window.findChild<TextView*>());
    }
    stop = true;
    other.join();

    // At rest again, all of the file is there.
    vandal.recreate();
    window.pane().reload();
    const DocumentSession& session = window.pane().session();
    QCOMPARE(session.size().value(), fullSize);
    QTRY_VERIFY_WITH_TIMEOUT(session.lineIndex().isComplete(), 20000);
    QCOMPARE(session.lineIndex().newlines().value(), fullSize / lineSize);
}

QTEST_MAIN(ChangingFileTest)
#include "ChangingFileTest.moc"
