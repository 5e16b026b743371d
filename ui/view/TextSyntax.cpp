// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextSyntax.h"

#include "core/file/ReadPatience.h"

#include <QTimerEvent>

#include <algorithm>
#include <chrono>
#include <utility>

namespace megascope {

namespace {

using Clock = SyntaxColorizer::Clock;
using namespace std::chrono_literals;

// Of a frame of 16 ms; and between two events.
constexpr Clock::duration frameShare = 4ms;
constexpr Clock::duration idleSlice = 6ms;
// While a document grows at its end, what is in sight is soon another part of it: until it rests, it has
// colours, but not all is done for them.
constexpr Clock::duration restTime = 300ms;

// Enough to tell what a file is by its first line.
constexpr std::size_t headSize = 256; // bytes

QByteArray headOf(const Snapshot& snapshot)
{
    QByteArray head(headSize, Qt::Uninitialized);
    const Gaps gaps = snapshot.read(ByteOffset(0), std::as_writable_bytes(std::span(head)));
    head.truncate(gaps.empty() ? head.size() : (gaps.front().range.begin() - ByteOffset(0)).value());
    return head;
}

} // namespace

TextSyntax::TextSyntax(DocumentSession& session)
    : m_session(session)
{
}

void TextSyntax::setRepository(const SyntaxRepository* repository)
{
    m_repository = repository;
    choose();
}

void TextSyntax::setChoice(const SyntaxChoice& choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    choose();
}

void TextSyntax::setTheme(const QString& name, bool dark)
{
    if (name == m_theme && dark == m_dark)
        return;
    m_theme = name;
    m_dark = dark;
    if (m_started && m_repository)
        m_colorizer.setTheme(m_repository->theme(m_theme, m_dark));
    emit colorsChanged();
}

QString TextSyntax::definitionName() const
{
    const KSyntaxHighlighting::Definition definition = m_colorizer.definition();
    return definition.isValid() ? definition.name() : QString();
}

void TextSyntax::start()
{
    if (m_started)
        return;
    m_started = true;
    choose();
}

void TextSyntax::choose()
{
    if (!m_started)
        return;
    const MissedReads missed;
    m_head = headOf(m_session.snapshot());
    m_isLacking = m_isLacking || missed.any();
    KSyntaxHighlighting::Definition definition;
    if (m_repository) {
        definition = m_repository->definition(m_choice, m_session.contentPath(), m_head);
        m_colorizer.setTheme(m_repository->theme(m_theme, m_dark));
    }
    m_colorizer.setDefinition(definition);
    emit colorsChanged();
}

void TextSyntax::documentChanged()
{
    m_rows = nullptr;
    m_idle.stop();
    m_colorizer.reset();
    if (m_started && headOf(m_session.snapshot()) != m_head)
        choose();
}

void TextSyntax::readAgain()
{
    if (std::exchange(m_isLacking, false))
        documentChanged();
}

void TextSyntax::documentEdited(std::span<const Change> changes)
{
    m_rows = nullptr;
    m_idle.stop();
    for (const Change& change : changes)
        m_colorizer.edit(change);
    const ByteCount size = m_session.snapshot().size();
    const bool isGrowth
        = !changes.empty() && changes.back().offset + changes.back().inserted == ByteOffset(size.value());
    m_restsFrom = isGrowth ? Clock::now() + restTime : Clock::time_point();
}

std::span<const std::span<const TextStyleSpan>> TextSyntax::colors(
    const TextRows& rows, const TextModel& model)
{
    m_colors.clear();
    if (!m_colorizer.definition().isValid())
        return {};
    m_rows = &rows;
    const MissedReads missed;
    const Clock::time_point now = Clock::now();
    const auto care = now < m_restsFrom ? SyntaxColorizer::Care::Passing : SyntaxColorizer::Care::Final;
    if (m_colorizer.want(rows, model.rows(), now + frameShare, care))
        m_idle.stop();
    else
        m_idle.start(std::chrono::ceil<std::chrono::milliseconds>(
                         std::max(Clock::duration(0), m_restsFrom - Clock::now())),
            this);
    m_isLacking = m_isLacking || missed.any() || std::ranges::any_of(model.rows(), &TextRow::isLacking);
    for (const TextRow& row : model.rows())
        m_colors.push_back(m_colorizer.colorsOf(row));
    return m_colors;
}

void TextSyntax::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_idle.timerId())
        return QObject::timerEvent(event);
    const std::uint64_t before = m_colorizer.version();
    const MissedReads missed;
    if (!m_rows || m_colorizer.work(*m_rows, Clock::now() + idleSlice))
        m_idle.stop();
    else
        m_idle.start(0, this);
    m_isLacking = m_isLacking || missed.any();
    if (m_colorizer.version() != before)
        emit colorsChanged();
}

} // namespace megascope
