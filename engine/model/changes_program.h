// Changes of stored programs: procedures, functions, triggers, and Oracle's packages. Plain data;
// the fields are described in field_tables_program.cc.
#pragma once

#include <memory>

#include "engine/model/file_content.h"
#include "engine/model/value.h"

namespace strata::model {

// What all CREATE changes of programs have: the text of the whole statement, here or in a file.
struct ProgramText {
  Text catalog_name;
  Text schema_name;
  Text name;
  Text body;
  Flag replace_if_exists;
  Text path;
  Flag relative_to_changelog_file;
  Text encoding;
  Text comments;
  Text dbms;
  std::shared_ptr<const FileContent> content;  // set by the loader when there is a path
  SourceText body_at;

  bool operator==(const ProgramText&) const = default;
};

struct CreateProcedure : ProgramText {
  bool operator==(const CreateProcedure&) const = default;
};
struct CreateFunction : ProgramText {
  bool operator==(const CreateFunction&) const = default;
};
struct CreatePackage : ProgramText {
  bool operator==(const CreatePackage&) const = default;
};
struct CreatePackageBody : ProgramText {
  bool operator==(const CreatePackageBody&) const = default;
};
struct CreateTrigger : ProgramText {
  Text table_name;
  Text scope;
  Flag disabled;

  bool operator==(const CreateTrigger&) const = default;
};

struct ProgramName {
  Text catalog_name;
  Text schema_name;
  Text name;

  bool operator==(const ProgramName&) const = default;
};

struct DropProcedure : ProgramName {
  bool operator==(const DropProcedure&) const = default;
};
struct DropFunction : ProgramName {
  bool operator==(const DropFunction&) const = default;
};
struct DropPackage : ProgramName {
  bool operator==(const DropPackage&) const = default;
};
struct DropPackageBody : ProgramName {
  bool operator==(const DropPackageBody&) const = default;
};

struct TriggerName {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text trigger_name;
  Text scope;

  bool operator==(const TriggerName&) const = default;
};

struct DropTrigger : TriggerName {
  bool operator==(const DropTrigger&) const = default;
};
struct EnableTrigger : TriggerName {
  bool operator==(const EnableTrigger&) const = default;
};
struct DisableTrigger : TriggerName {
  bool operator==(const DisableTrigger&) const = default;
};

struct RenameTrigger {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text old_trigger_name;
  Text new_trigger_name;

  bool operator==(const RenameTrigger&) const = default;
};

}  // namespace strata::model
