// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QAccessibleTableInterface>
#include <QAccessibleWidget>

#include <unordered_map>

namespace megascope {

class HexView;

// The hex view for assistive programs: a table of the bytes that are visible now, however large the document
// is. Rows and columns are the screen's; a cell stands for its place on the screen and is made when somebody
// asks for it.
class HexAccessible final : public QAccessibleWidget, public QAccessibleTableInterface {
public:
    // Makes Qt ask for these; once is enough.
    static void install();
    // Tells assistive programs, if there are any, that the focus is at another byte.
    static void tellCursorMoved(HexView& view);

    explicit HexAccessible(HexView* view);
    ~HexAccessible() override;

    void* interface_cast(QAccessible::InterfaceType type) override;
    QString text(QAccessible::Text kind) const override;
    int childCount() const override;
    QAccessibleInterface* child(int index) const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    QAccessibleInterface* focusChild() const override;

    QAccessibleInterface* caption() const override { return nullptr; }
    QAccessibleInterface* summary() const override { return nullptr; }
    QAccessibleInterface* cellAt(int row, int column) const override;
    int rowCount() const override;
    int columnCount() const override;
    QString rowDescription(int row) const override;
    QString columnDescription(int column) const override;
    int selectedCellCount() const override;
    QList<QAccessibleInterface*> selectedCells() const override;
    // Rows and columns cannot be selected as such.
    int selectedRowCount() const override { return 0; }
    int selectedColumnCount() const override { return 0; }
    QList<int> selectedRows() const override { return {}; }
    QList<int> selectedColumns() const override { return {}; }
    bool isRowSelected(int /*row*/) const override { return false; }
    bool isColumnSelected(int /*column*/) const override { return false; }
    bool selectRow(int /*row*/) override { return false; }
    bool selectColumn(int /*column*/) override { return false; }
    bool unselectRow(int /*row*/) override { return false; }
    bool unselectColumn(int /*column*/) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent* /*event*/) override { }

private:
    [[nodiscard]] HexView* view() const;

    mutable std::unordered_map<int, QAccessible::Id> m_cells; // by row * maxBytesPerRow + column
};

} // namespace megascope
