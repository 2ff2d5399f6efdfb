#include "tests/fault/deployment.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <fmt/format.h>

#include "drivers/mysql/driver.h"
#include "drivers/postgresql/driver.h"
#include "drivers/sqlite/driver.h"
#include "engine/base/text.h"
#include "engine/changelog/loader.h"

namespace strata::test {
namespace {

driver::Registry drivers_with(FaultPlan& plan) {
  driver::Registry registry;
  for (driver::Driver driver : {sqlite_driver(), postgresql_driver(), mysql_driver()}) {
    driver.connect = [connect = driver.connect, &plan](const driver::ConnectOptions& options) {
      return with_faults(connect(options), plan);
    };
    registry.add(std::move(driver));
  }
  return registry;
}

model::Changelog load(const std::string& file, const std::string& dbms) {
  const std::filesystem::path path =
      file.front() == '/' ? std::filesystem::path(file)
                          : std::filesystem::path(STRATA_SOURCE_DIR) / "tests/fault" / file;
  const changelog::FileResources resources({path.parent_path()});
  changelog::LoadOptions options;
  options.file = path.filename().string();
  options.resources = &resources;
  options.dbms = dbms;
  Diagnostics diagnostics;
  model::Changelog changelog = changelog::load(std::move(options), diagnostics);
  if (!diagnostics.has_errors()) return changelog;
  throw Error(ErrorKind::Changelog, "the changelog is invalid").with_diagnostics(diagnostics.all());
}

bool is_tracking(std::string_view table) {
  const std::string name = to_lower(table);
  return name.starts_with("databasechangelog") || name == "strata_journal" ||
         name.starts_with("sqlite_");
}

std::string rows_of(driver::Connection& connection, const std::string& query) {
  const driver::ResultSet result = connection.query(query);
  std::vector<std::string> lines;
  for (const auto& row : result.rows) {
    std::string line;
    for (const auto& cell : row) line += cell.value_or("\\N") + "|";
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}\n", fmt::join(lines, "\n"));
}

std::string history_table(const LiveDatabase& database) {
  return database.vendor() == Vendor::Postgresql ? "databasechangelog" : "DATABASECHANGELOG";
}

}  // namespace

Deployment::Deployment(const LiveDatabase& database, std::string file)
    : database_(database), file_(std::move(file)) {}

run::RunReport Deployment::run(const Work& work, FaultPlan& plan, run::Observer& observer) const {
  const driver::Registry registry = drivers_with(plan);
  try {
    run::SessionOptions options;
    options.registry = &registry;
    options.connect = database_.options();
    // A process that dies leaves what it has written with the system; only a system could lose it.
    if (database_.vendor() == Vendor::Sqlite) options.connect.url.parameters["synchronous"] = "off";
    options.display_url = "test";
    options.lock_wait = std::chrono::seconds(20);
    options.environment = run::system_environment();
    if (tune) tune(options);
    run::Session session(std::move(options), observer);
    const std::string dbms(session.dialect().traits().name);
    const model::Changelog changelog = load(file_, dbms);
    std::stop_source stop;
    run::Migrator migrator(session, changelog, plan::Selection(dbms, "", ""), stop.get_token());
    return work(migrator);
  } catch (const Error& error) {
    run::RunReport report;
    report.error = error;
    return report;
  }
}

run::RunReport Deployment::run(const Work& work, FaultPlan& plan) const {
  run::Observer observer;
  return run(work, plan, observer);
}

run::RunReport Deployment::run(const Work& work) const {
  FaultPlan plan;
  return run(work, plan);
}

bool Deployment::run_apart(const Work& work, FaultPlan plan) const {
  const pid_t child = ::fork();
  if (child == 0) {
    const run::RunReport report = run(work, plan);
    // Without the end of a test program.
    ::_exit(report.error ? 1 : 0);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string contents(const LiveDatabase& database) {
  const std::unique_ptr<driver::Connection> connection = database.connect();
  schema::Schema schema = connection->schema().read();
  std::erase_if(schema.tables, [](const schema::Table& one) { return is_tracking(one.name); });
  std::string text = schema::to_text(schema);
  const bool backticks = database.vendor() == Vendor::MariaDb;
  for (const schema::Table& table : schema.tables) {
    text += fmt::format("rows of {}:\n{}", table.name,
                        rows_of(*connection, fmt::format("SELECT * FROM {0}{1}{0}",
                                                         backticks ? "`" : "\"", table.name)));
  }
  text += "history:\n" + rows_of(*connection,
                                 "SELECT ORDEREXECUTED, ID, AUTHOR, FILENAME, EXECTYPE, MD5SUM, "
                                 "DESCRIPTION, TAG FROM " +
                                     history_table(database));
  // MariaDB's views name the database.
  return database.vendor() == Vendor::MariaDb ? replace_all(text, database.name(), "test") : text;
}

bool has_journal(const LiveDatabase& database) {
  return !database.connect()
              ->schema()
              .objects("", {schema::Object::Kind::Table, "strata_journal"})
              .empty();
}

}  // namespace strata::test
