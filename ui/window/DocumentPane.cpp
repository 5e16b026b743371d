// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/DocumentPane.h"

#include "core/file/ReadPatience.h"
#include "ui/panel/GoToBar.h"
#include "ui/panel/MessageBar.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/PlaceFinder.h"
#include "ui/session/TimeFinder.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"
#include "ui/window/Commands.h"
#include "ui/window/FillDialog.h"
#include "ui/window/PaneClipboard.h"
#include "ui/window/PaneFinder.h"
#include "ui/window/PaneHighlighter.h"
#include "ui/window/PaneReading.h"
#include "ui/window/PaneStyle.h"
#include "ui/window/PrimarySelection.h"

#include <KGuiItem>
#include <KLocalizedString>
#include <KMessageBox>

#include <QAction>
#include <QEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QSplitter>
#include <QVBoxLayout>

namespace megascope {

using ViewLayout = ViewSettings::Layout;
using Severity = DocumentSession::Severity;

DocumentPane::DocumentPane(const ViewSettings& settings, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_messages(new MessageBar(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_goToBar(new GoToBar(this))
    , m_clipboard(new PaneClipboard(*this, *m_messages))
    , m_finder(new PaneFinder(*this))
    , m_highlighter(new PaneHighlighter(*this))
{
    m_splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_goToBar);
    connect(m_goToBar, &GoToBar::placeChosen, this, [this](const Place& place) {
        if (goTo(place))
            m_goToBar->close();
    });
    connect(m_goToBar, &GoToBar::closed, this, [this] {
        m_timeFinder->stop();
        m_activeView->setFocus();
    });
    setSession(std::make_unique<DocumentSession>());
}

DocumentPane::~DocumentPane()
{
    dropViews(); // before the session that they look at
    m_finder->leave();
}

void DocumentPane::setSession(std::unique_ptr<DocumentSession> session)
{
    dropViews();
    m_finder->leave();
    m_messages->clear();
    m_clipboard->stop();
    m_session = std::move(session);
    m_syntaxChoice = {};
    m_painted = false;
    followSession();
    showViews(wantedLayout());
    emit sessionChanged();
    if (m_session->saveWasFinished())
        showMessage(Severity::Information,
            i18n("An earlier save of this file had been cut short. It was finished now; nothing is lost."));
    if (m_session->isCut())
        showMessage(Severity::Warning,
            i18n(
                "This file does not say how long it is. Only its first %1 were read; it goes on behind them.",
                sizeText(m_session->size())));
}

void DocumentPane::followSession()
{
    DocumentSession* session = m_session.get();
    connect(session, &DocumentSession::problemFound, this,
        [this](Severity severity, const QString& text) { showMessage(severity, text); });
    connect(session, &DocumentSession::pathChanged, this, &DocumentPane::pathChanged);
    connect(session, &DocumentSession::selectionChanged, this, &DocumentPane::selectionChanged);
    // Whether it is text is told by the first that comes.
    if (session->incoming())
        connect(
            session, &DocumentSession::textFormatChanged, this, [this] { showViews(wantedLayout()); },
            Qt::QueuedConnection);
    connect(&session->editor(), &DocumentEditor::stateChanged, this, &DocumentPane::stateChanged);
    // Meanwhile the panes go on showing what they showed last.
    connect(&session->saver(), &DocumentSaver::started, this,
        [this, session] { m_splitter->setUpdatesEnabled(!session->saver().isMovingBytes()); });
    connect(&session->saver(), &DocumentSaver::ended, this,
        [this, session] { m_splitter->setUpdatesEnabled(!session->saver().isMovingBytes()); });
    new PrimarySelection(*session);
    new PaneReading(*this, *session);
    m_finder->follow(*session);
    followFinders();
}

void DocumentPane::followFinders()
{
    m_placeFinder = new PlaceFinder(*m_session);
    connect(m_placeFinder, &PlaceFinder::failed, this, &DocumentPane::refusePlace);
    m_timeFinder = new TimeFinder(*m_session);
    connect(m_timeFinder, &TimeFinder::failed, this, &DocumentPane::refusePlace);
    connect(m_timeFinder, &TimeFinder::found, this, [this](const QString& remark) {
        revealCursor();
        if (m_goToBar->isVisible())
            m_goToBar->close();
        if (!remark.isEmpty())
            showMessage(Severity::Information, remark);
    });
}

void DocumentPane::refusePlace(const QString& reason)
{
    if (m_goToBar->isVisible())
        m_goToBar->refuse(reason);
    else
        showMessage(Severity::Error, reason);
}

void DocumentPane::reload()
{
    using Edits = DocumentSession::Edits;
    if (m_session->saver().isSaving() || m_session->saver().isCutShort()) {
        showMessage(Severity::Information, i18n("The document is being saved. Reload it when that is done."));
        return;
    }
    if (!m_session->editor().isModified()) {
        reloadWith(Edits::Lose);
        return;
    }
    const auto answer = KMessageBox::warningTwoActionsCancel(this,
        i18n(
            "“%1” has unsaved edits. Shall they be made again in the file as it is now, at the same offsets?",
            m_session->title()),
        i18nc("@title:window", "Unsaved Edits"),
        KGuiItem(i18nc("@action:button", "Keep Edits"), QStringLiteral("document-edit")),
        KGuiItem(i18nc("@action:button", "Lose Edits"), QStringLiteral("edit-delete")));
    if (answer != KMessageBox::Cancel)
        reloadWith(answer == KMessageBox::PrimaryAction ? Edits::Keep : Edits::Lose);
}

void DocumentPane::setSettings(const ViewSettings& settings)
{
    m_settings = settings;
    applyStyle();
}

void DocumentPane::chooseLayout(ViewLayout layout)
{
    m_ownLayout = layout;
    showViews(wantedLayout());
}

ViewLayout DocumentPane::wantedLayout() const
{
    const ViewLayout layout = m_ownLayout.value_or(m_settings.layout);
    if (layout != ViewLayout::Automatic)
        return layout;
    return m_session->textFormat().isBinary ? ViewLayout::Hex : ViewLayout::Text;
}

void DocumentPane::dropViews()
{
    m_activeView = nullptr;
    delete std::exchange(m_textView, nullptr);
    delete std::exchange(m_hexView, nullptr);
}

// Views that stay keep their place; a new one shows the place of the one that was there.
void DocumentPane::showViews(ViewLayout layout)
{
    m_layout = layout;
    const ByteOffset top = m_activeView ? m_activeView->topOffset() : ByteOffset(0);
    const bool hadFocus = m_activeView && m_activeView->hasFocus();
    const auto drop = [this](auto*& view) {
        if (m_activeView == view)
            m_activeView = nullptr;
        delete std::exchange(view, nullptr);
    };
    if (layout == ViewLayout::Text)
        drop(m_hexView);
    if (layout == ViewLayout::Hex)
        drop(m_textView);

    QList<DocumentView*> added;
    if (layout != ViewLayout::Hex && !m_textView) {
        added.append(m_textView = new TextView(*m_session));
        m_textView->syntax().setRepository(m_syntaxes.get());
        m_textView->syntax().setChoice(m_syntaxChoice);
        m_highlighter->follow(*m_textView);
    }
    if (layout != ViewLayout::Text && !m_hexView)
        added.append(m_hexView = new HexView(*m_session));
    for (DocumentView* view : added)
        addView(view);
    applyStyle();
    for (DocumentView* view : added)
        view->setTopOffset(top);
    linkScrolling();

    if (!m_activeView)
        m_activeView = m_textView ? static_cast<DocumentView*>(m_textView) : m_hexView;
    setFocusProxy(m_activeView);
    if (hadFocus)
        m_activeView->setFocus();
    emit layoutChanged();
    viewPainted(); // the one that was waited for may be gone
}

void DocumentPane::addView(DocumentView* view)
{
    m_splitter->insertWidget(view == m_textView ? 0 : m_splitter->count(), view);
    // Side by side the hex view has the room that it asks for, and the text view what remains.
    m_splitter->setStretchFactor(m_splitter->indexOf(view), view == m_textView ? 1 : 0);
    view->installEventFilter(this);
    view->setFinder(m_finder->finder());
    connect(view, &DocumentView::firstContentPainted, this, &DocumentPane::viewPainted);
    connect(view, &DocumentView::zoomRequested, this, &DocumentPane::zoomRequested);
    connect(view, &DocumentView::primaryPasteRequested, m_clipboard,
        [this] { m_clipboard->paste(QClipboard::Selection); });
    connect(view, &DocumentView::contextMenuRequested, this, &DocumentPane::contextMenuRequested);
}

void DocumentPane::viewPainted()
{
    const bool all = (!m_textView || m_textView->isPainted()) && (!m_hexView || m_hexView->isPainted());
    if (all && !std::exchange(m_painted, true))
        emit firstContentPainted();
}

bool DocumentPane::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn) {
        m_activeView = qobject_cast<DocumentView*>(watched);
        m_session->editor().endRun();
    }
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape
        && m_finder->escape())
        return true;
    return QWidget::eventFilter(watched, event);
}

