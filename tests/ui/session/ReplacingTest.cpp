// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "core/save/StateFolder.h"
#include "tests/support/Rounds.h"
#include "tests/ui/session/EditedSession.h"
#include "ui/session/DocumentFinder.h"
#include "ui/session/DocumentReplacer.h"
#include "ui/session/MatchReplacer.h"

#include <QPointer>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStringEncoder>

#include <filesystem>
#include <random>

using namespace megascope;
using namespace megascope::testing;
using Kind = Pattern::Kind;

class ReplacingTest : public EditedSession {
    Q_OBJECT

private:
    QPointer<DocumentFinder> m_finder;
    MatchReplacer* m_replacer = nullptr;

    void look(const char* pattern, Kind kind = Kind::Text)
    {
        if (!m_finder) {
            m_finder = new DocumentFinder(*m_session);
            m_replacer = new MatchReplacer(*m_session, *m_finder);
        }
        m_finder->setPattern({.kind = kind, .text = pattern});
    }
    Result<ReplacedDocument> replaceAll(const char* by, bool keepsLength = false)
    {
        m_replacer->setReplacement(by, keepsLength);
        if (!m_replacer->isReady())
            return std::unexpected(Error{.detail = "it is not ready"});
        QSignalSpy ended(&m_session->replacer(), &DocumentReplacer::ended);
        m_replacer->replaceAll();
        if (ended.isEmpty() && !ended.wait(60000))
            return std::unexpected(Error{.detail = "it did not end"});
        return ended.first().first().value<ReplaceOutcome>().result;
    }
    // The selection, and what comes of it.
    QString selected() const
    {
        const ByteRange range = m_session->selection().range();
        return QStringLiteral("%1-%2").arg(range.begin().value()).arg(range.end().value());
    }
    QByteArray preview() const
    {
        const auto replacement = m_replacer->replacement();
        if (!replacement)
            return "no match";
        if (!*replacement)
            return QByteArray::fromStdString(replacement->error().message());
        return {reinterpret_cast<const char*>((*replacement)->data()), std::ssize(**replacement)};
    }
    // The same, by another hand.
    static QByteArray replacedByQt(const QString& text, Kind kind, const QString& pattern, const QString& by)
    {
        QString made = text;
        if (kind == Kind::Text)
            made.replace(pattern, by);
        else
            made.replace(
                QRegularExpression(pattern,
                    QRegularExpression::MultilineOption | QRegularExpression::UseUnicodePropertiesOption),
                by);
        return made.toUtf8();
    }

private slots:
    void initTestCase() { qputenv("XDG_STATE_HOME", QFile::encodeName(m_folder.filePath("state"))); }
    void init() { nextFile(); }
    void cleanup() { m_session.reset(); }

    void oneAfterTheOther()
    {
        open("cat dog cat cow cat");
        look("cat");
        m_replacer->setReplacement("lion", false);
        QCOMPARE(preview(), "no match");
        QVERIFY(m_replacer->replace()); // goes to the first
        QCOMPARE(selected(), QStringLiteral("0-3"));
        QCOMPARE(preview(), "lion");
        QVERIFY(m_replacer->replace());
        QCOMPARE(content(), "lion dog cat cow cat");
        QCOMPARE(selected(), QStringLiteral("9-12"));
        QVERIFY(m_replacer->replace());
        QVERIFY(m_replacer->replace());
        QCOMPARE(content(), "lion dog lion cow lion");
        m_session->editor().undo();
        QCOMPARE(content(), "lion dog lion cow cat");
    }

