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

}  // namespace strata::model
