// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/ControlPicture.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace megascope {

namespace {

constexpr char32_t firstPicture = 0x2400;
constexpr char32_t lastPicture = 0x2421;

// By code; the last two are for space and delete.
constexpr const char* names[]
    = {"NU", "SH", "SX", "EX", "ET", "EQ", "AK", "BL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI", "DL",
        "D1", "D2", "D3", "D4", "NK", "SY", "EB", "CN", "EM", "SB", "EC", "FS", "GS", "RS", "US", "SP", "DT"};

// Of the text's size; and no smaller than can be made out.
constexpr double letterSize = 0.62;
constexpr double smallestLetter = 7; // logical pixels

} // namespace

bool isControlPicture(char32_t character)
{
    return character >= firstPicture && character <= lastPicture;
}

void drawControlPicture(QPainter& painter, char32_t character, const QRectF& cell, const QFont& font)
{
    const char* name = names[character - firstPicture];
    QFont small = font;
    const double size = std::max(QFontInfo(font).pixelSize() * letterSize, smallestLetter);
    small.setPixelSize(static_cast<int>(size));
    const QFontMetricsF metrics(small);
    const double capital = metrics.capHeight();
    const double middle = cell.center().y();
    painter.setFont(small);
    painter.drawText(QPointF(cell.left(), middle - capital * 0.05), QString::fromLatin1(name, 1));
    const QString second = QString::fromLatin1(name + 1, 1);
    painter.drawText(
        QPointF(cell.right() - metrics.horizontalAdvance(second), middle + capital * 0.95), second);
}

} // namespace megascope
