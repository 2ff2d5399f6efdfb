#include "engine/model/precondition.h"

#include <algorithm>

namespace strata::model {
namespace {

using Field = PreconditionField;
using Kind = PreconditionType::Kind;

constexpr Field kDbms[] = {{"type", true}};
constexpr Field kRunningAs[] = {{"username", true}};
constexpr Field kChangeSet[] = {{"id", true}, {"author", true}, {"changeLogFile"}};
constexpr Field kTable[] = {{"catalogName"}, {"schemaName"}, {"tableName", true}};
constexpr Field kView[] = {{"catalogName"}, {"schemaName"}, {"viewName", true}};
constexpr Field kColumn[] = {
    {"catalogName"}, {"schemaName"}, {"tableName", true}, {"columnName", true}};
constexpr Field kSequence[] = {{"catalogName"}, {"schemaName"}, {"sequenceName", true}};
constexpr Field kIndex[] = {
    {"catalogName"}, {"schemaName"}, {"indexName"}, {"tableName"}, {"columnNames"}};
constexpr Field kPrimaryKey[] = {
    {"catalogName"}, {"schemaName"}, {"primaryKeyName"}, {"tableName"}};
constexpr Field kForeignKey[] = {
    {"catalogName"}, {"schemaName"}, {"foreignKeyTableName"}, {"foreignKeyName", true}};
constexpr Field kUnique[] = {
    {"catalogName"}, {"schemaName"}, {"tableName", true}, {"constraintName"}, {"columnNames"}};
constexpr Field kRowCount[] = {
    {"catalogName"}, {"schemaName"}, {"tableName", true}, {"expectedRows", true}};
constexpr Field kSqlCheck[] = {{"expectedResult", true}, {"sql", true, true}};
constexpr Field kProperty[] = {{"property", true}, {"value"}};
constexpr Field kQuoting[] = {{"strategy", true}};
constexpr Field kCustom[] = {{"className", true}};

constexpr PreconditionType kTypes[] = {
    {Kind::And, "and", {}, "All of these hold."},
    {Kind::Or, "or", {}, "One of these holds."},
    {Kind::Not, "not", {}, "None of these holds."},
    {Kind::Dbms, "dbms", kDbms, "The database is one of these."},
    {Kind::RunningAs, "runningAs", kRunningAs, "The connection is this user's."},
    {Kind::ChangeSetExecuted, "changeSetExecuted", kChangeSet, "That changeset has run."},
    {Kind::TableExists, "tableExists", kTable, "There is such a table."},
    {Kind::ViewExists, "viewExists", kView, "There is such a view."},
    {Kind::ColumnExists, "columnExists", kColumn, "The table has such a column."},
    {Kind::SequenceExists, "sequenceExists", kSequence, "There is such a sequence."},
    {Kind::IndexExists, "indexExists", kIndex,
     "There is an index of that name, or over those columns."},
    {Kind::PrimaryKeyExists, "primaryKeyExists", kPrimaryKey, "The table has a primary key."},
    {Kind::ForeignKeyExists, "foreignKeyConstraintExists", kForeignKey,
     "There is such a foreign key."},
    {Kind::UniqueConstraintExists, "uniqueConstraintExists", kUnique,
     "The table has a unique constraint of that name, or over those columns."},
    {Kind::TableIsEmpty, "tableIsEmpty", kTable, "The table has no row."},
    {Kind::RowCount, "rowCount", kRowCount, "The table has that many rows."},
    {Kind::SqlCheck, "sqlCheck", kSqlCheck, "The query yields that one value."},
    {Kind::PropertyDefined, "changeLogPropertyDefined", kProperty,
     "The changelog parameter is defined, with that value if one is given."},
    {Kind::QuotingStrategy, "expectedQuotingStrategy", kQuoting, "objectQuotingStrategy is this."},
    {Kind::Custom, "customPrecondition", kCustom,
     "What --custom-change registers for the class does not fail."},
};

}  // namespace

std::span<const PreconditionType> precondition_types() { return kTypes; }

const PreconditionType* find_precondition_type(std::string_view name) {
  const auto* found = std::find_if(std::begin(kTypes), std::end(kTypes),
                                   [&](const PreconditionType& type) { return type.name == name; });
  return found == std::end(kTypes) ? nullptr : found;
}

Text Precondition::value(std::string_view field) const {
  const auto found = values.find(field);
  return found == values.end() ? std::nullopt : Text(found->second);
}

}  // namespace strata::model
