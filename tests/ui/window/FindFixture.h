// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "tests/ui/window/WindowFixture.h"
#include "ui/panel/FindBar.h"
#include "ui/view/DocumentView.h"
#include "ui/window/PaneFinder.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>

namespace megascope {

// A window whose find bar is written into and looked at.
class FindFixture : protected WindowFixture {
protected:
    void open(const QByteArray& content, const char* layout = "view_text")
    {
        static int number = 0;
        const QString name = QStringLiteral("find%1.txt").arg(++number);
        m_window->pane().setSession(DocumentSession::open(file(name, content)).value());
        trigger(layout);
        m_window->pane().activeView()->setFocus();
    }
    FindBar& bar() { return m_window->pane().finder().bar(); }
    DocumentFinder& finder() { return *m_window->pane().finder().finder(); }
    QComboBox* field() { return bar().findChildren<QComboBox*>().at(1); }
    QComboBox* kind() { return bar().findChildren<QComboBox*>().at(0); }
    QComboBox* replaceField() { return bar().findChildren<QComboBox*>().at(2); }
    QByteArray content()
    {
        QByteArray bytes(session().size().value(), '\0');
        (void)session().snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(bytes)));
        return bytes;
    }
    void type(const QString& text) { QTest::keyClicks(field(), text); }
    QCheckBox* box(const QString& text)
    {
        for (QCheckBox* box : bar().findChildren<QCheckBox*>()) {
            if (box->text().remove(QLatin1Char('&')) == text)
                return box;
        }
        qFatal("there is no box %s", qPrintable(text));
    }
    void choose(Pattern::Kind which)
    {
        const int index = kind()->findData(int(which));
        kind()->setCurrentIndex(index);
        emit kind() -> activated(index);
    }
    bool shows(const QString& text)
    {
        for (const QLabel* label : bar().findChildren<QLabel*>()) {
            if (label->text() == text)
                return true;
        }
        return false;
    }
    // The anchor and the cursor.
    QString selected()
    {
        return QStringLiteral("%1-%2")
            .arg(session().selection().anchor.value())
            .arg(session().selection().cursor.value());
    }
};

} // namespace megascope
