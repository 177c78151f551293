#include "app/grade_command.h"

#include "app/line/output.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/lesson/library.h"
#include "core/run/goal.h"
#include "core/sources/find_run.h"
#include "core/terminal/columns.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace tcpstage::app {

namespace {

using Json = nlohmann::ordered_json;

struct Graded {
    std::string file;
    std::string lesson; // its id; empty: unknown
    run::Grade grade;
};

run::Grade refused(const Error& error)
{
    run::Grade grade;
    grade.reason = error.sentences();
    return grade;
}

Result<lesson::Scenario> lesson_with_goal(const std::string& id)
{
    auto lesson = lesson::find_lesson(id);
    if (lesson && !lesson->goal)
        return fail(say({"the lesson \"{}\" has no goal", "课程“{}”没有目标"}, lesson->id), {},
                    {"name a lesson with goal:", "请指定带 goal: 的课程"});
    return lesson;
}

/// The lessons by what names them, so that a lab of many files reads each once.
class Lessons {
public:
    const Result<lesson::Scenario>& named(const std::string& id)
    {
        const auto known = read_.find(id);
        return known != read_.end() ? known->second : read_.emplace(id, lesson_with_goal(id)).first->second;
    }

private:
    std::map<std::string, Result<lesson::Scenario>> read_;
};

Graded grade_one(const std::string& file, const std::string& lesson, Lessons& lessons)
{
    Graded graded{file, {}, {}};
    const auto read = sources::find_run(file);
    if (!read) {
        graded.grade = refused(read.error());
        return graded;
    }
    const lesson::Scenario* const handed_in = &read->scenario;
    const bool names_one = handed_in->solves && lesson::find_built_in(handed_in->solves->lesson) != nullptr;
    if (lesson.empty() && handed_in->solves && !names_one) {
        graded.lesson = handed_in->solves->lesson;
        graded.grade = refused(
            {say({"it is for the lesson \"{}\", which is not built in", "它针对的课程“{}”不是内置课程"}, graded.lesson),
             {},
             {"name the file of the lesson with --lesson", "请用 --lesson 指定课程文件"}});
        return graded;
    }
    if (lesson.empty() && !names_one) {
        graded.grade =
            refused({{"it has no acts, and does not say which lesson it is for", "它没有操作，也没有说明针对哪个课程"},
                     {},
                     {"save it from a run of the lesson in which something was done", "请在课程里做过操作之后保存"}});
        return graded;
    }
    const auto& teachers = lessons.named(lesson.empty() ? handed_in->solves->lesson : lesson);
    if (!teachers) {
        graded.grade = refused(teachers.error());
        return graded;
    }
    graded.lesson = teachers->id;
    graded.grade = run::grade(*teachers, *handed_in);
    return graded;
}

std::string_view word_of(const run::Grade& grade) { return run::grade_words[static_cast<std::size_t>(grade.result)]; }

std::string word_in(const run::Grade& grade, Language language)
{
    constexpr std::array<Text, 3> words{Text{"solved", "达成"}, Text{"not solved", "未达成"},
                                        Text{"refused", "不接受"}};
    return std::string{words[static_cast<std::size_t>(grade.result)][language]};
}

std::string grades_text(const std::vector<Graded>& all, Language language)
{
    std::size_t widest = 0;
    std::size_t widest_lesson = 0;
    for (const Graded& one : all) {
        widest = std::max(widest, terminal::columns(one.file));
        widest_lesson = std::max(widest_lesson, terminal::columns(one.lesson));
    }
    std::string text;
    for (const Graded& one : all) {
        const std::string_view s = one.grade.acts == 1 ? "" : "s";
        const std::string acts =
            one.grade.acts == 0 ? "" : said(language, {"{0} act{1}", "{0} 个操作"}, one.grade.acts, s);
        text += fmt::format("{}  {}  {}  {}  {}\n", terminal::fitted(word_in(one.grade, language), 10),
                            terminal::fitted(one.file, widest), terminal::fitted(one.lesson, widest_lesson),
                            terminal::fitted(acts, 8), one.grade.reason[language]);
    }
    return text;
}

Json both(const OwnedText& text) { return {{"en", text.en}, {"zh", text.zh}}; }

std::string grades_json(const std::vector<Graded>& all)
{
    Json grades = Json::array();
    for (const Graded& one : all) {
        Json done = Json::array();
        for (const OwnedText& act : one.grade.done)
            done.push_back(both(act));
        const bool solved = one.grade.result == run::Grade::Result::Solved;
        grades.push_back({{"file", one.file},
                          {"lesson", one.lesson.empty() ? Json(nullptr) : Json(one.lesson)},
                          {"result", word_of(one.grade)},
                          {"acts", one.grade.acts},
                          {"done", done},
                          {"t_ns", solved ? Json(one.grade.at.time_since_epoch().count()) : Json(nullptr)},
                          {"reason", both(one.grade.reason)}});
    }
    return Json{{"format", "tcpstage-grades"}, {"version", 1}, {"grades", grades}}.dump(2) + "\n";
}

std::string quoted(std::string field)
{
    for (std::size_t at = field.find('"'); at != std::string::npos; at = field.find('"', at + 2))
        field.insert(at, 1, '"');
    return '"' + field + '"';
}

std::string grades_csv(const std::vector<Graded>& all, Language language)
{
    std::string text = "file,lesson,result,acts,reason\n";
    for (const Graded& one : all)
        text += fmt::format("{},{},{},{},{}\n", quoted(one.file), one.lesson, word_of(one.grade), one.grade.acts,
                            quoted(one.grade.reason[language]));
    return text;
}

} // namespace

void add_grade_options(const Command& command, GradeOptions& options)
{
    command
        .option("FILE", options.files,
                {"Files (.yaml or .tcptrace) that were saved in a lesson with a goal after something was done",
                 "在带目标的课程里做过操作之后保存的文件（.yaml 或 .tcptrace）"})
        ->required();
    command.option("--lesson", options.lesson,
                   {"Id or file of the lesson whose goal counts (default: the built-in lesson that each file names)",
                    "以哪个课程的目标为准：id 或文件（默认：每个文件指出的内置课程）"});
    command.option("--format", options.format, {"text, json or csv", "text（文本）、json 或 csv"})
        ->check(command.one_of({"text", "json", "csv"}));
}

int grade_files(const GradeOptions& options)
{
    Lessons lessons;
    if (!options.lesson.empty())
        if (const auto& lesson = lessons.named(options.lesson); !lesson)
            return complain(lesson.error(), options.language);
    std::vector<Graded> all;
    for (const std::string& file : options.files)
        all.push_back(grade_one(file, options.lesson, lessons));
    const std::string text = options.format == "json"  ? grades_json(all)
                             : options.format == "csv" ? grades_csv(all, options.language)
                                                       : grades_text(all, options.language);
    if (const auto written = write_output("-", text); !written) return complain(written.error(), options.language);
    const bool solved =
        std::ranges::all_of(all, [](const Graded& one) { return one.grade.result == run::Grade::Result::Solved; });
    return solved ? 0 : exit_difference;
}

} // namespace tcpstage::app
