#include "drivers/sqlite/stage.h"

#include <fmt/format.h>

#include "drivers/sqlite/schema_reader.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

std::string quoted(std::string_view name) {
  return "\"" + replace_all(std::string(name), "\"", "\"\"") + "\"";
}

// "error in view v after rename: no such column: b"
Stage::Defect to_defect(std::string_view message) {
  constexpr std::string_view kStart = "error in ";
  const std::size_t colon = message.find(": ");
  if (!message.starts_with(kStart) || colon == std::string_view::npos)
    return {"", std::string(message)};
  std::string_view object = message.substr(kStart.size(), colon - kStart.size());
  for (const std::string_view when : {" after rename", " after drop column"}) {
    if (object.ends_with(when)) object.remove_suffix(when.size());
  }
  return {std::string(object), std::string(message.substr(colon + 2))};
}

}  // namespace

Stage::Stage(const schema::Schema& schema) : handle_(":memory:", ":memory:"), schema_(schema) {
  for (const schema::Table& table : schema.tables) try_out(table.definition);
  for (const schema::View& view : schema.views) try_out(view.definition);
  for (const schema::Table& table : schema.tables) {
    for (const schema::Index& index : table.indexes) try_out(index.definition);
    try_out(table.triggers);
  }
  for (const schema::View& view : schema.views) try_out(view.triggers);
}

schema::Schema Stage::read() {
  return SchemaReader([this](std::string_view statement) { return handle_.query(statement); })
      .read();
}

std::optional<Stage::Defect> Stage::defect() {
  constexpr std::string_view kTable = "strata_probe";
  execute(fmt::format("CREATE TABLE {} (a)", kTable));
  std::optional<Defect> found;
  try {
    execute(fmt::format("ALTER TABLE {} RENAME COLUMN a TO b", kTable));
  } catch (const Error& error) {
    found = to_defect(error.what());
  }
  execute(fmt::format("DROP TABLE {}", kTable));
  return found;
}

bool Stage::remove(const Defect& defect) {
  const std::size_t blank = defect.object.find(' ');
  if (blank == std::string::npos) return false;
  return try_out(fmt::format("DROP {} IF EXISTS {}", defect.object.substr(0, blank),
                             quoted(defect.object.substr(blank + 1))));
}

std::set<std::string> Stage::mismatches() {
  std::set<std::string> found;
  for (const schema::Table& table : schema_.tables) {
    if (!table.foreign_keys.empty()) check_keys(table.name, found);
  }
  return found;
}

void Stage::check_keys(const std::string& table, std::set<std::string>& found) {
  try {
    handle_.query(fmt::format("PRAGMA foreign_key_check({})", quoted(table)));
  } catch (const Error& error) {
    found.insert(error.what());
  }
}

bool Stage::try_out(const std::string& statement) {
  try {
    execute(statement);
    return true;
  } catch (const Error&) {
    return false;
  }
}

void Stage::try_out(const std::vector<schema::Trigger>& triggers) {
  for (const schema::Trigger& trigger : triggers) try_out(trigger.definition);
}

}  // namespace strata::sqlite
