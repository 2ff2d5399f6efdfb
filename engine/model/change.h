// A change: one of the closed set of change types, with its place in the changelog.
// Plain data with value semantics. To add a type: its struct (changes_*.h), its name here, its
// field table (field_tables_*.cc) and Dialect::render.
#pragma once

#include <string_view>
#include <variant>

#include "engine/model/changes_action.h"
#include "engine/model/changes_constraint.h"
#include "engine/model/changes_load.h"
#include "engine/model/changes_oracle.h"
#include "engine/model/changes_other.h"
#include "engine/model/changes_program.h"
#include "engine/model/changes_sequence.h"
#include "engine/model/changes_table.h"
#include "engine/model/changes_type.h"
#include "engine/model/field.h"

namespace strata::model {

using ChangeBody = std::variant<
    CreateTable, DropTable, RenameTable, AddColumn, DropColumn, RenameColumn, ModifyDataType,
    AddDefaultValue, DropDefaultValue, AddPrimaryKey, DropPrimaryKey, AddForeignKeyConstraint,
    DropForeignKeyConstraint, AddUniqueConstraint, DropUniqueConstraint, AddNotNullConstraint,
    DropNotNullConstraint, CreateIndex, DropIndex, CreateView, DropView, Insert, Update, Delete,
    Sql, SqlFile, TagDatabase, Empty, LoadData, LoadUpdateData, AddAutoIncrement, MergeColumns,
    AddLookupTable, SetTableRemarks, SetColumnRemarks, DropAllForeignKeyConstraints,
    AddCheckConstraint, DropCheckConstraint, EnableCheckConstraint, DisableCheckConstraint,
    CreateSequence, AlterSequence, DropSequence, RenameSequence, RenameView, CreateProcedure,
    DropProcedure, CreateFunction, DropFunction, CreateTrigger, DropTrigger, RenameTrigger,
    EnableTrigger, DisableTrigger, CreatePackage, DropPackage, CreatePackageBody, DropPackageBody,
    CreateSynonym, DropSynonym, MarkUnused, CreateType, AddTypeValue, DropType, Output, Stop,
    ExecuteCommand, CustomChange>;

struct Change {
  ChangeBody body;
  Place at;  // of its name

  bool operator==(const Change&) const = default;
};

// What is known of a change type as a whole.
struct ChangeType {
  std::string_view name;
  std::span<const Field> fields;
  std::string_view doc;
  ChangeBody (*make)();
};

// All types, in the order of ChangeBody.
std::span<const ChangeType> change_types();
const ChangeType& type_of(const Change& change);
// By exact name; nullptr if there is no such type.
const ChangeType* find_change_type(std::string_view name);

// The address that the field table's accessors take.
void* fields_of(ChangeBody& body);
// The value of a field; the pointer may only be read.
FieldRef value_of(const Field& field, const ChangeBody& body);

// The part that all CREATE changes of stored programs share; nullptr for other changes.
ProgramText* program_text_of(ChangeBody& body);
const ProgramText* program_text_of(const ChangeBody& body);

// The part that loadData and loadUpdateData share; nullptr for other changes.
LoadData* load_of(ChangeBody& body);
const LoadData* load_of(const ChangeBody& body);

// The change's own `dbms` list, for the types that have one.
const Text* dbms_of(const Change& change);

// An index that a key brings along: the reference marks it (associatedWith) and does not create it.
bool belongs_to_key(const CreateIndex& index);

}  // namespace strata::model
