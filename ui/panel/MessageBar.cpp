// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/MessageBar.h"

#include <KMessageWidget>

#include <QAccessible>
#include <QAccessibleAnnouncementEvent>
#include <QAction>
#include <QVBoxLayout>

namespace megascope {

namespace {

constexpr int mostMessages = 3;

KMessageWidget::MessageType messageType(DocumentSession::Severity severity)
{
    switch (severity) {
    case DocumentSession::Severity::Information:
        return KMessageWidget::Information;
    case DocumentSession::Severity::Warning:
        return KMessageWidget::Warning;
    case DocumentSession::Severity::Error:
        return KMessageWidget::Error;
    }
    return KMessageWidget::Error;
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
}

QObject* MessageBar::show(DocumentSession::Severity severity, const QString& text,
    const QList<QAction*>& actions, const QString& topic)
{
    close(topic);
    const QList<KMessageWidget*> shown = findChildren<KMessageWidget*>(Qt::FindDirectChildrenOnly);
    for (KMessageWidget* message : shown) {
        if (message->text() == text && actions.isEmpty())
            return nullptr;
    }
    if (shown.size() >= mostMessages)
        delete shown.front();

    auto* message = new KMessageWidget(this);
    message->setObjectName(topic);
    message->setTextFormat(Qt::PlainText);
    message->setText(text);
    message->setWordWrap(true);
    message->setPosition(KMessageWidget::Header);
    message->setMessageType(messageType(severity));
    for (QAction* action : actions) {
        action->setParent(message);
        message->addAction(action);
        connect(action, &QAction::triggered, message, &KMessageWidget::animatedHide);
    }
    connect(message, &KMessageWidget::hideAnimationFinished, message, &QObject::deleteLater);
    m_layout->addWidget(message);
    message->animatedShow();

    QAccessibleAnnouncementEvent announcement(this, text);
    QAccessible::updateAccessibility(&announcement);
    return message;
}

void MessageBar::close(const QString& topic)
{
    if (!topic.isEmpty())
        qDeleteAll(findChildren<KMessageWidget*>(topic, Qt::FindDirectChildrenOnly));
}

void MessageBar::clear()
{
    qDeleteAll(findChildren<KMessageWidget*>(Qt::FindDirectChildrenOnly));
}

} // namespace megascope
