// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/EditOrder.h"
#include "ui/view/HexInput.h"

#include <expected>

namespace megascope {

// Turns what is typed into the hex view into edits; changes nothing itself. Over the bytes that are there, or
// between them:
//
//                    overwriting                              inserting
//     digit          high digit of the byte, then the low     a byte of the digit, then its low digit
//     character      over as many bytes as it has             its bytes
//     selection      typing begins at its begin               gives way to what is typed
//     Backspace      goes back by a byte                      removes the byte before
//     Delete         removes the byte at the cursor, as in any hex editor, or the selection: so does
//                    Backspace with the selection
//     at the end     the document grows                       the document grows
class HexTyping {
public:
    struct Situation {
        const HexModel& model;
        Selection selection;
        HexArea area = HexArea::Bytes;
        Encoding encoding;
        Revision revision; // of the document
        bool inserting = false;
    };
    // The error is one line, for the person who typed; empty: nothing is to be done.
    using Outcome = std::expected<EditOrder, QString>;

    // The cursor stands between the two digits of its byte.
    [[nodiscard]] bool isAtLowDigit(const Selection& selection, Revision revision) const;
    // A key, or what an input method gives: nothing when it means nothing here.
    [[nodiscard]] std::optional<Outcome> key(const QKeyEvent& event, const Situation& now);
    [[nodiscard]] Outcome text(const QString& text, const Situation& now);
    // What was ordered was done, and the document is at this revision now.
    void done(Revision revision);

    // The cursor went elsewhere.
    void forgetDigit() { m_low.reset(); }

    // What is pasted or typed comes in here, so that it is done as the mode wants.
    [[nodiscard]] static EditOrder insertion(EditContent content, const Situation& now);

private:
    [[nodiscard]] bool isAtLowDigit(const Situation& now) const
    {
        return isAtLowDigit(now.selection, now.revision);
    }
    [[nodiscard]] Outcome digit(unsigned value, const Situation& now);
    [[nodiscard]] Outcome backspace(const Situation& now);
    [[nodiscard]] static EditOrder removal(const ByteRange& range, EditKind kind);

    struct HalfByte {
        ByteOffset offset;
        Revision revision;
    };
    std::optional<HalfByte> m_low; // a low digit is to come there
    std::optional<ByteOffset> m_ordered; // it will, when the order is done
};

} // namespace megascope
