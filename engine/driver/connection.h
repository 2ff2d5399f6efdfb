// One session with a database: the small part of it that migrating needs. Not thread-safe, but for
// cancel(). Everything throws Error: Connection when the session is gone, Sql (with SqlFailure)
// when the server refuses.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/driver/row_sink.h"
#include "engine/driver/server_lock.h"
#include "engine/schema/schema_view.h"
#include "engine/sql/target.h"

namespace strata::driver {

struct ServerInfo {
  std::string dialect;  // short name of what was really found: "mariadb" also behind a mysql:// URL
  std::string product;  // "PostgreSQL"
  std::string version_text;
  sql::Version version;
  std::string user;
  std::string default_schema;   // empty where the database has none
  std::string default_catalog;  // the database's name; empty for files
};

// Rows as texts; absent = NULL.
struct ResultSet {
  std::vector<std::string> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;

  // Ignoring ASCII case; absent if there is no such column.
  std::optional<std::size_t> column(std::string_view name) const;
};

class Connection {
 public:
  virtual ~Connection() = default;

  virtual const ServerInfo& server() const = 0;

  // One statement; returns the number of rows affected (0 where the server does not say). Rows it
  // yields are dropped.
  virtual std::int64_t execute(std::string_view statement) = 0;
  // As execute(), but where the driver can, without waiting for the answer: the statement ends, in
  // turn, with the next call that has to wait for one, or with settle(). Then `ended`, if there is
  // one, gets the number of rows; or else that call throws what execute() would have thrown, and
  // nothing that was sent behind the statement is executed.
  virtual void send(std::string_view statement, std::function<void(std::int64_t)> ended = nullptr);
  virtual void settle() {}
  // One that reads the lines of `rows` as its client's: COPY ... FROM stdin. SqlFailure::row is a
  // line of them. Throws Error(Sql) where there is no such statement.
  virtual std::int64_t execute_with_rows(std::string_view statement, std::string_view rows);
  // One statement that yields rows.
  virtual ResultSet query(std::string_view statement) = 0;

  virtual void begin() = 0;
  virtual void commit() = 0;
  // Never throws: when it fails the session is unusable and the server undoes the transaction.
  virtual void rollback() noexcept = 0;
  virtual bool in_transaction() const = 0;

  // nullptr where statements are as good, or where the table or the user's rights ask for them.
  virtual std::unique_ptr<RowSink> take_rows(const sql::RowsForm& /*form*/) { return nullptr; }

  // Not acquired yet. nullptr where there is none, or where it would not be seen by everybody.
  virtual std::unique_ptr<ServerLock> server_lock(std::string_view /*name*/) { return nullptr; }

  // What the database contains now, as long as the connection lives.
  virtual schema::SchemaView& schema() = 0;

  // From any thread, also from a signal-handling one: makes the running statement fail soon.
  virtual void cancel() noexcept = 0;
};

// For Driver::adopt: what its caller did wrong.
Error open_transaction();

}  // namespace strata::driver
