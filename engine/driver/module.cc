#include "engine/driver/module.h"

#include <dlfcn.h>

#include <mutex>

#include <fmt/format.h>

#include "engine/base/error.h"

namespace strata::driver {
namespace {

Error cannot_load(const std::filesystem::path& file, std::string_view why) {
  std::error_code failed;
  const bool is_there = std::filesystem::exists(file, failed);
  return Error(ErrorKind::Usage, fmt::format("cannot load the driver {}: {}", file.string(), why))
      .with_hint(is_there ? "" : "drivers are files that are installed with the program");
}

// "libpq.so.5: cannot open shared object file: ..." names what is missing, not who needs it.
std::string last_failure(const std::filesystem::path& file) {
  const char* text = dlerror();
  std::string failure = text == nullptr ? "unknown reason" : text;
  const std::string own = file.string() + ": ";
  if (failure.starts_with(own)) failure.erase(0, own.size());
  return failure;
}

// Loaded at most once, when somebody needs it.
class Sessions {
 public:
  explicit Sessions(std::filesystem::path file) : file_(std::move(file)) {}

  const Driver& driver() {
    std::call_once(once_, [this] { driver_ = load_module(file_); });
    return driver_;
  }

 private:
  std::filesystem::path file_;
  std::once_flag once_;
  Driver driver_;
};

}  // namespace

std::string module_version() { return STRATA_MODULE_VERSION; }

Driver load_module(const std::filesystem::path& file) {
  void* const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw cannot_load(file, last_failure(file));
  using Function = const ModuleEntry* (*)();
  const auto function = reinterpret_cast<Function>(dlsym(library, kModuleSymbol));
  if (function == nullptr) throw cannot_load(file, "it is no driver of Strata's");
  try {
    return from_entry(*function());
  } catch (const Error& error) {
    throw cannot_load(file, error.what());
  }
}

Driver from_entry(const ModuleEntry& entry) {
  if (entry.version != module_version()) {
    throw Error(ErrorKind::Usage, fmt::format("it was built for Strata {}, this is {}",
                                              entry.version, module_version()));
  }
  Driver driver;
  entry.fill(driver);
  return driver;
}

Driver with_module(Driver outline, std::filesystem::path file) {
  const auto sessions = std::make_shared<Sessions>(std::move(file));
  outline.connect = [sessions](const ConnectOptions& options) {
    return sessions->driver().connect(options);
  };
  outline.adopt = [sessions](void* session, const ConnectOptions& options) {
    return sessions->driver().adopt(session, options);
  };
  outline.library_version = [sessions] { return sessions->driver().library_version(); };
  outline.call_client = [sessions](const ConnectOptions& options, std::string_view client,
                                   bool in_transaction) {
    return sessions->driver().call_client(options, client, in_transaction);
  };
  return outline;
}

}  // namespace strata::driver
