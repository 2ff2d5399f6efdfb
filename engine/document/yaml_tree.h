// A YAML (or JSON) document as written: maps, lists, scalars and aliases with their places, built
// from yaml-cpp's events. Not typed and not normalised; yaml_reader.cc does both. The tree owns its
// nodes and points into the source file for places only. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/location.h"

namespace strata::document {

struct YamlNode {
  enum class Kind : std::uint8_t { Null, Scalar, List, Map, Alias };

  Kind kind = Kind::Null;
  ScalarStyle style = ScalarStyle::Plain;
  bool flow = false;  // written as [...] or {...}
  bool open = false;  // a list or map whose end has not been met
  bool typed = true;  // a plain scalar without a tag, whose text decides its type
  std::string tag;    // explicit tags only, in their long form
  std::string text;
  Location at;
  // List: its items; Map: key, value, key, value, ...; Alias: what it stands for.
  std::vector<const YamlNode*> items;
};

struct YamlTree {
  std::deque<YamlNode> nodes;      // a deque: addresses stay valid
  const YamlNode* root = nullptr;  // of an empty document: nullptr
};

// Nothing if the text is no YAML; the one mistake is then in `diagnostics`. The text must be valid
// UTF-8 without control characters.
std::optional<YamlTree> parse_yaml(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace strata::document
