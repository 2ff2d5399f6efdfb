// The dialects of MySQL (8.0) and MariaDB (10.11): one class, with what sets MariaDB apart as data.
// Immutable, safe to share between threads.
#pragma once

#include <optional>

#include "drivers/mysql/column_definition.h"
#include "engine/sql/dialect.h"

namespace strata {

const sql::Dialect& mysql_dialect();
const sql::Dialect& mariadb_dialect();

namespace mysql {

enum class Flavor : std::uint8_t { MySql, MariaDb };

// Whether a column of createIndex is an expression, and no column's name or prefix.
bool is_index_expression(const model::Column& column);

class MySqlDialect final : public sql::Dialect {
 public:
  explicit MySqlDialect(Flavor flavor);

  std::string qualified(const model::Text& catalog, const model::Text& schema,
                        std::string_view name, sql::ObjectKind kind,
                        const sql::Target& target) const override;
  std::string string_literal(std::string_view text) const override;
  std::string type_name(std::string_view written, const sql::TypeUse& use,
                        const sql::Target& target) const override;
  sql::Statements set_timeouts(const sql::Timeouts& timeouts,
                               sql::TimeoutScope scope) const override;
  bool is_transient(const SqlFailure& failure) const override;

 protected:
  void find_mistakes(const model::Change& change, const sql::Target& target,
                     Diagnostics& diagnostics) const override;
  sql::Statements create_table(const model::CreateTable& change,
                               const sql::Target& target) const override;
  sql::Statements rename_table(const model::RenameTable& change,
                               const sql::Target& target) const override;
  sql::Statements add_column(const model::AddColumn& change,
                             const sql::Target& target) const override;
  sql::Statements drop_column(const model::DropColumn& change,
                              const sql::Target& target) const override;
  sql::Statements rename_column(const model::RenameColumn& change,
                                const sql::Target& target) const override;
  sql::Statements modify_data_type(const model::ModifyDataType& change,
                                   const sql::Target& target) const override;
  sql::Statements add_default_value(const model::AddDefaultValue& change,
                                    const sql::Target& target) const override;
  sql::Statements drop_default_value(const model::DropDefaultValue& change,
                                     const sql::Target& target) const override;
  sql::Statements add_primary_key(const model::AddPrimaryKey& change,
                                  const sql::Target& target) const override;
  sql::Statements drop_foreign_key(const model::DropForeignKeyConstraint& change,
                                   const sql::Target& target) const override;
  sql::Statements drop_unique(const model::DropUniqueConstraint& change,
                              const sql::Target& target) const override;
  sql::Statements add_not_null(const model::AddNotNullConstraint& change,
                               const sql::Target& target) const override;
  sql::Statements drop_not_null(const model::DropNotNullConstraint& change,
                                const sql::Target& target) const override;
  sql::Statements create_index(const model::CreateIndex& change,
                               const sql::Target& target) const override;
  sql::Statements drop_index(const model::DropIndex& change,
                             const sql::Target& target) const override;

  sql::Statements rename_view(const model::RenameView& change,
                              const sql::Target& target) const override;
  sql::Statements alter_sequence(const model::AlterSequence& change,
                                 const sql::Target& target) const override;
  sql::Statements create_sequence(const model::CreateSequence& change,
                                  const sql::Target& target) const override;
  sql::Statements rename_sequence(const model::RenameSequence& change,
                                  const sql::Target& target) const override;
  sql::Statements add_auto_increment(const model::AddAutoIncrement& change,
                                     const sql::Target& target) const override;
  sql::Statements set_table_remarks(const model::SetTableRemarks& change,
                                    const sql::Target& target) const override;
  sql::Statements set_column_remarks(const model::SetColumnRemarks& change,
                                     const sql::Target& target) const override;
  sql::Statements add_check(const model::AddCheckConstraint& change,
                            const sql::Target& target) const override;
  sql::Statements drop_check(const model::DropCheckConstraint& change,
                             const sql::Target& target) const override;
  sql::Statements switch_check(const model::CheckConstraintName& change, bool enable,
                               const sql::Target& target) const override;
  sql::Statements create_program(std::string_view keyword, const model::ProgramText& change,
                                 const sql::Target& target) const override;
  sql::Statements upsert(const sql::Upsert& row) const override;
  sql::Statements upsert_all(const std::vector<sql::Upsert>& rows) const override;
  std::string_view lacks(const model::ChangeBody& change) const override;

  bool needs_quotes(std::string_view name, sql::ObjectKind kind) const override;
  std::string auto_increment_clause(const model::Column& column,
                                    const sql::Target& target) const override;
  std::string_view null_clause(const model::Column& column) const override;
  std::string column_remarks_clause(const model::Column& column) const override;
  std::string table_options(const model::CreateTable& change,
                            const sql::Target& target) const override;
  std::string primary_key_clause(const model::CreateTable& change,
                                 const sql::Target& target) const override;
  std::string column_position_clause(const model::Column& column,
                                     const sql::Target& target) const override;
  std::string typed_literal(std::string_view text, std::string_view type) const override;
  std::string expression(std::string_view text) const override;
  std::string default_expression(std::string_view text) const override;
  std::string next_value(std::string_view sequence, const sql::Target& target) const override;
  std::string current_value(std::string_view sequence, const sql::Target& target) const override;

 private:
  struct ColumnName {
    const model::Text& catalog;
    const model::Text& schema;
    const model::Text& table;
    const model::Text& column;
  };

  std::optional<ColumnDefinition> look_up(const ColumnName& name, const sql::Target& target) const;
  std::string alter_table(const model::Text& catalog, const model::Text& schema,
                          const model::Text& table, const sql::Target& target) const;
  // The type that a change gives, in the database's words.
  std::optional<std::string> given_type(const model::Text& written,
                                        const sql::Target& target) const;
  // What a MODIFY starts from. Throws where neither the change nor the target gives a type.
  ColumnDefinition known_definition(std::string_view change, const ColumnName& name,
                                    const model::Text& written, const sql::Target& target) const;
  ColumnDefinition added_definition(const model::Column& column, const sql::Target& target) const;
  sql::Statements modify(const ColumnName& name, const ColumnDefinition& definition,
                         const sql::Target& target) const;
  void check_types(const model::Change& change, const sql::Target& target,
                   Diagnostics& diagnostics) const;
  bool has_rename_column(const sql::Target& target) const;
  // "DROP FOREIGN KEY fk" for each key that a column is part of, as far as the table is known.
  std::vector<std::string> foreign_keys_dropped(const model::DropColumn& change,
                                                const std::vector<model::Text>& columns,
                                                const sql::Target& target) const;
  model::Text unique_name(const model::DropUniqueConstraint& change,
                          const sql::Target& target) const;
  void require_sequences() const;
  std::string sequence_name(std::string_view name, const sql::Target& target) const;

  Flavor flavor_;
};

}  // namespace mysql
}  // namespace strata
