// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TextFormat.h"
#include "ui/session/EditOrder.h"
#include "ui/view/TextInput.h"

#include <expected>

namespace megascope {

// Turns what is typed into the text view into edits; changes nothing itself. What is selected gives way to
// what is typed. Backspace and Delete take a grapheme, or with Ctrl as far as a move by a word goes; Enter
// ends a line as the document does. What is hidden is taken only with a selection: it stays where what is
// around it is deleted, and nothing is typed inside of it.
class TextTyping {
public:
    struct Situation {
        const TextInput::Situation& place;
        const TextFormat& format;
    };
    // The error is one line that names what the encoding lacks, or tells that what is to go is not read yet.
    using Outcome = std::expected<EditOrder, QString>;

    // Nothing when the key means nothing here.
    [[nodiscard]] static std::optional<Outcome> key(const QKeyEvent& event, const Situation& now);
    [[nodiscard]] static Outcome text(const QString& text, const Situation& now);
    // In the place of other bytes than those selected.
    [[nodiscard]] static Outcome text(const QString& text, const ByteRange& range, const Situation& now);
    // What Delete does.
    [[nodiscard]] static Outcome deletion(const Situation& now);
};

} // namespace megascope
