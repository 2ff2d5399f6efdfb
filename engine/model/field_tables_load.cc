#include <array>

#include "engine/model/changes_load.h"
#include "engine/model/field_tables.h"

// Changes that load files: the fields of each, with the names and meaning of Liquibase 4.28. Their
// checksum is one of the file.
namespace strata::model {
namespace {

template <typename C>
constexpr std::array<Field, 11> load_fields() {
  return {
      field<&C::catalog_name, C>("catalogName", "Catalog of the object."),
      field<&C::schema_name, C>("schemaName", "Schema of the object."),
      field<&C::table_name, C>("tableName", "Name of the table.", Field::kRequired),
      field<&C::file, C>("file", "The file with the rows; its first line names the columns.",
                         Field::kRequired),
      field<&C::encoding, C>("encoding", "The file's encoding, UTF-8 by default."),
      field<&C::separator, C>("separator", "What stands between values, a comma by default."),
      field<&C::quotchar, C>("quotchar", "What stands around values, \" by default."),
      field<&C::comment_line_starts_with, C>("commentLineStartsWith",
                                             "What lines to leave out start with, # by default."),
      field<&C::relative_to_changelog_file, C>("relativeToChangelogFile",
                                               "Whether the path is relative to this file."),
      field<&C::use_prepared_statements, C>("usePreparedStatements", "Accepted and ignored."),
      field<&C::columns, C>("columns", "Types and defaults of columns, and other names for them.",
                            Field::kLoaded),
  };
}

}  // namespace

std::span<const Field> load_data_fields() {
  static constexpr auto kFields = load_fields<LoadData>();
  return kFields;
}

std::span<const Field> load_update_data_fields() {
  using C = LoadUpdateData;
  static constexpr auto kFields = [] {
    constexpr auto kShared = load_fields<C>();
    std::array<Field, kShared.size() + 2> all{};
    for (std::size_t i = 0; i < kShared.size(); ++i) all[i] = kShared[i];
    all[kShared.size()] = field<&C::primary_key>(
        "primaryKey", "Columns that tell rows apart, separated by commas.", Field::kRequired);
    all[kShared.size() + 1] =
        field<&C::only_update>("onlyUpdate", "Leave out rows that are not there yet.");
    return all;
  }();
  return kFields;
}

}  // namespace strata::model
