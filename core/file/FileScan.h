// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ScanBuffer.h"
#include "core/file/ScanPace.h"
#include "core/file/ScanWindow.h"
#include "core/file/WindowBudget.h"

namespace megascope {

class ExtentFinder;

// Walks a range of a file: data by mapped windows or by reading into a buffer, holes by a word of the file
// system.
class FileScan final : public Scan {
public:
    // What a scan works with; all of it must outlive the scan.
    struct Surroundings {
        const VfsFile& file;
        ExtentFinder& extents;
        WindowLedger& ledger;
        const WindowBudget& budget;
        std::optional<ByteCount> mapFrom; // the shortest run of data that is worth a window; nothing: none is
        ScanPace* pace; // says whether long ranges are mapped; null: they are, where mapFrom says so
    };

    FileScan(const Surroundings& surroundings, const ByteRange& range);
    ~FileScan() override;

    [[nodiscard]] std::optional<ScanChunk> next() override;
    [[nodiscard]] bool confirm() override;

private:
    void chooseWay(const Surroundings& surroundings);
    bool enterExtent();
    [[nodiscard]] ScanChunk nextOfData();
    ScanChunk handOut(const ScanChunk& chunk);

    ExtentFinder& m_extents;
    const std::optional<ByteCount> m_mapFrom;
    ScanWindow m_window;
    ScanBuffer m_buffer;

    const ByteOffset m_end;
    ByteOffset m_next; // the begin of what is to be handed out
    Extent m_extent; // around m_next when it holds m_next
    ByteOffset m_readUntil; // before here nothing is mapped
    std::optional<ByteRange> m_mapped; // the last chunk, when it was mapped

    ScanPace* m_pace = nullptr; // is told at the end, when it has said how
    ScanPace::Way m_way = ScanPace::Way::Map;
    std::chrono::nanoseconds m_begun{}; // of the thread's processor time
    ByteCount m_scanned; // of data
};

} // namespace megascope
