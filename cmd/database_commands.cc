// Commands about the database itself: its lock, SQL of the user's own, and emptying it.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "cmd/commands.h"
#include "cmd/report_json.h"
#include "cmd/table.h"
#include "engine/base/text.h"
#include "engine/run/drop_all.h"
#include "engine/run/own_sql.h"

namespace strata::cmd {
namespace {

std::string statements_of(const Options& options) {
  if (options.sql.empty() == options.sql_file.empty()) {
    throw Error(ErrorKind::Usage, "execute-sql: either --sql or --sql-file")
        .with_hint("strata execute-sql --sql='select count(*) from person'");
  }
  if (!options.sql.empty()) return options.sql;
  std::ifstream file(options.sql_file, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || std::filesystem::is_directory(options.sql_file))
    throw Error(ErrorKind::Usage, fmt::format("--sql-file: cannot read {}", options.sql_file));
  return text.str();
}

Json to_json(const run::OwnResult& result) {
  Json json = {{"statement", result.statement}, {"rowsAffected", result.affected}};
  if (result.rows.columns.empty()) return json;
  json["columns"] = result.rows.columns;
  json["rows"] = Json::array();
  for (const auto& row : result.rows.rows) {
    Json cells = Json::array();
    for (const auto& cell : row) cells.push_back(cmd::to_json(cell));
    json["rows"].push_back(std::move(cells));
  }
  return json;
}

std::string to_text(const run::OwnResult& result) {
  if (result.rows.columns.empty())
    return fmt::format("{} row{} affected\n", result.affected, result.affected == 1 ? "" : "s");
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : result.rows.rows) {
    auto& cells = rows.emplace_back();
    for (const auto& cell : row) cells.push_back(cell.value_or("NULL"));
  }
  return to_table(result.rows.columns, rows);
}

}  // namespace

Answer execute_sql(Workspace& workspace) {
  const std::string text = statements_of(workspace.options());
  run::Session& session = workspace.open(Mode::Execute);
  Answer answer;
  answer.data["results"] = Json::array();
  for (const run::OwnResult& result :
       run::run_own_sql(session, text, workspace.options().delimiter)) {
    answer.data["results"].push_back(to_json(result));
    answer.text += to_text(result);
  }
  return answer;
}

namespace {

std::string to_text(const run::LockHolder& holder) {
  return fmt::format("{} since {}", holder.name, holder.since);
}

Json to_json(const std::vector<run::LockHolder>& holders) {
  Json json = Json::array();
  for (const run::LockHolder& holder : holders)
    json.push_back({{"lockedBy", holder.locked_by}, {"since", holder.since}});
  return json;
}

}  // namespace

Answer list_locks(Workspace& workspace) {
  run::Session& session = workspace.open(Mode::Execute);
  const std::vector<run::LockHolder> holders =
      run::list_locks(*session.connection(), session.tracking());
  Answer answer;
  answer.text = fmt::format("Locks of {}\n", workspace.display_url());
  answer.data["locks"] = to_json(holders);
  for (const run::LockHolder& holder : holders)
    answer.text += fmt::format(" - {}\n", to_text(holder));
  if (holders.empty()) answer.text += " - none\n";
  return answer;
}

Answer release_locks(Workspace& workspace) {
  run::Session& session = workspace.open(Mode::Execute);
  const std::vector<run::LockHolder> holders =
      run::release_locks(*session.connection(), session.tracking());
  Answer answer;
  answer.data["released"] = to_json(holders);
  for (const run::LockHolder& holder : holders) {
    answer.note +=
        fmt::format("{} the lock of {}\n", workspace.style().green("released"), to_text(holder));
  }
  if (holders.empty()) answer.note = "nobody holds the lock\n";
  return answer;
}

Answer drop_all(Workspace& workspace) {
  if (!workspace.options().force) {
    throw Error(ErrorKind::Usage, "drop-all: --force is required")
        .with_hint("it drops every table, view and sequence, with the history");
  }
  run::Session& session = workspace.open(Mode::Execute);
  std::vector<std::string> schemas = split_trimmed(workspace.options().schemas, ',');
  std::erase(schemas, "");
  const run::Dropped dropped = run::drop_all(session, schemas);
  Answer answer;
  answer.data["tables"] = dropped.tables;
  answer.data["views"] = dropped.views;
  answer.data["sequences"] = dropped.sequences;
  answer.note =
      fmt::format("{} {} tables, {} views and {} sequences of {}\n",
                  workspace.style().green("dropped"), dropped.tables.size(), dropped.views.size(),
                  dropped.sequences.size(), workspace.display_url());
  return answer;
}

}  // namespace strata::cmd
