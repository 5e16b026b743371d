// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Filtered lines and bookmarks of a session that is edited, and whose file grows.
#include "tests/ui/session/EditedSession.h"
#include "ui/session/Bookmarks.h"
#include "ui/session/FileNotes.h"
#include "ui/session/FilteredText.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>

#include <random>

using namespace megascope;
using namespace megascope::testing;

class FilteringTest : public EditedSession {
    Q_OBJECT

private:
    std::unique_ptr<FilteredLines> m_lines;

    static FilterSpec with(const char* text, int context = 0, bool negated = false)
    {
        return {.conditions = {{.pattern = {.kind = Pattern::Kind::Regex, .text = text}, .negated = negated}},
            .context = context};
    }
    void filter(const FilterSpec& spec)
    {
        if (!m_lines)
            m_lines = std::make_unique<FilteredLines>(*m_session);
        m_lines->setSpec(spec);
    }
    // The rows as text; context with a "~" before it. After all is done.
    QByteArray rows()
    {
        if (!QTest::qWaitFor([this] { return !m_lines->isRunning(); }, 60000))
            return "still running";
        return rowsNow();
    }
    QByteArray rowsNow() const
    {
        QByteArray text;
        for (std::int64_t row = 0; row < m_lines->rowCount(); ++row) {
            const std::optional<FilteredLine> line = m_lines->at(row);
            if (!line)
                return "there is no row " + QByteArray::number(static_cast<qint64>(row));
            QByteArray bytes(line->range.count().value(), '\0');
            (void)m_session->snapshot().read(line->range.begin(), std::as_writable_bytes(std::span(bytes)));
            text += (line->passes ? "" : "~") + bytes;
        }
        return text;
    }
    void open(const QByteArray& content)
    {
        EditedSession::open(content);
        m_session->startIndexing();
    }
    static QByteArray log(QRandomGenerator& random, int lines)
    {
        QByteArray text;
        for (int i = 0; i < lines; ++i)
            text += QByteArray::number(i) + (random.bounded(5) == 0 ? " error " : " fine ")
                + QByteArray(random.bounded(200), 'x') + '\n';
        return text;
    }
    QString marks(const Bookmarks& bookmarks) const
    {
        QStringList texts;
        for (const ByteOffset place : bookmarks.all())
            texts.append(QString::number(place.value()));
        return texts.join(u' ');
    }

private slots:
    void init() { nextFile(); }
    void cleanup()
    {
        m_lines.reset();
        m_session.reset();
    }

    void showsWhatPasses()
    {
        open("one\ntwo error\nthree\nfour\nfive error");
        filter(with("error"));
        QVERIFY(m_lines->isRunning());
        QCOMPARE(rows(), "two error\nfive error");
        QCOMPARE(m_lines->passingCount(), 2);
        filter(with("error", 1));
        QCOMPARE(rows(), "~one\ntwo error\n~three\n~four\nfive error");
        QCOMPARE(m_lines->passingCount(), 2);
        filter(with("error", 0, true));
        QCOMPARE(rows(), "one\nthree\nfour\n");
        QCOMPARE(m_lines->firstFrom(ByteOffset(5)), 1);
        QCOMPARE(m_lines->firstFrom(ByteOffset(1000)), 3);
        filter({});
        QCOMPARE(rows(), "");
    }

    void aWrongPatternLeavesTheRows()
    {
        open("one\ntwo\n");
        filter(with("o"));
        QCOMPARE(rows(), "one\ntwo\n");
        filter(with("o("));
        QCOMPARE(m_lines->errors().size(), 1u);
        QCOMPARE(m_lines->errors().front().error.position, 2u);
        QCOMPARE(rows(), "one\ntwo\n");
        filter(with("on"));
        QVERIFY(m_lines->errors().empty());
        QCOMPARE(rows(), "one\n");
    }

    void growthIsAppended()
    {
        open("error 1\nfine\nerr");
        filter(with("error|part", 1));
        QCOMPARE(rows(), "error 1\n~fine\n");
        QSignalSpy reset(m_lines.get(), &FilteredLines::reset);
        append("or 2\nfine 2\n");
        QCOMPARE(rows(), "error 1\n~fine\nerror 2\n~fine 2\n");
        append("pa");
        QCOMPARE(rows(), "error 1\n~fine\nerror 2\n~fine 2\n");
        append("rt");
        QCOMPARE(rows(), "error 1\n~fine\nerror 2\n~fine 2\npart");
        append("\nmore\nmore\n");
        QCOMPARE(rows(), "error 1\n~fine\nerror 2\n~fine 2\npart\n~more\n");
        QVERIFY(reset.isEmpty());
    }

    void editsMoveRowsAndAreFilteredAgain()
    {
        open("error 1\nfine\nerror 2\nfine\n");
        filter(with("error"));
        QCOMPARE(rows(), "error 1\nerror 2\n");
        put(8, 0, "new line\n");
        QVERIFY(m_lines->isRunning());
        QCOMPARE(rowsNow(), "error 1\nerror 2\n"); // moved at once
        QCOMPARE(rows(), "error 1\nerror 2\n");
        put(17, 4, "error 3"); // over "fine"
        QCOMPARE(rows(), "error 1\nerror 3\nerror 2\n");
        put(0, 5, "fine ");
        QCOMPARE(rows(), "error 3\nerror 2\n");
        append("error 4\n"); // behind edits that are not saved
        QCOMPARE(rows(), "error 3\nerror 2\nerror 4\n");
        m_session->editor().undo();
        QCOMPARE(rows(), "error 1\nerror 3\nerror 2\nerror 4\n");
    }

