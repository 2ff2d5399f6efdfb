#include "engine/run/steps.h"

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/sql/words.h"

namespace strata::run {

using sql::Work;

void DoneDigest::change_done(std::string_view digest) {
  chain_ = md5_hex(chain_ + std::string(digest));
  inner_.clear();
}

void DoneDigest::statement_done(std::string_view text) {
  inner_ = md5_hex(inner_ + std::string(text));
}

std::string DoneDigest::text() const { return md5_hex(chain_ + "/" + inner_); }

Steps::Steps(StatementRunner& runner, Journal* journal, const sql::Dialect& dialect,
             Atomicity atomicity, JournalEntry start)
    : runner_(runner),
      journal_(journal),
      rules_(dialect.traits().lexical),
      undoes_ddl_(dialect.traits().transactional_ddl),
      atomicity_(atomicity),
      entry_(std::move(start)),
      safe_(entry_),
      has_committed_(entry_.executed > 0) {}

void Steps::begin() {
  runner_.begin();
  is_open_ = true;
}

void Steps::commit() {
  runner_.commit();
  is_open_ = false;
  has_committed_ = true;
}

void Steps::advance(const Step& step) {
  ++entry_.executed;
  entry_.at = step.next;
  entry_.has_started = false;
  if (step.is_raw) {
    digest_.statement_done(step.text);
  } else {
    digest_.partly_done(step.current);
  }
}

void Steps::mark_start(const Step& step) {
  if (journal_ == nullptr) return;
  entry_.at = step.at;
  entry_.has_started = true;
  entry_.done = digest_.text();
  entry_.current = step.current;
  entry_.text = step.text;
  entry_.rest = step.rest;
  journal_->write(entry_);
}

JournalEntry Steps::entry_behind(const Step& step) const {
  JournalEntry entry = entry_;
  entry.done = digest_.text();
  entry.current.clear();
  entry.text.clear();
  entry.rest.clear();
  // In the middle of a part, what is left of it.
  if (step.next.part == step.at.part && !step.is_raw && !step.rest.empty()) {
    entry.current = step.current;
    entry.text = step.rest.front();
    entry.rest.assign(step.rest.begin() + 1, step.rest.end());
  }
  return entry;
}

void Steps::mark_done(const Step& step) {
  if (journal_ != nullptr) journal_->write(entry_behind(step));
}

std::string Steps::mark_text(const Step& step) const {
  if (journal_ == nullptr) return "";
  DoneDigest digest = digest_;
  digest.partly_done(step.current);
  JournalEntry done = entry_;
  ++done.executed;
  done.at = step.next;
  done.has_started = false;
  done.done = digest.text();
  done.current.clear();
  done.text.clear();
  done.rest.clear();
  return journal_->update_text(done);
}

void Steps::run(const Step& step, const std::function<void()>& work) {
  const bool is_plain = atomicity_ != Atomicity::Steps || step.work == Work::Session ||
                        (is_locked_ && step.work != Work::Control);
  if (is_plain) {
    work();
    return advance(step);
  }
  switch (step.work) {
    case Work::Rows:
      return run_rows(step, work);
    case Work::Schema:
      return undoes_ddl_ && !step.is_outside ? run_rows(step, work) : run_alone(step, work);
    case Work::Control:
      return run_control(step, work);
    case Work::Session:
    case Work::Other:
      break;
  }
  run_unknown(step, work);
}

// Undone with its transaction, and so is its mark. Where DDL commits, rows wait for the next one.
void Steps::run_rows(const Step& step, const std::function<void()>& work) {
  const bool is_mine = !is_open_;
  if (is_mine) begin();
  work();
  advance(step);
  if (!is_mine || !undoes_ddl_) return;
  mark_done(step);
  commit();
  safe_ = entry_behind(step);
}

// Commits by itself: what came before, with the mark, as it starts.
void Steps::run_alone(const Step& step, const std::function<void()>& work) {
  mark_start(step);
  work();
  advance(step);
  is_open_ = false;
  has_committed_ = true;
  safe_ = entry_behind(step);
  if (!step.can_be_looked_up) mark_done(step);
}

void Steps::run_unknown(const Step& step, const std::function<void()>& work) {
  mark_start(step);
  if (is_open_) commit();
  // On others it may want transactions of its own.
  if (!undoes_ddl_) begin();
  work();
  advance(step);
  mark_done(step);
  if (is_open_) commit();
  has_committed_ = true;
  safe_ = entry_behind(step);
}

void Steps::run_control(const Step& step, const std::function<void()>& work) {
  const std::vector<sql::Word> words = sql::words(step.text, rules_, 1);
  const std::string first = words.empty() ? "" : words.front().upper;
  if (first == "LOCK" && !undoes_ddl_) {
    mark_start(step);
    if (is_open_) commit();
    work();
    advance(step);
    is_locked_ = true;
  } else if (first == "UNLOCK") {
    work();
    advance(step);
    if (is_locked_) mark_done(step);
    safe_ = entry_behind(step);
    is_locked_ = false;
  } else if (first == "COMMIT" || first == "END") {
    advance(step);
    if (is_open_) mark_done(step);
    work();
    is_open_ = false;
    has_committed_ = true;
    safe_ = entry_behind(step);
  } else {
    // What is open was opened for rows; BEGIN would commit them without a mark.
    if (is_open_ && (first == "BEGIN" || first == "START")) {
      mark_done(step);
      commit();
    }
    work();
    advance(step);
    is_open_ = first == "BEGIN" || first == "START" || (is_open_ && first != "ROLLBACK");
  }
}

void Steps::finish(const std::function<void()>& record) {
  if (atomicity_ == Atomicity::Joined) {
    record();
    runner_.settle();
  } else if (atomicity_ == Atomicity::Whole) {
    record();
    is_committing_ = true;
    runner_.commit();
  } else {
    // Within a transaction nobody can take the lock away.
    if (!is_open_) begin();
    record();
    is_committing_ = true;
    commit();
  }
  is_committing_ = false;
  if (journal_ != nullptr) journal_->finish(entry_.key);
}

void Steps::abandon(const Error& error) noexcept {
  runner_.rollback();
  is_open_ = false;
  if (journal_ == nullptr || error.kind() == ErrorKind::Connection) return;
  try {
    journal_->read_again();
    const JournalEntry* noted = journal_->find(entry_.key);
    if (noted == nullptr) return;
    // The one that failed, or one before it that has ended.
    JournalEntry known = noted->has_started && noted->at != entry_.at ? safe_ : *noted;
    known.has_started = false;
    // Nothing has run, and nothing is in the way of the next run.
    const bool is_trace = known.executed == 0 && !sql::effect_of(known.text, rules_).is_concurrent;
    if (is_trace) return journal_->finish(entry_.key);
    if (noted->has_started) journal_->write(known);
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
    // Then the next run finds it out.
  }
}

}  // namespace strata::run
