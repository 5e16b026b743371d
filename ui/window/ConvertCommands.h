// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentConverter.h"

#include <QObject>

namespace megascope {

class DocumentPane;

// What the converting entries of the Edit menu do, with the question that they ask. Belongs to a window, and
// is about the document that its pane shows when a command is given.
class ConvertCommands final : public QObject {
    Q_OBJECT

public:
    ConvertCommands(DocumentPane& pane, QWidget* window);

    void convertLineEnds(LineEnding to);
    void convertEncoding(Encoding to);

private:
    void convert(const Conversion& conversion);
    [[nodiscard]] bool isFree();
    // What cannot fit is told.
    [[nodiscard]] bool hasRoom(ByteCount fewest);
    void tellEnd(const ConversionOutcome& outcome);
    void tellMisfits(const Misfits& misfits);

    DocumentPane& m_pane;
    QWidget* m_window;
    Conversion m_conversion; // the last one
    Encoding m_from; // before it
};

} // namespace megascope
