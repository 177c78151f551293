#pragma once
// The rows of the list of lessons: headings, lessons, and the parts of an hour. Private to lesson_list.cpp.

#include "core/base/text.h"
#include "core/lesson/scenario.h"
#include "ui/widgets/lessons/search.h"

#include <QString>
#include <string>

class QListWidgetItem;

namespace tcpstage::widgets {

inline constexpr int sourceRole = Qt::UserRole;    // id or path; headings have none
inline constexpr int groupRole = Qt::UserRole + 1; // of lessons and headings
inline constexpr int titleRole = Qt::UserRole + 2; // in both languages
inline constexpr int ownGroup = static_cast<int>(lesson::group_ids.size());
inline constexpr int textGroup = ownGroup + 1;    // of those that only mention the words
inline constexpr int hourGroup = textGroup + 1;   // of the hour that is given
inline constexpr int partRole = Qt::UserRole + 3; // the number of a part of the hour

bool isLesson(const QListWidgetItem* item);
std::string sourceOf(const QListWidgetItem* item);
QString titleOf(const QListWidgetItem* item, Language language);
Found foundIn(const QListWidgetItem* item, const Search& search);
/// Nobody owns it yet.
QListWidgetItem* newHeading(int group);
QListWidgetItem* newLesson(int group, const QString& source, const OwnedText& title);

} // namespace tcpstage::widgets
