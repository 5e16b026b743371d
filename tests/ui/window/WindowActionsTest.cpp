// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/ui/window/WindowFixture.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"

#include <KActionCollection>
#include <KConfigGroup>
#include <KRecentFilesAction>
#include <KSharedConfig>

#include <QHash>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStatusBar>

#include <sys/stat.h>

#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace megascope;
using Layout = ViewSettings::Layout;

class WindowActionsTest : public QObject, protected WindowFixture {
    Q_OBJECT

private:
    QAction* item(const char* menu, const QString& text)
    {
        for (QAction* item : action(menu)->menu()->actions()) {
            if (item->text().remove(QLatin1Char('&')) == text)
                return item;
        }
        qFatal("there is no item %s", qPrintable(text));
    }

private slots:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void aLayoutIsChosenForOneWindow()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("a.txt"), "text\n")));
        trigger("view_hex");
        QCOMPARE(m_window->pane().shownLayout(), Layout::Hex);
        QVERIFY(action("view_hex")->isChecked());
        const auto window = m_window->openFile(file(QStringLiteral("b.txt"), "text\n"));
        QVERIFY(window);
        QCOMPARE(owned(*window)->pane().shownLayout(), Layout::Text);
    }

    void noKeysAreForTwoCommands()
    {
        QHash<QKeySequence, QString> owners;
        for (const QAction* one : m_window->actionCollection()->actions()) {
            for (const QKeySequence& keys : one->shortcuts()) {
                if (keys.isEmpty())
                    continue;
                QVERIFY2(!owners.contains(keys),
                    qPrintable(QStringLiteral("%1: %2, %3")
                            .arg(keys.toString(), owners.value(keys), one->objectName())));
                owners.insert(keys, one->objectName());
            }
        }
        QVERIFY2(owners.size() > 50, qPrintable(QString::number(owners.size())));
    }

    void howFilesAreOpenedIsASetting()
    {
        QVERIFY(item("settings_layout", QStringLiteral("What They Hold"))->isChecked());
        QVERIFY(m_window->openFile(file(QStringLiteral("a.txt"), "text\n")));
        item("settings_layout", QStringLiteral("Hex"))->trigger();
        QCOMPARE(m_window->pane().shownLayout(), Layout::Text); // this one is open already
        const auto window = m_window->openFile(file(QStringLiteral("b.txt"), "text\n"));
        QVERIFY(window);
        const auto other = owned(*window);
        QCOMPARE(other->pane().shownLayout(), Layout::Hex);
        item("settings_layout", QStringLiteral("What They Hold"))->trigger();
        const auto last = m_window->openFile(file(QStringLiteral("c.txt"), "text\n"));
        QVERIFY(last);
        QCOMPARE(owned(*last)->pane().shownLayout(), Layout::Text);
    }

    // Read in an encoding in which it is not text, a file is shown as before, and can still be shown
    // otherwise.
    void anEncodingDoesNotTakeTheLayoutAlong()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("a.txt"), QByteArray("some text\n").repeated(100))));
        session().setEncoding(Encoding::byName("UTF-32LE"));
        trigger("view_zoom_in");
        QCOMPARE(m_window->pane().shownLayout(), Layout::Text);
        QVERIFY(m_window->findChild<TextView*>());
        trigger("view_hex");
        QVERIFY(m_window->findChild<HexView*>() && !m_window->findChild<TextView*>());
        trigger("view_text");
        QVERIFY(m_window->findChild<TextView*>() && !m_window->findChild<HexView*>());
    }

    void aSettingOfAnotherWindowIsNotWrittenOver()
    {
        const auto other = owned(new MainWindow);
        action("view_wrap")->trigger();
        other->actionCollection()->action(QStringLiteral("view_whitespace"))->trigger();
        const auto kept = ViewSettings::load(KSharedConfig::openConfig()->group(QStringLiteral("View")));
        QVERIFY(kept.wrap);
        QVERIFY(kept.whitespace);
    }

    void firstContentIsToldWhenAnUnpaintedViewIsDropped()
    {
        const auto window = owned(new MainWindow);
        QSignalSpy painted(window.get(), &MainWindow::firstContentPainted);
        window->pane().chooseLayout(Layout::Hex); // the text view goes before it was shown
        window->show();
        QTRY_COMPARE(painted.count(), 1);
        window->pane().chooseLayout(Layout::SideBySide);
        QTRY_VERIFY(window->findChild<TextView*>()->isPainted());
        QTest::qWait(50);
        QCOMPARE(painted.count(), 1);
    }

    void countingThatWasStoppedStaysSoInAnotherLayout()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("a.txt"), QByteArray(64 << 20, '\n'))));
        QTRY_VERIFY(session().isIndexing() || session().lineIndex().isComplete());
        session().setEncoding(Encoding::byName("UTF-16LE")); // another count
        session().stopIndexing();
        const bool complete = session().lineIndex().isComplete();
        trigger("view_both");
        QTRY_VERIFY(m_window->findChild<HexView*>()->isPainted());
        QTest::qWait(50);
        QVERIFY(!session().isIndexing());
        QCOMPARE(session().lineIndex().isComplete(), complete);
    }

    void selectingAllMovesNothing()
    {
        QVERIFY(m_window->openFile(
            file(QStringLiteral("a.txt"), QByteArray(QByteArray(300, 'x') + '\n').repeated(5000))));
        trigger("view_both");
        QTRY_VERIFY(m_window->findChild<HexView*>()->isPainted());
        trigger("go_middle");
        auto* text = m_window->findChild<TextView*>();
        auto* hex = m_window->findChild<HexView*>();
        const ByteOffset textTop = text->topOffset();
        const ByteOffset hexTop = hex->topOffset();
        const int column = text->horizontalScrollBar()->value();
        trigger("edit_select_all");
        QCOMPARE(session().selection().range(), session().snapshot().all());
        QCOMPARE(text->topOffset(), textTop);
        QCOMPARE(hex->topOffset(), hexTop);
        QCOMPARE(text->horizontalScrollBar()->value(), column);
        // The next key goes on from the end of the selection.
        QTest::keyClick(text, Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(text->viewport()->rect().contains(text->cursorRectangle().center()));
    }

    void whatMakesNoSenseIsGreyedOut()
    {
        QVERIFY(!action("file_reload")->isEnabled());
        QVERIFY(m_window->openFile(file(QStringLiteral("a.txt"), "text\n")));
        QVERIFY(action("file_reload")->isEnabled());
        QVERIFY(!action("edit_copy")->isEnabled());
        session().setSelection({ByteOffset(0), ByteOffset(2)});
        QVERIFY(action("edit_copy")->isEnabled());
        QVERIFY(action("edit_copy_hex")->isEnabled());
        session().moveCursor(ByteOffset(1), false);
        QVERIFY(!action("edit_copy_hex")->isEnabled());
        QVERIFY(action("view_wrap")->isEnabled());
        QVERIFY(!action("view_group_size")->isEnabled());
        trigger("view_hex");
        QVERIFY(!action("view_wrap")->isEnabled());
        QVERIFY(action("view_group_size")->isEnabled());
        trigger("view_both");
        QVERIFY(action("view_wrap")->isEnabled() && action("view_group_size")->isEnabled());
    }

    void whatCannotBeOpenedMakesNoWindow()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("a.txt"), "text\n")));
        const auto before = QApplication::topLevelWidgets().size();
        m_window->openFiles({QUrl::fromLocalFile(m_folder.filePath(QStringLiteral("missing"))),
            QUrl(QStringLiteral("sftp://host/file"))});
        QCOMPARE(QApplication::topLevelWidgets().size(), before);
        QCOMPARE(messages().size(), 2);
        QVERIFY(messages().front().contains(QStringLiteral("missing")));
        QVERIFY(messages().back().contains(QStringLiteral("sftp://host/file")));
    }

    void whatIsNoFileSaysSoInOneLine()
    {
        const auto path = [&](const char* name) { return m_folder.filePath(QString::fromLatin1(name)); };
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, qPrintable(path("socket")), sizeof(address.sun_path) - 1);
        const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
        ::close(socket);
        QVERIFY(QFile::link(path("nothing"), path("dangling")));
        const std::pair<QString, const char*> others[]
            = {{m_folder.path(), "is a directory"}, {path("socket"), "is a socket"},
                {path("dangling"), "is a link to"}, {QStringLiteral("/dev/null"), "is a character device"}};
        for (const auto& [name, reason] : others) {
            QVERIFY(!m_window->openFile(name.toStdString()));
            QVERIFY2(messages().back().startsWith(name + QStringLiteral(": ") + QLatin1String(reason)),
                qPrintable(messages().back()));
            QVERIFY(!messages().back().contains(QLatin1Char('\n')));
        }
        QVERIFY(session().path().isEmpty());
    }

    void aClearedListOfRecentFilesStaysCleared()
    {
        // What lies in the folder for temporary files is not remembered; the home may lie there.
        const QTemporaryDir folder(QStringLiteral("/var/tmp/megascope-XXXXXX"));
        QFile(QString::fromStdString(file(QStringLiteral("recent.txt"), "text\n")))
            .copy(folder.filePath(QStringLiteral("recent.txt")));
        QVERIFY(m_window->openFile(folder.filePath(QStringLiteral("recent.txt")).toStdString()));
        auto* recent = qobject_cast<KRecentFilesAction*>(action("file_open_recent"));
        QTRY_VERIFY(!recent->urls().isEmpty());
        recent->clear();
        emit recent->recentListCleared();
        KRecentFilesAction loaded(nullptr);
        loaded.loadEntries(KSharedConfig::openStateConfig()->group(QStringLiteral("Recent Files")));
        QVERIFY(loaded.urls().isEmpty());
    }

    void aCompressedFileIsShownBothWays()
    {
        const QByteArray packed
            = QByteArray::fromHex("1f8b0800000000000203cbcf4be52a29cfe70200e60bba1208000000"); // by gzip
        QVERIFY(!action("file_show_packed")->isEnabled());
        QVERIFY(m_window->openFile(file(QStringLiteral("some.gz"), packed)));
        QTRY_COMPARE(session().size().value(), 8); // "one\ntwo\n"
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("some.gz (unpacked)")));
        QCOMPARE(m_window->pane().shownLayout(), Layout::Text);
        QVERIFY(action("file_show_packed")->isEnabled() && !action("file_show_packed")->isChecked());

        trigger("file_show_packed");
        QCOMPARE(session().size().value(), packed.size());
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("some.gz (packed)")));
        QCOMPARE(m_window->pane().shownLayout(), Layout::Hex);
        QVERIFY(action("file_show_packed")->isChecked());
        trigger("file_show_packed");
        QTRY_COMPARE(session().size().value(), 8);

        trigger("file_save");
        QCOMPARE(messages().size(), 1);
        QVERIFY2(
            messages().front().contains(QStringLiteral("it is compressed")), qPrintable(messages().front()));
    }

    void damageOfACompressedFileIsTold()
    {
        const QByteArray cut = QByteArray::fromHex("1f8b0800000000000203cbcf4be52a29cfe70200e60b");
        QVERIFY(m_window->openFile(file(QStringLiteral("cut.gz"), cut)));
        QTRY_COMPARE(messages().size(), 1);
        QVERIFY2(messages().front().contains(QStringLiteral("breaks off at offset 8")),
            qPrintable(messages().front()));
        QCOMPARE(session().size().value(), 8);
    }

    void whatComesCanBeStoppedAndAsksAtItsLimit()
    {
        const std::string path = m_folder.filePath(QStringLiteral("fifo")).toStdString();
        QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
        QVERIFY(!action("file_stop_input")->isEnabled());
        QVERIFY(m_window->openFile(path, {.backend = {}, .encoding = {}, .streamLimit = ByteCount(4)}));
        const auto shows = [this](const char* text) {
            const QList<QLabel*> labels = m_window->statusBar()->findChildren<QLabel*>();
            return std::ranges::any_of(labels, [text](const QLabel* label) {
                return label->isVisible() && label->text().contains(QLatin1String(text));
            });
        };
        QTRY_VERIFY(shows("Waiting for input"));
        QVERIFY(action("file_stop_input")->isEnabled() && !action("file_reload")->isEnabled());
        QFile writer(QString::fromStdString(path));
        QVERIFY(writer.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        writer.write("one\ntwo\n");
        QTRY_COMPARE(messages().size(), 1);
        QTRY_COMPARE(session().size().value(), 4);
        QVERIFY(shows("Input paused at 4 B"));

        // Another file does not take its place.
        const auto window = m_window->openFile(file(QStringLiteral("other.txt"), "text\n"));
        QVERIFY(window && *window != m_window.get());
        owned(*window).reset();

        const QList<QAction*> choices = m_window->findChild<KMessageWidget*>()->actions();
        const auto goOn = std::ranges::find_if(
            choices, [](const QAction* choice) { return choice->text().contains(QStringLiteral("Go On")); });
        QVERIFY(goOn != choices.end());
        (*goOn)->trigger();
        QTRY_COMPARE(session().size().value(), 8);
        QTRY_VERIFY(shows("Input: 8 B"));
        trigger("file_stop_input");
        QTRY_VERIFY(shows("Input stopped at 8 B"));
        QTRY_VERIFY(!action("file_stop_input")->isEnabled());
    }
};

QTEST_MAIN(WindowActionsTest)
#include "WindowActionsTest.moc"
