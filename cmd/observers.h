// Several observers as one. Called on the running thread.
#pragma once

#include <vector>

#include "engine/run/observer.h"

namespace strata::cmd {

class Observers final : public run::Observer {
 public:
  // In the order they hear of things. They must outlive it.
  void add(run::Observer& observer) { all_.push_back(&observer); }

  void change_set_starts(const model::ChangeSet& change_set, std::size_t index,
                         std::size_t total) override;
  void change_set_tolerated(const model::ChangeSet& change_set, const Error& error) override;
  void change_set_skipped(const model::ChangeSet& change_set, const std::string& reason,
                          bool marked) override;
  void change_set_not_tried(const model::ChangeSet& change_set, const std::string& reason) override;
  void rollback_starts(const model::ChangeSetKey& key, std::size_t index,
                       std::size_t total) override;
  void checksum_upgraded(const model::ChangeSetKey& key, std::string_view from,
                         std::string_view to) override;
  void waiting_for_lock(std::string_view holder, std::string_view since,
                        std::chrono::seconds remaining) override;
  void statement_starts(const sql::Statement& statement, std::size_t index) override;
  void statement_ended(const sql::Statement& statement, std::chrono::milliseconds elapsed,
                       std::int64_t rows) override;
  void rows_loaded(std::string_view path, std::int64_t rows) override;
  void output(std::string_view message, std::string_view target) override;
  void command_output(std::string_view command, std::string_view text) override;
  void diagnosed(const Diagnostic& diagnostic) override;
  void warning(std::string_view message) override;

 private:
  template <typename... Parameters, typename... Arguments>
  void tell(void (run::Observer::*what)(Parameters...), const Arguments&... arguments) {
    for (run::Observer* one : all_) (one->*what)(arguments...);
  }

  std::vector<run::Observer*> all_;
};

}  // namespace strata::cmd
