// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/History.h"
#include "core/text/ConvertedPlaces.h"
#include "core/text/Encoding.h"

#include <optional>
#include <vector>

namespace megascope {

// What undo and redo of a conversion or a bulk replacement need to know beside its bytes. Steps whose states
// the document cannot come to any more are never found.
class ConversionHistory {
public:
    // How text is read; nothing: as it is detected.
    using Choice = std::optional<Encoding>;

    struct Step {
        History::State before{};
        History::State after{};
        // The choices on both sides, where the encoding was converted.
        struct Choices {
            Choice before;
            Choice after;
        };
        std::optional<Choices> choices;
        bool keepsEncoding = false; // it was a replacement: what the bytes look like now decides nothing
        ConvertedPlaces places;
    };
    void add(Step step) { m_steps.push_back(std::move(step)); }

    // A step over which a document went, in one direction or the other.
    class Crossing {
    public:
        Crossing(const Step& step, bool isForward)
            : m_step(&step)
            , m_isForward(isForward)
        {
        }
        // Where a place of one side is on the other.
        [[nodiscard]] ConvertedPlaces::Found moved(ByteOffset place) const
        {
            return m_isForward ? m_step->places.after(place) : m_step->places.before(place);
        }
        // The choice to make; nothing when it stays as it is.
        [[nodiscard]] std::optional<Choice> choice() const
        {
            if (!m_step->choices)
                return std::nullopt;
            return m_isForward ? m_step->choices->after : m_step->choices->before;
        }

        [[nodiscard]] bool keepsEncoding() const { return m_step->keepsEncoding; }

    private:
        const Step* m_step;
        bool m_isForward;
    };
    // Valid until the next add().
    [[nodiscard]] std::optional<Crossing> crossed(History::State from, History::State to) const;

private:
    std::vector<Step> m_steps;
};

} // namespace megascope
