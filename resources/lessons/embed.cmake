# Writes OUTPUT, a C++ source with all lessons of order.cmake in FOLDER.
include(${FOLDER}/order.cmake)
set(entries "")
foreach(lesson IN LISTS TCPSTAGE_LESSONS)
    file(READ ${FOLDER}/${lesson}.yaml yaml)
    string(LENGTH "${yaml}" octets) # counted here because of compilers' limits on constant evaluation
    string(APPEND entries "    {\"${lesson}\", {R\"==lesson==(${yaml})==lesson==\", ${octets}}},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made by resources/lessons/embed.cmake.
#include \"core/lesson/library.h\"

namespace tcpstage::lesson {
namespace {
constexpr BuiltIn lessons[] = {
${entries}};
}

std::span<const BuiltIn> built_in_lessons() { return lessons; }
} // namespace tcpstage::lesson
")
