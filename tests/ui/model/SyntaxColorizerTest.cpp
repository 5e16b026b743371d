// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Colours of visible lines against those of a highlighter that goes through the whole file.

#include "ui/model/SyntaxColorizer.h"
#include "TextTokens.h"
#include "ui/model/SyntaxRepository.h"

#include <KSyntaxHighlighting/Format>

#include <QTest>

using namespace megascope;
using namespace megascope::texttokens;

namespace {

using Clock = SyntaxColorizer::Clock;

// The same, all at once.
class WholeFile final : private KSyntaxHighlighting::AbstractHighlighter {
public:
    WholeFile(const KSyntaxHighlighting::Definition& definition, const KSyntaxHighlighting::Theme& theme,
        const QString& text)
    {
        setDefinition(definition);
        setTheme(theme);
        KSyntaxHighlighting::State state;
        for (const QString& line : text.split(u'\n')) {
            m_lines.emplace_back();
            state = highlightLine(line, state);
        }
    }

    struct Span {
        int unit = 0;
        int units = 0;
        QRgb color = 0;
    };
    [[nodiscard]] const std::vector<Span>& line(std::size_t index) const { return m_lines[index]; }

private:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format) override
    {
        if (length > 0 && !format.isDefaultTextStyle(theme()))
            m_lines.back().push_back(
                {offset, length, format.hasTextColor(theme()) ? format.textColor(theme()).rgba() : 0});
    }

    std::vector<std::vector<Span>> m_lines;
};

// About 40 bytes a line; a comment over several lines every now and then.
QByteArray source(int lines)
{
    QByteArray text;
    for (int i = 0; i < lines; ++i) {
        switch (i % 17) {
        case 3:
            text += "/* a comment that goes on, number " + QByteArray::number(i) + "\n";
            break;
        case 6:
            text += "   and ends */ int after = 1;\n";
            break;
        case 9:
            text += "const char* s = \"text\\n\"; // " + QByteArray::number(i) + "\n";
            break;
        default:
            text += "    return value<int>(" + QByteArray::number(i) + ", true) + 'c';\n";
        }
    }
    return text;
}

} // namespace

class SyntaxColorizerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void equalsHighlightingFromTheBegin_data();
    void equalsHighlightingFromTheBegin();
    void scrollingBothWays();
    void firstColorsComeAtOnce();
    void whatPassesIsColoredFromNear();
    void noTimeNoWork();
    void editsColourAsFromTheBegin();
    void anEditPassesFewLines();
    void longLinesAreCapped();
    void wrappedRowsShareTheLinesColors();
    void withoutDefinitionThereIsNoWork();
    void choosesDefinitions_data();
    void choosesDefinitions();
    void listsForMenus();

private:
    [[nodiscard]] std::vector<TextRow> page(const TextRows& rows, int line, int count) const;
    void compare(const SyntaxColorizer& colorizer, const std::vector<TextRow>& rows, int firstLine) const
    {
        compare(*m_whole, colorizer, rows, firstLine);
    }
    static void compare(const WholeFile& whole, const SyntaxColorizer& colorizer,
        const std::vector<TextRow>& rows, int firstLine);

    SyntaxRepository m_repository;
    KSyntaxHighlighting::Definition m_definition;
    KSyntaxHighlighting::Theme m_theme;
    QByteArray m_text;
    std::vector<ByteOffset> m_lineBegins;
    std::unique_ptr<WholeFile> m_whole;
};

void SyntaxColorizerTest::initTestCase()
{
    m_definition = m_repository.definition({}, QStringLiteral("a.cpp"), {});
    m_theme = m_repository.theme({}, false);
    QVERIFY(m_definition.isValid());
    m_text = source(40'000);
    QVERIFY(ByteCount(m_text.size()) > SyntaxColorizer::farReach * 4);
    m_whole = std::make_unique<WholeFile>(m_definition, m_theme, QString::fromUtf8(m_text));
    for (qsizetype at = 0; at >= 0 && at < m_text.size(); at = m_text.indexOf('\n', at) + 1)
        m_lineBegins.emplace_back(at);
}

std::vector<TextRow> SyntaxColorizerTest::page(const TextRows& rows, int line, int count) const
{
    std::vector<TextRow> page{rows.at(m_lineBegins[static_cast<std::size_t>(line)])};
    while (static_cast<int>(page.size()) < count)
        page.push_back(*rows.next(page.back()));
    return page;
}

void SyntaxColorizerTest::compare(
    const WholeFile& whole, const SyntaxColorizer& colorizer, const std::vector<TextRow>& rows, int firstLine)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::span<const TextStyleSpan> colors = colorizer.colorsOf(rows[i]);
        const std::vector<WholeFile::Span>& expected = whole.line(static_cast<std::size_t>(firstLine) + i);
        QCOMPARE(colors.size(), expected.size());
        for (std::size_t k = 0; k < expected.size(); ++k) {
            QCOMPARE(int(colors[k].unit), expected[k].unit);
            QCOMPARE(int(colors[k].units), expected[k].units);
            QCOMPARE(colors[k].text, expected[k].color);
        }
    }
}

