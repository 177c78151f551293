#include "core/lesson/lesson_for.h"

namespace tcpstage::lesson {

std::string_view lesson_for(tcp::Rule rule)
{
    switch (rule) {
#define TCPSTAGE_LESSON_FOR(name, lesson)                                                                              \
    case tcp::Rule::name:                                                                                              \
        return lesson;
#include "core/lesson/lesson_for.def"
#undef TCPSTAGE_LESSON_FOR
    default:
        return {};
    }
}

} // namespace tcpstage::lesson
