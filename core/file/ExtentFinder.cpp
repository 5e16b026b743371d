// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/ExtentFinder.h"

#include "core/file/ExactRead.h"
#include "core/file/Vfs.h"

namespace megascope {

std::optional<Extent> ExtentFinder::find(ByteOffset place)
{
    const std::optional<FileIdentity> identity = identityOf(m_file);
    if (!identity)
        return Extent{.range = {place, ByteOffset::max()}, .kind = Extent::Kind::Data};
    const ByteOffset end(identity->size.value());
    if (place >= end)
        return std::nullopt;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_data.contains(place) && m_identity == *identity)
            return Extent{.range = {place, m_data.end()}, .kind = Extent::Kind::Data};
    }
    const Extent found = ask(place, end);
    if (found.kind == Extent::Kind::Data) {
        const std::scoped_lock lock(m_mutex);
        m_identity = *identity;
        m_data = found.range;
    }
    return found;
}

Extent ExtentFinder::ask(ByteOffset place, ByteOffset end) const
{
    const ByteOffset data = m_file.nextData(place).value_or(place);
    if (data > place)
        return {.range = {place, std::min(data, end)}, .kind = Extent::Kind::Hole};
    const ByteOffset hole = m_file.nextHole(place).value_or(end);
    return {.range = {place, hole > place ? std::min(hole, end) : end}, .kind = Extent::Kind::Data};
}

} // namespace megascope
