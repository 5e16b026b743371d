// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "core/file/Vfs.h"
#include "tests/ui/window/WindowFixture.h"
#include "ui/panel/WorkProgress.h"
#include "ui/session/DocumentConverter.h"

#include <KActionMenu>

#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

using namespace megascope;

// The converting entries of the Edit menu.
class ConvertActionsTest : public QObject, protected WindowFixture {
    Q_OBJECT

private:
    static constexpr const char* entries[]
        = {"edit_line_ends_lf", "edit_line_ends_crlf", "edit_line_ends_cr", "edit_convert_encoding"};

    void open(const QByteArray& content)
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("convert.txt"), content)));
        trigger("view_text");
    }
    QByteArray bytes()
    {
        QByteArray all(session().size().value(), '\0');
        (void)session().snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(all)));
        return all;
    }
    // The entry of an encoding, wherever it is in the menu.
    QAction* encodingAction(const QString& name)
    {
        QMenu* menu = qobject_cast<KActionMenu*>(action("edit_convert_encoding"))->menu();
        emit menu->aboutToShow();
        for (const QMenu* group : menu->findChildren<QMenu*>())
            for (QAction* entry : group->actions())
                if (entry->text().remove(u'&') == name)
                    return entry;
        qFatal("there is no entry %s", qPrintable(name));
    }
    // Returns whether the conversion that it begins came to an end.
    bool run(QAction* action)
    {
        QSignalSpy ended(&session().converter(), &DocumentConverter::ended);
        action->trigger();
        return !ended.isEmpty() || ended.wait();
    }

private slots:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void theyArePossibleWhereThereIsText()
    {
        for (const char* id : entries)
            QVERIFY(!action(id)->isEnabled());
        open("text\n");
        for (const char* id : entries)
            QVERIFY(action(id)->isEnabled());
        trigger("edit_read_only");
        for (const char* id : entries)
            QVERIFY(!action(id)->isEnabled());
    }

    void theyConvert()
    {
        open("caf\xc3\xa9\n\n");
        QVERIFY(run(action("edit_line_ends_crlf")));
        QCOMPARE(bytes(), "caf\xc3\xa9\r\n\r\n");
        QVERIFY(run(action("edit_line_ends_cr")));
        QCOMPARE(bytes(), "caf\xc3\xa9\r\r");
        QVERIFY(run(action("edit_line_ends_lf")));
        QCOMPARE(bytes(), "caf\xc3\xa9\n\n");
        QVERIFY(run(encodingAction(QStringLiteral("windows-1252"))));
        QCOMPARE(bytes(), "caf\xe9\n\n");
        QVERIFY(m_window->isWindowModified());
        QCOMPARE(messages(), QStringList());
        for (int i = 0; i < 4; ++i)
            trigger("edit_undo");
        QCOMPARE(bytes(), "caf\xc3\xa9\n\n");
        QVERIFY(!m_window->isWindowModified());
    }

    // It says which character, where, and how many others there are.
    void whatDoesNotFitIsTold()
    {
        open("one\n\xe2\x82\xac and \xe2\x82\xac\n");
        QTRY_VERIFY(!session().isIndexing() && session().lineIndex().isComplete());
        QVERIFY(run(encodingAction(QStringLiteral("ISO-8859-1"))));
        QCOMPARE(messages().size(), 1);
        const QString message = messages().first();
        for (const char* part : {"ISO-8859-1", "U+20AC", "line 2", "offset 4", "1 more"})
            QVERIFY2(message.contains(QLatin1String(part)), qPrintable(message));
        QVERIFY(!action("edit_undo")->isEnabled());
    }

    void whatIsNoTextIsTold()
    {
        open("a\xff\n");
        session().setEncoding(Encoding());
        QVERIFY(run(encodingAction(QStringLiteral("UTF-16LE"))));
        QVERIFY2(messages().last().contains(QLatin1String("0xFF")), qPrintable(messages().last()));
    }

    void nothingToDoIsTold()
    {
        open("a\nb\n");
        QVERIFY(run(action("edit_line_ends_lf")));
        QCOMPARE(messages().size(), 1);
        QVERIFY(!action("edit_undo")->isEnabled());
    }

    // It is told at once, in one line.
    void whatCannotFitIsNotBegun()
    {
        constexpr std::int64_t size = std::int64_t{8} << 40;
        const std::string path = file(QStringLiteral("huge.txt"), "text\n");
        const Result<ByteCount> free = systemVfs().freeSpace(path);
        if (!free || free->value() > size || !QFile::resize(QString::fromStdString(path), size))
            QSKIP("the disk here has room for 8 TiB, or no file can be as long");
        QVERIFY(m_window->openFile(path));
        trigger("view_text");
        session().setEncoding(Encoding());
        encodingAction(QStringLiteral("UTF-16LE"))->trigger();
        QVERIFY(!session().converter().isConverting());
        QCOMPARE(messages().size(), 1);
        const QString message = messages().first();
        for (const char* part : {"Nothing was converted", "5.3 TiB", "megascope/recovery", "has room for"})
            QVERIFY2(message.contains(QLatin1String(part)), qPrintable(message));
        QVERIFY(!message.contains(u'\n'));
    }

    // Neither a save nor the end of the window comes between.
    void aConversionIsLeftToEnd()
    {
        open(QByteArray("line\n").repeated(2'000'000));
        QSignalSpy ended(&session().converter(), &DocumentConverter::ended);
        trigger("edit_line_ends_crlf");
        QVERIFY(session().converter().isConverting());
        trigger("file_save");
        QCOMPARE(messages().size(), 1);
        QVERIFY(!m_window->close());
        QVERIFY(!action("edit_undo")->isEnabled());
        m_window->findChild<WorkProgress*>()->findChild<QToolButton*>()->click(); // stop
        QVERIFY(!ended.isEmpty() || ended.wait());
        const Result<ConvertedDocument> result = ended.first().first().value<ConversionOutcome>().result;
        QCOMPARE(result.has_value(), session().editor().isModified()); // it may have come to its end first
        QVERIFY(result || result.error().kind == ErrorKind::Cancelled);
    }
};

QTEST_MAIN(ConvertActionsTest)
#include "ConvertActionsTest.moc"
