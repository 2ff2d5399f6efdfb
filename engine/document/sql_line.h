// A line of a formatted SQL changelog: which of its special comments it is, and the attributes in
// it. The rules are those of the reference's patterns (4.28), where an attribute is found by the
// last place that fits. Pure functions on text; offsets count from the start of the line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace strata::document {

// What an attribute's value consists of.
enum class ValueForm : std::uint8_t {
  Word,           // letters, digits, _
  NotBlank,       // up to the next blank
  QuotedOrWords,  // "in quotes", or up to the next blank
  Databases,      // words with ! and commas
  Parameter,      // a word, maybe of ${...}
  Rest,           // up to the end
};

struct Part {
  std::size_t offset = 0;
  std::string_view text;
};

// The value behind the last "name:" (in any case) that has one of that form.
std::optional<Part> find_attribute(std::string_view line, std::string_view name, ValueForm form);

// What follows "--name" (blanks may stand before and behind the dashes); absent for other lines.
std::optional<Part> after_keyword(std::string_view line, std::string_view name);
// Whether the line says "-name", which means nothing but was meant to.
bool has_one_dash(std::string_view line, std::string_view name);

// Without the quotes around it.
Part unquoted(Part part);

}  // namespace strata::document
