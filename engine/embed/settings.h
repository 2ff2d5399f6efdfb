// What the command line and embedding programs say of a database, a changelog and a run, as they
// write it; and what becomes of it. Plain data and pure functions, but for password files.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/changelog/resources.h"
#include "engine/driver/driver.h"
#include "engine/model/changeset.h"
#include "engine/plan/selection.h"
#include "engine/run/session.h"

namespace strata::embed {

struct Settings {
  // The database.
  std::string url;
  std::string username;
  std::string password;
  std::string password_file;
  std::string default_schema_name;
  std::string default_catalog_name;
  int lock_wait_seconds = 300;
  int lock_wait_minutes = -1;         // the reference's unit; -1 = not given
  std::string liquibase_schema_name;  // of the tracking tables
  std::string liquibase_catalog_name;
  std::string history_table_name;
  std::string lock_table_name;

  // The changelog.
  std::string changelog_file;
  std::string search_path;
  bool restrict_paths = false;
  std::string contexts;
  std::string label_filter;
  std::string unknown_keys = "auto";
  bool support_property_escaping = false;
  std::string missing_property_mode = "preserve";
  std::string on_unknown_custom_change = "fail";
  std::vector<std::pair<std::string, std::string>> parameters;  // -Dname=value
  std::string script_transactions = "needed";

  // Of runWith, by the options' names: psql-path, mysql-timeout.
  std::map<std::string, std::string> clients;

  // Running.
  bool single_transaction = false;
  std::string lock_timeout;
  std::string statement_timeout;
  int retries = 3;
  std::string resume = "ask";
};

// Sets one by its name on the command line, without the dashes. Throws Error(Usage) for an unknown
// name or a value that is none.
void set(Settings& settings, std::string_view name, const std::string& value);
std::vector<std::string_view> setting_names();

// The clients that `runWith` may name, and what of them is an option: --psql-path and so on.
inline constexpr std::string_view kClients[] = {"psql", "mysql", "mariadb", "sqlite3"};
inline constexpr std::string_view kClientOptions[] = {
    "path",      "args",           "timeout",        "log-file",
    "keep-temp", "keep-temp-path", "keep-temp-name", "keep-temp-overwrite"};

// Where a session goes. The password is that of the settings, of the file, or of the URL. Throws
// Error(Usage).
driver::ConnectOptions connect_options(const Settings& settings, const driver::Registry& registry);
// And how it behaves; the registry must outlive it. Throws Error(Usage).
run::SessionOptions session_options(const Settings& settings, const driver::Registry& registry,
                                    driver::ConnectOptions connect);

// Folders of the search path; the current one unless told.
std::vector<std::filesystem::path> search_folders(const Settings& settings);
changelog::FileResources files(const Settings& settings);

plan::Selection selection(const Settings& settings, const run::Session& session);

// "2026-01-31T18:00" and the like in the form the history has: "2026-01-31 18:00:00". Throws
// Error(Usage).
std::string history_date(const std::string& written);

// The changelog for that database; its warnings go to the session's observer. Throws
// Error(Changelog) with all mistakes, Error(Usage) where none is named.
model::Changelog load(const Settings& settings, const changelog::Resources& resources,
                      run::Session& session);

}  // namespace strata::embed
