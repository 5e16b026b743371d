// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Source.h"

namespace megascope {

// A scan of a source whose bytes stand nowhere for long: it hands out copies, by Source::read().
class CopyingScan final : public Scan {
public:
    // The source must outlive the scan.
    CopyingScan(const Source& source, const ByteRange& range)
        : m_source(source)
        , m_rest(range)
    {
    }

    std::optional<ScanChunk> next() override;
    bool confirm() override { return true; }

private:
    const Source& m_source;
    ByteRange m_rest;
    std::vector<std::byte> m_bytes;
};

} // namespace megascope
