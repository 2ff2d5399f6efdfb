// Rows, views and raw SQL in ANSI SQL.
#include <algorithm>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/sql/dialect.h"
#include "engine/sql/splitter.h"

namespace strata::sql {
namespace {

using model::Text;

// SQL that users wrote, and how it is to be cut.
struct Script {
  std::shared_ptr<Source> source = std::make_shared<Source>();
  std::string_view text;  // within that of the source, or the same without blanks around it
  std::size_t offset = 0;
  SplitOptions options;
};

template <typename Change>
SplitOptions options_of(const Change& change) {
  return {change.split_statements.value_or(true), change.strip_comments.value_or(false),
          change.end_delimiter};
}

Script script_of(const model::Sql& change) {
  Script script;
  script.source->at = change.sql_at.at;
  script.source->style = change.sql_at.style;
  script.source->lines = change.sql_at.lines;
  // Places are found in the untrimmed text; what was cut off its front is blanks and line ends.
  script.source->text = change.untrimmed.empty() ? change.sql.value_or("") : change.untrimmed;
  if (change.sql) script.text = *change.sql;
  script.offset = change.trimmed;
  script.options = options_of(change);
  return script;
}

Script script_of(const model::SqlFile& change) {
  Script script;
  if (!change.content) return script;
  script.source->at = {change.content->file, 1, 1, 0};
  script.source->style = ScalarStyle::WholeFile;
  script.source->text = change.content->expanded;
  script.text = script.source->text;
  script.options = options_of(change);
  return script;
}

Statements pieces(const Script& script, const LexicalRules& rules, Diagnostics& diagnostics) {
  std::vector<Mistake> mistakes;
  Statements statements;
  for (Piece& piece : split(script.text, script.options, rules, &mistakes)) {
    Statement& statement = statements.emplace_back();
    statement.text = std::move(piece.text);
    statement.source = script.source;
    statement.source_offset = script.offset + piece.offset;
    statement.code_offset = piece.code_offset;
    statement.shifts = std::move(piece.shifts);
    statement.rows = std::move(piece.rows);
    if (statement.rows) statement.rows->offset += script.offset;
  }
  for (Mistake& mistake : mistakes) {
    diagnostics.error(place_in(*script.source, script.offset + mistake.offset),
                      std::move(mistake.message), std::move(mistake.hint));
  }
  return statements;
}

Statements pieces(const Script& script, const LexicalRules& rules) {
  Diagnostics diagnostics;
  Statements statements = pieces(script, rules, diagnostics);
  if (!diagnostics.has_errors()) return statements;
  throw Error(ErrorKind::Changelog, diagnostics.all().front().message)
      .with_diagnostics(diagnostics.all());
}

}  // namespace

Statements Dialect::insert(const model::Insert& change, const Target& target) const {
  std::vector<std::string> names;
  std::vector<std::string> values;
  for (const model::Column& column : change.columns) {
    if (column.auto_increment.value_or(false)) continue;  // the database numbers the row
    names.push_back(column_name(column.name, target));
    values.push_back(column_value(column, change.schema_name, target));
  }
  return one(
      fmt::format("INSERT INTO {} ({}) VALUES ({})",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  fmt::join(names, ", "), fmt::join(values, ", ")));
}

Statements Dialect::update(const model::Update& change, const Target& target) const {
  // In the order of their names, as the reference has them.
  std::vector<model::Column> columns = change.columns;
  std::stable_sort(columns.begin(), columns.end(),
                   [](const model::Column& a, const model::Column& b) { return a.name < b.name; });
  std::vector<std::string> assignments;
  assignments.reserve(columns.size());
  for (const model::Column& column : columns) {
    assignments.push_back(column_name(column.name, target) + " = " +
                          column_value(column, change.schema_name, target));
  }
  std::string text =
      fmt::format("UPDATE {} SET {}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  fmt::join(assignments, ", "));
  if (change.where) text += " WHERE " + condition(change.where, change.where_params, target);
  return one(std::move(text));
}

Statements Dialect::delete_rows(const model::Delete& change, const Target& target) const {
  std::string text = "DELETE FROM " +
                     table_name(change.catalog_name, change.schema_name, change.table_name, target);
  if (change.where) text += " WHERE " + condition(change.where, change.where_params, target);
  return one(std::move(text));
}

Statements Dialect::upsert(const Upsert& row) const {
  Statements statements;
  if (!row.updates.empty()) {
    statements =
        one(fmt::format("UPDATE {} SET {} WHERE {}", row.table, row.assignments(), row.condition));
  }
  if (!row.only_update) {
    append(statements,
           one(fmt::format("INSERT INTO {} ({}) SELECT {} WHERE NOT EXISTS (SELECT 1 FROM {} WHERE "
                           "{})",
                           row.table, fmt::join(row.columns, ", "), fmt::join(row.values, ", "),
                           row.table, row.condition)));
  }
  return statements;
}

Statements Dialect::upsert_all(const std::vector<Upsert>& rows) const {
  Statements statements;
  for (const Upsert& row : rows) append(statements, upsert(row));
  return statements;
}

Statements Dialect::create_view(const model::CreateView& change, const Target& target) const {
  const std::string query =
      change.content ? change.content->expanded : change.select_query.value_or("");
  std::string text(trim(query));
  const bool replace = change.replace_if_exists.value_or(false);
  if (!change.full_definition.value_or(false)) {
    text = fmt::format("CREATE {}VIEW {} AS {}", replace ? "OR REPLACE " : "",
                       qualified(change.catalog_name, change.schema_name,
                                 change.view_name.value_or(""), ObjectKind::View, target),
                       text);
  } else if (replace && starts_with_ignore_case(text, "create view")) {
    constexpr std::size_t kCreate = 6;
    text.replace(0, kCreate, "CREATE OR REPLACE");
  }
  return one(std::move(text));
}

Statements Dialect::drop_view(const model::DropView& change, const Target& target) const {
  return one(fmt::format("DROP VIEW {}{}", change.if_exists.value_or(false) ? "IF EXISTS " : "",
                         qualified(change.catalog_name, change.schema_name,
                                   change.view_name.value_or(""), ObjectKind::View, target)));
}

Statements Dialect::rename_view(const model::RenameView& change, const Target& target) const {
  return one(fmt::format("ALTER TABLE {} RENAME TO {}",
                         qualified(change.catalog_name, change.schema_name,
                                   change.old_view_name.value_or(""), ObjectKind::View, target),
                         quote(change.new_view_name.value_or(""), ObjectKind::View, target)));
}

Statements Dialect::raw_sql(const model::Sql& change, const Target&) const {
  return pieces(script_of(change), traits().lexical);
}

Statements Dialect::sql_file(const model::SqlFile& change, const Target&) const {
  return pieces(script_of(change), traits().lexical);
}

void Dialect::check_sql(const model::Change& change, Diagnostics& diagnostics) const {
  if (const auto* sql = std::get_if<model::Sql>(&change.body))
    pieces(script_of(*sql), traits().lexical, diagnostics);
  if (const auto* file = std::get_if<model::SqlFile>(&change.body))
    pieces(script_of(*file), traits().lexical, diagnostics);
}

}  // namespace strata::sql
