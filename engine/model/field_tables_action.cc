#include "engine/model/changes_action.h"
#include "engine/model/field_tables.h"

// Changes that print, stop or start programs: the fields of each, with the names, meaning and
// checksum rules of Liquibase 4.28.
namespace strata::model {

std::span<const Field> output_fields() {
  using C = Output;
  static constexpr Field kFields[] = {
      field<&C::message>("message", "What to print.", Field::kBody | Field::kRequired),
      field<&C::target>("target", "STDOUT, STDERR (default), FATAL, WARN, INFO or DEBUG."),
  };
  return kFields;
}

std::span<const Field> stop_fields() {
  using C = Stop;
  static constexpr Field kFields[] = {
      field<&C::message>("message", "What to say when the run stops here."),
  };
  return kFields;
}

std::span<const Field> execute_command_fields() {
  using C = ExecuteCommand;
  static constexpr Field kFields[] = {
      field<&C::executable>("executable", "Program to run.", Field::kRequired),
      field<&C::timeout>("timeout", "How long it may take: 30s, 5m, 1h."),
  };
  return kFields;
}

std::span<const Field> custom_change_fields() {
  using C = CustomChange;
  static constexpr Field kFields[] = {
      field<&C::class_name>("class", "Name of the custom change.", Field::kRequired),
      field<&C::parameters>("param", "Its parameters, by name."),
  };
  return kFields;
}

}  // namespace strata::model