    void onlyWhatIsAMatchIsReplaced()
    {
        open("one cat, wildcat");
        look("\\bcat", Kind::Regex);
        m_replacer->setReplacement("[\\U$0]", false);
        m_session->setSelection({ByteOffset(13), ByteOffset(16)});
        QCOMPARE(preview(), "no match"); // what stands before it counts
        m_session->setSelection({ByteOffset(4), ByteOffset(7)});
        QCOMPARE(preview(), "[CAT]");
        m_session->setSelection({ByteOffset(4), ByteOffset(6)});
        QCOMPARE(preview(), "no match");
        QVERIFY(m_replacer->replace());
        QCOMPARE(content(), "one cat, wildcat");
        m_replacer->setReplacement("$2", false);
        QVERIFY(m_replacer->error());
        QVERIFY(!m_replacer->isReady());
    }

    void bytesAndNumbers()
    {
        open(QByteArray("\x01\x02\xff\x01\x02", 5));
        look("01 ??", Kind::Hex);
        QCOMPARE(replaceAll("aa bb cc")->replaced.count, 2);
        QCOMPARE(content(), QByteArray("\xaa\xbb\xcc\xff\xaa\xbb\xcc", 7));
        look("u16be:0xaabb", Kind::Number);
        QCOMPARE(replaceAll("1")->replaced.count, 2);
        QCOMPARE(content(), QByteArray("\x00\x01\xcc\xff\x00\x01\xcc", 7));
    }

