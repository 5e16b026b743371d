// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextCharacter.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <array>
#include <memory>

namespace megascope {

namespace {

using Look = CharacterTraits::Look;
using Join = CharacterTraits::Join;

constexpr char32_t lastCodePoint = 0x10'ffff;
constexpr std::size_t traitsPerPage = 256;

int property(char32_t c, UProperty which)
{
    return u_getIntPropertyValue(static_cast<UChar32>(c), which);
}

bool has(char32_t c, UProperty which)
{
    return u_hasBinaryProperty(static_cast<UChar32>(c), which);
}

bool isVariationSelector(char32_t c)
{
    return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe'0100 && c <= 0xe'01ef);
}

bool isTag(char32_t c)
{
    return c >= 0xe'0020 && c <= 0xe'007f;
}

bool isNonCharacter(char32_t c)
{
    return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

// Fillers count as letters and are blank all the same.
bool isBlankFiller(char32_t c)
{
    return c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0;
}

Look lookOf(char32_t c)
{
    if (c == '\t')
        return Look::Tab;
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return Look::Control;
    if (c == 0x200c || c == 0x200d || isVariationSelector(c) || isTag(c))
        return Look::Joiner;
    const int category = u_charType(static_cast<UChar32>(c));
    const bool invisible = category == U_FORMAT_CHAR || category == U_LINE_SEPARATOR
        || category == U_PARAGRAPH_SEPARATOR || category == U_SURROGATE || c == 0x034f;
    // Signs that stand over digits are called format characters, but they are seen.
    const bool seen = has(c, UCHAR_PREPENDED_CONCATENATION_MARK);
    if ((invisible && !seen) || isNonCharacter(c) || isBlankFiller(c))
        return Look::Hidden;
    return Look::Plain;
}

Join indicJoin(char32_t c)
{
    switch (property(c, UCHAR_INDIC_CONJUNCT_BREAK)) {
    case U_INCB_CONSONANT:
        return Join::Consonant;
    case U_INCB_LINKER:
        return Join::Linker;
    default:
        return Join::None;
    }
}

Join joinOf(char32_t c)
{
    if (const Join indic = indicJoin(c); indic != Join::None)
        return indic;
    switch (property(c, UCHAR_GRAPHEME_CLUSTER_BREAK)) {
    case U_GCB_EXTEND:
        return property(c, UCHAR_INDIC_CONJUNCT_BREAK) == U_INCB_EXTEND ? Join::Extend : Join::ExtendAlone;
    case U_GCB_ZWJ:
        return Join::ZeroWidthJoiner;
    case U_GCB_SPACING_MARK:
        return Join::SpacingMark;
    case U_GCB_PREPEND:
        return Join::Prepend;
    case U_GCB_L:
        return Join::HangulL;
    case U_GCB_V:
        return Join::HangulV;
    case U_GCB_T:
        return Join::HangulT;
    case U_GCB_LV:
        return Join::HangulLV;
    case U_GCB_LVT:
        return Join::HangulLVT;
    case U_GCB_REGIONAL_INDICATOR:
        return Join::Regional;
    default:
        return has(c, UCHAR_EXTENDED_PICTOGRAPHIC) ? Join::Pictograph : Join::None;
    }
}

std::uint8_t cellsOf(char32_t c, Join join)
{
    const int category = u_charType(static_cast<UChar32>(c));
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR)
        return 0;
    if (join == Join::HangulV || join == Join::HangulT)
        return 0;
    const int width = property(c, UCHAR_EAST_ASIAN_WIDTH);
    const bool wide = width == U_EA_WIDE || width == U_EA_FULLWIDTH || join == Join::Regional;
    return wide ? 2 : 1;
}

bool isRightToLeft(char32_t c)
{
    const UCharDirection direction = u_charDirection(static_cast<UChar32>(c));
    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC
        || direction == U_ARABIC_NUMBER;
}

bool needsShaping(char32_t c)
{
    if (isRightToLeft(c))
        return true;
    if (property(c, UCHAR_JOINING_TYPE) == U_JT_DUAL_JOINING)
        return true;
    if (property(c, UCHAR_INDIC_SYLLABIC_CATEGORY) == U_INSC_OTHER)
        return false;
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(c), &error)) {
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
    case USCRIPT_LATIN:
    case USCRIPT_HAN:
    case USCRIPT_HANGUL:
    case USCRIPT_THAI: // marks stack on their own grapheme only
    case USCRIPT_LAO:
        return false;
    default:
        return true;
    }
}

bool takesJoiner(char32_t c, const CharacterTraits& traits)
{
    const bool keycap = (c >= '0' && c <= '9') || c == '#' || c == '*';
    return keycap || traits.shaped || traits.join == Join::Pictograph || traits.join == Join::Extend
        || traits.join == Join::ExtendAlone || traits.cells == 2
        || property(c, UCHAR_GENERAL_CATEGORY) == U_MATH_SYMBOL || c == 0x1f3f4;
}

CharacterTraits traitsOf(char32_t c)
{
    CharacterTraits traits;
    traits.look = lookOf(c);
    if (traits.look == Look::Tab || traits.look == Look::Control || traits.look == Look::Hidden)
        return traits;
    traits.join = joinOf(c);
    traits.cells = cellsOf(c, traits.join);
    traits.rightToLeft = isRightToLeft(c);
    traits.shaped = needsShaping(c);
    traits.takesJoiner = traits.look == Look::Plain && takesJoiner(c, traits);
    return traits;
}

