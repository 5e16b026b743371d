// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/FindResults.h"

#include "ui/panel/FindStatus.h"
#include "ui/panel/MatchTable.h"
#include "ui/panel/PanelButton.h"
#include "ui/session/DocumentFinder.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/MatchText.h"

#include <KLocalizedString>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QTabWidget>
#include <QToolButton>

#include <algorithm>

namespace megascope {

namespace {

// A clipboard bears more, but each is read from the document while one waits.
constexpr std::int64_t mostCopied = 10'000;

constexpr qsizetype titleSize = 30;

} // namespace

MatchPage::MatchPage(DocumentSession& session, std::shared_ptr<FoundMatches> matches, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_matches(std::move(matches))
    , m_table(new MatchTable(session, m_matches, this))
    , m_status(new QLabel(this))
{
    m_status->setTextFormat(Qt::PlainText);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(6, 2, 6, 2);
    head->addWidget(m_status, 1);
    m_stop = makePanelButton(*this, "process-stop", i18nc("@action:button stop searching or saving", "Stop"));
    m_again = makePanelButton(*this, "view-refresh", i18nc("@action:button", "Search Again"));
    QToolButton* copyButton
        = makePanelButton(*this, "edit-copy", i18nc("@action:button rows of a list", "Copy Rows"));
    QToolButton* saveButton = makePanelButton(
        *this, "document-save-as", i18nc("@action:button a list of matches", "Save Results As…"));
    for (QToolButton* button : {m_stop, m_again, copyButton, saveButton})
        head->addWidget(button);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);
    setFocusProxy(m_table);

    connect(copyButton, &QToolButton::clicked, this, &MatchPage::copy);
    connect(saveButton, &QToolButton::clicked, this, &MatchPage::askPath);
    connectAll();
    showStatus();
}

void MatchPage::connectAll()
{
    connect(m_stop, &QToolButton::clicked, this, [this] {
        m_matches->stop();
        if (m_saving)
            m_saving->cancel();
    });
    connect(m_again, &QToolButton::clicked, this, &MatchPage::againWanted);
    connect(m_table, &MatchTable::copyWanted, this, &MatchPage::copy);
    connect(m_table, &MatchTable::againWanted, this, &MatchPage::againWanted);
    connect(m_table, &MatchTable::closeWanted, this, &MatchPage::closeWanted);
    connect(m_table, &MatchTable::chosen, this, &MatchPage::chosen);
    for (const auto signal : {&FoundMatches::grown, &FoundMatches::progressed, &FoundMatches::ended})
        connect(m_matches.get(), signal, this, &MatchPage::showStatus);
    connect(&m_session, &DocumentSession::snapshotChanged, this, &MatchPage::showStatus);
}

MatchPage::~MatchPage()
{
    delete m_saving;
}

void MatchPage::showStatus()
{
    QStringList texts{findStatus(*m_matches, {})};
    if (m_matches->isLost())
        texts = {i18nc("@info:status", "The document has changed too much since; search again.")};
    else if (m_matches->stored() < m_matches->count())
        texts.append(i18nc(
            "@info:status", "the first %1 are listed", QLocale().toString(qlonglong(m_matches->stored()))));
    if (const QString trouble = findTrouble(*m_matches); !trouble.isEmpty())
        texts.append(trouble);
    if (m_saving)
        texts.append(i18nc("@info:status", "Saving…"));
    if (!m_saveError.isEmpty())
        texts.append(m_saveError);
    m_status->setText(texts.join(QStringLiteral(" · ")));
    m_stop->setVisible(m_matches->isSearching() || m_saving);
    m_again->setVisible(!m_matches->isSearching() && !m_matches->isKept());
}

void MatchPage::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const char* icon, const QString& text, const QKeySequence& key) {
        QAction* action = menu->addAction(QIcon::fromTheme(QString::fromLatin1(icon)), text);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        action->setShortcutVisibleInContextMenu(true);
        return action;
    };
    connect(add("edit-copy", i18nc("@action rows of a list", "&Copy Rows"), QKeySequence::Copy),
        &QAction::triggered, this, &MatchPage::copy);
    connect(add("document-save-as", i18nc("@action a list of matches", "&Save Results As…"), {}),
        &QAction::triggered, this, &MatchPage::askPath);
    connect(add("view-refresh", i18nc("@action", "Search &Again"), QKeySequence(Qt::Key_F5)),
        &QAction::triggered, this, &MatchPage::againWanted);
    connect(add("tab-close", i18nc("@action a list of matches", "C&lose"), QKeySequence::Close),
        &QAction::triggered, this, &MatchPage::closeWanted);
    menu->popup(event->globalPos());
}

