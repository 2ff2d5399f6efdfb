// The positioned tree that every changelog format is read into: named nodes with a typed scalar
// value, children and marks. It is normalised the way the reference looks at documents: a list of
// maps and a map are the same thing, so a node has either children, or a value, or both (XML).
// Not a YAML tree: anchors, tags and styles are resolved by the readers. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/location.h"
#include "engine/base/written.h"

namespace strata::document {

// A scalar after YAML 1.1 typing (JSON and YAML), or always Text (XML, SQL).
struct Value {
  enum class Kind : std::uint8_t { None, Boolean, Integer, Float, Date, Text, List };

  Kind kind = Kind::None;
  // The value as the reference turns it into text: canonical decimal integers, Java's text of a
  // double, true/false, "Thu Jan 02 00:00:00 UTC 2020" for a date, "[a, b]" for a list.
  std::string text;
  std::int64_t epoch_seconds = 0;  // Date only: UTC midnight of the day written
  std::vector<Value> items;        // List only

  bool operator==(const Value&) const = default;
  explicit operator bool() const { return kind != Kind::None; }
};

struct Node {
  std::string name;
  Location name_at;
  Value value;
  Location value_at;
  ScalarStyle style = ScalarStyle::Plain;
  LineStarts value_lines;  // only where the style does not tell
  WrittenText written;     // of a value with ${...}
  std::vector<Node> children;

  // The first child with that name, ignoring case as the reference does; nullptr if there is none.
  const Node* child(std::string_view child_name) const;
  Node* child(std::string_view child_name);
  // The text of that child's value; absent if there is no such child or it has no value.
  std::optional<std::string> text(std::string_view child_name) const;
  // True only for a boolean true or a text equal to "true" ignoring case; absent as for text().
  std::optional<bool> boolean(std::string_view child_name) const;
};

}  // namespace strata::document
