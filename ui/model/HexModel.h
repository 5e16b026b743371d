// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HexFormat.h"
#include "ui/model/HexGrid.h"
#include "ui/model/HexPage.h"

#include <QAbstractTableModel>

namespace megascope {

// The rows of a document that are visible now, as offset, bytes and characters. A window over the grid: row 0
// is the grid's baseRow(), which has 64 bits. Reads when somebody asks, one page for all of its rows.
class HexModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { OffsetColumn, BytesColumn, CharactersColumn, ColumnCount };
    enum Role {
        OffsetRole = Qt::UserRole, // qint64: offset of the row's first byte
        ByteCountRole, // int: bytes in the row
        UnreadableRole, // int: how many of them could not be read
    };

    explicit HexModel(QObject* parent = nullptr);

    void setSnapshot(const Snapshot& snapshot);
    void setEncoding(Encoding encoding);
    // What was read is asked for once more.
    void readAgain() { contentChanged(); }
    // `bytesPerRow` is what the format asks for, or what fits when it asks for that.
    void setFormat(const HexFormat& format, int bytesPerRow);
    // At most `rows` rows from `base` on, as many as there are. REQUIRES: rows >= 0
    void setWindow(RowNumber base, int rows);

    [[nodiscard]] const Snapshot& snapshot() const { return m_snapshot; }
    [[nodiscard]] const HexFormat& format() const { return m_format; }
    [[nodiscard]] const HexGrid& grid() const { return m_grid; }
    [[nodiscard]] RowNumber baseRow() const { return m_base; }
    // The bytes of all rows. Valid until the next call that changes the model.
    [[nodiscard]] const HexPage& page() const;
    // One byte, also of a row outside the window.
    [[nodiscard]] HexCell cellAt(ByteOffset offset) const;
    // The letters and digits around a byte, at most 1 KiB to each side; the byte alone when it is neither.
    [[nodiscard]] ByteRange wordAt(ByteOffset offset) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] RowNumber rowAt(int modelRow) const { return m_base + RowCount(modelRow); }
    [[nodiscard]] int availableRows(RowNumber base, int wanted) const;
    [[nodiscard]] QString bytesText(std::span<const HexCell> cells) const;
    [[nodiscard]] static QString charactersText(std::span<const HexCell> cells);
    void resizeTo(int rows);
    void contentChanged();

    Snapshot m_snapshot;
    Encoding m_encoding;
    HexFormat m_format;
    HexGrid m_grid;
    RowNumber m_base;
    int m_wantedRows = 0;
    int m_rows = 0;
    mutable HexPage m_page;
    mutable bool m_pageIsCurrent = false;
};

} // namespace megascope
