// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/EncodingTable.h"

#include <array>

namespace megascope {

namespace {

using enum Encoding::Family;
constexpr unsigned plain = EncodingEntry::None;
constexpr unsigned inBigEndian = EncodingEntry::BigEndian;
constexpr unsigned ebcdic = EncodingEntry::Ebcdic;
constexpr unsigned strict = EncodingEntry::Strict;

// Not here, on purpose: encodings with shift states (ISO-2022-*, HZ, UTF-7, the double-byte EBCDICs), in
// which what a byte means depends on all bytes before it, so that no place in a large file can be decoded on
// its own.
constexpr std::array knownEncodings = std::to_array<EncodingEntry>({
    {"Unicode", "UTF-8", Utf8, plain, "", "ascii usascii cp65001 windows65001"},
    {"Unicode", "UTF-16LE", Utf16, plain, "", "utf16 ucs2 ucs2le unicode cp1200 windows1200"},
    {"Unicode", "UTF-16BE", Utf16, inBigEndian, "", "ucs2be unicodefffe cp1201 windows1201"},
    {"Unicode", "UTF-32LE", Utf32, plain, "", "utf32 ucs4 ucs4le cp12000"},
    {"Unicode", "UTF-32BE", Utf32, inBigEndian, "", "ucs4be cp12001"},

    {"Western European", "ISO-8859-1", SingleByte, plain, "ISO-8859-1",
        "latin1 l1 cp819 ibm819 isoir100 csisolatin1"},
    {"Western European", "ISO-8859-15", SingleByte, plain, "ISO-8859-15", "latin9 l9 latin0 cp923"},
    {"Western European", "windows-1252", SingleByte, strict, "windows-1252", "cp1252"},
    {"Western European", "IBM437", SingleByte, plain, "IBM437", "cp437 437 dosus"},
    {"Western European", "IBM850", SingleByte, plain, "IBM850", "cp850 850 doslatin1"},
    {"Western European", "IBM00858", SingleByte, plain, "IBM00858", "ibm858 cp858 858 cp00858 ccsid00858"},
    {"Western European", "IBM860", SingleByte, plain, "IBM860", "cp860 860"},
    {"Western European", "IBM861", SingleByte, plain, "IBM861", "cp861 861 cpis"},
    {"Western European", "IBM863", SingleByte, plain, "IBM863", "cp863 863"},
    {"Western European", "IBM865", SingleByte, plain, "IBM865", "cp865 865"},
    {"Western European", "macintosh", SingleByte, plain, "macintosh", "macroman mac xmacroman windows10000"},

    {"Celtic", "ISO-8859-14", SingleByte, plain, "ISO-8859-14", "latin8 l8 isoceltic isoir199"},

    {"Central European", "ISO-8859-2", SingleByte, plain, "ISO-8859-2", "latin2 l2 cp912 isoir101"},
    {"Central European", "ISO-8859-16", SingleByte, plain, "ISO-8859-1", "latin10 l10 isoir226"},
    {"Central European", "windows-1250", SingleByte, strict, "windows-1250", "cp1250"},
    {"Central European", "IBM852", SingleByte, plain, "IBM852", "cp852 852 doslatin2"},
    {"Central European", "x-mac-ce", SingleByte, plain, "x-mac-ce",
        "macce maccentraleurope xmaccentraleurroman windows10029"},

    {"South European", "ISO-8859-3", SingleByte, plain, "ISO-8859-3", "latin3 l3 cp913 isoir109"},

    {"Baltic", "ISO-8859-4", SingleByte, plain, "ISO-8859-4", "latin4 l4 cp914 isoir110"},
    {"Baltic", "ISO-8859-13", SingleByte, plain, "ISO-8859-13", "latin7 l7 cp921 isoir179"},
    {"Baltic", "windows-1257", SingleByte, strict, "windows-1257", "cp1257"},
    {"Baltic", "IBM775", SingleByte, plain, "IBM775", "cp775 775"},

    {"Nordic", "ISO-8859-10", SingleByte, plain, "ISO-8859-10", "latin6 l6 isoir157"},

    {"Cyrillic", "ISO-8859-5", SingleByte, plain, "ISO-8859-5", "cyrillic cp915 isoir144"},
    {"Cyrillic", "windows-1251", SingleByte, strict, "windows-1251", "cp1251"},
    {"Cyrillic", "KOI8-R", SingleByte, plain, "KOI8-R", "koi8 cp878 windows20866"},
    {"Cyrillic", "KOI8-U", SingleByte, plain, "KOI8-U", "windows21866 cp1168"},
    {"Cyrillic", "IBM855", SingleByte, plain, "IBM855", "cp855 855"},
    {"Cyrillic", "IBM866", SingleByte, plain, "IBM866", "cp866 866 dosrussian"},
    {"Cyrillic", "x-mac-cyrillic", SingleByte, plain, "x-mac-cyrillic",
        "maccyrillic xmacukrainian windows10007"},

    {"Greek", "ISO-8859-7", SingleByte, plain, "ISO-8859-7", "greek greek8 elot928 ecma118 isoir126"},
    {"Greek", "windows-1253", SingleByte, strict, "windows-1253", "cp1253"},
    {"Greek", "IBM737", SingleByte, plain, "IBM737", "cp737 737"},
    {"Greek", "IBM869", SingleByte, plain, "IBM869", "cp869 869 cpgr"},
    {"Greek", "x-mac-greek", SingleByte, plain, "x-mac-greek", "macgreek windows10006"},

    {"Turkish", "ISO-8859-9", SingleByte, plain, "ISO-8859-9", "latin5 l5 turkish cp920 isoir148"},
    {"Turkish", "windows-1254", SingleByte, strict, "windows-1254", "cp1254"},
    {"Turkish", "IBM857", SingleByte, plain, "IBM857", "cp857 857"},
    {"Turkish", "x-mac-turkish", SingleByte, plain, "x-mac-turkish", "macturkish windows10081"},

    {"Hebrew", "ISO-8859-8", SingleByte, plain, "ISO-8859-8", "hebrew hebrew8 iso88598i iso88598e isoir138"},
    {"Hebrew", "windows-1255", SingleByte, strict, "windows-1255", "cp1255"},
    {"Hebrew", "IBM862", SingleByte, plain, "IBM862", "cp862 862"},

    {"Arabic", "ISO-8859-6", SingleByte, plain, "ISO-8859-6", "arabic ecma114 asmo708 cp1089 isoir127"},
    {"Arabic", "windows-1256", SingleByte, strict, "windows-1256", "cp1256"},

    {"Thai", "ISO-8859-11", SingleByte, plain, "ISO-8859-11", "thai8 isoir166"},
    {"Thai", "TIS-620", SingleByte, strict, "ISO-8859-11", "tis620.2533 cstis620"},
    {"Thai", "windows-874", SingleByte, strict, "windows-874", "cp874 ms874"},

    {"Vietnamese", "windows-1258", SingleByte, strict, "windows-1258", "cp1258"},

    {"Japanese", "Shift_JIS", MultiByte, plain, "windows-31j",
        "sjis xsjis mskanji windows31j cp932 ms932 windows932"},
    {"Japanese", "EUC-JP", MultiByte, strict, "EUC-JP", "ujis eucjis xeucjp"},

    {"Korean", "EUC-KR", MultiByte, strict, "windows-949-2000",
        "uhc windows949 cp949 ms949 ksc56011987 ksc5601 korean"},

    {"Chinese Simplified", "GB18030", MultiByte, plain, "GB18030", "gb180302022 cp54936 windows54936"},
    {"Chinese Simplified", "GBK", MultiByte, strict, "windows-936-2000",
        "cp936 ms936 windows936 gb2312 euccn"},

    {"Chinese Traditional", "Big5", MultiByte, strict, "windows-950-2000",
        "cp950 ms950 windows950 xbig5 big5eten"},
    {"Chinese Traditional", "Big5-HKSCS", MultiByte, strict, "ibm-1375_P100-2008", "hkscsbig5 big5hk cp951"},

    {"EBCDIC", "IBM037", SingleByte, ebcdic, "ibm-37", "ibm37 cp037 cp37 037 ebcdiccpus ebcdic"},
    {"EBCDIC", "IBM273", SingleByte, ebcdic, "ibm-273", "cp273 273 ebcdicde"},
    {"EBCDIC", "IBM277", SingleByte, ebcdic, "ibm-277", "cp277 277 ebcdicdk ebcdiccpdk ebcdiccpno"},
    {"EBCDIC", "IBM278", SingleByte, ebcdic, "ibm-278", "cp278 278 ebcdicsv ebcdiccpfi ebcdiccpse"},
    {"EBCDIC", "IBM280", SingleByte, ebcdic, "ibm-280", "cp280 280 ebcdiccpit"},
    {"EBCDIC", "IBM284", SingleByte, ebcdic, "ibm-284", "cp284 284 ebcdiccpes"},
    {"EBCDIC", "IBM285", SingleByte, ebcdic, "ibm-285", "cp285 285 ebcdicgb ebcdiccpgb"},
    {"EBCDIC", "IBM297", SingleByte, ebcdic, "ibm-297", "cp297 297 ebcdiccpfr"},
    {"EBCDIC", "IBM424", SingleByte, ebcdic, "ibm-424", "cp424 424 ebcdiccphe"},
    {"EBCDIC", "IBM500", SingleByte, ebcdic, "ibm-500", "cp500 500 ebcdiccpbe ebcdiccpch"},
    {"EBCDIC", "IBM870", SingleByte, ebcdic, "ibm-870", "cp870 870 ebcdiccproece"},
    {"EBCDIC", "IBM871", SingleByte, ebcdic, "ibm-871", "cp871 871 ebcdicis ebcdiccpis"},
    {"EBCDIC", "IBM875", SingleByte, ebcdic, "ibm-875", "cp875 875"},
    {"EBCDIC", "IBM1025", SingleByte, ebcdic, "ibm-1025", "cp1025"},
    {"EBCDIC", "IBM1026", SingleByte, ebcdic, "ibm-1026", "cp1026"},
    {"EBCDIC", "IBM1047", SingleByte, ebcdic, "ibm-1047", "cp1047"},
    {"EBCDIC", "IBM01140", SingleByte, ebcdic, "ibm-1140", "ibm1140 cp1140 ccsid01140"},
    {"EBCDIC", "IBM01141", SingleByte, ebcdic, "ibm-1141", "ibm1141 cp1141 ccsid01141"},
    {"EBCDIC", "IBM01142", SingleByte, ebcdic, "ibm-1142", "ibm1142 cp1142 ccsid01142"},
    {"EBCDIC", "IBM01143", SingleByte, ebcdic, "ibm-1143", "ibm1143 cp1143 ccsid01143"},
    {"EBCDIC", "IBM01144", SingleByte, ebcdic, "ibm-1144", "ibm1144 cp1144 ccsid01144"},
    {"EBCDIC", "IBM01145", SingleByte, ebcdic, "ibm-1145", "ibm1145 cp1145 ccsid01145"},
    {"EBCDIC", "IBM01146", SingleByte, ebcdic, "ibm-1146", "ibm1146 cp1146 ccsid01146"},
    {"EBCDIC", "IBM01147", SingleByte, ebcdic, "ibm-1147", "ibm1147 cp1147 ccsid01147"},
    {"EBCDIC", "IBM01148", SingleByte, ebcdic, "ibm-1148", "ibm1148 cp1148 ccsid01148"},
    {"EBCDIC", "IBM01149", SingleByte, ebcdic, "ibm-1149", "ibm1149 cp1149 ccsid01149"},
});

} // namespace

std::span<const EncodingEntry> EncodingTable::entries()
{
    return knownEncodings;
}

const EncodingEntry& EncodingTable::entry(Encoding encoding)
{
    return knownEncodings[static_cast<std::size_t>(encoding.m_index)];
}

} // namespace megascope
