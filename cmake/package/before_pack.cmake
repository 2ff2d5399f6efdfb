# What only Debian's policy wants: files that are in no other form of the package, manuals and changelogs compressed, and no
# licence that Debian itself has.
if(CPACK_GENERATOR STREQUAL DEB)
  file(COPY ${CPACK_STRATA_DEBIAN_FILES}/ DESTINATION ${CPACK_TEMPORARY_DIRECTORY})
  file(GLOB_RECURSE files ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/man/* ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/doc/*/changelog*)
  list(FILTER files EXCLUDE REGEX "\\.gz$")
  foreach(file IN LISTS files)
    execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  file(GLOB licences ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/doc/*/LICENSE)
  file(REMOVE ${licences})
endif()
