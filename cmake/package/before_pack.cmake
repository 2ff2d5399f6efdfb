# What Debian's policy wants of files that are as they are everywhere else: manuals and changelogs are compressed.
if(CPACK_GENERATOR STREQUAL DEB)
  file(GLOB_RECURSE files ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/man/* ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/doc/*/changelog*)
  list(FILTER files EXCLUDE REGEX "\\.gz$")
  foreach(file IN LISTS files)
    execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
endif()
