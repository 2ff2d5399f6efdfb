#include "drivers/mysql/session/connection.h"

#include <atomic>
#include <mutex>

#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>
#include <fmt/format.h>
#include <mysql_driver.h>

#include "drivers/mysql/session/errors.h"
#include "drivers/mysql/session/schema_reader.h"
#include "drivers/mysql/session/server_lock.h"
#include "drivers/mysql/session/session_options.h"
#include "engine/base/text.h"
#include "engine/sql/version_text.h"

namespace strata::mysql {
namespace {

::sql::SQLString to_foreign(std::string_view text) { return {std::string(text)}; }

std::string to_own(const ::sql::SQLString& text) { return {text.c_str(), text.length()}; }

enum class Owner : std::uint8_t { Self, Others };

struct Close {
  Owner owner = Owner::Self;
  void operator()(::sql::Connection* session) const noexcept {
    if (owner == Owner::Self) delete session;
  }
};

using Handle = std::unique_ptr<::sql::Connection, Close>;

enum class Database : std::uint8_t { Use, Ignore };

const std::string& database_of(const driver::ConnectOptions& wanted) {
  return wanted.default_schema.empty() ? wanted.url.database : wanted.default_schema;
}

Handle open(const driver::ConnectOptions& wanted, Database database = Database::Use) {
  // The connector's driver object is shared and makes no promise on threads.
  static std::mutex mutex;
  const std::lock_guard guard(mutex);
  const std::vector<driver::Endpoint> endpoints = driver::endpoints(wanted.url);
  for (std::size_t i = 0;; ++i) {
    try {
      ::sql::ConnectOptionsMap options = session_options(
          wanted, endpoints[i], database == Database::Use ? database_of(wanted) : "");
      return Handle(::sql::mysql::get_driver_instance()->connect(options));
    } catch (const ::sql::SQLException& error) {
      if (i + 1 == endpoints.size())
        throw connect_error(error, wanted.url, endpoints[i], database_of(wanted));
    }
  }
}

std::string backticked(std::string_view name) {
  return "`" + replace_all(std::string(name), "`", "``") + "`";
}

void create_database(const driver::ConnectOptions& wanted) {
  const Handle handle = open(wanted, Database::Ignore);
  const std::string statement = "CREATE DATABASE IF NOT EXISTS " + backticked(database_of(wanted));
  try {
    const std::unique_ptr<::sql::Statement> running(handle->createStatement());
    running->execute(to_foreign(statement));
  } catch (const ::sql::SQLException& error) {
    throw statement_error(error, statement, Cancelled::No);
  }
}

Handle open_session(const driver::ConnectOptions& wanted) {
  const std::string create =
      driver::parameter(wanted.url, "createDatabaseIfNotExist").value_or("false");
  if (equals_ignore_case(create, "true")) create_database(wanted);
  return open(wanted);
}

Handle adopted(::sql::Connection* session) {
  try {
    if (!session->isValid())
      throw Error(ErrorKind::Connection, "the session has no connection to its server");
    if (!session->getAutoCommit()) throw driver::open_transaction();
  } catch (const ::sql::SQLException& error) {
    throw statement_error(error, "", Cancelled::No);
  }
  return {session, Close{Owner::Others}};
}

// The results that a CALL leaves, which must be taken before the next statement.
void drop_results(::sql::Statement& running) {
  while (running.getMoreResults()) {
    const std::unique_ptr<::sql::ResultSet> dropped(running.getResultSet());
  }
}

class MySqlConnection final : public driver::Connection {
  template <typename Work>
  auto guarded(std::string_view statement, const Work& work) {
    cancelled_ = false;
    try {
      const std::unique_ptr<::sql::Statement> running(handle_->createStatement());
      return work(*running);
    } catch (const ::sql::SQLException& error) {
      throw with_row(
          statement_error(error, statement, cancelled_ ? Cancelled::Yes : Cancelled::No));
    }
  }

  // Of an INSERT of many rows, the one that was refused.
  Error with_row(Error error) {
    // MariaDB 10.7, "Diagnostics"; MySQL tells it in some of its texts only.
    constexpr ::strata::sql::Version kRowNumber{10, 7, 0};
    if (error.kind() != ErrorKind::Sql ||
        !starts_with_ignore_case(error.sql()->statement, "insert"))
      return error;
    if (server_.dialect != "mariadb" || server_.version < kRowNumber) return error;
    try {
      execute("GET DIAGNOSTICS CONDITION 1 @strata_row = ROW_NUMBER");
      SqlFailure failure = *error.sql();
      const std::string row = query("SELECT @strata_row").rows.at(0).at(0).value_or("0");
      if (row != "0") failure.row = std::stoul(row) - 1;
      return std::move(error).with_sql(std::move(failure));
    } catch (const std::exception&) {
      return error;
    }
  }

 public:
  explicit MySqlConnection(const driver::ConnectOptions& options)
      : MySqlConnection(options, open_session(options)) {}

  MySqlConnection(const driver::ConnectOptions& options, Handle handle)
      : options_(options),
        handle_(std::move(handle)),
        schema_([this](std::string_view statement) { return query(statement); }, "") {
    read_server();
    prepare_session();
    schema_ = SchemaReader([this](std::string_view statement) { return query(statement); },
                           server_.default_catalog);
  }

  const driver::ServerInfo& server() const override { return server_; }

