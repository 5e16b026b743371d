// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "tests/faults/FaultyMount.h"
#include "tests/ui/window/WindowFixture.h"
#include "ui/session/BoundedReads.h"

namespace megascope::testing {

// A window whose reads are bounded as the program's are, and a file system that fails. mountFaults() belongs
// in initTestCase(), unmountFaults() in cleanupTestCase().
class FaultyFixture : protected WindowFixture {
protected:
    std::unique_ptr<FaultyMount> m_mount;

    // Empty when it is mounted, else why that cannot be here.
    [[nodiscard]] QString mountFaults()
    {
        m_mount = std::make_unique<FaultyMount>();
        const std::string reason = m_mount->start();
        if (reason.empty())
            m_reads = std::make_unique<BoundedReads>();
        return QString::fromStdString(reason);
    }

    void unmountFaults()
    {
        m_reads.reset();
        m_mount.reset();
    }

private:
    std::unique_ptr<BoundedReads> m_reads;
};

} // namespace megascope::testing