const char* controlName(char32_t c)
{
    static constexpr std::array<const char*, 32> c1 = {"PAD", "HOP", "BPH", "NBH", "IND", "NEL", "SSA", "ESA",
        "HTS", "HTJ", "VTS", "PLD", "PLU", "RI", "SS2", "SS3", "DCS", "PU1", "PU2", "STS", "CCH", "MW", "SPA",
        "EPA", "SOS", "SGC", "SCI", "CSI", "ST", "OSC", "PM", "APC"};
    return c >= 0x80 && c < 0xa0 ? c1[c - 0x80] : nullptr;
}

const char* hiddenName(char32_t c)
{
    struct Named {
        char32_t codePoint;
        const char* name;
    };
    static constexpr Named names[] = {{0x00ad, "SHY"}, {0x034f, "CGJ"}, {0x061c, "ALM"}, {0x115f, "HCF"},
        {0x1160, "HJF"}, {0x180e, "MVS"}, {0x200b, "ZWSP"}, {0x200c, "ZWNJ"}, {0x200d, "ZWJ"},
        {0x200e, "LRM"}, {0x200f, "RLM"}, {0x2028, "LS"}, {0x2029, "PS"}, {0x202a, "LRE"}, {0x202b, "RLE"},
        {0x202c, "PDF"}, {0x202d, "LRO"}, {0x202e, "RLO"}, {0x2060, "WJ"}, {0x2066, "LRI"}, {0x2067, "RLI"},
        {0x2068, "FSI"}, {0x2069, "PDI"}, {0x3164, "HF"}, {0xfeff, "BOM"}, {0xffa0, "HWHF"}, {0xfff9, "IAA"},
        {0xfffa, "IAS"}, {0xfffb, "IAT"}};
    for (const Named& named : names) {
        if (named.codePoint == c)
            return named.name;
    }
    return nullptr;
}

} // namespace

const CharacterTraits& characterTraits(char32_t codePoint)
{
    using Page = std::array<CharacterTraits, traitsPerPage>;
    static std::array<std::unique_ptr<Page>, lastCodePoint / traitsPerPage + 1> pages;
    static const CharacterTraits none{.look = Look::Hidden};
    if (codePoint > lastCodePoint)
        return none;
    std::unique_ptr<Page>& page = pages[codePoint / traitsPerPage];
    if (!page) {
        page = std::make_unique<Page>();
        const char32_t first = codePoint - codePoint % traitsPerPage;
        for (char32_t i = 0; i < traitsPerPage; ++i)
            (*page)[i] = traitsOf(first + i);
    }
    return (*page)[codePoint % traitsPerPage];
}

QString characterLabel(char32_t codePoint)
{
    constexpr char16_t firstPicture = 0x2400;
    if (codePoint < 0x20)
        return QChar(static_cast<char16_t>(firstPicture + codePoint));
    if (codePoint == 0x7f)
        return QChar(0x2421);
    const char* name = controlName(codePoint);
    if (!name)
        name = hiddenName(codePoint);
    if (name)
        return u'[' + QLatin1StringView(name) + u']';
    if (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
        return QStringLiteral("[VS%1]").arg(codePoint - 0xfe00 + 1);
    if (codePoint >= 0xe'0100 && codePoint <= 0xe'01ef)
        return QStringLiteral("[VS%1]").arg(codePoint - 0xe'0100 + 17);
    if (codePoint > 0xe'0020 && codePoint < 0xe'007f)
        return QStringLiteral("[TAG %1]").arg(QChar(static_cast<char16_t>(codePoint - 0xe'0000)));
    return QStringLiteral("[U+%1]").arg(static_cast<uint>(codePoint), 4, 16, QLatin1Char('0')).toUpper();
}

bool GraphemeBorder::sticks(Join next) const
{
    switch (next) {
    case Join::Extend:
    case Join::ExtendAlone:
    case Join::Linker:
    case Join::ZeroWidthJoiner:
    case Join::SpacingMark:
        return true;
    case Join::HangulL:
    case Join::HangulLV:
    case Join::HangulLVT:
        return m_before == Join::HangulL || m_before == Join::Prepend;
    case Join::HangulV:
        return m_before == Join::HangulL || m_before == Join::HangulV || m_before == Join::HangulLV
            || m_before == Join::Prepend;
    case Join::HangulT:
        return m_before == Join::HangulV || m_before == Join::HangulT || m_before == Join::HangulLV
            || m_before == Join::HangulLVT || m_before == Join::Prepend;
    case Join::Regional:
        return m_oddRegional || m_before == Join::Prepend;
    case Join::Pictograph:
        return (m_before == Join::ZeroWidthJoiner && m_pictographRun) || m_before == Join::Prepend;
    case Join::Consonant:
        return m_conjunct || m_before == Join::Prepend;
    case Join::None:
    case Join::Prepend:
        return m_before == Join::Prepend;
    }
    return false;
}

bool GraphemeBorder::joins(Join next)
{
    const bool result = m_started && sticks(next);
    const bool joinsConsonants
        = next == Join::Extend || next == Join::Linker || next == Join::ZeroWidthJoiner;
    const bool extends = joinsConsonants || next == Join::ExtendAlone;
    m_oddRegional = next == Join::Regional && !(result && m_oddRegional);
    m_pictographRun
        = next == Join::Pictograph || (m_pictographRun && extends && m_before != Join::ZeroWidthJoiner);
    m_conjunct = m_consonantRun && joinsConsonants && (m_conjunct || next == Join::Linker);
    m_consonantRun = next == Join::Consonant || (m_consonantRun && joinsConsonants);
    m_before = next;
    m_started = true;
    return result;
}

} // namespace megascope
