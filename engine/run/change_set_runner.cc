#include "engine/run/change_set_runner.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "engine/base/digest.h"
#include "engine/base/duration.h"
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

bool ChangeSetRunner::is_raw(const model::Change& change) {
  return std::holds_alternative<model::Sql>(change.body) ||
         std::holds_alternative<model::SqlFile>(change.body);
}

bool ChangeSetRunner::is_marked_ran(const ChangeSet& change_set) const {
  return std::any_of(change_set.changes.begin(), change_set.changes.end(),
                     [&](const model::Change& change) {
                       return applies(change) && is_unknown_custom(change, session_);
                     });
}

// What remains in the database of a changeset that failed.
std::string ChangeSetRunner::aftermath(const Progress& progress) const {
  if (!session_.is_live()) return "no script was written";
  const sql::Dialect& dialect = session_.dialect();
  if (joined_) return "the transaction of the whole deployment was rolled back";
  if (is_undone_whole(progress)) {
    return progress.left_database
               ? "the changeset's transaction was rolled back; what its programs did "
                 "outside the database remains"
               : "the changeset's transaction was rolled back: nothing of it remains";
  }
  const JournalEntry* noted = journal_ ? journal_->find(change_set().key) : nullptr;
  if (progress.by_client) {
    if (!progress.in_transaction) return "what the statements before it did is not undone";
    if (dialect.traits().transactional_ddl)
      return "the changeset's transaction was rolled back: nothing of it remains";
    return fmt::format(
        "the rows that the statements before it changed are as they were; {} commits CREATE, ALTER "
        "and DROP at once, so those remain",
        dialect.traits().product_name);
  }
  if (noted == nullptr) {
    const std::size_t executed = progress.steps ? progress.steps->executed() : 0;
    if (executed == 0) return "no statement of the changeset was executed before";
    return fmt::format("{} of the changeset had been executed before and not undone",
                       plural(executed, "statement"));
  }
  if (noted->has_started) return "the next run finds out how far it came, and goes on from there";
  if (noted->executed == 0) return "no statement of the changeset was executed before";
  return fmt::format(
      "{} of the changeset had been executed before and not undone: leave {} as {} in the "
      "changelog, and the next run goes on from here",
      plural(noted->executed, "statement"), noted->executed == 1 ? "it" : "them",
      noted->executed == 1 ? "it is" : "they are");
}

bool ChangeSetRunner::is_undone_whole(const Progress& progress) const {
  if (!progress.steps || progress.steps->atomicity() != Atomicity::Steps)
    return progress.in_transaction && session_.dialect().traits().transactional_ddl;
  return !progress.by_client && progress.in_transaction && progress.steps->can_undo_all();
}

void ChangeSetRunner::set_timeouts(sql::TimeoutScope scope) {
  if (!session_.is_live()) return;
  const auto chosen = [](const model::Text& own, const auto& general) {
    return own ? parse_duration(*own) : general;
  };
  const sql::Timeouts& general = session_.options().timeouts;
  const sql::Timeouts wanted{chosen(change_set().lock_timeout, general.lock),
                             chosen(change_set().statement_timeout, general.statement)};
  const bool is_local = scope == sql::TimeoutScope::Transaction;
  // Those of the changeset before it still hold in a transaction that both are part of.
  const bool is_as_wanted =
      wanted == session_timeouts_ && !(is_local && joined_ && has_local_timeouts_);
  if (is_as_wanted) return;
  session_.runner().run_all(session_.dialect().set_timeouts(wanted, scope));
  has_local_timeouts_ = is_local;
  if (!is_local) session_timeouts_ = wanted;
}

void ChangeSetRunner::run_changes(Progress& progress) {
  for (std::size_t i = progress.start.change; i < job_->changes->size(); ++i) {
    const model::Change& change = change_at(i);
    if (!applies(change)) continue;
    progress.place = change.at;
    progress.change = i;
    progress.part = 0;
    run_change(change, progress);
    if (progress.steps->atomicity() == Atomicity::Steps)
      progress.steps->change_done(digest_of(change));
  }
}

