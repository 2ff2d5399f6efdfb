// Tells people on standard error what a run is doing.
#pragma once

#include <ostream>
#include <string>

#include "cmd/style.h"
#include "engine/run/observer.h"

namespace strata::cmd {

class Progress final : public run::Observer {
 public:
  Progress(std::ostream& out, Style style) : out_(out), style_(style) {}

  // Says nothing of single changesets: nothing is run when a script is written.
  void write_script() { silent_ = true; }

  void change_set_starts(const model::ChangeSet& change_set, std::size_t index,
                         std::size_t total) override;
  void change_set_tolerated(const model::ChangeSet& change_set, const Error& error) override;
  void change_set_skipped(const model::ChangeSet& change_set, const std::string& reason,
                          bool marked) override;
  void rollback_starts(const model::ChangeSetKey& key, std::size_t index,
                       std::size_t total) override;
  void checksum_upgraded(const model::ChangeSetKey& key, std::string_view from,
                         std::string_view to) override;
  void waiting_for_lock(std::string_view holder, std::string_view since,
                        std::chrono::seconds remaining) override;
  void output(std::string_view message, std::string_view target) override;
  void command_output(std::string_view command, std::string_view text) override;
  void diagnosed(const Diagnostic& diagnostic) override;
  void warning(std::string_view message) override;

 private:
  void step(std::string_view verb, const std::string& name, std::size_t index, std::size_t total);

  std::ostream& out_;
  Style style_;
  bool silent_ = false;
  std::chrono::seconds last_wait_told_ = std::chrono::seconds::max();
};

}  // namespace strata::cmd
