#include "core/lesson/lesson_for.h"

namespace tcpstage {

std::string_view lesson_for(Rule rule)
{
    switch (rule) {
#define TCPSTAGE_LESSON_FOR(name, lesson)                                                                              \
    case Rule::name:                                                                                                   \
        return lesson;
#include "core/lesson/lesson_for.def"
#undef TCPSTAGE_LESSON_FOR
    default:
        return {};
    }
}

} // namespace tcpstage
