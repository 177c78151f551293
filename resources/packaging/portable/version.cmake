# Prints "VERSION SECONDS": see ../debian/version.cmake, which says what it needs.
cmake_policy(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/../debian/version.cmake)
execute_process(COMMAND ${CMAKE_COMMAND} -E echo "${package_version} $ENV{SOURCE_DATE_EPOCH}")
