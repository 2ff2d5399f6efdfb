// Changes of tables that are there: by ALTER TABLE where SQLite has it, else by rebuilding the
// table.
#include <algorithm>

#include <fmt/format.h>

#include "drivers/sqlite/dialect.h"
#include "engine/base/edit_distance.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::sqlite {
namespace {

using model::Column;
using model::has_value;
using model::is_given;
using model::Text;
using sql::append;
using sql::Statements;
using sql::Target;

std::vector<std::string> column_list(const Text& names) {
  return split_trimmed(names.value_or(""), ',');
}

bool same_names(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const std::string& x, const std::string& y) { return equals_ignore_case(x, y); });
}

bool is_named(const std::optional<std::string>& name, const Text& wanted) {
  return name && wanted && equals_ignore_case(*name, *wanted);
}

ColumnText& column_of(TableText& table, const Text& name, const schema::Table& existing) {
  ColumnText* column = table.find(name.value_or(""));
  if (column != nullptr) return *column;
  std::vector<std::string_view> names;
  for (const ColumnText& candidate : table.columns) names.push_back(candidate.name);
  throw Error(ErrorKind::Changelog,
              fmt::format("table {} has no column {}", existing.name, name.value_or("")))
      .with_hint(did_you_mean(name.value_or(""), names));
}

// Drops a constraint of a column or of the table that `matches`; reports it when there is none.
template <typename ClauseTest, typename ConstraintTest>
void drop_constraint(TableText& table, const ClauseTest& clause_matches,
                     const ConstraintTest& constraint_matches, const std::string& what) {
  std::size_t dropped = 0;
  for (ColumnText& column : table.columns) {
    dropped +=
        column.erase_if([&](const ColumnClause& clause) { return clause_matches(column, clause); });
  }
  dropped += std::erase_if(table.constraints, constraint_matches);
  if (dropped == 0) throw Error(ErrorKind::Changelog, "there is no " + what);
}

// Behind PRIMARY KEY and DEFAULT, so that what is dropped and added again stands where it was.
void refuse_null(ColumnText& column, const Text& name, const std::string& text) {
  const auto at =
      std::find_if(column.clauses.begin(), column.clauses.end(), [](const ColumnClause& clause) {
        return clause.kind != ClauseKind::PrimaryKey && clause.kind != ClauseKind::Default;
      });
  column.clauses.insert(at, {ClauseKind::NotNull, name, text});
}

// Checks that are over nothing but the dropped columns go with them; what others share with them
// stops the change.
void drop_checks(TableText& table, const std::vector<std::string>& dropped,
                 const std::string& table_name) {
  const auto is_dropped = [&](const std::string& name) {
    return std::any_of(dropped.begin(), dropped.end(),
                       [&](const std::string& column) { return equals_ignore_case(column, name); });
  };
  const auto uses_dropped = [&](const std::string& text) {
    return std::any_of(dropped.begin(), dropped.end(),
                       [&](const std::string& column) { return mentions(text, column); });
  };
  const auto refuse = [&](const std::string& what) {
    throw Error(ErrorKind::Changelog,
                fmt::format("{} of table {} uses a column that is dropped: {}", what, table_name,
                            fmt::join(dropped, ", ")))
        .with_hint("drop or change it first");
  };
  for (const ColumnText& column : table.columns) {
    if (is_dropped(column.name)) continue;
    for (const ColumnClause& clause : column.clauses) {
      const bool is_check = clause.kind == ClauseKind::Check;
      if (!is_check && clause.kind != ClauseKind::Generated) continue;
      if (uses_dropped(clause.text))
        refuse((is_check ? "the check of column " : "the generated column ") + column.name);
    }
  }
  std::erase_if(table.constraints, [&](const ConstraintText& constraint) {
    if (constraint.kind != ConstraintKind::Check || !uses_dropped(constraint.text)) return false;
    const bool is_shared =
        std::any_of(table.columns.begin(), table.columns.end(), [&](const ColumnText& column) {
          return !is_dropped(column.name) && mentions(constraint.text, column.name);
        });
    if (is_shared) refuse("the check constraint " + constraint.name.value_or(constraint.text));
    return true;
  });
}

