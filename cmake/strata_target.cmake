# What every target of the project shares: warnings (only for those who work on it), install, export.

function(strata_warnings target)
  if(STRATA_DEV_WARNINGS)
    target_compile_options(${target} PRIVATE
      -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
      # A false alarm on string assignments at -O2 and above: https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651
      $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  endif()
endfunction()

# Most of a compilation is reading these (measured: 3 of 5 seconds). A build without STRATA_PRECOMPILE shows whether
# every file includes what it needs; no preset has it, because it takes half as long again.
function(strata_precompile target)
  if(STRATA_PRECOMPILE)
    # In such headers GCC 12 forgets what is the system's, and so whose false alarms it keeps to itself.
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
      target_compile_options(${target} PRIVATE -Wno-array-bounds
        $<$<CONFIG:Release>:-Wno-stringop-overflow> $<$<CONFIG:Release>:-Wno-stringop-overread>)
    endif()
    target_precompile_headers(${target} PRIVATE
      <algorithm> <chrono> <functional> <iostream> <map> <memory> <optional> <span> <sstream> <string>
      <string_view> <utility> <variant> <vector> <fmt/format.h> ${PROJECT_SOURCE_DIR}/engine/model/changeset.h ${ARGN})
  endif()
endfunction()

# strata_library(<name> [FOLDER <folder>] [EXCEPT <folder>] [PUBLIC <libraries>...] [PRIVATE <libraries>...]): all
# .cc files of the folder, the current one unless told, and its sub-folders.
function(strata_library name)
  cmake_parse_arguments(ARG "" "FOLDER;EXCEPT" "PUBLIC;PRIVATE" ${ARGN})
  cmake_path(APPEND folder ${CMAKE_CURRENT_SOURCE_DIR} ${ARG_FOLDER})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/session/module\\.cc$")
  if(ARG_EXCEPT)
    list(FILTER sources EXCLUDE REGEX "^${folder}/${ARG_EXCEPT}/")
  endif()
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
  install(TARGETS strata_${name} EXPORT strata-engine-targets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Development)
  cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE relative)
  install(DIRECTORY ${folder}/
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/strata/${relative} COMPONENT Development
    FILES_MATCHING PATTERN "*.h" PATTERN embed/include EXCLUDE)
endfunction()

# strata_driver(<name> [PRIVATE <libraries>...]): what needs the client library, in the folder session; as a library, and
# as the module that the program loads when it needs it.
function(strata_driver name)
  strata_library(driver_${name} FOLDER session PUBLIC strata::dialect_${name} ${ARGN})
  if(STRATA_DRIVER_MODULES)
    add_library(strata_module_${name} MODULE ${CMAKE_CURRENT_SOURCE_DIR}/session/module.cc)
    target_link_libraries(strata_module_${name} PRIVATE strata::driver_${name})
    target_link_options(strata_module_${name} PRIVATE -Wl,--gc-sections)
    set_target_properties(strata_module_${name} PROPERTIES
      PREFIX "" OUTPUT_NAME ${name} LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/modules)
    strata_warnings(strata_module_${name})
    install(TARGETS strata_module_${name} LIBRARY DESTINATION ${STRATA_MODULE_FOLDER} COMPONENT Program)
  endif()
endfunction()

# strata_needs_modules(<target>): it loads those that are built beside it.
function(strata_needs_modules target)
  if(STRATA_DRIVER_MODULES)
    set(modules ${STRATA_DRIVERS})
    # Linked in.
    list(REMOVE_ITEM modules sqlite)
    list(TRANSFORM modules PREPEND strata_module_)
    if(modules)
      add_dependencies(${target} ${modules})
    endif()
  endif()
endfunction()
