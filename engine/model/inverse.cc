#include "engine/model/inverse.h"

namespace strata::model {
namespace {

using Inverse = std::optional<std::vector<ChangeBody>>;

Inverse undo(const CreateTable& c) {
  return {{DropTable{c.catalog_name, c.schema_name, c.table_name, std::nullopt}}};
}

Inverse undo(const RenameTable& c) {
  return {{RenameTable{c.catalog_name, c.schema_name, c.new_table_name, c.old_table_name}}};
}

// The reference drops the defaults first, one by one, before it drops the columns.
Inverse undo(const AddColumn& c) {
  std::vector<ChangeBody> steps;
  for (const Column& column : c.columns) {
    if (has_default(column)) {
      steps.emplace_back(DropDefaultValue{.catalog_name = c.catalog_name,
                                          .schema_name = c.schema_name,
                                          .table_name = c.table_name,
                                          .column_name = column.name,
                                          .column_data_type = std::nullopt});
    }
  }
  steps.emplace_back(
      DropColumn{c.catalog_name, c.schema_name, c.table_name, std::nullopt, c.columns});
  return steps;
}

Inverse undo(const RenameColumn& c) {
  return {{RenameColumn{c.catalog_name, c.schema_name, c.table_name, c.new_column_name,
                        c.old_column_name, c.column_data_type, std::nullopt}}};
}

Inverse undo(const AddDefaultValue& c) {
  return {{DropDefaultValue{c.catalog_name, c.schema_name, c.table_name, c.column_name,
                            c.column_data_type}}};
}

Inverse undo(const AddPrimaryKey& c) {
  const Flag drop_index = c.for_index_name ? Flag(false) : std::nullopt;
  return {
      {DropPrimaryKey{c.catalog_name, c.schema_name, c.table_name, c.constraint_name, drop_index}}};
}

Inverse undo(const AddForeignKeyConstraint& c) {
  return {{DropForeignKeyConstraint{c.base_table_catalog_name, c.base_table_schema_name,
                                    c.base_table_name, c.constraint_name}}};
}

Inverse undo(const AddUniqueConstraint& c) {
  return {{DropUniqueConstraint{c.catalog_name, c.schema_name, c.table_name, c.constraint_name,
                                c.column_names}}};
}

Inverse undo(const AddNotNullConstraint& c) {
  return {{DropNotNullConstraint{.catalog_name = c.catalog_name,
                                 .schema_name = c.schema_name,
                                 .table_name = c.table_name,
                                 .column_name = c.column_name,
                                 .column_data_type = c.column_data_type,
                                 .constraint_name = std::nullopt}}};
}

Inverse undo(const DropNotNullConstraint& c) {
  return {{AddNotNullConstraint{.catalog_name = c.catalog_name,
                                .schema_name = c.schema_name,
                                .table_name = c.table_name,
                                .column_name = c.column_name,
                                .column_data_type = c.column_data_type,
                                .default_null_value = std::nullopt,
                                .constraint_name = c.constraint_name,
                                .validate = std::nullopt}}};
}

Inverse undo(const CreateIndex& c) {
  if (belongs_to_key(c)) return std::vector<ChangeBody>{};
  if (!c.index_name) return std::nullopt;  // only the database knows what it was called
  return {{DropIndex{c.catalog_name, c.schema_name, c.table_name, c.index_name, c.concurrently}}};
}

Inverse undo(const CreateView& c) {
  return {{DropView{c.catalog_name, c.schema_name, c.view_name, std::nullopt}}};
}

Inverse undo(const RenameView& c) {
  return {{RenameView{c.catalog_name, c.schema_name, c.new_view_name, c.old_view_name}}};
}

Inverse undo(const CreateSequence& c) {
  return {{DropSequence{c.catalog_name, c.schema_name, c.sequence_name}}};
}

Inverse undo(const RenameSequence& c) {
  return {
      {RenameSequence{c.catalog_name, c.schema_name, c.new_sequence_name, c.old_sequence_name}}};
}

Inverse undo(const CreateType& c) {
  return {{DropType{c.catalog_name, c.schema_name, c.type_name}}};
}

Inverse undo(const AddLookupTable& c) {
  return {{DropForeignKeyConstraint{c.existing_table_catalog_name, c.existing_table_schema_name,
                                    c.existing_table_name, foreign_key_name(c)},
           DropTable{c.new_table_catalog_name, c.new_table_schema_name, c.new_table_name,
                     std::nullopt}}};
}

Inverse undo(const AddCheckConstraint& c) {
  DropCheckConstraint drop;
  static_cast<CheckConstraintName&>(drop) = {c.catalog_name, c.schema_name, c.table_name,
                                             c.constraint_name};
  return {{drop}};
}

Inverse undo(const RenameTrigger& c) {
  return {{RenameTrigger{c.catalog_name, c.schema_name, c.table_name, c.new_trigger_name,
                         c.old_trigger_name}}};
}

// As in the reference, whether the rows were there before or not.
Inverse undo(const LoadUpdateData& c) {
  LoadUpdateData remove = c;
  remove.removes = true;
  return {{remove}};
}

Inverse undo(const TagDatabase&) { return std::vector<ChangeBody>{}; }
Inverse undo(const Output&) { return std::vector<ChangeBody>{}; }
Inverse undo(const Empty&) { return std::vector<ChangeBody>{}; }

template <typename Other>
Inverse undo(const Other&) {
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<Change>> inverse(const Change& change) {
  Inverse bodies = std::visit([](const auto& body) { return undo(body); }, change.body);
  if (!bodies) return std::nullopt;
  std::vector<Change> changes;
  for (ChangeBody& body : *bodies) changes.push_back({std::move(body), change.at});
  return changes;
}

}  // namespace strata::model
