// Where statements go: to the database, or into a script. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "engine/driver/connection.h"
#include "engine/sql/dialect.h"
#include "engine/sql/statement.h"

namespace strata::run {

class StatementRunner {
 public:
  virtual ~StatementRunner() = default;

  // Returns the rows affected. Throws as Connection does.
  virtual std::int64_t run(const sql::Statement& statement) = 0;
  // As Connection does.
  virtual void send(const sql::Statement& statement, std::function<void(std::int64_t)> ended) {
    const auto tell = std::move(ended);
    tell(run(statement));
  }
  virtual void settle() {}
  virtual std::unique_ptr<driver::RowSink> take_rows(const sql::RowsForm&) { return nullptr; }
  // Explanations for readers of a script; the database does not see them.
  virtual void comment(std::string_view line) = 0;
  virtual void blank_line() = 0;

  virtual void begin() = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;

  void run_all(const sql::Statements& statements) {
    for (const sql::Statement& statement : statements) run(statement);
  }
  // What fails is thrown by a later call, as late as by commit().
  void send_all(const sql::Statements& statements) {
    for (const sql::Statement& statement : statements) send(statement, [](std::int64_t) {});
  }
};

class LiveRunner final : public StatementRunner {
 public:
  explicit LiveRunner(driver::Connection& connection) : connection_(connection) {}

  std::int64_t run(const sql::Statement& statement) override {
    return statement.rows ? connection_.execute_with_rows(statement.text, statement.rows->text)
                          : connection_.execute(statement.text);
  }
  void send(const sql::Statement& statement, std::function<void(std::int64_t)> ended) override {
    if (statement.rows) return StatementRunner::send(statement, std::move(ended));
    connection_.send(statement.text, std::move(ended));
  }
  void settle() override { connection_.settle(); }
  std::unique_ptr<driver::RowSink> take_rows(const sql::RowsForm& form) override {
    return connection_.take_rows(form);
  }
  void comment(std::string_view) override {}
  void blank_line() override {}
  void begin() override { connection_.begin(); }
  void commit() override { connection_.commit(); }
  void rollback() noexcept override { connection_.rollback(); }

 private:
  driver::Connection& connection_;
};

// Whether a script says where the transaction of a changeset begins and ends.
enum class ScriptTransactions : std::uint8_t {
  WhereNeeded,  // only where a statement makes no sense outside of one, as the reference never does
  Always,
};

// Prints what would be executed, as the database's own client reads it, and applies it to the
// simulated schema when there is one.
class ScriptRunner final : public StatementRunner {
 public:
  ScriptRunner(std::ostream& out, const sql::Dialect& dialect, schema::Simulation* simulation,
               ScriptTransactions transactions)
      : out_(out), dialect_(dialect), simulation_(simulation), transactions_(transactions) {}

  std::int64_t run(const sql::Statement& statement) override;
  void comment(std::string_view line) override;
  void blank_line() override { print("\n"); }
  void begin() override;
  void commit() override;
  void rollback() noexcept override;

 private:
  void print(std::string_view text);

  std::ostream& out_;
  const sql::Dialect& dialect_;
  schema::Simulation* simulation_;
  ScriptTransactions transactions_;
  bool in_transaction_ = false;
  bool needs_transaction_ = false;
  std::string held_;  // of the transaction, until it is known whether the script has to say so
  bool says_encoding_ = false;
};

}  // namespace strata::run
