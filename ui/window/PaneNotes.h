// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/FileNotes.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace megascope {

class Bookmarks;
class DocumentPane;
class WorkTask;

// Keeps the bookmarks of a pane's document, and the conditions that its lines were filtered by, from start to
// start. They come back some time after the document was painted: bookmarks where their lines are by then.
// GUI thread only.
class PaneNotes final : public QObject {
    Q_OBJECT

public:
    PaneNotes(DocumentPane& pane, QObject* parent);
    ~PaneNotes() override;

    // Of the document that the pane shows from now on.
    void follow(Bookmarks& bookmarks);
    // The conditions in use; none before somebody had any for this document.
    [[nodiscard]] const FilterSpec& filter() const { return m_filter; }
    void setFilter(const FilterSpec& filter);

signals:
    void filterLoaded();

private:
    void load();
    void takeFound(const std::vector<ByteOffset>& places, Revision revision);
    void noteChange();
    void save();
    void leave();
    [[nodiscard]] std::vector<MarkedLine> markedLines() const;

    DocumentPane& m_pane;
    QPointer<Bookmarks> m_bookmarks;
    FilterSpec m_filter;
    bool m_isLoaded = false;
    QTimer m_delay; // runs while there is something to save
    std::unique_ptr<WorkTask> m_task; // looks for bookmarks; null while there are none to come
};

} // namespace megascope
