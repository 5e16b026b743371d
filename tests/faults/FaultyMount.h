// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstdio>
#include <string>

#include <sys/types.h>

namespace megascope::testing {

// A mounted FaultyFs in a folder of its own, as long as it lives.
class FaultyMount {
public:
    FaultyMount() = default;
    ~FaultyMount();
    FaultyMount(const FaultyMount&) = delete;
    FaultyMount& operator=(const FaultyMount&) = delete;

    // Empty when it is mounted, else why that cannot be here.
    [[nodiscard]] std::string start();
    // A command of FaultyFs, which has taken effect on return. Ends the program when it is not understood.
    void tell(const std::string& command);
    [[nodiscard]] std::string path(const std::string& name) const { return m_folder + '/' + name; }
    // What hung gets an error.
    void stop();

private:
    [[nodiscard]] std::string answer();

    std::string m_folder;
    pid_t m_process = -1;
    std::FILE* m_commands = nullptr;
    std::FILE* m_answers = nullptr;
};

} // namespace megascope::testing
