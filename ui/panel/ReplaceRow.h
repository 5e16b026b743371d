// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/MatchReplacer.h"

#include <QPointer>
#include <QStringList>

class QCheckBox;
class QGridLayout;
class QLabel;
class QToolButton;
class QWidget;

namespace megascope {

class PatternField;

// The find bar's row that asks what to put in the place of what is found, with what the match that is
// selected would become. Enter replaces that one and goes to the next, Ctrl+Enter replaces all.
class ReplaceRow final : public QObject {
    Q_OBJECT

public:
    // Its widgets are put into that row of the bar's grid, and into the one below.
    ReplaceRow(QWidget& bar, QGridLayout& grid, int row);

    // Replaces in another document from now on.
    void follow(DocumentSession& session, DocumentFinder& finder);
    void setVisible(bool isVisible);
    [[nodiscard]] bool isVisible() const { return m_isVisible; }
    [[nodiscard]] PatternField& field() const { return *m_field; }
    [[nodiscard]] QList<QWidget*> tabOrder() const;
    // Replaces the match that is selected, and goes to the next.
    void replace();
    void replaceAll();
    void list();

signals:
    void patternUsed(); // it is worth remembering
    void allWanted(megascope::MatchReplacer& replacer); // once it is known that all can be replaced
    void listWanted(megascope::MatchReplacer& replacer); // likewise
    void told(const QString& text, bool isBad); // one line

private:
    [[nodiscard]] QToolButton* addButton(QWidget* parent, const QString& text, const QString& tip);
    void take();
    void showState();
    void showPreview();
    [[nodiscard]] bool isPossible();

    QPointer<DocumentSession> m_session;
    QPointer<DocumentFinder> m_finder;
    QPointer<MatchReplacer> m_replacer;
    bool m_isVisible = false;
    QLabel* m_label;
    PatternField* m_field;
    QWidget* m_buttons;
    QToolButton* m_replace;
    QToolButton* m_all;
    QToolButton* m_list;
    QCheckBox* m_keepsLength;
    QLabel* m_preview; // or what is wrong
};

} // namespace megascope