  std::int64_t execute(std::string_view statement) override {
    return guarded(statement, [&](::sql::Statement& running) -> std::int64_t {
      const bool has_rows = running.execute(to_foreign(statement));
      std::int64_t affected = 0;
      if (has_rows) {
        const std::unique_ptr<::sql::ResultSet> dropped(running.getResultSet());
      } else {
        affected = static_cast<std::int64_t>(running.getUpdateCount());
      }
      drop_results(running);
      return affected;
    });
  }

  driver::ResultSet query(std::string_view statement) override {
    driver::ResultSet result;
    std::vector<driver::Row> rows;
    read_into(result, statement,
              [&](const driver::ResultSet&, driver::Row& row) { rows.push_back(std::move(row)); });
    result.rows = std::move(rows);
    return result;
  }
  void read(std::string_view statement, const TakeRow& take) override {
    driver::ResultSet columns;
    read_into(columns, statement, take);
  }

  void begin() override {
    execute("START TRANSACTION");
    in_transaction_ = true;
  }
  void commit() override {
    execute("COMMIT");
    in_transaction_ = false;
  }
  void rollback() noexcept override {
    in_transaction_ = false;
    try {
      execute("ROLLBACK");
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
      // Without a session the server rolls back by itself.
    }
  }
  bool in_transaction() const override { return in_transaction_; }

  std::unique_ptr<driver::ServerLock> server_lock(std::string_view name) override {
    return mysql::server_lock(*this, name);
  }

  schema::SchemaView& schema() override { return schema_; }

  void cancel() noexcept override {
    if (handle_.get_deleter().owner == Owner::Others) return;
    try {
      cancelled_ = true;
      const Handle other = open(options_, Database::Ignore);
      const std::unique_ptr<::sql::Statement> kill(other->createStatement());
      kill->execute(to_foreign(fmt::format("KILL QUERY {}", session_)));
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
      // Nothing is left to be cancelled when the server cannot be reached.
    }
  }

 private:
  void read_into(driver::ResultSet& columns, std::string_view statement, const TakeRow& take) {
    guarded(statement, [&](::sql::Statement& running) {
      const std::unique_ptr<::sql::ResultSet> rows(running.executeQuery(to_foreign(statement)));
      columns.columns = columns_of(*rows);
      while (rows->next()) {
        driver::Row row = row_of(*rows, columns.columns.size());
        take(columns, row);
      }
      drop_results(running);
    });
  }

  static std::vector<std::string> columns_of(::sql::ResultSet& rows) {
    std::vector<std::string> columns;
    ::sql::ResultSetMetaData* of_rows = rows.getMetaData();
    const unsigned count = of_rows->getColumnCount();
    for (unsigned i = 1; i <= count; ++i) columns.push_back(to_own(of_rows->getColumnLabel(i)));
    return columns;
  }

  static driver::Row row_of(::sql::ResultSet& rows, std::size_t columns) {
    driver::Row row(columns);
    for (std::size_t i = 0; i < columns; ++i) {
      const ::sql::SQLString text = rows.getString(static_cast<unsigned>(i + 1));
      if (!rows.wasNull()) row[i] = to_own(text);
    }
    return row;
  }

  void read_server() {
    const driver::ResultSet found =
        query("SELECT VERSION(), CURRENT_USER(), DATABASE(), CONNECTION_ID()");
    const auto& row = found.rows.front();
    server_.version_text = row[0].value_or("");
    const bool is_mariadb = to_lower(server_.version_text).find("mariadb") != std::string::npos;
    server_.dialect = is_mariadb ? "mariadb" : "mysql";
    server_.product = is_mariadb ? "MariaDB" : "MySQL";
    server_.version = ::strata::sql::leading_version(server_.version_text);
    server_.user = row[1].value_or("");
    server_.default_catalog = row[2].value_or("");
    session_ = row[3].value_or("0");
    if (server_.default_catalog.empty()) {
      throw Error(ErrorKind::Connection, "the URL names no database")
          .with_hint(fmt::format("for example {}{}://localhost:3306/shop",
                                 options_.url.jdbc ? "jdbc:" : "", options_.url.scheme));
    }
  }

  void prepare_session() {
    // The client library may go on without TLS where the server has none.
    if (requires_tls(options_.url) &&
        query("SHOW SESSION STATUS LIKE 'Ssl_cipher'").rows.at(0).at(1).value_or("").empty()) {
      throw Error(ErrorKind::Connection, "the server offers no TLS, which the URL requires");
    }
    if (const auto variables = driver::parameter(options_.url, "sessionVariables")) {
      execute("SET " + *variables);
    }
  }

  driver::ConnectOptions options_;
  Handle handle_;
  SchemaReader schema_;
  driver::ServerInfo server_;
  std::string session_;
  bool in_transaction_ = false;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace

std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options) {
  return std::make_unique<MySqlConnection>(options);
}

std::unique_ptr<driver::Connection> adopt(void* session, const driver::ConnectOptions& options) {
  return std::make_unique<MySqlConnection>(options,
                                           adopted(static_cast<::sql::Connection*>(session)));
}

std::string library_version() {
  ::sql::Driver& found = *::sql::mysql::get_driver_instance();
  return fmt::format("MySQL Connector/C++ {}.{}.{}", found.getMajorVersion(),
                     found.getMinorVersion(), found.getPatchVersion());
}

}  // namespace strata::mysql
