// A driver of one's own, which Strata loads with --driver-path=audited.so: SQLite, with a file that
// tells who changed the schema, when, and how.
//
//   audited:shop.db?log=shop.log
//
// It wraps the connections of the SQLite driver. A driver for another database implements
// Connection and SchemaView itself, with a dialect that derives from sql::Dialect.
#include <array>
#include <chrono>
#include <fstream>

#include <fmt/chrono.h>
#include <unistd.h>

#include "drivers/sqlite/driver.h"
#include "engine/base/error.h"
#include "engine/driver/driver.h"
#include "engine/driver/module.h"

namespace audited {
namespace {

using strata::Error;
using strata::ErrorKind;
namespace driver = strata::driver;

class Log {
 public:
  explicit Log(const std::string& path) : path_(path), out_(path, std::ios::app) {
    if (!out_) throw Error(ErrorKind::Connection, "cannot write " + path);
  }

  // Before the statement runs: what cannot be told is not done.
  void write(std::string_view statement) {
    out_ << fmt::format("{:%FT%TZ} {} {}\n", fmt::gmtime(std::time(nullptr)), getuid(), statement)
         << std::flush;
    if (!out_) throw Error(ErrorKind::Connection, "cannot write " + path_);
  }

 private:
  std::string path_;
  std::ofstream out_;
};

class AuditedConnection final : public driver::Connection {
 public:
  AuditedConnection(std::unique_ptr<driver::Connection> inner, const std::string& log)
      : inner_(std::move(inner)), log_(log) {}

  const driver::ServerInfo& server() const override { return inner_->server(); }
  std::int64_t execute(std::string_view statement) override {
    log_.write(statement);
    return inner_->execute(statement);
  }
  driver::ResultSet query(std::string_view statement) override {
    return inner_->query(statement);
  }
  void begin() override { inner_->begin(); }
  void commit() override { inner_->commit(); }
  void rollback() noexcept override { inner_->rollback(); }
  bool in_transaction() const override { return inner_->in_transaction(); }
  std::unique_ptr<driver::ServerLock> server_lock(std::string_view name) override {
    return inner_->server_lock(name);
  }
  strata::schema::SchemaView& schema() override { return inner_->schema(); }
  void cancel() noexcept override { inner_->cancel(); }

 private:
  std::unique_ptr<driver::Connection> inner_;
  Log log_;
};

std::unique_ptr<driver::Connection> connect(const driver::ConnectOptions& options) {
  driver::ConnectOptions inner = options;
  const std::string log = driver::parameter(inner.url, "log").value_or("");
  if (log.empty()) {
    throw Error(ErrorKind::Usage, "the URL names no log")
        .with_hint("audited:shop.db?log=shop.log");
  }
  inner.url.scheme = "sqlite";
  inner.url.parameters.erase("log");
  return std::make_unique<AuditedConnection>(strata::sqlite_driver().connect(inner), log);
}

driver::Driver audited_driver() {
  static constexpr std::array<std::string_view, 1> kSchemes{"audited"};
  driver::Driver made = strata::sqlite_driver();
  made.name = "audited";
  made.schemes = kSchemes;
  made.connect = connect;
  made.adopt = nullptr;
  return made;
}

}  // namespace
}  // namespace audited

STRATA_DRIVER_MODULE(audited::audited_driver())
