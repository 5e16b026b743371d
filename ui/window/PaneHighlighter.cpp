// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/PaneHighlighter.h"

#include "ui/model/HighlighterStore.h"
#include "ui/view/TextView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/PaneStyle.h"

#include <KLocalizedString>

#include <utility>

namespace megascope {

namespace {

constexpr qsizetype longestQuick = 1000; // UTF-16 units

} // namespace

PaneHighlighter::PaneHighlighter(DocumentPane& pane)
    : QObject(&pane)
    , m_pane(pane)
{
}

PaneHighlighter::~PaneHighlighter() = default;

HighlighterStore& PaneHighlighter::store()
{
    if (!m_store) {
        m_store = HighlighterStore::shared();
        connect(m_store.get(), &HighlighterStore::changed, this, &PaneHighlighter::apply);
    }
    return *m_store;
}

void PaneHighlighter::follow(TextView& view)
{
    m_view = &view;
    connect(&view, &DocumentView::firstContentPainted, this, &PaneHighlighter::apply, Qt::QueuedConnection);
    connect(&view, &DocumentView::styleChanged, this, &PaneHighlighter::apply);
    connect(&view.highlights(), &TextHighlights::ruleDropped, this, [this](const QString& pattern) {
        m_pane.showMessage(DocumentSession::Severity::Warning,
            i18n("The highlighter “%1” takes too long here. It is left out until highlighters are chosen "
                 "anew.",
                pattern));
    });
}

void PaneHighlighter::setChoice(const HighlighterChoice& choice)
{
    if (choice == std::exchange(m_choice, choice))
        return;
    apply();
}

void PaneHighlighter::apply()
{
    if (!m_view || !m_view->isPainted())
        return;
    m_set = nullptr;
    if (m_choice.kind != HighlighterChoice::Kind::None) {
        m_set = store().chosen(m_choice, m_pane.session().contentPath());
        tellProblems();
    }
    show(m_view->highlights());
    emit changed();
}

std::vector<std::shared_ptr<const HighlighterSet>> PaneHighlighter::sets() const
{
    std::vector<std::shared_ptr<const HighlighterSet>> sets;
    if (hasQuick())
        sets.push_back(std::make_shared<const HighlighterSet>(m_quick));
    if (m_set)
        sets.push_back(m_set);
    return sets;
}

void PaneHighlighter::show(TextHighlights& highlights) const
{
    const auto shown = sets();
    if (!shown.empty() && m_view)
        highlights.setPalette(highlightPalette(m_view->viewStyle()));
    if (!shown.empty() || !highlights.isEmpty())
        highlights.setSets(shown);
}

void PaneHighlighter::tellProblems()
{
    if (std::exchange(m_problemsTold, true))
        return;
    for (const QString& problem : store().problems())
        m_pane.showMessage(DocumentSession::Severity::Warning, problem);
}

// As it is shown: so it is found between hidden sequences too. Of the row in which the selection begins.
QString PaneHighlighter::selectedText() const
{
    const Selection selection = m_pane.session().selection();
    if (!m_view || selection.isEmpty())
        return {};
    const TextRow row = m_view->scene().page().rows().at(selection.range().begin());
    const RowSelection inside = RowSelection::of(row, selection);
    if (inside.unit >= inside.unitEnd || inside.unitEnd - inside.unit > longestQuick)
        return {};
    return row.segment().text.mid(inside.unit, inside.unitEnd - inside.unit);
}

void PaneHighlighter::highlightSelection()
{
    const QString text = selectedText();
    if (text.isEmpty())
        return;
    HighlightRule rule;
    rule.pattern.text = text.toStdString();
    rule.ground = quickGround(m_quickColors++);
    std::erase_if(m_quick.rules, [&](const HighlightRule& other) { return other.pattern == rule.pattern; });
    m_quick.rules.insert(m_quick.rules.begin(), std::move(rule)); // the latest is seen
    apply();
}

void PaneHighlighter::clearQuick()
{
    m_quick.rules.clear();
    m_quickColors = 0;
    apply();
}

} // namespace megascope
