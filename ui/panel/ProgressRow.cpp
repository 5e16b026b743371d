// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/ProgressRow.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace megascope {

namespace {

constexpr int whole = 1000;

} // namespace

ProgressRow::ProgressRow(const QString& stop, QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_stop(new QToolButton(this))
{
    m_bar->setRange(0, whole);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(fontMetrics().averageCharWidth() * 14, fontMetrics().height());
    m_stop->setAutoRaise(true);
    m_stop->setText(stop);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    layout->addWidget(m_bar);
    layout->addWidget(m_stop);
    layout->addStretch();
    hide();
}

void ProgressRow::showShare(double done, double total)
{
    m_bar->setValue(total > 0 ? int(done / total * whole) : 0);
}

} // namespace megascope
