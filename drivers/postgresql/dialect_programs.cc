// Sequences and triggers of PostgreSQL.
#include <fmt/format.h>

#include "drivers/postgresql/dialect.h"
#include "engine/base/text.h"

namespace strata::postgresql {

using model::Text;
using sql::append;
using sql::ObjectKind;
using sql::one;
using sql::Statements;
using sql::Target;

namespace {

// The first release with CREATE OR REPLACE TRIGGER.
constexpr int kReplaceTriggerVersion = 14;

bool is_zero(const model::Number& number) { return number && number->digits == "0"; }

}  // namespace

Statements PostgreSqlDialect::create_sequence(const model::CreateSequence& change,
                                              const Target& target) const {
  model::CreateSequence known = change;
  if (is_zero(known.cache_size)) known.cache_size.reset();  // the least there is, and the default
  Statements statements = Dialect::create_sequence(known, target);
  constexpr std::string_view kCreate = "CREATE SEQUENCE ";
  statements.front().text.insert(kCreate.size(), "IF NOT EXISTS ");
  return statements;
}

Statements PostgreSqlDialect::alter_sequence(const model::AlterSequence& change,
                                             const Target& target) const {
  model::AlterSequence known = change;
  if (is_zero(known.cache_size)) known.cache_size->digits = "1";
  return Dialect::alter_sequence(known, target);
}

Statements PostgreSqlDialect::drop_sequence(const model::DropSequence& change,
                                            const Target& target) const {
  Statements statements = Dialect::drop_sequence(change, target);
  statements.front().text += " CASCADE";
  return statements;
}

// As the reference does it, with a sequence of its own, as the column may have a type or default
// that identity columns must not have.
Statements PostgreSqlDialect::add_auto_increment(const model::AddAutoIncrement& change,
                                                 const Target& target) const {
  model::CreateSequence create;
  create.catalog_name = change.catalog_name;
  create.schema_name = change.schema_name;
  create.sequence_name =
      change.table_name.value_or("") + "_" + change.column_name.value_or("") + "_seq";
  // The names of the table and the column, as they are there.
  if (!table_name({}, {}, change.table_name, target).starts_with('"') &&
      !column_name(change.column_name, target).starts_with('"'))
    create.sequence_name = to_lower(*create.sequence_name);
  create.start_value = change.start_with;
  create.increment_by = change.increment_by;
  const std::string name =
      sequence(create.catalog_name, create.schema_name, create.sequence_name, target);
  const std::string table =
      table_name(change.catalog_name, change.schema_name, change.table_name, target);
  const std::string column = column_name(change.column_name, target);
  Statements statements = create_sequence(create, target);
  append(statements,
         one(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL", table, column)));
  append(statements, one(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT nextval({})",
                                     table, column, string_literal(name))));
  append(statements, one(fmt::format("ALTER SEQUENCE {} OWNED BY {}.{}", name, table, column)));
  return statements;
}

Statements PostgreSqlDialect::add_check(const model::AddCheckConstraint& change,
                                        const Target& target) const {
  Statements statements = Dialect::add_check(change, target);
  if (!change.validate.value_or(true)) statements.front().text += " NOT VALID";
  return statements;
}

// Triggers live in their table's schema and are named without one.
std::string PostgreSqlDialect::trigger_on(const Text& trigger, const std::string& table,
                                          const Target& target) const {
  return fmt::format("{} ON {}", quote(trigger.value_or(""), ObjectKind::Program, target), table);
}

Statements PostgreSqlDialect::create_trigger(const model::CreateTrigger& change,
                                             const Target& target) const {
  const std::string table =
      table_name(change.catalog_name, change.schema_name, change.table_name, target);
  model::CreateTrigger plain = change;
  plain.schema_name.reset();
  Statements statements;
  const bool can_replace =
      target.version.major == 0 || target.version.major >= kReplaceTriggerVersion;
  if (change.replace_if_exists.value_or(false) && !can_replace) {
    plain.replace_if_exists = false;
    statements = one("DROP TRIGGER IF EXISTS " + trigger_on(change.name, table, target));
  }
  append(statements, Dialect::create_trigger(plain, target));
  if (change.disabled.value_or(false)) {
    model::TriggerName name{change.catalog_name, change.schema_name, change.table_name, change.name,
                            std::nullopt};
    append(statements, switch_trigger(name, false, target));
  }
  return statements;
}

Statements PostgreSqlDialect::drop_trigger(const model::DropTrigger& change,
                                           const Target& target) const {
  return one("DROP TRIGGER " + trigger_on(change.trigger_name,
                                          table_name(change.catalog_name, change.schema_name,
                                                     change.table_name, target),
                                          target));
}

Statements PostgreSqlDialect::rename_trigger(const model::RenameTrigger& change,
                                             const Target& target) const {
  return one(fmt::format(
      "ALTER TRIGGER {} RENAME TO {}",
      trigger_on(change.old_trigger_name,
                 table_name(change.catalog_name, change.schema_name, change.table_name, target),
                 target),
      quote(change.new_trigger_name.value_or(""), ObjectKind::Program, target)));
}

Statements PostgreSqlDialect::switch_trigger(const model::TriggerName& change, bool enable,
                                             const Target& target) const {
  return one(
      fmt::format("ALTER TABLE {} {} TRIGGER {}",
                  table_name(change.catalog_name, change.schema_name, change.table_name, target),
                  enable ? "ENABLE" : "DISABLE",
                  quote(change.trigger_name.value_or(""), ObjectKind::Program, target)));
}

}  // namespace strata::postgresql
