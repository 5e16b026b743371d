// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentSession.h"
#include "ui/session/RangeCopy.h"
#include "ui/view/LargeScrollArea.h"
#include "ui/view/ViewStyle.h"

#include <QBasicTimer>

#include <optional>
#include <utility>

namespace megascope {

class Bookmarks;
class DocumentFinder;
class ScrollTicks;

// What the hex view and the text view have in common: a pane that shows one document.
class DocumentView : public LargeScrollArea {
    Q_OBJECT

public:
    enum class Reveal {
        Nearest, // scroll as little as needed
        Center, // put it in the middle unless it is visible already
    };

    explicit DocumentView(DocumentSession& session, QWidget* parent = nullptr);

    [[nodiscard]] DocumentSession& session() const { return m_session; }
    [[nodiscard]] const ViewStyle& viewStyle() const { return m_style; }
    void setViewStyle(const ViewStyle& style);

    // Whose matches are marked; null: nobody's. Borrowed.
    void setFinder(DocumentFinder* finder);
    [[nodiscard]] DocumentFinder* finder() const { return m_finder; }
    // Which lines are marked; null: none. Borrowed.
    void setBookmarks(Bookmarks* bookmarks);
    [[nodiscard]] Bookmarks* bookmarks() const { return m_bookmarks; }

    // Content (not only background) was painted.
    [[nodiscard]] bool isPainted() const { return m_painted; }

    // Scrolls so that the byte at `offset` is visible. Before the first paint it stays so while the view gets
    // its size.
    void reveal(ByteOffset offset, Reveal how);
    // The byte that the first visible row begins with.
    [[nodiscard]] virtual ByteOffset topOffset() const = 0;
    // Makes the row that holds `offset` the first visible one, as far as the end of the document allows.
    virtual void setTopOffset(ByteOffset offset) = 0;

    // What is pasted or dropped: takes the place of the selection, or goes in as typing does here.
    virtual void insert(EditContent content) = 0;
    // What Delete does.
    virtual void deleteForward() = 0;
    [[nodiscard]] virtual PasteAs pasteKind() const = 0;
    // Where the cursor goes that is nearest to a point of the viewport.
    [[nodiscard]] virtual ByteOffset offsetAt(const QPoint& point) = 0;
    // Where a cursor at that place would be painted in the viewport; empty when it is out of sight.
    [[nodiscard]] virtual QRect placeRectangle(ByteOffset offset) const = 0;
    // Reads once more what was not there in time, or all that it shows.
    enum class Shown { Lacking, All };
    virtual void readAgain(Shown what) = 0;
    // Bytes that are not there yet are in sight.
    [[nodiscard]] virtual bool isWaiting() const = 0;
    // What an input method is composing goes into the document now.
    void commitInput();

    // Whether the file is looked at again and again, by lookAgain(): what changed fades, or stays marked.
    enum class Live { Off, Fading, Held };
    virtual void setLive(Live live) = 0;
    // Shows what the document holds now in the part that is in sight, and nothing else is read. Changes of a
    // file are not told to anybody; whoever follows them calls this.
    virtual void lookAgain() = 0;

signals:
    // The view was scrolled: another pane may follow. Not sent from inside setTopOffset(), nor when the view
    // only brings the cursor into sight, for which each pane moves by itself: so no pane is moved under the
    // mouse.
    void topOffsetChanged(megascope::ByteOffset top);
    void firstContentPainted(); // isPainted() from now on
    void styleChanged();
    // Larger (positive) or smaller letters are wanted.
    void zoomRequested(int steps);
    // The middle mouse button pastes what is selected somewhere, where the cursor is.
    void primaryPasteRequested();
    void contextMenuRequested(const QPoint& globalPosition);

protected:
    // Called after m_style changed; the base class repaints.
    virtual void viewStyleChanged() = 0;
    virtual void scrollIntoSight(ByteOffset offset, Reveal how) = 0;
    // What is to be marked of a part of the document.
    [[nodiscard]] std::vector<ByteRange> marks(const ByteRange& range) const;
    // The selection is what somebody looks at: the keyboard is here, or it is a match that was gone to.
    [[nodiscard]] bool isSelectionStrong() const;
    // To be called at the end of resizeEvent().
    void sizeChanged();
    // To be called at the end of paintEvent() when content was painted.
    void contentPainted();
    // Grows while bytes are waited for, so that something moves in their place.
    [[nodiscard]] int waitPhase() const { return m_waitPhase; }

    [[nodiscard]] double wheelRowHeight() const override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    // Text that is dropped goes in where it is dropped, and a part of the document moves there; files are
    // left to the window.
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    // To be called for timers of others.
    void timerEvent(QTimerEvent* event) override;

private:
    [[nodiscard]] bool takes(const QMimeData& dropped) const;
    [[nodiscard]] std::int64_t rowsTowards(int y) const;
    void showDropMark();
    void endDragging();

    DocumentSession& m_session;
    DocumentFinder* m_finder = nullptr;
    Bookmarks* m_bookmarks = nullptr;
    ViewStyle m_style;
    ScrollTicks* m_ticks;
    QWidget* m_dropMark; // shows where it would fall
    QPoint m_dragged; // where something is dragged now that can be dropped here
    QBasicTimer m_dragScroll; // while that is near an edge
    QBasicTimer m_waitTick; // while bytes are waited for
    int m_waitPhase = 0;
    bool m_painted = false;
    std::optional<std::pair<ByteOffset, Reveal>> m_revealed; // before the first paint
    int m_zoomRemainder = 0; // eighths of a degree not yet turned into steps
};

} // namespace megascope
