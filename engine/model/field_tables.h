// The field table of every change type, by which the registry in change.cc finds them.
#pragma once

#include <span>

#include "engine/model/field.h"

namespace strata::model {

std::span<const Field> create_table_fields();
std::span<const Field> drop_table_fields();
std::span<const Field> rename_table_fields();
std::span<const Field> add_column_fields();
std::span<const Field> drop_column_fields();
std::span<const Field> rename_column_fields();
std::span<const Field> modify_data_type_fields();
std::span<const Field> add_default_value_fields();
std::span<const Field> drop_default_value_fields();
std::span<const Field> add_primary_key_fields();
std::span<const Field> drop_primary_key_fields();
std::span<const Field> add_foreign_key_fields();
std::span<const Field> drop_foreign_key_fields();
std::span<const Field> add_unique_fields();
std::span<const Field> drop_unique_fields();
std::span<const Field> add_not_null_fields();
std::span<const Field> drop_not_null_fields();
std::span<const Field> create_index_fields();
std::span<const Field> drop_index_fields();
std::span<const Field> create_view_fields();
std::span<const Field> drop_view_fields();
std::span<const Field> insert_fields();
std::span<const Field> update_fields();
std::span<const Field> delete_fields();
std::span<const Field> sql_fields();
std::span<const Field> sql_file_fields();
std::span<const Field> tag_database_fields();
std::span<const Field> load_data_fields();
std::span<const Field> load_update_data_fields();
std::span<const Field> add_auto_increment_fields();
std::span<const Field> merge_columns_fields();
std::span<const Field> add_lookup_table_fields();
std::span<const Field> set_table_remarks_fields();
std::span<const Field> set_column_remarks_fields();
std::span<const Field> drop_all_foreign_keys_fields();
std::span<const Field> add_check_fields();
std::span<const Field> drop_check_fields();
std::span<const Field> enable_check_fields();
std::span<const Field> disable_check_fields();
std::span<const Field> create_sequence_fields();
std::span<const Field> alter_sequence_fields();
std::span<const Field> drop_sequence_fields();
std::span<const Field> rename_sequence_fields();
std::span<const Field> create_type_fields();
std::span<const Field> add_type_value_fields();
std::span<const Field> drop_type_fields();
std::span<const Field> rename_view_fields();
std::span<const Field> create_procedure_fields();
std::span<const Field> drop_procedure_fields();
std::span<const Field> create_function_fields();
std::span<const Field> drop_function_fields();
std::span<const Field> create_trigger_fields();
std::span<const Field> drop_trigger_fields();
std::span<const Field> rename_trigger_fields();
std::span<const Field> enable_trigger_fields();
std::span<const Field> disable_trigger_fields();
std::span<const Field> create_package_fields();
std::span<const Field> drop_package_fields();
std::span<const Field> create_package_body_fields();
std::span<const Field> drop_package_body_fields();
std::span<const Field> create_synonym_fields();
std::span<const Field> drop_synonym_fields();
std::span<const Field> mark_unused_fields();
std::span<const Field> output_fields();
std::span<const Field> stop_fields();
std::span<const Field> execute_command_fields();
std::span<const Field> custom_change_fields();

}  // namespace strata::model
