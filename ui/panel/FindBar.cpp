// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/FindBar.h"

#include "ui/panel/FindStatus.h"
#include "ui/panel/PanelButton.h"
#include "ui/panel/PatternField.h"
#include "ui/panel/ReplaceRow.h"
#include "ui/session/DocumentSession.h"

#include <KColorScheme>
#include <KLocalizedString>

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include <utility>

namespace megascope {

namespace {

using Direction = DocumentFinder::Direction;

QString numberHelp()
{
    return i18nc("@info:tooltip",
        "TYPE:VALUE, where the type is u8, u16, u32, u64, i8 to i64, f32 or f64, with le or be for the order "
        "of "
        "its bytes; without, both are found.<br>A float may have a tolerance behind “~”. The word “aligned” "
        "at "
        "the end keeps to multiples of the size.<br>A value without a type is found in each that can hold "
        "it.");
}

} // namespace

FindBar::FindBar(QWidget* parent)
    : QWidget(parent)
    , m_kind(new QComboBox(this))
    , m_field(new PatternField(i18nc("@info:whatsthis", "What to find"), this))
    , m_case(new QCheckBox(i18nc("@option:check", "Match &case"), this))
    , m_words(new QCheckBox(i18nc("@option:check", "&Whole words"), this))
    , m_inSelection(new QCheckBox(i18nc("@option:check", "In se&lection"), this))
    , m_status(new QLabel(this))
    , m_message(new QLabel(this))
{
    makeKinds();
    addRows(makeButtons());
    connectAll();
    showKind();
    hide();
}

void FindBar::makeKinds()
{
    m_kind->addItem(i18nc("@item:inlistbox find", "Text"), int(Pattern::Kind::Text));
    m_kind->addItem(i18nc("@item:inlistbox find", "Regular Expression"), int(Pattern::Kind::Regex));
    m_kind->addItem(i18nc("@item:inlistbox find", "Hex"), int(Pattern::Kind::Hex));
    m_kind->addItem(i18nc("@item:inlistbox find", "Number"), int(Pattern::Kind::Number));
    m_kind->setAccessibleName(i18nc("@info:whatsthis", "What the text to find means"));
    for (QLabel* label : {m_status, m_message})
        label->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
}

QToolButton* FindBar::addButton(QWidget* parent, const char* icon, const QString& text)
{
    QToolButton* button = makePanelButton(*parent, icon, text);
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
        m_field->remember();
        emit findAllRequested();
    });
    connect(m_count, &QToolButton::clicked, this, [this] {
        m_field->remember();
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

    m_fields = new QGridLayout;
    m_fields->addWidget(label, 0, 0);
    m_fields->addWidget(m_field, 0, 1);
    m_fields->addWidget(buttons, 0, 2);
    m_fields->addWidget(closeButton, 0, 3);
    m_fields->setColumnStretch(1, 1);
    auto* second = new QHBoxLayout;
    for (QWidget* widget : {static_cast<QWidget*>(m_kind), static_cast<QWidget*>(m_case),
             static_cast<QWidget*>(m_words), static_cast<QWidget*>(m_inSelection)})
        second->addWidget(widget);
    second->addSpacing(fontMetrics().averageCharWidth() * 2);
    second->addWidget(m_status);
    second->addWidget(m_message, 1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(6, 4, 6, 4);
    rows->addLayout(m_fields);
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
    connect(m_field, &PatternField::edited, this, &FindBar::patternEdited);
    connect(m_field, &PatternField::historyChanged, this, &FindBar::historyChanged);
    connect(m_field, &PatternField::returnPressed, this, [this](Qt::KeyboardModifiers modifiers) {
        find(modifiers.testFlag(Qt::ShiftModifier) ? Direction::Backward : Direction::Forward);
    });
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
    if (m_replaceRow)
        m_replaceRow->follow(session, finder);
    finder.setShown(isVisible());
    say({}, false);
    showError();
}

void FindBar::open()
{
    m_origin = m_session->selection().range().begin();
    if (m_replaceRow)
        m_replaceRow->setVisible(false);
    show();
    m_finder->setShown(true);
    m_field->lineEdit()->selectAll();
    m_field->setFocus();
    showStatus();
}

void FindBar::openForReplace()
{
    ReplaceRow& row = replaceRow();
    open();
    row.setVisible(true);
    if (!m_field->currentText().isEmpty()) {
        row.field().lineEdit()->selectAll();
        row.field().setFocus();
    }
}

ReplaceRow& FindBar::replaceRow()
{
    if (m_replaceRow)
        return *m_replaceRow;
    m_replaceRow = new ReplaceRow(*this, *m_fields, 1);
    m_replaceRow->setVisible(false);
    connect(m_replaceRow, &ReplaceRow::patternUsed, m_field, &PatternField::remember);
    connect(m_replaceRow, &ReplaceRow::told, this, &FindBar::say);
    QWidget* last = m_field;
    for (QWidget* widget : m_replaceRow->tabOrder())
        setTabOrder(std::exchange(last, widget), widget);
    if (m_session && m_finder)
        m_replaceRow->follow(*m_session, *m_finder);
    return *m_replaceRow;
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
        .text = m_field->text(),
        .matchCase = m_case->isChecked(),
        .wholeWord = m_words->isChecked()};
}

void FindBar::setPattern(const Pattern& pattern)
{
    m_kind->setCurrentIndex(m_kind->findData(int(pattern.kind)));
    m_field->setEditText(QString::fromStdString(pattern.text));
    showKind();
    m_finder->setPattern(this->pattern());
}

const QStringList& FindBar::history() const
{
    return m_field->history();
}

void FindBar::setHistory(const QStringList& history)
{
    m_field->setHistory(history);
}

void FindBar::find(Direction direction)
{
    m_field->remember();
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
    const Pattern::Kind kind = pattern().kind;
    const bool isOfBytes = pattern().isOfBytes();
    m_case->setEnabled(!isOfBytes);
    m_words->setEnabled(!isOfBytes);
    const bool isNumber = kind == Pattern::Kind::Number;
    m_field->lineEdit()->setPlaceholderText(kind == Pattern::Kind::Hex
            ? i18nc("@info:placeholder", "de ad ?? [20-7e]")
            : isNumber ? i18nc("@info:placeholder numbers to find", "u16le:1234  i32:-5  f32:3.14~0.01")
                       : QString());
    m_field->setToolTip(isNumber ? numberHelp() : QString());
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
    const std::optional<PatternError>& error = m_finder->error();
    m_field->clearError();
    say(error ? m_field->showError(*error) : QString(), error.has_value());
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
    m_field->setBad(isBad);
    if (!text.isEmpty() && !isVisible())
        emit told(text);
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
