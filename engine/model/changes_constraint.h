// Changes of keys, constraints and indexes. Plain data; the fields are described in
// field_tables_constraint.cc. Column lists in one text are separated by commas.
#pragma once

#include <vector>

#include "engine/model/column.h"
#include "engine/model/value.h"

namespace strata::model {

struct AddPrimaryKey {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_names;
  Text constraint_name;
  Text tablespace;
  Flag clustered;
  Text for_index_catalog_name;
  Text for_index_schema_name;
  Text for_index_name;
  Flag validate;

  bool operator==(const AddPrimaryKey&) const = default;
};

struct DropPrimaryKey {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text constraint_name;
  Flag drop_index;

  bool operator==(const DropPrimaryKey&) const = default;
};

struct AddForeignKeyConstraint {
  Text base_table_catalog_name;
  Text base_table_schema_name;
  Text base_table_name;
  Text base_column_names;
  Text constraint_name;
  Text referenced_table_catalog_name;
  Text referenced_table_schema_name;
  Text referenced_table_name;
  Text referenced_column_names;
  Flag deferrable;
  Flag initially_deferred;
  Text on_delete;  // after delete_cascade was applied to it
  Text on_update;
  Flag delete_cascade;
  Flag references_unique_column;
  Flag validate;

  bool operator==(const AddForeignKeyConstraint&) const = default;
};

struct DropForeignKeyConstraint {
  Text base_table_catalog_name;
  Text base_table_schema_name;
  Text base_table_name;
  Text constraint_name;

  bool operator==(const DropForeignKeyConstraint&) const = default;
};

struct DropAllForeignKeyConstraints {
  Text base_table_catalog_name;
  Text base_table_schema_name;
  Text base_table_name;

  bool operator==(const DropAllForeignKeyConstraints&) const = default;
};

struct AddCheckConstraint {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text constraint_name;
  Text constraint_body;
  Flag disabled;
  Flag validate;

  bool operator==(const AddCheckConstraint&) const = default;
};

struct CheckConstraintName {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text constraint_name;

  bool operator==(const CheckConstraintName&) const = default;
};

struct DropCheckConstraint : CheckConstraintName {
  bool operator==(const DropCheckConstraint&) const = default;
};
struct EnableCheckConstraint : CheckConstraintName {
  bool operator==(const EnableCheckConstraint&) const = default;
};
struct DisableCheckConstraint : CheckConstraintName {
  bool operator==(const DisableCheckConstraint&) const = default;
};

struct AddUniqueConstraint {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_names;
  Text constraint_name;
  Text tablespace;
  Flag deferrable;
  Flag initially_deferred;
  Flag disabled;
  Flag clustered;
  Text for_index_catalog_name;
  Text for_index_schema_name;
  Text for_index_name;
  Flag validate;

  bool operator==(const AddUniqueConstraint&) const = default;
};

struct DropUniqueConstraint {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text constraint_name;
  Text unique_columns;

  bool operator==(const DropUniqueConstraint&) const = default;
};

struct AddNotNullConstraint {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_name;
  Text column_data_type;
  Text default_null_value;
  Text constraint_name;
  Flag validate;

  bool operator==(const AddNotNullConstraint&) const = default;
};

struct DropNotNullConstraint {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_name;
  Text column_data_type;
  Text constraint_name;

  bool operator==(const DropNotNullConstraint&) const = default;
};

struct CreateIndex {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text index_name;
  std::vector<Column> columns;
  Flag unique;
  Flag clustered;
  Text tablespace;
  Text associated_with;
  Flag concurrently;
  Text method;
  Text include;
  Text where;

  bool operator==(const CreateIndex&) const = default;
};

struct DropIndex {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text index_name;
  Flag concurrently;

  bool operator==(const DropIndex&) const = default;
};

}  // namespace strata::model
