// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/support/Rounds.h"
#include "tests/ui/session/EditedSession.h"
#include "ui/session/DocumentFinder.h"
#include "ui/session/Filling.h"

#include <QRandomGenerator>

#include <random>

using namespace megascope;
using namespace megascope::testing;
using Direction = DocumentFinder::Direction;
using Way = DocumentFinder::Way;

class FindingTest : public EditedSession {
    Q_OBJECT

private:
    // What came of a find, as text: "3-5", "3-5 around end", "none".
    QString m_answer;
    DocumentFinder* m_finder = nullptr;

    void look(const char* pattern, Pattern::Kind kind = Pattern::Kind::Text)
    {
        m_finder = new DocumentFinder(*m_session);
        connect(m_finder, &DocumentFinder::found, this, [this](Way way) {
            const ByteRange range = m_session->selection().range();
            m_answer = QStringLiteral("%1-%2").arg(range.begin().value()).arg(range.end().value());
            m_answer += QLatin1String(way == Way::Straight ? ""
                    : way == Way::AroundEnd                ? " around end"
                                                           : " around begin");
        });
        connect(m_finder, &DocumentFinder::missed, this, [this](SearchEnd::Kind why) {
            m_answer = why == SearchEnd::Kind::Done ? QStringLiteral("none")
                                                    : QStringLiteral("trouble %1").arg(int(why));
        });
        m_finder->setPattern({.kind = kind, .text = pattern});
    }
    void open(const QByteArray& content, const char* pattern, Pattern::Kind kind = Pattern::Kind::Text)
    {
        EditedSession::open(content);
        look(pattern, kind);
    }
    QString find(Direction direction)
    {
        m_answer.clear();
        m_finder->find(direction);
        (void)QTest::qWaitFor([this] { return !m_answer.isEmpty(); }, 30000);
        return m_answer;
    }
    QString next() { return find(Direction::Forward); }
    QString previous() { return find(Direction::Backward); }
    void goTo(qint64 place) { m_session->setSelection(Selection::at(ByteOffset(place))); }

    // "3-5 8-10", as of now; those that are gone as "x".
    QString all()
    {
        const std::shared_ptr<FoundMatches> matches = m_finder->findAll();
        (void)QTest::qWaitFor([&] { return !matches->isRunning(); }, 30000);
        return listed(*matches);
    }
    static QString listed(const FoundMatches& matches)
    {
        QStringList texts;
        for (std::int64_t i = 0; i < matches.stored(); ++i) {
            const std::optional<ByteRange> match = matches.at(i);
            texts.append(match ? QStringLiteral("%1-%2").arg(match->begin().value()).arg(match->end().value())
                               : QStringLiteral("x"));
        }
        return texts.join(QLatin1Char(' '));
    }
    static QString listed(const QByteArray& text, const QByteArray& needle)
    {
        QStringList texts;
        for (qsizetype at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.size()))
            texts.append(QStringLiteral("%1-%2").arg(at).arg(at + needle.size()));
        return texts.join(QLatin1Char(' '));
    }

