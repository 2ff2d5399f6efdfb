// Changelog parameters and the expansion of ${...}. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/written.h"
#include "engine/document/node.h"

namespace strata::changelog {

enum class Scope : std::uint8_t { Global, Local };

// How ${...} is replaced, where the reference leaves a choice.
struct Expansion {
  enum class Missing : std::uint8_t { Keep, Empty, Error };

  bool has_escapes = false;  // ${:name} becomes ${name}
  Missing missing = Missing::Keep;
};

class Parameters {
 public:
  // The environment, then what a program knows of itself (user.name, file.separator, ...): they win
  // over all others, as in the reference.
  static Parameters of_process();

  // The first definition of a global name wins; names are compared ignoring case. Definitions
  // without a value are no definitions.
  void set(std::string_view name, const document::Value& value);
  void set(std::string_view name, std::string_view value);
  // Only for that file, where the last definition wins; globals win over it.
  void set_local(const std::string& file, std::string_view name, const document::Value& value);

  // The text with every ${name} replaced that is defined, in definitions and names too (${a${b}}).
  // The names of others are added to `unknown`, and what stands for them is left to `expansion`;
  // what was replaced is added to `replacements`.
  // Throws Error(Changelog) for a parameter that refers to itself, and for definitions that
  // multiply each other without bound.
  std::string expand(std::string_view text, const std::string& file, std::set<std::string>& unknown,
                     Expansion expansion, Replacements* replacements = nullptr) const;

 private:
  struct Run;

  const document::Value* find(const std::string& name, const std::string& file) const;

  std::map<std::string, document::Value> global_;                         // by lower-case name
  std::map<std::string, std::map<std::string, document::Value>> locals_;  // by file, then name
};

}  // namespace strata::changelog