bool is_constant(const std::string& value) {
  const std::string upper = to_upper(value);
  return !upper.starts_with("CURRENT_") && !upper.starts_with('(');
}

}  // namespace

schema::Table SqliteDialect::existing(const Text& table, const Target& target) const {
  if (target.schema == nullptr) {
    throw Error(ErrorKind::Changelog,
                "SQLite must rebuild the table for this, and nothing is known of it")
        .with_hint("run against the database, or include the changeset that creates the table");
  }
  std::optional<schema::Table> found = target.schema->table("", table.value_or(""));
  if (found) return std::move(*found);
  const schema::Schema schema = target.schema->read();
  std::vector<std::string_view> names;
  for (const schema::Table& candidate : schema.tables) names.push_back(candidate.name);
  throw Error(ErrorKind::Changelog, fmt::format("there is no table {}", table.value_or("")))
      .with_hint(did_you_mean(table.value_or(""), names));
}

// A column with all that SQLite can say with it.
ColumnText SqliteDialect::new_column(const Column& column, const Target& target) const {
  ColumnText text;
  text.quoted = column_name(column.name, target);
  // The type may bring clauses of its own: GENERATED, COLLATE.
  text = parse_column(text.quoted + " " + column_type(column, target));
  if (const Text value = default_value(column, target)) {
    text.clauses.push_back(
        {ClauseKind::Default, std::nullopt, "DEFAULT " + default_expression(*value)});
  }
  if (!column.constraints) return text;
  const model::Constraints& constraints = *column.constraints;
  const auto named = [&](const Text& name, const std::string& clause) {
    return is_given(name) ? fmt::format("CONSTRAINT {} {}", constraint_name(*name, target), clause)
                          : clause;
  };
  if (!constraints.nullable.value_or(true) || constraints.primary_key.value_or(false)) {
    text.clauses.push_back({ClauseKind::NotNull, std::nullopt, "NOT NULL"});
  }
  if (constraints.unique.value_or(false)) {
    text.clauses.push_back({ClauseKind::Unique, constraints.unique_constraint_name,
                            named(constraints.unique_constraint_name, "UNIQUE")});
  }
  std::string reference;
  if (constraints.references) {
    reference = without_schema(*constraints.references);
  } else if (constraints.referenced_table_name && constraints.referenced_column_names) {
    reference = fmt::format(
        "{} ({})", quote(*constraints.referenced_table_name, sql::ObjectKind::Table, target),
        quote_columns(*constraints.referenced_column_names, target));
  }
  if (!reference.empty()) {
    const std::string clause =
        fmt::format("REFERENCES {}{}{}", reference,
                    constraints.delete_cascade.value_or(false) ? " ON DELETE CASCADE" : "",
                    deferrable_clause(constraints.deferrable, constraints.initially_deferred));
    text.clauses.push_back({ClauseKind::References, constraints.foreign_key_name,
                            named(constraints.foreign_key_name, clause)});
  }
  return text;
}

