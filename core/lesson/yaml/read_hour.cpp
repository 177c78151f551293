// Reads and writes a lesson hour.

#include "core/lesson/hour.h"
#include "core/lesson/library.h"
#include "core/lesson/yaml/parts.h"

#include <algorithm>
#include <filesystem>
#include <yaml-cpp/emitter.h>

namespace tcpstage::lesson {

namespace {

using yaml::Item;
using yaml::Map;

constexpr std::array<std::string_view, 2> hour_keys{"title", "lessons"};
constexpr std::array<std::string_view, 4> part_keys{"lesson", "step", "minutes", "notes"};

bool names_file(std::string_view source) { return source.find_first_of("./") != std::string_view::npos; }

std::string in_folder(const std::string& source, const std::string& file_name)
{
    const std::filesystem::path path{source};
    if (!names_file(source) || path.is_absolute()) return source;
    return (std::filesystem::path{file_name}.parent_path() / path).lexically_normal().string();
}

HourPart read_part(const Item& item, const std::string& file_name)
{
    HourPart part;
    if (item.is_text()) { // the lesson alone
        part.source = item.text();
    } else {
        const Map map{item, part_keys};
        part.source = map.need("lesson").text();
        if (const auto step = map.find("step")) part.step = static_cast<std::uint32_t>(step->number(0, 1'000'000));
        if (const auto minutes = map.find("minutes"))
            part.minutes = static_cast<std::uint32_t>(minutes->number(0, most_hour_minutes));
        if (const auto notes = map.find("notes")) part.notes = yaml::owned_text(*notes);
    }
    if (part.source.empty())
        item.refuse({"the lesson has no name", "没有课程名"},
                    {"write for example \"three-way-handshake\"", "请写成“three-way-handshake”这样"});
    if (!names_file(part.source) && !find_built_in(part.source)) {
        std::vector<std::string_view> ids;
        for (const BuiltIn& lesson : built_in_lessons())
            ids.push_back(lesson.id);
        item.refuse_word({"lesson", "课程"}, part.source, ids);
    }
    part.source = in_folder(part.source, file_name);
    return part;
}

Hour read(const std::string& text, const std::string& file_name)
{
    const Map map{yaml::load(text, file_name), hour_keys};
    Hour hour;
    hour.title = yaml::owned_text(map.need("title"));
    const Item lessons = map.need("lessons");
    const std::vector<Item> items = lessons.list();
    if (items.empty())
        lessons.refuse({"an hour has at least one lesson", "一堂课至少要有一个课程"},
                       {"write for example \"- lesson: three-way-handshake\" under it",
                        "请在下面写“- lesson: three-way-handshake”这样的行"});
    if (items.size() > most_hour_parts)
        items[most_hour_parts].refuse({"an hour has at most 100 lessons", "一堂课最多 100 个课程"},
                                      {"divide it", "请分成几堂课"});
    for (const Item& item : items)
        hour.parts.push_back(read_part(item, file_name));
    return hour;
}

void emit_text(YAML::Emitter& out, const OwnedText& text)
{
    if (text.zh.empty()) {
        out << YAML::DoubleQuoted << text.en;
        return;
    }
    out << YAML::Flow << YAML::BeginMap << YAML::Key << "en" << YAML::Value << YAML::DoubleQuoted << text.en
        << YAML::Key << "zh" << YAML::Value << YAML::DoubleQuoted << text.zh << YAML::EndMap;
}

std::string from_folder(const std::string& source, const std::string& folder)
{
    if (!names_file(source) || folder.empty()) return source;
    const std::filesystem::path path = std::filesystem::path{source}.lexically_proximate(folder);
    return path.empty() || *path.begin() == ".." ? source : path.string();
}

} // namespace

std::uint32_t Hour::minutes() const
{
    std::uint32_t sum = 0;
    for (const HourPart& part : parts)
        sum += part.minutes;
    return sum;
}

bool is_hour(std::string_view text)
{
    const auto has_key = [text](std::string_view key) {
        for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1))
            if (at == 0 || text[at - 1] == '\n') return true;
        return false;
    };
    return has_key("lessons:") && !has_key("endpoints:");
}

Result<Hour> read_hour(const std::string& text, const std::string& file_name)
{
    try {
        return read(text, file_name);
    } catch (const yaml::Refused& refused) {
        return tl::unexpected<Error>{refused.error};
    }
}

std::optional<Result<Hour>> hour_in_file(const std::string& path)
{
    if (!path.ends_with(".yaml") && !path.ends_with(".yml")) return {};
    const auto text = read_whole_file(path, lesson_limits(path));
    if (!text || !is_hour(*text)) return {};
    return read_hour(*text, path);
}

std::string write_hour(const Hour& hour, const std::string& folder)
{
    YAML::Emitter out;
    out << YAML::BeginMap << YAML::Key << "title" << YAML::Value;
    emit_text(out, hour.title);
    out << YAML::Key << "lessons" << YAML::Value << YAML::BeginSeq;
    for (const HourPart& part : hour.parts) {
        out << YAML::BeginMap << YAML::Key << "lesson" << YAML::Value << from_folder(part.source, folder);
        if (part.step) out << YAML::Key << "step" << YAML::Value << *part.step;
        if (part.minutes > 0) out << YAML::Key << "minutes" << YAML::Value << part.minutes;
        if (!part.notes.empty()) {
            out << YAML::Key << "notes" << YAML::Value;
            emit_text(out, part.notes);
        }
        out << YAML::EndMap;
    }
    out << YAML::EndSeq << YAML::EndMap;
    return std::string{out.c_str()} + '\n';
}

} // namespace tcpstage::lesson
