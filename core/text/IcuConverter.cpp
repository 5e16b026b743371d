// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/IcuConverter.h"

#include "core/text/CodePoints.h"

#include <algorithm>
#include <iterator>
#include <unicode/ucnv.h>
#include <unicode/utf16.h>

namespace megascope {

namespace {

// What vendors' tables give for bytes to which they assign nothing.
bool isPlaceholder(char32_t codePoint)
{
    const bool isC1 = codePoint >= 0x80 && codePoint < 0xa0;
    const bool isPrivateUse = codePoint >= 0xe000 && codePoint < 0xf900;
    return isC1 || isPrivateUse;
}

} // namespace

IcuConverter::IcuConverter(Encoding encoding)
    : m_isStrict(EncodingTable::entry(encoding).traits & EncodingEntry::Strict)
{
    UErrorCode status = U_ZERO_ERROR;
    m_converter = ucnv_open(std::string(EncodingTable::entry(encoding).converter).c_str(), &status);
    if (!m_converter)
        return;
    ucnv_setToUCallBack(m_converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    ucnv_setFromUCallBack(m_converter, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
}

IcuConverter::~IcuConverter()
{
    ucnv_close(m_converter);
}

std::u32string IcuConverter::codePoints(std::span<const unsigned char> bytes) const
{
    if (!m_converter)
        return {};
    UChar units[8];
    UErrorCode status = U_ZERO_ERROR;
    const int count = ucnv_toUChars(m_converter, units, std::size(units),
        reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size()), &status);
    if (U_FAILURE(status))
        return {};
    std::u32string result;
    for (int i = 0; i < count;) {
        UChar32 codePoint = 0;
        U16_NEXT(units, i, count, codePoint);
        result += static_cast<char32_t>(codePoint);
    }
    const bool isStrict = m_isStrict && bytes.size() == 1;
    return isStrict && std::ranges::any_of(result, isPlaceholder) ? std::u32string() : result;
}

char32_t IcuConverter::codePoint(std::span<const unsigned char> bytes) const
{
    const std::u32string result = codePoints(bytes);
    return result.size() == 1 ? result.front() : noCharacter;
}

std::vector<unsigned char> IcuConverter::bytes(char32_t codePoint) const
{
    if (!m_converter)
        return {};
    UChar units[2];
    int32_t unitCount = 0;
    U16_APPEND_UNSAFE(units, unitCount, static_cast<UChar32>(codePoint));
    std::vector<unsigned char> result(16);
    UErrorCode status = U_ZERO_ERROR;
    const int size = ucnv_fromUChars(m_converter, reinterpret_cast<char*>(result.data()),
        static_cast<int>(result.size()), units, unitCount, &status);
    result.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(size));
    return result;
}

} // namespace megascope
