// Runs the program against the database of a test.
#pragma once

#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/schema/schema.h"
#include "tests/support/live_database.h"
#include "tests/support/program.h"

namespace strata::test {

struct Changelog {
  std::string file;
  std::string folder;
  std::string contexts;
};

inline Changelog shop() {
  return {"db.changelog.yaml", std::string(STRATA_SOURCE_DIR) + "/changelogs/shop", "dev"};
}

inline Changelog everything() {
  return {"everything.yaml", std::string(STRATA_SOURCE_DIR) + "/tests/live", ""};
}

inline Changelog more() {
  return {"more.yaml", std::string(STRATA_SOURCE_DIR) + "/tests/live", ""};
}

inline Changelog undo() {
  return {"undo.yaml", std::string(STRATA_SOURCE_DIR) + "/tests/live", ""};
}

inline Changelog loading() {
  return {"load.yaml", std::string(STRATA_SOURCE_DIR) + "/tests/live", ""};
}

// The words of a command line for the changelog and the database.
inline std::vector<std::string> words(const std::vector<std::string>& command,
                                      const Changelog& changelog, const std::string& url) {
  std::vector<std::string> result(command);
  result.push_back("--changelog-file=" + changelog.file);
  result.push_back("--search-path=" + changelog.folder);
  result.push_back("--contexts=" + changelog.contexts);
  result.push_back("--url=" + url);
  return result;
}

// The tables and views, without those that keep the history.
inline std::string schema_text(const LiveDatabase& database) {
  schema::Schema schema = database.connect()->schema().read();
  std::erase_if(schema.tables, [](const schema::Table& table) {
    const std::string_view name = table.name;
    return name.starts_with("databasechangelog") || name.starts_with("DATABASECHANGELOG");
  });
  return schema::to_text(schema);
}

inline std::string history_table(const LiveDatabase& database) {
  return database.vendor() == Vendor::Postgresql ? "databasechangelog" : "DATABASECHANGELOG";
}

// One line a row, cells separated by tabs, NULL as \N.
inline std::string query_text(const LiveDatabase& database, const std::string& query) {
  const driver::ResultSet result = database.connect()->query(query);
  std::string text;
  for (const auto& row : result.rows) {
    std::string line;
    for (const auto& cell : row) line += (line.empty() ? "" : "\t") + cell.value_or("\\N");
    text += line + "\n";
  }
  return text;
}

inline std::string count(const LiveDatabase& database, const std::string& table) {
  return query_text(database, "SELECT count(*) FROM " + table);
}

// How many start at once; ./dev torture changes it.
inline std::size_t replica_count() {
  const char* const wanted = std::getenv("STRATA_TORTURE_REPLICAS");
  return wanted == nullptr ? 10 : std::strtoul(wanted, nullptr, 10);
}

inline bool is_locked(const LiveDatabase& database) {
  const std::string locked =
      query_text(database, fmt::format("SELECT LOCKED FROM {}{}", history_table(database),
                                       database.vendor() == Vendor::Postgresql ? "lock" : "LOCK"));
  // Without a row, too.
  return !locked.empty() && locked != "0\n" && locked != "f\n" && locked != "false\n";
}

}  // namespace strata::test
