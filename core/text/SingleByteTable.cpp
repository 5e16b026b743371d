// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/SingleByteTable.h"

#include "core/text/CodePoints.h"
#include "core/text/IcuConverter.h"
#include "core/text/PerEncoding.h"

#include <string_view>

namespace megascope {

namespace {

struct Assignment {
    unsigned char byte;
    char32_t codePoint;
};

// ISO-8859-16 is the one part of ISO 8859 that ICU lacks: it is ISO-8859-1 apart from these.
constexpr std::array latin10 = std::to_array<Assignment>({{0xa1, 0x104}, {0xa2, 0x105}, {0xa3, 0x141},
    {0xa4, 0x20ac}, {0xa5, 0x201e}, {0xa6, 0x160}, {0xa8, 0x161}, {0xaa, 0x218}, {0xac, 0x179}, {0xae, 0x17a},
    {0xaf, 0x17b}, {0xb2, 0x10c}, {0xb3, 0x142}, {0xb4, 0x17d}, {0xb5, 0x201d}, {0xb8, 0x17e}, {0xb9, 0x10d},
    {0xba, 0x219}, {0xbc, 0x152}, {0xbd, 0x153}, {0xbe, 0x178}, {0xbf, 0x17c}, {0xc3, 0x102}, {0xc5, 0x106},
    {0xd0, 0x110}, {0xd1, 0x143}, {0xd5, 0x150}, {0xd7, 0x15a}, {0xd8, 0x170}, {0xdd, 0x118}, {0xde, 0x21a},
    {0xe3, 0x103}, {0xe5, 0x107}, {0xf0, 0x111}, {0xf1, 0x144}, {0xf5, 0x151}, {0xf7, 0x15b}, {0xf8, 0x171},
    {0xfd, 0x119}, {0xfe, 0x21b}});

// Where ICU follows IBM's registry, and everybody else the vendor's own table, in which the byte is another
// character of the same look, or one that the registry assigned later, or none.
struct Correction {
    std::string_view encoding;
    Assignment assignment;
};
constexpr std::array corrections = std::to_array<Correction>({
    {"IBM437", {0xe6, 0xb5}}, {"IBM860", {0xe6, 0xb5}}, {"IBM861", {0xe6, 0xb5}}, {"IBM862", {0xe6, 0xb5}},
    {"IBM863", {0xe6, 0xb5}}, {"IBM865", {0xe6, 0xb5}}, {"IBM852", {0xaa, 0xac}}, {"IBM869", {0x88, 0xb7}},
    {"IBM869", {0xef, 0x384}}, {"IBM424", {0xb3, 0xb7}}, {"IBM424", {0xbc, 0xaf}}, {"IBM1026", {0x9a, 0xaa}},
    {"windows-1253", {0xaa, noCharacter}},
    {"TIS-620", {0xa0, noCharacter}}, // made of ISO-8859-11, which has a space more
});

SingleByteTable makeTable(Encoding encoding)
{
    const IcuConverter converter(encoding);
    SingleByteTable result;
    for (std::size_t i = 0; i < result.size(); ++i) {
        const auto byte = static_cast<unsigned char>(i);
        // IBM's tables of PC code pages swap DEL, SUB and FS; on every PC they are where ASCII has them.
        const bool isAscii = byte < 0x80 && encoding.isAsciiCompatible();
        result[i] = isAscii ? byte : converter.codePoint({&byte, 1});
    }
    if (encoding.name() == "ISO-8859-16") {
        for (const Assignment& assignment : latin10)
            result[assignment.byte] = assignment.codePoint;
    }
    for (const Correction& correction : corrections) {
        if (correction.encoding == encoding.name())
            result[correction.assignment.byte] = correction.assignment.codePoint;
    }
    return result;
}

} // namespace

const SingleByteTable& singleByteTable(Encoding encoding)
{
    static PerEncoding<SingleByteTable> tables;
    return tables.get(encoding, [&] { return makeTable(encoding); });
}

} // namespace megascope
