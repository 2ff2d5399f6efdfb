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
    {Kind::And, "and", {}},
    {Kind::Or, "or", {}},
    {Kind::Not, "not", {}},
    {Kind::Dbms, "dbms", kDbms},
    {Kind::RunningAs, "runningAs", kRunningAs},
    {Kind::ChangeSetExecuted, "changeSetExecuted", kChangeSet},
    {Kind::TableExists, "tableExists", kTable},
    {Kind::ViewExists, "viewExists", kView},
    {Kind::ColumnExists, "columnExists", kColumn},
    {Kind::SequenceExists, "sequenceExists", kSequence},
    {Kind::IndexExists, "indexExists", kIndex},
    {Kind::PrimaryKeyExists, "primaryKeyExists", kPrimaryKey},
    {Kind::ForeignKeyExists, "foreignKeyConstraintExists", kForeignKey},
    {Kind::UniqueConstraintExists, "uniqueConstraintExists", kUnique},
    {Kind::TableIsEmpty, "tableIsEmpty", kTable},
    {Kind::RowCount, "rowCount", kRowCount},
    {Kind::SqlCheck, "sqlCheck", kSqlCheck},
    {Kind::PropertyDefined, "changeLogPropertyDefined", kProperty},
    {Kind::QuotingStrategy, "expectedQuotingStrategy", kQuoting},
    {Kind::Custom, "customPrecondition", kCustom},
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
