// What SQLite cannot do, told before anything runs.
#include <algorithm>

#include <fmt/format.h>

#include "drivers/sqlite/dialect.h"

namespace strata::sqlite {
namespace {

using model::Column;

class Checker {
 public:
  Checker(const Location& at, Diagnostics& diagnostics) : at_(at), diagnostics_(diagnostics) {}

  // Whatever is numbered otherwise would silently stay NULL.
  void operator()(const model::CreateTable& change) const {
    for (const Column& column : change.columns) {
      if (SqliteDialect::is_numbered(column) && !SqliteDialect::is_single_key(change, column))
        report_numbering(column, "createTable");
    }
  }
  void operator()(const model::AddColumn& change) const {
    for (const Column& column : change.columns) {
      if (SqliteDialect::is_numbered(column)) report_numbering(column, "addColumn");
    }
  }
  void operator()(const model::CreateIndex& change) const {
    refuse(model::is_given(change.method), "using", "kinds of indexes");
    refuse(model::is_given(change.include), "include", "indexes with more columns");
  }
  void operator()(const model::AddAutoIncrement& change) const {
    if (change.increment_by && change.increment_by->digits != "1")
      diagnostics_.error(at_, "addAutoIncrement: SQLite numbers rows one by one",
                         "remove incrementBy");
  }
  void operator()(const model::CreateTrigger& change) const {
    if (change.disabled.value_or(false))
      diagnostics_.error(at_, "createTrigger: SQLite has no disabled triggers");
  }
  void operator()(const model::AddCheckConstraint& change) const {
    if (change.disabled.value_or(false) || !change.validate.value_or(true))
      diagnostics_.error(at_, "addCheckConstraint: SQLite checks every row, always",
                         "remove disabled and validate");
  }
  void operator()(const auto&) const {}

 private:
  void refuse(bool given, std::string_view field, std::string_view thing) const {
    if (!given) return;
    diagnostics_.error(at_, fmt::format("createIndex: SQLite has no {}", thing),
                       fmt::format("remove {}", field));
  }
  void report_numbering(const Column& column, std::string_view owner) const {
    diagnostics_.error(
        column.at,
        fmt::format("{}: SQLite can number only the one primary key column of a new table, not {}",
                    owner, column.name.value_or("")),
        "remove autoIncrement, or make the column the primary key in createTable");
  }

  const Location& at_;
  Diagnostics& diagnostics_;
};

}  // namespace

void SqliteDialect::find_mistakes(const model::Change& change, const sql::Target& target,
                                  Diagnostics& diagnostics) const {
  Dialect::find_mistakes(change, target, diagnostics);
  std::visit(Checker(change.at, diagnostics), change.body);
}

std::string_view SqliteDialect::lacks(const model::ChangeBody& change) const {
  if (std::holds_alternative<model::EnableTrigger>(change) ||
      std::holds_alternative<model::DisableTrigger>(change)) {
    return "triggers that can be switched off";
  }
  if (std::holds_alternative<model::EnableCheckConstraint>(change) ||
      std::holds_alternative<model::DisableCheckConstraint>(change)) {
    return "constraints that can be switched off";
  }
  return Dialect::lacks(change);
}

}  // namespace strata::sqlite