Statements SqliteDialect::add_column(const model::AddColumn& change, const Target& target) const {
  // ALTER TABLE ADD takes no key, no unique column, and NOT NULL only with a constant default.
  const auto can_be_added = [&](const Column& column, const ColumnText& text) {
    const Text value = default_value(column, target);
    const bool constant = !value || is_constant(*value);
    const bool needs_rows_filled =
        text.find(ClauseKind::NotNull) != nullptr && (!value || equals_ignore_case(*value, "null"));
    // While keys are enforced, there may be no value that would have to be looked up.
    const bool refers = text.find(ClauseKind::References) != nullptr && value;
    const bool is_special = text.find(ClauseKind::Unique) != nullptr ||
                            text.find(ClauseKind::PrimaryKey) != nullptr ||
                            text.find(ClauseKind::Generated) != nullptr;
    return constant && !needs_rows_filled && !refers && !is_special &&
           !(column.constraints && column.constraints->primary_key.value_or(false));
  };
  std::vector<ColumnText> columns;
  bool simple = true;
  for (const Column& column : change.columns) {
    columns.push_back(new_column(column, target));
    const bool filled =
        column.constraints && !column.constraints->nullable.value_or(true) && has_value(column);
    simple = simple && !filled && can_be_added(column, columns.back()) && !column.after_column &&
             !column.before_column && !column.position;
  }
  Statements statements;
  if (simple) {
    for (const ColumnText& column : columns) {
      std::string text = fmt::format(
          "ALTER TABLE {} ADD {} {}",
          table_name(change.catalog_name, change.schema_name, change.table_name, target),
          column.quoted, column.type);
      for (const ColumnClause& clause : column.clauses) text += " " + clause.text;
      statements.emplace_back().text = std::move(text);
    }
    append(statements, fill_added(change, target));
    return statements;
  }
  return add_columns_by_rebuild(change, columns, target);
}

Statements SqliteDialect::add_columns_by_rebuild(const model::AddColumn& change,
                                                 const std::vector<ColumnText>& columns,
                                                 const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  // Columns that are to be filled take NULL until they are.
  std::vector<std::string> values;
  std::vector<std::string> names;
  for (const Column& column : change.columns) {
    if (!has_value(column)) continue;
    names.push_back(column_name(column.name, target));
    values.push_back(column_value(column, std::nullopt, target));
  }
  return rebuild(table, *target.schema,
                 [&](TableText& text) {
                   for (std::size_t i = 0; i < columns.size(); ++i)
                     insert_column(text, change.columns[i], columns[i], target);
                 },
                 {names, values});
}

void SqliteDialect::insert_column(TableText& table, const Column& column, ColumnText text,
                                  const Target& target) const {
  const auto place = [&](const Text& name) {
    return std::find_if(
        table.columns.begin(), table.columns.end(),
        [&](const ColumnText& candidate) { return equals_ignore_case(candidate.name, *name); });
  };
  if (column.constraints && column.constraints->primary_key.value_or(false)) {
    const Text& name = column.constraints->primary_key_name;
    table.constraints.push_back(
        {ConstraintKind::PrimaryKey,
         name,
         {text.name},
         (is_given(name) ? "CONSTRAINT " + constraint_name(*name, target) + " " : "") +
             "PRIMARY KEY (" + text.quoted + ")"});
  }
  auto at = table.columns.end();
  if (column.before_column) at = place(column.before_column);
  if (column.after_column && (at = place(column.after_column)) != table.columns.end()) ++at;
  if (column.position) {
    const std::size_t position =
        static_cast<std::size_t>(std::atoll(column.position->digits.c_str()));
    const std::size_t index =
        std::min(std::max<std::size_t>(position, 1) - 1, table.columns.size());
    at = table.columns.begin() + static_cast<std::ptrdiff_t>(index);
  }
  table.columns.insert(at, std::move(text));
}

Statements SqliteDialect::drop_column(const model::DropColumn& change, const Target& target) const {
  std::vector<Text> names;
  for (const Column& column : change.columns) names.push_back(column.name);
  if (names.empty()) names.push_back(change.column_name);
  const schema::Table table = existing(change.table_name, target);
  return rebuild(table, *target.schema, [&](TableText& text) {
    std::vector<std::string> dropped;
    dropped.reserve(names.size());
    for (const Text& name : names) dropped.push_back(column_of(text, name, table).name);
    drop_checks(text, dropped, table.name);
    for (const std::string& name : dropped) {
      std::erase_if(text.constraints, [&](const ConstraintText& constraint) {
        return std::any_of(
            constraint.columns.begin(), constraint.columns.end(),
            [&](const std::string& column) { return equals_ignore_case(column, name); });
      });
      std::erase_if(text.columns, [&](const ColumnText& column) {
        return equals_ignore_case(column.name, name);
      });
    }
    if (text.columns.empty()) {
      throw Error(ErrorKind::Changelog,
                  fmt::format("table {} has no other columns: drop the table", table.name));
    }
  });
}

