# Packages, made by `cpack` (`./dev package`): a .deb of each component, and a .tar.gz of all of them. Every install() names
# its component; each component has its strata_package() below, and configuring fails where one is missing.
set(STRATA_PACKAGE_MAINTAINER "Strata maintainers <maintainers@strata.example>" CACHE STRING
  "Name and address in Debian packages: whoever publishes them")

file(STRINGS ${PROJECT_SOURCE_DIR}/docs/CHANGELOG.md release REGEX "^## ${PROJECT_VERSION} ")
if(NOT release MATCHES "\\(([0-9]+-[0-9]+-[0-9]+)\\)$")
  message(FATAL_ERROR "docs/CHANGELOG.md has no heading '## ${PROJECT_VERSION} (YYYY-MM-DD)'")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C date -u -R -d ${CMAKE_MATCH_1}
  OUTPUT_VARIABLE release_date OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(debian_version ${PROJECT_VERSION}-1)

# What is in Debian's packages alone, each in a folder named like its component.
set(CPACK_STRATA_DEBIAN_FILES ${CMAKE_CURRENT_BINARY_DIR}/debian)
file(REMOVE_RECURSE ${CPACK_STRATA_DEBIAN_FILES})
set(CPACK_COMPONENTS_ALL)

# strata_package(<component> NAME <Debian package> SECTION <section> SUMMARY <line> TEXT <text> [DEPENDS <packages>]
#   [RECOMMENDS <packages>] [SUGGESTS <packages>] [CONTROL <files>]): a component as a package of its own. Dependencies on
# others' shared libraries are found by dpkg-shlibdeps.
function(strata_package component)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "NAME;SECTION;SUMMARY;TEXT;DEPENDS;RECOMMENDS;SUGGESTS;CONTROL" "")
  string(TOUPPER ${component} upper)
  foreach(field NAME SECTION DEPENDS RECOMMENDS SUGGESTS)
    set(CPACK_DEBIAN_${upper}_PACKAGE_${field} "${ARG_${field}}" PARENT_SCOPE)
  endforeach()
  set(CPACK_DEBIAN_${upper}_PACKAGE_CONTROL_EXTRA "${ARG_CONTROL}" PARENT_SCOPE)
  set(CPACK_DEBIAN_${upper}_DESCRIPTION "${ARG_SUMMARY}\n${ARG_TEXT}" PARENT_SCOPE)
  set(CPACK_COMPONENTS_ALL ${CPACK_COMPONENTS_ALL} ${component} PARENT_SCOPE)

  set(doc ${CMAKE_INSTALL_DATADIR}/doc/${ARG_NAME})
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/cmake/package/copyright
    DESTINATION ${doc} COMPONENT ${component})
  install(FILES ${PROJECT_SOURCE_DIR}/docs/CHANGELOG.md
    DESTINATION ${doc} RENAME changelog COMPONENT ${component})
  set(files ${CPACK_STRATA_DEBIAN_FILES}/${component}/usr/share)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/package/changelog.in ${files}/doc/${ARG_NAME}/changelog.Debian @ONLY)
  set(overrides ${PROJECT_SOURCE_DIR}/cmake/package/${ARG_NAME}.lintian-overrides)
  if(EXISTS ${overrides})
    configure_file(${overrides} ${files}/lintian/overrides/${ARG_NAME} COPYONLY)
  endif()
endfunction()

# The drivers are in the program's package, so that one file is all that a deploy step installs.
if(STRATA_BUILD_CMD)
  strata_package(Program NAME strata SECTION database
    SUMMARY "database schema migration, a native successor to Liquibase"
    TEXT "Strata migrates the schemas of PostgreSQL, MariaDB, MySQL and SQLite databases\n\
by Liquibase changelogs in XML, YAML, JSON and SQL. Tracking tables and\n\
checksums are those of Liquibase, so that either program goes on where the\n\
other one stopped."
    SUGGESTS "postgresql-client, mariadb-client, sqlite3")
endif()

get_target_property(soname strata_shared SOVERSION)
set(library libstrata${soname})
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/shlibs "libstrata ${soname} ${library} (>= ${PROJECT_VERSION})\n")
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/triggers "activate-noawait ldconfig\n")
strata_package(Runtime NAME ${library} SECTION libs
  SUMMARY "database schema migration, the library"
  TEXT "Strata migrates the schemas of PostgreSQL, MariaDB, MySQL and SQLite databases\n\
by Liquibase changelogs. Programs that embed it need this library."
  DEPENDS "strata (= ${debian_version})" CONTROL "${CMAKE_CURRENT_BINARY_DIR}/shlibs;${CMAKE_CURRENT_BINARY_DIR}/triggers")
strata_package(Development NAME libstrata-dev SECTION libdevel
  SUMMARY "database schema migration, for programs that embed it"
  TEXT "Headers, archives and what CMake and pkg-config read of Strata, which migrates\n\
the schemas of PostgreSQL, MariaDB, MySQL and SQLite databases by Liquibase\n\
changelogs. The recommended packages are for building drivers."
  DEPENDS "${library} (= ${debian_version})"
  RECOMMENDS "libfmt-dev, libyaml-cpp-dev, libexpat1-dev, libutf8proc-dev, libmd-dev, libpcre2-dev, libsqlite3-dev, \
libpqxx-dev, libpq-dev")
strata_package(Python NAME python3-strata SECTION python
  SUMMARY "database schema migration, for Python programs"
  TEXT "A Python module over the library of Strata, which migrates the schemas of\n\
PostgreSQL, MariaDB, MySQL and SQLite databases by Liquibase changelogs."
  DEPENDS "python3, ${library} (= ${debian_version})")

get_cmake_property(components COMPONENTS)
list(REMOVE_ITEM components ${CPACK_COMPONENTS_ALL})
if(components)
  message(FATAL_ERROR "files are installed for components without a package, see cmake/package.cmake: ${components}")
endif()

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME strata)
set(CPACK_PACKAGE_VENDOR Strata)
set(CPACK_PACKAGE_CONTACT "${STRATA_PACKAGE_MAINTAINER}")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGE_FILE_NAME strata-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
# Where it is CMake's default, it does not come before the summaries above.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${CMAKE_PROJECT_NAME} built using CMake")
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/package/before_pack.cmake)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
include(CPack)
