// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/SetEditor.h"

#include "ui/model/HighlighterFormat.h"
#include "ui/window/RuleEditor.h"
#include "ui/window/RuleSample.h"

#include <KLocalizedString>

#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace megascope {

namespace {

enum RuleColumn { PatternColumn, KindColumn, ScopeColumn };

constexpr int sampleRows = 5;

QString sampleText()
{
    return QStringLiteral("2026-01-31 12:00:00.123 FATAL pool: out of memory\n"
                          "2026-01-31 12:00:00.124 ERROR db: no answer from 192.168.0.7:5432\n"
                          "2026-01-31 12:00:00.125 WARN  cache: \"users\" is 93 % full\n"
                          "2026-01-31 12:00:00.126 INFO  started in 0.8 s, see https://example.org/help\n"
                          "2026-01-31 12:00:00.127 DEBUG id=3f2b8c1e-0d4a-4f6b-9a57-1c2d3e4f5a6b");
}

} // namespace

SetEditor::SetEditor(const HighlightPalette& palette, QWidget* parent)
    : QWidget(parent)
    , m_palette(palette)
    , m_files(new QLineEdit(this))
    , m_rules(new QTreeWidget(this))
    , m_rule(new RuleEditor(this))
    , m_add(new QPushButton(
          QIcon::fromTheme(QStringLiteral("list-add")), i18nc("@action:button", "Add R&ule"), this))
    , m_remove(new QPushButton(
          QIcon::fromTheme(QStringLiteral("list-remove")), i18nc("@action:button", "Remo&ve Rule"), this))
    , m_up(new QPushButton(
          QIcon::fromTheme(QStringLiteral("go-up")), i18nc("@action:button", "Move &Up"), this))
    , m_down(new QPushButton(
          QIcon::fromTheme(QStringLiteral("go-down")), i18nc("@action:button", "Move Do&wn"), this))
{
    auto* sample = new QPlainTextEdit(sampleText(), this);
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    sample->setFont(fixed);
    sample->setTabChangesFocus(true);
    sample->setLineWrapMode(QPlainTextEdit::NoWrap);
    sample->setAccessibleName(i18nc("@label:textbox", "Sample text"));
    sample->setFixedHeight(QFontMetrics(fixed).lineSpacing() * (sampleRows + 2));
    m_sample = new RuleSample(sample->document(), palette);
    m_files->setPlaceholderText(i18nc("@info:placeholder wildcards", "For example: *.log access_log*"));
    auto* files = new QLabel(i18nc("@label:textbox wildcards", "Chosen by itself for &files:"), this);
    files->setBuddy(m_files);
    auto* tryIt = new QLabel(i18nc("@label:textbox", "Try i&t here:"), this);
    tryIt->setBuddy(sample);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QWidget* widget : {static_cast<QWidget*>(files), static_cast<QWidget*>(m_files), makeRules(),
             static_cast<QWidget*>(m_rule), static_cast<QWidget*>(tryIt), static_cast<QWidget*>(sample)})
        layout->addWidget(widget);
    connect(m_files, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_set.files = text.split(u' ', Qt::SkipEmptyParts);
        emit edited();
    });
    connect(m_rule, &RuleEditor::edited, this, &SetEditor::takeRule);
    setSet({});
}

QWidget* SetEditor::makeRules()
{
    m_rules->setHeaderLabels({i18nc("@title:column", "Pattern"), i18nc("@title:column of a pattern", "Kind"),
        i18nc("@title:column what a rule highlights", "Highlights")});
    m_rules->setRootIsDecorated(false);
    m_rules->setAllColumnsShowFocus(true);
    m_rules->setAccessibleName(i18nc("@label", "Rules; where several match, the first one holds"));
    m_rules->header()->setStretchLastSection(false);
    m_rules->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_rules->header()->setSectionResizeMode(PatternColumn, QHeaderView::Stretch);
    connect(m_rules, &QTreeWidget::currentItemChanged, this, [this] {
        if (const int current = currentRule(); !m_isShowing && current >= 0)
            m_rule->setRule(m_set.rules[static_cast<std::size_t>(current)]);
        showPossible();
    });
    connect(m_rules, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item) { takeTick(*item); });
    connect(m_add, &QPushButton::clicked, this, &SetEditor::addRule);
    connect(m_remove, &QPushButton::clicked, this, &SetEditor::removeRule);
    connect(m_up, &QPushButton::clicked, this, [this] { moveRule(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveRule(1); });
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    auto* buttons = new QVBoxLayout;
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_rules, 1);
    layout->addLayout(buttons);
    for (QPushButton* button : {m_add, m_remove, m_up, m_down}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    return row;
}