private slots:
    void init()
    {
        nextFile();
        m_answer.clear();
    }
    void cleanup() { m_session.reset(); }

    void goesFromOneToTheNextAndAround()
    {
        open("cat dog cat cow cat", "cat");
        QCOMPARE(next(), QStringLiteral("0-3"));
        QCOMPARE(next(), QStringLiteral("8-11"));
        QCOMPARE(next(), QStringLiteral("16-19"));
        QCOMPARE(next(), QStringLiteral("0-3 around end"));
        QCOMPARE(previous(), QStringLiteral("16-19 around begin"));
        QCOMPARE(previous(), QStringLiteral("8-11"));
        QCOMPARE(m_session->selection(), (Selection{ByteOffset(8), ByteOffset(11)}));
        goTo(5);
        QCOMPARE(next(), QStringLiteral("8-11"));
        goTo(5);
        QCOMPARE(previous(), QStringLiteral("0-3"));
        goTo(1); // inside of one
        QCOMPARE(previous(), QStringLiteral("16-19 around begin"));
    }

    void theOnlyOneIsComeToAgain()
    {
        open("one cat", "cat");
        QCOMPARE(next(), QStringLiteral("4-7"));
        QCOMPARE(next(), QStringLiteral("4-7 around end"));
        QCOMPARE(previous(), QStringLiteral("4-7 around begin"));
        look("dog");
        QCOMPARE(next(), QStringLiteral("none"));
        QCOMPARE(m_session->selection().range(), ByteRange(ByteOffset(4), ByteCount(3)));
    }

    // As far away as the background has to go, known or not: the same way.
    void findsWhatANaiveSearchFinds()
    {
        const bool isGiven = qEnvironmentVariableIsSet("MEGASCOPE_SEED");
        const quint32 seed
            = isGiven ? qEnvironmentVariable("MEGASCOPE_SEED").toUInt() : std::random_device()();
        qInfo("MEGASCOPE_SEED=%u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < rounds(10); ++round) {
            QByteArray text(1 + random.bounded(9'000'000), '.');
            for (int i = random.bounded(8); i > 0; --i)
                text.replace(random.bounded(int(text.size())), 4, "cats");
            nextFile();
            open(text, "cats");
            const QString expected = listed(text, "cats");
            const QStringList each = expected.split(QLatin1Char(' '), Qt::SkipEmptyParts);
            for (const bool known : {false, true}) {
                if (known)
                    QCOMPARE(all(), expected);
                goTo(0);
                for (const QString& match : each)
                    QCOMPARE(next(), match);
                QCOMPARE(next(),
                    each.isEmpty() ? QStringLiteral("none") : each.first() + QLatin1String(" around end"));
                goTo(text.size());
                for (qsizetype i = each.size(); i > 0; --i)
                    QCOMPARE(previous(), each[i - 1]);
                QCOMPARE(previous(),
                    each.isEmpty() ? QStringLiteral("none") : each.last() + QLatin1String(" around begin"));
            }
        }
    }

    void findsWhatIsNotSaved()
    {
        open("nee and more", "needle");
        QCOMPARE(next(), QStringLiteral("none"));
        put(3, 0, "dle"); // across two pieces
        QCOMPARE(next(), QStringLiteral("0-6 around end"));
        put(15, 0, " needle");
        QCOMPARE(all(), listed(content(), "needle"));
        m_session->editor().undo();
        m_session->editor().undo();
        QCOMPARE(all(), QString());
    }

    void findsInUtf16()
    {
        const QString text = QStringLiteral("Grün und grün, aber nicht grun");
        QByteArray bytes("\xff\xfe", 2);
        bytes.append(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
        open(bytes, "grün");
        m_session->setEncoding(Encoding::byName("UTF-16LE"));
        QCOMPARE(all(), QStringLiteral("20-28"));
        m_finder->setPattern({.text = "GRÜN", .matchCase = false});
        QCOMPARE(all(), QStringLiteral("2-10 20-28"));
        QCOMPARE(next(), QStringLiteral("2-10"));
        m_session->setEncoding(Encoding::byName("ISO-8859-1"));
        QCOMPARE(all(), QString());
    }

    void tellsWhereAPatternIsWrong()
    {
        open("text", "te(x", Pattern::Kind::Regex);
        QVERIFY(!m_finder->isReady());
        QVERIFY(m_finder->error());
        QCOMPARE(m_finder->error()->position, 4u);
        QVERIFY(!m_finder->error()->message.empty());
        m_finder->find(Direction::Forward);
        QVERIFY(m_answer.isEmpty());
        m_finder->setPattern({.kind = Pattern::Kind::Hex, .text = "de a"});
        QVERIFY(m_finder->error());
        m_finder->setPattern({.kind = Pattern::Kind::Hex, .text = "74 65"});
        QVERIFY(!m_finder->error());
        QCOMPARE(next(), QStringLiteral("0-2"));
    }

    void staysInsideOfTheScope()
    {
        open("cat cat cat cat", "cat");
        m_finder->setScope(ByteRange(ByteOffset(3), ByteCount(9)));
        QCOMPARE(all(), QStringLiteral("4-7 8-11"));
        QCOMPARE(next(), QStringLiteral("4-7"));
        QCOMPARE(next(), QStringLiteral("8-11"));
        QCOMPARE(next(), QStringLiteral("4-7 around end"));
        QCOMPARE(previous(), QStringLiteral("8-11 around begin"));
        const std::shared_ptr<FoundMatches> matches = m_finder->matches();
        put(0, 0, "cat ");
        put(11, 0, " cat");
        QCOMPARE(m_finder->scope(), ByteRange(ByteOffset(7), ByteCount(13)));
        QCOMPARE(matches->scope(), m_finder->scope());
        QCOMPARE(all(), QStringLiteral("8-11 12-15 16-19"));
        m_finder->setScope(std::nullopt);
        QCOMPARE(all(), listed(content(), "cat"));
    }

    void matchesMoveWithEdits()
    {
        open("cat dog cat cow cat", "cat");
        const std::shared_ptr<FoundMatches> matches = m_finder->findAll();
        QTRY_VERIFY(matches->isComplete());
        put(5, 1, "xxx");
        QCOMPARE(listed(*matches), QStringLiteral("0-3 10-13 18-21"));
        QVERIFY(!matches->isCurrent());
        put(11, 1, "u");
        QCOMPARE(listed(*matches), QStringLiteral("0-3 x 18-21"));
        QCOMPARE(matches->firstFrom(ByteOffset(1)), 2);
        QVERIFY(matches->hasBegin({ByteOffset(14), ByteCount(5)}));
        QVERIFY(!matches->hasBegin({ByteOffset(1), ByteCount(17)}));
        put(0, 4, "");
        QCOMPARE(listed(*matches), QStringLiteral("x x 14-17"));
        QCOMPARE(matches->indexOf({ByteOffset(14), ByteCount(3)}), 2);
        for (int i = 0; i < 3; ++i)
            m_session->editor().undo();
        QVERIFY(!matches->isCurrent()); // touched ones do not come back
        QCOMPARE(all(), QStringLiteral("0-3 8-11 16-19"));
    }

    void matchesGrowWithTheFile()
    {
        open("cat dog\nca", "cat");
        m_session->startIndexing();
        const std::shared_ptr<FoundMatches> matches = m_finder->findAll();
        QTRY_VERIFY(matches->isComplete());
        QCOMPARE(listed(*matches), QStringLiteral("0-3"));
        append("t cow c");
        QVERIFY(matches->isKept());
        QTRY_COMPARE(listed(*matches), QStringLiteral("0-3 8-11"));
        QVERIFY(matches->isCurrent() && matches->isComplete());
        append("at\n");
        QTRY_COMPARE(matches->count(), 3);
        QCOMPARE(m_finder->findAll(), matches); // there is nothing to be found anew
        goTo(11);
        QCOMPARE(next(), QStringLiteral("16-19"));
        // Behind an edit the old ones only move.
        put(4, 3, "doggy");
        append("cat\n");
        QVERIFY(!matches->isKept());
        QCOMPARE(listed(*matches), QStringLiteral("0-3 10-13 18-21"));
        QCOMPARE(all(), listed(content(), "cat"));
    }

    void lastMatchesMayBecomeOthers()
    {
        open("one cat", "cat$|cat[a-z]+", Pattern::Kind::Regex);
        m_session->startIndexing();
        const std::shared_ptr<FoundMatches> matches = m_finder->findAll();
        QTRY_VERIFY(matches->isComplete());
        QCOMPARE(listed(*matches), QStringLiteral("4-7"));
        append("alog");
        QTRY_COMPARE(listed(*matches), QStringLiteral("4-11"));
        append(" cat");
        QTRY_COMPARE(listed(*matches), QStringLiteral("4-11 12-15"));
        append(".");
        QTRY_COMPARE(listed(*matches), QStringLiteral("4-11"));
        QCOMPARE(matches->count(), 1);
        append("\n");
        QTRY_VERIFY(matches->isCurrent() && matches->isComplete());
        QCOMPARE(listed(*matches), QStringLiteral("4-11"));
    }

    void onlyWhatCameIsSearched()
    {
        open(QByteArray(3'000'000, 'x') + "\ncat\n", "[c-d]at", Pattern::Kind::Regex);
        m_session->startIndexing();
        const std::shared_ptr<FoundMatches> matches = m_finder->findAll();
        QTRY_VERIFY(matches->isComplete());
        QCOMPARE(matches->total(), 3'000'005);
        append("a bat, a cat\n");
        QTRY_COMPARE(matches->count(), 2);
        QTRY_VERIFY(matches->isComplete());
        QCOMPARE(matches->total(), 13);
    }

    // Whatever is cut by the pieces in which a file grows, in the end there is what a search of it all finds.
    void growthFindsWhatASearchOfAllFinds()
    {
        const bool isGiven = qEnvironmentVariableIsSet("MEGASCOPE_SEED");
        const quint32 seed
            = isGiven ? qEnvironmentVariable("MEGASCOPE_SEED").toUInt() : std::random_device()();
        qInfo("MEGASCOPE_SEED=%u", seed);
        QRandomGenerator random(seed);
        const auto some = [&random](int most) {
            static constexpr const char* parts[] = {"ab", "a", "b", "\n", "aab", "bb\n", "\xc3\xa4", "\r\n"};
            QByteArray text;
            for (int i = random.bounded(1, most); i > 0; --i)
                text += parts[random.bounded(int(std::size(parts)))];
            return text;
        };
        const std::pair<Pattern::Kind, const char*> patterns[]
            = {{Pattern::Kind::Text, "abab"}, {Pattern::Kind::Regex, "a+b?$"},
                {Pattern::Kind::Regex, "a\\nb|ab+\\n*(?!b)"}, {Pattern::Kind::Regex, "(?s)b.{0,5}a"},
                {Pattern::Kind::Regex, "(?<=a\\n)b+|ä"}, {Pattern::Kind::Hex, "61 ?? 6?"}};
        for (int round = 0; round < rounds(6); ++round) {
            for (const auto& [kind, text] : patterns) {
                nextFile();
                open("\r\n\n" + some(2000), text, kind); // the line ends are mixed from the begin on
                m_session->setEncoding(Encoding::byName("UTF-8"));
                m_session->startIndexing();
                const std::shared_ptr<FoundMatches> matches = m_finder->findAll();
                for (int step = random.bounded(1, 6); step > 0; --step)
                    append(some(step == 1 ? 2000 : 5));
                QTRY_VERIFY(matches->isCurrent() && matches->isComplete());
                const auto afresh = DocumentFinder::allIn(*m_session, {.kind = kind, .text = text});
                QTRY_VERIFY(afresh->isComplete());
                QCOMPARE(listed(*matches), listed(*afresh));
                if (kind == Pattern::Kind::Text)
                    QCOMPARE(listed(*matches), listed(content(), text));
                const ByteOffset middle(m_session->size().value() / 2);
                QCOMPARE(matches->firstFrom(middle), afresh->firstFrom(middle));
                QCOMPARE(matches->firstFrom(m_session->snapshot().end()), afresh->stored());
            }
        }
    }

    void aSaveKeepsThem()
    {
        open("cat dog cat", "cat");
        put(0, 0, "a ");
        const std::shared_ptr<FoundMatches> matches = m_finder->findAll();
        QTRY_VERIFY(matches->isComplete());
        QVERIFY(save());
        QVERIFY(matches->isCurrent());
        QCOMPARE(listed(*matches), QStringLiteral("2-5 10-13"));
    }

    void marksWhatIsVisible()
    {
        QByteArray text;
        for (int i = 0; i < 200'000; ++i)
            text += "some cats and dogs\n";
        open(text, "cats");
        const ByteRange visible(ByteOffset(19 * 1000 + 7), ByteCount(19 * 3));
        QVERIFY(m_finder->marks(visible).empty());
        m_finder->setShown(true);
        const std::vector<ByteRange> expected{{ByteOffset(19 * 1000 + 5), ByteCount(4)},
            {ByteOffset(19 * 1001 + 5), ByteCount(4)}, {ByteOffset(19 * 1002 + 5), ByteCount(4)},
            {ByteOffset(19 * 1003 + 5), ByteCount(4)}};
        QVERIFY(m_finder->marks(visible) == expected); // before the background has begun
        QTRY_VERIFY(m_finder->matches() && m_finder->matches()->isComplete());
        QCOMPARE(m_finder->matches()->count(), 200'000);
        QVERIFY(m_finder->marks(visible) == expected);
        put(19 * 1001 + 6, 1, "u"); // what is shown is right at once
        QCOMPARE(m_finder->marks(visible).size(), 3u);
        QTRY_COMPARE(m_finder->matches()->count(), 199'999); // and all in a moment
    }

    // A tebibyte takes minutes.
    void stopsAtOnce()
    {
        open("a", "needle");
        const ByteCount size(std::int64_t{1} << 40);
        const Filling filling{.with = Filling::Pattern{std::byte{'x'}, std::byte{'y'}}};
        QVERIFY(m_session->editor().apply(EditOrder{
            .range = {ByteOffset(0), ByteCount(0)}, .content = filling.pieces(size), .selection = {}}));
        goTo(0);
        m_finder->setShown(true);
        m_finder->find(Direction::Forward);
        QVERIFY(m_finder->isSeeking());
        QTRY_VERIFY(m_finder->matches() && m_finder->matches()->done() > 0);
        QElapsedTimer clock;
        clock.start();
        QVERIFY(m_finder->stop());
        QVERIFY(!m_finder->isSeeking());
        QTRY_VERIFY(!m_finder->matches()->isRunning());
        qInfo("stopped after %lld ms", clock.elapsed());
        QVERIFY(m_finder->matches()->outcome()->end.kind == SearchEnd::Kind::Stopped);
        QVERIFY(!m_finder->matches()->isComplete());
        QVERIFY(!m_finder->stop());
        m_finder->find(Direction::Backward);
        QVERIFY(m_finder->isSeeking());
        m_finder->setPattern({.text = "y"}); // another one takes its place
        QVERIFY(!m_finder->isSeeking());
        QCOMPARE(next(), QStringLiteral("1-2"));
        m_finder->findAll();
        m_session.reset(); // and with the session all ends
    }
};

QTEST_GUILESS_MAIN(FindingTest)
#include "FindingTest.moc"
