// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/FileWatch.h"

#include "core/file/Vfs.h"

#include <QSocketNotifier>

#include <algorithm>
#include <chrono>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// The first look has time until the first picture is there.
constexpr auto firstLook = 250ms;
constexpr auto tick = 1s;
// Between looks at a file that is appended to all the time, or is a log; and at one that is written over, of
// which much is read again each time, or grows faster than anybody reads. In milliseconds.
constexpr int growingPace = 50;
constexpr int restingPace = 250;
constexpr ByteCount fastGrowth = kibibytes(256); // from one look to the next

// For the thread of the looks: the disk may make it wait. No alarm is to be had of a file system that others
// serve.
std::shared_ptr<FileAlarm> alarmFor(const FileSource& source)
{
    auto alarm = std::make_shared<FileAlarm>();
    if (source.status().isLocal)
        alarm->watch(source.file(), source.path());
    return alarm;
}

} // namespace

FileWatch::FileWatch(std::shared_ptr<FileSource> source, KnownContent known, QObject* parent)
    : QObject(parent)
    , m_source(std::move(source))
    , m_known(std::make_shared<const KnownContent>(std::move(known)))
    , m_pace(growingPace)
{
    m_pause.setSingleShot(true);
    connect(&m_tick, &QTimer::timeout, this, &FileWatch::look);
    connect(&m_pause, &QTimer::timeout, this, &FileWatch::alarmed);
    m_tick.start(firstLook);
}

void FileWatch::setKnown(KnownContent known)
{
    m_known = std::make_shared<const KnownContent>(std::move(known));
}

void FileWatch::look()
{
    m_again = m_looking;
    if (m_looking)
        return;
    m_looking = true;
    m_tick.start(tick);
    m_lastLook.start();
    m_thread = LooseThread([this, slot = m_postbox.slot(), source = m_source, known = m_known, next = m_next,
                               isFirst = !m_alarm](const std::stop_token&) {
        const std::shared_ptr<FileAlarm> alarm = isFirst ? alarmFor(*source) : nullptr;
        const FileSight sight = lookAt(systemVfs(), *source, *known, next);
        slot.post([this, alarm, sight] {
            if (alarm)
                arm(alarm);
            take(sight);
        });
    });
}

void FileWatch::arm(std::shared_ptr<FileAlarm> alarm)
{
    m_alarm = std::move(alarm);
    if (m_alarm->descriptor() < 0)
        return;
    m_notifier = new QSocketNotifier(m_alarm->descriptor(), QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &FileWatch::lookSoon);
}

// Until then the system collects what comes, so that a storm costs no more than a look now and then.
void FileWatch::lookSoon()
{
    m_notifier->setEnabled(false);
    m_pause.start(std::max<int>(m_pace - int(m_lastLook.elapsed()), 0));
}

void FileWatch::alarmed()
{
    m_notifier->setEnabled(true);
    if (m_alarm->take())
        look();
}

void FileWatch::take(const FileSight& sight)
{
    const bool isChanging
        = sight.content == ContentChange::Modified || (beginsAnew(sight.content) && !m_next);
    const bool isFast = sight.content == ContentChange::Appended
        && sight.opened->identity.size - m_known->identity.size > fastGrowth;
    m_pace = isChanging || isFast ? restingPace : growingPace;
    m_looking = false;
    // Whoever hears it may set what is known, so the next look is begun behind that, and may have this object
    // deleted later.
    emit seen(sight);
    if (std::exchange(m_again, false))
        look();
}

} // namespace megascope
