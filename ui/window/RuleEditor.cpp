// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/RuleEditor.h"

#include "ui/model/HighlighterFormat.h"

#include <KColorButton>
#include <KColorScheme>
#include <KLocalizedString>

#include <QCheckBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>

namespace megascope {

namespace {

// What the items of a colour's box stand for: a role, or these.
constexpr int noColor = -1;
constexpr int ownColor = -2;

QString roleText(ColorRole role)
{
    switch (role) {
    case ColorRole::Negative:
        return i18nc("@item:inlistbox what a color stands for", "Negative");
    case ColorRole::Neutral:
        return i18nc("@item:inlistbox what a color stands for", "Warning");
    case ColorRole::Positive:
        return i18nc("@item:inlistbox what a color stands for", "Positive");
    case ColorRole::Active:
        return i18nc("@item:inlistbox what a color stands for", "Active");
    case ColorRole::Link:
        return i18nc("@item:inlistbox what a color stands for", "Link");
    case ColorRole::Visited:
        return i18nc("@item:inlistbox what a color stands for", "Visited Link");
    case ColorRole::Inactive:
        return i18nc("@item:inlistbox what a color stands for", "Dimmed");
    }
    return {};
}

QWidget* inOneRow(std::initializer_list<QWidget*> widgets)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QWidget* widget : widgets)
        layout->addWidget(widget);
    layout->addStretch(1);
    return row;
}

} // namespace

