# One file that needs nothing of the system it runs on (STRATA_STATIC): what libraries need that Debian has as archives, and
# what it has no archives of.
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)

add_library(strata_fmt STATIC ${PROJECT_SOURCE_DIR}/cmake/static/fmt.cc)
add_library(fmt::fmt ALIAS strata_fmt)
# As users of the shared library have it: what was compiled for that one need not be compiled again.
target_compile_definitions(strata_fmt INTERFACE FMT_SHARED)

# strata_static_libpq(<target>): makes the archive of libpq complete. It is in two packages: what it shares with the server is
# in the server's.
function(strata_static_libpq target)
  find_program(PG_CONFIG pg_config REQUIRED)
  execute_process(COMMAND ${PG_CONFIG} --pkglibdir
    OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  find_library(PGCOMMON pgcommon_shlib PATHS ${folder} REQUIRED)
  find_library(PGPORT pgport_shlib PATHS ${folder} REQUIRED)
  add_library(strata_libpq_needs STATIC ${PROJECT_SOURCE_DIR}/cmake/static/libpq_needs.cc)
  strata_warnings(strata_libpq_needs)
  target_link_libraries(${target} INTERFACE strata_libpq_needs ${PGCOMMON} ${PGPORT} OpenSSL::SSL OpenSSL::Crypto)
endfunction()

# strata_static_program(<target>): at the end it needs no other file.
function(strata_static_program target)
  # The linker warns of each function of the C library that asks the system's own configuration.
  target_link_options(${target} PRIVATE -static-pie -s -Wl,--no-warnings)
endfunction()
