// Views, triggers, checks and numbering: what SQLite has no ALTER for is created again from the
// text that it keeps.
#include <algorithm>

#include <fmt/format.h>

#include "drivers/sqlite/dialect.h"
#include "drivers/sqlite/view_rename.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

using model::is_given;
using sql::append;
using sql::ObjectKind;
using sql::one;
using sql::Statements;
using sql::Target;

schema::SchemaView& known(const Target& target, std::string_view change) {
  if (target.schema != nullptr) return *target.schema;
  throw Error(ErrorKind::Changelog,
              fmt::format("{}: SQLite must create it again, and nothing is known of it", change));
}

}  // namespace

Statements SqliteDialect::rename_view(const model::RenameView& change, const Target& target) const {
  const std::string wanted = change.old_view_name.value_or("");
  const std::string to = change.new_view_name.value_or("");
  const schema::Schema schema = known(target, "renameView").read();
  for (const schema::View& view : schema.views) {
    if (!equals_ignore_case(view.name, wanted)) continue;
    return sqlite::rename_view(
        schema, view,
        {to, quote(wanted, ObjectKind::View, target), quote(to, ObjectKind::View, target)});
  }
  throw Error(ErrorKind::Changelog, fmt::format("there is no view {}", wanted));
}

Statements SqliteDialect::rename_trigger(const model::RenameTrigger& change,
                                         const Target& target) const {
  const std::string wanted = change.old_trigger_name.value_or("");
  for (const schema::Table& table : known(target, "renameTrigger").read().tables) {
    for (const schema::Trigger& trigger : table.triggers) {
      if (!equals_ignore_case(trigger.name, wanted)) continue;
      const std::string name =
          quote(change.new_trigger_name.value_or(""), ObjectKind::Program, target);
      Statements statements = one("DROP TRIGGER " + quote(wanted, ObjectKind::Program, target));
      append(statements, one(renamed(trigger.definition, "TRIGGER", name)));
      return statements;
    }
  }
  throw Error(ErrorKind::Changelog, fmt::format("there is no trigger {}", wanted));
}

Statements SqliteDialect::create_trigger(const model::CreateTrigger& change,
                                         const Target& target) const {
  Statements statements;
  if (change.replace_if_exists.value_or(false) && is_given(change.name)) {
    statements = one("DROP TRIGGER IF EXISTS " + quote(*change.name, ObjectKind::Program, target));
  }
  model::CreateTrigger plain = change;
  plain.schema_name.reset();  // would be an attached file
  append(statements, Dialect::create_trigger(plain, target));
  return statements;
}

// AUTOINCREMENT is part of the one primary key column, whose type must be INTEGER.
Statements SqliteDialect::add_auto_increment(const model::AddAutoIncrement& change,
                                             const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  const std::string wanted = change.column_name.value_or("");
  if (table.primary_key && (table.primary_key->columns.size() != 1 ||
                            !equals_ignore_case(table.primary_key->columns.front(), wanted))) {
    throw Error(ErrorKind::Changelog,
                fmt::format("addAutoIncrement: SQLite can number only the primary key, and that of "
                            "{} is ({})",
                            table.name, fmt::join(table.primary_key->columns, ", ")));
  }
  Statements statements = rebuild(table, *target.schema, [&](TableText& text) {
    ColumnText* column = text.find(wanted);
    if (column == nullptr) {
      throw Error(ErrorKind::Changelog,
                  fmt::format("table {} has no column {}", table.name, wanted));
    }
    std::erase_if(text.constraints, [](const ConstraintText& constraint) {
      return constraint.kind == ConstraintKind::PrimaryKey;
    });
    column->type = "INTEGER";
    for (const ClauseKind kind : {ClauseKind::PrimaryKey, ClauseKind::Default, ClauseKind::Null})
      column->erase(kind);
    column->clauses.insert(column->clauses.begin(),
                           {ClauseKind::PrimaryKey, std::nullopt, "PRIMARY KEY AUTOINCREMENT"});
  });
  if (change.start_with) {
    const std::string name = string_literal(table.name);
    append(statements, one(fmt::format("INSERT INTO sqlite_sequence (name, seq) SELECT {}, {} - 1 "
                                       "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name "
                                       "= {})",
                                       name, change.start_with->digits, name)));
    append(
        statements,
        one(fmt::format("UPDATE sqlite_sequence SET seq = {} - 1 WHERE name = {} AND seq < {} - 1",
                        change.start_with->digits, name, change.start_with->digits)));
  }
  return statements;
}

