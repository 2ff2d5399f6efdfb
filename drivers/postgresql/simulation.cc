#include "drivers/postgresql/simulation.h"

#include <fmt/format.h>

#include "drivers/postgresql/dialect.h"
#include "engine/sql/simulated_schema.h"

namespace strata::postgresql {
namespace {

using Kind = schema::Object::Kind;

std::string key_name(const schema::Table& table, Kind kind,
                     const std::vector<std::string>& columns) {
  if (kind == Kind::PrimaryKey) return table.name + "_pkey";
  return fmt::format("{}_{}_{}", table.name, fmt::join(columns, "_"),
                     kind == Kind::ForeignKey ? "fkey" : "key");
}

}  // namespace

std::unique_ptr<schema::Simulation> simulate(driver::Connection* live) {
  if (live == nullptr) return nullptr;
  return std::make_unique<sql::SimulatedSchema>(live->schema(), live->server().default_schema,
                                                postgresql_dialect().traits().lexical,
                                                sql::FoldRules{nullptr, key_name});
}

}  // namespace strata::postgresql
