// Changes of tables and columns. Plain data; the fields are described in field_tables_table.cc.
#pragma once

#include <string>
#include <vector>

#include "engine/model/column.h"
#include "engine/model/value.h"

namespace strata::model {

struct CreateTable {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  std::vector<Column> columns;
  Flag if_not_exists;
  Text remarks;
  Text table_type;
  Text tablespace;

  bool operator==(const CreateTable&) const = default;
};

struct DropTable {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Flag cascade_constraints;

  bool operator==(const DropTable&) const = default;
};

struct RenameTable {
  Text catalog_name;
  Text schema_name;
  Text old_table_name;
  Text new_table_name;

  bool operator==(const RenameTable&) const = default;
};

struct AddColumn {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  std::vector<Column> columns;

  bool operator==(const AddColumn&) const = default;
};

// Either one column by name or several by `columns` (only their names count).
struct DropColumn {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_name;
  std::vector<Column> columns;

  bool operator==(const DropColumn&) const = default;
};

struct RenameColumn {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text old_column_name;
  Text new_column_name;
  Text column_data_type;
  Text remarks;

  bool operator==(const RenameColumn&) const = default;
};

struct ModifyDataType {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_name;
  Text new_data_type;
  bool must_fit = false;  // a way back: values that do not fit the type stop it

  bool operator==(const ModifyDataType&) const = default;
};

struct AddDefaultValue {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_name;
  Text column_data_type;
  Text default_value;
  Text default_value_numeric;
  Text default_value_date;
  Flag default_value_boolean;
  Text default_value_computed;
  Text default_value_sequence_next;
  Text default_value_constraint_name;

  bool operator==(const AddDefaultValue&) const = default;
};

struct DropDefaultValue {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_name;
  Text column_data_type;

  bool operator==(const DropDefaultValue&) const = default;
};

struct AddAutoIncrement {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_name;
  Text column_data_type;
  Number start_with;
  Number increment_by;
  Flag default_on_null;
  Text generation_type;

  bool operator==(const AddAutoIncrement&) const = default;
};

struct MergeColumns {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column1_name;
  Text join_string;
  Text column2_name;
  Text final_column_name;
  Text final_column_type;

  bool operator==(const MergeColumns&) const = default;
};

struct AddLookupTable {
  Text existing_table_catalog_name;
  Text existing_table_schema_name;
  Text existing_table_name;
  Text existing_column_name;
  Text new_table_catalog_name;
  Text new_table_schema_name;
  Text new_table_name;
  Text new_column_name;
  Text new_column_data_type;
  Text constraint_name;

  bool operator==(const AddLookupTable&) const = default;
};

// The name of the foreign key that addLookupTable makes.
std::string foreign_key_name(const AddLookupTable& change);

struct SetTableRemarks {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text remarks;

  bool operator==(const SetTableRemarks&) const = default;
};

struct SetColumnRemarks {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_name;
  Text column_data_type;
  Text column_parent_type;  // TABLE or VIEW
  Text remarks;

  bool operator==(const SetColumnRemarks&) const = default;
};

}  // namespace strata::model