// Two views of one document show the same place: whichever is scrolled takes the other along.
void DocumentPane::linkScrolling()
{
    if (!m_textView || !m_hexView)
        return;
    const auto link = [](DocumentView* leader, DocumentView* follower) {
        connect(leader, &DocumentView::topOffsetChanged, follower, &DocumentView::setTopOffset,
            Qt::UniqueConnection);
    };
    link(m_textView, m_hexView);
    link(m_hexView, m_textView);
}

void DocumentPane::applyStyle()
{
    const ViewStyle style = paneStyle(m_settings, palette(), *m_syntaxes);
    if (m_textView) {
        m_textView->setViewStyle(style);
        m_textView->syntax().setTheme(m_settings.theme, style.isDark());
        m_textView->setWrap(m_settings.wrap);
        m_textView->setTabWidth(m_settings.tabWidth);
        m_textView->setWhitespaceShown(m_settings.whitespace);
        m_textView->setTimesShown(m_settings.timeDifferences);
        m_textView->setSequences(m_settings.sequences);
    }
    m_highlighter->setChoice(HighlighterChoice::fromSetting(m_settings.highlighters));
    if (m_hexView) {
        m_hexView->setViewStyle(style);
        m_hexView->setBytesPerRow(m_settings.bytesPerRow);
        m_hexView->setGroupSize(m_settings.groupSize);
        m_hexView->setUppercase(m_settings.uppercaseHex);
        m_hexView->setOffsetsDecimal(m_settings.decimalOffsets);
    }
}

