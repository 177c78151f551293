#include "ui/model/guide/hour_words.h"

#include "core/base/say.h"
#include "ui/model/catalogue.h"

namespace tcpstage::model {

OwnedText titleInHour(const lesson::Hour& hour, std::size_t part)
{
    const lesson::HourPart& one = hour.parts[part];
    const OwnedText title = titleOfSource(one.source);
    if (one.minutes == 0) return say({"{}. {}", "{}. {}"}, part + 1, title);
    return say({"{}. {} · {} min", "{}. {} · {} 分钟"}, part + 1, title, one.minutes);
}

OwnedText headingOfHour(const lesson::Hour& hour)
{
    if (hour.minutes() == 0) return hour.title;
    return say({"{} · {} min", "{} · {} 分钟"}, hour.title, hour.minutes());
}

} // namespace tcpstage::model
