// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

class QWidget;

namespace megascope {

class DocumentSession;

// Whether the file of a document may be written to, which is asked where it is a device: once, and once more
// where it is in use.
[[nodiscard]] bool mayWriteToDevice(QWidget& window, const DocumentSession& session);

} // namespace megascope
