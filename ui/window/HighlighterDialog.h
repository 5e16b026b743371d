// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HighlighterSet.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;

namespace megascope {

class HighlighterStore;
class SetEditor;

// Edits the sets of highlighters. What it changes counts once it is accepted.
class HighlighterDialog final : public QDialog {
    Q_OBJECT

public:
    // Shows the set of that name first, if there is one. The store must outlive the dialog.
    HighlighterDialog(HighlighterStore& store, const QString& name, QWidget* parent);

    void accept() override;
    // Adds the set of a file; its name is made one of its own.
    void importFrom(const QString& path);
    void exportTo(const QString& path);

private:
    [[nodiscard]] QWidget* makeList();
    void showSets(int current);
    void showCurrent();
    void takeEdited();
    void check();
    [[nodiscard]] int current() const;
    [[nodiscard]] QString freeName(const QString& wanted, int except = -1) const;
    void addSet(HighlighterSet set);

    void add();
    void copy();
    void rename();
    void remove();
    void askImport();
    void askExport();

    HighlighterStore& m_store;
    std::vector<HighlighterSet> m_sets; // own ones, then those that come with the program
    QListWidget* m_list;
    SetEditor* m_editor;
    QLabel* m_problem;
    QPushButton* m_ok = nullptr;
    QPushButton* m_rename = nullptr;
    QPushButton* m_remove = nullptr;
};

} // namespace megascope