void MatchPage::copy()
{
    const std::int64_t count = m_table->selectedCount();
    if (count > mostCopied) {
        m_saveError = i18n("So many rows are better saved than copied: at most %1 can be.",
            QLocale().toString(qlonglong(mostCopied)));
        showStatus();
        return;
    }
    const MatchText text(m_session, *m_matches);
    QString lines;
    for (std::int64_t i = 0; i < count; ++i)
        lines += text.line(m_table->firstSelected() + i);
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines);
}

void MatchPage::askPath()
{
    const QString folder = QFileInfo(m_session.path()).path();
    const QString path
        = QFileDialog::getSaveFileName(this, i18nc("@title:window", "Save Results As"), folder);
    if (!path.isEmpty())
        save(path);
}

void MatchPage::save(const QString& path)
{
    if (m_saving)
        return;
    m_saveError.clear();
    m_saving = new MatchTextTask(MatchText(m_session, *m_matches), path);
    connect(m_saving, &MatchTextTask::ended, this, &MatchPage::endSaving);
    showStatus();
}

void MatchPage::endSaving(const QString& error)
{
    std::exchange(m_saving, nullptr)->deleteLater();
    if (!error.isEmpty())
        m_saveError = i18n("The results were not saved: %1", error);
    showStatus();
    emit saved(error);
}

FindResults::FindResults(QWidget* parent)
    : QWidget(parent)
    , m_tabs(new QTabWidget(this))
{
    m_tabs->setDocumentMode(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setMovable(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, &FindResults::closePage);
}

MatchPage* FindResults::pageAt(int index) const
{
    return static_cast<MatchPage*>(m_tabs->widget(index));
}

void FindResults::show(
    DocumentSession& session, const std::shared_ptr<FoundMatches>& matches, const QString& name)
{
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (pageAt(i)->matches() == matches) {
            m_tabs->setCurrentIndex(i);
            return;
        }
    }
    QString title = QString::fromStdString(matches->pattern().text).left(titleSize);
    if (!name.isEmpty())
        title = i18nc("@title:tab pattern, file", "%1 – %2", title, name);
    title.replace(QLatin1Char('&'), QStringLiteral("&&"));
    m_tabs->setCurrentIndex(addPage(m_tabs->count(), new MatchPage(session, matches, m_tabs), title));
}

int FindResults::addPage(int index, MatchPage* page, const QString& title)
{
    connect(page, &MatchPage::chosen, this,
        [this, page](const ByteRange& match) { emit chosen(match, &page->session()); });
    const auto close = [this, page] { closePage(m_tabs->indexOf(page)); };
    connect(&page->session(), &QObject::destroyed, page, close);
    // Not from within what the page is doing.
    connect(page, &MatchPage::closeWanted, page, close, Qt::QueuedConnection);
    connect(
        page, &MatchPage::againWanted, page, [this, page] { searchAgain(m_tabs->indexOf(page)); },
        Qt::QueuedConnection);
    return m_tabs->insertTab(index, page, title);
}

void FindResults::searchAgain(int index)
{
    MatchPage* page = pageAt(index);
    if (!page)
        return;
    const FoundMatches& before = *page->matches();
    const auto matches = DocumentFinder::allIn(page->session(), before.pattern(), before.scope());
    if (!matches)
        return;
    const bool hadFocus = page->isAncestorOf(QApplication::focusWidget());
    auto* fresh = new MatchPage(page->session(), matches, m_tabs);
    addPage(index, fresh, m_tabs->tabText(index));
    delete page;
    m_tabs->setCurrentIndex(index);
    if (hadFocus)
        fresh->setFocus();
}

MatchPage* FindResults::currentPage() const
{
    return static_cast<MatchPage*>(m_tabs->currentWidget());
}

int FindResults::pageCount() const
{
    return m_tabs->count();
}

QSize FindResults::sizeHint() const
{
    constexpr int lines = 16;
    return {QWidget::sizeHint().width(), fontMetrics().lineSpacing() * lines};
}

void FindResults::closePage(int index)
{
    delete m_tabs->widget(index);
    if (m_tabs->count() == 0)
        emit emptied();
}

void FindResults::forget(const DocumentSession& session)
{
    for (int i = m_tabs->count() - 1; i >= 0; --i) {
        if (&pageAt(i)->session() == &session)
            closePage(i);
    }
}

} // namespace megascope
