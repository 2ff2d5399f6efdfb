// A database made of nothing: notes what it is told, fails where it is asked to. For tests of what
// happens around statements; what statements do is for the tests on real servers.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/driver/driver.h"
#include "engine/run/tracking_sql.h"

namespace strata::run {

// What survives a connection.
struct FakeDatabase : schema::SchemaView {
  std::vector<std::string> log;  // statements, BEGIN, COMMIT, ROLLBACK, in order
  std::string fail_at;           // a statement that contains this fails; "" = none
  Error failure{ErrorKind::Sql, "refused"};
  std::set<std::string> tables;   // upper case
  std::int64_t lock_answers = 1;  // rows that taking the lock changes
  std::string locked_by = "otherhost (10.0.0.1)";
  std::vector<std::vector<std::optional<std::string>>> history;
  bool in_transaction = false;
  std::size_t connections = 0;
  std::function<void()> on_commit;  // may throw, once
  bool is_down = false;             // takes no more connections

  std::optional<schema::Table> table(std::string_view, std::string_view name) override {
    if (!tables.contains(to_upper(name))) return std::nullopt;
    schema::Table table;
    table.name = std::string(name);
    for (const std::string_view column : TrackingSql::history_columns())
      table.columns.emplace_back().name = std::string(column);
    return table;
  }
  std::vector<schema::Object> objects(std::string_view, const schema::ObjectFilter&) override {
    return {};
  }
  schema::Schema read() override { return {}; }

  // The statements without those about the tracking tables' own life.
  std::string work() const {
    std::string text;
    for (const std::string& line : log) {
      const bool tracking = line.find("CHANGELOGLOCK") != std::string::npos ||
                            line.find("changeloglock") != std::string::npos ||
                            line.starts_with("CREATE TABLE databasechangelog ");
      if (tracking) continue;
      const bool row = line.starts_with("INSERT INTO databasechangelog ");
      text += (row ? "history" : line) + ";";
    }
    return text;
  }
  bool lock_is_free() const {
    for (auto line = log.rbegin(); line != log.rend(); ++line) {
      if (line->starts_with("UPDATE databasechangeloglock"))
        return line->find("LOCKED = FALSE, LOCKEDBY = NULL") != std::string::npos;
    }
    return true;
  }
};

class FakeConnection final : public driver::Connection {
 public:
  explicit FakeConnection(FakeDatabase& database) : database_(database) {
    if (database_.is_down) throw Error(ErrorKind::Connection, "refused");
    ++database_.connections;
    server_.dialect = "postgresql";
    server_.product = "PostgreSQL";
    server_.version.major = 15;
  }

  const driver::ServerInfo& server() const override { return server_; }

  std::int64_t execute(std::string_view statement) override {
    if (lost_) throw Error(ErrorKind::Connection, "the connection is gone");
    database_.log.emplace_back(statement);
    if (!database_.fail_at.empty() && statement.find(database_.fail_at) != std::string_view::npos) {
      lost_ = database_.failure.kind() == ErrorKind::Connection;
      throw database_.failure;
    }
    if (statement.starts_with("CREATE TABLE "))
      database_.tables.insert(to_upper(statement.substr(13, statement.find(' ', 13) - 13)));
    constexpr std::string_view kTakes = "SET LOCKED = TRUE, LOCKEDBY = '";
    const std::size_t takes = statement.find(kTakes);
    if (takes == std::string_view::npos) return 0;
    const std::string_view rest = statement.substr(takes + kTakes.size());
    if (database_.lock_answers == 1) database_.locked_by = rest.substr(0, rest.find('\''));
    return database_.lock_answers;
  }

  driver::ResultSet query(std::string_view statement) override {
    driver::ResultSet result;
    if (statement.find("databasechangeloglock") != std::string_view::npos) {
      result.columns = {"ID", "LOCKED", "LOCKGRANTED", "LOCKEDBY"};
      result.rows = {{"1", "t", "2026-01-01 12:00:00", database_.locked_by}};
      return result;
    }
    for (const std::string_view column : TrackingSql::history_columns())
      result.columns.emplace_back(column);
    result.rows = database_.history;
    return result;
  }

  void begin() override { note("BEGIN", true); }
  void commit() override {
    if (const auto act = std::exchange(database_.on_commit, nullptr)) act();
    note("COMMIT", false);
  }
  void rollback() noexcept override {
    if (database_.in_transaction) note("ROLLBACK", false);
  }
  bool in_transaction() const override { return database_.in_transaction; }
  schema::SchemaView& schema() override { return database_; }
  void cancel() noexcept override {}

 private:
  void note(const char* what, bool open) {
    database_.log.emplace_back(what);
    database_.in_transaction = open;
  }

  FakeDatabase& database_;
  driver::ServerInfo server_;
  bool lost_ = false;
};

}  // namespace strata::run
