// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "TextTesting.h"

#include "tests/support/MemorySource.h"

#include <QString>
#include <QStringEncoder>
#include <cstdio>
#include <memory>

namespace megascope::texttesting {

std::mt19937_64 randomGenerator()
{
    static const std::uint64_t seed = [] {
        bool given = false;
        const std::uint64_t number = qEnvironmentVariable("MEGASCOPE_SEED").toULongLong(&given);
        const std::uint64_t result = given ? number : std::random_device()();
        std::printf("MEGASCOPE_SEED=%llu\n", static_cast<unsigned long long>(result));
        std::fflush(stdout);
        return result;
    }();
    return std::mt19937_64(seed);
}

std::int64_t between(std::mt19937_64& random, std::int64_t first, std::int64_t last)
{
    return std::uniform_int_distribution<std::int64_t>(first, last)(random);
}

std::span<const std::byte> asBytes(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::vector<std::byte> bytesOf(std::string_view text)
{
    const std::span<const std::byte> bytes = asBytes(text);
    return {bytes.begin(), bytes.end()};
}

std::vector<std::byte> bytesOfHex(std::string_view hex)
{
    std::vector<std::byte> result;
    std::string digits;
    for (const char c : hex) {
        if (c == ' ')
            continue;
        digits += c;
        if (digits.size() == 2) {
            result.push_back(static_cast<std::byte>(std::stoi(digits, nullptr, 16)));
            digits.clear();
        }
    }
    return result;
}

std::vector<std::byte> randomBytes(std::mt19937_64& random, std::size_t size)
{
    std::vector<std::byte> result(size);
    for (std::byte& byte : result)
        byte = static_cast<std::byte>(random() & 0xff);
    return result;
}

std::string hexOf(std::span<const std::byte> bytes)
{
    std::string result;
    for (const std::byte byte : bytes) {
        char digits[4];
        std::snprintf(
            digits, sizeof digits, "%s%02x", result.empty() ? "" : " ", std::to_integer<unsigned>(byte));
        result += digits;
    }
    return result;
}

Snapshot snapshotOf(std::vector<std::byte> bytes)
{
    const ByteCount size(static_cast<std::int64_t>(bytes.size()));
    return Snapshot(std::make_shared<MemorySource>(std::move(bytes)), size, Revision());
}

Encoding encodingNamed(std::string_view name)
{
    return Encoding::byName(name).value();
}

std::vector<Character> decoded(Encoding encoding, std::span<const std::byte> bytes)
{
    std::vector<Character> result;
    TextDecoder(encoding).decode(bytes, result);
    return result;
}

std::string describe(std::span<const Character> characters)
{
    std::string result;
    for (const Character& character : characters) {
        char text[40];
        std::snprintf(text, sizeof text, "%s%sU+%04x/%d", result.empty() ? "" : " ",
            character.valid ? "" : "!", static_cast<unsigned>(character.codePoint), character.size);
        result += text;
    }
    return result;
}

std::vector<std::byte> spelled(Encoding encoding, std::u32string_view text)
{
    std::vector<std::byte> result;
    const auto put = [&](std::uint32_t unit) {
        const int size = encoding.unitSize();
        for (int i = 0; i < size; ++i)
            result.push_back(static_cast<std::byte>(unit >> 8 * (encoding.isBigEndian() ? size - 1 - i : i)));
    };
    for (const char32_t codePoint : text) {
        if (encoding.unitSize() == 2 && codePoint > 0xffff) {
            put(0xd800 + ((codePoint - 0x1'0000) >> 10));
            put(0xdc00 + ((codePoint - 0x1'0000) & 0x3ff));
        } else {
            put(codePoint);
        }
    }
    return result;
}

std::vector<std::byte> encoded(const QString& text, const char* encoding)
{
    QStringEncoder encoder(encoding);
    const QByteArray bytes = encoder.encode(text);
    return bytesOf({bytes.data(), static_cast<std::size_t>(bytes.size())});
}

std::vector<std::byte> repeated(const std::vector<std::byte>& bytes, std::size_t size)
{
    std::vector<std::byte> result;
    while (result.size() < size)
        result.insert(result.end(), bytes.begin(), bytes.end());
    return result;
}

std::vector<std::byte> joined(std::initializer_list<std::vector<std::byte>> parts)
{
    std::vector<std::byte> result;
    for (const std::vector<std::byte>& part : parts)
        result.insert(result.end(), part.begin(), part.end());
    return result;
}

} // namespace megascope::texttesting
