#pragma once
// What is said under the last page of a lesson.

#include "ui/model/catalogue.h"
#include "ui/model/model.h"
#include "ui/scene/words/caption.h"

#include <optional>
#include <string>

namespace tcpstage::model {

struct FollowingLesson {
    OwnedText title;
    std::string id; // empty: the next part of the hour
};
/// What comes after the lesson on the stage: the next part of the hour that is given, else the next lesson in the list.
/// Empty after the last one.
std::optional<FollowingLesson> followingLesson(const Model& model);
/// That this is the end, and which lesson is next.
scene::Caption lastPageCaption(const Model& model);

} // namespace tcpstage::model
