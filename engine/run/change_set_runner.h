// Runs the changes of one changeset with its history row: as one transaction where the changeset
// and the database let it. Works alike on a live database and into a script. Not thread-safe; a run
// can be stopped from another thread.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/location.h"
#include "engine/model/changeset.h"
#include "engine/run/session.h"
#include "engine/sql/load_rows.h"

namespace strata::run {

enum class Direction : std::uint8_t { Forth, Back };

class ChangeSetRunner {
 public:
  // `dbms` decides which changes apply. The session must outlive it.
  ChangeSetRunner(Session& session, std::string dbms, std::stop_token stop);

  // Throws Error(Interrupted) if a stop was asked for.
  void stop_if_asked() const;
  bool applies(const model::Change& change) const;
  // Whether it holds a custom change that nobody can run, and is only noted.
  bool is_marked_ran(const model::ChangeSet& change_set) const;
  // Whether a client takes its text as it is (runWith), so that nothing here has to understand it.
  static bool is_left_to_client(const model::ChangeSet& change_set, const model::Change& change);
  // What the database cannot run as the changeset asks for it.
  void check(const model::ChangeSet& change_set, const std::vector<model::Change>& changes,
             Diagnostics& diagnostics) const;

  // Runs the changes (those of the changeset or of its rollback), then what writes the history, and
  // commits. Returns the number of rows affected. Throws Error, placed, with what remains in the
  // database as its hint.
  std::int64_t run(const model::ChangeSet& change_set, const std::vector<model::Change>& changes,
                   Direction direction, const std::function<void()>& record);

 private:
  // How far a changeset has come, to say it when it fails.
  struct Progress {
    bool in_transaction = true;
    std::size_t executed = 0;
    bool left_database = false;  // a program was run
    bool by_client = false;      // that commits by itself
    Location place;
    std::int64_t rows = 0;
  };

  bool is_transaction(const model::ChangeSet& change_set,
                      const std::vector<model::Change>& changes) const;
  std::string aftermath(const Progress& progress) const;
  // Whether a failure leaves nothing of the changeset.
  bool is_undone_whole(const Progress& progress) const;
  void run_changes(const std::vector<model::Change>& changes, const model::ChangeSet& change_set,
                   Direction direction, Progress& progress);
  // Some rows at a time, so that files of any size can be loaded.
  void load_rows(const model::Change& change, const model::ChangeSet& change_set,
                 Direction direction, Progress& progress);
  void hand_over(sql::LoadRows& source, driver::RowSink& sink, const model::Change& change,
                 Progress& progress);
  void run_statements(const sql::Statements& statements, Progress& progress);
  std::int64_t run_statement(const sql::Statement& statement, std::size_t index);

  // Whether its statements go through a command line client (runWith).
  static bool has_client(const model::ChangeSet& change_set);
  void check_client(const model::ChangeSet& change_set, const std::vector<model::Change>& changes,
                    Diagnostics& diagnostics) const;
  sql::Statements client_statements(const model::Change& change, const model::ChangeSet& change_set,
                                    Direction direction);
  void run_with_client(const model::ChangeSet& change_set,
                       const std::vector<model::Change>& changes, Direction direction,
                       Progress& progress);

  Session& session_;
  std::string dbms_;
  std::stop_token stop_;
};

}  // namespace strata::run
