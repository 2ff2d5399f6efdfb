// Tells people on standard error what a run is doing. Called on the running thread.
#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "cmd/live_line.h"
#include "cmd/style.h"
#include "engine/run/observer.h"

namespace strata::cmd {

enum class Loudness : std::uint8_t { Quiet, Normal, Verbose };

class Progress final : public run::Observer {
 public:
  // `plain` is where `output` changes print to STDOUT.
  Progress(std::ostream& out, std::ostream& plain, Style style, Loudness loudness)
      : out_(out), plain_(plain), style_(style), loudness_(loudness) {}

  // Says nothing of single changesets: nothing is run when a script is written.
  void write_script() { silent_ = true; }
  // Shows on the terminal what takes long.
  void use_terminal(std::size_t columns) { line_ = std::make_unique<LiveLine>(out_, columns); }
  // Nothing takes long any more.
  void end() {
    if (line_) line_->clear();
  }

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
  void step(std::string_view verb, const std::string& name, std::size_t index, std::size_t total);
  // For a line that stays.
  std::ostream& out();

  std::ostream& out_;
  std::ostream& plain_;
  Style style_;
  Loudness loudness_;
  bool silent_ = false;
  std::string counter_;
  std::unique_ptr<LiveLine> line_;
  std::chrono::seconds last_wait_told_ = std::chrono::seconds::max();
};

}  // namespace strata::cmd
