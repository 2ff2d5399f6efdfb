// The SQL of PostgreSQL (10 and later; serial types before). Immutable, safe to share between
// threads.
#pragma once

#include "engine/sql/dialect.h"

namespace strata {

const sql::Dialect& postgresql_dialect();

namespace postgresql {

class PostgreSqlDialect final : public sql::Dialect {
 public:
  PostgreSqlDialect();

  std::string type_name(std::string_view written, const sql::TypeUse& use,
                        const sql::Target& target) const override;
  bool is_same_name(std::string_view in_database, std::string_view written, sql::ObjectKind kind,
                    const sql::Target& target) const override;
  std::string quote(std::string_view name, sql::ObjectKind kind,
                    const sql::Target& target) const override;
  std::string tracking_table_name(std::string_view name, const sql::Target& target) const override;
  sql::TransactionNeed transaction_need(std::string_view statement,
                                        const sql::Target& target) const override;
  sql::Statements set_timeouts(const sql::Timeouts& timeouts,
                               sql::TimeoutScope scope) const override;
  bool is_transient(const SqlFailure& failure) const override;

 protected:
  void find_mistakes(const model::Change& change, const sql::Target& target,
                     Diagnostics& diagnostics) const override;
  sql::Statements modify_data_type(const model::ModifyDataType& change,
                                   const sql::Target& target) const override;
  sql::Statements add_default_value(const model::AddDefaultValue& change,
                                    const sql::Target& target) const override;
  sql::Statements add_primary_key(const model::AddPrimaryKey& change,
                                  const sql::Target& target) const override;
  sql::Statements drop_primary_key(const model::DropPrimaryKey& change,
                                   const sql::Target& target) const override;
  sql::Statements add_foreign_key(const model::AddForeignKeyConstraint& change,
                                  const sql::Target& target) const override;
  sql::Statements add_unique(const model::AddUniqueConstraint& change,
                             const sql::Target& target) const override;
  sql::Statements drop_unique(const model::DropUniqueConstraint& change,
                              const sql::Target& target) const override;
  sql::Statements create_index(const model::CreateIndex& change,
                               const sql::Target& target) const override;
  sql::Statements rename_column(const model::RenameColumn& change,
                                const sql::Target& target) const override;
  sql::Statements create_view(const model::CreateView& change,
                              const sql::Target& target) const override;

  sql::Statements create_sequence(const model::CreateSequence& change,
                                  const sql::Target& target) const override;
  sql::Statements alter_sequence(const model::AlterSequence& change,
                                 const sql::Target& target) const override;
  sql::Statements drop_sequence(const model::DropSequence& change,
                                const sql::Target& target) const override;
  sql::Statements add_auto_increment(const model::AddAutoIncrement& change,
                                     const sql::Target& target) const override;
  sql::Statements add_check(const model::AddCheckConstraint& change,
                            const sql::Target& target) const override;
  sql::Statements create_trigger(const model::CreateTrigger& change,
                                 const sql::Target& target) const override;
  sql::Statements drop_trigger(const model::DropTrigger& change,
                               const sql::Target& target) const override;
  sql::Statements rename_trigger(const model::RenameTrigger& change,
                                 const sql::Target& target) const override;
  sql::Statements switch_trigger(const model::TriggerName& change, bool enable,
                                 const sql::Target& target) const override;
  std::string bytes_literal(std::string_view bytes) const override;
  sql::Statements insert(const model::Insert& change, const sql::Target& target) const override;
  sql::Statements update(const model::Update& change, const sql::Target& target) const override;
  sql::Statements upsert(const sql::Upsert& row) const override;
  std::string_view lacks(const model::ChangeBody& change) const override;

  std::string primary_key_name(std::string_view table) const override;
  std::string auto_increment_clause(const model::Column& column,
                                    const sql::Target& target) const override;
  sql::Statements remarks(const model::CreateTable& change,
                          const sql::Target& target) const override;
  sql::Statements column_remarks(const model::AddColumn& change, const model::Column& column,
                                 const sql::Target& target) const override;
  std::string next_value(std::string_view sequence, const sql::Target& target) const override;
  std::string current_value(std::string_view sequence, const sql::Target& target) const override;

 private:
  std::string trigger_on(const model::Text& trigger, const std::string& table,
                         const sql::Target& target) const;
  std::string sequence_name(std::string_view sequence, const sql::Target& target) const;
  std::string comment_on_column(const std::string& table, const model::Column& column,
                                const sql::Target& target) const;
};

}  // namespace postgresql
}  // namespace strata
