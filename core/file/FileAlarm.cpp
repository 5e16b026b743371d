// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FileAlarm.h"

#include "core/file/OpenFileName.h"

#include <array>
#include <cstring>

#include <sys/inotify.h>
#include <unistd.h>

namespace megascope {
namespace {

constexpr std::uint32_t fileEvents = IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF;
constexpr std::uint32_t folderEvents = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR;

} // namespace

FileAlarm::FileAlarm()
    : m_alarm(inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
{
}

void FileAlarm::watch(const VfsFile& file, const std::filesystem::path& path)
{
    if (!m_alarm.isOpen())
        return;
    for (int* const watched : {&m_file, &m_folder}) {
        if (*watched >= 0)
            inotify_rm_watch(m_alarm.number(), *watched);
    }
    const std::filesystem::path handle = handleOf(file);
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    m_file = inotify_add_watch(m_alarm.number(), handle.empty() ? path.c_str() : handle.c_str(), fileEvents);
    m_folder = inotify_add_watch(m_alarm.number(), folder.c_str(), folderEvents);
    m_name = path.filename().native();
}

bool FileAlarm::take()
{
    bool isOurs = false;
    alignas(inotify_event) std::array<char, 16 * 1024> buffer{};
    ssize_t got = 0;
    while ((got = uninterrupted([&] { return read(m_alarm.number(), buffer.data(), buffer.size()); })) > 0) {
        for (ssize_t at = 0; at < got;) {
            const auto* const event
                = reinterpret_cast<const inotify_event*>(&buffer[static_cast<std::size_t>(at)]);
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
            const bool isFile = event->wd == m_file && (event->mask & IN_IGNORED) == 0;
            const bool isName = event->wd == m_folder && event->len > 0 && m_name == event->name;
            isOurs = isOurs || isFile || isName || (event->mask & IN_Q_OVERFLOW) != 0;
        }
    }
    return isOurs;
}

} // namespace megascope
