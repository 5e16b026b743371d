// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/Place.h"
#include "ui/session/Selection.h"

#include <QObject>

#include <optional>

namespace megascope {

// Moves the cursor of a document to a place. A line that is not counted yet is gone to at once by estimate,
// and exactly as soon as the count has come that far, unless the cursor was moved away meanwhile.
class PlaceFinder final : public QObject {
    Q_OBJECT

public:
    explicit PlaceFinder(DocumentSession& session);

    // Returns whether the cursor was moved; else failed() was sent.
    bool find(const Place& place);

signals:
    void failed(const QString& reason); // one line

private:
    void tryAgain();
    void moveTo(ByteOffset offset);

    DocumentSession& m_session;
    std::optional<Place> m_pending;
    Selection m_estimate; // where find() went; another selection means that the person went on
};

} // namespace megascope
