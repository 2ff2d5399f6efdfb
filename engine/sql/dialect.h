// Turns changes into the SQL of one kind of database. Pure: it never sees a connection; what it
// needs to know comes in a Target. Immutable, so safe to share between threads.
//
// Vendors differ in three layers, cheapest first: Traits (data), fragment hooks (a name, a type, a
// column clause), whole statements. The base class is ANSI SQL and never one vendor.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/error.h"
#include "engine/model/change.h"
#include "engine/sql/lexical_rules.h"
#include "engine/sql/statement.h"
#include "engine/sql/target.h"

namespace strata::sql {

enum class ObjectKind : std::uint8_t {
  Catalog,
  Schema,
  Table,
  View,
  Column,
  Index,
  Constraint,
  Sequence,
  Program
};

// How names that are written without quotes are stored.
enum class IdentifierCase : std::uint8_t { Lower, Upper, AsWritten };

struct Traits {
  std::string_view name;          // the short name in `dbms` lists: "postgresql"
  std::string_view product_name;  // "PostgreSQL"
  LexicalRules lexical;
  IdentifierCase identifier_case = IdentifierCase::AsWritten;
  std::span<const std::string_view> reserved_words;  // sorted, upper case
  bool transactional_ddl = false;
  bool timeouts_in_transaction = false;  // they can be set for one transaction alone
  bool concurrent_indexes = false;       // made while others write
  bool schemas = true;                   // false: a schema name is a catalog name or nothing
  bool named_primary_keys = false;
  bool tablespaces = false;
  bool deferrable_constraints = false;
  bool drop_table_cascade = false;
  bool create_table_if_not_exists = false;
  bool not_null_constraint_names = false;
  bool replaces_programs = false;  // CREATE OR REPLACE PROCEDURE
  bool sequences = false;
  bool enumerated_types = false;
  bool procedures = false;
  bool remarks = false;
  bool enforces_lengths = true;            // of VARCHAR(n)
  bool disables_foreign_keys = false;      // all at once, for a while
  std::string_view auto_increment_clause;  // for those who build SQL of it: ${database....}
  std::string_view boolean_true = "TRUE";
  std::string_view boolean_false = "FALSE";
  std::string_view current_timestamp = "CURRENT_TIMESTAMP";
  std::string_view batch_comment = "--";
  std::string_view locking_read = " FOR UPDATE";  // "" where a transaction that writes is alone
  // Of scripts: what opens a transaction, how statements begin that make no sense outside of one,
  // and what says that the text is UTF-8 (empty where nothing else is possible).
  std::string_view begin_statement = "BEGIN";
  std::span<const std::string_view> only_in_transactions;
  std::string_view encoding_statement;
  std::size_t rows_per_insert = 51;  // that the reference puts into one statement of loadData
};

// What is being typed, as far as the type's text depends on it.
struct TypeUse {
  bool auto_increment = false;
  bool big_sequence = false;
};

// How a statement and transactions go together.
enum class TransactionNeed : std::uint8_t {
  Any,
  Commit,   // what comes after it may count on it only when it is committed
  Outside,  // the database refuses it within a transaction
};

// How long statements may wait for locks of others, and run; absent: as the session has it.
struct Timeouts {
  std::optional<std::chrono::milliseconds> lock;
  std::optional<std::chrono::milliseconds> statement;

  bool operator==(const Timeouts&) const = default;
  explicit operator bool() const { return lock || statement; }
};

enum class TimeoutScope : std::uint8_t { Session, Transaction };

// One row for loadUpdateData, as SQL.
struct Upsert {
  std::string table;
  std::vector<std::string> columns;  // all of the row
  std::vector<std::string> values;
  // What may be changed: (quoted) columns with their values, as in the file.
  std::vector<std::pair<std::string, std::string>> updates;
  std::string condition;  // that finds the row
  bool only_update = false;

  // "a = 1, b = 2" of the updates, by name.
  std::string assignments() const;
};

class Dialect {
 public:
  explicit Dialect(Traits traits) : traits_(traits) {}
  virtual ~Dialect() = default;
  Dialect(const Dialect&) = delete;
  Dialect& operator=(const Dialect&) = delete;

  const Traits& traits() const { return traits_; }

  // The changes that it is carried out as, one after the other: itself for most types. Each has to
  // be rendered after those before it ran, since rendering may depend on what is there.
  std::vector<model::Change> parts(const model::Change& change, const Target& target) const;

