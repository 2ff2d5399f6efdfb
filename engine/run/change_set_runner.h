// Runs the changes of one changeset with its history row: as one transaction where the changeset
// and the database let it, else step by step with the journal. Works alike on a live database and
// into a script. Not thread-safe; a run can be stopped from another thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/location.h"
#include "engine/model/changeset.h"
#include "engine/run/journal.h"
#include "engine/run/session.h"
#include "engine/run/steps.h"
#include "engine/sql/load_rows.h"

namespace strata::run {

// What is run of a changeset, and where its history row goes.
struct Job {
  const model::ChangeSet* change_set = nullptr;
  const std::vector<model::Change>* changes = nullptr;  // its own, or those of its rollback
  Direction direction = Direction::Forth;
  std::int64_t order = 0;  // that the history row gets
  std::function<void()> record;
};

class ChangeSetRunner {
 public:
  // `dbms` decides which changes apply. The session must outlive it.
  ChangeSetRunner(Session& session, std::string dbms, std::stop_token stop);

  // Throws Error(Interrupted) if a stop was asked for.
  void stop_if_asked() const;
  bool applies(const model::Change& change) const;
  // Whether it holds a custom change that nobody can run, and is only noted.
  bool is_marked_ran(const model::ChangeSet& change_set) const;
  // Whether its statements go through a command line client (runWith).
  static bool has_client(const model::ChangeSet& change_set);
  // Whether a client takes its text as it is (runWith), so that nothing here has to understand it.
  static bool is_left_to_client(const model::ChangeSet& change_set, const model::Change& change);
  // What the database cannot run as the changeset asks for it.
  void check(const model::ChangeSet& change_set, const std::vector<model::Change>& changes,
             Diagnostics& diagnostics) const;
  // How the changeset goes with a transaction around it: the most that one of its statements needs;
  // Outside also where the changeset asks for it, or a client runs it.
  sql::TransactionNeed transaction_need(const model::ChangeSet& change_set,
                                        const std::vector<model::Change>& changes) const;

  // For live runs, as long as the lock is held: what earlier runs left half done.
  void open_journal(const plan::History& history);
  const Journal* journal() const { return journal_.get(); }
  void close_journal();

  // The changesets that follow are parts of a transaction that is already open.
  void join_transaction(bool joined) {
    joined_ = joined;
    session_.join_transaction(joined);
  }

  // Runs the changes, then what writes the history, and commits. Returns the number of rows
  // affected. What gave way to others is tried again, if that is safe. Throws Error, placed, with
  // what remains in the database as its hint.
  std::int64_t run(const Job& job);
  // Whether the last run ended with a connection lost while it was committed.
  bool is_commit_in_doubt() const { return commit_in_doubt_; }

 private:
  // A statement that is under way.
  struct Sent {
    sql::Statement statement;
    std::size_t number = 0;  // in its changeset, from 1
    std::chrono::steady_clock::time_point start;
  };
  // How far a changeset has come, to say it when it fails.
  struct Progress {
    bool in_transaction = true;
    std::unique_ptr<Steps> steps;
    std::size_t resumed = 0;     // statements that an earlier run has done
    bool left_database = false;  // a program was run
    bool cannot_repeat = false;  // because of what it did
    bool by_client = false;      // that commits by itself
    Location place;
    // Not known to have ended; the first one runs, and is what an error is about.
    std::deque<Sent> sent;
    std::int64_t rows = 0;
    // Where to go on, and what an earlier run left of the part that begins there.
    Position start;
    std::vector<std::string> rest;
    std::size_t change = 0;  // that runs, and which part of it
    std::size_t part = 0;
  };

  // Named once, because most functions need them.
  const model::ChangeSet& change_set() const { return *job_->change_set; }
  const model::Change& change_at(std::size_t index) const { return (*job_->changes)[index]; }

  void run_once(Progress& progress);
  std::string aftermath(const Progress& progress) const;
  // Whether a failure now leaves nothing of the changeset.
  bool is_undone_whole(const Progress& progress) const;
  bool may_retry(const Error& error, const Progress& progress) const;
  void pause_before_retry(const Error& error);
  void set_timeouts(sql::TimeoutScope scope);

  // What an earlier run, or an earlier attempt, has left of the changeset.
  void resume(Progress& progress);
  void refuse_edited(const JournalEntry& entry) const;
  // Goes over what is done: its digests, and what has to be done again because it lived as long as
  // the session.
  void walk_done(Progress& progress, const JournalEntry& entry);
  void walk_done_change(std::size_t index, const JournalEntry& entry, DoneDigest& digest,
                        sql::Statements& of_session);
  bool is_done(const JournalEntry& entry);
  void settle_last(Progress& progress, JournalEntry& start);
  void remove_remains(const sql::Effect& effect);
  std::string digest_of(const model::Change& change) const;
  std::string digest_of_all() const;
  std::string digest_of_statement(const Position& at) const;
  bool needs_journal() const;
  // False if there can be none; then the observer was told.
  bool prepare_journal();

  void run_changes(Progress& progress);
  void run_change(const model::Change& change, Progress& progress);
  void run_program(const model::Change& change, Progress& progress);
  void run_part(const model::Change& change, sql::Statements statements, Progress& progress);
  void run_as_one(const model::Change& change, const sql::Statements& statements,
                  Progress& progress);
  sql::Statements statements_of(const model::Change& part) const;
  // Some rows at a time, so that files of any size can be loaded.
  void load_rows(const model::Change& change, Progress& progress);
  void load_all(sql::LoadRows& source, const model::Change& change, Progress& progress);
  void hand_over(sql::LoadRows& source, driver::RowSink& sink, const model::Change& change,
                 Progress& progress);
  void run_statements(const sql::Statements& statements, Progress& progress);
  void run_statement(const sql::Statement& statement, Progress& progress);
  // Does not wait for it, where the database lets it.
  void send_statement(sql::Statement statement, Progress& progress);
  void statement_sent(sql::Statement statement, Progress& progress);
  void statement_starts(Progress& progress);
  void statement_ended(Progress& progress, std::int64_t rows);
  static void place_failure(const Error& error, Progress& progress);
  // Whether it leaves the transaction and the session as they are.
  bool may_be_sent(const model::Change& change, const sql::Statement& statement) const;

  // Whether it is SQL that users wrote.
  static bool is_raw(const model::Change& change);
  void check_client(const model::ChangeSet& change_set, const std::vector<model::Change>& changes,
                    Diagnostics& diagnostics) const;
  sql::Statements client_statements(const model::Change& change) const;
  void run_with_client(Progress& progress);

  Session& session_;
  std::string dbms_;
  std::stop_token stop_;
  std::unique_ptr<Journal> journal_;
  const Job* job_ = nullptr;
  std::size_t attempt_ = 1;
  sql::Timeouts session_timeouts_;  // as they are set now
  bool has_local_timeouts_ = false;
  bool joined_ = false;
  bool commit_in_doubt_ = false;
};

}  // namespace strata::run