void ChangeSetRunner::run_change(const model::Change& change, Progress& progress) {
  const bool is_by_statements = !is_action(change) && model::load_of(change.body) == nullptr;
  if (!is_by_statements) session_.runner().settle();
  if (is_action(change)) return run_program(change, progress);
  if (model::load_of(change.body) != nullptr) return load_rows(change, progress);
  if (has_client(change_set())) return run_part(change, client_statements(change), progress);
  const sql::Target target = session_.target(change_set().quoting);
  const bool is_resumed = progress.change == progress.start.change && progress.resumed > 0;
  const std::vector<model::Change> parts = session_.dialect().parts(change, target);
  for (std::size_t i = is_resumed ? progress.start.part : 0; i < parts.size(); ++i) {
    progress.part = i;
    sql::Statements statements;
    if (is_resumed && i == progress.start.part && !progress.rest.empty()) {
      for (const std::string& text : progress.rest) {
        statements.emplace_back().text = text;
        statements.back().at = change.at;
      }
    } else {
      statements = statements_of(parts[i]);
    }
    run_part(change, std::move(statements), progress);
  }
}

sql::Statements ChangeSetRunner::statements_of(const model::Change& part) const {
  sql::Statements statements =
      session_.dialect().render(part, session_.target(change_set().quoting));
  sql::modify(statements, change_set().visitors, job_->direction == Direction::Back);
  return statements;
}

void ChangeSetRunner::run_program(const model::Change& change, Progress& progress) {
  const bool leaves = runs_programs(change);
  if (!leaves) {
    perform(change, session_, stop_);
    return;
  }
  Step step;
  step.at = {progress.change, 0, 0};
  step.next = {progress.change, 1, 0};
  const std::string name(model::type_of(change).name);
  step.text = name;
  step.current = progress.steps->atomicity() == Atomicity::Steps ? digest_of(change) : "";
  // An earlier run may have come as far as behind it.
  const bool is_done = progress.resumed > 0 && progress.start >= step.next;
  if (is_done) return;
  progress.left_database = true;
  progress.cannot_repeat = true;
  progress.steps->run(step, [&] { perform(change, session_, stop_); });
}

namespace {

std::vector<std::string> texts_behind(const sql::Statements& statements, std::size_t index) {
  std::vector<std::string> texts;
  for (std::size_t i = index + 1; i < statements.size(); ++i) texts.push_back(statements[i].text);
  return texts;
}

}  // namespace

// Of any other change than SQL of users, where all can be one transaction.
void ChangeSetRunner::run_as_one(const model::Change& change, const sql::Statements& statements,
                                 Progress& progress) {
  Step step;
  step.at = {progress.change, progress.part, 0};
  step.next = {progress.change, progress.part + 1, 0};
  step.work = sql::Work::Schema;
  step.text = statements.front().text;
  step.current = digest_of(change);
  progress.steps->run(step, [&] { run_statements(statements, progress); });
}

void ChangeSetRunner::run_part(const model::Change& change, sql::Statements statements,
                               Progress& progress) {
  if (statements.empty()) return;
  if (progress.steps->atomicity() != Atomicity::Steps) {
    for (sql::Statement& statement : statements) {
      Step step;
      progress.steps->run(step, [&] {
        if (may_be_sent(change, statement)) {
          send_statement(std::move(statement), progress);
        } else {
          run_statement(statement, progress);
        }
      });
    }
    return;
  }
  const sql::Dialect& dialect = session_.dialect();
  const bool raw = is_raw(change);
  const bool undoes_ddl = dialect.traits().transactional_ddl;
  const auto is_outside = [&](const sql::Statement& statement) {
    return dialect.transaction_need(statement.text, session_.target()) ==
           sql::TransactionNeed::Outside;
  };
  if (!raw && undoes_ddl && std::none_of(statements.begin(), statements.end(), is_outside))
    return run_as_one(change, statements, progress);
  const bool is_resumed = progress.resumed > 0 && progress.change == progress.start.change &&
                          progress.part == progress.start.part;
  // What is left of a part was read from the journal; SQL of users is cut again.
  const std::size_t before = is_resumed ? progress.start.statement : 0;
  const std::size_t first = raw ? before : 0;
  const std::size_t number_of_first = raw ? 0 : before;
  const std::string digest = raw ? "" : digest_of(change);
  for (std::size_t i = first; i < statements.size(); ++i) {
    const sql::Effect effect = sql::effect_of(statements[i].text, dialect.traits().lexical);
    Step step;
    step.at = {progress.change, progress.part, number_of_first + i};
    const bool is_last = !raw && i + 1 == statements.size();
    step.next = is_last ? Position{progress.change, progress.part + 1, 0}
                        : Position{progress.change, progress.part, number_of_first + i + 1};
    step.work = effect.work;
    step.is_outside = undoes_ddl && is_outside(statements[i]);
    step.can_be_looked_up = effect.is_repeatable || !effect.traces.empty();
    step.text = statements[i].text;
    step.is_raw = raw;
    step.current = raw ? md5_hex(statements[i].text) : digest;
    if (!raw) step.rest = texts_behind(statements, i);
    if (effect.work == sql::Work::Other) progress.cannot_repeat = true;
    progress.steps->run(step, [&] { run_statement(statements[i], progress); });
  }
}