void DocumentPane::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        applyStyle();
    QWidget::changeEvent(event);
}

void DocumentPane::setSyntaxChoice(const SyntaxChoice& choice)
{
    m_syntaxChoice = choice;
    if (m_textView)
        m_textView->syntax().setChoice(choice);
}

QString DocumentPane::syntaxName() const
{
    return m_textView ? m_textView->syntax().definitionName() : QString();
}

bool DocumentPane::goTo(const Place& place)
{
    if (place.kind == Place::Kind::Time) {
        m_goToBar->showWaiting();
        m_timeFinder->find(place.time);
        return false;
    }
    m_timeFinder->stop();
    const bool found = m_placeFinder->find(place);
    if (found)
        revealCursor();
    return found;
}

void DocumentPane::goToChange(bool forward)
{
    const ByteOffset cursor = m_session->selection().cursor;
    const ChangeMarks& changes = m_session->changes();
    if (const auto change = forward ? changes.behind(cursor) : changes.before(cursor)) {
        m_session->setSelection(Selection::at(change->begin()));
        revealCursor();
    } else {
        showMessage(Severity::Information,
            forward ? i18n("There is no unsaved change behind the cursor.")
                    : i18n("There is no unsaved change before the cursor."));
    }
}

void DocumentPane::revealCursor()
{
    for (DocumentView* view :
        {static_cast<DocumentView*>(m_textView), static_cast<DocumentView*>(m_hexView)}) {
        if (view)
            view->reveal(m_session->selection().cursor, DocumentView::Reveal::Center);
    }
}

void DocumentPane::askPlace(Place::Kind bare)
{
    m_goToBar->open(bare);
}

void DocumentPane::selectAll()
{
    const bool isText = m_activeView == m_textView;
    m_session->selectAll(
        isText ? textBegin(m_session->snapshot(), m_session->textFormat().encoding) : ByteOffset(0));
}

void DocumentPane::undo()
{
    m_activeView->commitInput();
    m_session->editor().undo();
}

void DocumentPane::redo()
{
    m_activeView->commitInput();
    m_session->editor().redo();
}

void DocumentPane::edit(LineEdit edit)
{
    DocumentEditor& editor = m_session->editor();
    m_activeView->commitInput();
    if (!editor.mayEdit())
        return;
    const MissedReads missed;
    std::expected<std::vector<EditOrder>, QString> orders = lineEdit(edit, *m_session);
    if (missed.any())
        orders = std::unexpected(i18n("Not all of these lines are read yet. Nothing was changed."));
    if (orders)
        editor.apply(*orders);
    else
        editor.refuse(orders.error());
}

void DocumentPane::askFilling()
{
    const ByteRange range = m_session->selection().range();
    const Revision revision = m_session->snapshot().revision();
    if (range.empty() || !m_session->editor().mayEdit())
        return;
    auto* dialog = new FillDialog(range.count(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, m_session.get(), [this, dialog, range, revision] {
        const std::optional<Filling> filling = dialog->filling();
        if (!filling || m_session->snapshot().revision() != revision)
            return; // the file may have grown meanwhile, or become shorter
        m_session->editor().apply(EditOrder{.range = range,
            .content = filling->pieces(range.count()),
            .selection = {range.begin(), range.end()}});
    });
    dialog->open();
}

QObject* DocumentPane::showMessage(
    Severity severity, const QString& text, const QList<QAction*>& actions, const QString& topic)
{
    return m_messages->show(severity, text, actions, topic);
}

void DocumentPane::closeMessage(const QString& topic)
{
    m_messages->close(topic);
}

} // namespace megascope
