#include "cmd/progress.h"

#include <fmt/format.h>

#include "engine/base/error_text.h"

namespace strata::cmd {

std::ostream& Progress::out() {
  end();
  return out_;
}

void Progress::step(std::string_view verb, const std::string& name, std::size_t index,
                    std::size_t total) {
  if (silent_ || loudness_ == Loudness::Quiet) return;
  const std::string count = std::to_string(total);
  counter_ = fmt::format("[{:>{}}/{}]", index, count.size(), count);
  out() << style_.dim(counter_) << ' ' << verb << ' ' << name << std::endl;
}

void Progress::change_set_starts(const model::ChangeSet& change_set, std::size_t index,
                                 std::size_t total) {
  step("running", model::to_string(change_set.key), index, total);
}

void Progress::rollback_starts(const model::ChangeSetKey& key, std::size_t index,
                               std::size_t total) {
  step("rolling back", model::to_string(key), index, total);
}

void Progress::statement_starts(const sql::Statement& statement, std::size_t) {
  if (line_) line_->show(fmt::format("{} {}", counter_, statement.text));
}

void Progress::statement_ended(const sql::Statement& statement, std::chrono::milliseconds elapsed,
                               std::int64_t rows) {
  end();
  if (loudness_ != Loudness::Verbose) return;
  const std::string affected =
      rows > 0 ? fmt::format(", {} row{}", rows, rows == 1 ? "" : "s") : "";
  out_ << "  " << statement.text
       << style_.dim(fmt::format("  -- {} ms{}", elapsed.count(), affected)) << std::endl;
}

void Progress::rows_loaded(std::string_view path, std::int64_t rows) {
  if (line_) line_->update(fmt::format("{} {}: {} rows", counter_, path, rows));
}

void Progress::change_set_tolerated(const model::ChangeSet& change_set, const Error& error) {
  out() << error_text(error, style_.emphasis());
  warning(fmt::format("going on: changeset {} has failOnError: false",
                      model::to_string(change_set.key)));
}

void Progress::change_set_skipped(const model::ChangeSet& change_set, const std::string& reason,
                                  bool marked) {
  if (loudness_ == Loudness::Quiet) return;
  out() << fmt::format("{} {}: {}\n",
                       marked ? "not run, noted as run:" : "not run, left for the next run:",
                       model::to_string(change_set.key), reason);
}

void Progress::change_set_not_tried(const model::ChangeSet& change_set, const std::string& reason) {
  out() << style_.yellow("not tried:") << ' ' << model::to_string(change_set.key) << ": " << reason
        << std::endl;
}

void Progress::checksum_upgraded(const model::ChangeSetKey& key, std::string_view from,
                                 std::string_view to) {
  if (loudness_ == Loudness::Quiet) return;
  out() << fmt::format("upgrading the checksum of {} from {} to {}\n", model::to_string(key), from,
                       to);
}

void Progress::waiting_for_lock(std::string_view holder, std::string_view since,
                                std::chrono::seconds remaining) {
  const std::string text = fmt::format("waiting for the lock held by {} since {} ({} s left)",
                                       holder, since, remaining.count());
  if (line_) line_->update(text);
  constexpr std::chrono::seconds kBetween{10};
  if (last_wait_told_ != std::chrono::seconds::max() && last_wait_told_ - remaining < kBetween)
    return;
  last_wait_told_ = remaining;
  out() << style_.yellow(text) << std::endl;
}

void Progress::output(std::string_view message, std::string_view target) {
  end();
  (target == "STDOUT" ? plain_ : out_) << message << std::endl;
}

void Progress::command_output(std::string_view command, std::string_view text) {
  out() << style_.dim(fmt::format("+ {}", command)) << '\n' << text;
  if (!text.empty() && !text.ends_with('\n')) out_ << '\n';
  out_ << std::flush;
}

void Progress::diagnosed(const Diagnostic& diagnostic) {
  out() << diagnostic_text(diagnostic, style_.emphasis()) << std::flush;
}

void Progress::warning(std::string_view message) {
  out() << style_.yellow("warning:") << ' ' << message << std::endl;
}

}  // namespace strata::cmd
