// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/PatternField.h"

#include <KColorScheme>
#include <KLocalizedString>

#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTextCharFormat>

#include <algorithm>

namespace megascope {

namespace {

constexpr int historyKept = 50;

// A wave below a part of the text; none when it is empty.
void markPart(QLineEdit& field, qsizetype begin, qsizetype count)
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (count > 0) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(
            KColorScheme(QPalette::Active).foreground(KColorScheme::NegativeText).color());
        attributes.append(
            {QInputMethodEvent::TextFormat, int(begin) - field.cursorPosition(), int(count), format});
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(&field, &event);
}

} // namespace

PatternField::PatternField(const QString& name, QWidget* parent)
    : QComboBox(parent)
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setCompleter(nullptr);
    setMaxCount(historyKept);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumWidth(fontMetrics().averageCharWidth() * 24);
    setAccessibleName(name);
    lineEdit()->setAccessibleName(name);
    lineEdit()->setClearButtonEnabled(true);
    connect(lineEdit(), &QLineEdit::textEdited, this, &PatternField::edited);
    connect(this, &QComboBox::activated, this, &PatternField::edited);
}

void PatternField::setHistory(const QStringList& history)
{
    m_history = history.mid(0, historyKept);
    const QString text = currentText();
    const int cursor = lineEdit()->cursorPosition();
    clear();
    addItems(m_history);
    setEditText(text);
    lineEdit()->setCursorPosition(cursor);
}

void PatternField::remember()
{
    const QString text = currentText();
    if (text.isEmpty() || (!m_history.isEmpty() && m_history.front() == text))
        return;
    QStringList history = m_history;
    history.removeAll(text);
    history.prepend(text);
    setHistory(history);
    emit historyChanged();
}

QString PatternField::showError(const PatternError& error)
{
    const QByteArray written = currentText().toUtf8();
    const qsizetype place = QString::fromUtf8(written.left(qsizetype(error.position))).size();
    // What lacks its end is marked there.
    const qsizetype begin = std::min(place, std::max<qsizetype>(currentText().size() - 1, 0));
    markPart(*lineEdit(), begin, 1);
    return i18nc("@info where in a pattern, what is wrong", "At character %1: %2", place + 1,
        QString::fromStdString(error.message));
}

void PatternField::clearError()
{
    markPart(*lineEdit(), 0, 0);
}

void PatternField::setBad(bool isBad)
{
    QPalette colors = parentWidget()->palette();
    if (isBad)
        KColorScheme::adjustBackground(colors, KColorScheme::NegativeBackground);
    setPalette(colors);
}

void PatternField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        emit returnPressed(event->modifiers());
    else
        QComboBox::keyPressEvent(event);
}

} // namespace megascope
