#include "cmd/log.h"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/run/environment.h"

namespace strata::cmd {
namespace {

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::Severe:
      return "SEVERE";
    case LogLevel::Warning:
      return "WARNING";
    case LogLevel::Fine:
      return "FINE";
    case LogLevel::Info:
    case LogLevel::Off:
      break;
  }
  return "INFO";
}

}  // namespace

LogLevel log_level(std::string_view name) {
  const std::string level = to_lower(name);
  if (level == "severe" || level == "error") return LogLevel::Severe;
  if (level == "warning" || level == "warn") return LogLevel::Warning;
  if (level == "info" || level == "config") return LogLevel::Info;
  return level.empty() || level == "off" ? LogLevel::Off : LogLevel::Fine;
}

Log::Log(LogLevel level, const std::string& file)
    : level_(level), out_(file.empty() ? std::cerr : file_) {
  if (file.empty() || level == LogLevel::Off) return;
  file_.open(file, std::ios::binary | std::ios::app);
  if (!file_) throw Error(ErrorKind::Usage, fmt::format("--log-file: cannot write {}", file));
}

// Every line of a message stands under its time, so that no text can pass for a line of the log.
void Log::write(LogLevel level, std::string_view message) {
  if (level > level_) return;
  const std::string stamp = fmt::format(
      "[{}] {} ", run::local_iso_time(run::system_environment().now_ms()), name_of(level));
  while (true) {
    const std::size_t end = message.find('\n');
    out_ << stamp << message.substr(0, end) << '\n';
    if (end == std::string_view::npos || end + 1 == message.size()) break;
    message.remove_prefix(end + 1);
  }
  out_ << std::flush;
}

void Log::change_set_starts(const model::ChangeSet& change_set, std::size_t index,
                            std::size_t total) {
  write(LogLevel::Info,
        fmt::format("changeset {}/{} {}", index, total, model::to_string(change_set.key)));
}
void Log::change_set_tolerated(const model::ChangeSet& change_set, const Error& error) {
  write(LogLevel::Warning, fmt::format("{} failed and is left out: {}",
                                       model::to_string(change_set.key), error.what()));
}
void Log::change_set_skipped(const model::ChangeSet& change_set, const std::string& reason,
                             bool marked) {
  write(LogLevel::Info, fmt::format("{} {}: {}", model::to_string(change_set.key),
                                    marked ? "noted as run" : "left for the next run", reason));
}
void Log::rollback_starts(const model::ChangeSetKey& key, std::size_t index, std::size_t total) {
  write(LogLevel::Info, fmt::format("rolling back {}/{} {}", index, total, model::to_string(key)));
}
void Log::checksum_upgraded(const model::ChangeSetKey& key, std::string_view from,
                            std::string_view to) {
  write(LogLevel::Info,
        fmt::format("checksum of {} from {} to {}", model::to_string(key), from, to));
}
void Log::waiting_for_lock(std::string_view holder, std::string_view since,
                           std::chrono::seconds remaining) {
  write(LogLevel::Info, fmt::format("waiting for the lock held by {} since {} ({} s left)", holder,
                                    since, remaining.count()));
}
void Log::statement_starts(const sql::Statement& statement, std::size_t) {
  write(LogLevel::Fine, statement.text);
}
void Log::statement_ended(const sql::Statement&, std::chrono::milliseconds elapsed,
                          std::int64_t rows) {
  write(LogLevel::Fine, fmt::format("{} rows, {} ms", rows, elapsed.count()));
}
void Log::output(std::string_view message, std::string_view target) {
  write(target == "FATAL"  ? LogLevel::Severe
        : target == "WARN" ? LogLevel::Warning
                           : LogLevel::Info,
        message);
}
void Log::command_output(std::string_view command, std::string_view text) {
  write(LogLevel::Info, fmt::format("{}\n{}", command, text));
}
void Log::diagnosed(const Diagnostic& diagnostic) {
  write(diagnostic.severity == Severity::Error ? LogLevel::Severe : LogLevel::Warning,
        to_text(diagnostic));
}
void Log::warning(std::string_view message) { write(LogLevel::Warning, message); }

}  // namespace strata::cmd
