// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/DocumentView.h"
#include "ui/window/Commands.h"
#include "ui/window/ConvertCommands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/EncodingMenu.h"
#include "ui/window/MainWindow.h"
#include "ui/window/PaneClipboard.h"

#include <KActionCollection>
#include <KActionMenu>
#include <KLocalizedString>
#include <KStandardAction>

#include <QAction>
#include <QMenu>

namespace megascope {

namespace {

void addClipboardActions(MainWindow& window)
{
    KActionCollection* actions = window.actionCollection();
    PaneClipboard* clipboard = &window.pane().clipboard();
    KStandardAction::cut(clipboard, &PaneClipboard::cut, actions);
    KStandardAction::copy(clipboard, [clipboard] { clipboard->copy(CopyFormat::Text); }, actions);
    KStandardAction::paste(clipboard, [clipboard] { clipboard->paste(); }, actions);
    const auto copy = [clipboard](CopyFormat format) { return [=] { clipboard->copy(format); }; };
    addCommands(window,
        {{"edit_copy_hex", i18nc("@action copy as", "&Hex Digits"), "",
             QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), copy(CopyFormat::Hex)},
            {"edit_copy_c", i18nc("@action copy as", "&C Array"), "", {}, copy(CopyFormat::CArray)},
            {"edit_copy_base64", i18nc("@action copy as", "&Base64"), "", {}, copy(CopyFormat::Base64)},
            {"edit_paste_hex", i18nc("@action", "Paste as &Hex Digits"), "",
                QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V), [clipboard] { clipboard->pasteHex(); }}});
}

void addSwitch(MainWindow& window, const Command& command)
{
    addCommands(window, {command});
    window.actionCollection()->action(QString::fromLatin1(command.id))->setCheckable(true);
}

void addLineActions(MainWindow& window)
{
    DocumentPane* pane = &window.pane();
    const auto edit = [pane](LineEdit which) { return [=] { pane->edit(which); }; };
    constexpr auto ctrlShift = Qt::CTRL | Qt::SHIFT;
    addCommands(window,
        {{"edit_delete_line", i18nc("@action", "De&lete Line"), "", QKeySequence(Qt::CTRL | Qt::Key_K),
             edit(LineEdit::Delete)},
            {"edit_duplicate", i18nc("@action", "Dup&licate Line or Selection"), "",
                QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_Down), edit(LineEdit::Duplicate)},
            {"edit_move_up", i18nc("@action", "Move Line &Up"), "", QKeySequence(ctrlShift | Qt::Key_Up),
                edit(LineEdit::MoveUp)},
            {"edit_move_down", i18nc("@action", "Move Line &Down"), "",
                QKeySequence(ctrlShift | Qt::Key_Down), edit(LineEdit::MoveDown)},
            {"edit_indent", i18nc("@action", "&Indent"), "format-indent-more",
                QKeySequence(Qt::CTRL | Qt::Key_I), edit(LineEdit::Indent)},
            {"edit_unindent", i18nc("@action", "U&nindent"), "format-indent-less",
                QKeySequence(ctrlShift | Qt::Key_I), edit(LineEdit::Unindent)},
            {"edit_uppercase", i18nc("@action", "U&ppercase"), "format-text-uppercase",
                QKeySequence(Qt::CTRL | Qt::Key_U), edit(LineEdit::UpperCase)},
            {"edit_lowercase", i18nc("@action", "Lo&wercase"), "format-text-lowercase",
                QKeySequence(ctrlShift | Qt::Key_U), edit(LineEdit::LowerCase)}});
}

