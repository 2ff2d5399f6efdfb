#include "cmd/observers.h"

namespace strata::cmd {

void Observers::change_set_starts(const model::ChangeSet& change_set, std::size_t index,
                                  std::size_t total) {
  tell(&run::Observer::change_set_starts, change_set, index, total);
}
void Observers::change_set_tolerated(const model::ChangeSet& change_set, const Error& error) {
  tell(&run::Observer::change_set_tolerated, change_set, error);
}
void Observers::change_set_skipped(const model::ChangeSet& change_set, const std::string& reason,
                                   bool marked) {
  tell(&run::Observer::change_set_skipped, change_set, reason, marked);
}
void Observers::change_set_not_tried(const model::ChangeSet& change_set,
                                     const std::string& reason) {
  tell(&run::Observer::change_set_not_tried, change_set, reason);
}
void Observers::rollback_starts(const model::ChangeSetKey& key, std::size_t index,
                                std::size_t total) {
  tell(&run::Observer::rollback_starts, key, index, total);
}
void Observers::checksum_upgraded(const model::ChangeSetKey& key, std::string_view from,
                                  std::string_view to) {
  tell(&run::Observer::checksum_upgraded, key, from, to);
}
void Observers::waiting_for_lock(std::string_view holder, std::string_view since,
                                 std::chrono::seconds remaining) {
  tell(&run::Observer::waiting_for_lock, holder, since, remaining);
}
void Observers::statement_starts(const sql::Statement& statement, std::size_t index) {
  tell(&run::Observer::statement_starts, statement, index);
}
void Observers::statement_ended(const sql::Statement& statement, std::chrono::milliseconds elapsed,
                                std::int64_t rows) {
  tell(&run::Observer::statement_ended, statement, elapsed, rows);
}
void Observers::rows_loaded(std::string_view path, std::int64_t rows) {
  tell(&run::Observer::rows_loaded, path, rows);
}
void Observers::output(std::string_view message, std::string_view target) {
  tell(&run::Observer::output, message, target);
}
void Observers::command_output(std::string_view command, std::string_view text) {
  tell(&run::Observer::command_output, command, text);
}
void Observers::diagnosed(const Diagnostic& diagnostic) {
  tell(&run::Observer::diagnosed, diagnostic);
}
void Observers::warning(std::string_view message) { tell(&run::Observer::warning, message); }

}  // namespace strata::cmd
