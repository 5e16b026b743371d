// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <QKeySequence>
#include <QList>
#include <QString>

#include <functional>

class QAction;

namespace megascope {

class MainWindow;

// What may write more than this, a save or a conversion, is shown before it begins.
inline constexpr ByteCount writtenWithoutAsking = mebibytes(256);

// Something that a window can do.
struct Command {
    const char* id;
    QString text;
    const char* icon; // of the theme; may be empty
    QKeySequence shortcut;
    std::function<void()> run;
};

// Puts commands into the window's action collection.
void addCommands(MainWindow& window, const QList<Command>& commands);
void setPossible(MainWindow& window, const char* id, bool possible);

// An amount for people: "1.5 MiB".
[[nodiscard]] QString sizeText(ByteCount count);

// The commands that change the document, and those of the clipboard.
void addEditActions(MainWindow& window);
// Those that find.
void addFindActions(MainWindow& window);
// Those about the times that lines bear.
void addTimeActions(MainWindow& window);
// Enables those that make sense now, and checks what is switched on.
void showPossibleEdits(MainWindow& window);

} // namespace megascope