void SyntaxColorizerTest::equalsHighlightingFromTheBegin_data()
{
    QTest::addColumn<int>("line");
    QTest::newRow("begin") << 0;
    QTest::newRow("in a comment") << 17 * 60 + 5;
    QTest::newRow("within reach of the begin") << 4'000;
    QTest::newRow("far") << 20'000;
    QTest::newRow("far, in a comment") << 17 * 2000 + 4;
    QTest::newRow("end") << 39'900;
}

void SyntaxColorizerTest::equalsHighlightingFromTheBegin()
{
    QFETCH(int, line);
    const TextRows rows = rowsOf(m_text);
    SyntaxColorizer colorizer;
    colorizer.setDefinition(m_definition);
    colorizer.setTheme(m_theme);
    const std::vector<TextRow> visible = page(rows, line, 60);
    QVERIFY(colorizer.want(rows, visible, Clock::time_point::max()));
    compare(colorizer, visible, line);
}

void SyntaxColorizerTest::scrollingBothWays()
{
    const TextRows rows = rowsOf(m_text);
    SyntaxColorizer colorizer;
    colorizer.setDefinition(m_definition);
    colorizer.setTheme(m_theme);
    for (const int line : {20'000, 20'003, 20'060, 19'990, 19'900, 5, 39'000, 38'990}) {
        const std::vector<TextRow> visible = page(rows, line, 50);
        QVERIFY(colorizer.want(rows, visible, Clock::time_point::max()));
        compare(colorizer, visible, line);
    }
    // Known already: no time is needed.
    QVERIFY(colorizer.want(rows, page(rows, 38'990, 50), Clock::time_point::min()));
}

// Slices without any time pass no line; with one at a time the near colours are there long before the final
// ones.
void SyntaxColorizerTest::firstColorsComeAtOnce()
{
    const TextRows rows = rowsOf(m_text);
    SyntaxColorizer colorizer;
    colorizer.setDefinition(m_definition);
    colorizer.setTheme(m_theme);
    const int line = 30'000;
    const std::vector<TextRow> visible = page(rows, line, 40);
    bool done = colorizer.want(rows, visible, Clock::now() + std::chrono::microseconds(50));
    int slicesToFirst = 0;
    int slices = 1;
    while (!done) {
        if (slicesToFirst == 0 && !colorizer.colorsOf(visible.back()).empty())
            slicesToFirst = slices;
        done = colorizer.work(rows, Clock::now() + std::chrono::microseconds(50));
        ++slices;
    }
    QVERIFY(slicesToFirst > 0);
    QVERIFY(slicesToFirst < slices);
    compare(colorizer, visible, line);
}

// Lines that are soon out of sight have colours, and are no reason to pass many others; what comes right
// behind known ones is as good as ever.
void SyntaxColorizerTest::whatPassesIsColoredFromNear()
{
    constexpr auto care = SyntaxColorizer::Care::Passing;
    const TextRows rows = rowsOf(m_text);
    SyntaxColorizer colorizer;
    colorizer.setDefinition(m_definition);
    colorizer.setTheme(m_theme);
    const int line = 30'000;
    const std::vector<TextRow> visible = page(rows, line, 40);
    QVERIFY(!colorizer.want(rows, visible, Clock::time_point::max(), care));
    QVERIFY(!colorizer.colorsOf(visible.back()).empty());
    QVERIFY(!colorizer.want(rows, visible, Clock::time_point::min())); // the final ones are not there yet
    QVERIFY(colorizer.want(rows, visible, Clock::time_point::max()));
    compare(colorizer, visible, line);

    const std::vector<TextRow> behind = page(rows, line + 40, 40);
    QVERIFY(colorizer.want(rows, behind, Clock::time_point::max(), care));
    compare(colorizer, behind, line + 40);
}

void SyntaxColorizerTest::noTimeNoWork()
{
    const TextRows rows = rowsOf(m_text);
    SyntaxColorizer colorizer;
    colorizer.setDefinition(m_definition);
    const std::vector<TextRow> visible = page(rows, 1000, 10);
    QVERIFY(!colorizer.want(rows, visible, Clock::time_point::min()));
    QVERIFY(colorizer.colorsOf(visible.front()).empty());
}

// Random edits here and there, each followed by a look at some page: typing, comments that begin and end,
// lines that come and go.
void SyntaxColorizerTest::editsColourAsFromTheBegin()
{
    const bool isGiven = qEnvironmentVariableIsSet("MEGASCOPE_SEED");
    const quint64 seed
        = isGiven ? qEnvironmentVariable("MEGASCOPE_SEED").toULongLong() : std::random_device()();
    qInfo("MEGASCOPE_SEED=%llu", seed);
    std::mt19937_64 random(seed);
    QByteArray text = source(120);
    SyntaxColorizer colorizer;
    colorizer.setDefinition(m_definition);
    colorizer.setTheme(m_theme);
    const QByteArrayList pieces{"x", "/*", "*/", "\n", "\"", "// ", "int y = 0;\n", "", "", "\n\n"};
    qsizetype at = 0;
    for (int round = 0; round < 600; ++round) {
        if (random() % 4 == 0)
            at = qsizetype(random() % quint64(text.size()));
        const qsizetype removed
            = std::min(qsizetype(random() % 3 == 0 ? random() % 60 : 0), text.size() - at);
        const QByteArray& piece = pieces[qsizetype(random() % quint64(pieces.size()))];
        text.replace(at, removed, piece);
        colorizer.edit({ByteOffset(at), ByteCount(removed), ByteCount(piece.size())});
        at += piece.size();
        if (text.size() < 2000) {
            text += source(40);
            colorizer.reset();
        }
        const int lines = int(text.count('\n'));
        const TextRows rows = rowsOf(text);
        const int first = int(random() % quint64(std::max(lines - 20, 1)));
        std::vector<TextRow> visible{rows.step(rows.at(ByteOffset(0)), first)};
        while (visible.size() < 20 && rows.next(visible.back()))
            visible.push_back(*rows.next(visible.back()));
        if (random() % 5 == 0)
            continue; // a frame that was not painted
        QVERIFY(colorizer.want(rows, visible, Clock::time_point::max()));
        compare(WholeFile(m_definition, m_theme, QString::fromUtf8(text)), colorizer, visible, first);
        if (QTest::currentTestFailed())
            return;
    }
}

// What a key costs must not depend on the lines around: without time, all lines but the edited one have their
// colours.
void SyntaxColorizerTest::anEditPassesFewLines()
{
    QByteArray text = source(4'000);
    SyntaxColorizer colorizer;
    colorizer.setDefinition(m_definition);
    colorizer.setTheme(m_theme);
    const int line = 17 * 100;
    {
        const TextRows rows = rowsOf(text);
        QVERIFY(colorizer.want(rows, page(rows, line, 40), Clock::time_point::max()));
    }
    const qsizetype at = m_lineBegins[line + 1].value() + 8;
    text.insert(at, 'x');
    colorizer.edit({ByteOffset(at), ByteCount(0), ByteCount(1)});
    const TextRows rows = rowsOf(text);
    const std::vector<TextRow> visible = page(rows, line, 1);
    QVERIFY(colorizer.want(rows, visible, Clock::time_point::min())); // before the edit
    std::vector<TextRow> all = visible;
    while (all.size() < 40)
        all.push_back(*rows.next(all.back()));
    QVERIFY(!colorizer.want(rows, all, Clock::time_point::min()));
    QVERIFY(colorizer.want(rows, {&all[1], 1}, Clock::time_point::max()));
    QVERIFY(colorizer.want(rows, all, Clock::time_point::min())); // that one line was all
}

void SyntaxColorizerTest::longLinesAreCapped()
{
    const QByteArray open = "/* begin\n";
    const QByteArray longLine = QByteArray("return 1; */ ").repeated(10'000) + '\n';
    const TextRows rows = rowsOf(open + longLine + "still in the comment\n");
    SyntaxColorizer colorizer;
    colorizer.setDefinition(m_definition);
    colorizer.setTheme(m_theme);
    const std::vector<TextRow> all = allRows(rows);
    QVERIFY(all.size() > 5);
    QVERIFY(colorizer.want(rows, all, Clock::time_point::max()));
    QVERIFY(!colorizer.colorsOf(all[1]).empty());
    QVERIFY(colorizer.colorsOf(all[1]).back().unitEnd() <= SyntaxColorizer::longestLine);
    QVERIFY(colorizer.colorsOf(all[2]).empty());
    const TextRow& last = all[all.size() - 2];
    QCOMPARE(last.text().toString(), QStringLiteral("still in the comment"));
    const std::span<const TextStyleSpan> colors = colorizer.colorsOf(last);
    QCOMPARE(colors.back().text, colorizer.colorsOf(all[0]).back().text);
}

void SyntaxColorizerTest::wrappedRowsShareTheLinesColors()
{
    const TextRows rows = rowsOf("int a = 1; // a comment that is too long for one row\n", {.wrapCells = 20});
    SyntaxColorizer colorizer;
    colorizer.setDefinition(m_definition);
    colorizer.setTheme(m_theme);
    const std::vector<TextRow> all = allRows(rows);
    QVERIFY(colorizer.want(rows, all, Clock::time_point::max()));
    QVERIFY(all.size() > 3);
    QCOMPARE(colorizer.colorsOf(all[0]).data(), colorizer.colorsOf(all[1]).data());
    QVERIFY(colorizer.colorsOf(all[1]).back().unitEnd() > all[1].unitEnd());
}

void SyntaxColorizerTest::withoutDefinitionThereIsNoWork()
{
    const TextRows rows = rowsOf(m_text);
    SyntaxColorizer colorizer;
    const std::vector<TextRow> visible = page(rows, 0, 10);
    QVERIFY(colorizer.want(rows, visible, Clock::time_point::min()));
    QVERIFY(colorizer.colorsOf(visible.front()).empty());
}

void SyntaxColorizerTest::choosesDefinitions_data()
{
    QTest::addColumn<QString>("fileName");
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("name");
    QTest::newRow("by name") << "/tmp/x.cpp" << QByteArray() << "C++";
    QTest::newRow("name before bytes") << "x.py" << QByteArray("<?xml") << "Python";
    QTest::newRow("interpreter") << "x" << QByteArray("#!/usr/bin/env -S python3.13 -u\nimport") << "Python";
    QTest::newRow("shell") << "run" << QByteArray("#!/bin/sh\n") << "Bash";
    QTest::newRow("XML") << "x" << QByteArray("<?xml version='1.0'?>") << "XML";
    QTest::newRow("diff") << "x" << QByteArray("diff --git a/x b/x\n") << "Diff";
    QTest::newRow("plain text") << "x" << QByteArray("Dear reader") << "";
    QTest::newRow("empty") << "" << QByteArray() << "";
}

void SyntaxColorizerTest::choosesDefinitions()
{
    QFETCH(QString, fileName);
    QFETCH(QByteArray, head);
    const KSyntaxHighlighting::Definition automatic = m_repository.definition({}, fileName, head);
    QTEST(automatic.isValid() ? automatic.name() : QString(), "name");
    using Kind = SyntaxChoice::Kind;
    QVERIFY(!m_repository.definition({Kind::None, {}}, fileName, head).isValid());
    QCOMPARE(m_repository.definition({Kind::Named, QStringLiteral("SQL")}, fileName, head).name(),
        QStringLiteral("SQL"));
}

void SyntaxColorizerTest::listsForMenus()
{
    const QList<SyntaxRepository::Section> sections = m_repository.sections();
    QVERIFY(sections.size() > 5);
    QStringList titles;
    for (const SyntaxRepository::Section& section : sections) {
        titles.append(section.title);
        QVERIFY(!section.definitions.isEmpty());
    }
    QCOMPARE(titles.removeDuplicates(), 0);
    QVERIFY(m_repository.themes().size() > 2);
    QCOMPARE(m_repository.theme(m_repository.themes().constFirst().name, true).name(),
        m_repository.themes().constFirst().name);
    QVERIFY(m_repository.theme({}, true).name() != m_repository.theme({}, false).name());
}

QTEST_GUILESS_MAIN(SyntaxColorizerTest)
#include "SyntaxColorizerTest.moc"
