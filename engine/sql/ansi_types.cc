// Enumerated types. No standard has them: these are PostgreSQL's statements, which others follow.
#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/sql/dialect.h"

namespace strata::sql {
namespace {

constexpr ObjectKind kKind = ObjectKind::Table;  // a type is named as a table

}  // namespace

Statements Dialect::create_type(const model::CreateType& change, const Target& target) const {
  std::vector<std::string> values = split_trimmed(change.values.value_or(""), ',');
  for (std::string& value : values) value = string_literal(value);
  return one(fmt::format("CREATE TYPE {} AS ENUM ({})",
                         qualified(change.catalog_name, change.schema_name,
                                   change.type_name.value_or(""), kKind, target),
                         fmt::join(values, ", ")));
}

Statements Dialect::add_type_value(const model::AddTypeValue& change, const Target& target) const {
  std::string text = fmt::format("ALTER TYPE {} ADD VALUE {}",
                                 qualified(change.catalog_name, change.schema_name,
                                           change.type_name.value_or(""), kKind, target),
                                 string_literal(change.value.value_or("")));
  if (change.before_value) {
    text += " BEFORE " + string_literal(*change.before_value);
  } else if (change.after_value) {
    text += " AFTER " + string_literal(*change.after_value);
  }
  return one(std::move(text));
}

Statements Dialect::drop_type(const model::DropType& change, const Target& target) const {
  return one("DROP TYPE " + qualified(change.catalog_name, change.schema_name,
                                      change.type_name.value_or(""), kKind, target));
}

}  // namespace strata::sql
