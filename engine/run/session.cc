#include "engine/run/session.h"

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/run/guarded_history.h"
#include "engine/sql/version_text.h"

namespace strata::run {
namespace {

std::string parameter(const driver::Url& url, std::string_view name, std::string fallback) {
  for (const auto& [key, value] : url.parameters) {
    if (equals_ignore_case(key, name)) return value;
  }
  return fallback;
}

}  // namespace

Session::Session(SessionOptions options, Observer& observer)
    : options_(std::move(options)), observer_(observer) {
  if (options_.connect.url.scheme == "offline") {
    go_offline();
  } else {
    connect();
  }
}

Session::~Session() = default;

void Session::connect() {
  driver_ = options_.registry->for_scheme(options_.connect.url.scheme);
  if (driver_ == nullptr) {
    throw Error(ErrorKind::Usage, fmt::format("this build of strata has no driver for {}:",
                                              options_.connect.url.scheme));
  }
  if (options_.adopted == nullptr) {
    connection_ = driver_->connect(options_.connect);
  } else if (driver_->adopt) {
    connection_ = driver_->adopt(options_.adopted, options_.connect);
  } else {
    throw Error(ErrorKind::Usage,
                fmt::format("the driver {} takes no sessions of others", driver_->name));
  }
  const driver::ServerInfo& server = connection_->server();
  dialect_ = options_.registry->dialect(server.dialect);
  if (dialect_ == nullptr) {
    throw Error(ErrorKind::Usage, fmt::format("{} is not supported", server.product));
  }
  target_.version = server.version;
  target_.default_schema = server.default_schema;
  target_.default_catalog = server.default_catalog;
  if (options_.script == nullptr) {
    runner_ = std::make_unique<LiveRunner>(*connection_);
    target_.schema = &connection_->schema();
  } else {
    if (driver_->simulate) simulation_ = driver_->simulate(connection_.get());
    runner_ = std::make_unique<ScriptRunner>(*options_.script, *dialect_, simulation_.get(),
                                             options_.script_transactions);
    target_.schema =
        simulation_ ? static_cast<schema::SchemaView*>(simulation_.get()) : &connection_->schema();
  }
  tracking_ = std::make_unique<TrackingSql>(*dialect_, target_, options_.tracking);
  history_ = std::make_unique<TableHistory>(*tracking_, *runner_, connection_.get());
  if (options_.script == nullptr) {
    history_ = std::make_unique<GuardedHistory>(std::move(history_), [this] { confirm_lock(); });
  }
}

void Session::confirm_lock() {
  if (!lock_ || is_lock_confirmed_) return;
  lock_->confirm();
  is_lock_confirmed_ = is_joined_;
}

std::unique_ptr<driver::Connection> Session::connect_again() const {
  if (options_.adopted != nullptr) {
    throw Error(ErrorKind::Connection,
                "the session belongs to the embedding program: there is no way to a second one");
  }
  return driver_->connect(options_.connect);
}

driver::ClientCall Session::client_call(std::string_view client, bool in_transaction) const {
  driver::ConnectOptions connect = options_.connect;
  // As the server spells it.
  if (!connect.default_schema.empty()) {
    connect.default_schema =
        dialect_->traits().schemas ? target_.default_schema : target_.default_catalog;
  }
  return driver_->call_client(connect, client, in_transaction);
}

void Session::go_offline() {
  const driver::Url& url = options_.connect.url;
  const driver::Registry& registry = *options_.registry;
  dialect_ = registry.dialect(url.database);
  if (dialect_ == nullptr) {
    const std::vector<std::string_view> known = registry.dialects();
    std::string hint = did_you_mean(url.database, known);
    if (hint.empty()) hint = fmt::format("one of {}", fmt::join(known, ", "));
    throw Error(ErrorKind::Usage, fmt::format("offline: unknown database '{}'", url.database))
        .with_hint(hint);
  }
  if (options_.script == nullptr) {
    throw Error(ErrorKind::Usage, "an offline: URL has no database to change")
        .with_hint("use the -sql form of the command, which prints the SQL");
  }
  driver_ = registry.for_dialect(url.database);
  target_.offline = true;
  target_.version = sql::leading_version(parameter(url, "version", ""));
  target_.default_schema = options_.connect.default_schema;
  if (driver_->simulate) simulation_ = driver_->simulate(nullptr);
  target_.schema = simulation_.get();
  runner_ = std::make_unique<ScriptRunner>(*options_.script, *dialect_, simulation_.get(),
                                           options_.script_transactions);
  tracking_ = std::make_unique<TrackingSql>(*dialect_, target_, options_.tracking);
  const std::string output = to_lower(parameter(url, "outputLiquibaseSql", "none"));
  if (output == "all" || output == "true" || output == "data_only") {
    printed_history_ = std::make_unique<TableHistory>(*tracking_, *runner_, nullptr);
  }
  auto csv = std::make_unique<CsvHistory>(parameter(url, "changeLogFile", "databasechangelog.csv"),
                                          options_.environment, printed_history_.get());
  csv_ = csv.get();
  history_ = std::move(csv);
}

sql::Target Session::target(model::QuotingStrategy quoting) const {
  sql::Target target = target_;
  target.quoting = quoting;
  return target;
}

void Session::make_history_table() {
  const std::optional<schema::Table> table =
      connection_ ? connection_->schema().table(tracking_->schema(), tracking_->history_table())
                  : std::nullopt;
  if (!table) {
    const bool wanted =
        connection_ != nullptr ||
        (printed_history_ != nullptr && history_->read().empty() &&
         to_lower(parameter(options_.connect.url, "outputLiquibaseSql", "")) != "data_only");
    if (!wanted) return;
    runner_->comment("Create Database Change Log Table");
    runner_->run_all(tracking_->create_history_table());
    return;
  }
  for (const std::string_view column : TrackingSql::history_columns()) {
    if (table->find_column(column) == nullptr)
      runner_->run_all(tracking_->add_history_column(column));
  }
  runner_->run_all(tracking_->widen_history_columns(*table));
}

void Session::print_lock() {
  if (!connection_->schema().has_table(tracking_->schema(), tracking_->lock_table())) {
    runner_->comment("Create Database Lock Table");
    runner_->run_all(tracking_->create_lock_table());
    runner_->comment("Initialize Database Lock Table");
    runner_->run_all(tracking_->initialize_lock());
  }
  runner_->comment("Lock Database");
  runner_->run_all(tracking_->lock(environment().host));
}

void Session::start_changes(const std::stop_token& stop) {
  if (is_live()) {
    lock_ = std::make_unique<Lock>(
        *connection_, *tracking_,
        LockOptions{environment().host,
                    fmt::format("strata release-locks --url={}", options_.display_url),
                    options_.lock_wait},
        [this] { return driver_->connect(options_.connect); }, observer_);
    lock_->acquire(stop);
  } else if (connection_) {
    print_lock();
  }
  make_history_table();
}

void Session::finish_changes() {
  if (csv_ != nullptr) csv_->save();
  if (is_live()) {
    lock_->release();
  } else if (connection_) {
    runner_->comment("Release Database Lock");
    runner_->run_all(tracking_->release_lock());
  }
}

void Session::cancel_statement() noexcept {
  if (connection_) connection_->cancel();
}

}  // namespace strata::run
