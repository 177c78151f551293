#pragma once
// The lessons in a folder of the user's.

#include "core/base/text.h"

#include <QString>
#include <vector>

namespace tcpstage::widgets {

struct OwnLesson {
    QString path;
    OwnedText title;
};

/// The lessons (.yaml, .yml) that stand in the folder itself, by name; at most 200. Other YAML files are left out.
std::vector<OwnLesson> ownLessons(const QString& folder);

} // namespace tcpstage::widgets
