#include "ui/widgets/lessons/lesson_rows.h"

#include "ui/model/catalogue.h"
#include "ui/model/words.h"

#include <QListWidgetItem>

namespace tcpstage::widgets {

bool isLesson(const QListWidgetItem* item) { return item && item->data(sourceRole).isValid(); }

std::string sourceOf(const QListWidgetItem* item) { return item->data(sourceRole).toString().toStdString(); }

QString titleOf(const QListWidgetItem* item, Language language)
{
    if (isLesson(item)) return item->data(titleRole).toStringList().value(language == Language::English ? 0 : 1);
    const int group = item->data(groupRole).toInt();
    if (group == hourGroup) return item->data(titleRole).toStringList().value(language == Language::English ? 0 : 1);
    if (group == ownGroup) return model::say(wording::ownLessons, language);
    if (group == textGroup) return model::say(wording::foundInText, language);
    return model::say(lesson::title(static_cast<lesson::Group>(group)), language);
}

Found foundIn(const QListWidgetItem* item, const Search& search)
{
    const model::LessonEntry* known = model::findLesson(sourceOf(item));
    return search.in(item->data(sourceRole).toString() + u' ' + item->data(titleRole).toStringList().join(u' '),
                     known && !search.isEmpty() ? model::searchText(*known) : QString{});
}

QListWidgetItem* newHeading(int group)
{
    auto* heading = new QListWidgetItem;
    heading->setFlags(Qt::NoItemFlags);
    heading->setTextAlignment(Qt::AlignLeft | Qt::AlignBottom);
    heading->setData(groupRole, group);
    return heading;
}

QListWidgetItem* newLesson(int group, const QString& source, const OwnedText& title)
{
    auto* item = new QListWidgetItem;
    item->setData(sourceRole, source);
    item->setData(groupRole, group);
    item->setData(titleRole, QStringList{QString::fromStdString(title.en), QString::fromStdString(title.zh)});
    return item;
}

} // namespace tcpstage::widgets
