# Read by cpack before it packs (CPACK_PROJECT_CONFIG_FILE): the version and the date of the package.
set(SOURCE ${CPACK_TCPSTAGE_SOURCE})
set(VERSION ${CPACK_TCPSTAGE_VERSION})
include(${CMAKE_CURRENT_LIST_DIR}/version.cmake)
set(CPACK_PACKAGE_VERSION ${package_version})
set(CPACK_DEBIAN_PACKAGE_VERSION ${package_version})
