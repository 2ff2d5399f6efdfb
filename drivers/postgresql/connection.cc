#include "drivers/postgresql/connection.h"

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <pqxx/pqxx>

#include "drivers/postgresql/connection_string.h"
#include "drivers/postgresql/errors.h"
#include "drivers/postgresql/row_sink.h"
#include "drivers/postgresql/schema_reader.h"
#include "drivers/postgresql/server_lock.h"
#include "engine/base/text.h"

namespace strata::postgresql {
namespace {

using Handle = std::unique_ptr<pqxx::connection>;

Handle open(const driver::ConnectOptions& options) {
  try {
    auto handle = std::make_unique<pqxx::connection>(connection_string(options));
    // A new session in place of a lost one would go on in the middle of a lost transaction.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    handle->inhibit_reactivation(true);
#pragma GCC diagnostic pop
    return handle;
  } catch (const std::exception& error) {
    throw connect_error(error, options.url);
  }
}

std::string literal(std::string_view text) {
  return "'" + replace_all(std::string(text), "'", "''") + "'";
}

// The zone of this machine as PostgreSQL names it, or "": the JDBC driver has sessions in it, so it
// is what DATEEXECUTED is written in.
std::string local_time_zone() {
  if (const char* zone = std::getenv("TZ"); zone != nullptr && *zone != '\0') {
    return *zone == ':' ? zone + 1 : zone;
  }
  std::error_code failed;
  const std::string target = std::filesystem::read_symlink("/etc/localtime", failed).string();
  constexpr std::string_view kFolder = "zoneinfo/";
  const std::size_t at = target.find(kFolder);
  return failed || at == std::string::npos ? "" : target.substr(at + kFolder.size());
}

// server_version_num: 150004 is 15.4, 90624 is 9.6.24.
sql::Version parse_version(std::string_view number) {
  constexpr int kFirstTwoPart = 100000;
  int value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  if (value >= kFirstTwoPart) return {value / 10000, value % 10000, 0};
  return {value / 10000, value / 100 % 100, value % 100};
}

class PostgresqlConnection final : public driver::Connection, private CopySession {
 public:
  explicit PostgresqlConnection(const driver::ConnectOptions& options)
      : options_(options), handle_(open(options)), quiet_(*handle_) {
    prepare_session(options);
    read_server();
    schema_.emplace([this](std::string_view statement) { return query(statement); },
                    server_.default_schema);
  }

  const driver::ServerInfo& server() const override { return server_; }

  std::int64_t execute(std::string_view statement) override {
    const auto rows = static_cast<std::int64_t>(run(statement).affected_rows());
    if (statement.starts_with("ROLLBACK TO ")) is_aborted_ = false;
    return rows;
  }

  std::int64_t execute_with_rows(std::string_view statement, std::string_view rows) override {
    cancelled_ = false;
    return copy_rows(*this, statement, rows);
  }

  driver::ResultSet query(std::string_view statement) override {
    const pqxx::result rows = run(statement);
    driver::ResultSet result;
    for (pqxx::row_size_type i = 0; i < rows.columns(); ++i)
      result.columns.emplace_back(rows.column_name(i));
    result.rows.reserve(rows.size());
    for (const pqxx::row& row : rows) {
      auto& texts = result.rows.emplace_back();
      for (const pqxx::field& field : row) {
        texts.push_back(field.is_null() ? std::nullopt
                                        : std::optional<std::string>(std::in_place, field.c_str(),
                                                                     field.size()));
      }
    }
    return result;
  }

  std::unique_ptr<driver::RowSink> take_rows(const sql::RowsForm& form) override {
    // A temporary table is another client's in the next transaction.
    if (is_pooled_ && !in_transaction_) return nullptr;
    return postgresql::take_rows(*this, form);
  }

  void begin() override {
    send("BEGIN" + local_settings_);
    in_transaction_ = true;
    is_aborted_ = false;
  }

  void commit() override {
    // The server answers COMMIT of an aborted transaction by rolling back, without an error.
    if (is_aborted_) {
      rollback();
      throw Error(ErrorKind::Sql, "the transaction was rolled back because a statement had failed");
    }
    send("COMMIT");
    in_transaction_ = false;
  }

  void rollback() noexcept override {
    in_transaction_ = false;
    is_aborted_ = false;
    try {
      send("ROLLBACK");
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
      // Without a session the server rolls back by itself.
    }
  }

  bool in_transaction() const override { return in_transaction_; }

  std::unique_ptr<driver::ServerLock> server_lock(std::string_view name) override {
    if (!is_pooled_) return session_lock(*this, name);
    driver::ConnectOptions second = options_;
    second.default_schema.clear();
    std::erase_if(second.url.parameters, [](const auto& parameter) {
      return equals_ignore_case(parameter.first, "currentSchema") ||
             equals_ignore_case(parameter.first, "readOnly");
    });
    return pooled_lock([second] { return connect(second); }, name);
  }

  schema::SchemaView& schema() override { return *schema_; }

