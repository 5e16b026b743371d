// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/FilterBar.h"

#include "ui/panel/FilterConditionRow.h"
#include "ui/panel/PanelButton.h"

#include <KColorScheme>
#include <KLocalizedString>

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>

namespace megascope {

namespace {

constexpr int patternsKept = 50;
constexpr int mostContext = 99; // lines
constexpr std::size_t mostConditions = 8; // all are seen

} // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent)
    , m_list(new QVBoxLayout)
    , m_combine(new QComboBox(this))
    , m_context(new QSpinBox(this))
    , m_status(new QLabel(this))
{
    m_combine->addItem(i18nc("@item:inlistbox conditions", "All conditions"));
    m_combine->addItem(i18nc("@item:inlistbox conditions", "Any condition"));
    m_combine->setAccessibleName(i18nc("@info:whatsthis", "How conditions go together"));
    m_context->setRange(0, mostContext);
    m_context->setAccessibleName(i18nc("@info:whatsthis", "Lines of context"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->addLayout(m_list);
    layout->addLayout(makeFoot());
    connect(m_combine, &QComboBox::currentIndexChanged, this, &FilterBar::specChanged);
    connect(m_context, &QSpinBox::valueChanged, this, &FilterBar::specChanged);
    addRow();
}

QToolButton* FilterBar::addButton(QBoxLayout& layout, const char* icon, const QString& text)
{
    QToolButton* button = makePanelButton(*this, icon, text);
    button->setFocusPolicy(Qt::TabFocus);
    layout.addWidget(button);
    return button;
}

QBoxLayout* FilterBar::makeFoot()
{
    auto* foot = new QHBoxLayout;
    m_add = addButton(*foot, "list-add", i18nc("@action:button", "Add Condition"));
    foot->addWidget(m_combine);
    auto* label = new QLabel(i18nc("@label:spinbox", "Lines of context:"), this);
    label->setBuddy(m_context);
    foot->addWidget(label);
    foot->addWidget(m_context);
    foot->addSpacing(fontMetrics().averageCharWidth() * 2);
    foot->addWidget(m_status, 1);
    m_stop = addButton(*foot, "process-stop", i18nc("@action:button stop searching or saving", "Stop"));
    m_save = addButton(*foot, "document-save-as", i18nc("@action:button filtered lines", "Save Lines As…"));
    m_stop->hide();
    connect(m_add, &QToolButton::clicked, this, [this] {
        addRow();
        m_rows.back()->field().setFocus();
    });
    connect(m_stop, &QToolButton::clicked, this, &FilterBar::stopRequested);
    connect(m_save, &QToolButton::clicked, this, &FilterBar::saveRequested);
    return foot;
}

void FilterBar::addRow()
{
    if (m_rows.size() >= mostConditions)
        return;
    auto* row = new FilterConditionRow(this);
    row->setHistory(m_history);
    m_list->addWidget(row);
    row->show(); // before it gets the keyboard
    m_rows.push_back(row);
    connect(row, &FilterConditionRow::changed, this, &FilterBar::specChanged);
    connect(row, &FilterConditionRow::removeRequested, this, [this, row] {
        dropRow(row);
        m_rows.back()->field().setFocus();
        emit specChanged();
    });
    connect(row, &FilterConditionRow::entered, this, [this] {
        remember();
        emit entered();
    });
    connect(&row->field(), &QLineEdit::editingFinished, this, &FilterBar::remember);
    fitRows();
}

void FilterBar::dropRow(FilterConditionRow* row)
{
    std::erase(m_rows, row);
    row->hide();
    row->deleteLater();
    fitRows();
}

// The last one is not removed, and one alone goes together with none.
void FilterBar::fitRows()
{
    for (FilterConditionRow* row : m_rows)
        row->setRemovable(m_rows.size() > 1);
    m_combine->setEnabled(m_rows.size() > 1);
    QWidgetList stops;
    for (const FilterConditionRow* row : m_rows)
        stops += row->stops();
    stops += {m_add, m_combine, m_context, m_stop, m_save};
    for (qsizetype i = 1; i < stops.size(); ++i)
        setTabOrder(stops[i - 1], stops[i]);
}

FilterSpec FilterBar::spec() const
{
    FilterSpec spec{.conditions = {},
        .combine = m_combine->currentIndex() == 0 ? FilterSpec::Combine::All : FilterSpec::Combine::Any,
        .context = m_context->value()};
    for (const FilterConditionRow* row : m_rows)
        spec.conditions.push_back(row->condition());
    return spec;
}

void FilterBar::setSpec(const FilterSpec& spec)
{
    const std::size_t count = std::clamp<std::size_t>(spec.conditions.size(), 1, mostConditions);
    {
        const QSignalBlocker quiet(this);
        m_combine->setCurrentIndex(spec.combine == FilterSpec::Combine::All ? 0 : 1);
        m_context->setValue(spec.context);
        while (m_rows.size() > count)
            dropRow(m_rows.back());
        while (m_rows.size() < count)
            addRow();
        for (std::size_t i = 0; i < count; ++i)
            m_rows[i]->setCondition(i < spec.conditions.size() ? spec.conditions[i] : LineCondition());
    }
    emit specChanged();
}

void FilterBar::setPattern(const Pattern& pattern)
{
    m_rows.front()->setPattern(pattern);
}

void FilterBar::focusPattern()
{
    m_rows.front()->field().setFocus();
    m_rows.front()->field().selectAll();
}

void FilterBar::showErrors(const std::vector<FilterError>& errors)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto error = std::ranges::find(errors, i, &FilterError::condition);
        m_rows[i]->showError(error == errors.end() ? nullptr : &error->error);
    }
}

void FilterBar::showStatus(const QString& text, bool isBad)
{
    m_status->setText(text);
    m_status->setToolTip(text);
    QPalette colors = palette();
    if (isBad)
        KColorScheme::adjustForeground(colors, KColorScheme::NegativeText, QPalette::WindowText);
    m_status->setPalette(colors);
}

void FilterBar::setRunning(bool running)
{
    m_stop->setVisible(running);
}

void FilterBar::setHistory(const QStringList& history)
{
    m_history = history.mid(0, patternsKept);
    for (FilterConditionRow* row : m_rows)
        row->setHistory(m_history);
}

void FilterBar::remember()
{
    QStringList history = m_history;
    for (const FilterConditionRow* row : m_rows) {
        const QString text = row->field().text();
        if (text.isEmpty() || history.contains(text))
            continue;
        history.prepend(text);
    }
    if (history == m_history)
        return;
    setHistory(history);
    emit historyChanged();
}

void FilterBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit escaped();
    else
        QWidget::keyPressEvent(event);
}

} // namespace megascope
