#include "engine/run/settlement.h"

#include <algorithm>

#include "engine/base/text.h"

namespace strata::run {
namespace {

using schema::Object;
using sql::Trace;
using Kind = Trace::Kind;

struct Sight {
  bool is_there = false;
  bool is_valid = true;
};

class Look {
 public:
  explicit Look(schema::SchemaView& schema) : schema_(schema) {}

  Sight at(const Trace& trace) {
    switch (trace.kind) {
      case Kind::Table:
        return object(trace, {Object::Kind::Table});
      case Kind::View:
        return object(trace, {Object::Kind::View});
      case Kind::Sequence:
        return object(trace, {Object::Kind::Sequence});
      case Kind::Program:
        return object(trace, {Object::Kind::Program});
      case Kind::Index:
        return object(trace, {Object::Kind::Index});
      case Kind::ForeignKey:
        return object(trace, {Object::Kind::ForeignKey});
      case Kind::PrimaryKey:
        return object({trace.kind, trace.schema, trace.table, "", trace.is_there},
                      {Object::Kind::PrimaryKey});
      case Kind::Constraint:
        return constraint(trace);
      case Kind::Trigger:
        return {has_trigger(trace)};
      case Kind::Column:
      case Kind::Check:
        break;
    }
    return {in_table(trace)};
  }

 private:
  Sight object(const Trace& trace, std::initializer_list<Object::Kind> kinds) {
    for (const Object::Kind kind : kinds) {
      const std::vector<Object> found =
          schema_.objects(trace.schema, {kind, trace.name, trace.table});
      if (found.empty()) continue;
      return {true, std::all_of(found.begin(), found.end(),
                                [](const Object& one) { return one.is_valid; })};
    }
    return {};
  }

  Sight constraint(const Trace& trace) {
    const Sight key = object(trace, {Object::Kind::Index, Object::Kind::ForeignKey,
                                     Object::Kind::UniqueConstraint, Object::Kind::PrimaryKey});
    if (key.is_there) return key;
    Trace check = trace;
    check.kind = Kind::Check;
    return {in_table(check)};
  }

  bool in_table(const Trace& trace) {
    const std::optional<schema::Table> table = schema_.table(trace.schema, trace.table);
    if (!table) return false;
    if (trace.kind == Kind::Column) return table->find_column(trace.name) != nullptr;
    // A check's text begins with its name.
    return std::any_of(table->checks.begin(), table->checks.end(), [&](const std::string& check) {
      return equals_ignore_case(check.substr(0, check.find(' ')), trace.name);
    });
  }

  bool has_trigger(const Trace& trace) {
    const schema::Schema all = schema_.read();
    return std::any_of(all.tables.begin(), all.tables.end(), [&](const schema::Table& table) {
      return std::any_of(
          table.triggers.begin(), table.triggers.end(),
          [&](const schema::Trigger& one) { return equals_ignore_case(one.name, trace.name); });
    });
  }

  schema::SchemaView& schema_;
};

}  // namespace

Settlement settle(const sql::Effect& effect, schema::SchemaView& schema) {
  // IF NOT EXISTS would take the remains of a concurrent build for the index.
  if (effect.is_repeatable && !effect.is_concurrent) return Settlement::NotDone;
  if (effect.traces.empty()) return Settlement::Unknown;
  Look look(schema);
  std::size_t holding = 0;
  for (const Trace& trace : effect.traces) {
    const Sight sight = look.at(trace);
    if (sight.is_there && !sight.is_valid && trace.is_there) return Settlement::Remains;
    if (sight.is_there == trace.is_there) ++holding;
  }
  if (holding == 0) return Settlement::NotDone;
  return holding == effect.traces.size() ? Settlement::Done : Settlement::Unknown;
}

}  // namespace strata::run
