// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/ReplaceRow.h"

#include "ui/panel/PatternField.h"
#include "ui/session/DocumentFinder.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/MatchLine.h"

#include <KColorScheme>
#include <KLocalizedString>

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>

namespace megascope {

ReplaceRow::ReplaceRow(QWidget& bar, QGridLayout& grid, int row)
    : QObject(&bar)
    , m_label(new QLabel(i18nc("@label:textbox", "Re&place:"), &bar))
    , m_field(new PatternField(i18nc("@info:whatsthis", "What to put in its place"), &bar))
    , m_buttons(new QWidget(&bar))
    , m_keepsLength(new QCheckBox(i18nc("@option:check", "&Keep length"), &bar))
    , m_preview(new QLabel(&bar))
{
    m_label->setBuddy(m_field);
    m_preview->setTextFormat(Qt::PlainText);
    m_preview->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // long ones are cut
    m_preview->setAccessibleName(i18nc("@info:whatsthis", "What the match would become"));
    m_keepsLength->setToolTip(i18nc(
        "@info:tooltip", "Refuse what is longer or shorter than the match, so that nothing behind it moves"));
    auto* layout = new QHBoxLayout(m_buttons);
    layout->setContentsMargins(0, 0, 0, 0);
    m_replace = addButton(m_buttons, i18nc("@action:button", "&Replace"),
        i18nc("@info:tooltip", "Replace this match, and go to the next"));
    m_all = addButton(m_buttons, i18nc("@action:button", "Replace A&ll"),
        i18nc("@info:tooltip", "Replace all matches, in the selection where that is switched on"));
    m_list = addButton(m_buttons, i18nc("@action:button", "Prev&iew…"),
        i18nc("@info:tooltip", "List what all matches would become, before they are replaced"));
    layout->addWidget(m_keepsLength);
    layout->addStretch();
    grid.addWidget(m_label, row, 0);
    grid.addWidget(m_field, row, 1);
    grid.addWidget(m_buttons, row, 2);
    grid.addWidget(m_preview, row + 1, 1, 1, 2);

    connect(m_field, &PatternField::edited, this, &ReplaceRow::take);
    connect(m_keepsLength, &QCheckBox::toggled, this, &ReplaceRow::take);
    connect(m_replace, &QToolButton::clicked, this, &ReplaceRow::replace);
    connect(m_all, &QToolButton::clicked, this, &ReplaceRow::replaceAll);
    connect(m_list, &QToolButton::clicked, this, &ReplaceRow::list);
    connect(m_field, &PatternField::returnPressed, this, [this](Qt::KeyboardModifiers modifiers) {
        if (modifiers.testFlag(Qt::ControlModifier))
            replaceAll();
        else
            replace();
    });
}

QToolButton* ReplaceRow::addButton(QWidget* parent, const QString& text, const QString& tip)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setText(text);
    button->setToolTip(tip);
    button->setFocusPolicy(Qt::TabFocus);
    parent->layout()->addWidget(button);
    return button;
}

QList<QWidget*> ReplaceRow::tabOrder() const
{
    return {m_field, m_replace, m_all, m_list, m_keepsLength};
}

void ReplaceRow::follow(DocumentSession& session, DocumentFinder& finder)
{
    m_session = &session;
    m_finder = &finder;
    m_replacer = new MatchReplacer(session, finder);
    connect(m_replacer, &MatchReplacer::changed, this, &ReplaceRow::showState);
    connect(&session, &DocumentSession::selectionChanged, this, &ReplaceRow::showPreview);
    connect(&session.editor(), &DocumentEditor::stateChanged, this, &ReplaceRow::showState);
    take();
}

void ReplaceRow::setVisible(bool isVisible)
{
    m_isVisible = isVisible;
    for (QWidget* widget : {static_cast<QWidget*>(m_label), static_cast<QWidget*>(m_field), m_buttons,
             static_cast<QWidget*>(m_preview)})
        widget->setVisible(isVisible);
    showState();
}

void ReplaceRow::take()
{
    if (m_replacer)
        m_replacer->setReplacement(m_field->text(), m_keepsLength->isChecked());
}

void ReplaceRow::showState()
{
    if (!m_replacer || !m_isVisible)
        return;
    const bool isPossible = m_replacer->isReady() && !m_session->editor().isReadOnly();
    m_replace->setEnabled(isPossible);
    m_all->setEnabled(isPossible);
    m_list->setEnabled(isPossible);
    m_field->clearError();
    m_field->setBad(m_replacer->error().has_value());
    switch (m_finder->pattern().kind) {
    case Pattern::Kind::Regex:
        m_field->lineEdit()->setPlaceholderText(i18nc("@info:placeholder", "$1 ${name} \\U…\\E \\n \\t"));
        break;
    case Pattern::Kind::Hex:
        m_field->lineEdit()->setPlaceholderText(i18nc("@info:placeholder", "de ad be ef"));
        break;
    case Pattern::Kind::Number:
        m_field->lineEdit()->setPlaceholderText(i18nc("@info:placeholder a number", "1234"));
        break;
    case Pattern::Kind::Text:
        m_field->lineEdit()->setPlaceholderText(QString());
        break;
    }
    showPreview();
}

// Or what is wrong with what is to be put.
void ReplaceRow::showPreview()
{
    if (!m_replacer || !m_isVisible)
        return;
    QPalette colors = m_preview->parentWidget()->palette();
    QString text;
    bool isBad = false;
    if (m_replacer->error()) {
        text = m_field->showError(*m_replacer->error());
        isBad = true;
    } else if (const auto replacement = m_replacer->replacement()) {
        isBad = !replacement->has_value();
        if (isBad)
            text = QString::fromStdString(replacement->error().message());
        else if (replacement->value().empty())
            text = i18nc("@info what a match would become", "→ (nothing)");
        else
            text = i18nc("@info what a match would become", "→ %1",
                m_finder->pattern().isOfBytes()
                    ? shownHex(replacement->value())
                    : shownBytes(replacement->value(), m_session->textFormat().encoding));
    }
    if (isBad)
        KColorScheme::adjustForeground(colors, KColorScheme::NegativeText, QPalette::WindowText);
    m_preview->setPalette(colors);
    m_preview->setText(text);
    m_preview->setToolTip(text);
}

bool ReplaceRow::isPossible()
{
    if (!m_replacer || !m_replacer->isReady() || !m_session->editor().mayEdit())
        return false;
    m_field->remember();
    emit patternUsed();
    return true;
}

void ReplaceRow::replace()
{
    if (!isPossible())
        return;
    if (const Result<void> replaced = m_replacer->replace(); !replaced)
        emit told(i18n("Nothing was replaced: %1", QString::fromStdString(replaced.error().message())), true);
}

void ReplaceRow::list()
{
    if (isPossible())
        emit listWanted(*m_replacer);
}

void ReplaceRow::replaceAll()
{
    if (isPossible())
        emit allWanted(*m_replacer);
}

} // namespace megascope
