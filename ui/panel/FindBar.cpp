// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/FindBar.h"

#include "ui/panel/FindStatus.h"
#include "ui/panel/PatternMark.h"
#include "ui/session/DocumentSession.h"

#include <KColorScheme>
#include <KLocalizedString>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include <utility>

namespace megascope {

namespace {

using Direction = DocumentFinder::Direction;

constexpr int historyKept = 50;

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

} // namespace

FindBar::FindBar(QWidget* parent)
    : QWidget(parent)
    , m_kind(new QComboBox(this))
    , m_field(new QComboBox(this))
    , m_case(new QCheckBox(i18nc("@option:check", "Match &case"), this))
    , m_words(new QCheckBox(i18nc("@option:check", "&Whole words"), this))
    , m_inSelection(new QCheckBox(i18nc("@option:check", "In se&lection"), this))
    , m_status(new QLabel(this))
    , m_message(new QLabel(this))
{
    makeField();
    addRows(makeButtons());
    connectAll();
    showKind();
    hide();
}

void FindBar::makeField()
{
    m_kind->addItem(i18nc("@item:inlistbox find", "Text"), int(Pattern::Kind::Text));
    m_kind->addItem(i18nc("@item:inlistbox find", "Regular Expression"), int(Pattern::Kind::Regex));
    m_kind->addItem(i18nc("@item:inlistbox find", "Hex"), int(Pattern::Kind::Hex));
    m_kind->setAccessibleName(i18nc("@info:whatsthis", "What the text to find means"));
    m_field->setEditable(true);
    m_field->setInsertPolicy(QComboBox::NoInsert);
    m_field->setCompleter(nullptr);
    m_field->setMaxCount(historyKept);
    m_field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_field->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
    m_field->setAccessibleName(i18nc("@info:whatsthis", "What to find"));
    m_field->lineEdit()->setAccessibleName(m_field->accessibleName());
    m_field->lineEdit()->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    for (QLabel* label : {m_status, m_message})
        label->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
}

QToolButton* FindBar::addButton(QWidget* parent, const char* icon, const QString& text)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setText(text);
    button->setIcon(QIcon::fromTheme(QString::fromLatin1(icon)));
    button->setToolButtonStyle(*icon ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::TabFocus);
    parent->layout()->addWidget(button);
    return button;
}

QWidget* FindBar::makeButtons()
{
    auto* buttons = new QWidget(this);
    auto* layout = new QHBoxLayout(buttons);
    layout->setContentsMargins(0, 0, 0, 0);
    QToolButton* next = addButton(buttons, "go-down-search", i18nc("@action:button find", "&Next"));
    QToolButton* previous = addButton(buttons, "go-up-search", i18nc("@action:button find", "&Previous"));
    QToolButton* all = addButton(buttons, "", i18nc("@action:button", "Find &All"));
    m_count = addButton(buttons, "", i18nc("@action:button matches", "C&ount"));
    all->setToolTip(i18nc("@info:tooltip", "List all matches"));
    m_count->setToolTip(i18nc("@info:tooltip", "Count all matches"));
    connect(next, &QToolButton::clicked, this, [this] { find(Direction::Forward); });
    connect(previous, &QToolButton::clicked, this, [this] { find(Direction::Backward); });
    connect(all, &QToolButton::clicked, this, [this] {
        remember();
        emit findAllRequested();
    });
    connect(m_count, &QToolButton::clicked, this, [this] {
        remember();
        if (m_finder)
            m_finder->findAll();
    });
    return buttons;
}

