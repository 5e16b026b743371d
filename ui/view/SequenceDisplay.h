// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

namespace megascope {

// What is done with escape sequences for terminals.
enum class SequenceDisplay {
    Automatic, // colours where the document begins with such sequences, else as they are
    Shown, // as they are: an escape is a control character, and the rest text
    Hidden,
    Colored, // hidden, and what they say of colours is done
};

} // namespace megascope
