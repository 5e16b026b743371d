// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextCharacter.h"

#include <QTest>

#include <unicode/brkiter.h>

#include <memory>
#include <random>
#include <string>

using namespace megascope;

namespace {

// Characters of every kind that the rules for graphemes know; Indic consonants apart from the extending
// characters for which ICU's rules and its own properties differ.
const std::u32string common
    = {U'a', U'\r', U' ', U'é', 0x0301, 0x0308, 0x200d, 0x0903, 0x0600, 0x1100, 0x1161, 0x11a8, 0xac00,
        0xac01, 0x1f1e9, 0x1f1ea, 0x1f468, 0x1f469, 0x2764, 0xfe0f, 0x1f3fd, 0x4e2d, 0x0e33, 0x0d4e, 0x20e3};
const std::u32string indic = {U'a', 0x0301, 0x093c, 0x200d, 0x200c, 0x0903, 0x0915, 0x0937, 0x094d, 0x0d4e};

std::vector<bool> bordersByIcu(const std::vector<char32_t>& text)
{
    UErrorCode error = U_ZERO_ERROR;
    static const std::unique_ptr<icu::BreakIterator> iterator(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
    icu::UnicodeString string;
    std::vector<int> unitAt;
    for (const char32_t c : text) {
        unitAt.push_back(string.length());
        string.append(static_cast<UChar32>(c));
    }
    iterator->setText(string);
    std::vector<bool> borders;
    for (const int unit : unitAt)
        borders.push_back(iterator->isBoundary(unit));
    return borders;
}

std::vector<bool> bordersByUs(const std::vector<char32_t>& text)
{
    GraphemeBorder border;
    std::vector<bool> borders;
    for (const char32_t c : text) {
        if (c < 0x20) {
            border.reset();
            borders.push_back(true);
        } else {
            borders.push_back(!border.joins(characterTraits(c).join));
        }
    }
    return borders;
}

} // namespace

class TextCharacterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void graphemesEndWhereIcuEndsThem();
    void cells_data();
    void cells();
    void labels_data();
    void labels();
    void nothingInvisibleIsPlain();
};

void TextCharacterTest::graphemesEndWhereIcuEndsThem()
{
    const unsigned seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 20'000; ++round) {
        const std::u32string& samples = round % 2 ? common : indic;
        std::vector<char32_t> text(1 + random() % 8);
        for (char32_t& c : text)
            c = samples[random() % samples.size()];
        if (bordersByUs(text) == bordersByIcu(text))
            continue;
        QString shown;
        for (const char32_t c : text)
            shown += QStringLiteral("U+%1 ").arg(static_cast<uint>(c), 4, 16);
        QFAIL(qPrintable(shown));
    }
}

void TextCharacterTest::cells_data()
{
    QTest::addColumn<uint>("codePoint");
    QTest::addColumn<int>("cells");
    QTest::newRow("letter") << uint('a') << 1;
    QTest::newRow("box drawing") << 0x2500U << 1;
    QTest::newRow("ambiguous") << 0x00b1U << 1;
    QTest::newRow("ideograph") << 0x6f22U << 2;
    QTest::newRow("ideograph beyond the BMP") << 0x20000U << 2;
    QTest::newRow("kana") << 0x3042U << 2;
    QTest::newRow("half-width kana") << 0xff71U << 1;
    QTest::newRow("Hangul") << 0xd55cU << 2;
    QTest::newRow("full-width letter") << 0xff21U << 2;
    QTest::newRow("emoji") << 0x1f600U << 2;
    QTest::newRow("combining") << 0x0301U << 0;
    QTest::newRow("jamo vowel") << 0x1161U << 0;
}

void TextCharacterTest::cells()
{
    QFETCH(uint, codePoint);
    QTEST(int(characterTraits(codePoint).cells), "cells");
}

void TextCharacterTest::labels_data()
{
    QTest::addColumn<uint>("codePoint");
    QTest::addColumn<QString>("label");
    QTest::newRow("NUL") << 0x00U << QStringLiteral("\u2400");
    QTest::newRow("ESC") << 0x1bU << QStringLiteral("\u241b");
    QTest::newRow("DEL") << 0x7fU << QStringLiteral("\u2421");
    QTest::newRow("first C1") << 0x80U << QStringLiteral("[PAD]");
    QTest::newRow("NEL") << 0x85U << QStringLiteral("[NEL]");
    QTest::newRow("last C1") << 0x9fU << QStringLiteral("[APC]");
    QTest::newRow("RLO") << 0x202eU << QStringLiteral("[RLO]");
    QTest::newRow("FSI") << 0x2068U << QStringLiteral("[FSI]");
    QTest::newRow("ZWSP") << 0x200bU << QStringLiteral("[ZWSP]");
    QTest::newRow("BOM") << 0xfeffU << QStringLiteral("[BOM]");
    QTest::newRow("SHY") << 0x00adU << QStringLiteral("[SHY]");
    QTest::newRow("variation selector") << 0xfe0fU << QStringLiteral("[VS16]");
    QTest::newRow("late variation selector") << 0xe0100U << QStringLiteral("[VS17]");
    QTest::newRow("tag") << 0xe0061U << QStringLiteral("[TAG a]");
    QTest::newRow("without a name") << 0x206aU << QStringLiteral("[U+206A]");
    QTest::newRow("not a character") << 0x1ffffU << QStringLiteral("[U+1FFFF]");
}

void TextCharacterTest::labels()
{
    QFETCH(uint, codePoint);
    QTEST(characterLabel(codePoint), "label");
    using Look = CharacterTraits::Look;
    const Look look = characterTraits(codePoint).look;
    QVERIFY(look == Look::Control || look == Look::Hidden || look == Look::Joiner);
}

// Whatever Unicode calls ignorable gets a label, or has to follow something that is seen.
void TextCharacterTest::nothingInvisibleIsPlain()
{
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
        const bool ignorable
            = u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
        if (!ignorable || characterTraits(c).look != CharacterTraits::Look::Plain)
            continue;
        QVERIFY2(u_charType(static_cast<UChar32>(c)) == U_UNASSIGNED
                || u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK,
            qPrintable(QString::number(c, 16)));
    }
}

QTEST_GUILESS_MAIN(TextCharacterTest)
#include "TextCharacterTest.moc"
