// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/FillDialog.h"

#include <KLocalizedString>

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QRandomGenerator>
#include <QVBoxLayout>

namespace megascope {

FillDialog::FillDialog(ByteCount size, QWidget* parent)
    : QDialog(parent)
    , m_zeros(new QRadioButton(i18nc("@option:radio fill with", "&Zeros"), this))
    , m_pattern(new QRadioButton(i18nc("@option:radio fill with", "&Bytes, over and over:"), this))
    , m_random(new QRadioButton(i18nc("@option:radio fill with", "&Random bytes"), this))
    , m_digits(new QLineEdit(this))
    , m_reason(new QLabel(this))
{
    setWindowTitle(i18nc("@title:window", "Fill Selection"));
    m_zeros->setChecked(true);
    m_digits->setPlaceholderText(i18nc("@info:placeholder hexadecimal digits", "For example: DE AD BE EF"));
    m_digits->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_digits->setAccessibleName(i18nc("@label:textbox", "Bytes in hexadecimal digits"));
    m_reason->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_fill = buttons->button(QDialogButtonBox::Ok);
    m_fill->setText(i18nc("@action:button", "Fill"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(
        new QLabel(i18ncp("@info", "Fill %1 byte with:", "Fill %1 bytes with:", qlonglong(size.value()))));
    for (QWidget* widget :
        {static_cast<QWidget*>(m_zeros), static_cast<QWidget*>(m_random), static_cast<QWidget*>(m_pattern),
            static_cast<QWidget*>(m_digits), static_cast<QWidget*>(m_reason), static_cast<QWidget*>(buttons)})
        layout->addWidget(widget);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_digits, &QLineEdit::textEdited, this, [this] {
        m_pattern->setChecked(true);
        check();
    });
    for (const QRadioButton* choice : {m_zeros, m_pattern, m_random})
        connect(choice, &QRadioButton::toggled, this, &FillDialog::check);
    check();
}

std::optional<Filling> FillDialog::filling() const
{
    if (m_zeros->isChecked())
        return Filling{.with = Filling::Zeros{}};
    if (m_random->isChecked())
        return Filling{.with = Filling::Random{.seed = QRandomGenerator::global()->generate64()}};
    const std::expected<Filling, QString> pattern = Filling::fromHex(m_digits->text());
    return pattern ? std::optional(*pattern) : std::nullopt;
}

void FillDialog::check()
{
    const bool isWrong = m_pattern->isChecked() && !Filling::fromHex(m_digits->text());
    const bool isEmpty = m_digits->text().trimmed().isEmpty();
    m_reason->setText(isWrong && !isEmpty ? Filling::fromHex(m_digits->text()).error() : QString());
    m_fill->setEnabled(!isWrong);
}

} // namespace megascope
