// The description of one field of a change, column or constraint. Loops over these tables give the
// reader, the required checks, the checksum text, the description and (later) writers and docs, so
// that a change type is described once. Immutable data.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "engine/model/column.h"
#include "engine/model/value.h"

namespace strata::model {

// A pointer to the member, with its type.
using FieldRef = std::variant<Text*, Flag*, Number*, Moment*, Boxed<Constraints>*,
                              std::vector<Column>*, std::map<std::string, Text>*>;

struct Field {
  enum Option : std::uint8_t {
    kNone = 0,
    kRequired = 1,     // without it the change means nothing on any database
    kBody = 2,         // may also be given as the scalar body of the change (`- sql: select 1`)
    kNotSummed = 4,    // left out of the version-9 checksum text
    kNotSummedV8 = 8,  // left out of the version-8 text as well
    kPositioned = 16,  // a column list that takes afterColumn, beforeColumn and position
    kLoaded = 32,      // a column list that takes header, index and allowUpdate
  };

  std::string_view name;
  FieldRef (*ref)(void* object);
  std::string_view doc;
  unsigned options = kNone;

  constexpr bool has(Option option) const { return (options & option) != 0; }
};

namespace internal {
template <typename>
struct MemberClass;
template <typename Class, typename Value>
struct MemberClass<Value Class::*> {
  using Type = Class;
};
}  // namespace internal

// The entry of a field table for a member: field<&DropTable::table_name>("tableName", "...").
// `Class` is the change's type, to be given where the member is inherited.
template <auto kMember, typename Class = typename internal::MemberClass<decltype(kMember)>::Type>
constexpr Field field(std::string_view name, std::string_view doc,
                      unsigned options = Field::kNone) {
  return {name, [](void* object) -> FieldRef { return &(static_cast<Class*>(object)->*kMember); },
          doc, options};
}

}  // namespace strata::model
