// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/EncodingTable.h"

#include <memory>
#include <mutex>
#include <vector>

namespace megascope {

// Something that each encoding has one of, made when it is first asked for. Thread-safe.
template <class T>
class PerEncoding {
public:
    // The one of `encoding`; make() makes it if it is not there. The reference is good for as long as this
    // object.
    template <class Make>
    const T& get(Encoding encoding, Make make)
    {
        Slot& slot = m_slots[static_cast<std::size_t>(EncodingTable::index(encoding))];
        std::call_once(slot.once, [&] { slot.value = std::make_unique<const T>(make()); });
        return *slot.value;
    }

private:
    struct Slot {
        std::once_flag once;
        std::unique_ptr<const T> value;
    };
    std::vector<Slot> m_slots = std::vector<Slot>(EncodingTable::entries().size());
};

} // namespace megascope
