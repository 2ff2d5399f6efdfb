// What the handles of the C interface are. Not thread-safe but for strata_migration::cancel().
#pragma once

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/embed/include/strata/strata.h"
#include "engine/embed/interface/observer.h"
#include "engine/embed/settings.h"
#include "engine/run/migrator.h"

struct strata_error {
  explicit strata_error(strata::Error thrown);

  strata::Error error;
  std::string text;
};

struct strata_report {
  // Owns its texts, as the changelog is gone when it is read.
  struct Item {
    strata::model::ChangeSetKey key;
    std::string text;
    std::chrono::milliseconds duration{};
  };

  void add(strata_list list, strata::model::ChangeSetKey key, std::string text,
           std::chrono::milliseconds duration = {});
  const std::vector<Item>* list(strata_list list) const;

  std::map<strata_list, std::vector<Item>> lists;
  std::string sql;
};

struct strata_migration {
  strata_migration();

  void cancel() noexcept;
  strata::embed::Settings settings;
  strata::driver::Registry registry;
  std::map<std::string, std::string> files;
  void* adopted = nullptr;
  std::string adopted_database;
  strata::run::CustomChanges custom_changes;
  strata::embed::CallbackObserver observer;
  std::stop_source stop;

  // Of the call that runs; for cancel().
  std::mutex mutex;
  strata::run::Session* session = nullptr;
};

namespace strata::embed {

// Of the exception that is being handled. One that is always there where there is no memory for
// another.
strata_error* current_error() noexcept;

// Runs what may throw; returns the error, or nullptr.
template <typename Work>
strata_error* guarded(const Work& work) noexcept {
  try {
    work();
    return nullptr;
  } catch (...) {
    return current_error();
  }
}

// Throws Error(Usage) for NULL, which C programs hand over by mistake.
const char* text_of(const char* text, const char* what);

}  // namespace strata::embed
