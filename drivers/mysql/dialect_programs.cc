// Sequences, stored programs, checks and comments of MySQL and MariaDB.
#include <fmt/format.h>

#include "drivers/mysql/dialect.h"
#include "engine/base/text.h"

namespace strata::mysql {

using model::is_given;
using sql::append;
using sql::ObjectKind;
using sql::one;
using sql::Statements;
using sql::Target;

Statements MySqlDialect::rename_view(const model::RenameView& change, const Target& target) const {
  const auto name = [&](const model::Text& view) {
    return qualified(change.catalog_name, change.schema_name, view.value_or(""), ObjectKind::View,
                     target);
  };
  return one(
      fmt::format("RENAME TABLE {} TO {}", name(change.old_view_name), name(change.new_view_name)));
}

// MariaDB has START WITH behind the limits in the reference's text; the server takes any order.
Statements MySqlDialect::create_sequence(const model::CreateSequence& change,
                                         const Target& target) const {
  model::CreateSequence limits = change;
  limits.start_value.reset();
  limits.cache_size.reset();
  limits.cycle.reset();
  Statements statements = Dialect::create_sequence(limits, target);
  std::string& text = statements.front().text;
  if (change.start_value) text += " START WITH " + change.start_value->digits;
  if (change.cache_size) text += " CACHE " + change.cache_size->digits;
  if (change.cycle.value_or(false)) text += " CYCLE";
  return statements;
}

Statements MySqlDialect::alter_sequence(const model::AlterSequence& change,
                                        const Target& target) const {
  const bool no_cache = change.cache_size && change.cache_size->digits == "0";
  model::AlterSequence known = change;
  known.cycle.reset();
  if (no_cache) known.cache_size.reset();
  Statements statements = Dialect::alter_sequence(known, target);
  std::string& text = statements.front().text;
  if (no_cache) text += " NOCACHE";
  if (change.cycle) text += *change.cycle ? " CYCLE" : " NOCYCLE";
  return statements;
}

// MariaDB's sequences are tables to RENAME; its ALTER SEQUENCE has none.
Statements MySqlDialect::rename_sequence(const model::RenameSequence& change,
                                         const Target& target) const {
  const auto name = [&](const model::Text& one_name) {
    return sequence(change.catalog_name, change.schema_name, one_name, target);
  };
  return one(fmt::format("RENAME TABLE {} TO {}", name(change.old_sequence_name),
                         name(change.new_sequence_name)));
}

Statements MySqlDialect::add_auto_increment(const model::AddAutoIncrement& change,
                                            const Target& target) const {
  const ColumnName name{change.catalog_name, change.schema_name, change.table_name,
                        change.column_name};
  ColumnDefinition definition =
      known_definition("addAutoIncrement", name, change.column_data_type, target);
  set_clause(definition, ClauseKind::Default, "");
  set_clause(definition, ClauseKind::AutoIncrement, "AUTO_INCREMENT");
  Statements statements = modify(name, definition, target);
  if (change.start_with) {
    append(statements,
           one(alter_table(change.catalog_name, change.schema_name, change.table_name, target) +
               " AUTO_INCREMENT=" + change.start_with->digits));
  }
  return statements;
}

Statements MySqlDialect::set_table_remarks(const model::SetTableRemarks& change,
                                           const Target& target) const {
  return one(
      fmt::format("{} COMMENT = {}",
                  alter_table(change.catalog_name, change.schema_name, change.table_name, target),
                  string_literal(trim(change.remarks.value_or("")))));
}

Statements MySqlDialect::set_column_remarks(const model::SetColumnRemarks& change,
                                            const Target& target) const {
  const ColumnName name{change.catalog_name, change.schema_name, change.table_name,
                        change.column_name};
  ColumnDefinition definition =
      known_definition("setColumnRemarks", name, change.column_data_type, target);
  set_clause(definition, ClauseKind::Comment,
             "COMMENT " + string_literal(trim(change.remarks.value_or(""))));
  return one(fmt::format("{} MODIFY COLUMN {} {}",
                         alter_table(name.catalog, name.schema, name.table, target),
                         column_name(name.column, target), to_text(definition)));
}

Statements MySqlDialect::add_check(const model::AddCheckConstraint& change,
                                   const Target& target) const {
  Statements statements = Dialect::add_check(change, target);
  if (change.disabled.value_or(false)) statements.front().text += " NOT ENFORCED";
  return statements;
}

Statements MySqlDialect::drop_check(const model::DropCheckConstraint& change,
                                    const Target& target) const {
  if (flavor_ == Flavor::MariaDb) return Dialect::drop_check(change, target);
  return one(
      fmt::format("{} DROP CHECK {}",
                  alter_table(change.catalog_name, change.schema_name, change.table_name, target),
                  constraint_name(change.constraint_name.value_or(""), target)));
}

Statements MySqlDialect::switch_check(const model::CheckConstraintName& change, bool enable,
                                      const Target& target) const {
  return one(fmt::format(
      "{} ALTER CHECK {} {}ENFORCED",
      alter_table(change.catalog_name, change.schema_name, change.table_name, target),
      constraint_name(change.constraint_name.value_or(""), target), enable ? "" : "NOT "));
}

Statements MySqlDialect::create_program(std::string_view keyword, const model::ProgramText& change,
                                        const Target& target) const {
  Statements statements;
  if (change.replace_if_exists.value_or(false) && is_given(change.name)) {
    statements = one(fmt::format("DROP {} IF EXISTS {}", keyword,
                                 qualified(change.catalog_name, change.schema_name, *change.name,
                                           ObjectKind::Program, target)));
  }
  append(statements, Dialect::create_program(keyword, change, target));
  return statements;
}

Statements MySqlDialect::upsert(const sql::Upsert& row) const {
  if (row.only_update) return Dialect::upsert(row);
  const std::string insert = fmt::format("INTO {} ({}) VALUES ({})", row.table,
                                         fmt::join(row.columns, ", "), fmt::join(row.values, ", "));
  if (row.updates.empty()) return one("INSERT IGNORE " + insert);
  std::vector<std::string> updates;
  for (const auto& [column, value] : row.updates)
    updates.push_back(fmt::format("{} = {}", column, value == "NULL" ? "null" : value));
  return one(fmt::format("INSERT {}\nON DUPLICATE KEY UPDATE {}", insert, fmt::join(updates, ",")));
}

Statements MySqlDialect::upsert_all(const std::vector<sql::Upsert>& rows) const {
  const sql::Upsert& form = rows.front();
  if (form.only_update) return Dialect::upsert_all(rows);
  std::string insert =
      fmt::format("INTO {} ({}) VALUES ", form.table, fmt::join(form.columns, ", "));
  for (const sql::Upsert& row : rows)
    insert += fmt::format("{}({})", &row == &form ? "" : ",", fmt::join(row.values, ", "));
  if (form.updates.empty()) return one("INSERT IGNORE " + insert);
  std::vector<std::string> updates;
  for (const auto& [column, value] : form.updates)
    updates.push_back(fmt::format("{0} = VALUES({0})", column));
  return one(fmt::format("INSERT {}\nON DUPLICATE KEY UPDATE {}", insert, fmt::join(updates, ",")));
}

std::string_view MySqlDialect::lacks(const model::ChangeBody& change) const {
  const auto is = [&]<typename... Types>() {
    return (std::holds_alternative<Types>(change) || ...);
  };
  if (is.operator()<model::EnableTrigger, model::DisableTrigger>())
    return "triggers that can be switched off";
  if (is.operator()<model::RenameTrigger>()) return "renaming of triggers";
  if (flavor_ == Flavor::MariaDb &&
      is.operator()<model::EnableCheckConstraint, model::DisableCheckConstraint>())
    return "constraints that can be switched off";
  return Dialect::lacks(change);
}

}  // namespace strata::mysql
