# Writes OUTPUT, a C++ source with the files of FOLDER that a page is made of.
set(parts "")
foreach(file page.html player.css player.js)
    file(READ ${FOLDER}/${file} text)
    string(LENGTH "${text}" octets) # counted here because of compilers' limits on constant evaluation
    string(APPEND parts "    {R\"==page==(${text})==page==\", ${octets}},\n")
endforeach()
file(WRITE ${OUTPUT} "// Made by resources/page/embed.cmake.
#include \"ui/page/page.h\"

namespace tcpstage::page {

const PageSources& pageSources()
{
    static constexpr PageSources sources{
${parts}    };
    return sources;
}

} // namespace tcpstage::page
")
