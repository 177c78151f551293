#include "ui/model/hour.h"

#include "core/base/say.h"
#include "ui/model/catalogue.h"

namespace tcpstage::model {

std::uint32_t HourOnStage::minutesBefore() const
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < part; ++i)
        sum += hour->parts[i].minutes;
    return sum;
}

OwnedText titleOfPart(const lesson::HourPart& part)
{
    if (const LessonEntry* known = findLesson(part.source)) return known->title;
    const std::string name = part.source.substr(part.source.rfind('/') + 1);
    return {name, name};
}

OwnedText titleInHour(const lesson::Hour& hour, std::size_t part)
{
    const lesson::HourPart& one = hour.parts[part];
    const OwnedText title = titleOfPart(one);
    if (one.minutes == 0) return say({"{}. {}", "{}. {}"}, part + 1, title);
    return say({"{}. {} · {} min", "{}. {} · {} 分钟"}, part + 1, title, one.minutes);
}

OwnedText headingOfHour(const lesson::Hour& hour)
{
    if (hour.minutes() == 0) return hour.title;
    return say({"{} · {} min", "{} · {} 分钟"}, hour.title, hour.minutes());
}

} // namespace tcpstage::model
