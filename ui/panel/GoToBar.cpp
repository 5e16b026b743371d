// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/GoToBar.h"

#include <KLocalizedString>

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace megascope {

GoToBar::GoToBar(QWidget* parent)
    : QWidget(parent)
    , m_kind(new QComboBox(this))
    , m_field(new QLineEdit(this))
    , m_reason(new QLabel(this))
{
    auto* label = new QLabel(i18nc("@label:listbox", "&Go to:"), this);
    label->setBuddy(m_kind);
    m_kind->addItem(
        i18nc("@item:inlistbox go to a line", "Line"), QVariant::fromValue(int(Place::Kind::Line)));
    m_kind->addItem(
        i18nc("@item:inlistbox go to an offset", "Offset"), QVariant::fromValue(int(Place::Kind::Offset)));
    m_kind->addItem(
        i18nc("@item:inlistbox go to a time", "Time"), QVariant::fromValue(int(Place::Kind::Time)));
    m_kind->setAccessibleName(i18nc("@info:whatsthis", "What a number means"));
    m_field->setAccessibleName(i18nc("@info:whatsthis", "Place to go to"));
    m_field->setClearButtonEnabled(true);
    m_field->setMinimumWidth(fontMetrics().averageCharWidth() * 42);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setForegroundRole(QPalette::PlaceholderText);
    auto* closeButton = new QToolButton(this);
    closeButton->setIcon(QIcon::fromTheme(QStringLiteral("dialog-close")));
    closeButton->setAutoRaise(true);
    closeButton->setToolTip(i18nc("@info:tooltip", "Close"));

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->addWidget(label);
    layout->addWidget(m_kind);
    layout->addWidget(m_field);
    layout->addWidget(m_reason, 1);
    layout->addWidget(closeButton);

    const auto showExamples = [this] {
        const bool isTime = m_kind->currentData().toInt() == int(Place::Kind::Time);
        m_field->setPlaceholderText(isTime
                ? i18nc("@info:placeholder times", "2024-01-02 03:04, 03:04:05, +5m or -1h30m")
                : i18nc("@info:placeholder", "120, 120:8, 0x1000, @2G, 50% or end"));
    };
    connect(m_kind, &QComboBox::currentIndexChanged, this, showExamples);
    showExamples();
    connect(m_field, &QLineEdit::returnPressed, this, &GoToBar::accept);
    connect(m_field, &QLineEdit::textEdited, m_reason, &QLabel::clear);
    connect(closeButton, &QToolButton::clicked, this, &GoToBar::close);
    hide();
}

void GoToBar::open(Place::Kind bare)
{
    m_kind->setCurrentIndex(m_kind->findData(int(bare)));
    m_reason->clear();
    show();
    m_field->selectAll();
    m_field->setFocus();
}

void GoToBar::showWaiting()
{
    m_reason->setText(i18nc("@info:status", "Looking…"));
}

void GoToBar::refuse(const QString& reason)
{
    m_reason->setText(reason);
    show();
    m_field->setFocus();
}

void GoToBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

void GoToBar::accept()
{
    const std::expected<Place, QString> place
        = Place::parse(m_field->text(), Place::Kind(m_kind->currentData().toInt()));
    if (place)
        emit placeChosen(*place);
    else
        refuse(place.error());
}

void GoToBar::close()
{
    hide();
    emit closed();
}

} // namespace megascope
