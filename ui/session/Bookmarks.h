// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Change.h"

#include <QObject>

#include <optional>
#include <span>
#include <vector>

namespace megascope {

class DocumentSession;

// Lines of a document that somebody wants to find again. Each is the place where its line begins, which moves
// with edits; in a line of mebibytes, where the part of it begins that was looked at. All are gone when the
// file was replaced by another content. GUI thread only; belongs to the session.
class Bookmarks final : public QObject {
    Q_OBJECT

public:
    explicit Bookmarks(DocumentSession& session);

    // Ascending. Valid until the document or the bookmarks change.
    [[nodiscard]] std::span<const ByteOffset> all() const { return m_places; }
    [[nodiscard]] std::span<const ByteOffset> in(const ByteRange& range) const;
    // Sets one on the line that holds a place, or takes it away.
    void toggle(ByteOffset place);
    // Sets those too. REQUIRES: lines begin there, as above.
    void add(std::span<const ByteOffset> places);
    void clear();
    // The nearest one behind the line that holds a place, or before it; nothing when there is none.
    [[nodiscard]] std::optional<ByteOffset> next(ByteOffset place) const;
    [[nodiscard]] std::optional<ByteOffset> previous(ByteOffset place) const;

signals:
    void changed();

private:
    void takeSnapshot();
    [[nodiscard]] ByteOffset moved(ByteOffset place, std::span<const Change> changes) const;
    [[nodiscard]] ByteOffset lineBegin(ByteOffset place) const;

    DocumentSession& m_session;
    std::vector<ByteOffset> m_places;
    Revision m_revision; // of the document that they are in
};

} // namespace megascope
