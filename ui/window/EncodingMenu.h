// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

class QMenu;

namespace megascope {

class ConvertCommands;
class DocumentPane;

// Makes `menu` offer all encodings by group, and "detect". Filled when it is first opened; the present one is
// checked.
void makeEncodingMenu(QMenu& menu, DocumentPane& pane);
// Makes `menu` offer all encodings to convert to. Filled when it is first opened.
void makeConversionMenu(QMenu& menu, ConvertCommands& commands);

} // namespace megascope
