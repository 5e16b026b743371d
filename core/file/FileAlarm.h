// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/PosixFile.h"
#include "core/file/Vfs.h"

#include <string>

namespace megascope {

// Is told by the system, at once, when somebody writes to a file, or gives its name to another one. It is not
// told of what is written through a mapping, nor of what happens on other machines: so it saves waiting, and
// nobody may rely on it. One thread at a time.
class FileAlarm {
public:
    // Watches nothing yet. Where the system has no alarms left, it stays silent.
    FileAlarm();

    // Can be read from when something may have happened; -1 when it is silent.
    [[nodiscard]] int descriptor() const { return m_alarm.number(); }

    // Watches an open file and the name that it was opened by, in place of those before. May wait for the
    // disk; not for files of file systems that others serve.
    void watch(const VfsFile& file, const std::filesystem::path& path);
    // Takes what has come; returns whether any of it is about the file or its name.
    bool take();

private:
    FileDescriptor m_alarm;
    // Numbers of the system's; -1: none.
    int m_file = -1;
    int m_folder = -1;
    std::string m_name; // in the folder
};

} // namespace megascope