Statements SqliteDialect::modify_data_type(const model::ModifyDataType& change,
                                           const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  return rebuild(table, *target.schema, [&](TableText& text) {
    ColumnText& column = column_of(text, change.column_name, table);
    const ColumnText wanted =
        parse_column("c " + type_name(change.new_data_type.value_or(""), {}, target));
    column.type = wanted.type;
    // A type may bring clauses, which take the place of those that are there.
    for (const ColumnClause& clause : wanted.clauses) {
      column.erase(clause.kind);
      column.clauses.push_back(clause);
    }
  });
}

Statements SqliteDialect::add_default_value(const model::AddDefaultValue& change,
                                            const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  const std::string value = default_expression(default_value(change, target));
  return rebuild(table, *target.schema, [&](TableText& text) {
    ColumnText& column = column_of(text, change.column_name, table);
    column.erase(ClauseKind::Default);
    column.clauses.insert(column.clauses.begin(),
                          {ClauseKind::Default, std::nullopt, "DEFAULT " + value});
  });
}

Statements SqliteDialect::drop_default_value(const model::DropDefaultValue& change,
                                             const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  return rebuild(table, *target.schema, [&](TableText& text) {
    column_of(text, change.column_name, table).erase(ClauseKind::Default);
  });
}

Statements SqliteDialect::add_primary_key(const model::AddPrimaryKey& change,
                                          const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  if (table.primary_key) {
    throw Error(ErrorKind::Changelog,
                fmt::format("table {} has a primary key already", table.name));
  }
  // As createTable names it. By this name dropPrimaryKey knows again which columns it made NOT
  // NULL.
  const std::string name =
      is_given(change.constraint_name) ? *change.constraint_name : primary_key_name(table.name);
  const std::string named = fmt::format("CONSTRAINT {} ", constraint_name(name, target));
  return rebuild(table, *target.schema, [&](TableText& text) {
    for (const std::string& column : column_list(change.column_names)) {
      ColumnText& key = column_of(text, column, table);
      if (key.find(ClauseKind::NotNull) != nullptr) continue;
      key.erase(ClauseKind::Null);
      refuse_null(key, name, named + "NOT NULL");
    }
    text.constraints.insert(text.constraints.begin(),
                            {ConstraintKind::PrimaryKey,
                             name,
                             {},
                             fmt::format("{}PRIMARY KEY ({})", named,
                                         quote_columns(change.column_names.value_or(""), target))});
  });
}

Statements SqliteDialect::drop_primary_key(const model::DropPrimaryKey& change,
                                           const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  return rebuild(table, *target.schema, [&](TableText& text) {
    drop_constraint(
        text,
        [](const ColumnText&, const ColumnClause& clause) {
          return clause.kind == ClauseKind::PrimaryKey;
        },
        [](const ConstraintText& constraint) {
          return constraint.kind == ConstraintKind::PrimaryKey;
        },
        "primary key on " + table.name);
    const Text name = table.primary_key && table.primary_key->name
                          ? table.primary_key->name
                          : Text(primary_key_name(table.name));
    for (ColumnText& column : text.columns) {
      column.erase_if([&](const ColumnClause& clause) {
        return clause.kind == ClauseKind::NotNull && is_named(clause.name, name);
      });
    }
    text.give_rowid();  // without its key a table WITHOUT ROWID cannot be
  });
}

