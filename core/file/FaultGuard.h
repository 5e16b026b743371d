// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <span>

namespace megascope {

// Keeps the program alive when a page of a mapped file cannot be had (the file was cut short, the disk
// failed): the system raises SIGBUS, and the handler replaces the rest of that window with zero memory, marks
// the window torn and lets the access go on. Any other SIGBUS goes to the handler that was installed before.
//
// Truncation inside a page raises no signal: the bytes behind the new end read as zeros. So whoever looks
// into a window asks for the file's size and for isTorn() after looking, and only then uses what was seen.
class FaultGuard {
public:
    // Installs the handler for the whole program, once; later calls do nothing. To be called after whatever
    // else installs handlers (a crash reporter); where nobody calls it, the first guard does. Thread-safe.
    static void install();

    // Puts a mapping under the guard for the life of this object. REQUIRES: `bytes` starts at a page, is
    // mapped now and stays mapped for as long; not part of another registration. When the handler's table is
    // full (4,096 windows) isRegistered() is false, and the mapping must not be touched.
    explicit FaultGuard(std::span<const std::byte> bytes);
    ~FaultGuard();
    FaultGuard(const FaultGuard&) = delete;
    FaultGuard& operator=(const FaultGuard&) = delete;

    [[nodiscard]] bool isRegistered() const { return m_slot >= 0; }
    [[nodiscard]] bool isTorn() const;

private:
    int m_slot = -1;
};

} // namespace megascope
