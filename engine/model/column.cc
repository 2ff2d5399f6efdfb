#include "engine/model/column.h"

#include <array>

#include "engine/model/field.h"

namespace strata::model {
namespace {

constexpr std::size_t kPositionFields = 3;

constexpr std::array kColumnFields{
    field<&Column::name>("name", "Name of the column."),
    field<&Column::type>("type", "Its type; standard names are translated for each database."),
    field<&Column::computed>("computed", "Whether the name is an expression (createIndex)."),
    field<&Column::encoding>("encoding", "Encoding of valueClobFile."),
    field<&Column::auto_increment>("autoIncrement", "Whether the database numbers the rows."),
    field<&Column::start_with>("startWith", "First number of autoIncrement."),
    field<&Column::increment_by>("incrementBy", "Step of autoIncrement."),
    field<&Column::remarks>("remarks", "Comment kept in the database."),
    field<&Column::descending>("descending", "Whether the index runs downwards."),
    field<&Column::default_on_null>("defaultOnNull",
                                    "Whether autoIncrement also replaces an explicit NULL."),
    field<&Column::generation_type>("generationType", "ALWAYS or BY DEFAULT, for autoIncrement."),
    field<&Column::value>("value", "A text to store."),
    field<&Column::value_numeric>("valueNumeric", "A number to store."),
    field<&Column::value_date>("valueDate", "A date, time or both to store."),
    field<&Column::value_boolean>("valueBoolean", "true or false to store."),
    field<&Column::value_blob_file>("valueBlobFile", "File whose bytes are stored."),
    field<&Column::value_clob_file>("valueClobFile", "File whose text is stored."),
    field<&Column::value_computed>("valueComputed", "An SQL expression whose value is stored."),
    field<&Column::value_sequence_next>("valueSequenceNext",
                                        "Sequence whose next value is stored."),
    field<&Column::value_sequence_current>("valueSequenceCurrent",
                                           "Sequence whose current value is stored."),
    field<&Column::default_value>("defaultValue", "Default: a text."),
    field<&Column::default_value_numeric>("defaultValueNumeric", "Default: a number."),
    field<&Column::default_value_date>("defaultValueDate", "Default: a date, time or both."),
    field<&Column::default_value_boolean>("defaultValueBoolean", "Default: true or false."),
    field<&Column::default_value_computed>("defaultValueComputed", "Default: an SQL expression."),
    field<&Column::default_value_sequence_next>(
        "defaultValueSequenceNext", "Default: a sequence whose next value is the default."),
    field<&Column::default_value_constraint_name>(
        "defaultValueConstraintName", "Default: name of the constraint that holds the default."),
    field<&Column::constraints>("constraints", "Its constraints."),
    field<&Column::after_column>("afterColumn",
                                 "Column it is placed behind, where the database can."),
    field<&Column::before_column>("beforeColumn",
                                  "Column it is placed before, where the database can."),
    field<&Column::position>("position", "Its number from 1, where the database can."),
};

constexpr std::array kConstraintsFields{
    field<&Constraints::nullable>("nullable", "false makes the column refuse NULL."),
    field<&Constraints::not_null_constraint_name>("notNullConstraintName",
                                                  "Name of the NOT NULL constraint."),
    field<&Constraints::primary_key>("primaryKey",
                                     "Whether the column is (part of) the primary key."),
    field<&Constraints::primary_key_name>("primaryKeyName", "Name of the primary key."),
    field<&Constraints::primary_key_tablespace>("primaryKeyTablespace", "Tablespace of its index."),
    field<&Constraints::references>("references", "Foreign key in short: table(column)."),
    field<&Constraints::referenced_table_catalog_name>("referencedTableCatalogName",
                                                       "Catalog of the referenced table."),
    field<&Constraints::referenced_table_schema_name>("referencedTableSchemaName",
                                                      "Schema of the referenced table."),
    field<&Constraints::referenced_table_name>("referencedTableName", "Table that is referenced."),
    field<&Constraints::referenced_column_names>("referencedColumnNames", "Its columns."),
    field<&Constraints::unique>("unique", "Whether the column is unique."),
    field<&Constraints::unique_constraint_name>(
        "uniqueConstraintName", "Name of the unique constraint; columns with one name share it."),
    field<&Constraints::check_constraint>(
        "checkConstraint", "Left out with a warning: addCheckConstraint makes a check."),
    field<&Constraints::delete_cascade>("deleteCascade", "Whether the foreign key deletes along."),
    field<&Constraints::foreign_key_name>("foreignKeyName", "Name of the foreign key."),
    field<&Constraints::initially_deferred>("initiallyDeferred",
                                            "Whether checking is put off by default."),
    field<&Constraints::deferrable>(
        "deferrable", "Whether checking may be put off to the end of the transaction."),
    field<&Constraints::validate_nullable>("validateNullable",
                                           "Whether existing rows are checked for NULL."),
    field<&Constraints::validate_unique>("validateUnique",
                                         "Whether existing rows are checked for uniqueness."),
    field<&Constraints::validate_primary_key>("validatePrimaryKey",
                                              "Whether existing rows are checked."),
    field<&Constraints::validate_foreign_key>("validateForeignKey",
                                              "Whether existing rows are checked."),
};

}  // namespace

bool has_value(const Column& column) {
  return column.value || column.value_numeric || column.value_date || column.value_boolean ||
         column.value_computed || column.value_clob_file || column.value_blob_file ||
         column.value_sequence_next || column.value_sequence_current;
}

bool has_default(const Column& column) {
  return column.default_value || column.default_value_numeric || column.default_value_date ||
         column.default_value_boolean || column.default_value_computed ||
         column.default_value_sequence_next;
}

std::span<const Field> column_fields() {
  return std::span<const Field>(kColumnFields).first(kColumnFields.size() - kPositionFields);
}

std::span<const Field> positioned_column_fields() { return kColumnFields; }

std::span<const Field> loaded_column_fields() {
  static const std::vector<Field> kFields = [] {
    std::vector<Field> fields(column_fields().begin(), column_fields().end());
    fields.push_back(field<&Column::header>("header", "Its name in the file, if it is another."));
    fields.push_back(field<&Column::index>("index", "Its place in the file, from 0."));
    fields.push_back(field<&Column::allow_update>(
        "allowUpdate", "Whether loadUpdateData changes it in rows that are there."));
    return fields;
  }();
  return kFields;
}

std::span<const Field> constraints_fields() { return kConstraintsFields; }

}  // namespace strata::model
