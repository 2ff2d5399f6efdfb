#include "drivers/mysql/simulation.h"

#include <fmt/format.h>

#include "drivers/mysql/column_definition.h"
#include "drivers/mysql/dialect.h"
#include "engine/sql/simulated_schema.h"

namespace strata::mysql {
namespace {

using Clause = ::strata::sql::FoldRules::Clause;
using Kind = schema::Object::Kind;

std::string edited(const std::string& definition, Clause clause, const std::string& text) {
  ColumnDefinition clauses = parse_definition(definition);
  set_clause(clauses, clause == Clause::Default ? ClauseKind::Default : ClauseKind::Nullability,
             text);
  return to_text(clauses);
}

// Manual of MySQL 8.0, "FOREIGN KEY Constraints" and "CREATE TABLE".
std::string key_name(const schema::Table& table, Kind kind,
                     const std::vector<std::string>& columns) {
  if (kind == Kind::PrimaryKey) return "PRIMARY";
  if (kind == Kind::ForeignKey)
    return fmt::format("{}_ibfk_{}", table.name, table.foreign_keys.size() + 1);
  return columns.empty() ? "" : columns.front();
}

}  // namespace

std::unique_ptr<schema::Simulation> simulate(driver::Connection* live) {
  if (live == nullptr) return nullptr;
  return std::make_unique<::strata::sql::SimulatedSchema>(
      live->schema(), live->server().default_catalog, mariadb_dialect().traits().lexical,
      ::strata::sql::FoldRules{edited, key_name});
}

}  // namespace strata::mysql
