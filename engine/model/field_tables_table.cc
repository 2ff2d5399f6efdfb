#include "engine/model/changes_table.h"
#include "engine/model/field_tables.h"

// Changes of tables and columns: the fields of each, with the names, meaning and checksum rules of
// Liquibase 4.28.
namespace strata::model {

std::span<const Field> create_table_fields() {
  using C = CreateTable;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::columns>("columns", "The columns.", Field::kRequired),
      field<&C::if_not_exists>("ifNotExists", "Do nothing if the table exists.",
                               Field::kNotSummed | Field::kNotSummedV8),
      field<&C::remarks>("remarks", "Comment kept in the database."),
      field<&C::table_type>("tableType", "Kind of table, such as TEMPORARY."),
      field<&C::tablespace>("tablespace", "Tablespace to create it in."),
  };
  return kFields;
}

std::span<const Field> drop_table_fields() {
  using C = DropTable;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::cascade_constraints>("cascadeConstraints",
                                     "Also drop foreign keys that refer to the table."),
  };
  return kFields;
}

std::span<const Field> rename_table_fields() {
  using C = RenameTable;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::old_table_name>("oldTableName", "Present name.", Field::kRequired),
      field<&C::new_table_name>("newTableName", "New name.", Field::kRequired),
  };
  return kFields;
}

std::span<const Field> add_column_fields() {
  using C = AddColumn;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::columns>("columns", "The columns.", Field::kRequired | Field::kPositioned),
  };
  return kFields;
}

std::span<const Field> drop_column_fields() {
  using C = DropColumn;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_name>("columnName", "Name of the column."),
      field<&C::columns>("columns", "Several columns, by their names."),
  };
  return kFields;
}

std::span<const Field> rename_column_fields() {
  using C = RenameColumn;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::old_column_name>("oldColumnName", "Present name.", Field::kRequired),
      field<&C::new_column_name>("newColumnName", "New name.", Field::kRequired),
      field<&C::column_data_type>(
          "columnDataType", "The column's type; databases that restate the whole column need it."),
      field<&C::remarks>("remarks", "Comment kept in the database."),
  };
  return kFields;
}

std::span<const Field> modify_data_type_fields() {
  using C = ModifyDataType;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_name>("columnName", "Name of the column.", Field::kRequired),
      field<&C::new_data_type>("newDataType", "The new type.", Field::kRequired),
  };
  return kFields;
}

std::span<const Field> add_default_value_fields() {
  using C = AddDefaultValue;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_name>("columnName", "Name of the column.", Field::kRequired),
      field<&C::column_data_type>(
          "columnDataType", "The column's type; databases that restate the whole column need it."),
      field<&C::default_value>("defaultValue", "A text."),
      field<&C::default_value_numeric>("defaultValueNumeric", "A number."),
      field<&C::default_value_date>("defaultValueDate", "A date, time or both."),
      field<&C::default_value_boolean>("defaultValueBoolean", "true or false."),
      field<&C::default_value_computed>("defaultValueComputed", "An SQL expression."),
      field<&C::default_value_sequence_next>("defaultValueSequenceNext",
                                             "A sequence whose next value is the default."),
      field<&C::default_value_constraint_name>("defaultValueConstraintName",
                                               "Name of the constraint that holds the default."),
  };
  return kFields;
}

std::span<const Field> drop_default_value_fields() {
  using C = DropDefaultValue;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_name>("columnName", "Name of the column.", Field::kRequired),
      field<&C::column_data_type>(
          "columnDataType", "The column's type; databases that restate the whole column need it."),
  };
  return kFields;
}

std::span<const Field> add_auto_increment_fields() {
  using C = AddAutoIncrement;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_name>("columnName", "Name of the column.", Field::kRequired),
      field<&C::column_data_type>("columnDataType", "Type of the column."),
      field<&C::start_with>("startWith", "First number."),
      field<&C::increment_by>("incrementBy", "Distance of the numbers."),
      field<&C::default_on_null>("defaultOnNull", "Whether NULL also takes a number (Oracle)."),
      field<&C::generation_type>("generationType", "ALWAYS or BY DEFAULT."),
  };
  return kFields;
}

std::span<const Field> merge_columns_fields() {
  using C = MergeColumns;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column1_name>("column1Name", "Column that gives the front.", Field::kRequired),
      field<&C::join_string>("joinString", "Text between them."),
      field<&C::column2_name>("column2Name", "Column that gives the end.", Field::kRequired),
      field<&C::final_column_name>("finalColumnName", "Column to create.", Field::kRequired),
      field<&C::final_column_type>("finalColumnType", "Its type.", Field::kRequired),
  };
  return kFields;
}

std::span<const Field> add_lookup_table_fields() {
  using C = AddLookupTable;
  static constexpr Field kFields[] = {
      field<&C::existing_table_catalog_name>("existingTableCatalogName",
                                             "Catalog of the table with the values."),
      field<&C::existing_table_schema_name>("existingTableSchemaName",
                                            "Schema of the table with the values."),
      field<&C::existing_table_name>("existingTableName", "Table with the values.",
                                     Field::kRequired),
      field<&C::existing_column_name>("existingColumnName", "Column with the values.",
                                      Field::kRequired),
      field<&C::new_table_catalog_name>("newTableCatalogName", "Catalog of the new table."),
      field<&C::new_table_schema_name>("newTableSchemaName", "Schema of the new table."),
      field<&C::new_table_name>("newTableName", "Table to create.", Field::kRequired),
      field<&C::new_column_name>("newColumnName", "Its column.", Field::kRequired),
      field<&C::new_column_data_type>("newColumnDataType", "Type of that column."),
      field<&C::constraint_name>("constraintName", "Name of the foreign key to it."),
  };
  return kFields;
}

std::span<const Field> set_table_remarks_fields() {
  using C = SetTableRemarks;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::remarks>("remarks", "Comment kept in the database."),
  };
  return kFields;
}

std::span<const Field> set_column_remarks_fields() {
  using C = SetColumnRemarks;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_name>("columnName", "Name of the column.", Field::kRequired),
      field<&C::column_data_type>("columnDataType", "Type of the column."),
      field<&C::column_parent_type>("columnParentType", "TABLE (default) or VIEW."),
      field<&C::remarks>("remarks", "Comment kept in the database."),
  };
  return kFields;
}

}  // namespace strata::model
