// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Sets of highlighters as files, and what their rules say of rows against QRegularExpression, unit by unit.

#include "TextTokens.h"
#include "tests/support/Rounds.h"
#include "ui/model/ColorContrast.h"
#include "ui/model/HighlighterFormat.h"
#include "ui/model/HighlighterStore.h"
#include "ui/model/RowHighlighter.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace megascope;
using namespace megascope::texttokens;
using namespace std::chrono_literals;

class HighlighterTest : public QObject {
    Q_OBJECT

private:
    using Scope = HighlightRule::Scope;

    static HighlightRule rule(const char* pattern, Pattern::Kind kind = Pattern::Kind::Text)
    {
        HighlightRule rule;
        rule.pattern = {.kind = kind, .text = pattern};
        rule.text = HighlightColor::fixed(0xff112233);
        return rule;
    }

    static HighlightColor randomColor(std::mt19937& random)
    {
        switch (random() % 4) {
        case 0:
            return {};
        case 1:
            return HighlightColor::of(static_cast<ColorRole>(random() % colorRoles));
        case 2:
            return HighlightColor::fixed(0xff000000 | random());
        default:
            return HighlightColor::fixed(0xff000000 | random(), 0xff000000 | random());
        }
    }

    static HighlighterSet randomSet(std::mt19937& random)
    {
        static const std::array<const char*, 8> texts{
            "a", "ERROR", "x+", "[a-c]\\d", "\"quoted\"", "^b", "ä漢", "(?i)warn\\b"};
        HighlighterSet set{.name = QStringLiteral("Set %1").arg(random() % 1000), .files = {}, .rules = {}};
        for (unsigned i = random() % 3; i > 0; --i)
            set.files.append(QStringLiteral("*.%1").arg(i));
        for (unsigned i = random() % 6; i > 0; --i) {
            HighlightRule made;
            made.pattern = {.kind = random() % 2 ? Pattern::Kind::Text : Pattern::Kind::Regex,
                .text = texts[random() % texts.size()],
                .matchCase = random() % 2 == 0,
                .wholeWord = random() % 3 == 0};
            made.isEnabled = random() % 5 != 0;
            made.scope = random() % 3 ? Scope::Match : Scope::Line;
            made.text = randomColor(random);
            made.ground = randomColor(random);
            made.bold = random() % 4 == 0;
            made.italic = random() % 4 == 0;
            set.rules.push_back(made);
        }
        return set;
    }

    static RowHighlighter highlighterFor(const HighlighterSet& set)
    {
        RowHighlighter highlighter;
        highlighter.setPalette(HighlightPalette::plain(false));
        const std::array sets{std::make_shared<const HighlighterSet>(set)};
        highlighter.setSets(sets);
        return highlighter;
    }

    // A rule as the other engine has it.
    static QRegularExpression expressionOf(const Pattern& pattern)
    {
        QString text = QString::fromStdString(pattern.text);
        if (pattern.kind == Pattern::Kind::Text)
            text = QRegularExpression::escape(text);
        if (pattern.wholeWord)
            text = QStringLiteral("(?<!\\w)(?:%1)(?!\\w)").arg(text);
        QRegularExpression::PatternOptions options
            = QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::MultilineOption;
        if (!pattern.matchCase)
            options |= QRegularExpression::CaseInsensitiveOption;
        return QRegularExpression(text, options);
    }

