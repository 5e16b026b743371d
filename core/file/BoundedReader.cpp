// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/BoundedReader.h"

#include "core/file/ExactRead.h"
#include "core/file/LooseThread.h"
#include "core/file/Vfs.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <map>
#include <mutex>
#include <new>
#include <utility>

namespace megascope {
namespace {

using namespace std::chrono_literals;
using Clock = ReadPatience::Clock;

// Where reading hangs, so much is not shown.
constexpr ByteCount pageBytes = kibibytes(64);
// So much is asked for, waited for and handed out at once; all pages of it fit among those that are kept.
constexpr std::size_t handedOut = 1024 * 1024;
// What is asked for and not begun; older ones are forgotten, since nobody looks there any more.
constexpr std::size_t mostWanted = 256;
// As many places as may hang before the rest of the file does.
constexpr int mostThreads = 6;
constexpr auto idleTime = 5s;
// Of a file that the system has in its own memory, pages are kept for the moment only: a device changes
// without another identity.
constexpr auto momentKept = 1s;

} // namespace

// Bytes of a file from a multiple of pageBytes on, as they were read.
struct BoundedReader::Content {
    std::unique_ptr<std::byte[]> bytes; // null: there was no memory; gaps say so
    Gaps gaps; // as they are in the file
    std::optional<FileIdentity> identity;
    Clock::time_point came;

    [[nodiscard]] static Content read(const VfsFile& file, std::int64_t page);
    [[nodiscard]] bool hasFailed() const
    {
        return std::ranges::contains(gaps, Gap::Cause::Failed, &Gap::cause);
    }
    // The part `part` of a page that begins at `begin`.
    void handOut(ByteOffset begin, const ByteRange& part, std::span<std::byte> out, Gaps& found) const;
};

BoundedReader::Content BoundedReader::Content::read(const VfsFile& file, std::int64_t page)
{
    const ByteOffset begin(page * pageBytes.value());
    const auto size = static_cast<std::size_t>(std::min(pageBytes, ByteOffset::max() - begin).value());
    Content content{.bytes = std::unique_ptr<std::byte[]>(new (std::nothrow) std::byte[size]),
        .gaps = {},
        .identity = identityOf(file),
        .came = {}};
    if (content.bytes)
        content.gaps = readExactly(file, begin, {content.bytes.get(), size});
    else
        content.gaps = {{.range = {begin, ByteCount(static_cast<std::int64_t>(size))},
            .cause = Gap::Cause::Failed,
            .systemCode = ENOMEM}};
    content.came = Clock::now();
    return content;
}

void BoundedReader::Content::handOut(
    ByteOffset begin, const ByteRange& part, std::span<std::byte> out, Gaps& found) const
{
    if (bytes)
        std::ranges::copy_n(bytes.get() + (part.begin() - begin).value(), std::ssize(out), out.begin());
    else
        std::ranges::fill(out, std::byte{0});
    for (Gap gap : gaps) {
        gap.range = gap.range.intersected(part);
        if (!gap.range.empty())
            addGap(found, gap);
    }
}

struct BoundedReader::Page {
    enum class Stage { Still, Wanted, Reading };
    Stage stage = Stage::Still;
    std::optional<Content> content; // shown until it is read anew
    std::uint64_t used = 0;
    std::uint64_t reading = 0; // the last that was begun; another one's content comes too late
    bool isMissed = false; // somebody has gone on without what is being read
};

// What the reader and its threads share.
struct BoundedReader::Pages : std::enable_shared_from_this<Pages> {
    Pages(std::shared_ptr<const VfsFile> readFile, const Options& readOptions)
        : file(std::move(readFile))
        , options(readOptions)
    {
    }

    struct Range {
        std::int64_t first = 0; // numbers of pages
        std::int64_t last = 0;
    };
    // What is fresh for one who asks.
    struct Ask {
        std::optional<FileIdentity> identity;
        Clock::time_point begin;
    };

    [[nodiscard]] bool isFresh(const Page& page, const Ask& ask) const;
    [[nodiscard]] bool isWorthWaiting(const Range& range, const Ask& ask) const;
    bool want(const Range& range, const Ask& ask);
    void startThreads();
    void run();
    bool readNext(std::unique_lock<std::mutex>& lock);
    void fill(std::unique_lock<std::mutex>& lock, std::int64_t number);
    void dropOld();

    const std::shared_ptr<const VfsFile> file;
    const Options options;
    std::atomic<bool> tellsCached = true; // the system says what it has in memory

