#include <array>

#include "engine/model/changes_constraint.h"
#include "engine/model/field_tables.h"

// Changes of keys, constraints and indexes: the fields of each, with the names, meaning and
// checksum rules of Liquibase 4.28.
namespace strata::model {

std::span<const Field> add_primary_key_fields() {
  using C = AddPrimaryKey;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_names>("columnNames", "Columns, separated by commas.", Field::kRequired),
      field<&C::constraint_name>("constraintName", "Name of the constraint."),
      field<&C::tablespace>("tablespace", "Tablespace to create it in."),
      field<&C::clustered>("clustered", "Whether rows are stored in its order."),
      field<&C::for_index_catalog_name>("forIndexCatalogName", "Catalog of forIndexName."),
      field<&C::for_index_schema_name>("forIndexSchemaName", "Schema of forIndexName."),
      field<&C::for_index_name>("forIndexName", "An existing index to use for it."),
      field<&C::validate>("validate", "Whether existing rows are checked."),
  };
  return kFields;
}

std::span<const Field> drop_primary_key_fields() {
  using C = DropPrimaryKey;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::constraint_name>("constraintName", "Name of the constraint."),
      field<&C::drop_index>("dropIndex", "Whether the index behind it is dropped too."),
  };
  return kFields;
}

std::span<const Field> add_foreign_key_fields() {
  using C = AddForeignKeyConstraint;
  static constexpr Field kFields[] = {
      field<&C::base_table_catalog_name>("baseTableCatalogName",
                                         "Catalog of the table that gets the key."),
      field<&C::base_table_schema_name>("baseTableSchemaName",
                                        "Schema of the table that gets the key."),
      field<&C::base_table_name>("baseTableName", "Table that gets the key.", Field::kRequired),
      field<&C::base_column_names>("baseColumnNames", "Its columns, separated by commas.",
                                   Field::kRequired),
      field<&C::constraint_name>("constraintName", "Name of the constraint.", Field::kRequired),
      field<&C::referenced_table_catalog_name>("referencedTableCatalogName",
                                               "Catalog of the referenced table."),
      field<&C::referenced_table_schema_name>("referencedTableSchemaName",
                                              "Schema of the referenced table."),
      field<&C::referenced_table_name>("referencedTableName", "Table that is referenced.",
                                       Field::kRequired),
      field<&C::referenced_column_names>("referencedColumnNames",
                                         "Its columns, separated by commas.", Field::kRequired),
      field<&C::deferrable>("deferrable",
                            "Whether checking may be put off to the end of the transaction."),
      field<&C::initially_deferred>("initiallyDeferred", "Whether checking is put off by default."),
      field<&C::on_delete>("onDelete", "CASCADE, SET NULL, SET DEFAULT, RESTRICT or NO ACTION."),
      field<&C::on_update>("onUpdate", "CASCADE, SET NULL, SET DEFAULT, RESTRICT or NO ACTION."),
      field<&C::delete_cascade>("deleteCascade", "Old form of onDelete: CASCADE.",
                                Field::kNotSummed | Field::kNotSummedV8),
      field<&C::references_unique_column>("referencesUniqueColumn", "Accepted and ignored.",
                                          Field::kNotSummed | Field::kNotSummedV8),
      field<&C::validate>("validate", "Whether existing rows are checked."),
  };
  return kFields;
}

std::span<const Field> drop_foreign_key_fields() {
  using C = DropForeignKeyConstraint;
  static constexpr Field kFields[] = {
      field<&C::base_table_catalog_name>("baseTableCatalogName",
                                         "Catalog of the table that gets the key."),
      field<&C::base_table_schema_name>("baseTableSchemaName",
                                        "Schema of the table that gets the key."),
      field<&C::base_table_name>("baseTableName", "Table that gets the key.", Field::kRequired),
      field<&C::constraint_name>("constraintName", "Name of the constraint.", Field::kRequired),
  };
  return kFields;
}

std::span<const Field> drop_all_foreign_keys_fields() {
  using C = DropAllForeignKeyConstraints;
  static constexpr Field kFields[] = {
      field<&C::base_table_catalog_name>("baseTableCatalogName",
                                         "Catalog of the table that has the keys."),
      field<&C::base_table_schema_name>("baseTableSchemaName",
                                        "Schema of the table that has the keys."),
      field<&C::base_table_name>("baseTableName", "Table that has the keys.", Field::kRequired),
  };
  return kFields;
}

std::span<const Field> add_check_fields() {
  using C = AddCheckConstraint;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::constraint_name>("constraintName", "Name of the constraint.", Field::kRequired),
      field<&C::constraint_body>("constraintBody", "The condition that rows have to fulfil.",
                                 Field::kBody | Field::kRequired | Field::kNotSummed),
      field<&C::disabled>("disabled", "Whether it is created but not enforced.", Field::kNotSummed),
      field<&C::validate>("validate", "Whether existing rows are checked.", Field::kNotSummed),
  };
  return kFields;
}

