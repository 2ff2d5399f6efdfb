#include <array>

#include "engine/model/changes_program.h"
#include "engine/model/field_tables.h"

// Changes of stored programs: the fields of each, with the names, meaning and checksum rules of
// Liquibase 4.28.
namespace strata::model {
namespace {

// `Name` and `Body` are what the type calls them: procedureName, procedureText.
template <typename C>
std::array<Field, 10> program_fields(std::string_view name, std::string_view body,
                                     unsigned name_options) {
  return {
      field<&C::catalog_name, C>("catalogName", "Catalog of the object."),
      field<&C::schema_name, C>("schemaName", "Schema of the object."),
      field<&C::name, C>(name, "Its name.", name_options),
      field<&C::body, C>(body, "The whole CREATE statement.", Field::kBody | Field::kNotSummed),
      field<&C::replace_if_exists, C>("replaceIfExists", "Replace one of that name."),
      field<&C::path, C>("path", "File to read the statement from.", Field::kNotSummed),
      field<&C::relative_to_changelog_file, C>("relativeToChangelogFile",
                                               "Whether the path is relative to this file.",
                                               Field::kNotSummed),
      field<&C::encoding, C>("encoding", "The file's encoding, UTF-8 by default.",
                             Field::kNotSummed),
      field<&C::comments, C>("comments", "Accepted and ignored.", Field::kNotSummed),
      field<&C::dbms, C>("dbms", "Databases it applies to, such as postgresql, !sqlite.",
                         Field::kNotSummed),
  };
}

template <typename C>
std::array<Field, 3> program_name_fields(std::string_view name) {
  return {field<&C::catalog_name, C>("catalogName", "Catalog of the object."),
          field<&C::schema_name, C>("schemaName", "Schema of the object."),
          field<&C::name, C>(name, "Its name.", Field::kRequired)};
}

template <typename C>
std::array<Field, 5> trigger_name_fields() {
  return {field<&C::catalog_name, C>("catalogName", "Catalog of the object."),
          field<&C::schema_name, C>("schemaName", "Schema of the object."),
          field<&C::table_name, C>("tableName", "Table that the trigger is on."),
          field<&C::trigger_name, C>("triggerName", "Name of the trigger.", Field::kRequired),
          field<&C::scope, C>("scope", "What it watches: TABLE, SCHEMA or DATABASE (Oracle).")};
}

}  // namespace

std::span<const Field> create_procedure_fields() {
  static const auto kFields =
      program_fields<CreateProcedure>("procedureName", "procedureText", Field::kNone);
  return kFields;
}

std::span<const Field> create_function_fields() {
  static const auto kFields =
      program_fields<CreateFunction>("functionName", "functionBody", Field::kNone);
  return kFields;
}

std::span<const Field> create_package_fields() {
  static const auto kFields =
      program_fields<CreatePackage>("packageName", "packageText", Field::kNone);
  return kFields;
}

std::span<const Field> create_package_body_fields() {
  static const auto kFields =
      program_fields<CreatePackageBody>("packageBodyName", "packageBodyText", Field::kNone);
  return kFields;
}

std::span<const Field> create_trigger_fields() {
  using C = CreateTrigger;
  static const auto kFields = [] {
    const auto shared = program_fields<C>("triggerName", "triggerBody", Field::kNone);
    std::array<Field, shared.size() + 3> all{};
    std::copy(shared.begin(), shared.end(), all.begin());
    all[shared.size()] = field<&C::table_name>("tableName", "Table that the trigger is on.");
    all[shared.size() + 1] =
        field<&C::scope>("scope", "What it watches: TABLE, SCHEMA or DATABASE (Oracle).");
    all[shared.size() + 2] = field<&C::disabled>("disabled", "Whether it is created disabled.");
    return all;
  }();
  return kFields;
}

std::span<const Field> drop_procedure_fields() {
  static const auto kFields = program_name_fields<DropProcedure>("procedureName");
  return kFields;
}

std::span<const Field> drop_function_fields() {
  static const auto kFields = program_name_fields<DropFunction>("functionName");
  return kFields;
}

std::span<const Field> drop_package_fields() {
  static const auto kFields = program_name_fields<DropPackage>("packageName");
  return kFields;
}

std::span<const Field> drop_package_body_fields() {
  static const auto kFields = program_name_fields<DropPackageBody>("packageBodyName");
  return kFields;
}

std::span<const Field> drop_trigger_fields() {
  static const auto kFields = trigger_name_fields<DropTrigger>();
  return kFields;
}

std::span<const Field> enable_trigger_fields() {
  static const auto kFields = trigger_name_fields<EnableTrigger>();
  return kFields;
}

std::span<const Field> disable_trigger_fields() {
  static const auto kFields = trigger_name_fields<DisableTrigger>();
  return kFields;
}

std::span<const Field> rename_trigger_fields() {
  using C = RenameTrigger;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Table that the trigger is on."),
      field<&C::old_trigger_name>("oldTriggerName", "Present name.", Field::kRequired),
      field<&C::new_trigger_name>("newTriggerName", "New name.", Field::kRequired),
  };
  return kFields;
}

}  // namespace strata::model
