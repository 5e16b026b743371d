// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

class QString;
class QToolButton;
class QWidget;

namespace megascope {

// A flat button with a text beside its icon, as the heads of panels have them. Without an icon where that is
// empty.
[[nodiscard]] QToolButton* makePanelButton(QWidget& parent, const char* icon, const QString& text);

} // namespace megascope
