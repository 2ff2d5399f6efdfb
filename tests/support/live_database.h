// A new, empty database for one test: on the test servers (STRATA_TEST_POSTGRESQL_URL,
// STRATA_TEST_MARIADB_URL) or in a file. Dropped at the end. A missing server is an exception, so
// that the test fails; nothing is ever skipped.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "engine/driver/driver.h"
#include "tests/support/temporary_folder.h"

namespace strata::test {

enum class Vendor : std::uint8_t { Sqlite, Postgresql, MariaDb };

std::string to_string(Vendor vendor);
inline void PrintTo(Vendor vendor, std::ostream* out) { *out << to_string(vendor); }

class LiveDatabase {
 public:
  explicit LiveDatabase(Vendor vendor);
  ~LiveDatabase();
  LiveDatabase(const LiveDatabase&) = delete;
  LiveDatabase& operator=(const LiveDatabase&) = delete;

  Vendor vendor() const { return vendor_; }
  const std::string& name() const { return name_; }  // of the database; the path for SQLite
  const std::string& url() const { return url_; }    // native form, with user and password
  driver::ConnectOptions options() const;
  std::unique_ptr<driver::Connection> connect() const;

 private:
  Vendor vendor_;
  std::unique_ptr<TemporaryFolder> folder_;
  std::string name_;
  std::string url_;
};

// The address of a test server, with the database that is always there. Throws if it is not set.
std::string server_url(Vendor vendor);

// For connecting as the program does: user and password taken out of the address.
driver::ConnectOptions options_for(std::string_view url);

std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options);

}  // namespace strata::test
