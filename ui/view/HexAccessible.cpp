// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexAccessible.h"

#include "ui/view/HexView.h"

#include <KLocalizedString>

#include <QPointer>
#include <QScrollBar>

#include <optional>

namespace megascope {

namespace {

QString characterText(const HexCell& cell)
{
    return cell.kind == HexCell::Kind::Visible ? QString(QChar::fromUcs4(cell.codePoint)) : QString();
}

// One visible byte.
class Cell final : public QAccessibleInterface, public QAccessibleTableCellInterface {
public:
    Cell(HexView* view, int row, int column)
        : m_view(view)
        , m_row(row)
        , m_column(column)
    {
    }

    bool isValid() const override { return m_view && place().has_value(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* child(int /*index*/) const override { return nullptr; }
    QAccessibleInterface* childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface* /*child*/) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::Cell; }
    void setText(QAccessible::Text /*kind*/, const QString& /*text*/) override { }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface*>(this)
                                                       : nullptr;
    }

    QString text(QAccessible::Text kind) const override
    {
        const std::optional<ByteOffset> offset = m_view ? place() : std::nullopt;
        if (!offset || kind != QAccessible::Name)
            return {};
        const HexFormat& format = m_view->format();
        const QString offsetText = format.offsetText(*offset, m_view->hexLayout().offsetDigits());
        if (*offset == m_view->model().grid().end())
            return i18nc("@info accessible name of a cell", "offset %1, end of the document", offsetText);
        const HexCell cell = m_view->model().cellAt(*offset);
        if (cell.state != HexCell::State::Present)
            return i18nc("@info accessible name of a cell", "offset %1, unreadable", offsetText);
        if (cell.kind == HexCell::Kind::Hole)
            return i18nc("@info accessible name of a cell", "offset %1, hole", offsetText);
        const QString byte = format.byteText(std::byte{cell.byte});
        const QString character = characterText(cell);
        return character.isEmpty()
            ? i18nc("@info accessible name of a cell", "offset %1, %2", offsetText, byte)
            : i18nc("@info accessible name of a cell", "offset %1, %2, %3", offsetText, byte, character);
    }

    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRectF cell = m_view->hexLayout().cell(m_view->activeArea(), m_row, m_column);
        const QPointF scrolled(-m_view->horizontalScrollBar()->value(), 0);
        const QRect local = cell.translated(scrolled).toAlignedRect();
        return {m_view->viewport()->mapToGlobal(local.topLeft()), local.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        const std::optional<ByteOffset> offset = m_view ? place() : std::nullopt;
        state.invalid = !offset;
        state.readOnly = true;
        state.focusable = true;
        state.selectable = true;
        state.focused = offset == m_view->session().selection().cursor && m_view->hasFocus();
        state.selected = isSelected();
        return state;
    }

    bool isSelected() const override
    {
        const std::optional<ByteOffset> offset = m_view ? place() : std::nullopt;
        return offset && m_view->session().selection().range().contains(*offset);
    }
    int rowIndex() const override { return m_row; }
    int columnIndex() const override { return m_column; }
    int rowExtent() const override { return 1; }
    int columnExtent() const override { return 1; }
    QList<QAccessibleInterface*> rowHeaderCells() const override { return {}; }
    QList<QAccessibleInterface*> columnHeaderCells() const override { return {}; }
    QAccessibleInterface* table() const override { return parent(); }

private:
    // The position that the cell shows now; nothing when the document ends before it.
    std::optional<ByteOffset> place() const
    {
        const HexModel& model = m_view->model();
        if (m_row >= model.rowCount())
            return std::nullopt;
        const ByteRange row = model.grid().rowRange(model.baseRow() + RowCount(m_row));
        const bool isThere = ByteCount(m_column) < row.count();
        const bool isEnd = ByteCount(m_column) == row.count() && row.end() == model.grid().end();
        return isThere || isEnd ? std::optional(row.begin() + ByteCount(m_column)) : std::nullopt;
    }

    QPointer<HexView> m_view;
    int m_row;
    int m_column;
};

QAccessibleInterface* makeHexAccessible(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<HexView*>(object);
    return view ? new HexAccessible(view) : nullptr;
}

} // namespace

void HexAccessible::install()
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(makeHexAccessible);
        return true;
    }();
    Q_UNUSED(isInstalled)
}

