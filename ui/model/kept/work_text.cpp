#include "ui/model/kept/work_text.h"

#include "core/base/say.h"
#include "core/run/sandbox.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <charconv>

namespace tcpstage::model {

namespace {

constexpr std::string_view heading = "TCP Stage: unsaved work, version 1\n";
constexpr std::string_view last_name = "end";

struct Damaged {};

class Writer {
public:
    std::string done()
    {
        put(last_name, std::string_view{});
        return std::move(text_);
    }
    void put(std::string_view name, std::string_view value)
    {
        text_ += name;
        text_ += ' ';
        text_ += std::to_string(value.size());
        text_ += '\n';
        text_ += value;
        text_ += '\n';
    }
    void put(std::string_view name, std::uint64_t value) { put(name, std::string_view{std::to_string(value)}); }
    void put(std::string_view name, const OwnedText& value)
    {
        put(name, std::string_view{value.en});
        put(name, std::string_view{value.zh});
    }
    void put(std::string_view name, const std::optional<std::string>& value)
    {
        if (value) put(name, std::string_view{*value});
    }
    void put(std::string_view name, bool value)
    {
        if (value) put(name, std::string_view{});
    }

private:
    std::string text_{heading};
};

/// Throws Damaged, which is caught in this file.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_{text}
    {
        if (!rest_.starts_with(heading)) throw Damaged{};
        rest_.remove_prefix(heading.size());
        next();
    }
    bool at(std::string_view name) const { return name_ == name; }
    std::string text(std::string_view name)
    {
        if (name_ != name) throw Damaged{};
        std::string value{value_};
        next();
        return value;
    }
    std::optional<std::string> optional(std::string_view name)
    {
        if (!at(name)) return {};
        return text(name);
    }
    OwnedText both(std::string_view name)
    {
        OwnedText value;
        value.en = text(name);
        value.zh = text(name);
        return value;
    }
    bool flag(std::string_view name) { return optional(name).has_value(); }
    std::uint64_t number(std::string_view name) { return numberOf(text(name)); }
    void end()
    {
        if (!at(last_name) || !rest_.empty()) throw Damaged{};
    }

private:
    static std::uint64_t numberOf(std::string_view digits)
    {
        std::uint64_t value = 0;
        const auto [stop, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (wrong != std::errc{} || stop != digits.data() + digits.size()) throw Damaged{};
        return value;
    }
    void next()
    {
        if (name_ == last_name) throw Damaged{};
        const std::size_t line = rest_.find('\n');
        const std::size_t blank = rest_.substr(0, line).find(' ');
        if (line == std::string_view::npos || blank == std::string_view::npos) throw Damaged{};
        name_ = rest_.substr(0, blank);
        const std::uint64_t size = numberOf(rest_.substr(blank + 1, line - blank - 1));
        rest_.remove_prefix(line + 1);
        if (size >= rest_.size() || rest_[size] != '\n') throw Damaged{};
        value_ = rest_.substr(0, size);
        rest_.remove_prefix(size + 1);
    }

    std::string_view rest_;
    std::string_view name_;
    std::string_view value_;
};

std::optional<std::string> copyOf(const TextPtr& text) { return text ? std::optional{*text} : std::nullopt; }

TextPtr shared(const std::optional<std::string>& text)
{
    return text ? std::make_shared<const std::string>(*text) : nullptr;
}

KeptBranch readBranch(Reader& reader)
{
    KeptBranch branch;
    branch.name = reader.both("branch");
    branch.parent = reader.number("parent");
    branch.parting = reader.number("parting");
    branch.written = reader.flag("written");
    branch.named = reader.flag("named");
    branch.lesson = reader.text("lesson");
    branch.text = reader.optional("text");
    branch.draft = reader.optional("draft");
    return branch;
}

KeptWork readAll(std::string_view text)
{
    Reader reader{text};
    KeptWork kept;
    kept.source = reader.text("source");
    kept.title = reader.both("title");
    kept.shown = reader.number("shown");
    kept.record = reader.number("record");
    if (reader.at("segment")) kept.segment = reader.number("segment");
    while (reader.at("branch") && kept.branches.size() < most_kept_branches)
        kept.branches.push_back(readBranch(reader));
    reader.end();
    if (kept.branches.empty() || kept.shown >= kept.branches.size()) throw Damaged{};
    for (std::size_t i = 0; i < kept.branches.size(); ++i)
        if (kept.branches[i].parent > i) throw Damaged{};
    return kept;
}

StagedRunPtr run(const KeptWork& kept, const KeptBranch& branch, scene::TimeMapKind timeMap,
                 const std::stop_token& stop)
{
    const auto scenario = lesson::read_scenario(branch.lesson, kept.source + ".yaml");
    return scenario ? scene::stageRun(*scenario, timeMap, stop) : nullptr;
}

trace::RecordId recordOf(std::uint64_t number)
{
    return number < trace::no_record ? static_cast<trace::RecordId>(number) : trace::no_record;
}

Branch branchOf(const KeptBranch& kept, StagedRunPtr staged)
{
    Branch branch{kept.name, std::move(staged)};
    branch.parent = kept.parent;
    branch.parting = recordOf(kept.parting);
    branch.written = kept.written;
    branch.named = kept.named;
    branch.text = shared(kept.text);
    branch.draft = shared(kept.draft);
    return branch;
}

/// Restores the moment and the selection if the run has them.
void place(const KeptWork& kept, Work& work)
{
    const trace::Trace& trace = work.staged->trace();
    if (kept.record < trace.records().size()) work.time = work.staged->timeMap.at(recordOf(kept.record));
    if (kept.segment && *kept.segment < trace.transits().size())
        work.selection =
            scene::Ref{scene::Ref::Kind::Segment, trace::Side::Left, static_cast<std::uint32_t>(*kept.segment), 0};
}

} // namespace

KeptWork keptOf(const Work& work)
{
    KeptWork kept;
    kept.source = work.source;
    kept.title = lessonOf(work)->scenario.title;
    kept.shown = work.branches.shown;
    kept.record = work.staged->timeMap.moment(work.time).record;
    if (work.selection.kind == scene::Ref::Kind::Segment && work.selection.run == 0) kept.segment = work.selection.id;
    std::vector<Branch> all = work.branches.all;
    if (all.empty()) {
        all = {{wording::branchLesson, work.staged}};
        all.front().draft = work.branches.draft;
    }
    for (const Branch& branch : all)
        kept.branches.push_back({branch.name, branch.parent, branch.parting, branch.written, branch.named,
                                 run::written_lesson(branch.staged->scenario, branch.staged->trace()),
                                 copyOf(branch.text), copyOf(branch.draft)});
    return kept;
}

std::string toText(const KeptWork& kept)
{
    Writer writer;
    writer.put("source", std::string_view{kept.source});
    writer.put("title", kept.title);
    writer.put("shown", kept.shown);
    writer.put("record", kept.record);
    if (kept.segment) writer.put("segment", *kept.segment);
    for (const KeptBranch& branch : kept.branches) {
        writer.put("branch", branch.name);
        writer.put("parent", branch.parent);
        writer.put("parting", branch.parting);
        writer.put("written", branch.written);
        writer.put("named", branch.named);
        writer.put("lesson", std::string_view{branch.lesson});
        writer.put("text", branch.text);
        writer.put("draft", branch.draft);
    }
    return writer.done();
}

Result<KeptWork> readWork(std::string_view text, const std::string& file)
{
    try {
        if (text.size() <= most_kept_bytes) return readAll(text);
    } catch (const Damaged&) { // reported below
    }
    return fail(
        {"the work that was kept in this file is damaged", "此文件中保留的工作已损坏"}, {file, 0, 0},
        {"it is left out; the texts in it can be read with any editor", "已略过；其中的文本可用任何编辑器查看"});
}

WorkPtr loadWork(const KeptWork& kept, const StagedRunPtr& lesson, scene::TimeMapKind timeMap,
                 const std::stop_token& stop)
{
    const bool isSandbox = kept.source == run::sandbox_source;
    StagedRunPtr first = isSandbox ? run(kept, kept.branches.front(), timeMap, stop) : lesson;
    if (!first) first = isSandbox ? lesson : run(kept, kept.branches.front(), timeMap, stop);
    if (!first) return nullptr;
    auto work = std::make_shared<Work>();
    work->source = kept.source;
    std::vector<Branch>& all = work->branches.all;
    for (const KeptBranch& branch : kept.branches) {
        const StagedRunPtr staged = all.empty() ? first : run(kept, branch, timeMap, stop);
        if (stop.stop_requested()) return nullptr;
        all.push_back(branchOf(branch, staged ? staged : first));
        if (!staged && !all.back().draft) all.back().draft = shared(branch.text.value_or(branch.lesson));
    }
    if (isSandbox && !all.front().text) all.front().text = shared(kept.branches.front().lesson); // not an empty one
    work->branches.shown = kept.shown;
    work->staged = all[kept.shown].staged;
    place(kept, *work);
    if (all.size() == 1 && !isSandbox) {
        work->branches.draft = all.front().draft;
        all.clear();
    }
    return work;
}

} // namespace tcpstage::model
