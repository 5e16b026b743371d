// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/DeviceUse.h"

#include "core/file/FormatText.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

namespace megascope {
namespace {

// Those files tell no size.
Result<std::string> textOf(const Vfs& vfs, const std::filesystem::path& path)
{
    const Result<std::shared_ptr<VfsFile>> file = vfs.open(path);
    if (!file)
        return std::unexpected(file.error());
    std::string text;
    std::string part(16384, ' ');
    while (true) {
        const ByteOffset at(std::ssize(text));
        const Result<std::size_t> got = (*file)->readAt(at, std::as_writable_bytes(std::span(part)));
        if (!got)
            return std::unexpected(got.error());
        if (*got == 0)
            return text;
        text.append(part, 0, *got);
    }
}

// "8:1", as it is spelt everywhere there.
std::optional<std::uint64_t> numberFrom(std::string_view text)
{
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    const char* const end = text.data() + text.size();
    const auto [colon, first] = std::from_chars(text.data(), end, major);
    if (first != std::errc() || colon == end || *colon != ':')
        return std::nullopt;
    if (std::from_chars(colon + 1, end, minor).ec != std::errc())
        return std::nullopt;
    return (std::uint64_t{major} << 32) | minor;
}

// Blanks and the like are written as three octal digits: "\040".
std::string unescaped(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        const bool isCode = text[i] == '\\' && text.size() - i > 3
            && std::from_chars(&text[i + 1], &text[i + 1] + 3, value, 8).ptr == &text[i + 1] + 3;
        result += isCode ? static_cast<char>(value) : text[i];
        i += isCode ? 3 : 0;
    }
    return result;
}

class Family {
public:
    Family(const Vfs& vfs, const std::filesystem::path& devices)
        : m_vfs(vfs)
        , m_folder(devices / "dev" / "block")
    {
    }

    // A device with all that is a part of it or is made of it. Where the system does not tell: it alone.
    void add(std::uint64_t number)
    {
        if (!m_numbers.insert(number).second)
            return;
        const auto folder = m_folder / formatText("{}:{}", number >> 32, number & 0xffffffffU);
        for (const std::string& name : m_vfs.list(folder).value_or(std::vector<std::string>())) {
            if (m_vfs.status(folder / name / "partition"))
                addNamed(folder / name);
        }
        for (const std::string& name : m_vfs.list(folder / "holders").value_or(std::vector<std::string>()))
            addNamed(folder / "holders" / name);
    }

    [[nodiscard]] bool holds(std::uint64_t number) const { return m_numbers.contains(number); }
    // Some file systems have a number of their own, and name the device they lie on.
    [[nodiscard]] bool holds(const std::string& device) const
    {
        if (!device.starts_with("/dev/"))
            return false;
        const Result<FileStatus> status = m_vfs.status(device);
        return status && status->type == FileType::BlockDevice && holds(status->deviceNumber);
    }

private:
    void addNamed(const std::filesystem::path& folder)
    {
        if (const auto number = textOf(m_vfs, folder / "dev").transform(numberFrom).value_or(std::nullopt))
            add(*number);
    }

    const Vfs& m_vfs;
    const std::filesystem::path m_folder;
    std::set<std::uint64_t> m_numbers;
};

std::vector<std::string> wordsOf(const std::string& line)
{
    std::istringstream stream(line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(unescaped(word));
    return words;
}

// A line of mountinfo: proc_pid_mountinfo(5).
//     36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/sda1 rw
//           number     place          any number of words up to the dash
std::optional<DeviceUse> mountFrom(const std::string& line, const Family& family)
{
    const std::vector<std::string> words = wordsOf(line);
    const auto dash = std::ranges::find(words, "-");
    if (words.size() < 5 || words.end() - dash < 3)
        return std::nullopt;
    const std::string& device = dash[2];
    const std::optional<std::uint64_t> number = numberFrom(words[2]);
    if (!(number && family.holds(*number)) && !family.holds(device))
        return std::nullopt;
    return DeviceUse{.device = device, .place = words[4]};
}

} // namespace

Result<std::vector<DeviceUse>> usesOfDevice(
    const Vfs& vfs, std::uint64_t number, const SystemFolders& folders)
{
    Family family(vfs, folders.devices);
    family.add(number);
    const Result<std::string> mounts = textOf(vfs, folders.processes / "self" / "mountinfo");
    if (!mounts)
        return std::unexpected(mounts.error());
    std::vector<DeviceUse> uses;
    std::istringstream lines(*mounts);
    for (std::string line; std::getline(lines, line);) {
        if (std::optional<DeviceUse> use = mountFrom(line, family))
            uses.push_back(*std::move(use));
    }
    // One line each, below a head: the device, and more.
    std::istringstream swaps(textOf(vfs, folders.processes / "swaps").value_or(std::string()));
    for (std::string line; std::getline(swaps, line);) {
        const std::vector<std::string> words = wordsOf(line);
        if (!words.empty() && family.holds(words.front()))
            uses.push_back({.device = words.front(), .place = {}});
    }
    return uses;
}

} // namespace megascope
