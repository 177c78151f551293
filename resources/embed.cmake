# Files as C++ text, so that the program needs none beside itself.
#
#   tcpstage_embed(TARGET FUNCTION name TYPE type NAMESPACE namespace HEADER header FILES file...)
#
# gives TARGET a source with `std::span<const TYPE> FUNCTION()`, which HEADER declares. A TYPE has two texts: the name of a
# file without its last ending, and its content. As a script, this file writes that source.
if(CMAKE_SCRIPT_MODE_FILE)
    set(entries "")
    foreach(file IN LISTS FILES)
        cmake_path(GET file STEM LAST_ONLY name)
        file(READ ${file} text)
        string(LENGTH "${text}" octets) # counted here because of compilers' limits on constant evaluation
        string(APPEND entries "    {\"${name}\", {R\"==text==(${text})==text==\", ${octets}}},\n")
    endforeach()
    file(WRITE ${OUTPUT} "// Made by resources/embed.cmake.
#include \"${HEADER}\"

namespace ${NAMESPACE} {
namespace {
constexpr ${TYPE} embedded_${FUNCTION}[] = {
${entries}};
}

std::span<const ${TYPE}> ${FUNCTION}() { return embedded_${FUNCTION}; }

} // namespace ${NAMESPACE}
")
    return()
endif()

function(tcpstage_embed target)
    cmake_parse_arguments(PARSE_ARGV 1 embed "" "FUNCTION;TYPE;NAMESPACE;HEADER" "FILES")
    set(output ${CMAKE_CURRENT_BINARY_DIR}/${embed_FUNCTION}.cpp)
    add_custom_command(
        OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -D OUTPUT=${output} -D FUNCTION=${embed_FUNCTION} -D TYPE=${embed_TYPE}
                -D NAMESPACE=${embed_NAMESPACE} -D HEADER=${embed_HEADER} -D "FILES=${embed_FILES}"
                -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
        DEPENDS ${embed_FILES} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
        COMMENT "Embedding ${embed_FUNCTION}"
        VERBATIM)
    add_custom_target(tcpstage_embedded_${embed_FUNCTION} DEPENDS ${output})
    add_dependencies(${target} tcpstage_embedded_${embed_FUNCTION})
    add_dependencies(tcpstage_generated tcpstage_embedded_${embed_FUNCTION})
    target_sources(${target} PRIVATE ${output})
endfunction()
