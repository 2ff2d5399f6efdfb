#include "engine/model/changes_oracle.h"
#include "engine/model/field_tables.h"

// Changes for Oracle: the fields of each, with the names and checksum rules of Liquibase 4.28.
namespace strata::model {

std::span<const Field> create_synonym_fields() {
  using C = CreateSynonym;
  static constexpr Field kFields[] = {
      field<&C::object_catalog_name>("objectCatalogName", "Catalog of the object it stands for."),
      field<&C::object_schema_name>("objectSchemaName", "Schema of the object it stands for."),
      field<&C::object_name>("objectName", "Name of the object it stands for.", Field::kRequired),
      field<&C::object_type>("objectType", "Kind of that object."),
      field<&C::synonym_catalog_name>("synonymCatalogName", "Catalog of the synonym."),
      field<&C::synonym_schema_name>("synonymSchemaName", "Schema of the synonym."),
      field<&C::synonym_name>("synonymName", "Name of the synonym.", Field::kRequired),
      field<&C::is_private>("private", "Whether only its creator sees it."),
      field<&C::replace_if_exists>("replaceIfExists", "Replace a synonym of that name."),
  };
  return kFields;
}

std::span<const Field> drop_synonym_fields() {
  using C = DropSynonym;
  static constexpr Field kFields[] = {
      field<&C::object_type>("objectType", "Kind of the object it stands for."),
      field<&C::synonym_catalog_name>("synonymCatalogName", "Catalog of the synonym."),
      field<&C::synonym_schema_name>("synonymSchemaName", "Schema of the synonym."),
      field<&C::synonym_name>("synonymName", "Name of the synonym.", Field::kRequired),
      field<&C::is_private>("private", "Whether only its creator sees it."),
  };
  return kFields;
}

std::span<const Field> mark_unused_fields() {
  using C = MarkUnused;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::column_name>("columnName", "Name of the column.", Field::kRequired),
  };
  return kFields;
}

}  // namespace strata::model
