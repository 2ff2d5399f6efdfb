// A log of a run, line by line with times, as operators keep it. Writes only on the running thread.
#pragma once

#include <fstream>
#include <ostream>
#include <string>

#include "engine/run/observer.h"

namespace strata::cmd {

enum class LogLevel : std::uint8_t { Off, Severe, Warning, Info, Fine };

// By the names that the reference takes (severe, info, fine, ...) and their usual others.
LogLevel log_level(std::string_view name);

class Log final : public run::Observer {
 public:
  // Appends to `file`; standard error if it is "". Throws Error(Usage) if it cannot be written.
  Log(LogLevel level, const std::string& file);

  void write(LogLevel level, std::string_view message);

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
  void statement_starts(const sql::Statement& statement, std::size_t index) override;
  void statement_ended(const sql::Statement& statement, std::chrono::milliseconds elapsed,
                       std::int64_t rows) override;
  void output(std::string_view message, std::string_view target) override;
  void command_output(std::string_view command, std::string_view text) override;
  void diagnosed(const Diagnostic& diagnostic) override;
  void warning(std::string_view message) override;

 private:
  LogLevel level_;
  std::ofstream file_;
  std::ostream& out_;
};

}  // namespace strata::cmd
