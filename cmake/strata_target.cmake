# What every target of the project shares: warnings (only for those who work on it), install, export.

function(strata_warnings target)
  if(STRATA_DEV_WARNINGS)
    target_compile_options(${target} PRIVATE
      -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
      # A false alarm on string assignments at -O2 and above: https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651
      $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  endif()
endfunction()

# Most of a compilation is reading these (measured: 3 of 5 seconds). Builds without STRATA_PRECOMPILE show that every
# file includes what it needs.
function(strata_precompile target)
  if(STRATA_PRECOMPILE)
    # In such headers GCC 12 forgets what is the system's, and so whose false alarms it keeps to itself.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <chrono> <functional> <iostream> <map> <memory> <optional> <span> <sstream> <string>
      <string_view> <utility> <variant> <vector> <fmt/format.h> ${PROJECT_SOURCE_DIR}/engine/model/changeset.h ${ARGN})
  endif()
endfunction()

# strata_library(<name> [DEPENDS <public libraries>...]): all .cc files of the folder and its sub-folders.
function(strata_library name)
  cmake_parse_arguments(ARG "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  add_library(strata_${name} STATIC ${sources})
  add_library(strata::${name} ALIAS strata_${name})
  set_target_properties(strata_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(strata_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/strata>)
  target_compile_features(strata_${name} PUBLIC cxx_std_20)
  target_link_libraries(strata_${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
  strata_warnings(strata_${name})
  strata_precompile(strata_${name})
  install(TARGETS strata_${name} EXPORT strata-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${PROJECT_SOURCE_DIR}
    OUTPUT_VARIABLE folder)
  install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/strata/${folder} FILES_MATCHING PATTERN "*.h")
endfunction()
