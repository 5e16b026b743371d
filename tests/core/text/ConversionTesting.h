// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Conversion.h"

// What the tests of conversions share.
namespace megascope::texttesting {

// Holds what a conversion makes.
class MemorySink final : public ContentSink {
public:
    explicit MemorySink(const Snapshot& snapshot)
        : m_snapshot(snapshot)
    {
    }

    Result<void> keep(const ByteRange& range) override
    {
        std::vector<std::byte> kept(static_cast<std::size_t>(range.count().value()));
        if (!m_snapshot.read(range.begin(), kept).empty())
            return std::unexpected(Error{});
        bytes.insert(bytes.end(), kept.begin(), kept.end());
        keptBytes += range.count();
        return {};
    }

    Result<void> put(std::span<const std::byte> more) override
    {
        bytes.insert(bytes.end(), more.begin(), more.end());
        return {};
    }

    std::vector<std::byte> bytes;
    ByteCount keptBytes;

private:
    const Snapshot& m_snapshot;
};

// Counts only.
class MeasuringSink final : public ContentSink {
public:
    Result<void> keep(const ByteRange& range) override
    {
        kept += range.count();
        return {};
    }

    Result<void> put(std::span<const std::byte> bytes) override
    {
        made += ByteCount(std::ssize(bytes));
        return {};
    }

    ByteCount kept;
    ByteCount made;
};

struct Outcome {
    Result<Converted> result;
    std::vector<std::byte> bytes;
    ByteCount keptBytes;
};

[[nodiscard]] Outcome converted(const ConversionOrder& order, std::stop_token stop = {});
[[nodiscard]] TextFormat formatOf(Encoding encoding, NewlineCode newline);
// Of bytes whose lines end as the encoding's lines do.
[[nodiscard]] ConversionOrder orderOf(const std::vector<std::byte>& bytes, Encoding encoding,
    const Conversion& conversion, ByteCount window = mebibytes(1));

} // namespace megascope::texttesting
