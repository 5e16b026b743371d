// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/SavePlan.h"

#include "core/file/FormatText.h"
#include "core/save/ContentWriter.h"
#include "core/save/JournalFormat.h"

#include <algorithm>
#include <array>

namespace megascope {
namespace {

// To replace a file costs it its inode, and everybody who has it open the new content. So a patch may write
// this much more.
constexpr ByteCount patchAdvantage = mebibytes(16);
// A shift cannot be stopped and waits for the disk twice a step, so it has to write less by this, and by
// half.
constexpr ByteCount shiftDisadvantage = mebibytes(4);

struct Facts {
    SaveTarget target;
    FileStatus status = {};
    FileRights rights = {};
    bool isSameFile = true; // as the one that the source reads
    std::optional<JournalPlace> journal = {};
    ByteCount free = {}; // where the file lies
    ByteCount freeForJournal = {};
};

// What one strategy costs, or why it cannot be.
struct Proposal {
    SavePlan plan;
    std::optional<Error> obstacle;
};

Error obstacle(const Facts& facts, ErrorKind kind, std::string reason)
{
    return {
        .kind = kind, .systemCode = 0, .subject = facts.target.path.native(), .detail = std::move(reason)};
}

Error noSpace(const Facts& facts, SaveStrategy strategy, ByteCount needed, ByteCount free)
{
    return obstacle(facts, ErrorKind::NoSpace,
        formatText("there is no room to save it by {}: {} bytes are needed, and {} are free",
            wordFor(strategy), needed.value(), free.value()));
}

Result<Facts> collectFacts(const Vfs& vfs, const SaveTarget& target, const SaveOptions& options)
{
    const Result<std::filesystem::path> path = vfs.realPath(target.path);
    if (!path)
        return std::unexpected(path.error());
    Facts facts{.target = target};
    facts.target.path = *path;
    const Result<FileStatus> status = vfs.status(*path);
    const Result<FileRights> rights = vfs.rights(*path);
    const Result<ByteCount> free = vfs.freeSpace(path->parent_path());
    if (!status || !rights || !free)
        return std::unexpected(!status ? status.error() : !rights ? rights.error() : free.error());
    facts.status = *status;
    facts.rights = *rights;
    facts.free = facts.freeForJournal = *free;
    facts.isSameFile = status->identity.isSameFile(target.identity);
    if (const Result<void> same = checkIdentity(facts.target, status->identity);
        !same && !options.overwriteChanged)
        return std::unexpected(same.error());
    facts.target.identity = status->identity;
    if (rights->makeBeside && status->type == FileType::Regular) {
        facts.journal = journalBeside(*path);
    } else if (!options.stateFolder.empty()) {
        facts.journal = journalInFolder(options.stateFolder, *path);
        const Result<ByteCount> freeThere = vfs.freeSpace(
            vfs.status(options.stateFolder) ? options.stateFolder : options.stateFolder.parent_path());
        if (!freeThere)
            return std::unexpected(freeThere.error());
        facts.freeForJournal = *freeThere;
    }
    return facts;
}

// What makes every way of saving impossible.
std::optional<Error> generalObstacle(const Facts& facts)
{
    if (facts.status.type != FileType::Regular && facts.status.type != FileType::BlockDevice)
        return obstacle(facts, ErrorKind::NotAFile, "is neither a file nor a block device");
    if (facts.status.isPseudo)
        return obstacle(facts, ErrorKind::Unsupported, "is made up by the system when it is read");
    if (facts.status.isImmutable)
        return obstacle(
            facts, ErrorKind::NoPermission, "is marked as immutable or append-only (chattr +i, +a)");
    if (!facts.rights.write)
        return obstacle(facts, ErrorKind::NoPermission, "may not be written to");
    return std::nullopt;
}

// The sum, or the largest count when that is less: a plan may be for more than any disk holds.
ByteCount total(std::initializer_list<ByteCount> counts)
{
    ByteOffset sum;
    for (const ByteCount count : counts)
        sum = sum.checkedAdd(count).value_or(ByteOffset::max());
    return sum - ByteOffset(0);
}

// What is to be written for pieces: no holes.
ByteCount dataBytes(std::span<const FreshPiece> pieces)
{
    ByteCount sum;
    for (const FreshPiece& fresh : pieces) {
        ByteOffset place = fresh.piece.begin;
        while (place < fresh.piece.range().end()) {
            const ContentPart part
                = nextPart(*fresh.piece.source, {place, fresh.piece.range().end()}, ByteCount::max());
            sum = total({sum, part.isHole ? ByteCount(0) : part.count});
            place += part.count;
        }
    }
    return sum;
}

ByteCount journalBytes(const Layout& layout, SaveStrategy strategy, ByteCount freshData)
{
    const ByteCount fixed = kibibytes(8);
    const ByteCount records = ByteCount(32) * std::ssize(layout.fresh);
    const ByteCount moves = ByteCount(moveBytes) * std::ssize(layout.moves);
    const ByteCount oldSums = strategy == SaveStrategy::Patch ? freshData / 128 : ByteCount(0);
    return total(
        {fixed, records, strategy == SaveStrategy::Shift ? moves : ByteCount(0), oldSums, freshData});
}

// What the steps write to the slots: all that moves over less than what makes a step that needs no copy.
ByteCount copiedBytes(const Layout& layout, ByteCount stepBytes)
{
    ByteCount sum;
    for (const Move& move : layout.moves) {
        const ByteCount distance = std::max(move.source, move.target) - std::min(move.source, move.target);
        const bool isCopied = std::min(distance, move.count) < stepBytes / 8;
        sum += !move.isStill() && isCopied ? move.count : ByteCount(0);
    }
    return sum;
}

// Smaller steps than wanted where two slots for them do not fit, though not so small that they take for ever.
ByteCount fittingStep(ByteCount wanted, ByteCount slot, ByteCount free)
{
    ByteCount step = wanted;
    while (std::min(slot, step) > free / 2 && step > kibibytes(64))
        step = step / 2;
    return step;
}

Proposal proposeInPlace(
    const Facts& facts, const Snapshot& snapshot, const SaveOptions& options, SaveStrategy strategy)
{
    Proposal proposal;
    SavePlan& plan = proposal.plan;
    plan.options = options;
    const bool moves = strategy == SaveStrategy::Shift;
    plan.layout = layoutOver(facts.target.source.get(), facts.status.identity.size, snapshot,
        moves ? Keeping::Ascending : Keeping::Still);
    const ByteCount fresh = dataBytes(plan.layout.fresh);
    // Of a sparse file no more than it has is moved; what is new may come where it had nothing.
    const ByteCount held = facts.status.allocated;
    const ByteCount copied
        = moves ? std::min(copiedBytes(plan.layout, options.stepBytes), held) : ByteCount(0);
    const ByteCount moved = moves ? std::min(plan.layout.movedBytes(), held) : ByteCount(0);
    const ByteCount journal = journalBytes(plan.layout, strategy, fresh);
    const ByteCount added = std::max(plan.layout.newSize - plan.layout.oldSize, ByteCount(0));
    const ByteCount growth = std::max(
        std::min(added, total({fresh, moved})), held < facts.status.identity.size ? fresh : ByteCount(0));
    const bool isBeside = facts.journal && facts.journal->isBeside;
    const ByteCount free = std::min(facts.free - (isBeside ? growth : ByteCount(0)), facts.freeForJournal);
    const ByteCount slot = std::min(moves ? plan.layout.movedBytes() : ByteCount(0), options.stepBytes);
    plan.options.stepBytes = fittingStep(options.stepBytes, slot, free - journal);
    const ByteCount journalSpace = total({journal, std::min(slot, plan.options.stepBytes) * 2});
    plan.bytesToWrite = total({journal, copied, moved, fresh});
    plan.extraSpace = total({journalSpace, growth});
    plan.canBeStopped = !moves;
    if (!facts.isSameFile)
        proposal.obstacle = obstacle(facts, ErrorKind::Changed, "another file has its name now");
    else if (!moves && plan.layout.newSize != plan.layout.oldSize)
        proposal.obstacle
            = obstacle(facts, ErrorKind::Unsupported, "its size changes, so it cannot be patched");
    else if (facts.status.type == FileType::BlockDevice && plan.layout.newSize != plan.layout.oldSize)
        proposal.obstacle = obstacle(facts, ErrorKind::Unsupported, "is a device, whose size cannot change");
    else if (!facts.journal)
        proposal.obstacle = obstacle(facts, ErrorKind::NoPermission,
            "no file can be made beside it, and there is no other folder for the journal");
    else if ((isBeside ? plan.extraSpace : growth) > facts.free)
        proposal.obstacle = noSpace(facts, strategy, plan.extraSpace, facts.free);
    else if (journalSpace > facts.freeForJournal)
        proposal.obstacle = noSpace(facts, strategy, journalSpace, facts.freeForJournal);
    return proposal;
}

Proposal proposeReplace(const Facts& facts, const Snapshot& snapshot, const SaveOptions& options)
{
    Proposal proposal;
    SavePlan& plan = proposal.plan;
    plan.options = options;
    plan.layout
        = layoutOver(facts.target.source.get(), facts.target.source->size(), snapshot, Keeping::Ascending);
    const ByteCount fresh = dataBytes(plan.layout.fresh);
    ByteCount kept;
    for (const Move& move : plan.layout.moves)
        kept += move.count;
    // Of a sparse file no more than it has is written.
    plan.bytesToWrite = total({fresh, facts.isSameFile ? std::min(kept, facts.status.allocated) : kept});
    plan.extraSpace = plan.bytesToWrite;
    if (facts.status.type == FileType::BlockDevice)
        proposal.obstacle = obstacle(facts, ErrorKind::Unsupported, "is a device, which no file can replace");
    else if (facts.status.links > 1)
        proposal.obstacle = obstacle(facts, ErrorKind::Unsupported,
            formatText("has {} names, which a new file would not have", facts.status.links));
    else if (!facts.rights.makeBeside)
        proposal.obstacle = obstacle(facts, ErrorKind::NoPermission, "no file can be made beside it");
    else if (!facts.rights.keepOwner)
        proposal.obstacle
            = obstacle(facts, ErrorKind::NoPermission, "belongs to another user, who would lose it");
    else if (plan.extraSpace > facts.free)
        proposal.obstacle = noSpace(facts, SaveStrategy::Replace, plan.extraSpace, facts.free);
    return proposal;
}

Proposal propose(
    const Facts& facts, const Snapshot& snapshot, const SaveOptions& options, SaveStrategy strategy)
{
    Proposal proposal = strategy == SaveStrategy::Replace
        ? proposeReplace(facts, snapshot, options)
        : proposeInPlace(facts, snapshot, options, strategy);
    SavePlan& plan = proposal.plan;
    plan.strategy = strategy;
    plan.snapshot = snapshot;
    plan.target = facts.target;
    plan.journal = facts.journal;
    return proposal;
}

ByteCount weight(const SavePlan& plan)
{
    switch (plan.strategy) {
    case SaveStrategy::Patch:
        return std::max(plan.bytesToWrite - patchAdvantage, ByteCount(0));
    case SaveStrategy::Shift:
        return std::min(plan.bytesToWrite, ByteCount::max() / 4) * 2 + shiftDisadvantage;
    case SaveStrategy::Replace:
        break;
    }
    return plan.bytesToWrite;
}

// Runs of neighbours become one.
void addRange(std::vector<ByteRange>& ranges, const ByteRange& range)
{
    if (range.empty())
        return;
    if (!ranges.empty() && ranges.back().end() == range.begin())
        ranges.back() = {ranges.back().begin(), range.end()};
    else
        ranges.push_back(range);
}

} // namespace

const char* wordFor(SaveStrategy strategy)
{
    switch (strategy) {
    case SaveStrategy::Patch:
        return "patch";
    case SaveStrategy::Shift:
        return "shift";
    case SaveStrategy::Replace:
        break;
    }
    return "replace";
}

Result<void> checkIdentity(const SaveTarget& target, const FileIdentity& now)
{
    if (now == target.identity)
        return {};
    return std::unexpected(Error{.kind = ErrorKind::Changed,
        .systemCode = 0,
        .subject = target.path.native(),
        .detail = now.isSameFile(target.identity) ? "was changed by another program since it was opened"
                                                  : "was replaced by another file since it was opened"});
}

Result<SavePlan> planSave(
    const Vfs& vfs, const Snapshot& snapshot, const SaveTarget& target, const SaveOptions& options)
{
    const Result<Facts> facts = collectFacts(vfs, target, options);
    if (!facts)
        return std::unexpected(facts.error());
    if (const std::optional<Error> error = generalObstacle(*facts))
        return std::unexpected(*error);
    if (options.strategy) {
        Proposal proposal = propose(*facts, snapshot, options, *options.strategy);
        if (proposal.obstacle)
            return std::unexpected(*proposal.obstacle);
        return std::move(proposal.plan);
    }
    std::optional<SavePlan> best;
    std::optional<Error> error;
    for (const SaveStrategy strategy : {SaveStrategy::Patch, SaveStrategy::Replace, SaveStrategy::Shift}) {
        Proposal proposal = propose(*facts, snapshot, options, strategy);
        if (proposal.obstacle) {
            // A shift asks for least; but another file can only be replaced.
            if (facts->isSameFile || strategy == SaveStrategy::Replace)
                error = proposal.obstacle;
        } else if (!best || weight(proposal.plan) < weight(*best)) {
            best = std::move(proposal.plan);
        }
    }
    if (!best)
        return std::unexpected(*error);
    return std::move(*best);
}

std::vector<ByteRange> overwrittenBy(const SavePlan& plan)
{
    if (plan.strategy == SaveStrategy::Replace)
        return {};
    // All but what stays where it is.
    std::vector<ByteRange> ranges;
    ByteOffset place;
    for (const Move& move : plan.layout.moves) {
        if (!move.isStill())
            continue;
        addRange(ranges, {place, move.source});
        place = move.from().end();
    }
    addRange(ranges, {place, ByteOffset(plan.layout.oldSize.value())});
    return ranges;
}

std::vector<Move> movedTo(const SavePlan& plan)
{
    return plan.layout.moves;
}

} // namespace megascope