void HexAccessible::tellCursorMoved(HexView& view)
{
    if (!view.hasFocus())
        return;
    const HexGrid& grid = view.model().grid();
    const ByteOffset cursor = view.session().selection().cursor;
    const std::int64_t row = (grid.rowOf(cursor) - view.topRow()).value();
    if (row < 0 || row >= view.model().rowCount())
        return;
    QAccessibleEvent event(&view, QAccessible::Focus);
    event.setChild(static_cast<int>(row) * grid.bytesPerRow() + grid.columnOf(cursor));
    QAccessible::updateAccessibility(&event);
}

HexAccessible::HexAccessible(HexView* view)
    : QAccessibleWidget(view, QAccessible::Table)
{
}

HexAccessible::~HexAccessible()
{
    for (const auto& [index, id] : m_cells)
        QAccessible::deleteAccessibleInterface(id);
}

HexView* HexAccessible::view() const
{
    return static_cast<HexView*>(object());
}

void* HexAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TableInterface)
        return static_cast<QAccessibleTableInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
}

QString HexAccessible::text(QAccessible::Text kind) const
{
    if (kind != QAccessible::Description)
        return QAccessibleWidget::text(kind);
    const HexLayout& layout = view()->hexLayout();
    return i18nc("@info accessible description", "from offset %1, size %2",
        layout.format().offsetText(view()->topOffset(), layout.offsetDigits()),
        layout.format().offsetText(layout.grid().end(), layout.offsetDigits()));
}

int HexAccessible::childCount() const
{
    return rowCount() * columnCount();
}

QAccessibleInterface* HexAccessible::child(int index) const
{
    return index >= 0 && index < childCount() ? cellAt(index / columnCount(), index % columnCount())
                                              : nullptr;
}

int HexAccessible::indexOfChild(const QAccessibleInterface* child) const
{
    const auto* cell = dynamic_cast<const Cell*>(child);
    return cell ? cell->rowIndex() * columnCount() + cell->columnIndex() : -1;
}

QAccessibleInterface* HexAccessible::childAt(int x, int y) const
{
    const QPointF local = view()->viewport()->mapFromGlobal(QPointF(x, y));
    if (!QRectF(view()->viewport()->rect()).contains(local))
        return nullptr;
    const auto hit = view()->hexLayout().hit(local, view()->topRow(), view()->horizontalScrollBar()->value());
    return cellAt(static_cast<int>((hit.row - view()->topRow()).value()), hit.column);
}

QAccessibleInterface* HexAccessible::focusChild() const
{
    const HexGrid& grid = view()->model().grid();
    const ByteOffset cursor = view()->session().selection().cursor;
    const std::int64_t row = (grid.rowOf(cursor) - view()->topRow()).value();
    return row >= 0 && row < rowCount() ? cellAt(static_cast<int>(row), grid.columnOf(cursor)) : nullptr;
}

QAccessibleInterface* HexAccessible::cellAt(int row, int column) const
{
    if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount())
        return nullptr;
    QAccessible::Id& id = m_cells[row * HexFormat::maxBytesPerRow + column];
    if (id == 0)
        id = QAccessible::registerAccessibleInterface(new Cell(view(), row, column));
    return QAccessible::accessibleInterface(id);
}

int HexAccessible::rowCount() const
{
    return view()->model().rowCount();
}

int HexAccessible::columnCount() const
{
    return view()->model().grid().bytesPerRow();
}

QString HexAccessible::rowDescription(int row) const
{
    const HexModel& model = view()->model();
    return model.format().offsetText(
        model.grid().rowBegin(model.baseRow() + RowCount(row)), view()->hexLayout().offsetDigits());
}

QString HexAccessible::columnDescription(int column) const
{
    return view()->format().byteText(static_cast<std::byte>(column));
}

int HexAccessible::selectedCellCount() const
{
    const HexModel& model = view()->model();
    return static_cast<int>(
        view()->session().selection().range().intersected(model.page().range()).count().value());
}

QList<QAccessibleInterface*> HexAccessible::selectedCells() const
{
    const HexModel& model = view()->model();
    const ByteRange visible = model.page().range();
    const ByteRange selected = view()->session().selection().range().intersected(visible);
    const auto first = static_cast<int>((selected.begin() - visible.begin()).value());
    QList<QAccessibleInterface*> cells;
    for (int index = first; index < first + static_cast<int>(selected.count().value()); ++index)
        cells.append(child(index));
    return cells;
}

} // namespace megascope
