// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

namespace megascope {

// The calling thread, and those that it makes, give way to the program's other threads from now on, so that
// what a person does is not kept waiting by work that nobody waits for. Where nothing else runs they are as
// fast as before.
void giveWay();

} // namespace megascope
