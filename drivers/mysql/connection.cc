#include "drivers/mysql/connection.h"

#include <charconv>
#include <mutex>

#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>
#include <fmt/format.h>
#include <mysql_driver.h>

#include "drivers/mysql/errors.h"
#include "drivers/mysql/schema_reader.h"
#include "engine/base/text.h"

namespace strata::mysql {
namespace {

constexpr int kDefaultPort = 3306;

int number(const std::optional<std::string>& text, int fallback) {
  int value = fallback;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

// "10.11.6-MariaDB-0+deb12u1" in numbers.
::strata::sql::Version parse_version(std::string_view text) {
  ::strata::sql::Version version;
  int* const parts[] = {&version.major, &version.minor, &version.patch};
  for (int* part : parts) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), *part);
    if (failed != std::errc()) break;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.starts_with('.')) break;
    text.remove_prefix(1);
  }
  return version;
}

::sql::SQLString to_foreign(std::string_view text) { return {std::string(text)}; }

std::string to_own(const ::sql::SQLString& text) { return {text.c_str(), text.length()}; }

// Both JDBC drivers' names for it, and the client library's.
bool wants_tls(const driver::Url& url) {
  const std::string mode =
      to_lower(parameter(url, "sslMode").value_or(parameter(url, "ssl-mode").value_or("")));
  const std::string use = to_lower(parameter(url, "useSSL").value_or("false"));
  const bool by_mode =
      !mode.empty() && mode != "disabled" && mode != "disable" && mode != "preferred";
  return by_mode || use == "true";
}

void add_tls(::sql::ConnectOptionsMap& options, const driver::Url& url) {
  const std::string mode =
      to_lower(parameter(url, "sslMode").value_or(parameter(url, "ssl-mode").value_or("")));
  if (wants_tls(url)) options["sslEnforce"] = true;
  if (mode == "verify_ca" || mode == "verify_identity" || mode == "verify-ca" ||
      mode == "verify-full") {
    options["sslVerify"] = true;
  }
  const std::pair<const char*, const char*> files[] = {
      {"serverSslCert", "sslCA"}, {"sslCA", "sslCA"}, {"sslCert", "sslCert"}, {"sslKey", "sslKey"}};
  for (const auto& [name, option] : files) {
    if (const auto file = parameter(url, name)) options[option] = to_foreign(*file);
  }
}

::sql::ConnectOptionsMap to_options(const driver::ConnectOptions& wanted,
                                    const driver::Endpoint& endpoint) {
  constexpr int kConnectTimeoutSeconds = 30;
  ::sql::ConnectOptionsMap options;
  const std::string socket =
      parameter(wanted.url, "localSocket").value_or(parameter(wanted.url, "socket").value_or(""));
  if (endpoint.host.starts_with('/') || !socket.empty()) {
    options["hostName"] = to_foreign("unix://" + (socket.empty() ? endpoint.host : socket));
  } else {
    const std::string host = endpoint.host.empty() ? "localhost" : endpoint.host;
    // The client library would take a socket for "localhost"; JDBC addresses mean TCP.
    options["hostName"] =
        to_foreign("tcp://" + std::string(host == "localhost" ? "127.0.0.1" : host));
    options["port"] = endpoint.port.value_or(kDefaultPort);
  }
  options["userName"] = to_foreign(wanted.user);
  options["password"] = to_foreign(wanted.password);
  if (!wanted.url.database.empty()) options["schema"] = to_foreign(wanted.url.database);
  options["OPT_CHARSET_NAME"] = to_foreign("utf8mb4");
  options["CLIENT_FOUND_ROWS"] = true;  // as JDBC counts: rows matched, not rows changed
  options["OPT_CONNECT_TIMEOUT"] =
      number(parameter(wanted.url, "connectTimeout"), kConnectTimeoutSeconds * 1000) / 1000;
  options["OPT_RECONNECT"] = false;
  add_tls(options, wanted.url);
  return options;
}

using Handle = std::unique_ptr<::sql::Connection>;

