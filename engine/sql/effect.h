// What a statement does as far as its text says it: what kind of work it is, whether it may be
// repeated, and what is there or gone when it has run. For going on after a crash. Knows the words
// of all databases at once, and no meaning. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sql/lexical_rules.h"

namespace strata::sql {

enum class Work : std::uint8_t {
  Rows,     // reads or changes rows, and is undone with its transaction
  Schema,   // CREATE, ALTER, DROP, GRANT, VACUUM and the like
  Session,  // lives as long as the session: SET, USE, PRAGMA, temporary tables
  Control,  // of transactions and table locks
  Other,    // CALL and what is not known
};

// One thing that is there, or is gone, when a statement has run.
struct Trace {
  enum class Kind : std::uint8_t {
    Table,
    View,
    Sequence,
    Program,
    Trigger,
    Column,
    Index,  // also those behind keys
    PrimaryKey,
    ForeignKey,
    Check,
    Constraint,  // of any kind
  };

  Kind kind = Kind::Table;
  std::string schema;
  std::string table;  // that it belongs to
  std::string name;
  bool is_there = true;

  bool operator==(const Trace&) const = default;
};

struct Effect {
  Work work = Work::Other;
  // Run twice it does no more than once.
  bool is_repeatable = false;
  // Built while others write, so that it may have stopped half way: CREATE INDEX CONCURRENTLY.
  bool is_concurrent = false;
  // All that can be looked at; empty where nothing can.
  std::vector<Trace> traces;
};

Effect effect_of(std::string_view statement, const LexicalRules& rules);

}  // namespace strata::sql