RuleEditor::RuleEditor(QWidget* parent)
    : QWidget(parent)
    , m_pattern(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_kind(new QComboBox(this))
    , m_scope(new QComboBox(this))
    , m_case(new QCheckBox(i18nc("@option:check", "Match &case"), this))
    , m_words(new QCheckBox(i18nc("@option:check", "&Whole words"), this))
    , m_enabled(new QCheckBox(i18nc("@option:check a highlighter rule", "&Enabled"), this))
    , m_bold(new QCheckBox(i18nc("@option:check letters", "&Bold"), this))
    , m_italic(new QCheckBox(i18nc("@option:check letters", "&Italic"), this))
{
    m_pattern->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    QPalette red = m_problem->palette();
    KColorScheme::adjustForeground(red, KColorScheme::NegativeText, QPalette::WindowText);
    m_problem->setPalette(red);
    m_kind->addItem(i18nc("@item:inlistbox pattern", "Text"), int(Pattern::Kind::Text));
    m_kind->addItem(i18nc("@item:inlistbox pattern", "Regular Expression"), int(Pattern::Kind::Regex));
    m_kind->setAccessibleName(i18nc("@label", "What the pattern means"));
    m_scope->addItem(i18nc("@item:inlistbox what is highlighted", "What Matches"));
    m_scope->addItem(i18nc("@item:inlistbox what is highlighted", "The Whole Line"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(i18nc("@label:textbox", "&Pattern:"), m_pattern);
    form->addRow(m_problem);
    form->addRow(QString(), inOneRow({m_kind, m_case, m_words, m_enabled}));
    form->addRow(i18nc("@label:listbox", "&Highlights:"), inOneRow({m_scope, m_bold, m_italic}));
    qobject_cast<QLabel*>(form->labelForField(m_scope->parentWidget()))->setBuddy(m_scope);
    m_text = addColor(
        *form, i18nc("@label:listbox", "&Letters:"), i18nc("@label accessible", "Color of letters"));
    m_ground = addColor(
        *form, i18nc("@label:listbox", "&Ground:"), i18nc("@label accessible", "Color of the ground"));
    connectFields();
    check();
}

RuleEditor::ColorFields RuleEditor::addColor(QFormLayout& layout, const QString& label, const QString& name)
{
    ColorFields fields{new QComboBox(this), new KColorButton(this), new KColorButton(this)};
    fields.kind->addItem(i18nc("@item:inlistbox color", "As It Is"), noColor);
    fields.kind->addItem(i18nc("@item:inlistbox color", "Own Color"), ownColor);
    for (std::size_t role = 0; role < colorRoles; ++role)
        fields.kind->addItem(roleText(static_cast<ColorRole>(role)), static_cast<int>(role));
    fields.kind->setAccessibleName(name);
    fields.light->setAccessibleName(i18nc("@label accessible", "%1, on light ground", name));
    fields.light->setToolTip(i18nc("@info:tooltip", "In light color schemes"));
    fields.dark->setAccessibleName(i18nc("@label accessible", "%1, on dark ground", name));
    fields.dark->setToolTip(i18nc("@info:tooltip", "In dark color schemes"));
    QWidget* row = inOneRow({fields.kind, fields.light, fields.dark});
    layout.addRow(label, row);
    qobject_cast<QLabel*>(layout.labelForField(row))->setBuddy(fields.kind);
    return fields;
}

void RuleEditor::connectFields()
{
    const auto tell = [this] {
        check();
        if (!m_isTaking)
            emit edited();
    };
    connect(m_pattern, &QLineEdit::textChanged, this, tell);
    for (const QComboBox* box : {m_kind, m_scope, m_text.kind, m_ground.kind})
        connect(box, &QComboBox::currentIndexChanged, this, tell);
    for (const QCheckBox* box : {m_case, m_words, m_enabled, m_bold, m_italic})
        connect(box, &QCheckBox::toggled, this, tell);
    for (const KColorButton* button : {m_text.light, m_text.dark, m_ground.light, m_ground.dark})
        connect(button, &KColorButton::changed, this, tell);
}

void RuleEditor::take(const ColorFields& fields, const HighlightColor& color)
{
    using Kind = HighlightColor::Kind;
    const int kind = color.kind == Kind::None ? noColor
        : color.kind == Kind::Fixed           ? ownColor
                                              : static_cast<int>(color.role);
    fields.kind->setCurrentIndex(fields.kind->findData(kind));
    const bool isLetters = &fields == &m_text;
    // Where there is none yet, a sensible one to begin with.
    const QRgb light = color.kind == Kind::Fixed ? color.light : isLetters ? 0xffbf0303 : 0xffffe066;
    const QRgb dark = color.kind != Kind::Fixed ? (isLetters ? 0xffff7b7b : 0xff6b5900)
        : qAlpha(color.dark)                    ? color.dark
                                                : color.light;
    fields.light->setColor(QColor::fromRgb(light));
    fields.dark->setColor(QColor::fromRgb(dark));
}

HighlightColor RuleEditor::colorOf(const ColorFields& fields)
{
    const int kind = fields.kind->currentData().toInt();
    if (kind == noColor)
        return {};
    if (kind != ownColor)
        return HighlightColor::of(static_cast<ColorRole>(kind));
    const QRgb light = fields.light->color().rgb();
    const QRgb dark = fields.dark->color().rgb();
    return HighlightColor::fixed(light, dark == light ? 0 : dark);
}

void RuleEditor::setRule(const HighlightRule& rule)
{
    const QScopedValueRollback guard(m_isTaking, true);
    m_pattern->setText(QString::fromStdString(rule.pattern.text));
    m_pattern->setCursorPosition(0);
    m_kind->setCurrentIndex(m_kind->findData(int(rule.pattern.kind)));
    m_case->setChecked(rule.pattern.matchCase);
    m_words->setChecked(rule.pattern.wholeWord);
    m_enabled->setChecked(rule.isEnabled);
    m_scope->setCurrentIndex(rule.scope == HighlightRule::Scope::Line ? 1 : 0);
    m_bold->setChecked(rule.bold);
    m_italic->setChecked(rule.italic);
    take(m_text, rule.text);
    take(m_ground, rule.ground);
}

HighlightRule RuleEditor::rule() const
{
    HighlightRule rule;
    rule.pattern = {.kind = static_cast<Pattern::Kind>(m_kind->currentData().toInt()),
        .text = m_pattern->text().toStdString(),
        .matchCase = m_case->isChecked(),
        .wholeWord = m_words->isChecked()};
    rule.isEnabled = m_enabled->isChecked();
    rule.scope = m_scope->currentIndex() == 1 ? HighlightRule::Scope::Line : HighlightRule::Scope::Match;
    rule.text = colorOf(m_text);
    rule.ground = colorOf(m_ground);
    rule.bold = m_bold->isChecked();
    rule.italic = m_italic->isChecked();
    return rule;
}

void RuleEditor::focusPattern()
{
    m_pattern->setFocus();
    m_pattern->selectAll();
}

void RuleEditor::check()
{
    m_problem->setText(patternProblem(rule().pattern));
    m_problem->setVisible(isEnabled() && !m_problem->text().isEmpty());
    for (const ColorFields& fields : {m_text, m_ground}) {
        const bool isOwn = fields.kind->currentData().toInt() == ownColor;
        fields.light->setVisible(isOwn);
        fields.dark->setVisible(isOwn);
    }
}

} // namespace megascope