Handle open(const driver::ConnectOptions& wanted) {
  // The connector's driver object is shared and makes no promise on threads.
  static std::mutex mutex;
  const std::lock_guard guard(mutex);
  const std::vector<driver::Endpoint> endpoints = driver::endpoints(wanted.url);
  for (std::size_t i = 0;; ++i) {
    try {
      ::sql::ConnectOptionsMap options = to_options(wanted, endpoints[i]);
      return Handle(::sql::mysql::get_driver_instance()->connect(options));
    } catch (const ::sql::SQLException& error) {
      if (i + 1 == endpoints.size()) throw connect_error(error, endpoints[i], wanted.url.database);
    }
  }
}

class MySqlConnection final : public driver::Connection {
  template <typename Work>
  auto guarded(std::string_view statement, const Work& work) {
    try {
      const std::unique_ptr<::sql::Statement> running(handle_->createStatement());
      return work(*running);
    } catch (const ::sql::SQLException& error) {
      throw statement_error(error, statement);
    }
  }

 public:
  explicit MySqlConnection(const driver::ConnectOptions& options)
      : options_(options),
        handle_(open(options)),
        schema_([this](std::string_view statement) { return query(statement); }, "") {
    read_server();
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
      // A CALL may leave more results, which must be taken before the next statement.
      while (running.getMoreResults()) {
        const std::unique_ptr<::sql::ResultSet> dropped(running.getResultSet());
      }
      return affected;
    });
  }

  driver::ResultSet query(std::string_view statement) override {
    return guarded(statement, [&](::sql::Statement& running) {
      const std::unique_ptr<::sql::ResultSet> rows(running.executeQuery(to_foreign(statement)));
      return to_result(*rows);
    });
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

  schema::SchemaView& schema() override { return schema_; }

  void cancel() noexcept override {
    try {
      const Handle other = open(options_);
      const std::unique_ptr<::sql::Statement> kill(other->createStatement());
      kill->execute(to_foreign(fmt::format("KILL QUERY {}", session_)));
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
      // Nothing is left to be cancelled when the server cannot be reached.
    }
  }

 private:
  static driver::ResultSet to_result(::sql::ResultSet& rows) {
    driver::ResultSet result;
    ::sql::ResultSetMetaData* columns = rows.getMetaData();
    const unsigned count = columns->getColumnCount();
    for (unsigned i = 1; i <= count; ++i)
      result.columns.push_back(to_own(columns->getColumnLabel(i)));
    while (rows.next()) {
      auto& row = result.rows.emplace_back();
      for (unsigned i = 1; i <= count; ++i) {
        const ::sql::SQLString text = rows.getString(i);
        row.push_back(rows.wasNull() ? std::nullopt : std::optional(to_own(text)));
      }
    }
    return result;
  }

  void read_server() {
    const driver::ResultSet found =
        query("SELECT VERSION(), CURRENT_USER(), DATABASE(), CONNECTION_ID()");
    const auto& row = found.rows.front();
    server_.version_text = row[0].value_or("");
    const bool is_mariadb = to_lower(server_.version_text).find("mariadb") != std::string::npos;
    server_.dialect = is_mariadb ? "mariadb" : "mysql";
    server_.product = is_mariadb ? "MariaDB" : "MySQL";
    server_.version = parse_version(server_.version_text);
    server_.user = row[1].value_or("");
    server_.default_catalog = row[2].value_or("");
    session_ = row[3].value_or("0");
    if (server_.default_catalog.empty()) {
      throw Error(ErrorKind::Connection, "the URL names no database")
          .with_hint("for example jdbc:mariadb://localhost:3306/shop");
    }
  }

  driver::ConnectOptions options_;
  Handle handle_;
  SchemaReader schema_;
  driver::ServerInfo server_;
  std::string session_;
  bool in_transaction_ = false;
};

}  // namespace

std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options) {
  return std::make_unique<MySqlConnection>(options);
}

}  // namespace strata::mysql