  // The statements of a change (of a part, where it has several), in order. Throws
  // Error(Changelog), placed at the change, where the database cannot do it or lacks a detail (a
  // column's type) that neither the change nor the target gives.
  Statements render(const model::Change& change, const Target& target) const;

  // Whether the database refuses the change within a transaction.
  bool commits_alone(const model::ChangeBody& change) const;

  // The same of a statement, by its words.
  virtual TransactionNeed transaction_need(std::string_view statement, const Target& target) const;

  // The statements that set timeouts. For the session, absent ones get the server's default.
  virtual Statements set_timeouts(const Timeouts& timeouts, TimeoutScope scope) const;
  // Whether the database gave way to others, so that the same may succeed later: a deadlock, a lock
  // that did not come in time, a transaction that cannot be serialised.
  virtual bool is_transient(const SqlFailure& failure) const;

  // What can be known to be wrong before anything runs: attributes this database needs, changes it
  // cannot do. Warns of changes that do nothing here.
  void check(const model::Change& change, const Target& target, Diagnostics& diagnostics) const;

  // Names as they stand in SQL: quoted where the strategy asks for it.
  virtual std::string quote(std::string_view name, ObjectKind kind, const Target& target) const;
  virtual std::string qualified(const model::Text& catalog, const model::Text& schema,
                                std::string_view name, ObjectKind kind, const Target& target) const;
  // Whether a name in the database is the one that is written so in a changelog.
  virtual bool is_same_name(std::string_view in_database, std::string_view written, ObjectKind kind,
                            const Target& target) const;
  // "a, b" from "a,b".
  std::string quote_columns(std::string_view comma_separated, const Target& target) const;

  virtual std::string string_literal(std::string_view text) const;
  virtual std::string bytes_literal(std::string_view bytes) const;
  virtual std::string boolean_literal(bool value) const;
  virtual std::string date_literal(const model::DateValue& value) const;

  // A changelog's type ("varchar(50)", "java.sql.Types.BIGINT", "clob") in the database's own
  // words.
  virtual std::string type_name(std::string_view written, const TypeUse& use,
                                const Target& target) const;

  // The tracking table's name as it is created: upper-case names come in ("DATABASECHANGELOG").
  virtual std::string tracking_table_name(std::string_view name, const Target& target) const;

 protected:
  // As check(); may throw as render() does, which is one more mistake.
  virtual void find_mistakes(const model::Change& change, const Target& target,
                             Diagnostics& diagnostics) const;

