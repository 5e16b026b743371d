// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/HighlighterDialog.h"

#include "ui/model/HighlighterFormat.h"
#include "ui/model/HighlighterStore.h"
#include "ui/view/ViewStyle.h"
#include "ui/window/PaneStyle.h"
#include "ui/window/SetEditor.h"

#include <KColorScheme>
#include <KLocalizedString>

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace megascope {

namespace {

constexpr int longestSetName = 100; // UTF-16 units

QString jsonFilter()
{
    return i18nc("@option file dialog", "Highlighters (*.json)");
}

} // namespace

HighlighterDialog::HighlighterDialog(HighlighterStore& store, const QString& name, QWidget* parent)
    : QDialog(parent)
    , m_store(store)
    , m_sets(store.all())
    , m_list(new QListWidget(this))
    , m_editor(new SetEditor(highlightPalette(ViewStyle::fromPalette(palette(), font())), this))
    , m_problem(new QLabel(this))
{
    setWindowTitle(i18nc("@title:window", "Highlighters"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    QPalette red = m_problem->palette();
    KColorScheme::adjustForeground(red, KColorScheme::NegativeText, QPalette::WindowText);
    m_problem->setPalette(red);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    auto* columns = new QHBoxLayout;
    columns->addWidget(makeList(), 1);
    columns->addWidget(m_editor, 3);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &HighlighterDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // long names are cut
    connect(m_list, &QListWidget::currentRowChanged, this, &HighlighterDialog::showCurrent);
    connect(m_editor, &SetEditor::edited, this, &HighlighterDialog::takeEdited);
    const auto shown = std::ranges::find(m_sets, name, &HighlighterSet::name);
    showSets(shown == m_sets.end() ? 0 : static_cast<int>(shown - m_sets.begin()));
}

QWidget* HighlighterDialog::makeList()
{
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(i18nc("@label:listbox", "&Sets:"), box);
    label->setBuddy(m_list);
    layout->addWidget(label);
    layout->addWidget(m_list, 1);
    const auto button = [&](const QString& text, const char* icon, void (HighlighterDialog::*run)()) {
        auto* made = new QPushButton(QIcon::fromTheme(QString::fromLatin1(icon)), text, box);
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, run);
        layout->addWidget(made);
        return made;
    };
    button(i18nc("@action:button", "&New Set"), "list-add", &HighlighterDialog::add);
    button(i18nc("@action:button", "Cop&y Set"), "edit-copy", &HighlighterDialog::copy);
    m_rename = button(i18nc("@action:button", "&Rename Set…"), "edit-rename", &HighlighterDialog::rename);
    m_remove = button(i18nc("@action:button", "&Delete Set"), "edit-delete", &HighlighterDialog::remove);
    button(i18nc("@action:button", "I&mport…"), "document-import", &HighlighterDialog::askImport);
    button(i18nc("@action:button", "E&xport…"), "document-export", &HighlighterDialog::askExport);
    return box;
}

int HighlighterDialog::current() const
{
    return m_list->currentRow();
}

void HighlighterDialog::showSets(int current)
{
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    for (const HighlighterSet& set : m_sets)
        m_list->addItem(set.isBuiltIn
                ? i18nc("@item a highlighter set that comes with the program", "%1 (built-in)", set.name)
                : set.name);
    m_list->setCurrentRow(std::min(current, m_list->count() - 1));
    const int widest = fontMetrics().averageCharWidth() * 40;
    m_list->setMinimumWidth(std::min(m_list->sizeHintForColumn(0) + 4 * m_list->frameWidth(), widest));
    showCurrent();
}

void HighlighterDialog::showCurrent()
{
    if (current() < 0)
        return;
    const HighlighterSet& set = m_sets[static_cast<std::size_t>(current())];
    m_editor->setSet(set);
    m_rename->setEnabled(!set.isBuiltIn);
    m_remove->setEnabled(!set.isBuiltIn);
    check();
}

void HighlighterDialog::takeEdited()
{
    m_sets[static_cast<std::size_t>(current())] = m_editor->set();
    check();
}

// What cannot be kept is said here.
void HighlighterDialog::check()
{
    QString problem;
    for (const HighlighterSet& set : m_sets) {
        if (problem.isEmpty() && !set.isBuiltIn)
            problem = ruleProblem(set);
    }
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_ok->setEnabled(problem.isEmpty());
}

QString HighlighterDialog::freeName(const QString& wanted, int except) const
{
    const auto isTaken = [&](const QString& name) {
        const auto found = std::ranges::find(m_sets, name, &HighlighterSet::name);
        return found != m_sets.end() && found - m_sets.begin() != except;
    };
    QString name = wanted;
    for (int number = 2; isTaken(name); ++number)
        name = i18nc("@item name of a copy", "%1 %2", wanted, number);
    return name;
}

void HighlighterDialog::addSet(HighlighterSet set)
{
    set.name = freeName(set.name);
    set.isBuiltIn = false;
    m_sets.insert(m_sets.begin(), std::move(set));
    showSets(0);
}

void HighlighterDialog::add()
{
    addSet(
        {.name = i18nc("@item name of a new highlighter set", "New Highlighters"), .files = {}, .rules = {}});
}

void HighlighterDialog::copy()
{
    addSet(m_sets[static_cast<std::size_t>(current())]);
}

void HighlighterDialog::rename()
{
    HighlighterSet& set = m_sets[static_cast<std::size_t>(current())];
    bool isChosen = false;
    const QString name = QInputDialog::getText(this, i18nc("@title:window", "Rename Highlighters"),
        i18nc("@label:textbox", "Name:"), QLineEdit::Normal, set.name, &isChosen)
                             .trimmed();
    if (!isChosen || name.isEmpty())
        return;
    set.name = freeName(name.left(longestSetName), current());
    showSets(current());
}

void HighlighterDialog::remove()
{
    m_sets.erase(m_sets.begin() + current());
    showSets(current());
}

void HighlighterDialog::askImport()
{
    const QString path = QFileDialog::getOpenFileName(
        this, i18nc("@title:window", "Import Highlighters"), QString(), jsonFilter());
    if (!path.isEmpty())
        importFrom(path);
}

void HighlighterDialog::importFrom(const QString& path)
{
    std::expected<HighlighterSet, QString> set = HighlighterStore::read(path);
    if (set)
        return addSet(*std::move(set));
    m_problem->setText(set.error());
    m_problem->show();
}

void HighlighterDialog::askExport()
{
    const QString path = QFileDialog::getSaveFileName(this, i18nc("@title:window", "Export Highlighters"),
        m_editor->set().name + QStringLiteral(".json"), jsonFilter());
    if (!path.isEmpty())
        exportTo(path);
}

void HighlighterDialog::exportTo(const QString& path)
{
    if (const auto written = HighlighterStore::write(path, m_editor->set()); !written) {
        m_problem->setText(written.error());
        m_problem->show();
    }
}

void HighlighterDialog::accept()
{
    std::vector<HighlighterSet> own;
    std::ranges::copy_if(
        m_sets, std::back_inserter(own), [](const HighlighterSet& set) { return !set.isBuiltIn; });
    if (const auto kept = m_store.setOwn(std::move(own)); !kept) {
        m_problem->setText(kept.error());
        m_problem->show();
        return;
    }
    QDialog::accept();
}

} // namespace megascope
