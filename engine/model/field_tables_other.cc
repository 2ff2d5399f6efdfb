#include "engine/model/changes_other.h"
#include "engine/model/field_tables.h"

// Changes of views and data, raw SQL, tags: the fields of each, with the names, meaning and
// checksum rules of Liquibase 4.28.
namespace strata::model {

std::span<const Field> create_view_fields() {
  using C = CreateView;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::view_name>("viewName", "Name of the view."),
      field<&C::select_query>("selectQuery",
                              "The query, or the whole definition with fullDefinition.",
                              Field::kBody | Field::kNotSummed),
      field<&C::full_definition>("fullDefinition",
                                 "Whether the text is the whole CREATE VIEW statement."),
      field<&C::replace_if_exists>("replaceIfExists", "Replace a view of that name."),
      field<&C::remarks>("remarks", "Comment kept in the database."),
      field<&C::path>("path", "File to read it from.", Field::kNotSummed),
      field<&C::relative_to_changelog_file>("relativeToChangelogFile",
                                            "Whether the path is relative to this file.",
                                            Field::kNotSummed),
      field<&C::encoding>("encoding", "The file's encoding, UTF-8 by default.", Field::kNotSummed),
  };
  return kFields;
}

std::span<const Field> drop_view_fields() {
  using C = DropView;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::view_name>("viewName", "Name of the view.", Field::kRequired),
      field<&C::if_exists>("ifExists", "Do nothing if there is no such view."),
  };
  return kFields;
}

std::span<const Field> rename_view_fields() {
  using C = RenameView;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::old_view_name>("oldViewName", "Present name.", Field::kRequired),
      field<&C::new_view_name>("newViewName", "New name.", Field::kRequired),
  };
  return kFields;
}

std::span<const Field> insert_fields() {
  using C = Insert;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::columns>("columns", "The columns.", Field::kRequired),
      field<&C::dbms>("dbms", "Databases it applies to, such as postgresql, !sqlite."),
  };
  return kFields;
}

std::span<const Field> update_fields() {
  using C = Update;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::columns>("columns", "The columns.", Field::kRequired),
      field<&C::where>("where", "Condition for the rows."),
  };
  return kFields;
}

std::span<const Field> delete_fields() {
  using C = Delete;
  static constexpr Field kFields[] = {
      field<&C::catalog_name>("catalogName", "Catalog of the object."),
      field<&C::schema_name>("schemaName", "Schema of the object."),
      field<&C::table_name>("tableName", "Name of the table.", Field::kRequired),
      field<&C::where>("where", "Condition for the rows."),
  };
  return kFields;
}

std::span<const Field> sql_fields() {
  using C = Sql;
  static constexpr Field kFields[] = {
      field<&C::dbms>("dbms", "Databases it applies to, such as postgresql, !sqlite.",
                      Field::kNotSummed),
      field<&C::end_delimiter>("endDelimiter", "What ends a statement, ; by default.",
                               Field::kNotSummed),
      field<&C::split_statements>("splitStatements", "Whether the text holds several statements.",
                                  Field::kNotSummed),
      field<&C::strip_comments>("stripComments", "Whether comments are removed.",
                                Field::kNotSummed),
      field<&C::sql>("sql", "The SQL.", Field::kBody | Field::kRequired),
      field<&C::comment>("comment", "Accepted and ignored.", Field::kNotSummed),
  };
  return kFields;
}

std::span<const Field> sql_file_fields() {
  using C = SqlFile;
  static constexpr Field kFields[] = {
      field<&C::dbms>("dbms", "Databases it applies to, such as postgresql, !sqlite.",
                      Field::kNotSummed),
      field<&C::end_delimiter>("endDelimiter", "What ends a statement, ; by default.",
                               Field::kNotSummed),
      field<&C::split_statements>("splitStatements", "Whether the text holds several statements.",
                                  Field::kNotSummed),
      field<&C::strip_comments>("stripComments", "Whether comments are removed.",
                                Field::kNotSummed),
      field<&C::path>("path", "File to read it from.", Field::kRequired),
      field<&C::encoding>("encoding", "The file's encoding, UTF-8 by default.", Field::kNotSummed),
      field<&C::relative_to_changelog_file>("relativeToChangelogFile",
                                            "Whether the path is relative to this file.",
                                            Field::kNotSummed),
  };
  return kFields;
}

std::span<const Field> tag_database_fields() {
  using C = TagDatabase;
  static constexpr Field kFields[] = {
      field<&C::tag>("tag", "Name of the tag.", Field::kRequired),
  };
  return kFields;
}

}  // namespace strata::model
