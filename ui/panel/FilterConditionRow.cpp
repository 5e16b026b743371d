// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/FilterConditionRow.h"

#include "ui/panel/PatternField.h"

#include <KLocalizedString>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace megascope {

FilterConditionRow::FilterConditionRow(QWidget* parent)
    : QWidget(parent)
    , m_enabled(new QCheckBox(this))
    , m_sense(new QComboBox(this))
    , m_field(new PatternField(i18nc("@info:whatsthis", "What shown lines hold"), this))
    , m_kind(new QComboBox(this))
    , m_case(new QCheckBox(i18nc("@option:check", "Match case"), this))
    , m_remove(new QToolButton(this))
{
    m_enabled->setChecked(true);
    m_enabled->setToolTip(i18nc("@info:tooltip", "Use this condition"));
    m_enabled->setAccessibleName(m_enabled->toolTip());
    m_sense->addItem(i18nc("@item:inlistbox lines are shown that hold …", "With"));
    m_sense->addItem(i18nc("@item:inlistbox lines are shown that do not hold …", "Without"));
    m_sense->setAccessibleName(i18nc("@info:whatsthis", "Lines with or without the text"));
    m_kind->addItem(i18nc("@item:inlistbox find", "Text"), int(Pattern::Kind::Text));
    m_kind->addItem(i18nc("@item:inlistbox find", "Regular Expression"), int(Pattern::Kind::Regex));
    m_kind->setAccessibleName(i18nc("@info:whatsthis", "What the text to find means"));
    m_remove->setIcon(QIcon::fromTheme(QStringLiteral("list-remove")));
    m_remove->setAutoRaise(true);
    m_remove->setToolTip(i18nc("@info:tooltip", "Remove this condition"));
    m_remove->setAccessibleName(m_remove->toolTip());
    m_field->lineEdit()->setPlaceholderText(i18nc("@info:placeholder", "Show only lines that hold…"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_enabled);
    layout->addWidget(m_sense);
    layout->addWidget(m_field, 1);
    layout->addWidget(m_kind);
    layout->addWidget(m_case);
    layout->addWidget(m_remove);
    connectAll();
}

void FilterConditionRow::connectAll()
{
    connect(m_field, &QComboBox::editTextChanged, this, &FilterConditionRow::changed);
    connect(m_field, &PatternField::returnPressed, this, &FilterConditionRow::entered);
    connect(m_sense, &QComboBox::currentIndexChanged, this, &FilterConditionRow::changed);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &FilterConditionRow::changed);
    connect(m_case, &QCheckBox::toggled, this, &FilterConditionRow::changed);
    connect(m_enabled, &QCheckBox::toggled, this, &FilterConditionRow::changed);
    connect(m_remove, &QToolButton::clicked, this, &FilterConditionRow::removeRequested);
}

LineCondition FilterConditionRow::condition() const
{
    return {.pattern = {.kind = Pattern::Kind(m_kind->currentData().toInt()),
                .text = m_field->text(),
                .matchCase = m_case->isChecked()},
        .negated = m_sense->currentIndex() == 1,
        .enabled = m_enabled->isChecked()};
}

void FilterConditionRow::setCondition(const LineCondition& condition)
{
    setPattern(condition.pattern);
    m_case->setChecked(condition.pattern.matchCase);
    m_sense->setCurrentIndex(condition.negated ? 1 : 0);
    m_enabled->setChecked(condition.enabled);
}

void FilterConditionRow::setPattern(const Pattern& pattern)
{
    m_kind->setCurrentIndex(std::max(m_kind->findData(int(pattern.kind)), 0));
    m_field->setEditText(QString::fromUtf8(pattern.text.data(), qsizetype(pattern.text.size())));
}

void FilterConditionRow::showError(const PatternError* error)
{
    if (error)
        m_field->showError(*error);
    else
        m_field->clearError();
    m_field->setBad(error != nullptr);
}

void FilterConditionRow::setHistory(const QStringList& history)
{
    const QSignalBlocker quiet(this);
    m_field->setHistory(history);
}

void FilterConditionRow::setRemovable(bool removable)
{
    m_remove->setEnabled(removable);
}

QLineEdit& FilterConditionRow::field() const
{
    return *m_field->lineEdit();
}

QWidgetList FilterConditionRow::stops() const
{
    return {m_enabled, m_sense, m_field, m_kind, m_case, m_remove};
}

} // namespace megascope
