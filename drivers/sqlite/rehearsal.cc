#include "drivers/sqlite/rehearsal.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "drivers/sqlite/handle.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

std::string quoted(std::string_view name) {
  return "\"" + replace_all(std::string(name), "\"", "\"\"") + "\"";
}

// What is not known in here may well be known to the database: functions, collations and modules
// of extensions.
bool is_ignorance(std::string_view message) {
  constexpr std::string_view kUnknown[] = {"no such function", "no such collation",
                                           "no such module", "unknown function"};
  return std::any_of(std::begin(kUnknown), std::end(kUnknown), [&](std::string_view text) {
    return message.find(text) != std::string_view::npos;
  });
}

class Stage {
 public:
  explicit Stage(const schema::Schema& schema) : handle_(":memory:", ":memory:"), schema_(schema) {
    for (const schema::Table& table : schema.tables) try_out(table.definition);
    for (const schema::View& view : schema.views) try_out(view.definition);
    for (const schema::Table& table : schema.tables) {
      for (const schema::Index& index : table.indexes) try_out(index.definition);
      for (const schema::Trigger& trigger : table.triggers) try_out(trigger.definition);
    }
  }

  void execute(const std::string& statement) { handle_.execute(statement); }

  // A view or trigger that does not work, and why: SQLite looks through all of them when it renames
  // a column.
  struct Defect {
    std::string object;  // "view v"
    std::string reason;
  };
  std::optional<Defect> defect() {
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

  // False if it cannot be told what it is.
  bool remove(const Defect& defect) {
    const std::size_t blank = defect.object.find(' ');
    if (blank == std::string::npos) return false;
    return try_out(fmt::format("DROP {} IF EXISTS {}", defect.object.substr(0, blank),
                               quoted(defect.object.substr(blank + 1))));
  }

  // Foreign keys that point to nothing unique.
  std::set<std::string> mismatches() {
    std::set<std::string> found;
    for (const schema::Table& table : schema_.tables) {
      if (table.foreign_keys.empty()) continue;
      check_keys(table.name, found);
    }
    return found;
  }
  void check_keys(const std::string& table, std::set<std::string>& found) {
    try {
      handle_.query(fmt::format("PRAGMA foreign_key_check({})", quoted(table)));
    } catch (const Error& error) {
      found.insert(error.what());
    }
  }

 private:
  bool try_out(const std::string& statement) {
    try {
      execute(statement);
      return true;
    } catch (const Error&) {
      return false;
    }
  }

  // "error in view v after rename: no such column: b"
  static Defect to_defect(std::string_view message) {
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

  Handle handle_;
  const schema::Schema& schema_;
};

}  // namespace

void rehearse(const std::string& table, const schema::Schema& schema,
              const sql::Statements& statements) {
  Stage stage(schema);
  const std::set<std::string> mismatched = stage.mismatches();
  // What is broken already cannot be told from what gets broken, unless it is out of the way.
  std::set<std::string> broken;
  while (const auto defect = stage.defect()) {
    if (!broken.insert(defect->object).second || !stage.remove(*defect)) return;
  }
  try {
    for (const sql::Statement& statement : statements) {
      const bool is_check = statement.text.starts_with("PRAGMA foreign_key_check");
      if (!is_check) stage.execute(statement.text);
    }
  } catch (const Error& error) {
    if (is_ignorance(error.what())) return;
    throw Error(ErrorKind::Changelog,
                fmt::format("table {} cannot be changed so: {}", table, error.what()));
  }
  while (const auto defect = stage.defect()) {
    if (broken.erase(defect->object) == 0) {
      throw Error(ErrorKind::Changelog,
                  fmt::format("{} would not work any more when table {} is changed so: {}",
                              defect->object, table, defect->reason))
          .with_hint("drop it first, and create it again");
    }
    if (!stage.remove(*defect)) return;
  }
  std::set<std::string> mismatches = stage.mismatches();
  stage.check_keys(table, mismatches);
  for (const std::string& mismatch : mismatches) {
    if (mismatched.contains(mismatch)) continue;
    throw Error(ErrorKind::Changelog,
                fmt::format("table {} cannot be changed so: {}", table, mismatch))
        .with_hint("a foreign key needs a primary key or unique constraint to point to");
  }
}

}  // namespace strata::sqlite
