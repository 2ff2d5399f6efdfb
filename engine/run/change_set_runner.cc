#include "engine/run/change_set_runner.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "engine/model/dbms.h"
#include "engine/run/action.h"
#include "engine/sql/visitors.h"

namespace strata::run {

using model::ChangeSet;

namespace {

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

Error with_context(const Error& error, const std::string& what, const Location& place,
                   const std::string& consequence) {
  Error bare(error.kind(), fmt::format("{} failed: {}", what, error.what()));
  Error placed = !error.diagnostics().empty()
                     ? std::move(bare).with_diagnostics(error.diagnostics())
                 : place ? std::move(bare).at(place)
                         : std::move(bare);
  Error full = error.sql() ? std::move(placed).with_sql(*error.sql()) : std::move(placed);
  const std::string& hint = error.hint();
  return std::move(full).with_hint(hint.empty() ? consequence : consequence + "\n" + hint);
}

}  // namespace

ChangeSetRunner::ChangeSetRunner(Session& session, std::string dbms, std::stop_token stop)
    : session_(session), dbms_(std::move(dbms)), stop_(std::move(stop)) {}

void ChangeSetRunner::stop_if_asked() const {
  if (stop_.stop_requested()) throw Error(ErrorKind::Interrupted, "interrupted");
}

bool ChangeSetRunner::applies(const model::Change& change) const {
  const model::Text* dbms = model::dbms_of(change);
  return dbms == nullptr || model::dbms_matches(*dbms, dbms_);
}

bool ChangeSetRunner::is_marked_ran(const ChangeSet& change_set) const {
  return std::any_of(change_set.changes.begin(), change_set.changes.end(),
                     [&](const model::Change& change) {
                       return applies(change) && is_unknown_custom(change, session_);
                     });
}

bool ChangeSetRunner::is_transaction(const ChangeSet& change_set,
                                     const std::vector<model::Change>& changes) const {
  return change_set.run_in_transaction &&
         std::none_of(changes.begin(), changes.end(), [&](const model::Change& change) {
           return applies(change) && session_.dialect().commits_alone(change.body);
         });
}

void ChangeSetRunner::check(const ChangeSet& change_set, const std::vector<model::Change>& changes,
                            Diagnostics& diagnostics) const {
  if (has_client(change_set)) check_client(change_set, changes, diagnostics);
  const auto count = std::count_if(changes.begin(), changes.end(),
                                   [&](const model::Change& one) { return applies(one); });
  // A changeset of just that change needs no transaction.
  if (!change_set.run_in_transaction || count < 2) return;
  for (const model::Change& change : changes) {
    if (!applies(change) || !session_.dialect().commits_alone(change.body)) continue;
    diagnostics.error(
        change.at,
        fmt::format("{}: {} does not do this in a transaction with other changes",
                    model::type_of(change).name, session_.dialect().traits().product_name),
        "give it a changeset of its own, or set runInTransaction: false");
  }
}

// What remains in the database of a changeset that failed after `executed` statements.
std::string ChangeSetRunner::aftermath(const Progress& progress) const {
  if (!session_.is_live()) return "no script was written";
  const sql::Dialect& dialect = session_.dialect();
  if (progress.in_transaction && dialect.traits().transactional_ddl) {
    return progress.left_database
               ? "the changeset's transaction was rolled back; what its programs did "
                 "outside the database remains"
               : "the changeset's transaction was rolled back: nothing of it remains";
  }
  const std::string remains = fmt::format(
      "{} commits CREATE, ALTER and DROP at once, so those remain", dialect.traits().product_name);
  if (progress.by_client) {
    return progress.in_transaction
               ? "the rows that the statements before it changed are as they were; " + remains
               : "what the statements before it did is not undone";
  }
  if (progress.executed == 0) return "no statement of the changeset was executed before";
  const std::string done = fmt::format("{} of the changeset had been executed before",
                                       plural(progress.executed, "statement"));
  if (!progress.in_transaction) return done + " and not undone (it ran outside a transaction)";
  return done + "; " + remains;
}

void ChangeSetRunner::run_changes(const std::vector<model::Change>& changes,
                                  const ChangeSet& change_set, Direction direction,
                                  Progress& progress) {
  for (const model::Change& change : changes) {
    if (!applies(change)) continue;
    progress.place = change.at;
    progress.left_database = progress.left_database || runs_programs(change);
    if (perform(change, session_, stop_)) continue;
    const sql::Target target = session_.target(change_set.quoting);
    if (model::load_of(change.body) != nullptr) {
      load_rows(change, change_set, direction, progress);
      continue;
    }
    if (has_client(change_set)) {
      run_statements(client_statements(change, change_set, direction), progress);
      continue;
    }
    for (const model::Change& part : session_.dialect().parts(change, target)) {
      sql::Statements statements = session_.dialect().render(part, target);
      sql::modify(statements, change_set.visitors, direction == Direction::Back);
      run_statements(statements, progress);
    }
  }
}

bool ChangeSetRunner::is_undone_whole(const Progress& progress) const {
  return progress.in_transaction && session_.dialect().traits().transactional_ddl;
}

std::int64_t ChangeSetRunner::run_statement(const sql::Statement& statement, std::size_t index) {
  if (!session_.is_live()) return session_.runner().run(statement);
  using Clock = std::chrono::steady_clock;
  session_.observer().statement_starts(statement, index);
  const Clock::time_point start = Clock::now();
  const std::int64_t rows = session_.runner().run(statement);
  session_.observer().statement_ended(
      statement, std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start), rows);
  return rows;
}

void ChangeSetRunner::run_statements(const sql::Statements& statements, Progress& progress) {
  for (const sql::Statement& statement : statements) {
    // Where DDL cannot be undone, a changeset is finished rather than left half done.
    if (is_undone_whole(progress)) stop_if_asked();
    progress.place = sql::place_of(statement, statement.code_offset);
    try {
      progress.rows += run_statement(statement, progress.executed + 1);
    } catch (const Error& error) {
      if (error.sql() && error.sql()->offset)
        progress.place = sql::place_of(statement, *error.sql()->offset);
      if (error.sql() && error.sql()->row && statement.rows)
        progress.place = sql::place_of_row(statement, *error.sql()->row);
      throw;
    }
    ++progress.executed;
  }
}

std::int64_t ChangeSetRunner::run(const ChangeSet& change_set,
                                  const std::vector<model::Change>& changes, Direction direction,
                                  const std::function<void()>& record) {
  StatementRunner& runner = session_.runner();
  Progress progress;
  progress.in_transaction = is_transaction(change_set, changes);
  try {
    // Its own session must not wait for ours.
    progress.by_client = has_client(change_set) && session_.is_live() && !changes.empty();
    if (progress.by_client) run_with_client(change_set, changes, direction, progress);
    if (progress.in_transaction) runner.begin();
    if (!progress.by_client) run_changes(changes, change_set, direction, progress);
    record();
    if (progress.in_transaction) runner.commit();
  } catch (const Error& error) {
    runner.rollback();
    if (error.kind() == ErrorKind::Interrupted) throw;
    const std::string what =
        direction == Direction::Forth ? "changeset " : "rolling back changeset ";
    throw with_context(error, what + model::to_string(change_set.key), progress.place,
                       aftermath(progress));
  }
  return progress.rows;
}

}  // namespace strata::run
