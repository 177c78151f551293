#include "ui/widgets/lessons/own_lessons.h"

#include "core/base/files.h"
#include "core/lesson/scenario.h"
#include "ui/model/catalogue.h"

#include <QDir>

namespace tcpstage::widgets {

namespace {

constexpr qsizetype mostLessons = 200;

bool looksLikeLesson(std::string_view yaml)
{
    return yaml.starts_with("endpoints:") || yaml.find("\nendpoints:") != std::string_view::npos;
}

} // namespace

std::vector<OwnLesson> ownLessons(const QString& folder)
{
    std::vector<OwnLesson> lessons;
    if (folder.isEmpty()) return lessons;
    const QStringList endings{QStringLiteral("*.yaml"), QStringLiteral("*.yml")};
    ReadLimits limits;
    limits.most_bytes = lesson::largest_lesson_bytes;
    for (const QFileInfo& file :
         QDir{folder}.entryInfoList(endings, QDir::Files | QDir::Readable, QDir::Name).mid(0, mostLessons)) {
        const QString path = file.absoluteFilePath();
        const auto yaml = read_whole_file(path.toStdString(), limits);
        if (!yaml || !looksLikeLesson(*yaml)) continue;
        OwnedText title = model::titleIn(*yaml);
        if (title.empty()) title.en = title.zh = file.completeBaseName().toStdString();
        lessons.push_back({path, std::move(title)});
    }
    return lessons;
}

} // namespace tcpstage::widgets