    std::mutex mutex; // protects all that follows
    std::condition_variable work; // there is something to read, or nothing more
    std::condition_variable came;
    std::map<std::int64_t, Page> pages;
    std::vector<std::int64_t> wanted; // the last one is read first
    std::int64_t aheadNext = 0; // read ahead from here, and to before the other
    std::int64_t aheadEnd = 0;
    bool readsAhead = false; // a thread does
    std::uint64_t uses = 0;
    std::uint64_t readings = 0;
    int threads = 0;
    int idle = 0; // of them
    bool isClosed = false;
    std::optional<Gap> failure;
    std::shared_ptr<const ReadPatience::Arrived> arrived;
};

// What came after it was asked for is fresh, even if the file has changed in the meantime: so a file that
// changes all the time is seen.
bool BoundedReader::Pages::isFresh(const Page& page, const Ask& ask) const
{
    if (!page.content)
        return false;
    const Content& content = *page.content;
    if (content.came >= ask.begin)
        return true;
    const bool isOld = tellsCached && !content.hasFailed() && ask.begin - content.came > momentKept;
    return !isOld && content.identity && content.identity == ask.identity;
}

// Something may still come that nobody has waited for in vain.
bool BoundedReader::Pages::isWorthWaiting(const Range& range, const Ask& ask) const
{
    return std::any_of(pages.lower_bound(range.first), pages.upper_bound(range.last), [&](const auto& entry) {
        const Page& page = entry.second;
        return page.stage != Page::Stage::Still && !page.isMissed && !isFresh(page, ask);
    });
}

// Has what is not fresh read. False when all of it is.
bool BoundedReader::Pages::want(const Range& range, const Ask& ask)
{
    bool lacks = false;
    for (std::int64_t number = range.last; number >= range.first; --number) {
        Page& page = pages[number];
        if (isFresh(page, ask))
            continue;
        lacks = true;
        if (page.stage == Page::Stage::Reading)
            continue;
        std::erase(wanted, number);
        wanted.push_back(number);
        page.stage = Page::Stage::Wanted;
    }
    for (; wanted.size() > mostWanted; wanted.erase(wanted.begin()))
        pages.erase(wanted.front());
    if (lacks && options.ahead > ByteCount(0)) {
        aheadNext = range.last + 1;
        aheadEnd = aheadNext + options.ahead / pageBytes;
    }
    startThreads();
    return lacks;
}

void BoundedReader::Pages::startThreads()
{
    work.notify_all();
    while (idle < static_cast<int>(wanted.size()) && threads < mostThreads) {
        ++threads;
        ++idle; // it will take the next one
        try {
            LooseThread::letGo([self = shared_from_this()] { self->run(); });
        } catch (const std::system_error&) { // no thread is to be had: what is not in memory is not shown
            --threads;
            --idle;
            return;
        }
    }
}

void BoundedReader::Pages::run()
{
    std::unique_lock lock(mutex);
    while (!isClosed) {
        if (readNext(lock))
            continue;
        const bool hasWork = work.wait_for(lock, idleTime, [&] { return isClosed || !wanted.empty(); });
        if (!hasWork)
            break;
    }
    --idle;
    --threads;
}

// False when there is nothing to be read.
bool BoundedReader::Pages::readNext(std::unique_lock<std::mutex>& lock)
{
    if (!wanted.empty()) {
        const std::int64_t number = wanted.back();
        wanted.pop_back();
        fill(lock, number);
        return true;
    }
    if (readsAhead)
        return false;
    while (aheadNext < aheadEnd && pages.contains(aheadNext))
        ++aheadNext;
    if (aheadNext >= aheadEnd)
        return false;
    const std::int64_t number = aheadNext++;
    readsAhead = true;
    fill(lock, number);
    readsAhead = false;
    const auto page = pages.find(number);
    if (page == pages.end() || !page->second.content || !page->second.content->gaps.empty())
        aheadEnd = 0; // behind it there is nothing, or trouble
    return true;
}

void BoundedReader::Pages::fill(std::unique_lock<std::mutex>& lock, std::int64_t number)
{
    const std::uint64_t reading = ++readings;
    Page& begun = pages[number];
    begun.stage = Page::Stage::Reading;
    begun.reading = reading;
    --idle;
    lock.unlock();
    std::optional<Content> content = Content::read(*file, number);
    lock.lock();
    ++idle;
    const auto page = pages.find(number);
    if (page == pages.end() || page->second.reading != reading)
        return; // it was given up
    page->second.content = std::move(content);
    page->second.stage = Page::Stage::Still;
    page->second.used = ++uses;
    const bool isMissed = std::exchange(page->second.isMissed, false);
    dropOld();
    came.notify_all();
    const std::shared_ptr<const ReadPatience::Arrived> tell = isMissed ? arrived : nullptr;
    if (!tell || !*tell)
        return;
    lock.unlock();
    (*tell)();
    lock.lock();
}

void BoundedReader::Pages::dropOld()
{
    const auto most = static_cast<std::ptrdiff_t>(std::max<std::int64_t>(options.kept / pageBytes, 1));
    const auto isKept
        = [](const auto& entry) { return entry.second.content && entry.second.stage == Page::Stage::Still; };
    for (auto kept = std::ranges::count_if(pages, isKept); kept > most; --kept) {
        auto oldest = pages.end();
        for (auto entry = pages.begin(); entry != pages.end(); ++entry) {
            if (isKept(*entry) && (oldest == pages.end() || entry->second.used < oldest->second.used))
                oldest = entry;
        }
        pages.erase(oldest);
    }
}

BoundedReader::BoundedReader(std::shared_ptr<const VfsFile> file, const Options& options)
    : m_pages(std::make_shared<Pages>(std::move(file), options))
{
}

BoundedReader::~BoundedReader()
{
    const std::scoped_lock lock(m_pages->mutex);
    m_pages->isClosed = true;
    m_pages->work.notify_all();
}

// How many bytes from the front of `out` the system had in memory.
std::size_t BoundedReader::readCached(ByteOffset offset, std::span<std::byte> out) const
{
    const VfsFile& file = *m_pages->file;
    if (!m_pages->tellsCached)
        return 0;
    const std::optional<FileIdentity> before = identityOf(file);
    std::size_t done = 0;
    while (done < out.size()) {
        const Result<std::size_t> got
            = file.readCached(offset + ByteCount(std::int64_t(done)), out.subspan(done));
        if (!got && got.error().kind == ErrorKind::Unsupported)
            m_pages->tellsCached = false;
        if (!got || *got == 0)
            break;
        done += *got;
    }
    return identityOf(file) == before ? done : 0;
}

Gaps BoundedReader::read(ByteOffset offset, std::span<std::byte> out, ReadPatience& patience) const
{
    Gaps gaps;
    bool isWhole = true;
    while (!out.empty()) {
        const std::span<std::byte> part = out.first(std::min(out.size(), handedOut));
        const std::size_t cached = readCached(offset, part);
        if (cached < part.size())
            isWhole
                = readPages(offset + ByteCount(std::int64_t(cached)), part.subspan(cached), patience, gaps)
                && isWhole;
        offset += ByteCount(std::ssize(part));
        out = out.subspan(part.size());
    }
    if (!isWhole)
        patience.miss();
    return gaps;
}

// False when not all is as the file is now.
bool BoundedReader::readPages(
    ByteOffset offset, std::span<std::byte> out, ReadPatience& patience, Gaps& gaps) const
{
    const ByteRange asked(offset, ByteCount(std::ssize(out)));
    const Pages::Range numbers{.first = offset.value() / pageBytes.value(),
        .last = (asked.end() - ByteCount(1)).value() / pageBytes.value()};
    const Pages::Ask ask{identityOf(*m_pages->file), Clock::now()};
    std::unique_lock lock(m_pages->mutex);
    m_pages->arrived = patience.arrived();
    if (m_pages->want(numbers, ask)) {
        m_pages->came.wait_for(lock, patience.left(), [&] { return !m_pages->isWorthWaiting(numbers, ask); });
        patience.spend(Clock::now() - ask.begin);
    }
    bool isWhole = true;
    for (std::int64_t number = numbers.first; number <= numbers.last; ++number) {
        const ByteOffset begin(number * pageBytes.value());
        const ByteRange part
            = ByteRange(begin, std::min(pageBytes, ByteOffset::max() - begin)).intersected(asked);
        const auto target = out.subspan(static_cast<std::size_t>((part.begin() - offset).value()),
            static_cast<std::size_t>(part.count().value()));
        const auto page = m_pages->pages.find(number);
        const bool isThere = page != m_pages->pages.end();
        if (isThere)
            page->second.used = ++m_pages->uses;
        if (!isThere || !m_pages->isFresh(page->second, ask)) {
            isWhole = false;
            if (isThere)
                page->second.isMissed = true;
        }
        if (isThere && page->second.content) {
            page->second.content->handOut(begin, part, target, gaps);
        } else {
            std::ranges::fill(target, std::byte{0});
            addGap(gaps, {.range = part, .cause = Gap::Cause::Pending});
        }
    }
    const auto failed = std::ranges::find_last(gaps, Gap::Cause::Failed, &Gap::cause);
    if (!failed.empty())
        m_pages->failure = failed.front();
    return isWhole;
}

void BoundedReader::retry()
{
    const std::scoped_lock lock(m_pages->mutex);
    m_pages->failure.reset();
    std::erase_if(m_pages->pages, [](const auto& entry) {
        const Page& page = entry.second;
        return page.stage == Page::Stage::Reading || (page.content && page.content->hasFailed());
    });
}

std::optional<Gap> BoundedReader::failure() const
{
    const std::scoped_lock lock(m_pages->mutex);
    return m_pages->failure;
}

} // namespace megascope
