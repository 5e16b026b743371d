// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentSession.h"

#include <QWidget>

class QAction;
class QVBoxLayout;

namespace megascope {

// Tells what happened, above the document, without a box that stops the work. Messages stand below one
// another until they are closed; the oldest gives way when there are too many, and one that is there already
// is not told again.
class MessageBar final : public QWidget {
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);

    // `actions` become buttons; pressing one closes the message. They belong to the message from now on. A
    // message with a topic takes the place of the one before with the same topic. What is returned may be
    // deleted, and closes the message; null when it was there already.
    QObject* show(DocumentSession::Severity severity, const QString& text,
        const QList<QAction*>& actions = {}, const QString& topic = {});
    void close(const QString& topic);
    void clear();

private:
    QVBoxLayout* m_layout;
};

} // namespace megascope
