// What MySQL and MariaDB cannot do, told before anything runs.
#include <fmt/format.h>

#include "drivers/mysql/dialect.h"
#include "engine/base/overloaded.h"
#include "engine/base/text.h"

namespace strata::mysql {
namespace {

using model::Column;
using model::Text;

class Checker {
 public:
  Checker(Flavor flavor, std::string_view product, const Location& at, Diagnostics& diagnostics)
      : flavor_(flavor), product_(product), at_(at), diagnostics_(diagnostics) {}

  void operator()(const model::CreateTable& change) const {
    for (const Column& column : change.columns) {
      check_numbering(column, "createTable");
      check_key(column, "createTable");
    }
  }

  void operator()(const model::CreateIndex& change) const {
    refuse(change.include.has_value(), "createIndex", "include for an index");
    refuse(change.where.has_value(), "createIndex", "where for an index");
    if (flavor_ != Flavor::MariaDb) return;
    for (const Column& column : change.columns) {
      if (!is_index_expression(column)) continue;
      diagnostics_.error(column.at, "createIndex: MariaDB has no indexes over expressions",
                         "add a generated column and an index over it");
    }
  }

  void operator()(const model::AddColumn& change) const {
    for (const Column& column : change.columns) {
      check_numbering(column, "addColumn");
      check_key(column, "addColumn");
      check_position(column);
    }
  }

  // What would be silently left out.
  void operator()(const model::AddForeignKeyConstraint& change) const {
    refuse(change.deferrable.value_or(false) || change.initially_deferred.value_or(false),
           "addForeignKeyConstraint", "deferrable or initiallyDeferred");
  }

  void operator()(const model::AddPrimaryKey& change) const {
    refuse(change.clustered.value_or(false), "addPrimaryKey", "clustered");
    refuse(change.for_index_name.has_value(), "addPrimaryKey", "forIndexName");
  }

  void operator()(const model::AddUniqueConstraint& change) const {
    refuse(change.clustered.value_or(false), "addUniqueConstraint", "clustered");
    refuse(change.for_index_name.has_value(), "addUniqueConstraint", "forIndexName");
  }

  void operator()(const model::AddAutoIncrement& change) const {
    refuse(change.increment_by.has_value(), "addAutoIncrement", "incrementBy for a column");
  }

  void operator()(const model::CreateSequence& change) const {
    refuse(flavor_ == Flavor::MariaDb && change.data_type.has_value(), "createSequence",
           "dataType for sequences");
  }

  void operator()(const model::AlterSequence& change) const {
    refuse(flavor_ == Flavor::MariaDb && change.data_type.has_value(), "alterSequence",
           "dataType for sequences");
    refuse(flavor_ == Flavor::MariaDb && change.ordered.has_value(), "alterSequence",
           "ordered sequences");
  }

  void operator()(const model::AddCheckConstraint& change) const {
    refuse(!change.validate.value_or(true), "addCheckConstraint", "validate: false");
    refuse(flavor_ == Flavor::MariaDb && change.disabled.value_or(false), "addCheckConstraint",
           "disabled constraints");
  }

  void operator()(const model::CreateProcedure& change) const {
    need_name(change, "createProcedure", "procedureName");
  }

  void operator()(const model::CreateFunction& change) const {
    need_name(change, "createFunction", "functionName");
  }

  void operator()(const model::CreateTrigger& change) const {
    refuse(change.disabled.value_or(false), "createTrigger", "disabled triggers");
    need_name(change, "createTrigger", "triggerName");
  }

  void operator()(const model::AddLookupTable& change) const {
    if (change.new_column_data_type) return;
    diagnostics_.error(at_, fmt::format("addLookupTable: {} needs newColumnDataType", product_));
  }

  void operator()(const model::DropIndex& change) const {
    if (change.table_name) return;
    diagnostics_.error(at_, fmt::format("dropIndex: {} needs tableName", product_));
  }

  void operator()(const auto& /*change*/) const {}

 private:
  // What is there is dropped first.
  void need_name(const model::ProgramText& change, std::string_view type,
                 std::string_view key) const {
    if (!change.replace_if_exists.value_or(false) || model::is_given(change.name)) return;
    diagnostics_.error(at_, fmt::format("{}: replaceIfExists needs {}", type, key));
  }

  void refuse(bool given, std::string_view change, std::string_view what) const {
    if (!given) return;
    diagnostics_.error(at_, fmt::format("{}: {} has no {}", change, product_, what));
  }

  void check_numbering(const Column& column, std::string_view change) const {
    if (!column.auto_increment.value_or(false) || !column.increment_by) return;
    diagnostics_.error(column.at,
                       fmt::format("{}: {} has no incrementBy for a column", change, product_),
                       "its step is the server's auto_increment_increment");
  }

  void check_key(const Column& column, std::string_view change) const {
    if (!column.auto_increment.value_or(false)) return;
    // A unique key comes too late for ALTER TABLE: it is a statement of its own.
    const auto& keys = column.constraints;
    const bool is_key = keys && (keys->primary_key.value_or(false) ||
                                 (change == "createTable" && keys->unique.value_or(false)));
    if (is_key) return;
    diagnostics_.error(
        column.at, fmt::format("{}: on {} an autoIncrement column must be a key", change, product_),
        "add `constraints: {primaryKey: true}`");
  }

  void check_position(const Column& column) const {
    if (column.before_column) {
      diagnostics_.error(column.at, fmt::format("addColumn: {} has no beforeColumn", product_),
                         "use afterColumn, or position: 1");
    }
    if (column.position && column.position->digits != "1") {
      diagnostics_.error(column.at, fmt::format("addColumn: {} has no position but 1", product_),
                         "use afterColumn");
    }
  }

  Flavor flavor_;
  std::string_view product_;
  const Location& at_;
  Diagnostics& diagnostics_;
};

}  // namespace

void MySqlDialect::find_mistakes(const model::Change& change, const sql::Target& target,
                                 Diagnostics& diagnostics) const {
  Dialect::find_mistakes(change, target, diagnostics);
  std::visit(Checker(flavor_, traits().product_name, change.at, diagnostics), change.body);
  if (target.schema == nullptr) check_types(change, target, diagnostics);
}

// Where the table is not known, what a MODIFY restates must come from the changelog.
void MySqlDialect::check_types(const model::Change& change, const sql::Target& target,
                               Diagnostics& diagnostics) const {
  const auto require = [&](const Text& type) {
    if (given_type(type, target)) return;
    diagnostics.error(change.at, fmt::format("{}: {} needs columnDataType without a database",
                                             model::type_of(change).name, traits().product_name));
  };
  std::visit(Overloaded{[&](const model::RenameColumn& c) {
                          if (c.remarks || !has_rename_column(target)) require(c.column_data_type);
                        },
                        [&](const model::AddNotNullConstraint& c) { require(c.column_data_type); },
                        [&](const model::AddAutoIncrement& c) { require(c.column_data_type); },
                        [&](const model::SetColumnRemarks& c) { require(c.column_data_type); },
                        [&](const model::DropNotNullConstraint& c) { require(c.column_data_type); },
                        [](const auto&) {}},
             change.body);
}

}  // namespace strata::mysql