    void anotherContentIsFilteredAnew()
    {
        open("error 1\nfine\n");
        filter(with("error"));
        QCOMPARE(rows(), "error 1\n");
        write(m_path, "fine\nerror 5\n");
        QVERIFY(m_session->reload());
        QTRY_COMPARE(rows(), "error 5\n");
    }

    void followsTheEncoding()
    {
        open("caf\xe9\ncaf\xc3\xa9\n");
        m_session->setEncoding(Encoding::byName("ISO-8859-1"));
        filter(with("é"));
        QCOMPARE(rows(), "caf\xe9\n");
        m_session->setEncoding(Encoding::byName("UTF-8"));
        QCOMPARE(rows(), "caf\xc3\xa9\n");
    }

    void numbersAreThoseOfGrep()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("grep")).isEmpty())
            QSKIP("there is no grep here");
        const bool isGiven = qEnvironmentVariableIsSet("MEGASCOPE_SEED");
        const quint32 seed
            = isGiven ? qEnvironmentVariable("MEGASCOPE_SEED").toUInt() : std::random_device()();
        qInfo("MEGASCOPE_SEED=%u", seed);
        QRandomGenerator random(seed);
        open(log(random, 30'000));
        filter(with("error"));
        append(log(random, 500));
        QVERIFY(rows() != "still running");
        QTRY_VERIFY(m_session->lineMap().newlines(m_session->snapshot()));
        QByteArray numbers;
        for (std::int64_t row = 0; row < m_lines->rowCount(); ++row) {
            const auto line
                = m_session->lineMap().lineAt(m_session->snapshot(), m_lines->at(row)->range.begin());
            QVERIFY(line);
            numbers += QByteArray::number(static_cast<qint64>(line->value()) + 1) + '\n';
        }
        QProcess grep;
        grep.start(QStringLiteral("sh"),
            {QStringLiteral("-c"), QStringLiteral("grep -n error \"$0\" | cut -d: -f1"), m_path});
        QVERIFY(grep.waitForFinished(60000));
        QVERIFY(numbers.size() > 1000);
        QCOMPARE(numbers, grep.readAllStandardOutput());
    }

    void writesLinesAsTheyAre()
    {
        open("\xef\xbb\xbf"
             "error 1\r\nfine\r\nerr\xff error 2");
        filter(with("error"));
        QCOMPARE(rows(), "error 1\r\nerr\xff error 2");
        put(3, 0, "# "); // as the document is now
        const QString path = m_folder.filePath(QStringLiteral("lines.txt"));
        const auto saved = [&](const QString& to) {
            FilteredTextTask task(m_lines->rows(), ByteCount(3), to);
            QSignalSpy ended(&task, &FilteredTextTask::ended);
            return ended.wait(30000) ? ended[0][0].toString() : QStringLiteral("it did not end");
        };
        QCOMPARE(saved(path), QString());
        QCOMPARE(read(path), "\xef\xbb\xbf# error 1\r\nerr\xff error 2");
        QVERIFY(saved(m_folder.filePath(QStringLiteral("none/lines.txt"))).contains(u"none/lines.txt"));
        const Snapshot together = linesTogether(*m_lines, 1, 5);
        QCOMPARE(together.size(), ByteCount(12));
    }

    // In a file that another program has changed meanwhile.
    void markedLinesAreFoundAgain()
    {
        QByteArray text;
        for (int i = 0; i < 5000; ++i)
            text += "line " + QByteArray::number(i) + (i % 3 == 0 ? "\n\n" : " and more\n");
        text += "the end";
        open(text);
        std::vector<MarkedLine> lines;
        std::vector<ByteOffset> places;
        for (const char* line : {"line 0\n", "line 17 ", "line 1200", "line 4000 ", "the end"})
            places.emplace_back(text.indexOf(line));
        for (const ByteOffset place : places)
            lines.push_back(markedLine(m_session->snapshot(), m_session->textFormat().newline, place));
        const auto again = [&](const QByteArray& content) {
            open(content);
            QStringList found;
            for (const ByteOffset place : foundAgain(lines, ByteCount(text.size()), m_session->snapshot(),
                     m_session->textFormat().newline, {}))
                found.append(QString::fromLatin1(content.mid(place.value(), 9)));
            return found.join(u'|');
        };
        const QString all = QStringLiteral("line 0\n\nl|line 17 a|line 1200|line 4000|the end");
        QCOMPARE(again(text), all);
        QCOMPARE(again(text + " is not the end\n"), all + QStringLiteral(" i"));
        QCOMPARE(again(QByteArray(300'000, 'x') + '\n' + text), all); // as much farther as it has grown
        QByteArray edited = text;
        edited.replace("line 1200\n", "line xxxx\n").replace("line 20 and more\n", "");
        edited.insert(edited.indexOf("line 3000"), "some\nnew\nlines\n");
        QCOMPARE(again(edited), QStringLiteral("line 0\n\nl|line 17 a|line 4000|the end"));
        QCOMPARE(again("another\n"), QString());
        QCOMPARE(again(""), QString());
    }

    void notesAreKept()
    {
        qputenv("XDG_STATE_HOME", QFile::encodeName(m_folder.filePath(QStringLiteral("state"))));
        const FileNotes notes{.bookmarks = {{ByteOffset(std::int64_t{1} << 60), ByteCount(3), "digestxx"}},
            .size = ByteCount(77),
            .filter
            = {.conditions = {{.pattern = {.kind = Pattern::Kind::Regex, .text = "ä\"\\d"}, .negated = true},
                   {.pattern = {.text = "b", .matchCase = false}, .enabled = false}},
                .combine = FilterSpec::Combine::Any,
                .context = 3}};
        const QString path = QStringLiteral("/some/ö.log");
        QVERIFY(!FileNotesStore::load(path));
        FileNotesStore::save(path, notes);
        QVERIFY(FileNotesStore::load(path) == notes);
        QVERIFY(!FileNotesStore::load(QStringLiteral("/some/o.log")));
        const QDir folder(m_folder.filePath(QStringLiteral("state/megascope/files")));
        QCOMPARE(folder.entryList(QDir::Files).size(), 1);
        FileNotesStore::save(path, {});
        QVERIFY(folder.isEmpty());
        // The last hundred.
        for (int i = 0; i < 105; ++i)
            FileNotesStore::save(QStringLiteral("/file%1").arg(i), notes);
        QCOMPARE(folder.entryList(QDir::Files).size(), FileNotesStore::mostFiles);
        QVERIFY(FileNotesStore::load(QStringLiteral("/file104")));
        // What somebody else wrote there.
        const QString name = folder.filePath(folder.entryList(QDir::Files).first());
        for (const QByteArray& damaged :
            {QByteArray(), QByteArray("{\"path\":"), QByteArray("[1]"), QByteArray(2'000'000, '{')}) {
            write(name, damaged);
            for (int i = 0; i < 105; ++i)
                (void)FileNotesStore::load(QStringLiteral("/file%1").arg(i));
        }
        FileNotesStore::save(path, notes);
        const QString own = folder.filePath(folder.entryList({}, QDir::Files, QDir::Time).first());
        write(own, R"({"path":"/some/ö.log","size":-5,"bookmarks":[{"at":-1},{"at":9e300,"bytes":1},
            {"at":5,"bytes":99999},7,{"at":9223372036854775807,"bytes":2},{"at":4,"bytes":2,"digest":"zz"}],
            "filter":{"context":-8,"conditions":[3,{"regex":true,"text":5}]}})");
        const std::optional<FileNotes> read = FileNotesStore::load(path);
        QVERIFY(read);
        QCOMPARE(read->bookmarks.size(), 1u);
        QCOMPARE(read->filter.context, 0);
        QVERIFY(foundAgain(read->bookmarks, read->size, Snapshot(), {}, {}).empty());
    }

    void bookmarksMoveWithTheirLines()
    {
        open("one\ntwo\nthree\nfour\n"); // 0 4 8 14
        Bookmarks bookmarks(*m_session);
        bookmarks.toggle(ByteOffset(10));
        bookmarks.toggle(ByteOffset(0));
        bookmarks.toggle(ByteOffset(16));
        QCOMPARE(marks(bookmarks), QStringLiteral("0 8 14"));
        bookmarks.toggle(ByteOffset(14));
        QCOMPARE(marks(bookmarks), QStringLiteral("0 8"));
        put(5, 0, "ww"); // in a line before
        QCOMPARE(marks(bookmarks), QStringLiteral("0 10"));
        put(10, 0, "new\n"); // a line before: the mark goes along with its own
        QCOMPARE(marks(bookmarks), QStringLiteral("0 14"));
        put(14, 0, "the "); // the line begins otherwise
        QCOMPARE(marks(bookmarks), QStringLiteral("0 14"));
        m_session->editor().undo();
        put(9, 1, ""); // lines before become one
        QCOMPARE(marks(bookmarks), QStringLiteral("0 13"));
        QCOMPARE(bookmarks.next(ByteOffset(0)), ByteOffset(13));
        QCOMPARE(bookmarks.next(ByteOffset(13)), std::nullopt);
        QCOMPARE(bookmarks.previous(ByteOffset(15)), ByteOffset(0));
        QCOMPARE(bookmarks.previous(ByteOffset(2)), std::nullopt);
        append("five\n");
        QCOMPARE(marks(bookmarks), QStringLiteral("0 13"));
        QSignalSpy changed(&bookmarks, &Bookmarks::changed);
        bookmarks.clear();
        QCOMPARE(changed.size(), 1);
        QVERIFY(bookmarks.all().empty());
    }
};

QTEST_GUILESS_MAIN(FilteringTest)
#include "FilteringTest.moc"
