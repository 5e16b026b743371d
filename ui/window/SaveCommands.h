// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/SavePlan.h"
#include "ui/session/DocumentSaver.h"

#include <QObject>

#include <functional>

namespace megascope {

class DocumentPane;

// What the saving entries of the File menu do, with the questions that they ask. Belongs to a window, and is
// about the document that its pane shows when a command is given.
class SaveCommands final : public QObject {
    Q_OBJECT

public:
    SaveCommands(DocumentPane& pane, QWidget* window);

    void save();
    void saveAs();
    void saveCopyAs();
    void saveSelectionAs();
    // Asks what to do with unsaved edits, when there are any. Returns whether they may be given up now; where
    // they are to be saved first, `then` is called when that is done.
    [[nodiscard]] bool mayGiveUp(const std::function<void()>& then);

private:
    void planAndSave(bool overwriteChanged);
    void carryOut(const SavePlan& plan);
    void begin(const SavePlan& plan);
    void refuse(const Error& error);
    void offerToFinish(const QString& reason);
    void overwriteChanged();
    [[nodiscard]] DocumentSaver& willTellEnd();
    void tellEnd(const SaveOutcome& outcome);
    void saveTo(const QString& title, const ByteRange& range, bool moves);
    [[nodiscard]] bool isFree();
    void offerToGiveUp(const std::function<void()>& then);
    [[nodiscard]] QString describe(const SavePlan& plan) const;

    DocumentPane& m_pane;
    QWidget* m_window;
    std::function<void()> m_then; // after a save that ends well
    bool m_isLeft = false; // the document is given up though it is being saved
};

} // namespace megascope
