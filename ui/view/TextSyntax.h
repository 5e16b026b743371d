// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/SyntaxColorizer.h"
#include "ui/model/SyntaxRepository.h"
#include "ui/model/TextModel.h"
#include "ui/session/DocumentSession.h"

#include <QBasicTimer>
#include <QObject>

namespace megascope {

// The syntax colours of one text view: which definition and theme, and the work on them, in the frame as far
// as its time allows, else when nothing else is to be done. Does nothing, and loads nothing, before start().
class TextSyntax final : public QObject {
    Q_OBJECT

public:
    explicit TextSyntax(DocumentSession& session);

    // Borrowed; null: no colours.
    void setRepository(const SyntaxRepository* repository);
    void setChoice(const SyntaxChoice& choice);
    // Empty: the usual one for such a background.
    void setTheme(const QString& name, bool dark);
    // The definition in use; empty: none.
    [[nodiscard]] QString definitionName() const;

    void start();
    // The document is another one, or another state of it.
    void documentChanged();
    // The same with these changes: the definition stays, and so does what they cannot have recoloured.
    void documentEdited(std::span<const Change> changes);

    // Colours that were made out without all bytes are made out again.
    void readAgain();

    // The colours of each of the model's rows, by row. Borrowed until the next call.
    [[nodiscard]] std::span<const std::span<const TextStyleSpan>> colors(
        const TextRows& rows, const TextModel& model);

signals:
    // Colours of visible rows came or changed.
    void colorsChanged();

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    void choose();

    DocumentSession& m_session;
    const SyntaxRepository* m_repository = nullptr;
    SyntaxChoice m_choice;
    QString m_theme;
    bool m_dark = false;
    bool m_started = false;
    QByteArray m_head; // what the definition was chosen by, beside the name
    SyntaxColorizer m_colorizer;
    const TextRows* m_rows = nullptr; // of the last frame; null after documentChanged()
    bool m_isLacking = false; // bytes were not there in time that tell colours
    std::vector<std::span<const TextStyleSpan>> m_colors;
    QBasicTimer m_idle; // runs while there is work to do
    SyntaxColorizer::Clock::time_point m_restsFrom; // the document grew a while before that
};

} // namespace megascope
