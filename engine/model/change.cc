#include "engine/model/change.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/model/field_tables.h"

namespace strata::model {
namespace {

template <typename Body>
constexpr ChangeType type(std::string_view name, std::span<const Field> fields,
                          std::string_view doc) {
  return {name, fields, doc, []() -> ChangeBody { return Body{}; }};
}

const std::array kTypes{
    type<CreateTable>("createTable", create_table_fields(), "Creates a table."),
    type<DropTable>("dropTable", drop_table_fields(), "Drops a table."),
    type<RenameTable>("renameTable", rename_table_fields(), "Renames a table."),
    type<AddColumn>("addColumn", add_column_fields(), "Adds columns to a table."),
    type<DropColumn>("dropColumn", drop_column_fields(), "Drops one or several columns."),
    type<RenameColumn>("renameColumn", rename_column_fields(), "Renames a column."),
    type<ModifyDataType>("modifyDataType", modify_data_type_fields(), "Changes a column's type."),
    type<AddDefaultValue>("addDefaultValue", add_default_value_fields(),
                          "Sets a column's default value."),
    type<DropDefaultValue>("dropDefaultValue", drop_default_value_fields(),
                           "Removes a column's default value."),
    type<AddPrimaryKey>("addPrimaryKey", add_primary_key_fields(),
                        "Adds a primary key to a table."),
    type<DropPrimaryKey>("dropPrimaryKey", drop_primary_key_fields(),
                         "Drops a table's primary key."),
    type<AddForeignKeyConstraint>("addForeignKeyConstraint", add_foreign_key_fields(),
                                  "Adds a foreign key."),
    type<DropForeignKeyConstraint>("dropForeignKeyConstraint", drop_foreign_key_fields(),
                                   "Drops a foreign key."),
    type<AddUniqueConstraint>("addUniqueConstraint", add_unique_fields(),
                              "Adds a unique constraint."),
    type<DropUniqueConstraint>("dropUniqueConstraint", drop_unique_fields(),
                               "Drops a unique constraint."),
    type<AddNotNullConstraint>("addNotNullConstraint", add_not_null_fields(),
                               "Makes a column refuse NULL."),
    type<DropNotNullConstraint>("dropNotNullConstraint", drop_not_null_fields(),
                                "Makes a column accept NULL."),
    type<CreateIndex>("createIndex", create_index_fields(), "Creates an index."),
    type<DropIndex>("dropIndex", drop_index_fields(), "Drops an index."),
    type<CreateView>("createView", create_view_fields(), "Creates a view."),
    type<DropView>("dropView", drop_view_fields(), "Drops a view."),
    type<Insert>("insert", insert_fields(), "Inserts a row."),
    type<Update>("update", update_fields(), "Updates rows."),
    type<Delete>("delete", delete_fields(), "Deletes rows."),
    type<Sql>("sql", sql_fields(), "Runs SQL as written."),
    type<SqlFile>("sqlFile", sql_file_fields(), "Runs the SQL of a file."),
    type<TagDatabase>("tagDatabase", tag_database_fields(),
                      "Tags the database, to roll back to it later."),
    type<Empty>("empty", {}, "Does nothing."),
};
static_assert(std::tuple_size_v<decltype(kTypes)> == std::variant_size_v<ChangeBody>);

}  // namespace

std::span<const ChangeType> change_types() { return kTypes; }

const ChangeType& type_of(const Change& change) { return kTypes[change.body.index()]; }

const ChangeType* find_change_type(std::string_view name) {
  for (const ChangeType& type : kTypes) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

void* fields_of(ChangeBody& body) {
  return std::visit([](auto& change) -> void* { return &change; }, body);
}

FieldRef value_of(const Field& field, const ChangeBody& body) {
  return field.ref(fields_of(const_cast<ChangeBody&>(body)));
}

const Text* dbms_of(const Change& change) {
  return std::visit(
      [](const auto& body) -> const Text* {
        if constexpr (requires { body.dbms; }) {
          return &body.dbms;
        } else {
          return nullptr;
        }
      },
      change.body);
}

bool belongs_to_key(const CreateIndex& index) {
  const std::vector<std::string> marks = split_trimmed(index.associated_with.value_or(""), ',');
  return std::any_of(marks.begin(), marks.end(), [](const std::string& mark) {
    return mark == "primaryKey" || mark == "uniqueConstraint" || mark == "foreignKey";
  });
}

}  // namespace strata::model
