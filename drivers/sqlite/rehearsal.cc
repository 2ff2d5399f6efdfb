#include "drivers/sqlite/rehearsal.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "drivers/sqlite/stage.h"
#include "engine/base/error.h"

namespace strata::sqlite {
namespace {

// What is not known in here may well be known to the database: functions, collations and modules
// of extensions.
bool is_ignorance(std::string_view message) {
  constexpr std::string_view kUnknown[] = {"no such function", "no such collation",
                                           "no such module", "unknown function"};
  return std::any_of(std::begin(kUnknown), std::end(kUnknown), [&](std::string_view text) {
    return message.find(text) != std::string_view::npos;
  });
}

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