bool ChangeSetRunner::may_retry(const Error& error, const Progress& progress) const {
  return session_.is_live() && !joined_ && error.sql() && error.kind() == ErrorKind::Sql &&
         attempt_ <= session_.options().retries && !progress.cannot_repeat && !progress.by_client &&
         session_.dialect().is_transient(*error.sql());
}

void ChangeSetRunner::pause_before_retry(const Error& error) {
  constexpr std::size_t kMostDoublings = 6;
  const std::chrono::milliseconds longest =
      session_.options().retry_pause * (1 << std::min(attempt_ - 1, kMostDoublings));
  // Not all who were in each other's way come back at once.
  thread_local std::mt19937 random{std::random_device{}()};
  std::uniform_int_distribution<std::int64_t> spread(longest.count() / 2, longest.count());
  const std::chrono::milliseconds pause(spread(random));
  session_.observer().retries(change_set(), error, attempt_, session_.options().retries, pause);
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock guard(mutex);
  wake.wait_for(guard, stop_, pause, [] { return false; });
  stop_if_asked();
}

void ChangeSetRunner::run_once(Progress& progress) {
  StatementRunner& runner = session_.runner();
  const bool is_live = session_.is_live();
  // Its own session must not wait for ours.
  progress.by_client = has_client(change_set()) && is_live && !job_->changes->empty();
  progress.in_transaction = progress.by_client ? change_set().run_in_transaction
                                               : transaction_need(change_set(), *job_->changes) !=
                                                     sql::TransactionNeed::Outside;
  const bool undoes_ddl = session_.dialect().traits().transactional_ddl;
  const bool is_half_done = journal_ && journal_->find(change_set().key) != nullptr;
  const bool is_whole =
      !is_live || (progress.in_transaction && undoes_ddl && !progress.by_client && !is_half_done);
  // A script has no steps; what runs outside a transaction has none there either.
  const bool has_none_of_its_own = joined_ || (!is_live && !progress.in_transaction);
  const Atomicity atomicity = !is_whole             ? Atomicity::Steps
                              : has_none_of_its_own ? Atomicity::Joined
                                                    : Atomicity::Whole;
  const bool locally = is_whole && session_.dialect().traits().timeouts_in_transaction;
  if (!locally) set_timeouts(sql::TimeoutScope::Session);
  if (is_live && atomicity == Atomicity::Steps) {
    resume(progress);
  } else {
    progress.steps =
        std::make_unique<Steps>(runner, nullptr, session_.dialect(), atomicity, JournalEntry{});
    if (atomicity == Atomicity::Whole) runner.begin();
  }
  if (locally) set_timeouts(sql::TimeoutScope::Transaction);
  if (progress.by_client) {
    run_with_client(progress);
  } else {
    run_changes(progress);
  }
  progress.steps->finish(job_->record);
}

std::int64_t ChangeSetRunner::run(const Job& job) {
  job_ = &job;
  commit_in_doubt_ = false;
  for (attempt_ = 1;; ++attempt_) {
    Progress progress;
    try {
      run_once(progress);
      return progress.rows;
    } catch (const Error& error) {
      place_failure(error, progress);
      const bool was_committing = progress.steps && progress.steps->is_committing();
      if (!joined_) {
        if (progress.steps) {
          progress.steps->abandon(error);
        } else {
          session_.runner().rollback();
        }
      }
      if (error.kind() == ErrorKind::HalfDone) throw;
      if (error.kind() == ErrorKind::Interrupted) {
        throw Error(ErrorKind::Interrupted,
                    "interrupted in changeset " + model::to_string(change_set().key))
            .with_hint(aftermath(progress));
      }
      if (may_retry(error, progress)) {
        pause_before_retry(error);
        continue;
      }
      commit_in_doubt_ = was_committing && error.kind() == ErrorKind::Connection;
      const std::string what =
          job.direction == Direction::Forth ? "changeset " : "rolling back changeset ";
      throw with_context(error, what + model::to_string(change_set().key), progress.place,
                         aftermath(progress));
    }
  }
}

}  // namespace strata::run
