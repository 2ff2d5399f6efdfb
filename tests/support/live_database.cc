#include "tests/support/live_database.h"

#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

#include "drivers/mysql/session/connection.h"
#include "drivers/postgresql/session/connection.h"
#include "drivers/sqlite/connection.h"

namespace strata::test {
namespace {

std::string fresh_name() {
  static std::atomic<int> count = 0;
  return fmt::format("strata_{}_{}", getpid(), ++count);
}

std::string with_database(const std::string& url, const std::string& database) {
  return url.substr(0, url.rfind('/') + 1) + database;
}

}  // namespace

std::string to_string(Vendor vendor) {
  switch (vendor) {
    case Vendor::Sqlite:
      return "sqlite";
    case Vendor::Postgresql:
      return "postgresql";
    case Vendor::MariaDb:
      return "mariadb";
  }
  return "";
}

std::string server_url(Vendor vendor) {
  const char* const name =
      vendor == Vendor::Postgresql ? "STRATA_TEST_POSTGRESQL_URL" : "STRATA_TEST_MARIADB_URL";
  const char* const url = std::getenv(name);
  if (url == nullptr || *url == '\0') {
    throw std::runtime_error(
        fmt::format("no test server: {} is not set (./dev test sets it)", name));
  }
  return url;
}

driver::ConnectOptions options_for(std::string_view url) {
  driver::ConnectOptions options;
  options.url = driver::parse_url(url);
  options.user = options.url.user.value_or("");
  options.password = options.url.password.value_or("");
  return options;
}

std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options) {
  const std::string& scheme = options.url.scheme;
  if (scheme == "sqlite") return sqlite::connect(options);
  if (scheme == "postgresql") return postgresql::connect(options);
  return mysql::connect(options);
}

LiveDatabase::LiveDatabase(Vendor vendor) : vendor_(vendor) {
  if (vendor == Vendor::Sqlite) {
    folder_ = std::make_unique<TemporaryFolder>();
    name_ = folder_->file("test.db");
    url_ = "sqlite:" + name_;
    return;
  }
  const std::string server = server_url(vendor);
  name_ = fresh_name();
  test::connect(options_for(server))->execute("CREATE DATABASE " + name_);
  url_ = with_database(server, name_);
}

LiveDatabase::~LiveDatabase() {
  if (vendor_ == Vendor::Sqlite) return;
  const bool is_postgresql = vendor_ == Vendor::Postgresql;
  try {
    test::connect(options_for(server_url(vendor_)))
        ->execute(fmt::format("DROP DATABASE {}{}", name_, is_postgresql ? " WITH (FORCE)" : ""));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{} could not be dropped: {}\n", name_, error.what());
  }
}

driver::ConnectOptions LiveDatabase::options() const { return options_for(url_); }

std::unique_ptr<driver::Connection> LiveDatabase::connect() const {
  return test::connect(options());
}

}  // namespace strata::test
