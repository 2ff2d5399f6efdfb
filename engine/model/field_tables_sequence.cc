#include "engine/model/changes_sequence.h"
#include "engine/model/field_tables.h"

// Changes of sequences: the fields of each, with the names, meaning and checksum rules of Liquibase
// 4.28.
namespace strata::model {

std::span<const Field> create_sequence_fields() {
  using C = CreateSequence;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::sequence_name>("sequenceName", "Name of the sequence.", Field::kRequired),
      field<&C::data_type>("dataType", "Type of its values, such as bigint."),
      field<&C::start_value>("startValue", "Its first value."),
      field<&C::increment_by>("incrementBy", "Distance of its values."),
      field<&C::min_value>("minValue", "Its smallest value."),
      field<&C::max_value>("maxValue", "Its largest value."),
      field<&C::cache_size>("cacheSize", "How many values a session takes at once."),
      field<&C::cycle>("cycle", "Whether it starts again after its last value."),
      field<&C::ordered>("ordered", "Whether values are handed out in order (Oracle, Db2)."),
  };
  return kFields;
}

std::span<const Field> alter_sequence_fields() {
  using C = AlterSequence;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::sequence_name>("sequenceName", "Name of the sequence.", Field::kRequired),
      field<&C::data_type>("dataType", "New type of its values."),
      field<&C::increment_by>("incrementBy", "New distance of its values."),
      field<&C::min_value>("minValue", "New smallest value."),
      field<&C::max_value>("maxValue", "New largest value."),
      field<&C::cache_size>("cacheSize", "How many values a session takes at once."),
      field<&C::cycle>("cycle", "Whether it starts again after its last value."),
      field<&C::ordered>("ordered", "Whether values are handed out in order (Oracle, Db2)."),
  };
  return kFields;
}

std::span<const Field> drop_sequence_fields() {
  using C = DropSequence;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::sequence_name>("sequenceName", "Name of the sequence.", Field::kRequired),
  };
  return kFields;
}

std::span<const Field> rename_sequence_fields() {
  using C = RenameSequence;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::old_sequence_name>("oldSequenceName", "Present name.", Field::kRequired),
      field<&C::new_sequence_name>("newSequenceName", "New name.", Field::kRequired),
  };
  return kFields;
}

}  // namespace strata::model