    // What each unit of a line looks like: the first rule that says something of a colour holds.
    static std::vector<TextStyleSpan> expectedUnits(const HighlighterSet& set, const QString& line)
    {
        const HighlightPalette palette = HighlightPalette::plain(false);
        std::vector<TextStyleSpan> units(static_cast<std::size_t>(line.size()));
        for (const HighlightRule& rule : set.rules) {
            if (!rule.isEnabled)
                continue;
            auto matches = expressionOf(rule.pattern).globalMatch(line);
            const auto write = [&](qsizetype from, qsizetype to) {
                for (qsizetype i = from; i < to; ++i) {
                    TextStyleSpan& unit = units[static_cast<std::size_t>(i)];
                    QRgb text = palette.textOf(rule.text);
                    const QRgb ground = palette.groundOf(rule.ground);
                    if (rule.text.kind == HighlightColor::Kind::Role && qAlpha(ground))
                        text = readableOn(text, ground);
                    unit.text = qAlpha(unit.text) ? unit.text : text;
                    unit.background = qAlpha(unit.background) ? unit.background : ground;
                    unit.bold = unit.bold || rule.bold;
                    unit.italic = unit.italic || rule.italic;
                }
            };
            if (rule.scope == Scope::Line) {
                if (matches.hasNext())
                    write(0, line.size());
                continue;
            }
            while (matches.hasNext()) {
                const QRegularExpressionMatch match = matches.next();
                write(match.capturedStart(), match.capturedEnd());
            }
        }
        return units;
    }

    static std::vector<TextStyleSpan> unitsOf(const std::vector<TextStyleSpan>& spans, qsizetype count)
    {
        std::vector<TextStyleSpan> units(static_cast<std::size_t>(count));
        std::uint32_t done = 0;
        for (const TextStyleSpan& span : spans) {
            if (span.unit < done || span.units == 0 || span.unitEnd() > units.size())
                return {};
            done = span.unitEnd();
            for (std::uint32_t i = span.unit; i < span.unitEnd(); ++i) {
                units[i] = span;
                units[i].unit = units[i].units = 0;
            }
        }
        return units;
    }

private slots:
    void aSetIsReadAsItWasWritten()
    {
        std::mt19937 random(seed());
        for (int i = 0; i < 500; ++i) {
            const HighlighterSet set = randomSet(random);
            const auto read = highlighterFromJson(highlighterToJson(set));
            QVERIFY2(read, read ? "" : qPrintable(read.error()));
            QVERIFY(*read == set);
        }
    }

