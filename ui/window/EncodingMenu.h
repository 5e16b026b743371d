// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

class QMenu;
class QWidget;

namespace megascope {

class DocumentPane;

// A menu of all encodings by group, and "detect". Filled when it is first opened; the present one is checked.
[[nodiscard]] QMenu* createEncodingMenu(DocumentPane& pane, QWidget* parent);

} // namespace megascope
