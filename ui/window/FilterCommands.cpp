// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/FilterCommands.h"

#include "ui/panel/FilterBar.h"
#include "ui/panel/FilterPanel.h"
#include "ui/session/SelectionPattern.h"
#include "ui/view/DocumentView.h"
#include "ui/view/FilterView.h"
#include "ui/view/TextView.h"
#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"
#include "ui/window/PaneFinder.h"
#include "ui/window/PaneHighlighter.h"
#include "ui/window/PaneNotes.h"
#include "ui/window/PaneStyle.h"

#include <KActionCollection>
#include <KConfigGroup>
#include <KLocalizedString>
#include <KSharedConfig>

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QMenu>

namespace megascope {

namespace {

KConfigGroup filterGroup()
{
    return KSharedConfig::openStateConfig()->group(QStringLiteral("Filter"));
}

constexpr auto patternsKey = "Patterns";

} // namespace

FilterCommands::FilterCommands(MainWindow& window)
    : QObject(&window)
    , m_window(window)
    , m_notes(new PaneNotes(window.pane(), this))
{
    DocumentPane* const pane = &window.pane();
    connect(&pane->finder(), &PaneFinder::left, this, [this] {
        if (m_panel)
            m_panel->leave();
    });
    connect(pane, &DocumentPane::layoutChanged, this, &FilterCommands::takeViews);
    connect(pane, &DocumentPane::sessionChanged, this, [this] {
        if (m_panel)
            m_panel->follow(m_window.pane().session(), m_bookmarks);
    });
    connect(&window, &MainWindow::settingsChanged, this, &FilterCommands::applyStyle);
    pane->installEventFilter(this);
    takeViews();
}

// Views come and go with the layout, bookmarks with the document.
void FilterCommands::takeViews()
{
    const DocumentPane& pane = m_window.pane();
    if (!m_bookmarks) {
        m_bookmarks = new Bookmarks(pane.session());
        m_notes->follow(*m_bookmarks);
    }
    for (DocumentView* view : pane.findChildren<DocumentView*>())
        view->setBookmarks(m_bookmarks);
}

void FilterCommands::makePanel()
{
    m_dock = new QDockWidget(i18nc("@title:window", "Filter"), &m_window);
    m_dock->setObjectName(QStringLiteral("filter"));
    m_panel = new FilterPanel(m_dock);
    m_dock->setWidget(m_panel);
    if (!m_window.restoreDockWidget(m_dock))
        m_window.addDockWidget(Qt::BottomDockWidgetArea, m_dock);
    connect(m_panel, &FilterPanel::chosen, this, &FilterCommands::goTo);
    connect(m_panel, &FilterPanel::escaped, this, [this] { m_window.pane().activeView()->setFocus(); });
    connect(m_panel, &FilterPanel::viewMade, this, [this] {
        connect(m_panel->view(), &FilterView::zoomRequested, &m_window, &MainWindow::zoomBy);
        connect(m_panel->view(), &FilterView::contextMenuRequested, this, &FilterCommands::showContextMenu);
        applyStyle();
    });
    connect(&m_window.pane().highlighter(), &PaneHighlighter::changed, this, &FilterCommands::applyStyle);
    m_panel->bar().setHistory(filterGroup().readEntry(patternsKey, QStringList()));
    const auto takeFilter = [this] {
        if (!m_notes->filter().conditions.empty())
            m_panel->bar().setSpec(m_notes->filter());
    };
    takeFilter();
    connect(m_notes, &PaneNotes::filterLoaded, m_panel, takeFilter);
    connect(&m_panel->bar(), &FilterBar::specChanged, m_notes,
        [this] { m_notes->setFilter(m_panel->bar().spec()); });
    connect(&m_panel->bar(), &FilterBar::historyChanged, this, [this] {
        KConfigGroup group = filterGroup();
        group.writeEntry(patternsKey, m_panel->bar().history());
        group.sync();
    });
    m_panel->follow(m_window.pane().session(), m_bookmarks);
}

void FilterCommands::filter()
{
    if (!m_panel)
        makePanel();
    const auto pattern
        = selectionPattern(m_window.pane().session(), m_panel->bar().spec().conditions.front().pattern.kind);
    if (pattern && pattern->kind != Pattern::Kind::Hex)
        m_panel->bar().setPattern(*pattern);
    m_dock->show();
    m_dock->raise();
    m_panel->bar().focusPattern();
}

void FilterCommands::goTo(const ByteRange& line)
{
    m_window.pane().session().setSelection(Selection::at(line.begin()));
    m_window.pane().revealCursor();
}

void FilterCommands::toggleBookmark()
{
    const FilterView* const view = m_panel ? m_panel->view() : nullptr;
    const auto row = view && view->hasFocus() ? m_panel->lines()->at(view->current()) : std::nullopt;
    m_bookmarks->toggle(row ? row->range.begin() : m_window.pane().session().selection().cursor);
}

void FilterCommands::goToBookmark(bool forward)
{
    DocumentPane& pane = m_window.pane();
    const ByteOffset cursor = pane.session().selection().cursor;
    if (const auto place = forward ? m_bookmarks->next(cursor) : m_bookmarks->previous(cursor))
        goTo({*place, ByteCount(0)});
    else
        pane.showMessage(DocumentSession::Severity::Information,
            forward ? i18n("There is no bookmark behind the cursor.")
                    : i18n("There is no bookmark before the cursor."));
}

void FilterCommands::applyStyle()
{
    if (!m_panel || !m_panel->view())
        return;
    const ViewSettings& settings = m_window.settings();
    m_panel->view()->setTabWidth(settings.tabWidth);
    m_panel->view()->setWhitespaceShown(settings.whitespace);
    m_panel->view()->setViewStyle(paneStyle(settings, m_window.pane().palette(), m_window.pane().syntaxes()));
    const TextView* const text = m_window.pane().textView();
    m_panel->view()->setSequences(text ? text->shownSequences() : SequenceDisplay::Shown);
    m_window.pane().highlighter().show(m_panel->view()->highlights());
}

bool FilterCommands::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        applyStyle();
    return QObject::eventFilter(watched, event);
}