Statements SqliteDialect::drop_all_foreign_keys(const model::DropAllForeignKeyConstraints& change,
                                                const Target& target) const {
  const schema::Table table = existing(change.base_table_name, target);
  if (table.foreign_keys.empty()) return {};
  return rebuild(table, *target.schema, [](TableText& text) {
    for (ColumnText& column : text.columns) column.erase(ClauseKind::References);
    std::erase_if(text.constraints, [](const ConstraintText& constraint) {
      return constraint.kind == ConstraintKind::ForeignKey;
    });
  });
}

Statements SqliteDialect::add_check(const model::AddCheckConstraint& change,
                                    const Target& target) const {
  const std::string clause = fmt::format(
      "CONSTRAINT {} CHECK ({})", constraint_name(change.constraint_name.value_or(""), target),
      trim(change.constraint_body.value_or("")));
  return rebuild(existing(change.table_name, target), *target.schema, [&](TableText& text) {
    text.constraints.push_back({ConstraintKind::Check, change.constraint_name, {}, clause});
  });
}

Statements SqliteDialect::drop_check(const model::DropCheckConstraint& change,
                                     const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  const auto is_named = [&](const std::optional<std::string>& name) {
    return name && equals_ignore_case(*name, change.constraint_name.value_or(""));
  };
  return rebuild(table, *target.schema, [&](TableText& text) {
    std::size_t dropped = std::erase_if(text.constraints, [&](const ConstraintText& constraint) {
      return constraint.kind == ConstraintKind::Check && is_named(constraint.name);
    });
    for (ColumnText& column : text.columns) {
      dropped += column.erase_if([&](const ColumnClause& clause) {
        return clause.kind == ClauseKind::Check && is_named(clause.name);
      });
    }
    if (dropped > 0) return;
    throw Error(ErrorKind::Changelog, fmt::format("there is no check constraint {} on {}",
                                                  change.constraint_name.value_or(""), table.name));
  });
}

// CREATE TABLE ... AS would lose the type, and the table would have to be rebuilt twice for its
// key.
std::vector<model::Change> SqliteDialect::add_lookup_table(const model::AddLookupTable& change,
                                                           const model::Change& whole,
                                                           const Target& target) const {
  model::CreateTable create;
  create.table_name = change.new_table_name;
  model::Column& column = create.columns.emplace_back();
  column.name = change.new_column_name;
  column.type = change.new_column_data_type.value_or("text");
  column.at = whole.at;
  column.constraints.emplace();
  column.constraints->nullable = false;
  column.constraints->primary_key = true;
  const std::string old_column = column_name(change.existing_column_name, target);
  model::Sql fill;
  fill.split_statements = false;
  fill.sql = fmt::format("INSERT INTO {} ({}) SELECT DISTINCT {} FROM {} WHERE {} IS NOT NULL",
                         table_name({}, {}, change.new_table_name, target),
                         column_name(change.new_column_name, target), old_column,
                         table_name({}, {}, change.existing_table_name, target), old_column);
  return {{std::move(create), whole.at}, {std::move(fill), whole.at}, lookup_key(change, whole)};
}

// CONCAT_WS came with SQLite 3.44 only.
std::string SqliteDialect::joined(const std::string& left, const model::Text& between,
                                  const std::string& right) const {
  const std::string glue =
      between && !between->empty() ? string_literal(*between) + " || " : std::string();
  return fmt::format("COALESCE({} || {}{}, {}, {})", left, glue, right, left, right);
}

}  // namespace strata::sqlite
