#include "engine/run/statement_runner.h"

namespace strata::run {

std::int64_t ScriptRunner::run(const sql::Statement& statement) {
  out_ << statement.text << ";\n";
  // As psql reads them.
  if (statement.rows) out_ << statement.rows->text << "\\.\n";
  out_ << '\n';
  if (simulation_ != nullptr) simulation_->apply(statement.text);
  return 0;
}

// Each line of a changelog's comment gets its own marker, so that no line of it can become SQL.
void ScriptRunner::comment(std::string_view line) {
  while (true) {
    const std::size_t end = line.find_first_of("\r\n");
    out_ << "-- " << line.substr(0, end) << '\n';
    if (end == std::string_view::npos) return;
    const bool crlf = line.substr(end).starts_with("\r\n");
    line.remove_prefix(end + (crlf ? 2 : 1));
  }
}

}  // namespace strata::run
