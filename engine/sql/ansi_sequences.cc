// Sequences.
#include <fmt/format.h>

#include "engine/sql/dialect.h"

namespace strata::sql {
namespace {

using model::Number;

std::string option(std::string_view keyword, const Number& number) {
  return number ? fmt::format(" {} {}", keyword, number->digits) : "";
}

}  // namespace

std::string Dialect::sequence(const model::Text& catalog, const model::Text& schema,
                              const model::Text& name, const Target& target) const {
  return qualified(catalog, schema, name.value_or(""), ObjectKind::Sequence, target);
}

Statements Dialect::create_sequence(const model::CreateSequence& change,
                                    const Target& target) const {
  std::string text = "CREATE SEQUENCE " + sequence(change.catalog_name, change.schema_name,
                                                   change.sequence_name, target);
  if (model::is_given(change.data_type)) text += " AS " + *change.data_type;
  text += option("START WITH", change.start_value) + option("INCREMENT BY", change.increment_by) +
          option("MINVALUE", change.min_value) + option("MAXVALUE", change.max_value) +
          option("CACHE", change.cache_size);
  if (change.cycle.value_or(false)) text += " CYCLE";
  return one(std::move(text));
}

Statements Dialect::alter_sequence(const model::AlterSequence& change, const Target& target) const {
  std::string text = "ALTER SEQUENCE " + sequence(change.catalog_name, change.schema_name,
                                                  change.sequence_name, target);
  if (model::is_given(change.data_type)) text += " AS " + *change.data_type;
  text += option("INCREMENT BY", change.increment_by) + option("MINVALUE", change.min_value) +
          option("MAXVALUE", change.max_value) + option("CACHE", change.cache_size);
  if (change.cycle) text += *change.cycle ? " CYCLE" : " NO CYCLE";
  return one(std::move(text));
}

Statements Dialect::drop_sequence(const model::DropSequence& change, const Target& target) const {
  return one("DROP SEQUENCE " +
             sequence(change.catalog_name, change.schema_name, change.sequence_name, target));
}

Statements Dialect::rename_sequence(const model::RenameSequence& change,
                                    const Target& target) const {
  return one(fmt::format(
      "ALTER SEQUENCE {} RENAME TO {}",
      sequence(change.catalog_name, change.schema_name, change.old_sequence_name, target),
      quote(change.new_sequence_name.value_or(""), ObjectKind::Sequence, target)));
}

}  // namespace strata::sql
