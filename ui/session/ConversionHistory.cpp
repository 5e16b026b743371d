// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/ConversionHistory.h"

namespace megascope {

std::optional<ConversionHistory::Crossing> ConversionHistory::crossed(
    History::State from, History::State to) const
{
    for (const Step& step : m_steps) {
        if (step.before == from && step.after == to)
            return Crossing(step, true);
        if (step.after == from && step.before == to)
            return Crossing(step, false);
    }
    return std::nullopt;
}

} // namespace megascope
