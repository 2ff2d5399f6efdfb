#include "engine/schema/schema.h"

#include <fmt/format.h>

#include "engine/base/text.h"

namespace strata::schema {
namespace {

std::string named(const std::optional<std::string>& name) { return name ? " " + *name : ""; }

std::string to_text(const Column& column) {
  std::string text =
      fmt::format("  column {} {}{}", column.name, column.type, column.nullable ? "" : " not null");
  if (column.default_expression) text += " default " + *column.default_expression;
  if (column.generated) text += " generated " + *column.generated;
  if (column.auto_increment) text += " auto increment";
  if (column.remarks) text += fmt::format(" remarks '{}'", *column.remarks);
  return text + "\n";
}

std::string to_text(const ForeignKey& key) {
  return fmt::format("  foreign key{} ({}) -> {} ({}) on delete {} on update {}{}{}\n",
                     named(key.name), fmt::join(key.columns, ", "), key.referenced_table,
                     fmt::join(key.referenced_columns, ", "), key.on_delete, key.on_update,
                     key.deferrable ? " deferrable" : "",
                     key.initially_deferred ? " initially deferred" : "");
}

std::string to_text(const Table& table) {
  std::string text = fmt::format("table {}\n", table.name);
  for (const Column& column : table.columns) text += to_text(column);
  if (table.primary_key) {
    text += fmt::format("  primary key{} ({})\n", named(table.primary_key->name),
                        fmt::join(table.primary_key->columns, ", "));
  }
  for (const Key& key : table.unique_keys) {
    text += fmt::format("  unique{} ({})\n", named(key.name), fmt::join(key.columns, ", "));
  }
  for (const ForeignKey& key : table.foreign_keys) text += to_text(key);
  for (const std::string& check : table.checks) text += fmt::format("  check {}\n", check);
  for (const Index& index : table.indexes) {
    text += fmt::format("  {}index {} ({})\n", index.unique ? "unique " : "", index.name,
                        fmt::join(index.columns, ", "));
  }
  for (const Trigger& trigger : table.triggers) text += fmt::format("  trigger {}\n", trigger.name);
  return text;
}

}  // namespace

Object::Kind object_kind(std::string_view word) {
  using Kind = Object::Kind;
  if (word == "table") return Kind::Table;
  if (word == "view") return Kind::View;
  if (word == "sequence") return Kind::Sequence;
  if (word == "index") return Kind::Index;
  if (word == "primary key") return Kind::PrimaryKey;
  return word == "unique" ? Kind::UniqueConstraint : Kind::ForeignKey;
}

const Column* Table::find_column(std::string_view column) const {
  for (const Column& candidate : columns) {
    if (equals_ignore_case(candidate.name, column)) return &candidate;
  }
  return nullptr;
}

std::string to_text(const Schema& schema) {
  std::string text;
  for (const Table& table : schema.tables) text += to_text(table);
  for (const View& view : schema.views) {
    text += fmt::format("view {}: {}\n", view.name, view.definition);
    for (const Trigger& trigger : view.triggers)
      text += fmt::format("  trigger {}\n", trigger.name);
  }
  return text;
}

}  // namespace strata::schema
