// What PostgreSQL cannot do, told before anything runs.
#include <fmt/format.h>

#include "drivers/postgresql/dialect.h"
#include "engine/base/overloaded.h"

namespace strata::postgresql {
namespace {

using model::Column;

class Checker {
 public:
  Checker(const Location& at, Diagnostics& diagnostics) : at_(at), diagnostics_(diagnostics) {}

  void operator()(const model::AddUniqueConstraint& change) const {
    if (!change.clustered.value_or(false)) return;
    diagnostics_.error(at_, "addUniqueConstraint: PostgreSQL has no clustered unique constraints",
                       "remove clustered, or use createIndex with unique and clustered");
  }
  void operator()(const model::AddPrimaryKey& change) const {
    if (!change.clustered.value_or(false) || model::is_given(change.constraint_name)) return;
    diagnostics_.error(at_, "addPrimaryKey: PostgreSQL clusters by an index that has a name",
                       "add constraintName, or remove clustered");
  }
  void operator()(const model::AddColumn& change) const {
    for (const Column& column : change.columns) {
      if (!column.after_column && !column.before_column && !column.position) continue;
      diagnostics_.error(column.at, "addColumn: PostgreSQL adds columns at the end only",
                         "remove afterColumn, beforeColumn or position");
    }
  }
  void operator()(const model::CreateSequence& change) const {
    refuse_order(change.ordered, "createSequence");
  }
  void operator()(const model::AlterSequence& change) const {
    refuse_order(change.ordered, "alterSequence");
  }
  void operator()(const model::AddTypeValue& change) const {
    if (change.before_value && change.after_value)
      diagnostics_.error(at_, "addTypeValue: beforeValue and afterValue exclude each other");
  }
  void operator()(const model::AddCheckConstraint& change) const {
    if (!change.disabled.value_or(false)) return;
    diagnostics_.error(at_, "addCheckConstraint: PostgreSQL has no disabled constraints",
                       "validate: false leaves existing rows unchecked");
  }
  void operator()(const model::CreateTrigger& change) const {
    const bool needed = change.disabled.value_or(false) || change.replace_if_exists.value_or(false);
    if (needed) need_table(change.table_name, "createTrigger");
    if (needed && !model::is_given(change.name))
      diagnostics_.error(at_, "createTrigger: 'triggerName' is missing");
  }
  void operator()(const model::DropTrigger& change) const {
    need_table(change.table_name, "dropTrigger");
  }
  void operator()(const model::RenameTrigger& change) const {
    need_table(change.table_name, "renameTrigger");
  }
  void operator()(const model::EnableTrigger& change) const {
    need_table(change.table_name, "enableTrigger");
  }
  void operator()(const model::DisableTrigger& change) const {
    need_table(change.table_name, "disableTrigger");
  }
  void operator()(const auto&) const {}

 private:
  void refuse_order(const model::Flag& ordered, std::string_view change) const {
    if (!ordered) return;
    diagnostics_.error(at_, fmt::format("{}: PostgreSQL has no ordered sequences", change),
                       "remove ordered");
  }
  void need_table(const model::Text& table, std::string_view change) const {
    if (model::is_given(table)) return;
    diagnostics_.error(at_, fmt::format("{}: PostgreSQL needs tableName", change));
  }

  const Location& at_;
  Diagnostics& diagnostics_;
};

}  // namespace

void PostgreSqlDialect::find_mistakes(const model::Change& change, const sql::Target& target,
                                      Diagnostics& diagnostics) const {
  Dialect::find_mistakes(change, target, diagnostics);
  std::visit(Checker(change.at, diagnostics), change.body);
}

std::string_view PostgreSqlDialect::lacks(const model::ChangeBody& change) const {
  const bool switches_check = std::holds_alternative<model::EnableCheckConstraint>(change) ||
                              std::holds_alternative<model::DisableCheckConstraint>(change);
  return switches_check ? "constraints that can be switched off" : Dialect::lacks(change);
}

}  // namespace strata::postgresql