void addConversions(MainWindow& window)
{
    ConvertCommands* commands = &window.convertCommands();
    const auto to = [commands](LineEnding ending) { return [=] { commands->convertLineEnds(ending); }; };
    addCommands(window,
        {{"edit_line_ends_lf", i18nc("@action line ends", "&LF (Unix)"), "", {}, to(LineEnding::Lf)},
            {"edit_line_ends_crlf", i18nc("@action line ends", "&CRLF (Windows)"), "", {},
                to(LineEnding::CrLf)},
            {"edit_line_ends_cr", i18nc("@action line ends", "C&R (Old Mac)"), "", {}, to(LineEnding::Cr)}});
    auto* encodings = new KActionMenu(i18nc("@title:menu", "Con&vert Text to Encoding"), &window);
    makeConversionMenu(*encodings->menu(), *commands);
    window.actionCollection()->addAction(QStringLiteral("edit_convert_encoding"), encodings);
}

} // namespace

void addEditActions(MainWindow& window)
{
    KActionCollection* actions = window.actionCollection();
    DocumentPane* pane = &window.pane();
    KStandardAction::undo(pane, &DocumentPane::undo, actions);
    KStandardAction::redo(pane, &DocumentPane::redo, actions);
    addClipboardActions(window);
    KStandardAction::selectAll(pane, &DocumentPane::selectAll, actions);
    addCommands(window,
        {{"edit_delete", i18nc("@action", "&Delete"), "edit-delete", QKeySequence(Qt::Key_Delete),
             [pane] { pane->activeView()->deleteForward(); }},
            {"edit_fill", i18nc("@action", "&Fill Selection…"), "", {}, [pane] { pane->askFilling(); }}});
    addSwitch(window,
        {"edit_insert_mode", i18nc("@option:check", "&Insert Mode (Hex)"), "", QKeySequence(Qt::Key_Insert),
            [pane] {
                DocumentEditor& editor = pane->session().editor();
                editor.setInserting(!editor.isInserting());
            }});
    addSwitch(window, {"edit_read_only", i18nc("@option:check", "&Read-Only"), "", {}, [pane] {
                           DocumentEditor& editor = pane->session().editor();
                           editor.setReadOnly(!editor.isReadOnly());
                       }});
    addLineActions(window);
    addConversions(window);
}

void showPossibleEdits(MainWindow& window)
{
    const DocumentPane& pane = window.pane();
    const DocumentEditor& editor = pane.session().editor();
    const bool selected = !pane.session().selection().isEmpty();
    const bool writable = !editor.isReadOnly();
    const bool text = pane.shownLayout() != ViewSettings::Layout::Hex;
    const bool hex = pane.shownLayout() != ViewSettings::Layout::Text;
    for (const char* id : {"edit_copy", "edit_copy_hex", "edit_copy_c", "edit_copy_base64"})
        setPossible(window, id, selected);
    for (const char* id : {"edit_cut", "edit_fill", "edit_uppercase", "edit_lowercase"})
        setPossible(window, id, selected && writable);
    for (const char* id : {"edit_paste", "edit_paste_hex", "edit_delete", "edit_duplicate", "edit_replace",
             "edit_replace_next", "edit_replace_all", "edit_replace_preview"})
        setPossible(window, id, writable);
    for (const char* id :
        {"edit_delete_line", "edit_move_up", "edit_move_down", "edit_indent", "edit_unindent"})
        setPossible(window, id, writable && text);
    const bool hasContent = pane.session().size() > ByteCount(0);
    for (const char* id :
        {"edit_line_ends_lf", "edit_line_ends_crlf", "edit_line_ends_cr", "edit_convert_encoding"})
        setPossible(window, id, writable && hasContent);
    for (const char* id : {"go_next_change", "go_previous_change"})
        setPossible(window, id, editor.isModified());
    setPossible(window, "edit_undo", editor.canUndo());
    setPossible(window, "edit_redo", editor.canRedo());
    setPossible(window, "edit_insert_mode", hex);
    window.actionCollection()->action(QStringLiteral("edit_insert_mode"))->setChecked(editor.isInserting());
    window.actionCollection()->action(QStringLiteral("edit_read_only"))->setChecked(editor.isReadOnly());
}

} // namespace megascope