    void builtInSetsCanBeKept()
    {
        for (HighlighterSet set : builtInHighlighters()) {
            QVERIFY(!set.rules.empty());
            set.isBuiltIn = false;
            const auto read = highlighterFromJson(highlighterToJson(set));
            QVERIFY2(read, read ? "" : qPrintable(read.error()));
            QVERIFY(*read == set);
        }
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* json, const char* error) {
            QTest::newRow(error) << QByteArray(json).replace('\'', '"') << QString::fromUtf8(error);
        };
        const auto ruleRow
            = [](const char* rule, const char* error) {
                  QTest::newRow(error)
                      << (QByteArray("{'megascopeHighlighters':1,'name':'a','rules':[") + rule + "]}")
                             .replace('\'', '"')
                      << QString::fromUtf8(error);
              };
        row("{\n\n'a': }", "line 3: ");
        row("[]", "this is no set of highlighters");
        row("{'name':'a'}", "this is no set of");
        row("{'megascopeHighlighters':2,'name':'a'}", "this is of a version that is not known here");
        row("{'megascopeHighlighters':1}", "“name”: there is none, or it is too long");
        row("{'megascopeHighlighters':1,'name':7}", "“name”: this is no text");
        row("{'megascopeHighlighters':1,'name':'a','files':'*'}", "“files”: this is no list");
        row("{'megascopeHighlighters':1,'name':'a','rulez':[]}", "“rulez”: nobody knows this");
        ruleRow("7", "rule 1 is no object");
        ruleRow("{'pattern':'a'},{'pattern':'('  ,'kind':'regex'}",
            "rule 2, “pattern”: missing closing parenthesis, at character 2");
        ruleRow("{}", "rule 1, “pattern”: there is nothing to look for");
        ruleRow("{'pattern':'a','kind':'hex'}", "rule 1, “kind”: this is neither “text” nor “regex”");
        ruleRow("{'pattern':'a','bold':1}", "rule 1, “bold”: this is neither true nor false");
        ruleRow("{'pattern':'a','text':'red'}", "rule 1, “text”: this is no color, as");
        ruleRow("{'pattern':'a','text':'#12345'}", "rule 1, “text”: this is no color");
        ruleRow("{'pattern':'a','ground':{'light':'#123456','dusk':'#123456'}}", "rule 1, “ground”: ");
        ruleRow("{'pattern':'a','colour':'#123456'}", "rule 1, “colour”: nobody knows this");
    }

    void whatIsWrongIsSaid()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, error);
        const auto read = highlighterFromJson(json);
        QVERIFY(!read);
        QVERIFY2(read.error().contains(error), qPrintable(read.error()));
        QVERIFY(!read.error().contains(u'\n'));
    }

    // Cut, flipped and mixed up: a set that is good, or one line.
    void damagedFilesHarmNothing()
    {
        std::mt19937 random(seed());
        for (int i = 0; i < testing::rounds(3'000); ++i) {
            QByteArray json = highlighterToJson(randomSet(random));
            if (random() % 2)
                json.truncate(static_cast<qsizetype>(random() % static_cast<unsigned>(json.size())));
            else
                for (unsigned flips = 1 + random() % 3; flips > 0; --flips)
                    json[static_cast<qsizetype>(random() % static_cast<unsigned>(json.size()))]
                        = static_cast<char>(random());
            const auto read = highlighterFromJson(json);
            if (!read) {
                QVERIFY(!read.error().isEmpty() && !read.error().contains(u'\n'));
                continue;
            }
            for (const HighlightRule& made : read->rules)
                QVERIFY(compilePattern(made.pattern, TextFormat{}));
        }
    }

    void rulesAgainstAnotherEngine()
    {
        std::mt19937 random(seed());
        const QString letters = QStringLiteral("abcxxERROR warn 123\"ä漢é,.😀\t");
        for (int round = 0; round < testing::rounds(300); ++round) {
            const HighlighterSet set = randomSet(random);
            RowHighlighter highlighter = highlighterFor(set);
            QString text;
            for (int i = 0; i < 400; ++i) {
                const QString words[]
                    = {QStringLiteral("ERROR"), QStringLiteral("\"quoted\""), QStringLiteral("WARN ")};
                if (random() % 12 == 0)
                    text += u'\n';
                else if (random() % 8 == 0)
                    text += words[random() % 3];
                else
                    text += QString::fromUcs4(std::u32string(1,
                                                  letters.toUcs4()[static_cast<qsizetype>(
                                                      random() % unsigned(letters.toUcs4().size()))])
                                                  .data(),
                        1);
            }
            const TextRows rows = rowsOf(text.toUtf8());
            for (const TextRow& row : allRows(rows)) {
                const QString line = row.segment().text;
                const RowHighlights& found = highlighter.highlightsOf(row, rows);
                QVERIFY2(unitsOf(found.spans, line.size()) == expectedUnits(set, line), qPrintable(line));
            }
        }
    }

    void theFirstRuleHolds()
    {
        HighlighterSet set{.name = QStringLiteral("a"), .files = {}, .rules = {rule("b"), rule("abc")}};
        set.rules[0].ground = HighlightColor::fixed(0xff445566);
        set.rules[1].text = HighlightColor::fixed(0xff998877);
        RowHighlighter highlighter = highlighterFor(set);
        const TextRows rows = rowsOf("xabcx");
        const RowHighlights& found = highlighter.highlightsOf(rows.at(ByteOffset(0)), rows);
        QCOMPARE(found.spans.size(), std::size_t{3});
        QCOMPARE(found.spans[0].text, 0xff998877u);
        QCOMPARE(found.spans[1].text, 0xff112233u);
        QCOMPARE(found.spans[1].background, 0xff445566u);
        QCOMPARE(found.ground, 0u);
        set.rules[1].scope = Scope::Line;
        set.rules[1].ground = HighlightColor::fixed(0xffaabbcc);
        highlighter = highlighterFor(set);
        QCOMPARE(highlighter.highlightsOf(rows.at(ByteOffset(0)), rows).ground, 0xffaabbccu);
    }

    // In a line of several segments a match across a border is seen on both sides, and "^" only in front.
    void longLines()
    {
        QByteArray bytes(16 * 1024 - 3, 'x');
        bytes += "needle" + QByteArray(60'000, 'y') + "\nnext";
        HighlighterSet set{.name = QStringLiteral("a"), .files = {}, .rules = {rule("needle")}};
        set.rules.push_back(rule("^y+", Pattern::Kind::Regex));
        set.rules.push_back(rule("y$", Pattern::Kind::Regex));
        RowHighlighter highlighter = highlighterFor(set);
        const TextRows rows = rowsOf(bytes);
        const std::vector<TextRow> all = allRows(rows);
        QVERIFY(all.size() >= 4);
        const auto spans = [&](std::size_t row) { return highlighter.highlightsOf(all[row], rows).spans; };
        QCOMPARE(spans(0).size(), std::size_t{1});
        QCOMPARE(spans(0).front().unitEnd(), static_cast<std::uint32_t>(all[0].segment().text.size()));
        QCOMPARE(spans(1).front().unit, 0u);
        QCOMPARE(spans(0).front().units + spans(1).front().units, 6u);
        QCOMPARE(spans(1).size(), std::size_t{1});
        QVERIFY(spans(2).empty());
        QCOMPARE(spans(all.size() - 2).size(), std::size_t{1}); // the last y of all
        QCOMPARE(spans(all.size() - 2).front().units, 1u);
    }

    void hiddenSequencesAreNotInTheWay()
    {
        RowHighlighter highlighter
            = highlighterFor({.name = QStringLiteral("a"), .files = {}, .rules = {rule("ERROR")}});
        const TextRows rows = rowsOf("x \x1b[31mER\x1b[1mROR\x1b[0m y", {.hidesSequences = true});
        const RowHighlights& found = highlighter.highlightsOf(rows.at(ByteOffset(0)), rows);
        QCOMPARE(found.spans.size(), std::size_t{1});
        QCOMPARE(found.spans.front().unit, 2u);
        QCOMPARE(found.spans.front().units, 5u);
    }

    void aRuleThatTakesTooLongIsDropped()
    {
        HighlighterSet set{.name = QStringLiteral("a"),
            .files = {},
            .rules = {rule("(a+)+$", Pattern::Kind::Regex), rule("b")}};
        RowHighlighter highlighter = highlighterFor(set);
        const TextRows rows = rowsOf(QByteArray(5'000, 'a') + "b!");
        const RowHighlights& found = highlighter.highlightsOf(rows.at(ByteOffset(0)), rows);
        QCOMPARE(found.spans.size(), std::size_t{1});
        const std::vector<std::string> dropped = highlighter.takeDropped();
        QCOMPARE(dropped.size(), std::size_t{1});
        QCOMPARE(dropped.front(), std::string("(a+)+$"));
        QVERIFY(highlighter.takeDropped().empty());
    }

    void levelsAreFound_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("role"); // of the line's first letter; -1: none
        const auto row
            = [](const char* line, int role) { QTest::newRow(line) << QString::fromUtf8(line) << role; };
        const auto role = [](ColorRole which) { return static_cast<int>(which); };
        row("12:00 ERROR broken", role(ColorRole::Negative));
        row("12:00 [error] broken", role(ColorRole::Negative));
        row("main.c:7: error: broken", role(ColorRole::Negative));
        row("{\"level\":\"error\"}", role(ColorRole::Negative));
        row("level=error", role(ColorRole::Negative));
        row("E0102 15:04:05.1 glog", role(ColorRole::Negative));
        row("12:00 WARN low", role(ColorRole::Neutral));
        row("12:00 <warning> low", role(ColorRole::Neutral));
        row("12:00 DEBUG x", role(ColorRole::Inactive));
        row("12:00 TERROR x", -1);
        row("no errors at all", -1);
        row("e0102 15:04:05.1", -1);
    }

    void levelsAreFound()
    {
        QFETCH(QString, line);
        QFETCH(int, role);
        const auto sets = builtInHighlighters();
        const auto set
            = std::ranges::find_if(sets, [](const HighlighterSet& s) { return s.isFor("/a/b.log"); });
        RowHighlighter highlighter = highlighterFor(*set);
        const TextRows rows = rowsOf(line.toUtf8());
        const RowHighlights& found = highlighter.highlightsOf(rows.at(ByteOffset(0)), rows);
        const QRgb expected
            = role < 0 ? 0 : HighlightPalette::plain(false).text[static_cast<std::size_t>(role)];
        const QRgb first = found.spans.empty() || found.spans.front().unit > 0 ? 0 : found.spans.front().text;
        QCOMPARE(first, expected);
    }

    void filesChooseTheirSet()
    {
        const QTemporaryDir folder;
        HighlighterStore store(folder.path());
        const auto nameFor = [&](const char* path) {
            const auto set = store.chosen({}, QString::fromUtf8(path));
            return set ? set->name : QString();
        };
        QCOMPARE(nameFor("/var/log/x.LOG"), QStringLiteral("Log Levels"));
        QCOMPARE(nameFor("/var/log/nginx/access.log.1"), QStringLiteral("Web Server Accesses"));
        QCOMPARE(nameFor("/tmp/x.cpp"), QString());
        QVERIFY(!store.chosen({HighlighterChoice::Kind::None, {}}, QStringLiteral("x.log")));
        QVERIFY(store.setOwn(
            {{.name = QStringLiteral("Mine"), .files = {QStringLiteral("*.log")}, .rules = {}}}));
        QCOMPARE(nameFor("/var/log/x.log"), QStringLiteral("Mine"));
        for (const HighlighterChoice& choice :
            {HighlighterChoice{}, HighlighterChoice{HighlighterChoice::Kind::None, {}},
                HighlighterChoice{HighlighterChoice::Kind::Named, QStringLiteral("none")}})
            QVERIFY(HighlighterChoice::fromSetting(choice.setting()) == choice);
    }

    void setsAreKept()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("sets"));
        std::mt19937 random(seed());
        HighlighterSet one = randomSet(random);
        HighlighterSet two = randomSet(random);
        one.name = QStringLiteral("One/../*");
        two.name = QStringLiteral("one");
        HighlighterStore store(path);
        const QSignalSpy changes(&store, &HighlighterStore::changed);
        QVERIFY(store.setOwn({one, two}));
        QCOMPARE(changes.count(), 1);
        QCOMPARE(QDir(path).entryList(QDir::Files).size(), 2);
        {
            const HighlighterStore other(path);
            QCOMPARE(other.own().size(), std::size_t{2});
            QVERIFY(*other.named(one.name) == one);
            QVERIFY(*other.named(two.name) == two);
        }
        two.rules.clear();
        QVERIFY(store.setOwn({two}));
        QFile broken(path + QStringLiteral("/broken.json"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{");
        broken.close();
        const HighlighterStore last(path);
        QCOMPARE(last.own().size(), std::size_t{1});
        QVERIFY(last.own().front() == two);
        QCOMPARE(last.problems().size(), 1);
        QVERIFY(last.problems().front().contains(QStringLiteral("broken.json: line 1")));
    }

    void whatCannotBeWrittenIsSaid()
    {
        const QTemporaryDir folder;
        QFile inTheWay(folder.filePath(QStringLiteral("file")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        HighlighterStore store(inTheWay.fileName() + QStringLiteral("/sets"));
        const auto kept = store.setOwn({{.name = QStringLiteral("a"), .files = {}, .rules = {}}});
        QVERIFY(!kept);
        QVERIFY(kept.error().contains(inTheWay.fileName()));
        QVERIFY(store.own().empty());
        const auto missing = HighlighterStore::read(folder.filePath(QStringLiteral("missing.json")));
        QVERIFY(!missing && missing.error().contains(QStringLiteral("missing.json")));
    }
};

QTEST_GUILESS_MAIN(HighlighterTest)
#include "HighlighterTest.moc"
