#include "ui/model/work.h"

#include "core/base/say.h"
#include "core/run/sandbox.h"
#include "ui/model/words.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

constexpr std::size_t mostRecords = 1'000'000; // in all runs of a list

bool isEqual(const TextPtr& a, const TextPtr& b) { return a == b || (a && b && *a == *b); }

bool isSandbox(const std::string& source) { return source == run::sandbox_source; }

bool isSame(const Branch& a, const Branch& b)
{
    return a.name == b.name && (scene::isSameRun(a.staged, b.staged) || lesson::write_scenario(a.staged->scenario) ==
                                                                            lesson::write_scenario(b.staged->scenario));
}

bool areAlike(const Branch& a, const Branch& b)
{
    return a.staged == b.staged && a.name == b.name && isEqual(a.text, b.text) && isEqual(a.draft, b.draft);
}

/// All branches, with the lesson as the first one.
std::vector<Branch> listed(const Work& work)
{
    if (!work.branches.all.empty()) return work.branches.all;
    Branch lesson{wording::branchLesson, work.staged};
    lesson.draft = work.branches.draft;
    return {lesson};
}

std::size_t recordsOf(const Work& work)
{
    std::size_t records = work.staged ? work.staged->trace().records().size() : 0;
    for (const Branch& branch : work.branches.all)
        if (branch.staged != work.staged) records += branch.staged->trace().records().size();
    return records;
}

} // namespace

bool hasWork(const std::string& source, const Branches& branches)
{
    if (branches.draft || branches.all.size() > 1) return true;
    if (branches.all.empty()) return false;
    const Branch& only = branches.all.front();
    return only.draft || (isSandbox(source) && (only.change || only.written || only.text));
}

bool isSameWork(const Branches& a, const Branches& b)
{
    return a.shown == b.shown && isEqual(a.draft, b.draft) && std::ranges::equal(a.all, b.all, areAlike);
}

StagedRunPtr lessonOf(const Work& work)
{
    return work.branches.all.empty() ? work.staged : work.branches.all.front().staged;
}

Work together(Work first, const Work& second)
{
    std::vector<Branch> all = listed(first);
    const std::vector<Branch> others = listed(second);
    std::vector<std::size_t> places;
    for (const Branch& other : others) {
        const bool lesson = places.empty() && !isSandbox(first.source);
        const auto same = std::ranges::find_if(all, [&](const Branch& branch) {
            const bool run = (lesson && &branch == &all.front()) || isSame(branch, other);
            return run && (!other.draft || !branch.draft || isEqual(other.draft, branch.draft));
        });
        if (same != all.end()) {
            if (!same->draft) same->draft = other.draft;
            places.push_back(static_cast<std::size_t>(same - all.begin()));
            continue;
        }
        all.push_back(other);
        all.back().parent = other.parent < places.size() ? places[other.parent] : 0;
        places.push_back(all.size() - 1);
    }
    const bool alone = all.size() == 1 && !isSandbox(first.source);
    first.branches.draft = alone ? all.front().draft : nullptr;
    first.branches.all = alone ? std::vector<Branch>{} : std::move(all);
    return first;
}

void push(std::vector<WorkPtr>& list, WorkPtr work, std::size_t most)
{
    list.push_back(std::move(work));
    std::size_t records = 0;
    std::size_t keep = 0; // number of newest entries to keep; at least one
    while (keep < std::min(list.size(), most)) {
        records += recordsOf(*list[list.size() - keep - 1]);
        if (keep > 0 && records > mostRecords) break;
        ++keep;
    }
    list.erase(list.begin(), list.end() - static_cast<std::ptrdiff_t>(keep));
}

OwnedText leftOffHere(const Work& work)
{
    const Branches& branches = work.branches;
    const bool text =
        branches.draft || std::ranges::any_of(branches.all, [](const Branch& b) { return b.draft != nullptr; });
    const std::size_t count = branches.all.size() - (branches.all.empty() ? 0 : 1);
    if (count == 0 && isSandbox(work.source)) return wording::keptSandbox;
    if (count == 0) return wording::keptText;
    if (count == 1) return text ? wording::keptBranchAndText : wording::keptBranch;
    if (text)
        return say({"You left off here: your {} branches and the text that you were writing are back.",
                    "你上次停在这里：你的 {} 个分支和正在写的文本都已恢复。"},
                   count);
    return say({"You left off here: your {} branches are back.", "你上次停在这里：你的 {} 个分支已恢复。"}, count);
}

} // namespace tcpstage::model