void SetEditor::setSet(const HighlighterSet& set)
{
    m_set = set;
    m_files->setText(set.files.join(u' '));
    m_files->setReadOnly(set.isBuiltIn);
    showRules(0);
    m_sample->setSet(m_set);
}

void SetEditor::showRules(int current)
{
    const QScopedValueRollback guard(m_isShowing, true);
    m_rules->clear();
    for (const HighlightRule& rule : m_set.rules)
        showRule(*new QTreeWidgetItem(m_rules), rule);
    current = std::min(current, m_rules->topLevelItemCount() - 1);
    if (current >= 0) {
        m_rules->setCurrentItem(m_rules->topLevelItem(current));
        m_rule->setRule(m_set.rules[static_cast<std::size_t>(current)]);
    } else {
        m_rule->setRule({});
    }
    showPossible();
}

void SetEditor::showRule(QTreeWidgetItem& item, const HighlightRule& rule)
{
    const QScopedValueRollback guard(m_isShowing, true);
    item.setText(PatternColumn, QString::fromStdString(rule.pattern.text));
    item.setCheckState(PatternColumn, rule.isEnabled ? Qt::Checked : Qt::Unchecked);
    if (m_set.isBuiltIn)
        item.setFlags(item.flags() & ~Qt::ItemIsUserCheckable);
    item.setText(KindColumn,
        rule.pattern.kind == Pattern::Kind::Regex ? i18nc("@item kind of a pattern", "Regular expression")
                                                  : i18nc("@item kind of a pattern", "Text"));
    item.setText(ScopeColumn,
        rule.scope == HighlightRule::Scope::Line ? i18nc("@item what is highlighted", "Line")
                                                 : i18nc("@item what is highlighted", "Match"));
    QFont font = m_rules->font();
    font.setBold(rule.bold);
    font.setItalic(rule.italic);
    item.setFont(PatternColumn, font);
    const QRgb text = m_palette.textOf(rule.text);
    const QRgb ground = m_palette.groundOf(rule.ground);
    item.setForeground(PatternColumn, qAlpha(text) ? QBrush(QColor::fromRgb(text)) : QBrush());
    item.setBackground(PatternColumn, qAlpha(ground) ? QBrush(QColor::fromRgb(ground)) : QBrush());
}

int SetEditor::currentRule() const
{
    return m_rules->indexOfTopLevelItem(m_rules->currentItem());
}

void SetEditor::takeRule()
{
    const int current = currentRule();
    if (current < 0)
        return;
    HighlightRule& rule = m_set.rules[static_cast<std::size_t>(current)];
    rule = m_rule->rule();
    showRule(*m_rules->currentItem(), rule);
    rulesChanged();
}

void SetEditor::takeTick(QTreeWidgetItem& item)
{
    const int index = m_rules->indexOfTopLevelItem(&item);
    if (m_isShowing || index < 0)
        return;
    HighlightRule& rule = m_set.rules[static_cast<std::size_t>(index)];
    rule.isEnabled = item.checkState(PatternColumn) == Qt::Checked;
    if (index == currentRule())
        m_rule->setRule(rule);
    rulesChanged();
}

void SetEditor::addRule()
{
    HighlightRule rule;
    rule.pattern.text = "ERROR";
    rule.ground = quickGround(m_set.rules.size());
    const int at = std::max(currentRule() + 1, 0);
    m_set.rules.insert(m_set.rules.begin() + at, std::move(rule));
    showRules(at);
    rulesChanged();
    m_rule->focusPattern();
}

void SetEditor::removeRule()
{
    const int current = currentRule();
    m_set.rules.erase(m_set.rules.begin() + current);
    showRules(current);
    rulesChanged();
}

void SetEditor::moveRule(int by)
{
    const int current = currentRule();
    std::iter_swap(m_set.rules.begin() + current, m_set.rules.begin() + current + by);
    showRules(current + by);
    rulesChanged();
}

void SetEditor::rulesChanged()
{
    m_sample->setSet(m_set);
    showPossible();
    emit edited();
}

void SetEditor::showPossible()
{
    const int current = currentRule();
    const bool own = !m_set.isBuiltIn;
    m_rule->setEnabled(own && current >= 0);
    m_add->setEnabled(own && std::ssize(m_set.rules) < mostRules);
    m_remove->setEnabled(own && current >= 0);
    m_up->setEnabled(own && current > 0);
    m_down->setEnabled(own && current >= 0 && current + 1 < m_rules->topLevelItemCount());
}

} // namespace megascope
