// Setting up a migration through the C interface.
#include <dlfcn.h>

#include <cstring>

#include <fmt/format.h>

#include "engine/base/path.h"
#include "engine/driver/module.h"
#include "engine/embed/drivers.h"
#include "engine/embed/interface/handles.h"

using strata::Error;
using strata::ErrorKind;
using strata::embed::guarded;
using strata::embed::text_of;

namespace {

// Of the library that this is in; modules are beside it.
std::filesystem::path library_file() {
  Dl_info info{};
  const int found = dladdr(reinterpret_cast<const void*>(&strata_version), &info);
  return found == 0 || info.dli_fname == nullptr ? std::filesystem::path("/nowhere/libstrata.so")
                                                 : std::filesystem::absolute(info.dli_fname);
}

}  // namespace

const char* strata::embed::text_of(const char* text, const char* what) {
  if (text == nullptr) throw Error(ErrorKind::Usage, fmt::format("{} is NULL", what));
  return text;
}

strata_migration::strata_migration() : registry(strata::embed::built_in_drivers(library_file())) {}

void strata_migration::cancel() noexcept {
  stop.request_stop();
  const std::lock_guard guard(mutex);
  // Where a half-done changeset is undone, there is no need to wait for its statement.
  if (session != nullptr && session->dialect().traits().transactional_ddl)
    session->cancel_statement();
}

const char* strata_version() { return STRATA_VERSION; }

int strata_abi_version() { return STRATA_ABI_VERSION; }

strata_migration* strata_new() {
  try {
    // Before there is no memory for it.
    strata_error_free(nullptr);
    return new strata_migration;
  } catch (const std::exception&) {
    return nullptr;
  }
}

void strata_free(strata_migration* migration) { delete migration; }

strata_error* strata_set(strata_migration* migration, const char* name, const char* value) {
  return guarded([&] {
    strata::embed::set(migration->settings, text_of(name, "the setting's name"),
                       text_of(value, name));
  });
}

strata_error* strata_set_parameter(strata_migration* migration, const char* name,
                                   const char* value) {
  return guarded([&] {
    migration->settings.parameters.emplace_back(text_of(name, "the parameter's name"),
                                                text_of(value, name));
  });
}

strata_error* strata_add_files(strata_migration* migration, const strata_files* files) {
  return guarded([&] {
    for (size_t i = 0; i < files->count; ++i) {
      const strata_file& file = files->files[i];
      migration->files.insert_or_assign(
          strata::normalize_path(text_of(file.path, "the file's path")),
          std::string(static_cast<const char*>(file.data), file.size));
    }
  });
}

strata_error* strata_adopt(strata_migration* migration, const char* database, void* session) {
  return guarded([&] {
    const std::string_view scheme = text_of(database, "the database");
    if (session == nullptr) throw Error(ErrorKind::Usage, "the session is NULL");
    if (migration->registry.for_scheme(scheme) == nullptr)
      throw Error(ErrorKind::Usage, fmt::format("there is no driver for '{}'", scheme));
    migration->adopted = session;
    migration->adopted_database = scheme;
  });
}

strata_error* strata_add_driver(strata_migration* migration, const char* path) {
  return guarded(
      [&] { strata::embed::add_drivers(migration->registry, text_of(path, "the path")); });
}

strata_error* strata_add_driver_entry(strata_migration* migration, const void* entry) {
  return guarded([&] {
    if (entry == nullptr) throw Error(ErrorKind::Usage, "the driver's entry is NULL");
    strata::embed::add_driver(
        migration->registry,
        strata::driver::from_entry(*static_cast<const strata::driver::ModuleEntry*>(entry)));
  });
}

strata_error* strata_set_observer(strata_migration* migration, const strata_observer* observer) {
  return guarded([&] {
    if (observer == nullptr) throw Error(ErrorKind::Usage, "the observer is NULL");
    migration->observer.set(*observer);
  });
}

void strata_cancel(strata_migration* migration) { migration->cancel(); }
