// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/MatchStore.h"

namespace megascope {

// The matches in a store, as they come; or those that it had at one moment, and a few behind them, which stay
// only as long as nothing comes behind the text. A value; the questions are those of MatchStore.
class MatchList {
public:
    // REQUIRES: not null.
    explicit MatchList(std::shared_ptr<const MatchStore> store);

    // From now on: all that is in the store, also what comes.
    void open();
    // From now on: what is in the store now, and these behind.
    void close(std::vector<ByteRange> last);
    [[nodiscard]] bool isClosed() const { return m_kept.has_value(); }
    [[nodiscard]] const MatchStore& store() const { return *m_store; }

    [[nodiscard]] std::int64_t count() const;
    [[nodiscard]] std::optional<ByteRange> at(std::int64_t index) const;
    [[nodiscard]] std::int64_t countBefore(ByteOffset place) const;
    [[nodiscard]] bool hasBegin(const ByteRange& range) const;

private:
    std::shared_ptr<const MatchStore> m_store;
    std::optional<std::int64_t> m_kept; // of the store, while it is closed
    std::vector<ByteRange> m_last; // behind those
};

} // namespace megascope
