# Writes into FOLDER what depends on the version and its date: changelog.Debian and the AppStream data. Needs SOURCE, VERSION,
# MAINTAINER, TCPSTAGE_HOMEPAGE, and SCREENSHOTS, a list of "lesson|view|caption|caption in Chinese|width|height".
cmake_policy(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/version.cmake)

# `when` is a date or "@" with seconds. The other changelog says what changed.
function(entry version when)
    execute_process(COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C date -R -u -d ${when}
        OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    file(APPEND ${FOLDER}/changelog.Debian "tcpstage (${version}-1) unstable; urgency=medium\n\n"
        "  * What changed for users is in changelog.gz.\n\n -- ${MAINTAINER}  ${date}\n\n")
endfunction()
file(WRITE ${FOLDER}/changelog.Debian "")
entry(${package_version} @$ENV{SOURCE_DATE_EPOCH})
foreach(heading ${versions}) # "## 0.2.0 (2026-12-01)"
    if(heading MATCHES "^## ([0-9.]+) .([0-9]+-[0-9]+-[0-9]+).$" AND NOT CMAKE_MATCH_1 STREQUAL package_version)
        entry(${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
    endif()
endforeach()

foreach(screenshot ${SCREENSHOTS})
    string(REPLACE "|" ";" parts "${screenshot}")
    list(POP_FRONT parts lesson view caption caption_zh width height)
    set(url ${TCPSTAGE_HOMEPAGE}/screenshots/${lesson})
    set(size "type=\"source\" width=\"${width}\" height=\"${height}\"")
    set(kind "")
    if("${screenshots}" STREQUAL "")
        set(kind " type=\"default\"")
    endif()
    string(APPEND screenshots "    <screenshot${kind}>\n      <caption>${caption}</caption>\n"
        "      <caption xml:lang=\"zh_CN\">${caption_zh}</caption>\n      <image ${size}>${url}-en.png</image>\n"
        "      <image ${size} xml:lang=\"zh_CN\">${url}-zh.png</image>\n    </screenshot>\n")
endforeach()
set(release_type "")
if(NOT package_version STREQUAL VERSION)
    set(release_type " type=\"development\"")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/../metainfo.xml.in ${FOLDER}/org.tcpstage.tcpstage.metainfo.xml @ONLY)
