// Preconditions: what must hold for a changelog or changeset to be run. Plain data; they are
// checked by run/precondition_check.h.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/value.h"

namespace strata::model {

struct PreconditionField {
  std::string_view name;
  bool required = false;
  bool body = false;  // may also be given as the body
};

// What is known of a type as a whole.
struct PreconditionType {
  enum class Kind : std::uint8_t {
    And,
    Or,
    Not,
    Dbms,
    RunningAs,
    ChangeSetExecuted,
    TableExists,
    ViewExists,
    ColumnExists,
    SequenceExists,
    IndexExists,
    PrimaryKeyExists,
    ForeignKeyExists,
    UniqueConstraintExists,
    TableIsEmpty,
    RowCount,
    SqlCheck,
    PropertyDefined,
    QuotingStrategy,
    Custom,
  };

  Kind kind;
  std::string_view name;
  std::span<const PreconditionField> fields;
  std::string_view doc;

  bool has_nested() const { return kind <= Kind::Not; }
};

std::span<const PreconditionType> precondition_types();
// By exact name; nullptr if there is no such type.
const PreconditionType* find_precondition_type(std::string_view name);

struct Precondition {
  const PreconditionType* type = nullptr;                  // of precondition_types()
  std::map<std::string, std::string, std::less<>> values;  // by the field's name; none are blank
  std::map<std::string, Text> parameters;                  // of a custom precondition
  std::vector<Precondition> nested;
  // Of changeLogPropertyDefined: what the property was when the changelog was read.
  Text property;
  Place at;

  Text value(std::string_view field) const;

  bool operator==(const Precondition&) const = default;
};

// What to do when they do not hold, or cannot be told. Halt fails the run; Continue leaves the
// changeset for the next run; MarkRan notes it as run; Warn runs it all the same.
enum class OnFail : std::uint8_t { Halt, Continue, MarkRan, Warn };
// What to do where only SQL is written.
enum class OnSqlOutput : std::uint8_t { Ignore, Test, Fail };

struct Preconditions {
  OnFail on_fail = OnFail::Halt;
  OnFail on_error = OnFail::Halt;
  OnSqlOutput on_sql_output = OnSqlOutput::Ignore;
  Text on_fail_message;
  Text on_error_message;
  std::vector<Precondition> all;  // that must all hold
  Place at;

  bool operator==(const Preconditions&) const = default;
};

}  // namespace strata::model
