#include "engine/model/change.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
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
    type<LoadData>("loadData", load_data_fields(), "Inserts the rows of a CSV file."),
    type<LoadUpdateData>("loadUpdateData", load_update_data_fields(),
                         "Inserts or updates the rows of a CSV file."),
    type<AddAutoIncrement>("addAutoIncrement", add_auto_increment_fields(),
                           "Makes a column number its rows."),
    type<MergeColumns>("mergeColumns", merge_columns_fields(),
                       "Joins the texts of two columns in a new one."),
    type<AddLookupTable>("addLookupTable", add_lookup_table_fields(),
                         "Makes a table of a column's values, and a foreign key to it."),
    type<SetTableRemarks>("setTableRemarks", set_table_remarks_fields(), "Sets a table's comment."),
    type<SetColumnRemarks>("setColumnRemarks", set_column_remarks_fields(),
                           "Sets a column's comment."),
    type<DropAllForeignKeyConstraints>("dropAllForeignKeyConstraints",
                                       drop_all_foreign_keys_fields(),
                                       "Drops all foreign keys of a table."),
    type<AddCheckConstraint>("addCheckConstraint", add_check_fields(), "Adds a check constraint."),
    type<DropCheckConstraint>("dropCheckConstraint", drop_check_fields(),
                              "Drops a check constraint."),
    type<EnableCheckConstraint>("enableCheckConstraint", enable_check_fields(),
                                "Enforces a check constraint."),
    type<DisableCheckConstraint>("disableCheckConstraint", disable_check_fields(),
                                 "Stops enforcing a check constraint."),
    type<CreateSequence>("createSequence", create_sequence_fields(), "Creates a sequence."),
    type<AlterSequence>("alterSequence", alter_sequence_fields(), "Changes a sequence."),
    type<DropSequence>("dropSequence", drop_sequence_fields(), "Drops a sequence."),
    type<RenameSequence>("renameSequence", rename_sequence_fields(), "Renames a sequence."),
    type<RenameView>("renameView", rename_view_fields(), "Renames a view."),
    type<CreateProcedure>("createProcedure", create_procedure_fields(),
                          "Creates a stored procedure."),
    type<DropProcedure>("dropProcedure", drop_procedure_fields(), "Drops a stored procedure."),
    type<CreateFunction>("createFunction", create_function_fields(), "Creates a stored function."),
    type<DropFunction>("dropFunction", drop_function_fields(), "Drops a stored function."),
    type<CreateTrigger>("createTrigger", create_trigger_fields(), "Creates a trigger."),
    type<DropTrigger>("dropTrigger", drop_trigger_fields(), "Drops a trigger."),
    type<RenameTrigger>("renameTrigger", rename_trigger_fields(), "Renames a trigger."),
    type<EnableTrigger>("enableTrigger", enable_trigger_fields(), "Lets a trigger fire again."),
    type<DisableTrigger>("disableTrigger", disable_trigger_fields(),
                         "Keeps a trigger from firing."),
    type<CreatePackage>("createPackage", create_package_fields(), "Creates a package (Oracle)."),
    type<DropPackage>("dropPackage", drop_package_fields(), "Drops a package (Oracle)."),
    type<CreatePackageBody>("createPackageBody", create_package_body_fields(),
                            "Creates a package's body (Oracle)."),
    type<DropPackageBody>("dropPackageBody", drop_package_body_fields(),
                          "Drops a package's body (Oracle)."),
    type<CreateSynonym>("createSynonym", create_synonym_fields(),
                        "Creates a synonym (Oracle, Db2)."),
    type<DropSynonym>("dropSynonym", drop_synonym_fields(), "Drops a synonym (Oracle, Db2)."),
    type<MarkUnused>("markUnused", mark_unused_fields(), "Marks a column as unused (Oracle)."),
    type<CreateType>(
        "createType", create_type_fields(),
        "Creates an enumerated type (PostgreSQL). Liquibase does not know this change."),
    type<AddTypeValue>(
        "addTypeValue", add_type_value_fields(),
        "Adds a value to an enumerated type (PostgreSQL), in a changeset of its own, "
        "as the value can be used only behind it. Liquibase does not know this "
        "change."),
    type<DropType>("dropType", drop_type_fields(),
                   "Drops a type (PostgreSQL). Liquibase does not know this change."),
    type<Output>("output", output_fields(), "Prints a message."),
    type<Stop>("stop", stop_fields(), "Ends the run."),
    type<ExecuteCommand>("executeCommand", execute_command_fields(), "Runs a program."),
    type<CustomChange>("customChange", custom_change_fields(), "Runs a change of the user's own."),
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

ProgramText* program_text_of(ChangeBody& body) {
  return std::visit(
      [](auto& change) -> ProgramText* {
        if constexpr (std::is_base_of_v<ProgramText, std::decay_t<decltype(change)>>) {
          return &change;
        } else {
          return nullptr;
        }
      },
      body);
}

const ProgramText* program_text_of(const ChangeBody& body) {
  return program_text_of(const_cast<ChangeBody&>(body));
}

LoadData* load_of(ChangeBody& body) {
  if (auto* update = std::get_if<LoadUpdateData>(&body)) return update;
  return std::get_if<LoadData>(&body);
}

const LoadData* load_of(const ChangeBody& body) { return load_of(const_cast<ChangeBody&>(body)); }

std::string comment_start(const LoadData& change) {
  return change.comment_line_starts_with.value_or("#");
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

std::string foreign_key_name(const AddLookupTable& change) {
  if (change.constraint_name && !trim(*change.constraint_name).empty())
    return *change.constraint_name;
  return to_upper_utf8("fk_" + change.existing_table_name.value_or("") + "_" +
                       change.new_table_name.value_or(""));
}

bool belongs_to_key(const CreateIndex& index) {
  const std::vector<std::string> marks = split_trimmed(index.associated_with.value_or(""), ',');
  return std::any_of(marks.begin(), marks.end(), [](const std::string& mark) {
    return mark == "primaryKey" || mark == "uniqueConstraint" || mark == "foreignKey";
  });
}

}  // namespace strata::model
