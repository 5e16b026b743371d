// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "core/save/EditRecovery.h"
#include "core/save/SavePlan.h"
#include "core/save/StateFolder.h"
#include "core/text/LineScanner.h"
#include "ui/session/DocumentConverter.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/DocumentText.h"
#include "ui/session/RestoredSession.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace megascope;

// Conversions through a session, as a window does it; files are looked at with Qt's own means.
class ConvertingTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<DocumentSession> m_session;

    void open(const QByteArray& content)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
        file.close();
        m_session = DocumentSession::open(QFile::encodeName(m_path).toStdString()).value();
        m_session->startIndexing();
    }

    [[nodiscard]] QByteArray fileContent() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    [[nodiscard]] QByteArray content() const
    {
        QByteArray bytes(m_session->size().value(), '\0');
        const Gaps gaps = m_session->snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(bytes)));
        return gaps.empty() ? bytes : QByteArray("unreadable");
    }

    [[nodiscard]] std::string_view encoding() const { return m_session->textFormat().encoding.name(); }

    bool put(qint64 begin, const QByteArray& text)
    {
        const auto bytes = std::as_bytes(std::span(text));
        return m_session->editor().apply({.range = {ByteOffset(begin), ByteCount(0)},
            .content = std::vector<std::byte>(bytes.begin(), bytes.end()),
            .selection = Selection::at(ByteOffset(begin + text.size())),
            .kind = EditKind::Single});
    }

    // Returns how it ended.
    Result<ConvertedDocument> convert(const Conversion& conversion)
    {
        QSignalSpy ended(&m_session->converter(), &DocumentConverter::ended);
        m_session->converter().convert(conversion);
        if (ended.isEmpty() && !ended.wait(30000))
            return std::unexpected(Error{.detail = "the conversion did not end"});
        return ended.first().first().value<ConversionOutcome>().result;
    }

    static EncodingConversion to(std::string_view name) { return {Encoding::byName(name).value()}; }

    static QByteArray lineEnd(const DocumentSession& session)
    {
        const auto bytes = lineEndAt(session.snapshot(), session.textFormat(), ByteOffset(0));
        return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
    }

