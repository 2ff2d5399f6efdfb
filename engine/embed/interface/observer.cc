#include "engine/embed/interface/observer.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "engine/base/error_text.h"

namespace strata::embed {
namespace {

strata_change_set to_c(const model::ChangeSetKey& key) {
  return {key.path.c_str(), key.id.c_str(), key.author.c_str()};
}

}  // namespace

void CallbackObserver::set(const strata_observer& callbacks) {
  callbacks_ = {};
  std::memcpy(&callbacks_, &callbacks, std::min(callbacks.size, sizeof callbacks_));
}

void CallbackObserver::tell(strata_level level, const std::string& text) {
  if (callbacks_.message != nullptr) callbacks_.message(callbacks_.user, level, text.c_str());
}

void CallbackObserver::change_set_starts(const model::ChangeSet& change_set, std::size_t index,
                                         std::size_t total) {
  if (callbacks_.change_set_starts == nullptr) return;
  const strata_change_set key = to_c(change_set.key);
  callbacks_.change_set_starts(callbacks_.user, &key, index, total);
}

void CallbackObserver::rollback_starts(const model::ChangeSetKey& key, std::size_t index,
                                       std::size_t total) {
  if (callbacks_.rollback_starts == nullptr) return;
  const strata_change_set c_key = to_c(key);
  callbacks_.rollback_starts(callbacks_.user, &c_key, index, total);
}

void CallbackObserver::statement_ended(const sql::Statement& statement,
                                       std::chrono::milliseconds elapsed, std::int64_t rows) {
  if (callbacks_.statement_ended == nullptr) return;
  callbacks_.statement_ended(callbacks_.user, statement.text.c_str(), rows, elapsed.count());
}

void CallbackObserver::rows_loaded(std::string_view path, std::int64_t rows) {
  if (callbacks_.rows_loaded == nullptr) return;
  callbacks_.rows_loaded(callbacks_.user, std::string(path).c_str(), rows);
}

void CallbackObserver::waiting_for_lock(std::string_view holder, std::string_view since,
                                        std::chrono::seconds remaining) {
  if (callbacks_.waiting_for_lock == nullptr) return;
  callbacks_.waiting_for_lock(callbacks_.user, std::string(holder).c_str(),
                              std::string(since).c_str(), remaining.count());
}

void CallbackObserver::change_set_tolerated(const model::ChangeSet& change_set,
                                            const Error& error) {
  tell(STRATA_WARNING, fmt::format("{} failed, which failOnError: false allows\n{}",
                                   model::to_string(change_set.key), error_text(error)));
}

void CallbackObserver::change_set_skipped(const model::ChangeSet& change_set,
                                          const std::string& reason, bool marked) {
  tell(STRATA_INFO, fmt::format("{} {}: {}", model::to_string(change_set.key),
                                marked ? "is noted as run" : "is left for the next run", reason));
}

void CallbackObserver::output(std::string_view message, std::string_view target) {
  const bool is_warning = target == "WARN" || target == "FATAL";
  tell(is_warning ? STRATA_WARNING : STRATA_INFO, std::string(message));
}

void CallbackObserver::command_output(std::string_view command, std::string_view text) {
  tell(STRATA_INFO, fmt::format("{}:\n{}", command, text));
}

void CallbackObserver::diagnosed(const Diagnostic& diagnostic) {
  tell(STRATA_WARNING, to_text(diagnostic));
}

void CallbackObserver::warning(std::string_view message) {
  tell(STRATA_WARNING, std::string(message));
}

}  // namespace strata::embed
