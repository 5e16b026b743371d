// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Pattern.h"

class QLineEdit;

namespace megascope {

// A wave below the place in a field's text where a pattern is wrong; null: none.
void markPatternError(QLineEdit& field, const PatternError* error);

} // namespace megascope