Statements SqliteDialect::add_foreign_key(const model::AddForeignKeyConstraint& change,
                                          const Target& target) const {
  const schema::Table table = existing(change.base_table_name, target);
  const std::string name =
      is_given(change.constraint_name)
          ? "CONSTRAINT " + constraint_name(*change.constraint_name, target) + " "
          : "";
  std::string clause =
      fmt::format("{}FOREIGN KEY ({}) REFERENCES {} ({})", name,
                  quote_columns(change.base_column_names.value_or(""), target),
                  table_name(std::nullopt, std::nullopt, change.referenced_table_name, target),
                  quote_columns(change.referenced_column_names.value_or(""), target));
  if (change.on_update) clause += " ON UPDATE " + *change.on_update;
  if (change.on_delete) clause += " ON DELETE " + *change.on_delete;
  clause += deferrable_clause(change.deferrable, change.initially_deferred);
  return rebuild(table, *target.schema, [&](TableText& text) {
    for (const std::string& column : column_list(change.base_column_names))
      column_of(text, column, table);
    text.constraints.push_back({ConstraintKind::ForeignKey, change.constraint_name, {}, clause});
  });
}

Statements SqliteDialect::drop_foreign_key(const model::DropForeignKeyConstraint& change,
                                           const Target& target) const {
  const schema::Table table = existing(change.base_table_name, target);
  return rebuild(table, *target.schema, [&](TableText& text) {
    drop_constraint(
        text,
        [&](const ColumnText&, const ColumnClause& clause) {
          return clause.kind == ClauseKind::References &&
                 is_named(clause.name, change.constraint_name);
        },
        [&](const ConstraintText& constraint) {
          return constraint.kind == ConstraintKind::ForeignKey &&
                 is_named(constraint.name, change.constraint_name);
        },
        fmt::format("foreign key {} on {}", change.constraint_name.value_or(""), table.name));
  });
}

Statements SqliteDialect::add_unique(const model::AddUniqueConstraint& change,
                                     const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  const std::string name =
      is_given(change.constraint_name)
          ? "CONSTRAINT " + constraint_name(*change.constraint_name, target) + " "
          : "";
  return rebuild(table, *target.schema, [&](TableText& text) {
    for (const std::string& column : column_list(change.column_names))
      column_of(text, column, table);
    text.constraints.push_back(
        {ConstraintKind::Unique,
         change.constraint_name,
         {},
         fmt::format("{}UNIQUE ({})", name,
                     quote_columns(change.column_names.value_or(""), target))});
  });
}

Statements SqliteDialect::drop_unique(const model::DropUniqueConstraint& change,
                                      const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  // By its name, or where it has none by its columns.
  const std::vector<std::string> columns = column_list(change.unique_columns);
  const bool by_columns = !is_given(change.constraint_name);
  return rebuild(table, *target.schema, [&](TableText& text) {
    drop_constraint(
        text,
        [&](const ColumnText& column, const ColumnClause& clause) {
          return clause.kind == ClauseKind::Unique &&
                 (by_columns ? same_names({column.name}, columns)
                             : is_named(clause.name, change.constraint_name));
        },
        [&](const ConstraintText& constraint) {
          return constraint.kind == ConstraintKind::Unique &&
                 (by_columns ? same_names(constraint.columns, columns)
                             : is_named(constraint.name, change.constraint_name));
        },
        fmt::format("unique constraint {} on {}",
                    change.constraint_name.value_or(change.unique_columns.value_or("")),
                    table.name));
  });
}

Statements SqliteDialect::add_not_null(const model::AddNotNullConstraint& change,
                                       const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  Statements statements = fill_nulls(change, target);
  append(statements, rebuild(table, *target.schema, [&](TableText& text) {
           ColumnText& column = column_of(text, change.column_name, table);
           if (column.find(ClauseKind::NotNull) != nullptr) return;
           column.erase(ClauseKind::Null);
           const std::string name =
               is_given(change.constraint_name)
                   ? "CONSTRAINT " + constraint_name(*change.constraint_name, target) + " "
                   : "";
           refuse_null(column, change.constraint_name, name + "NOT NULL");
         }));
  return statements;
}

Statements SqliteDialect::drop_not_null(const model::DropNotNullConstraint& change,
                                        const Target& target) const {
  const schema::Table table = existing(change.table_name, target);
  return rebuild(table, *target.schema, [&](TableText& text) {
    column_of(text, change.column_name, table).erase(ClauseKind::NotNull);
  });
}

}  // namespace strata::sqlite
