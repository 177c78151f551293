# Sets SOURCE_DATE_EPOCH in the environment unless it is set, `package_version` and `package_date`. Needs SOURCE, the top of
# the project, and VERSION. What is built between two versions has the date in its version, so that it can be updated.
if("$ENV{SOURCE_DATE_EPOCH}" STREQUAL "")
    execute_process(COMMAND git -C ${SOURCE} log -1 --format=%ct
        OUTPUT_VARIABLE epoch OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE no_history)
    if(no_history)
        file(TIMESTAMP ${SOURCE}/docs/changelog.md epoch "%s" UTC)
    endif()
    set(ENV{SOURCE_DATE_EPOCH} ${epoch})
endif()
string(TIMESTAMP package_date "%Y-%m-%d" UTC)
file(STRINGS ${SOURCE}/docs/changelog.md versions REGEX "^## ")
list(GET versions 0 newest)
set(package_version ${VERSION})
if(newest STREQUAL "## Unreleased")
    string(REPLACE "-" "" day ${package_date})
    string(APPEND package_version "+${day}")
endif()
