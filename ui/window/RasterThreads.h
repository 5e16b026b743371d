// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QByteArrayView>
#include <QtEnvironmentVariables>

namespace megascope {

// Qt's raster engine cuts fills of some size into parts for threads of its own and waits for them. To wake
// those takes longer than to fill a scroll bar, and far longer while other threads index or search: a third
// of a frame of text. With this variable, which Qt 6.8 knows, it draws where it is asked to. To be called
// before the application object is made; what a person has set stays.
inline void drawInOneThread()
{
    if (!qEnvironmentVariableIsSet("QT_NO_GUI_THREADPOOL"))
        qputenv("QT_NO_GUI_THREADPOOL", "1");
}

} // namespace megascope
