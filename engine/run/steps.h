// Runs the pieces of one changeset in their transactions, so that after a crash it is known which
// of them are done. Where all is one transaction, there is nothing to note; elsewhere the journal
// is written, together with the rows where they can be undone, before the statement where not. Not
// thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/run/journal.h"
#include "engine/run/statement_runner.h"
#include "engine/sql/effect.h"

namespace strata::run {

// Digest of what is done of a changeset, to know after a crash whether that was edited.
class DoneDigest {
 public:
  void change_done(std::string_view digest);
  // A statement of SQL that users wrote.
  void statement_done(std::string_view text);
  // A part of any other change.
  void partly_done(std::string_view digest) { inner_ = digest; }
  std::string text() const;

 private:
  std::string chain_;  // of the changes
  std::string inner_;  // of what is done of the present one
};

enum class Atomicity : std::uint8_t {
  Whole,   // one transaction around everything, or a script
  Joined,  // within a transaction around several changesets, or a script without one
  Steps,   // each piece commits by itself
};

// One piece: a statement, or several that are one transaction.
struct Step {
  Position at;
  Position next;
  sql::Work work = sql::Work::Other;
  bool is_outside = false;  // the database refuses a transaction
  bool can_be_looked_up = false;
  std::string_view text;  // for people, and for digests
  std::string current;    // digest
  std::vector<std::string> rest;
  bool is_raw = false;
};

class Steps {
 public:
  // Without a journal nothing is noted.
  Steps(StatementRunner& runner, Journal* journal, const sql::Dialect& dialect, Atomicity atomicity,
        JournalEntry start);

  // Throws what the work throws; then abandon() has to follow.
  void run(const Step& step, const std::function<void()>& work);
  void change_done(std::string_view digest) { digest_.change_done(digest); }
  DoneDigest& digest() { return digest_; }

  // The statement that notes the step as done, for a client that runs it in its own transaction;
  // empty without a journal.
  std::string mark_text(const Step& step) const;

  // Writes the history row, and commits.
  void finish(const std::function<void()>& record);
  // After an error: undoes what can be, and notes that the statement is not in doubt if the error
  // tells so.
  void abandon(const Error& error) noexcept;

  bool is_committing() const { return is_committing_; }
  // Whether a failure now leaves nothing of the changeset.
  bool can_undo_all() const { return !has_committed_; }
  std::size_t executed() const { return entry_.executed; }
  Atomicity atomicity() const { return atomicity_; }

 private:
  void run_rows(const Step& step, const std::function<void()>& work);
  void run_alone(const Step& step, const std::function<void()>& work);
  void run_unknown(const Step& step, const std::function<void()>& work);
  void run_control(const Step& step, const std::function<void()>& work);
  void run_with_mark(const Step& step, const std::function<void()>& work);
  void mark_start(const Step& step);
  void mark_done(const Step& step);
  // The entry of the moment behind a step.
  JournalEntry entry_behind(const Step& step) const;
  void advance(const Step& step);
  void begin();
  void commit();

  StatementRunner& runner_;
  Journal* journal_;
  const sql::LexicalRules& rules_;
  bool undoes_ddl_;
  Atomicity atomicity_;
  JournalEntry entry_;  // as far as it has come
  JournalEntry safe_;   // as far as it is committed
  DoneDigest digest_;
  bool is_open_ = false;    // a transaction, ours or the changeset's own
  bool is_locked_ = false;  // by LOCK TABLES, which leaves no other table to be written
  bool has_committed_ = false;
  bool is_committing_ = false;
};

}  // namespace strata::run
