// ChangeSetRunner: single statements, and those that are under way without anybody waiting for
// them.
#include <utility>

#include "engine/run/change_set_runner.h"
#include "engine/sql/effect.h"

namespace strata::run {

void ChangeSetRunner::statement_starts(Progress& progress) {
  Sent& first = progress.sent.front();
  first.start = std::chrono::steady_clock::now();
  progress.place = sql::place_of(first.statement, first.statement.code_offset);
  session_.observer().statement_starts(first.statement, first.number);
}

void ChangeSetRunner::statement_sent(sql::Statement statement, Progress& progress) {
  // Where DDL cannot be undone, a changeset is finished rather than left half done.
  if (is_undone_whole(progress)) stop_if_asked();
  progress.sent.push_back({std::move(statement), progress.steps->executed() + 1, {}});
  if (progress.sent.size() == 1) statement_starts(progress);
}

void ChangeSetRunner::statement_ended(Progress& progress, std::int64_t rows) {
  using std::chrono::milliseconds;
  const Sent& first = progress.sent.front();
  const auto elapsed = std::chrono::steady_clock::now() - first.start;
  progress.rows += rows;
  session_.observer().statement_ended(first.statement,
                                      std::chrono::duration_cast<milliseconds>(elapsed), rows);
  progress.sent.pop_front();
  if (!progress.sent.empty()) statement_starts(progress);
}

void ChangeSetRunner::place_failure(const Error& error, Progress& progress) {
  if (progress.sent.empty() || !error.sql()) return;
  const sql::Statement& statement = progress.sent.front().statement;
  if (error.sql()->offset) progress.place = sql::place_of(statement, *error.sql()->offset);
  if (error.sql()->row && statement.rows)
    progress.place = sql::place_of_row(statement, *error.sql()->row);
}

bool ChangeSetRunner::may_be_sent(const model::Change& change,
                                  const sql::Statement& statement) const {
  if (!session_.is_live()) return false;
  if (!is_raw(change)) return true;
  const sql::Work work = sql::effect_of(statement.text, session_.dialect().traits().lexical).work;
  return work == sql::Work::Rows || work == sql::Work::Schema;
}

void ChangeSetRunner::send_statement(sql::Statement statement, Progress& progress) {
  statement_sent(std::move(statement), progress);
  session_.runner().send(progress.sent.back().statement,
                         [this, &progress](std::int64_t rows) { statement_ended(progress, rows); });
}

void ChangeSetRunner::run_statement(const sql::Statement& statement, Progress& progress) {
  if (!session_.is_live()) {
    if (is_undone_whole(progress)) stop_if_asked();
    progress.place = sql::place_of(statement, statement.code_offset);
    session_.runner().run(statement);
    return;
  }
  statement_sent(statement, progress);
  statement_ended(progress, session_.runner().run(statement));
}

void ChangeSetRunner::run_statements(const sql::Statements& statements, Progress& progress) {
  for (const sql::Statement& statement : statements) run_statement(statement, progress);
}

}  // namespace strata::run
