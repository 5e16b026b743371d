// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/RowHighlighter.h"

#include <QSyntaxHighlighter>

namespace megascope {

// Writes a text field as a highlighter set would.
class RuleSample final : public QSyntaxHighlighter {
    Q_OBJECT

public:
    RuleSample(QTextDocument* document, const HighlightPalette& palette);

    void setSet(const HighlighterSet& set);

protected:
    void highlightBlock(const QString& text) override;

private:
    RowHighlighter m_highlighter;
};

} // namespace megascope