    void allIsOneStep()
    {
        const QByteArray before = QByteArray("some cat here\n").repeated(50'000);
        open(before);
        m_session->startIndexing();
        look("cat");
        m_session->setSelection({ByteOffset(14 * 100 + 9), ByteOffset(14 * 100 + 11)});
        const Result<ReplacedDocument> result = replaceAll("lions\n");
        QVERIFY(result && result->isWhole());
        QCOMPARE(result->replaced.count, 50'000);
        QByteArray after = before;
        after.replace("cat", "lions\n");
        QVERIFY(content() == after);
        QCOMPARE(selected(), QStringLiteral("%1-%2").arg(17 * 100 + 12).arg(17 * 100 + 14)); // the same text
        QTRY_VERIFY(m_session->lineMap().newlines(m_session->snapshot()));
        QCOMPARE(m_session->lineMap().newlines(m_session->snapshot())->value(), 100'000);
        QVERIFY(m_session->editor().isModified());
        m_session->editor().undo();
        QVERIFY(content() == before);
        QCOMPARE(selected(), QStringLiteral("%1-%2").arg(14 * 100 + 9).arg(14 * 100 + 11));
        QVERIFY(!m_session->editor().canUndo() && !m_session->editor().isModified());
        m_session->editor().redo();
        QVERIFY(content() == after);
        QVERIFY(!m_session->editor().canRedo());
        QVERIFY(save());
        QVERIFY(read(m_path) == after);
    }

    // In three encodings, with bytes that are not saved.
    void likeQt()
    {
        const bool isGiven = qEnvironmentVariableIsSet("MEGASCOPE_SEED");
        const quint32 seed
            = isGiven ? qEnvironmentVariable("MEGASCOPE_SEED").toUInt() : std::random_device()();
        qInfo("MEGASCOPE_SEED=%u", seed);
        QRandomGenerator random(seed);
        struct Job {
            Kind kind;
            const char* pattern;
            const char* ours;
            const char* qts;
        };
        static constexpr Job jobs[] = {{Kind::Text, "foo", "barbaz", "barbaz"},
            {Kind::Text, "größer", "", ""}, {Kind::Regex, "(f)(o+)", "$2$1", "\\2\\1"},
            {Kind::Regex, "(\\bx\\b|\\d+)", "[$1]", "[\\1]"}, {Kind::Regex, "^[-]+$", "–", "–"}};
        static constexpr const char* words[]
            = {"foo", "food", "bar", "17", "x", "größer", "漢字", "\n", "----\n"};
        for (int round = 0; round < rounds(20); ++round) {
            QString text;
            for (int i = random.bounded(20'000); i > 0; --i)
                text += QString::fromUtf8(words[random.bounded(quint32(std::size(words)))])
                    + (random.bounded(3) == 0 ? QString() : QStringLiteral(" "));
            const Job& job = jobs[random.bounded(quint32(std::size(jobs)))];
            const bool isWide = random.bounded(3) == 0;
            QStringEncoder encode(isWide ? QStringConverter::Utf16BE : QStringConverter::Utf8);
            QStringDecoder decode(isWide ? QStringConverter::Utf16BE : QStringConverter::Utf8);
            const QByteArray bytes = encode(text);
            nextFile();
            const qsizetype half = bytes.size() / 4 * 2;
            EditedSession::open(bytes.left(half));
            m_session->setEncoding(Encoding::byName(isWide ? "UTF-16BE" : "UTF-8"));
            put(half, 0, bytes.mid(half));
            look(job.pattern, job.kind);
            const Result<ReplacedDocument> result = replaceAll(job.ours);
            const QByteArray expected
                = replacedByQt(text, job.kind, QString::fromUtf8(job.pattern), QString::fromUtf8(job.qts));
            QVERIFY(result);
            QCOMPARE(result->isWhole(), expected != text.toUtf8() || result->replaced.count > 0);
            const QByteArray made = QString(decode(content())).toUtf8();
            const auto different = std::ranges::mismatch(made, expected).in1 - made.begin();
            QVERIFY2(made == expected,
                qPrintable(QStringLiteral("%1 (%2): \"%3\" instead of \"%4\"")
                        .arg(QLatin1String(job.pattern), QLatin1String(isWide ? "UTF-16" : "UTF-8"),
                            QString::fromUtf8(made.mid(std::max<qsizetype>(different - 20, 0), 60)),
                            QString::fromUtf8(expected.mid(std::max<qsizetype>(different - 20, 0), 60)))));
            if (!result->isWhole())
                continue;
            m_session->editor().undo();
            QVERIFY(content() == bytes);
        }
    }

    void inTheSelectionOnly()
    {
        open("cat cat cat cat cat");
        look("cat");
        m_finder->setScope(ByteRange(ByteOffset(3), ByteOffset(15)));
        QCOMPARE(replaceAll("lion")->replaced.count, 3);
        QCOMPARE(content(), "cat lion lion lion cat");
        QCOMPARE(m_finder->scope(), ByteRange(ByteOffset(3), ByteOffset(18)));
        m_session->editor().undo();
        QCOMPARE(content(), "cat cat cat cat cat");
        QCOMPARE(m_finder->scope(), ByteRange(ByteOffset(3), ByteOffset(15)));
        m_session->setSelection({ByteOffset(0), ByteOffset(3)});
        QCOMPARE(preview(), "no match");
    }

    void aSelectionThatIsFull()
    {
        open("catcatcat");
        look("cat");
        m_finder->setScope(ByteRange(ByteOffset(3), ByteOffset(6)));
        QCOMPARE(replaceAll("")->replaced.count, 1);
        QCOMPARE(content(), "catcat");
        QCOMPARE(m_finder->scope(), ByteRange(ByteOffset(3), ByteOffset(3)));
    }

    void anotherLengthIsRefused()
    {
        open("aa b aaa");
        look("a+", Kind::Regex);
        const Revision before = m_session->snapshot().revision();
        const Result<ReplacedDocument> result = replaceAll("xx", true);
        QVERIFY(!result);
        QVERIFY(
            QByteArray::fromStdString(result.error().message()).contains("3 bytes, which 2 would replace"));
        QCOMPARE(m_session->snapshot().revision(), before);
        QCOMPARE(content(), "aa b aaa");
        m_session->setSelection({ByteOffset(5), ByteOffset(8)});
        QVERIFY(preview().contains("3 bytes, which 2 would replace"));
        QVERIFY(!m_replacer->replace());
        QCOMPARE(content(), "aa b aaa");
        QVERIFY(replaceAll("\\U$0", true));
        QCOMPARE(content(), "AA b AAA");
    }

    void stoppedWithoutATrace()
    {
        const QByteArray before = QByteArray("cat ").repeated(2'000'000);
        open(before);
        look("cat");
        m_replacer->setReplacement("lions", false);
        const Revision revision = m_session->snapshot().revision();
        QSignalSpy ended(&m_session->replacer(), &DocumentReplacer::ended);
        QSignalSpy problems(m_session.get(), &DocumentSession::problemFound);
        m_replacer->replaceAll();
        QVERIFY(m_session->replacer().isReplacing() && m_session->isRewriting());
        QVERIFY(!put(0, 0, "x"));
        QCOMPARE(problems.count(), 1);
        m_session->replacer().cancel();
        m_session->replacer().abandon();
        QCOMPARE(ended.count(), 1);
        const Result<ReplacedDocument> result = ended.first().first().value<ReplaceOutcome>().result;
        QVERIFY(!result && result.error().kind == ErrorKind::Cancelled);
        QCOMPARE(m_session->snapshot().revision(), revision);
        QVERIFY(!m_session->editor().canUndo() && !m_session->editor().isModified());
        QVERIFY(content() == before);
        for (const auto& entry : std::filesystem::directory_iterator(recoveryFolder()))
            QVERIFY2(entry.file_size() < 1000, entry.path().c_str()); // what was written is given back
        QVERIFY(put(0, 0, "x"));
    }

    void tooManySteps()
    {
        const QByteArray before = "first\n" + QByteArray(30'000, 'a') + "!\n";
        open(before);
        look("(a+)+(?=[xy])", Kind::Regex);
        const Result<ReplacedDocument> result = replaceAll("b");
        QVERIFY(result && !result->isWhole());
        QCOMPARE(int(result->replaced.end.kind), int(SearchEnd::Kind::TooComplex));
        QVERIFY(content() == before && !m_session->editor().canUndo());
        QVERIFY(put(0, 0, "x")); // no lock stays
    }

    void whatCannotBeReadRefuses()
    {
        open(QByteArray("cat ").repeated(100'000));
        look("cat");
        QVERIFY(QFile::resize(m_path, 200'000));
        const Result<ReplacedDocument> result = replaceAll("dog");
        QVERIFY(!result || (!result->isWhole() && !result->replaced.end.unreadable.empty()));
        QVERIFY(!m_session->editor().canUndo() && !m_session->editor().isModified());
    }

    // Others are typed now.
    void lineEndsAreKnown()
    {
        open(QByteArray("line\r\n").repeated(1000));
        QCOMPARE(int(m_session->textFormat().lineEnding), int(LineEnding::CrLf));
        look("\\r\\n", Kind::Regex);
        QVERIFY(replaceAll("\\n"));
        QCOMPARE(content(), QByteArray("line\n").repeated(1000));
        QCOMPARE(int(m_session->textFormat().lineEnding), int(LineEnding::Lf));
        m_session->editor().undo();
        QCOMPARE(int(m_session->textFormat().lineEnding), int(LineEnding::CrLf));
    }

    // What was found before is still told, and what is found now.
    void matchesAreFoundAgain()
    {
        open("cat dog cat");
        look("cat");
        m_finder->setShown(true);
        QVERIFY(replaceAll("catcat"));
        QTRY_VERIFY(
            m_finder->matches() && m_finder->matches()->isCurrent() && m_finder->matches()->isComplete());
        QCOMPARE(m_finder->matches()->count(), 4);
    }

    void readOnlyRefuses()
    {
        open("cat");
        look("cat");
        m_session->editor().setReadOnly(true);
        m_session->setSelection({ByteOffset(0), ByteOffset(3)});
        QSignalSpy problems(m_session.get(), &DocumentSession::problemFound);
        m_replacer->setReplacement("dog", false);
        QVERIFY(m_replacer->replace());
        m_replacer->replaceAll();
        QVERIFY(!m_session->replacer().isReplacing());
        QCOMPARE(problems.count(), 2);
        QCOMPARE(content(), "cat");
    }
};

QTEST_GUILESS_MAIN(ReplacingTest)
#include "ReplacingTest.moc"