void FindBar::addRows(QWidget* buttons)
{
    auto* label = new QLabel(i18nc("@label:textbox", "&Find:"), this);
    label->setBuddy(m_field);
    auto* closeButton = new QToolButton(this);
    closeButton->setIcon(QIcon::fromTheme(QStringLiteral("dialog-close")));
    closeButton->setAutoRaise(true);
    closeButton->setToolTip(i18nc("@info:tooltip", "Close"));
    closeButton->setAccessibleName(closeButton->toolTip());
    connect(closeButton, &QToolButton::clicked, this, &FindBar::close);

    auto* first = new QHBoxLayout;
    for (QWidget* widget : {static_cast<QWidget*>(label), static_cast<QWidget*>(m_field), buttons})
        first->addWidget(widget);
    first->addWidget(closeButton);
    auto* second = new QHBoxLayout;
    for (QWidget* widget : {static_cast<QWidget*>(m_kind), static_cast<QWidget*>(m_case),
             static_cast<QWidget*>(m_words), static_cast<QWidget*>(m_inSelection)})
        second->addWidget(widget);
    second->addSpacing(fontMetrics().averageCharWidth() * 2);
    second->addWidget(m_status);
    second->addWidget(m_message, 1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(6, 4, 6, 4);
    rows->addLayout(first);
    rows->addLayout(second);

    QWidget* last = m_field;
    const auto goOn = [&last](QWidget* widget) {
        setTabOrder(last, widget);
        last = widget;
    };
    for (QToolButton* button : buttons->findChildren<QToolButton*>())
        goOn(button);
    for (QWidget* widget :
        {static_cast<QWidget*>(closeButton), static_cast<QWidget*>(m_kind), static_cast<QWidget*>(m_case),
            static_cast<QWidget*>(m_words), static_cast<QWidget*>(m_inSelection)})
        goOn(widget);
}

void FindBar::connectAll()
{
    connect(m_field->lineEdit(), &QLineEdit::textEdited, this, &FindBar::patternEdited);
    connect(m_field, &QComboBox::activated, this, &FindBar::patternEdited);
    connect(m_kind, &QComboBox::activated, this, &FindBar::patternEdited);
    for (QCheckBox* box : {m_case, m_words})
        connect(box, &QCheckBox::toggled, this, &FindBar::patternEdited);
    connect(m_inSelection, &QCheckBox::toggled, this, &FindBar::chooseScope);
}

void FindBar::follow(DocumentSession& session, DocumentFinder& finder)
{
    m_session = &session;
    m_finder = &finder;
    m_inSelection->setChecked(false);
    connect(&session, &DocumentSession::selectionChanged, this, &FindBar::showStatus);
    connect(&finder, &DocumentFinder::patternChanged, this, &FindBar::showError);
    connect(&finder, &DocumentFinder::matchesChanged, this, &FindBar::showStatus);
    connect(&finder, &DocumentFinder::found, this, &FindBar::showFound);
    connect(&finder, &DocumentFinder::missed, this, &FindBar::showMissed);
    connect(&finder, &DocumentFinder::seekStarted, this, [this] {
        m_seekDone = 0;
        say({}, false);
        showStatus();
    });
    connect(&finder, &DocumentFinder::seekProgressed, this, [this](qint64 done, qint64 total) {
        m_seekDone = total > 0 ? done * 1000 / total : 0;
        showStatus();
    });
    finder.setPattern(pattern());
    finder.setShown(isVisible());
    say({}, false);
    showError();
}

void FindBar::open()
{
    m_origin = m_session->selection().range().begin();
    show();
    m_finder->setShown(true);
    m_field->lineEdit()->selectAll();
    m_field->setFocus();
    showStatus();
}

void FindBar::close()
{
    hide();
    m_inSelection->setChecked(false); // what it means is seen no more
    m_finder->setShown(false);
    emit closed();
}

Pattern FindBar::pattern() const
{
    const auto kind = Pattern::Kind(m_kind->currentData().toInt());
    return {.kind = kind,
        .text = m_field->currentText().toStdString(),
        .matchCase = m_case->isChecked(),
        .wholeWord = m_words->isChecked()};
}

void FindBar::setPattern(const Pattern& pattern)
{
    m_kind->setCurrentIndex(m_kind->findData(int(pattern.kind)));
    m_field->setEditText(fromUtf8(pattern.text));
    showKind();
    m_finder->setPattern(this->pattern());
}

void FindBar::setHistory(const QStringList& history)
{
    m_history = history.mid(0, historyKept);
    const QString text = m_field->currentText();
    m_field->clear();
    m_field->addItems(m_history);
    m_field->setEditText(text);
}

void FindBar::remember()
{
    const QString text = m_field->currentText();
    if (text.isEmpty() || (!m_history.isEmpty() && m_history.front() == text))
        return;
    QStringList history = m_history;
    history.removeAll(text);
    history.prepend(text);
    const int cursor = m_field->lineEdit()->cursorPosition();
    setHistory(history);
    m_field->lineEdit()->setCursorPosition(cursor);
    emit historyChanged();
}

void FindBar::find(Direction direction)
{
    remember();
    m_isStepping = true;
    m_finder->find(direction);
}

// Looks from where it began: each letter narrows what is found there.
void FindBar::patternEdited()
{
    m_isStepping = false;
    say({}, false);
    showKind();
    m_finder->setPattern(pattern());
    if (m_finder->isReady())
        m_finder->findFrom(m_origin);
}

void FindBar::showKind()
{
    const bool isHex = pattern().kind == Pattern::Kind::Hex;
    m_case->setEnabled(!isHex);
    m_words->setEnabled(!isHex);
    m_field->lineEdit()->setPlaceholderText(
        isHex ? i18nc("@info:placeholder", "de ad ?? [20-7e]") : QString());
}

void FindBar::chooseScope(bool inSelection)
{
    if (!m_session)
        return;
    const ByteRange selected = m_session->selection().range();
    m_finder->setScope(inSelection && !selected.empty() ? std::optional(selected) : std::nullopt);
    if (inSelection && selected.empty()) {
        m_inSelection->setChecked(false);
        say(i18n("Nothing is selected."), false);
    }
    m_origin = selected.begin();
}

void FindBar::showError()
{
    QLineEdit& field = *m_field->lineEdit();
    const std::optional<PatternError>& error = m_finder->error();
    markPatternError(field, error ? &*error : nullptr);
    if (!error) {
        say({}, false);
        showStatus();
        return;
    }
    const std::string text = pattern().text;
    const qsizetype place = fromUtf8(std::string_view(text).substr(0, error->position)).size();
    say(i18nc("@info where in a pattern, what is wrong", "At character %1: %2", place + 1,
            fromUtf8(error->message)),
        true);
    showStatus();
}

void FindBar::showStatus()
{
    if (!m_finder || !m_session || m_finder->error() || m_finder->pattern().text.empty()) {
        m_status->clear();
        return;
    }
    const FoundMatches* const matches = m_finder->matches().get();
    if (m_finder->isSeeking())
        m_status->setText(i18nc("@info:status", "Searching… %1 %", m_seekDone / 10));
    else if (matches)
        m_status->setText(findStatus(*matches, m_session->selection().range()));
    else
        m_status->clear();
    if (matches && !findTrouble(*matches).isEmpty())
        say(findTrouble(*matches), true);
}

void FindBar::showFound(DocumentFinder::Way way)
{
    const QString text = way == DocumentFinder::Way::AroundEnd
        ? i18nc("@info:status after the last match", "Continued from the beginning.")
        : way == DocumentFinder::Way::AroundBegin
        ? i18nc("@info:status before the first match", "Continued from the end.")
        : QString();
    if (m_isStepping)
        m_origin = m_session->selection().range().begin();
    showStatus();
    say(text, false);
}

void FindBar::showMissed(SearchEnd::Kind kind, ByteOffset at)
{
    showStatus();
    if (kind == SearchEnd::Kind::Done || kind == SearchEnd::Kind::Enough)
        say(m_finder->scope() ? i18nc("@info:status", "Not found in the selection.")
                              : i18nc("@info:status", "Not found."),
            true);
    else if (kind == SearchEnd::Kind::TooComplex)
        say(tooComplexText(at), true);
    else if (kind == SearchEnd::Kind::OutOfMemory)
        say(i18n("There is not enough memory to search."), true);
}

void FindBar::say(const QString& text, bool isBad)
{
    m_message->setText(text);
    QPalette colors = palette();
    if (isBad)
        KColorScheme::adjustForeground(colors, KColorScheme::NegativeText, QPalette::WindowText);
    m_message->setPalette(colors);
    QPalette fieldColors = palette();
    if (isBad)
        KColorScheme::adjustBackground(fieldColors, KColorScheme::NegativeBackground);
    m_field->setPalette(fieldColors);
    if (!text.isEmpty() && !isVisible())
        emit told(text);
}

bool FindBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            find(key->modifiers().testFlag(Qt::ShiftModifier) ? Direction::Backward : Direction::Forward);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape)
        return QWidget::keyPressEvent(event);
    if (m_finder->isSeeking())
        m_finder->stop();
    else
        close();
}

} // namespace megascope