  // One statement a change type; the default is ANSI. `at` of the statements is filled in by
  // render().
  virtual Statements create_table(const model::CreateTable& change, const Target& target) const;
  virtual Statements drop_table(const model::DropTable& change, const Target& target) const;
  virtual Statements rename_table(const model::RenameTable& change, const Target& target) const;
  virtual Statements add_column(const model::AddColumn& change, const Target& target) const;
  virtual Statements drop_column(const model::DropColumn& change, const Target& target) const;
  virtual Statements rename_column(const model::RenameColumn& change, const Target& target) const;
  virtual Statements modify_data_type(const model::ModifyDataType& change,
                                      const Target& target) const;
  virtual Statements add_default_value(const model::AddDefaultValue& change,
                                       const Target& target) const;
  virtual Statements drop_default_value(const model::DropDefaultValue& change,
                                        const Target& target) const;
  virtual Statements add_primary_key(const model::AddPrimaryKey& change,
                                     const Target& target) const;
  virtual Statements drop_primary_key(const model::DropPrimaryKey& change,
                                      const Target& target) const;
  virtual Statements add_foreign_key(const model::AddForeignKeyConstraint& change,
                                     const Target& target) const;
  virtual Statements drop_foreign_key(const model::DropForeignKeyConstraint& change,
                                      const Target& target) const;
  virtual Statements add_unique(const model::AddUniqueConstraint& change,
                                const Target& target) const;
  virtual Statements drop_unique(const model::DropUniqueConstraint& change,
                                 const Target& target) const;
  virtual Statements add_not_null(const model::AddNotNullConstraint& change,
                                  const Target& target) const;
  virtual Statements drop_not_null(const model::DropNotNullConstraint& change,
                                   const Target& target) const;
  virtual Statements create_index(const model::CreateIndex& change, const Target& target) const;
  virtual Statements drop_index(const model::DropIndex& change, const Target& target) const;
  virtual Statements create_view(const model::CreateView& change, const Target& target) const;
  virtual Statements drop_view(const model::DropView& change, const Target& target) const;
  virtual Statements insert(const model::Insert& change, const Target& target) const;
  virtual Statements update(const model::Update& change, const Target& target) const;
  virtual Statements delete_rows(const model::Delete& change, const Target& target) const;
  virtual Statements rename_view(const model::RenameView& change, const Target& target) const;
  virtual Statements create_sequence(const model::CreateSequence& change,
                                     const Target& target) const;
  virtual Statements alter_sequence(const model::AlterSequence& change, const Target& target) const;
  virtual Statements drop_sequence(const model::DropSequence& change, const Target& target) const;
  virtual Statements rename_sequence(const model::RenameSequence& change,
                                     const Target& target) const;
  virtual Statements create_type(const model::CreateType& change, const Target& target) const;
  virtual Statements add_type_value(const model::AddTypeValue& change, const Target& target) const;
  virtual Statements drop_type(const model::DropType& change, const Target& target) const;
  virtual Statements add_auto_increment(const model::AddAutoIncrement& change,
                                        const Target& target) const;
  virtual Statements set_table_remarks(const model::SetTableRemarks& change,
                                       const Target& target) const;
  virtual Statements set_column_remarks(const model::SetColumnRemarks& change,
                                        const Target& target) const;
  virtual Statements drop_all_foreign_keys(const model::DropAllForeignKeyConstraints& change,
                                           const Target& target) const;
  virtual Statements add_check(const model::AddCheckConstraint& change, const Target& target) const;
  virtual Statements drop_check(const model::DropCheckConstraint& change,
                                const Target& target) const;
  virtual Statements switch_check(const model::CheckConstraintName& change, bool enable,
                                  const Target& target) const;
  // `keyword` is PROCEDURE or FUNCTION.
  virtual Statements create_program(std::string_view keyword, const model::ProgramText& change,
                                    const Target& target) const;
  virtual Statements drop_program(std::string_view keyword, const model::ProgramName& change,
                                  const Target& target) const;
  virtual Statements create_trigger(const model::CreateTrigger& change, const Target& target) const;
  virtual Statements drop_trigger(const model::DropTrigger& change, const Target& target) const;
  virtual Statements rename_trigger(const model::RenameTrigger& change, const Target& target) const;
  virtual Statements switch_trigger(const model::TriggerName& change, bool enable,
                                    const Target& target) const;
  virtual Statements raw_sql(const model::Sql& change, const Target& target) const;
  virtual Statements sql_file(const model::SqlFile& change, const Target& target) const;

