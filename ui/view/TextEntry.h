// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentSession.h"
#include "ui/view/TextComposition.h"
#include "ui/view/TextInputMethod.h"
#include "ui/view/TextTyping.h"

#include <QVariant>

namespace megascope {

// How a text view's document is written to: carries out what TextTyping makes of keys, and talks with input
// methods. GUI thread only.
class TextEntry {
public:
    // Borrowed.
    explicit TextEntry(DocumentSession& session)
        : m_session(session)
    {
    }

    // Returns whether the key means something here.
    bool key(const QKeyEvent& event, const TextInput::Situation& now);
    void take(const QInputMethodEvent& event, const TextInput::Situation& now);
    void insert(EditContent content);
    void deleteForward(const TextInput::Situation& now);

    [[nodiscard]] const TextComposition& composition() const { return m_composition; }
    // It is not to be gone on with.
    void dropComposition() { m_composition.clear(); }
    // What does not depend on where things are on the view; not valid for the rest.
    [[nodiscard]] QVariant query(Qt::InputMethodQuery query) const;

private:
    [[nodiscard]] TextTyping::Situation situation(const TextInput::Situation& now) const
    {
        return {.place = now, .format = m_session.textFormat()};
    }
    [[nodiscard]] Selection textSelection() const; // without a byte order mark
    void apply(const TextTyping::Outcome& outcome);

    DocumentSession& m_session;
    TextComposition m_composition;
};

} // namespace megascope
