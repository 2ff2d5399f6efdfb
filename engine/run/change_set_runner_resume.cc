// Going on with a changeset that an earlier run left half done.
#include <algorithm>

#include <fmt/format.h>

#include "engine/base/digest.h"
#include "engine/model/checksum.h"
#include "engine/run/action.h"
#include "engine/run/change_set_runner.h"
#include "engine/run/settlement.h"
#include "engine/sql/raw_sql.h"

namespace strata::run {

using sql::Work;

namespace {

// Whether all it does is undone with its transaction.
bool is_of_rows(const model::Change& change) {
  return model::load_of(change.body) != nullptr ||
         std::holds_alternative<model::Insert>(change.body) ||
         std::holds_alternative<model::Update>(change.body) ||
         std::holds_alternative<model::Delete>(change.body) ||
         std::holds_alternative<model::TagDatabase>(change.body) ||
         std::holds_alternative<model::Empty>(change.body) ||
         (is_action(change) && !runs_programs(change));
}

}  // namespace

void ChangeSetRunner::open_journal(const plan::History& history) {
  if (!session_.is_live()) return;
  journal_ =
      std::make_unique<Journal>(session_.dialect(), session_.target(), session_.options().tracking,
                                session_.runner(), *session_.connection());
  journal_->open(history);
  // A run that was cut off at its very end left it.
  journal_->remove_finished();
}

void ChangeSetRunner::close_journal() {
  if (journal_) journal_->remove_finished();
}

std::string ChangeSetRunner::digest_of(const model::Change& change) const {
  model::ChangeSet alone;
  alone.key = change_set().key;
  alone.changes = {change};
  alone.visitors = change_set().visitors;
  return md5_hex(model::checksum(alone, dbms_));
}

// Rows alone are one transaction with the history row also where DDL is not.
bool ChangeSetRunner::needs_journal() const {
  if (has_client(change_set())) return true;
  if (session_.dialect().traits().transactional_ddl) return !job_->changes->empty();
  const sql::LexicalRules& rules = session_.dialect().traits().lexical;
  return std::any_of(job_->changes->begin(), job_->changes->end(), [&](const model::Change& one) {
    if (!applies(one) || is_of_rows(one)) return false;
    if (!is_raw(one)) return true;
    const sql::Statements statements = statements_of(one);
    return std::any_of(statements.begin(), statements.end(), [&](const sql::Statement& statement) {
      const Work work = sql::effect_of(statement.text, rules).work;
      return work != Work::Rows && work != Work::Session;
    });
  });
}

void ChangeSetRunner::refuse_edited(const JournalEntry& entry) const {
  throw Error(ErrorKind::HalfDone,
              fmt::format("changeset {} is half done, and what has run of it was edited since",
                          model::to_string(change_set().key)))
      .at(change_set().at)
      .with_hint(fmt::format(
          "its first {} ran: put {} back as {}; or finish the changeset by hand, note it with "
          "changelog-sync, and drop the table {}",
          entry.executed == 1 ? "statement" : fmt::format("{} statements", entry.executed),
          entry.executed == 1 ? "it" : "them", entry.executed == 1 ? "it was" : "they were",
          journal_->table_name()));
}

void ChangeSetRunner::walk_done_change(std::size_t index, const JournalEntry& entry,
                                       DoneDigest& digest, sql::Statements& of_session) {
  const model::Change& change = change_at(index);
  const bool is_last = index == entry.at.change;
  if (is_last && entry.at.part == 0 && entry.at.statement == 0) return;
  if (is_raw(change)) {
    const sql::Statements statements = statements_of(change);
    const std::size_t end = is_last ? entry.at.statement : statements.size();
    if (end > statements.size()) refuse_edited(entry);
    for (std::size_t i = 0; i < end; ++i) {
      digest.statement_done(statements[i].text);
      const sql::Effect effect =
          sql::effect_of(statements[i].text, session_.dialect().traits().lexical);
      if (effect.work == Work::Session) of_session.push_back(statements[i]);
    }
  } else if (is_last) {
    digest.partly_done(digest_of(change));
  }
  if (!is_last) digest.change_done(digest_of(change));
}

void ChangeSetRunner::walk_done(Progress& progress, const JournalEntry& entry) {
  DoneDigest digest;
  sql::Statements of_session;
  if (has_client(change_set())) {
    // All its changes are one step.
    if (entry.at.change > 0) digest.partly_done(digest_of_all());
  } else {
    for (std::size_t i = 0; i <= entry.at.change && i < job_->changes->size(); ++i) {
      if (applies(change_at(i))) walk_done_change(i, entry, digest, of_session);
    }
  }
  if (digest.text() != entry.done) refuse_edited(entry);
  progress.steps->digest() = digest;
  // Settings and temporary tables ended with their session.
  session_.runner().run_all(of_session);
}

bool ChangeSetRunner::is_done(const JournalEntry& entry) {
  const sql::Effect effect = sql::effect_of(entry.text, session_.dialect().traits().lexical);
  if (!entry.has_started && !effect.is_concurrent) return false;
  const Settlement settlement = effect.work == Work::Schema
                                    ? settle(effect, session_.connection()->schema())
                                    : Settlement::Unknown;
  if (settlement == Settlement::Remains) {
    remove_remains(effect);
    return false;
  }
  if (!entry.has_started || settlement == Settlement::NotDone) return false;
  if (settlement == Settlement::Done) return true;
  const ResumeDecision decision = session_.options().resume;
  if (decision != ResumeDecision::Ask) return decision == ResumeDecision::Done;
  throw Error(ErrorKind::HalfDone,
              fmt::format("changeset {} is half done: of its statement {} only the start is known",
                          model::to_string(change_set().key), entry.executed + 1))
      .at(change_set().at)
      .with_sql({entry.text, "", 0, std::nullopt})
      .with_hint(
          "look at the database, then run this again with --resume=done if the statement has done "
          "its work, or with --resume=not-done to execute it now");
}

// What a failed CREATE INDEX CONCURRENTLY leaves takes the name, and costs time with each write.
void ChangeSetRunner::remove_remains(const sql::Effect& effect) {
  model::DropIndex drop;
  drop.index_name = effect.traces.front().name;
  if (!effect.traces.front().schema.empty()) drop.schema_name = effect.traces.front().schema;
  drop.concurrently = true;
  session_.observer().warning(fmt::format(
      "the index {} was left unfinished by an earlier run: it is dropped and built again",
      *drop.index_name));
  session_.runner().run_all(session_.dialect().render({drop, {}}, session_.target()));
}

void ChangeSetRunner::resume(Progress& progress) {
  JournalEntry start;
  const JournalEntry* noted = journal_ ? journal_->find(change_set().key) : nullptr;
  if (noted != nullptr) {
    start = *noted;
  } else {
    start.key = change_set().key;
    start.direction = job_->direction;
  }
  if (start.direction != job_->direction) {
    throw Error(ErrorKind::HalfDone,
                fmt::format("changeset {} is half {}", model::to_string(change_set().key),
                            start.direction == Direction::Back ? "rolled back" : "done"))
        .at(change_set().at)
        .with_hint(start.direction == Direction::Back ? "finish its rollback first"
                                                      : "finish the update first");
  }
  start.order = job_->order;
  Journal* journal = journal_.get();
  if (noted == nullptr && journal != nullptr && !(needs_journal() && prepare_journal()))
    journal = nullptr;
  const auto make_steps = [&] {
    progress.steps = std::make_unique<Steps>(session_.runner(), journal, session_.dialect(),
                                             Atomicity::Steps, start);
  };
  make_steps();
  if (noted == nullptr) return;
  walk_done(progress, start);
  settle_last(progress, start);
  const DoneDigest digest = progress.steps->digest();
  start.done = digest.text();
  make_steps();
  progress.steps->digest() = digest;
  progress.start = start.at;
  progress.resumed = start.executed;
  if (attempt_ == 1 && start.executed > 0)
    session_.observer().change_set_resumes(change_set(), start.executed);
}

// Goes behind the statement of which only the start is known, if it has run.
void ChangeSetRunner::settle_last(Progress& progress, JournalEntry& start) {
  const bool by_client = has_client(change_set());
  const bool has_change = start.at.change < job_->changes->size();
  const bool raw = !by_client && has_change && is_raw(change_at(start.at.change));
  if (!is_done(start)) {
    start.has_started = false;
    if (start.at.statement == 0 || raw) return;
    progress.rest = {start.text};
    progress.rest.insert(progress.rest.end(), start.rest.begin(), start.rest.end());
    return;
  }
  if (!has_change) refuse_edited(start);
  const std::string now = by_client ? digest_of_all()
                          : raw     ? digest_of_statement(start.at)
                                    : digest_of(change_at(start.at.change));
  if (now != start.current) refuse_edited(start);
  start.has_started = false;
  ++start.executed;
  if (raw) {
    progress.steps->digest().statement_done(start.text);
    ++start.at.statement;
    return;
  }
  progress.steps->digest().partly_done(now);
  progress.rest = start.rest;
  if (by_client) {
    start.at = {job_->changes->size(), 0, 0};
  } else if (start.rest.empty()) {
    start.at = {start.at.change, start.at.part + 1, 0};
  } else {
    ++start.at.statement;
    start.text = start.rest.front();
    start.rest.erase(start.rest.begin());
  }
}

std::string ChangeSetRunner::digest_of_all() const {
  DoneDigest digest;
  for (const model::Change& change : *job_->changes) {
    if (applies(change)) digest.change_done(digest_of(change));
  }
  return digest.text();
}

std::string ChangeSetRunner::digest_of_statement(const Position& at) const {
  const sql::Statements statements = statements_of(change_at(at.change));
  return at.statement < statements.size() ? md5_hex(statements[at.statement].text) : "";
}

bool ChangeSetRunner::prepare_journal() {
  try {
    journal_->prepare();
    return true;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::Sql) throw;
    session_.observer().warning(
        fmt::format("the table {} cannot be made ({}): should this run be cut off, the next one "
                    "will not know how far it came",
                    journal_->table_name(), error.what()));
    return false;
  }
}

}  // namespace strata::run
