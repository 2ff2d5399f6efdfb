#include "engine/model/changes_type.h"
#include "engine/model/field_tables.h"

// Changes of enumerated types: the fields of each.
namespace strata::model {

std::span<const Field> create_type_fields() {
  using C = CreateType;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::type_name>("typeName", "Name of the type.", Field::kRequired),
      field<&C::values>("values", "Its values in their order, separated by commas.",
                        Field::kRequired),
  };
  return kFields;
}

std::span<const Field> add_type_value_fields() {
  using C = AddTypeValue;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::type_name>("typeName", "Name of the type.", Field::kRequired),
      field<&C::value>("value", "The new value.", Field::kRequired),
      field<&C::before_value>("beforeValue", "The value that it comes before."),
      field<&C::after_value>("afterValue", "The value that it comes after; else it is the last."),
  };
  return kFields;
}

std::span<const Field> drop_type_fields() {
  using C = DropType;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::type_name>("typeName", "Name of the type.", Field::kRequired),
  };
  return kFields;
}

}  // namespace strata::model
