// A run's events as the callbacks of the C interface. Called on the running thread.
#pragma once

#include "engine/embed/include/strata/strata.h"
#include "engine/run/observer.h"

namespace strata::embed {

class CallbackObserver final : public run::Observer {
 public:
  // Programs that were built with an older header have fewer callbacks.
  void set(const strata_observer& callbacks);

  void change_set_starts(const model::ChangeSet& change_set, std::size_t index,
                         std::size_t total) override;
  void change_set_tolerated(const model::ChangeSet& change_set, const Error& error) override;
  void change_set_skipped(const model::ChangeSet& change_set, const std::string& reason,
                          bool marked) override;
  void rollback_starts(const model::ChangeSetKey& key, std::size_t index,
                       std::size_t total) override;
  void statement_ended(const sql::Statement& statement, std::chrono::milliseconds elapsed,
                       std::int64_t rows) override;
  void rows_loaded(std::string_view path, std::int64_t rows) override;
  void waiting_for_lock(std::string_view holder, std::string_view since,
                        std::chrono::seconds remaining) override;
  void output(std::string_view message, std::string_view target) override;
  void command_output(std::string_view command, std::string_view text) override;
  void diagnosed(const Diagnostic& diagnostic) override;
  void warning(std::string_view message) override;

 private:
  void tell(strata_level level, const std::string& text);

  strata_observer callbacks_{};
};

}  // namespace strata::embed
