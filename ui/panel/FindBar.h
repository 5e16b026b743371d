// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentFinder.h"

#include <QPointer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QToolButton;

namespace megascope {

class PatternField;
class ReplaceRow;

// The bar below the document that asks what to find. What is written is looked for at once, from where the
// cursor was; Enter goes on to the next, Shift+Enter to the one before, Escape stops a search that takes
// long, and closes.
class FindBar final : public QWidget {
    Q_OBJECT

public:
    explicit FindBar(QWidget* parent = nullptr);

    // Finds in another document from now on, what is in the field.
    void follow(DocumentSession& session, DocumentFinder& finder);
    void open();
    // The same with the row that asks what to put in the place of what is found.
    void openForReplace();
    // That row, made when it is first asked for.
    [[nodiscard]] ReplaceRow& replaceRow();
    void close();
    // What and how is looked for.
    [[nodiscard]] Pattern pattern() const;
    // Puts a text and its kind into the field; case and words stay as they are.
    void setPattern(const Pattern& pattern);
    // Finds from the selection on, whether the bar is open or not.
    void find(DocumentFinder::Direction direction);

    // Says it in the bar; told() where that is closed.
    void say(const QString& text, bool isBad);

    // What was looked for before, the newest first.
    [[nodiscard]] const QStringList& history() const;
    void setHistory(const QStringList& history);

signals:
    void closed();
    void findAllRequested();
    void historyChanged();
    void told(const QString& text); // what there is to say while the bar is closed; one line

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void makeKinds();
    [[nodiscard]] QWidget* makeButtons();
    void addRows(QWidget* buttons);
    void connectAll();
    [[nodiscard]] QToolButton* addButton(QWidget* parent, const char* icon, const QString& text);
    void patternEdited();
    void chooseScope(bool inSelection);
    void showKind();
    void showError();
    void showStatus();
    void showFound(DocumentFinder::Way way);
    void showMissed(SearchEnd::Kind kind, ByteOffset at);

    QPointer<DocumentSession> m_session;
    QPointer<DocumentFinder> m_finder;
    ByteOffset m_origin; // where looking for what is being written begins
    bool m_isStepping = false; // the origin goes along with what is found
    std::int64_t m_seekDone = 0; // while a match is sought, per mille

    QComboBox* m_kind;
    PatternField* m_field;
    QCheckBox* m_case;
    QCheckBox* m_words;
    QCheckBox* m_inSelection;
    QGridLayout* m_fields = nullptr;
    ReplaceRow* m_replaceRow = nullptr; // null until somebody wants to replace something
    QToolButton* m_count = nullptr;
    QLabel* m_status;
    QLabel* m_message; // what was wrong, or is to be known of the last step
};

} // namespace megascope