void FilterCommands::showContextMenu(const QPoint& globalPosition)
{
    auto* menu = new QMenu(m_panel);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* const copy = menu->addAction(QIcon::fromTheme(QStringLiteral("edit-copy")),
        i18nc("@action:inmenu rows of a list", "&Copy Lines"), m_panel, &FilterPanel::copy);
    copy->setEnabled(m_panel->view()->selectedCount() > 0);
    menu->addAction(QIcon::fromTheme(QStringLiteral("document-save-as")),
        i18nc("@action:inmenu filtered lines", "&Save Lines As…"), m_panel, &FilterPanel::askPath);
    menu->addSeparator();
    menu->addAction(m_window.actionCollection()->action(QStringLiteral("go_toggle_bookmark")));
    menu->popup(globalPosition);
}

void addFilterActions(MainWindow& window)
{
    auto* const commands = new FilterCommands(window);
    addCommands(window,
        {{"view_filter", i18nc("@action", "&Filter Lines…"), "view-filter",
             QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L), [commands] { commands->filter(); }},
            {"go_toggle_bookmark", i18nc("@action", "Toggle Book&mark"), "bookmark-new",
                QKeySequence(Qt::CTRL | Qt::Key_B), [commands] { commands->toggleBookmark(); }},
            {"go_next_bookmark", i18nc("@action", "Next Boo&kmark"), "",
                QKeySequence(Qt::ALT | Qt::Key_PageDown), [commands] { commands->goToBookmark(true); }},
            {"go_previous_bookmark", i18nc("@action", "Previous Bookma&rk"), "",
                QKeySequence(Qt::ALT | Qt::Key_PageUp), [commands] { commands->goToBookmark(false); }},
            {"go_clear_bookmarks", i18nc("@action", "Clear &All Bookmarks"), "", {},
                [commands] { commands->bookmarks().clear(); }}});
}

} // namespace megascope
