// The SQL of SQLite (3.35 and later). What its ALTER TABLE cannot do is done by rebuilding the
// table, for which Target::schema must be there. Immutable, safe to share between threads.
#pragma once

#include <functional>

#include "drivers/sqlite/rebuild.h"
#include "engine/sql/dialect.h"

namespace strata {

const sql::Dialect& sqlite_dialect();

namespace sqlite {

class SqliteDialect final : public sql::Dialect {
 public:
  SqliteDialect();

  static bool is_numbered(const model::Column& column);
  // The only column that may number rows: the one primary key.
  static bool is_single_key(const model::CreateTable& table, const model::Column& column);

  std::string qualified(const model::Text& catalog, const model::Text& schema,
                        std::string_view name, sql::ObjectKind kind,
                        const sql::Target& target) const override;
  std::string type_name(std::string_view written, const sql::TypeUse& use,
                        const sql::Target& target) const override;
  sql::TransactionNeed transaction_need(std::string_view statement,
                                        const sql::Target& target) const override;
  sql::Statements set_timeouts(const sql::Timeouts& timeouts,
                               sql::TimeoutScope scope) const override;
  bool is_transient(const SqlFailure& failure) const override;

 protected:
  void find_mistakes(const model::Change& change, const sql::Target& target,
                     Diagnostics& diagnostics) const override;
  sql::Statements create_table(const model::CreateTable& change,
                               const sql::Target& target) const override;
  sql::Statements add_column(const model::AddColumn& change,
                             const sql::Target& target) const override;
  sql::Statements drop_column(const model::DropColumn& change,
                              const sql::Target& target) const override;
  sql::Statements modify_data_type(const model::ModifyDataType& change,
                                   const sql::Target& target) const override;
  sql::Statements add_default_value(const model::AddDefaultValue& change,
                                    const sql::Target& target) const override;
  sql::Statements drop_default_value(const model::DropDefaultValue& change,
                                     const sql::Target& target) const override;
  sql::Statements add_primary_key(const model::AddPrimaryKey& change,
                                  const sql::Target& target) const override;
  sql::Statements drop_primary_key(const model::DropPrimaryKey& change,
                                   const sql::Target& target) const override;
  sql::Statements add_foreign_key(const model::AddForeignKeyConstraint& change,
                                  const sql::Target& target) const override;
  sql::Statements drop_foreign_key(const model::DropForeignKeyConstraint& change,
                                   const sql::Target& target) const override;
  sql::Statements add_unique(const model::AddUniqueConstraint& change,
                             const sql::Target& target) const override;
  sql::Statements drop_unique(const model::DropUniqueConstraint& change,
                              const sql::Target& target) const override;
  sql::Statements add_not_null(const model::AddNotNullConstraint& change,
                               const sql::Target& target) const override;
  sql::Statements drop_not_null(const model::DropNotNullConstraint& change,
                                const sql::Target& target) const override;
  sql::Statements create_view(const model::CreateView& change,
                              const sql::Target& target) const override;

  sql::Statements rename_view(const model::RenameView& change,
                              const sql::Target& target) const override;
  sql::Statements add_auto_increment(const model::AddAutoIncrement& change,
                                     const sql::Target& target) const override;
  sql::Statements drop_all_foreign_keys(const model::DropAllForeignKeyConstraints& change,
                                        const sql::Target& target) const override;
  sql::Statements add_check(const model::AddCheckConstraint& change,
                            const sql::Target& target) const override;
  sql::Statements drop_check(const model::DropCheckConstraint& change,
                             const sql::Target& target) const override;
  sql::Statements create_trigger(const model::CreateTrigger& change,
                                 const sql::Target& target) const override;
  sql::Statements rename_trigger(const model::RenameTrigger& change,
                                 const sql::Target& target) const override;
  std::vector<model::Change> add_lookup_table(const model::AddLookupTable& change,
                                              const model::Change& whole,
                                              const sql::Target& target) const override;
  std::string joined(const std::string& left, const model::Text& between,
                     const std::string& right) const override;
  std::string_view lacks(const model::ChangeBody& change) const override;

  std::string auto_increment_clause(const model::Column& column,
                                    const sql::Target& target) const override;
  std::string column_key_clause(const model::CreateTable& change, const model::Column& column,
                                const sql::Target& target) const override;
  std::string primary_key_clause(const model::CreateTable& change,
                                 const sql::Target& target) const override;

  std::string deferrable_clause(const model::Flag& deferrable,
                                const model::Flag& initially_deferred) const override;
  std::string inline_deferrable_clause(const model::Constraints& constraints) const override;
  std::string default_expression(std::string_view text) const override;
  std::string next_value(std::string_view sequence, const sql::Target& target) const override;
  std::string current_value(std::string_view sequence, const sql::Target& target) const override;

 private:
  schema::Table existing(const model::Text& table, const sql::Target& target) const;
  sql::Statements add_columns_by_rebuild(const model::AddColumn& change,
                                         const std::vector<ColumnText>& columns,
                                         const sql::Target& target) const;
  // Puts it where afterColumn, beforeColumn or position say, and its primary key among the
  // constraints.
  void insert_column(TableText& table, const model::Column& column, ColumnText text,
                     const sql::Target& target) const;
  ColumnText new_column(const model::Column& column, const sql::Target& target) const;
};

}  // namespace sqlite
}  // namespace strata
