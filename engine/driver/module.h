// Drivers in shared libraries of their own, loaded when they are needed: a client library with all
// that it brings along takes longer to load than a run with nothing to do lasts. Thread-safe.
#pragma once

#include <filesystem>
#include <string>

#include "engine/driver/driver.h"

namespace strata::driver {

// What a module tells of itself through C, so that one built for another Strata is refused before
// anything of it runs.
struct ModuleEntry {
  const char* version;  // of the headers it was built with
  void (*fill)(Driver& driver);
};

// The name of the function that returns a module's entry.
inline constexpr char kModuleSymbol[] = "strata_driver_module";

// The version that a module has to have.
std::string module_version();

// A driver that is in the module. It stays loaded as long as the process. Throws Error(Usage): no
// such file, no module, of another version, or a library that it needs is missing.
Driver load_module(const std::filesystem::path& file);

// What an entry gives. Throws Error(Usage) for one of another version.
Driver from_entry(const ModuleEntry& entry);

// `outline`, whose sessions come from the module once the first one is asked for. What
// load_module() throws, they throw.
Driver with_module(Driver outline, std::filesystem::path file);

}  // namespace strata::driver

// Makes a shared library a module, whose driver is that expression.
#define STRATA_DRIVER_MODULE(expression)                                                       \
  extern "C" __attribute__((visibility("default"))) const strata::driver::ModuleEntry*         \
  strata_driver_module() {                                                                     \
    static constexpr strata::driver::ModuleEntry kEntry{                                       \
        STRATA_MODULE_VERSION, [](strata::driver::Driver& driver) { driver = (expression); }}; \
    return &kEntry;                                                                            \
  }
