#include "drivers/postgresql/session/connection.h"

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <pqxx/pqxx>

#include "drivers/postgresql/session/connection_string.h"
#include "drivers/postgresql/session/errors.h"
#include "drivers/postgresql/session/handle.h"
#include "drivers/postgresql/session/pipeline.h"
#include "drivers/postgresql/session/row_sink.h"
#include "drivers/postgresql/session/schema_reader.h"
#include "drivers/postgresql/session/server_lock.h"
#include "engine/base/text.h"

namespace strata::postgresql {
namespace {

// Of a session's description, or of a session that is there.
template <typename From>
std::unique_ptr<Handle> open(const From& from, const driver::Url& url) {
  try {
    auto handle = std::make_unique<Handle>(from);
    // A new session in place of a lost one would go on in the middle of a lost transaction.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    handle->inhibit_reactivation(true);
#pragma GCC diagnostic pop
    return handle;
  } catch (const std::exception& error) {
    throw connect_error(error, url);
  }
}

std::unique_ptr<Handle> adopted(PGconn* session, const driver::Url& url) {
  if (PQstatus(session) != CONNECTION_OK)
    throw Error(ErrorKind::Connection, "the session has no connection to its server");
  if (PQtransactionStatus(session) != PQTRANS_IDLE) throw driver::open_transaction();
  return open(session, url);
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
      : PostgresqlConnection(options, open(connection_string(options), options.url)) {}

  PostgresqlConnection(const driver::ConnectOptions& options, std::unique_ptr<Handle> handle)
      : options_(options), handle_(std::move(handle)), quiet_(*handle_) {
    if (handle_->is_of_others()) keep_settings();
    begin_session();
    set_parameters(options);
    schema_.emplace([this](std::string_view statement) { return query(statement); },
                    server_.default_schema);
  }

  ~PostgresqlConnection() override {
    if (!kept_settings_.empty()) give_back();
  }

  const driver::ServerInfo& server() const override { return server_; }

  std::int64_t execute(std::string_view statement) override {
    std::int64_t rows = 0;
    if (is_sent_together(statement)) {
      pipeline_.add(statement, [&](std::int64_t affected) { rows = affected; });
      settle();
    } else {
      rows = affected_rows(run(statement).get());
    }
    if (statement.starts_with("ROLLBACK TO ")) is_aborted_ = false;
    return rows;
  }

  void send(std::string_view statement, std::function<void(std::int64_t)> ended) override {
    if (!in_transaction_ || !Pipeline::takes(statement))
      return Connection::send(statement, std::move(ended));
    pipeline_.add(statement, std::move(ended));
    if (pipeline_.is_full()) settle();
  }

  void settle() override { run_pipeline(); }

  std::int64_t execute_with_rows(std::string_view statement, std::string_view rows) override {
    cancelled_ = false;
    return copy_rows(*this, statement, rows);
  }

  driver::ResultSet query(std::string_view statement) override {
    if (!is_sent_together(statement)) return to_result(*run(statement));
    pipeline_.add(statement);
    return to_result(*run_pipeline());
  }

  std::unique_ptr<driver::RowSink> take_rows(const sql::RowsForm& form) override {
    // A temporary table is another client's in the next transaction.
    if (is_pooled_ && !in_transaction_) return nullptr;
    settle();
    return postgresql::take_rows(*this, form);
  }

  // Goes with the first statement.
  void begin() override {
    settle();
    pipeline_.add("BEGIN");
    for (const std::string& setting : local_settings_) pipeline_.add(setting);
    in_transaction_ = true;
    is_aborted_ = false;
    is_beginning_ = true;
  }

  void commit() override {
    // The server answers COMMIT of an aborted transaction by rolling back, without an error.
    if (is_aborted_) {
      rollback();
      throw Error(ErrorKind::Sql, "the transaction was rolled back because a statement had failed");
    }
    pipeline_.add("COMMIT");
    settle();
    in_transaction_ = false;
  }

  void rollback() noexcept override {
    in_transaction_ = false;
    is_aborted_ = false;
    pipeline_.clear();
    if (std::exchange(is_beginning_, false)) return;
    try {
      send_now("ROLLBACK");
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
  pqxx::connection_base& handle() override {
    settle();
    return *handle_;
  }

  Error failed(const std::exception& error, std::string_view statement) override {
    is_aborted_ = in_transaction_;
    return statement_error(error, statement, {!handle_->is_open(), cancelled_});
  }

  Answer run(std::string_view statement) {
    // libpq would end the statement there.
    if (statement.find('\0') != std::string_view::npos) {
      throw Error(ErrorKind::Sql, "a statement contains a NUL character")
          .with_sql({std::string(statement), "", 0, statement.find('\0')});
    }
    settle();
    return local_settings_.empty() || in_transaction_ ? send_now(statement)
                                                      : run_with_settings(statement);
  }

  // Whether it can go along with what was sent before.
  bool is_sent_together(std::string_view statement) const {
    return !pipeline_.is_empty() && Pipeline::takes(statement);
  }

  // The answer to the last statement; nullptr if there was none.
  Answer run_pipeline() {
    if (pipeline_.is_empty()) return no_answer();
    is_beginning_ = false;
    return guarded([&] { return pipeline_.run(handle_->raw()); });
  }

  Answer send_now(std::string_view statement) {
    return guarded([&] { return postgresql::run(handle_->raw(), std::string(statement)); });
  }

  template <typename Work>
  Answer guarded(const Work& work) {
    cancelled_ = false;
    try {
      return work();
    } catch (const pqxx::sql_error& error) {
      throw failed(error, error.query());
    } catch (const pqxx::failure& error) {
      throw failed(error, "");
    }
  }

  // What refuses to be in a transaction goes without the settings.
  Answer run_with_settings(std::string_view statement) {
    constexpr std::string_view kInsideTransaction = "25001";  // manual, appendix A
    send_now("BEGIN");
    for (const std::string& setting : local_settings_) send_now(setting);
    try {
      Answer answer = send_now(statement);
      send_now("COMMIT");
      return answer;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::Connection) throw;
      send_now("ROLLBACK");
      if (!error.sql() || error.sql()->sqlstate != kInsideTransaction) throw;
    }
    return send_now(statement);
  }

  // Of the session; of each transaction behind a pooler, where another client has the session next.
  void set(std::string_view name, std::string_view value) {
    const bool lasts = !is_pooled_;
    const std::string call =
        fmt::format("SELECT set_config({}, {}, {})", literal(name), literal(value), !lasts);
    if (lasts) {
      send_now(call);
    } else {
      local_settings_.push_back(call);
    }
  }

  // Of a session that goes back to the embedding program.
  void keep_settings() {
    constexpr std::string_view kChanged[] = {"DateStyle",    "TimeZone",
                                             "search_path",  "default_transaction_read_only",
                                             "lock_timeout", "statement_timeout"};
    for (const std::string_view name : kChanged) {
      const driver::ResultSet found =
          query(fmt::format("SELECT current_setting({})", literal(name)));
      kept_settings_.push_back(fmt::format("SELECT set_config({}, {}, false)", literal(name),
                                           literal(found.rows.at(0).at(0).value_or(""))));
    }
  }

  void give_back() noexcept {
    try {
      if (in_transaction_) rollback();
      for (const std::string& setting : kept_settings_) send_now(setting);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
      // Nothing is left to be given back when the connection is lost.
    }
  }

  // What the JDBC driver sets; DateStyle and TimeZone belong to the client also behind a pooler.
  void begin_session() {
    const std::string zone = local_time_zone();
    try {
      read_server(zone.empty() ? ""
                               : fmt::format("set_config('TimeZone', {}, false)", literal(zone)));
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::Sql || zone.empty()) throw;
      read_server("");  // a zone that the server does not know
    }
  }

  // The schema where unqualified names go, and what else the address asks for.
  void set_parameters(const driver::ConnectOptions& options) {
    const std::string path = driver::parameter(options.url, "currentSchema").value_or("");
    if (!path.empty()) set("search_path", path);
    if (!options.default_schema.empty()) use_schema(options.default_schema);
    if (!path.empty() || !options.default_schema.empty())
      server_.default_schema = query("SELECT current_schema()").rows.at(0).at(0).value_or("");
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

  void read_server(const std::string& setting) {
    const driver::ResultSet found = query(fmt::format(
        "SELECT current_setting('server_version'), current_setting('server_version_num'), "
        "current_user, current_schema(), current_database(), pg_backend_pid(), "
        "set_config('DateStyle', 'ISO', false){}{}",
        setting.empty() ? "" : ", ", setting));
    const auto& row = found.rows.front();
    server_.dialect = "postgresql";
    server_.product = "PostgreSQL";
    server_.version_text = row[0].value_or("");
    server_.version = parse_version(row[1].value_or(""));
    server_.user = row[2].value_or("");
    server_.default_schema = row[3].value_or("");
    server_.default_catalog = row[4].value_or("");
    // A pooler makes up the number of the session by which a client cancels.
    is_pooled_ = row[5] != std::to_string(handle_->backendpid());
  }

  driver::ConnectOptions options_;
  std::unique_ptr<Handle> handle_;
  pqxx::quiet_errorhandler quiet_;  // swallows notices, which libpqxx would print
  std::optional<SchemaReader> schema_;
  driver::ServerInfo server_;
  bool is_pooled_ = false;
  std::vector<std::string> local_settings_;
  std::vector<std::string> kept_settings_;
  Pipeline pipeline_;
  bool in_transaction_ = false;
  bool is_beginning_ = false;  // the server has not heard of the transaction yet
  bool is_aborted_ = false;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace

std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options) {
  return std::make_unique<PostgresqlConnection>(options);
}

std::unique_ptr<driver::Connection> adopt(void* session, const driver::ConnectOptions& options) {
  return std::make_unique<PostgresqlConnection>(
      options, adopted(static_cast<PGconn*>(session), options.url));
}

std::string library_version() {
  const sql::Version libpq = parse_version(std::to_string(PQlibVersion()));
  return fmt::format("libpqxx {}, libpq {}.{}", PQXX_VERSION, libpq.major, libpq.minor);
}

}  // namespace strata::postgresql
