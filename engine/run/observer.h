// What an embedding program (or the command line) hears while a run goes on. Called on the running
// thread.
#pragma once

#include <chrono>
#include <string_view>

#include "engine/base/error.h"
#include "engine/model/changeset.h"
#include "engine/sql/statement.h"

namespace strata::run {

class Observer {
 public:
  virtual ~Observer() = default;

  // Number `index` (from 1) of `total` starts.
  virtual void change_set_starts(const model::ChangeSet& change_set, std::size_t index,
                                 std::size_t total) {
    (void)change_set, (void)index, (void)total;
  }
  // Failed, but with failOnError: false.
  virtual void change_set_tolerated(const model::ChangeSet& change_set, const Error& error) {
    (void)change_set, (void)error;
  }
  // Its preconditions do not hold: it is left for the next run, or (`marked`) noted as run.
  virtual void change_set_skipped(const model::ChangeSet& change_set, const std::string& reason,
                                  bool marked) {
    (void)change_set, (void)reason, (void)marked;
  }
  // Number `index` (from 1) of its changeset; how many there are shows only as they are made.
  virtual void statement_starts(const sql::Statement& statement, std::size_t index) {
    (void)statement, (void)index;
  }
  // It succeeded.
  virtual void statement_ended(const sql::Statement& statement, std::chrono::milliseconds elapsed,
                               std::int64_t rows) {
    (void)statement, (void)elapsed, (void)rows;
  }
  // So many rows of a file have been handed to the database; called about every thousand.
  virtual void rows_loaded(std::string_view path, std::int64_t rows) { (void)path, (void)rows; }
  // The database gave way to somebody else; the same is tried again after the pause, for the
  // `attempt`-th time (from 1) of `attempts`. A warning unless overridden.
  virtual void retries(const model::ChangeSet& change_set, const Error& error, std::size_t attempt,
                       std::size_t attempts, std::chrono::milliseconds pause);
  // An earlier run ended in the middle of it; this one goes on behind `executed` statements. A
  // warning unless overridden.
  virtual void change_set_resumes(const model::ChangeSet& change_set, std::size_t executed);
  // In a dry run: it would run, but cannot be tried.
  virtual void change_set_not_tried(const model::ChangeSet& change_set, const std::string& reason) {
    (void)change_set, (void)reason;
  }
  virtual void rollback_starts(const model::ChangeSetKey& key, std::size_t index,
                               std::size_t total) {
    (void)key, (void)index, (void)total;
  }
  virtual void checksum_upgraded(const model::ChangeSetKey& key, std::string_view from,
                                 std::string_view to) {
    (void)key, (void)from, (void)to;
  }
  // Somebody else holds the lock; called about once a second.
  virtual void waiting_for_lock(std::string_view holder, std::string_view since,
                                std::chrono::seconds remaining) {
    (void)holder, (void)since, (void)remaining;
  }
  // An `output` change; target is STDOUT, STDERR, FATAL, WARN, INFO or DEBUG.
  virtual void output(std::string_view message, std::string_view target) {
    (void)message, (void)target;
  }
  // A program has run; what it wrote to both its outputs.
  virtual void command_output(std::string_view command, std::string_view text) {
    (void)command, (void)text;
  }
  // A warning with its place in the changelog.
  virtual void diagnosed(const Diagnostic& diagnostic) { (void)diagnostic; }
  // Something worth knowing that did not stop the run.
  virtual void warning(std::string_view message) { (void)message; }
};

}  // namespace strata::run