namespace {

template <typename C>
constexpr std::array<Field, 4> check_name_fields() {
  return {
      field<&C::catalog_name, C>("catalogName", "Catalog of the object."),
      field<&C::schema_name, C>("schemaName", "Schema of the object."),
      field<&C::table_name, C>("tableName", "Name of the table.", Field::kRequired),
      field<&C::constraint_name, C>("constraintName", "Name of the constraint.", Field::kRequired)};
}

}  // namespace

std::span<const Field> drop_check_fields() {
  static constexpr auto kFields = check_name_fields<DropCheckConstraint>();
  return kFields;
}

std::span<const Field> enable_check_fields() {
  static constexpr auto kFields = check_name_fields<EnableCheckConstraint>();
  return kFields;
}

std::span<const Field> disable_check_fields() {
  static constexpr auto kFields = check_name_fields<DisableCheckConstraint>();
  return kFields;
}

std::span<const Field> add_unique_fields() {
  using C = AddUniqueConstraint;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_names>("columnNames", "Columns, separated by commas.", Field::kRequired),
      field<&C::constraint_name>("constraintName", "Name of the constraint."),
      field<&C::tablespace>("tablespace", "Tablespace to create it in."),
      field<&C::deferrable>("deferrable",
                            "Whether checking may be put off to the end of the transaction."),
      field<&C::initially_deferred>("initiallyDeferred", "Whether checking is put off by default."),
      field<&C::disabled>("disabled", "Whether it is created disabled."),
      field<&C::clustered>("clustered", "Whether rows are stored in its order."),
      field<&C::for_index_catalog_name>("forIndexCatalogName", "Catalog of forIndexName."),
      field<&C::for_index_schema_name>("forIndexSchemaName", "Schema of forIndexName."),
      field<&C::for_index_name>("forIndexName", "An existing index to use for it."),
      field<&C::validate>("validate", "Whether existing rows are checked."),
  };
  return kFields;
}

std::span<const Field> drop_unique_fields() {
  using C = DropUniqueConstraint;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::constraint_name>("constraintName", "Name of the constraint."),
      field<&C::unique_columns>("uniqueColumns", "Columns of the constraint, separated by commas."),
  };
  return kFields;
}

std::span<const Field> add_not_null_fields() {
  using C = AddNotNullConstraint;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_name>("columnName", "Name of the column.", Field::kRequired),
      field<&C::column_data_type>(
          "columnDataType", "The column's type; databases that restate the whole column need it."),
      field<&C::default_null_value>("defaultNullValue",
                                    "Value put in place of NULL before the constraint is added."),
      field<&C::constraint_name>("constraintName", "Name of the constraint."),
      field<&C::validate>("validate", "Whether existing rows are checked."),
  };
  return kFields;
}

std::span<const Field> drop_not_null_fields() {
  using C = DropNotNullConstraint;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_name>("columnName", "Name of the column.", Field::kRequired),
      field<&C::column_data_type>(
          "columnDataType", "The column's type; databases that restate the whole column need it."),
      field<&C::constraint_name>("constraintName", "Name of the constraint."),
  };
  return kFields;
}

std::span<const Field> create_index_fields() {
  using C = CreateIndex;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::index_name>("indexName", "Name of the index."),
      field<&C::columns>("columns", "The columns.", Field::kRequired | Field::kPositioned),
      field<&C::unique>("unique", "Whether it refuses equal keys."),
      field<&C::clustered>("clustered", "Whether rows are stored in its order."),
      field<&C::tablespace>("tablespace", "Tablespace to create it in."),
      field<&C::associated_with>("associatedWith",
                                 "The key it comes with: primaryKey, uniqueConstraint or "
                                 "foreignKey. Such an index is not created.",
                                 Field::kNotSummed | Field::kNotSummedV8),
      field<&C::concurrently>("concurrently",
                              "PostgreSQL: without locking out writers, outside a transaction.",
                              Field::kNotSummed | Field::kNotSummedV8),
      // The reference knows none of these, so its checksums do not.
      field<&C::method>("using", "The kind of index: gin, brin, hash and so on.",
                        Field::kNotSummed | Field::kNotSummedV8),
      field<&C::include>("include", "PostgreSQL: more columns to keep in it, with commas.",
                         Field::kNotSummed | Field::kNotSummedV8),
      field<&C::where>("where", "PostgreSQL, SQLite: the condition for rows to be in it.",
                       Field::kNotSummed | Field::kNotSummedV8),
  };
  return kFields;
}

std::span<const Field> drop_index_fields() {
  using C = DropIndex;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table."),
      field<&C::index_name>("indexName", "Name of the index.", Field::kRequired),
      field<&C::concurrently>("concurrently",
                              "PostgreSQL: without locking out writers, outside a transaction.",
                              Field::kNotSummed | Field::kNotSummedV8),
  };
  return kFields;
}

}  // namespace strata::model
