// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/unpack/Compression.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace megascope {
namespace {

using namespace std::string_view_literals;

struct Format {
    Compression compression;
    std::string_view name;
    std::string_view magic;
};

// gzip: RFC 1952, with the one method that there is; bzip2: the level follows; xz: its
// specification, 2.1.1.1; lzip: with its version; zstd: RFC 8878, 3.1.1. lzma has none: the properties that
// all its writers use, and a dictionary of no odd size.
constexpr std::array formats{
    Format{Compression::Gzip, "gzip", "\x1f\x8b\x08"sv},
    Format{Compression::Bzip2, "bzip2", "BZh"sv},
    Format{Compression::Xz, "xz",
        "\xfd"
        "7zXZ\0"sv},
    Format{Compression::Lzip, "lzip", "LZIP\x01"sv},
    Format{Compression::Zstd, "zstd", "\x28\xb5\x2f\xfd"sv},
    Format{Compression::Lzma, "lzma", "\x5d\0\0"sv},
};

// What may follow a bzip2 level: the begin of a block, or the end of a file without one.
constexpr std::string_view bzip2Block = "\x31\x41\x59\x26\x53\x59"sv;
constexpr std::string_view bzip2End = "\x17\x72\x45\x38\x50\x90"sv;

constexpr std::size_t skippedHeader = 8; // of a frame that zstd skips: its magic, and its size

bool beginsWith(std::span<const std::byte> bytes, std::string_view magic)
{
    return bytes.size() >= magic.size()
        && std::ranges::equal(
            bytes.first(magic.size()), magic, {}, {}, [](char c) { return static_cast<std::byte>(c); });
}

std::uint32_t numberAt(std::span<const std::byte> bytes, std::size_t at)
{
    std::uint32_t number = 0;
    for (std::size_t i = 4; i > 0; --i)
        number = (number << 8) | std::to_integer<std::uint32_t>(bytes[at + i - 1]);
    return number;
}

bool isSkippedFrame(std::span<const std::byte> bytes)
{
    return bytes.size() >= skippedHeader && (numberAt(bytes, 0) & 0xfffffff0U) == 0x184d2a50U;
}

bool isBzip2(std::span<const std::byte> bytes)
{
    constexpr std::size_t level = 3;
    if (bytes.size() <= level || bytes[level] < std::byte{'1'} || bytes[level] > std::byte{'9'})
        return false;
    const auto rest = bytes.subspan(level + 1);
    return beginsWith(rest, bzip2Block) || beginsWith(rest, bzip2End);
}

// Properties, the dictionary's size, the content's size in eight bytes or all ones, and a first byte that the
// coder makes zero.
bool isLzma(std::span<const std::byte> bytes)
{
    constexpr std::size_t header = 13;
    if (bytes.size() <= header)
        return false;
    const std::uint32_t dictionary = numberAt(bytes, 1);
    const std::uint32_t low = numberAt(bytes, 5);
    const std::uint32_t high = numberAt(bytes, 9);
    const bool isUsual = std::has_single_bit(dictionary) || dictionary == 0xffffffffU
        || (dictionary % 3 == 0 && std::has_single_bit(dictionary / 3));
    const bool isUnknown = low == 0xffffffffU && high == 0xffffffffU;
    return isUsual && (isUnknown || high < 64) && bytes[header] == std::byte{0}; // as xz: 256 GiB at most
}

bool isSaidTwice(Compression compression, std::span<const std::byte> head)
{
    switch (compression) {
    case Compression::Bzip2:
        return isBzip2(head);
    case Compression::Lzma:
        return isLzma(head);
    case Compression::Gzip: // three flags are reserved, and zero
        return head.size() > 3 && (head[3] & std::byte{0xe0}) == std::byte{0};
    default:
        return true;
    }
}

} // namespace

std::optional<Compression> compressionOf(std::span<const std::byte> head)
{
    for (const Format& format : formats) {
        if (beginsWith(head, format.magic) && isSaidTwice(format.compression, head))
            return format.compression;
    }
    if (isSkippedFrame(head)) {
        const std::size_t next = skippedHeader + std::min<std::size_t>(numberAt(head, 4), head.size());
        if (next < head.size() && compressionOf(head.subspan(next)) == Compression::Zstd)
            return Compression::Zstd;
    }
    return std::nullopt;
}

bool mayBecomeCompressed(std::span<const std::byte> head)
{
    if (head.size() >= compressionHead)
        return false;
    const auto agrees = [head](const Format& format) {
        const std::size_t count = std::min(head.size(), format.magic.size());
        return beginsWith(head.first(count), format.magic.substr(0, count));
    };
    return std::ranges::any_of(formats, agrees) || isSkippedFrame(head)
        || (head.size() < skippedHeader && (head.empty() || (head[0] & std::byte{0xf0}) == std::byte{0x50}));
}

bool beginsMember(Compression compression, std::span<const std::byte> head)
{
    if (compression == Compression::Lzma)
        return false; // one is all that such a file holds
    if (compression == Compression::Zstd && isSkippedFrame(head))
        return true;
    return std::ranges::any_of(formats, [&](const Format& format) {
        return format.compression == compression && beginsWith(head, format.magic);
    });
}

std::string_view nameOf(Compression compression)
{
    return std::ranges::find(formats, compression, &Format::compression)->name;
}

} // namespace megascope
