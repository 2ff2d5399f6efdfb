// MODIFY and CHANGE replace a column's whole definition. Where the table is known, what the change
// does not mean to touch is restated from it; where it is not, only what the changelog says is
// there to be written.
#include <fmt/format.h>

#include "drivers/mysql/dialect.h"
#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::mysql {
namespace {

using model::Text;
using sql::one;
using sql::Statements;
using sql::Target;

// "int(11)" and "INT" are one type to the servers.
std::string comparable(std::string_view type) {
  std::string text = replace_all(to_lower(type), ", ", ",");
  const std::size_t open = text.find('(');
  const bool has_width = open != std::string::npos && text.substr(0, open).ends_with("int");
  if (has_width && !text.starts_with("tinyint(1)")) {
    text.erase(open, text.find(')', open) - open + 1);
  }
  return text;
}

bool is_type_of(const ColumnDefinition& definition, const std::string& type) {
  const Clause* clause = find_clause(definition, ClauseKind::Type);
  return clause != nullptr && comparable(clause->text) == comparable(type);
}

ColumnDefinition with_type(const std::optional<ColumnDefinition>& existing,
                           const std::optional<std::string>& type) {
  if (!existing) return parse_definition(*type);
  return type ? restated(*existing, *type) : *existing;
}

void set_nullability(ColumnDefinition& definition, std::string_view nullability) {
  set_clause(definition, ClauseKind::Nullability, std::string(nullability));
  const Clause* value = find_clause(definition, ClauseKind::Default);
  if (nullability == "NOT NULL" && value != nullptr &&
      equals_ignore_case(value->text, "DEFAULT NULL")) {
    set_clause(definition, ClauseKind::Default, "");
  }
}

}  // namespace

std::optional<ColumnDefinition> MySqlDialect::look_up(const ColumnName& name,
                                                      const Target& target) const {
  if (target.schema == nullptr) return std::nullopt;
  // A database stands where other servers have schemas.
  const std::string database = name.catalog.value_or(name.schema.value_or(""));
  const auto table = target.schema->table(database, name.table.value_or(""));
  return table ? existing_definition(*table, name.column.value_or("")) : std::nullopt;
}

bool MySqlDialect::has_rename_column(const Target& target) const {
  // Manuals of MySQL 8.0 and MariaDB 10.5.2, "ALTER TABLE". No version stands for a current one.
  constexpr sql::Version kMySql{8, 0, 0};
  constexpr sql::Version kMariaDb{10, 5, 2};
  return target.version.major == 0 ||
         target.version >= (flavor_ == Flavor::MySql ? kMySql : kMariaDb);
}

std::optional<std::string> MySqlDialect::given_type(const Text& written,
                                                    const Target& target) const {
  if (!written || trim(*written).empty()) return std::nullopt;
  return type_name(*written, {}, target);
}

ColumnDefinition MySqlDialect::known_definition(std::string_view change, const ColumnName& name,
                                                const Text& written, const Target& target) const {
  const auto existing = look_up(name, target);
  const auto type = given_type(written, target);
  if (existing || type) return with_type(existing, type);
  throw Error(
      ErrorKind::Changelog,
      fmt::format("{}: {} needs columnDataType where the column {}.{} is not known", change,
                  traits().product_name, name.table.value_or(""), name.column.value_or("")));
}

Statements MySqlDialect::modify(const ColumnName& name, const ColumnDefinition& definition,
                                const Target& target) const {
  return one(fmt::format("{} MODIFY {} {}",
                         alter_table(name.catalog, name.schema, name.table, target),
                         column_name(name.column, target), to_text(definition)));
}

Statements MySqlDialect::rename_column(const model::RenameColumn& change,
                                       const Target& target) const {
  const ColumnName name{change.catalog_name, change.schema_name, change.table_name,
                        change.old_column_name};
  const std::string alter = alter_table(name.catalog, name.schema, name.table, target);
  const std::string from = column_name(change.old_column_name, target);
  const std::string to = column_name(change.new_column_name, target);
  const auto existing = look_up(name, target);
  const auto type = given_type(change.column_data_type, target);
  const bool same_type = !type || (existing && is_type_of(*existing, *type));
  if (same_type && !change.remarks && has_rename_column(target)) {
    return one(fmt::format("{} RENAME COLUMN {} TO {}", alter, from, to));
  }
  ColumnDefinition definition =
      known_definition("renameColumn", name, change.column_data_type, target);
  if (change.remarks) {
    set_clause(definition, ClauseKind::Comment, "COMMENT " + string_literal(*change.remarks));
  }
  return one(fmt::format("{} CHANGE {} {} {}", alter, from, to, to_text(definition)));
}

Statements MySqlDialect::modify_data_type(const model::ModifyDataType& change,
                                          const Target& target) const {
  const ColumnName name{change.catalog_name, change.schema_name, change.table_name,
                        change.column_name};
  return modify(name, known_definition("modifyDataType", name, change.new_data_type, target),
                target);
}

Statements MySqlDialect::add_not_null(const model::AddNotNullConstraint& change,
                                      const Target& target) const {
  const ColumnName name{change.catalog_name, change.schema_name, change.table_name,
                        change.column_name};
  Statements statements = fill_nulls(change, target);
  ColumnDefinition definition =
      known_definition("addNotNullConstraint", name, change.column_data_type, target);
  set_nullability(definition, "NOT NULL");
  Statements modified = modify(name, definition, target);
  statements.insert(statements.end(), modified.begin(), modified.end());
  return statements;
}

Statements MySqlDialect::drop_not_null(const model::DropNotNullConstraint& change,
                                       const Target& target) const {
  const ColumnName name{change.catalog_name, change.schema_name, change.table_name,
                        change.column_name};
  ColumnDefinition definition =
      known_definition("dropNotNullConstraint", name, change.column_data_type, target);
  set_nullability(definition, "NULL");
  return modify(name, definition, target);
}

}  // namespace strata::mysql