  // Fragments of the statements above.
  //
  // Whether LEGACY quoting puts quotes around it.
  virtual bool needs_quotes(std::string_view name, ObjectKind kind) const;
  bool is_reserved(std::string_view name) const;
  std::string table_name(const model::Text& catalog, const model::Text& schema,
                         const model::Text& table, const Target& target) const;
  std::string column_name(const model::Text& name, const Target& target) const;
  std::string constraint_name(std::string_view name, const Target& target) const;
  // A column's name in an index, which may be an expression.
  std::string index_column(const model::Column& column, const Target& target) const;
  // The name of a primary key that the changelog leaves unnamed.
  virtual std::string primary_key_name(std::string_view table) const;
  std::string column_type(const model::Column& column, const Target& target) const;
  // "GENERATED BY DEFAULT AS IDENTITY"; empty for types that number by themselves.
  virtual std::string auto_increment_clause(const model::Column& column,
                                            const Target& target) const;
  std::string default_boolean(bool value, std::string_view type) const;
  std::string default_number(std::string_view value, std::string_view type) const;
  // Its value alone; absent if the column has no default.
  model::Text default_value(const model::Column& column, const Target& target) const;
  std::string default_value(const model::AddDefaultValue& change, const Target& target) const;
  // The UPDATE for addNotNullConstraint's defaultNullValue; none without one.
  Statements fill_nulls(const model::AddNotNullConstraint& change, const Target& target) const;
  virtual std::string index_name(const model::CreateIndex& change, const Target& target) const;
  // What stands where a column is not NOT NULL: nothing, or NULL.
  virtual std::string_view null_clause(const model::Column& /*column*/) const { return ""; }
  virtual std::string column_remarks_clause(const model::Column& column) const;
  // What follows the closing parenthesis of CREATE TABLE.
  virtual std::string table_options(const model::CreateTable& change, const Target& target) const;
  // Statements that keep remarks, where they are none of the table's own.
  virtual Statements remarks(const model::CreateTable& change, const Target& target) const;
  virtual Statements column_remarks(const model::AddColumn& change, const model::Column& column,
                                    const Target& target) const;
  // The primary key inside CREATE TABLE; empty where the column has said it.
  virtual std::string primary_key_clause(const model::CreateTable& change,
                                         const Target& target) const;
  // Behind a column's type in CREATE TABLE, before its default; SQLite's PRIMARY KEY AUTOINCREMENT
  // stands here.
  virtual std::string column_key_clause(const model::CreateTable& change,
                                        const model::Column& column, const Target& target) const;
  // "ADD name type ..." of addColumn, and the statements for its unique and foreign keys.
  std::string added_column(const model::Column& column, const Target& target) const;
  Statements added_constraints(const model::AddColumn& change, const model::Column& column,
                               const Target& target) const;
  // The statements that fill added columns which have a value.
  Statements fill_added(const model::AddColumn& change, const Target& target) const;
  // A column that is filled before it becomes NOT NULL.
  static bool refuses_null_later(const model::Column& column);
  // " AFTER name" and the like of addColumn.
  virtual std::string column_position_clause(const model::Column& column,
                                             const Target& target) const;
  virtual std::string deferrable_clause(const model::Flag& deferrable,
                                        const model::Flag& initially_deferred) const;
  virtual std::string inline_deferrable_clause(const model::Constraints& constraints) const;
  static bool numbers_rows(const model::Column& column);
  // A text for a column of that type: quoted, or bare for numbers.
  virtual std::string typed_literal(std::string_view text, std::string_view type) const;
  // Of an unquoted date of YAML, which reaches us as Java's text of it; absent for any other text.
  model::Text java_date_literal(std::string_view text, std::string_view type) const;
  // An SQL expression as changelogs give it; functions for the present moment get the dialect's
  // name.
  virtual std::string expression(std::string_view text) const;
  // The same as a column's default.
  virtual std::string default_expression(std::string_view text) const { return expression(text); }
  std::string sequence(const model::Text& catalog, const model::Text& schema,
                       const model::Text& name, const Target& target) const;
  // Two texts with something between them, as an expression in which NULL counts as nothing: the
  // columns are dropped once they are merged. The reference's || makes NULL of both.
  virtual std::string joined(const std::string& left, const model::Text& between,
                             const std::string& right) const;
  virtual std::string next_value(std::string_view sequence, const Target& target) const;
  virtual std::string current_value(std::string_view sequence, const Target& target) const;
  // The value of a column of insert or update.
  // A sequence is looked up in the schema, unless it names one itself.
  std::string column_value(const model::Column& column, const model::Text& schema,
                           const Target& target) const;
  static std::string in_schema(const std::string& sequence, const model::Text& schema);
  // A condition with its :name and :value replaced by whereParams, in turn.
  std::string condition(const model::Text& where, const std::vector<model::Column>& params,
                        const Target& target) const;

  std::vector<model::Change> merge_columns(const model::MergeColumns& change,
                                           const model::Change& whole, const Target& target) const;
  virtual std::vector<model::Change> add_lookup_table(const model::AddLookupTable& change,
                                                      const model::Change& whole,
                                                      const Target& target) const;

  // The foreign key to the new table.
  static model::Change lookup_key(const model::AddLookupTable& change, const model::Change& whole);

  friend class LoadColumn;
  friend class LoadRows;
  // What changes or inserts a row, without counting on a key in the database.
  virtual Statements upsert(const Upsert& row) const;
  // The same for several rows of one form (at least one), as fast as the database can.
  virtual Statements upsert_all(const std::vector<Upsert>& rows) const;

  // Reports SQL of users that cannot be cut into statements.
  void check_sql(const model::Change& change, Diagnostics& diagnostics) const;
  // Throws that this database cannot do the change.
  [[noreturn]] void not_supported(std::string_view change) const;
  // What the database lacks for a change: "sequences"; empty if it can do it.
  virtual std::string_view lacks(const model::ChangeBody& change) const;

 private:
  // All rows of loadData at once, for files that are not large; else see LoadRows.
  Statements all_rows(const auto& change, const Target& target) const;

  Traits traits_;
};

}  // namespace strata::sql