  void cancel() noexcept override {
    try {
      cancelled_ = true;
      handle_->cancel_query();
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
      // Nothing is left to be cancelled when the server cannot be reached.
    }
  }

 private:
  pqxx::connection_base& handle() override { return *handle_; }

  Error failed(const std::exception& error, std::string_view statement) override {
    is_aborted_ = in_transaction_;
    return statement_error(error, statement, {!handle_->is_open(), cancelled_});
  }

  pqxx::result run(std::string_view statement) override {
    // libpq would end the statement there.
    if (statement.find('\0') != std::string_view::npos) {
      throw Error(ErrorKind::Sql, "a statement contains a NUL character")
          .with_sql({std::string(statement), "", 0, statement.find('\0')});
    }
    return local_settings_.empty() || in_transaction_ ? send(statement)
                                                      : run_with_settings(statement);
  }

  pqxx::result send(std::string_view statement) {
    cancelled_ = false;
    try {
      pqxx::nontransaction work(*handle_);
      return work.exec(std::string(statement));
    } catch (const std::exception& error) {
      throw failed(error, statement);
    }
  }

  // What refuses to be in a transaction goes without the settings.
  pqxx::result run_with_settings(std::string_view statement) {
    constexpr std::string_view kInsideTransaction = "25001";  // manual, appendix A
    send("BEGIN" + local_settings_);
    try {
      pqxx::result result = send(statement);
      send("COMMIT");
      return result;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::Connection) throw;
      send("ROLLBACK");
      if (!error.sql() || error.sql()->sqlstate != kInsideTransaction) throw;
    }
    return send(statement);
  }

  // A pooler makes up the number of the session by which a client cancels.
  void find_pooler() {
    const pqxx::result found =
        send("SELECT pg_backend_pid(), set_config('DateStyle', 'ISO', false)");
    is_pooled_ = found[0][0].as<int>() != handle_->backendpid();
  }

  // Of the session; of each transaction behind a pooler, where another client has the session next.
  void set(std::string_view name, std::string_view value) {
    const bool lasts = !is_pooled_;
    const std::string call =
        fmt::format("SELECT set_config({}, {}, {})", literal(name), literal(value), !lasts);
    if (lasts) {
      send(call);
    } else {
      local_settings_ += "; " + call;
    }
  }

  // What the JDBC driver sets, and the schema where unqualified names go. DateStyle and TimeZone
  // belong to the client also behind a pooler.
  void prepare_session(const driver::ConnectOptions& options) {
    find_pooler();
    if (const std::string zone = local_time_zone(); !zone.empty()) {
      try {
        send("SET TimeZone TO " + literal(zone));
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::Sql) throw;  // a zone that the server does not know
      }
    }
    if (const auto path = driver::parameter(options.url, "currentSchema"); path && !path->empty())
      set("search_path", *path);
    if (!options.default_schema.empty()) use_schema(options.default_schema);
    if (equals_ignore_case(driver::parameter(options.url, "readOnly").value_or(""), "true"))
      set(is_pooled_ ? "transaction_read_only" : "default_transaction_read_only", "on");
  }

  // In front of the search path, as the reference does; names without quotes are stored in lower
  // case.
  void use_schema(const std::string& name) {
    const driver::ResultSet found =
        query(fmt::format("SELECT concat_ws(', ', quote_ident(nspname), "
                          "nullif(current_setting('search_path'), '')) FROM pg_namespace "
                          "WHERE nspname IN ({0}, lower({0})) ORDER BY nspname <> {0} LIMIT 1",
                          literal(name)));
    if (found.rows.empty()) {
      throw Error(ErrorKind::Connection, fmt::format("the schema '{}' does not exist", name))
          .with_hint(fmt::format("create it first: CREATE SCHEMA {}", name));
    }
    set("search_path", found.rows[0][0].value_or(""));
  }

  void read_server() {
    const driver::ResultSet found = query(
        "SELECT current_setting('server_version'), current_setting('server_version_num'), "
        "current_user, current_schema(), current_database()");
    const auto& row = found.rows.front();
    server_.dialect = "postgresql";
    server_.product = "PostgreSQL";
    server_.version_text = row[0].value_or("");
    server_.version = parse_version(row[1].value_or(""));
    server_.user = row[2].value_or("");
    server_.default_schema = row[3].value_or("");
    server_.default_catalog = row[4].value_or("");
  }

  driver::ConnectOptions options_;
  Handle handle_;
  pqxx::quiet_errorhandler quiet_;  // swallows notices, which libpqxx would print
  std::optional<SchemaReader> schema_;
  driver::ServerInfo server_;
  bool is_pooled_ = false;
  std::string local_settings_;  // begins with "; "
  bool in_transaction_ = false;
  bool is_aborted_ = false;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace

std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options) {
  return std::make_unique<PostgresqlConnection>(options);
}

std::string library_version() {
  const sql::Version libpq = parse_version(std::to_string(PQlibVersion()));
  return fmt::format("libpqxx {}, libpq {}.{}", PQXX_VERSION, libpq.major, libpq.minor);
}

}  // namespace strata::postgresql