private slots:
    // Recovery logs of this test alone.
    void initTestCase() { qputenv("XDG_STATE_HOME", QFile::encodeName(m_folder.filePath("state"))); }

    void init()
    {
        static int number = 0;
        m_path = m_folder.filePath(QStringLiteral("file%1.txt").arg(++number));
    }

    void cleanup() { m_session.reset(); }

    // Converted, undone, made again, gone on typing, and saved.
    void lineEnds()
    {
        const QByteArray before = QByteArray("one\ntwo\r\nthree\n").repeated(1000) + "last";
        QByteArray after = before;
        after.replace("\r\n", "\n").replace("\n", "\r\n");
        open(before);
        m_session->setSelection({ByteOffset(4), ByteOffset(9)});
        QVERIFY(convert(LineEndConversion{LineEnding::CrLf}));
        QCOMPARE(content(), after);
        QCOMPARE(lineEnd(*m_session), "\r\n");
        QCOMPARE(m_session->selection(), (Selection{ByteOffset(5), ByteOffset(10)}));
        QVERIFY(m_session->editor().isModified());

        m_session->editor().undo();
        QCOMPARE(content(), before);
        QCOMPARE(m_session->selection(), (Selection{ByteOffset(4), ByteOffset(9)}));
        QVERIFY(!m_session->editor().isModified() && !m_session->editor().canUndo());
        QCOMPARE(m_session->textFormat().lineEnding, LineEnding::Mixed);

        m_session->editor().redo();
        QCOMPARE(content(), after);
        QVERIFY(put(5, "1" + lineEnd(*m_session)));
        after.insert(5, "1\r\n");
        const Result<SavePlan> plan = m_session->saver().plan();
        QVERIFY(plan);
        QSignalSpy saved(&m_session->saver(), &DocumentSaver::ended);
        m_session->saver().save(*plan);
        QVERIFY(saved.wait());
        QVERIFY(saved.first().first().value<SaveOutcome>().result);
        QCOMPARE(fileContent(), after);
        m_session->editor().undo();
        m_session->editor().undo();
        QCOMPARE(content(), before);
    }

    void theEncodingFollowsUndo()
    {
        const QByteArray before = "a caf\xc3\xa9\n";
        const QByteArray after("\xff\xfe"
                               "a\0 \0c\0a\0f\0\xe9\0\n\0",
            16);
        open(before);
        m_session->setSelection(Selection::at(ByteOffset(7)));
        QVERIFY(convert(to("UTF-16LE")));
        QCOMPARE(content(), after);
        QCOMPARE(encoding(), "UTF-16LE");
        QVERIFY(m_session->textFormat().hasByteOrderMark);
        QCOMPARE(m_session->selection(), Selection::at(ByteOffset(14)));
        m_session->editor().undo();
        QCOMPARE(content(), before);
        QCOMPARE(encoding(), "UTF-8");
        QVERIFY(m_session->isEncodingDetected());
        QCOMPARE(m_session->selection(), Selection::at(ByteOffset(7)));
        m_session->editor().redo();
        QCOMPARE(encoding(), "UTF-16LE");
        // A second one behind it, and both taken back one after the other.
        QVERIFY(convert(to("windows-1252")));
        QCOMPARE(content(), "a caf\xe9\n");
        QCOMPARE(encoding(), "windows-1252");
        m_session->editor().undo();
        QCOMPARE(encoding(), "UTF-16LE");
        m_session->editor().undo();
        QCOMPARE(encoding(), "UTF-8");
        QCOMPARE(content(), before);
    }

    // The same bytes mean the same in the other encoding: nothing is to be undone.
    void asciiStaysWhatItIs()
    {
        open("plain\n");
        QVERIFY(convert(to("windows-1252")));
        QCOMPARE(encoding(), "windows-1252");
        QVERIFY(!m_session->editor().isModified() && !m_session->editor().canUndo());
        const Result<ConvertedDocument> same = convert(LineEndConversion{LineEnding::Lf});
        QVERIFY(same && !same->converted.isChanged);
        QVERIFY(!m_session->editor().canUndo());
    }

    void aRefusalChangesNothing()
    {
        open("caf\xc3\xa9 \xe2\x82\xac\n");
        const Result<ConvertedDocument> result = convert(to("ISO-8859-1"));
        QVERIFY(result && result->converted.misfits);
        QCOMPARE(result->converted.misfits->first.begin(), ByteOffset(6));
        QCOMPARE(content(), "caf\xc3\xa9 \xe2\x82\xac\n");
        QCOMPARE(encoding(), "UTF-8");
        QVERIFY(!m_session->editor().isModified() && !m_session->editor().canUndo());
        QVERIFY(put(0, "x")); // no lock stays
        QVERIFY(convert(to("windows-1252")));
        QCOMPARE(content(), "xcaf\xe9 \x80\n");
    }

    void itIsLockedMeanwhile()
    {
        open(QByteArray("line\n").repeated(1'000'000));
        QSignalSpy ended(&m_session->converter(), &DocumentConverter::ended);
        QSignalSpy problems(m_session.get(), &DocumentSession::problemFound);
        m_session->converter().convert(LineEndConversion{LineEnding::CrLf});
        QVERIFY(m_session->converter().isConverting());
        QVERIFY(!put(0, "x"));
        QCOMPARE(problems.count(), 1);
        m_session->converter().abandon();
        QCOMPARE(ended.count(), 1);
        const Result<ConvertedDocument> result = ended.first().first().value<ConversionOutcome>().result;
        QVERIFY(!result && result.error().kind == ErrorKind::Cancelled);
        QVERIFY(!m_session->editor().canUndo() && !m_session->editor().isModified());
        QVERIFY(put(0, "x"));
    }

    void readOnlyRefuses()
    {
        open("a\n");
        m_session->editor().setReadOnly(true);
        QSignalSpy problems(m_session.get(), &DocumentSession::problemFound);
        m_session->converter().convert(LineEndConversion{LineEnding::CrLf});
        QVERIFY(!m_session->converter().isConverting());
        QCOMPARE(problems.count(), 1);
    }

    // A new document has no file, and a conversion of it goes the same way.
    void aDocumentWithoutAFile()
    {
        m_session = std::make_unique<DocumentSession>();
        QVERIFY(put(0, "a\nb\n"));
        QVERIFY(convert(LineEndConversion{LineEnding::Cr}));
        QCOMPARE(content(), "a\rb\r");
        QCOMPARE(lineEnd(*m_session), "\r");
        m_session->editor().undo();
        QCOMPARE(content(), "a\nb\n");
        QCOMPARE(lineEnd(*m_session), "\n");
    }

    // In what was converted, and converted again.
    void linesAreKnown()
    {
        const int count = 300'000;
        open(QByteArray("0123456789\n").repeated(count));
        QVERIFY(convert(to("UTF-32BE")));
        const auto lines = m_session->lineMap().newlines(m_session->snapshot());
        QVERIFY(lines);
        QCOMPARE(lines->value(), count);
        QVERIFY(convert(LineEndConversion{LineEnding::Cr}));
        QCOMPARE(m_session->lineMap().newlines(m_session->snapshot())->value(), count);
        QCOMPARE(m_session->size().value(), qint64(count) * 44 + 4);
    }

    // Undo finds the line again when the cursor went elsewhere meanwhile.
    void theCursorStaysInItsLine()
    {
        open(QByteArray("some text\n").repeated(1000));
        QVERIFY(convert(LineEndConversion{LineEnding::CrLf}));
        m_session->setSelection(Selection::at(ByteOffset(11 * 500 + 3)));
        m_session->editor().undo();
        QCOMPARE(m_session->selection(), Selection::at(ByteOffset(10 * 500)));
    }

    // What was converted is there again after the program ended without a word.
    void aConversionSurvivesACrash()
    {
        open("caf\xc3\xa9\n");
        QVERIFY(convert(to("UTF-16BE")));
        const QByteArray after = content();
        const std::filesystem::path crashed = QFile::encodeName(m_folder.filePath("crashed")).toStdString();
        std::filesystem::copy(recoveryFolder(), crashed, std::filesystem::copy_options::recursive);
        m_session.reset();
        std::filesystem::remove_all(recoveryFolder());
        std::filesystem::rename(crashed, recoveryFolder());
        const auto found = EditRecovery::find(systemVfs(), recoveryFolder());
        QVERIFY(found && found->size() == 1);
        Result<DocumentSession::Restored> restored = DocumentSession::restore(found->front());
        QVERIFY(restored && restored->isWhole);
        m_session = std::move(restored->session);
        QCOMPARE(content(), after);
        QCOMPARE(encoding(), "UTF-16BE");
        m_session->editor().undo();
        QCOMPARE(content(), "caf\xc3\xa9\n");
        QCOMPARE(encoding(), "UTF-8");
        m_session->editor().redo();
        QCOMPARE(encoding(), "UTF-16BE");
    }

    // No file of this process may be longer than the limit: that is how a full disk is met, half-way.
    void aFullDiskChangesNothing()
    {
        const QByteArray before = QByteArray("line\n").repeated(1'000'000);
        open(before);
        rlimit limit{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
        const rlimit narrow{3'000'000, limit.rlim_max};
        std::signal(SIGXFSZ, SIG_IGN);
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &narrow), 0);
        const Result<ConvertedDocument> result = convert(LineEndConversion{LineEnding::CrLf});
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);
        QVERIFY(!result);
        QVERIFY(!result.error().message().empty() && !result.error().message().contains('\n'));
        QVERIFY(!m_session->editor().isModified() && !m_session->editor().canUndo());
        QCOMPARE(content(), before);
        for (const auto& entry : std::filesystem::directory_iterator(recoveryFolder()))
            QVERIFY2(entry.file_size() < 1000, entry.path().c_str()); // what was written is given back
        QVERIFY(convert(LineEndConversion{LineEnding::CrLf}));
        QCOMPARE(content().size(), before.size() + 1'000'000);
    }
};

QTEST_GUILESS_MAIN(ConvertingTest)
#include "ConvertingTest.moc"
