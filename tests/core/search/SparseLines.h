// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Source.h"

namespace megascope::testing {

// Two petabytes, all of it a hole but for "end\nneedle\nbegin" in the middle.
class SparseLines final : public Source {
public:
    [[nodiscard]] ByteCount size() const override { return hole * 2; }
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Extent extentAt(ByteOffset offset) const override;
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange& range) const override;

private:
    static constexpr ByteCount hole = mebibytes(1 << 30);
};

} // namespace megascope::testing
