# strata_embed_changelog(<target> <folder> [NAME <name>]): makes the files of a folder a part of the target, so that
# nothing has to be shipped beside it: `extern const strata_files <name>` (changelog, unless told) of the header
# <name>.h, for strata_add_files(). Their paths are those within the folder.
set(strata_embed_script ${CMAKE_CURRENT_LIST_DIR}/strata_embed_files.cmake)

function(strata_embed_changelog target folder)
  cmake_parse_arguments(ARG "" "NAME" "" ${ARGN})
  if(NOT ARG_NAME)
    set(ARG_NAME changelog)
  endif()
  get_filename_component(folder ${folder} ABSOLUTE)
  if(NOT IS_DIRECTORY ${folder})
    message(FATAL_ERROR "strata_embed_changelog: there is no folder ${folder}")
  endif()
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/*)
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  set(ending c)
  if(CXX IN_LIST languages)
    set(ending cc)
  endif()
  set(made ${CMAKE_CURRENT_BINARY_DIR}/${target}-embedded)
  add_custom_command(OUTPUT ${made}/${ARG_NAME}.${ending} ${made}/${ARG_NAME}.h
    COMMAND ${CMAKE_COMMAND} -D FOLDER=${folder} -D OUTPUT=${made}/${ARG_NAME} -D ENDING=${ending} -D NAME=${ARG_NAME}
      -P ${strata_embed_script}
    DEPENDS ${files} ${strata_embed_script} VERBATIM
    COMMENT "Embedding ${folder}")
  target_sources(${target} PRIVATE ${made}/${ARG_NAME}.${ending} ${made}/${ARG_NAME}.h)
  target_include_directories(${target} PRIVATE ${made})
endfunction()
