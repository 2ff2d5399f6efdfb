// Looks for names in texts of SQL without understanding it: better one too many than one missed.
// Pure functions.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace strata::plan {

// Letters, digits, _ and $ only, so that SQL may write it without quotes.
bool is_plain_name(std::string_view name);

// Whether the name stands in the text, as a word, in any case.
bool has_word(std::string_view text, std::string_view name);

// The words of a text, in lower case.
class Words {
 public:
  explicit Words(std::string_view text);

  bool has(std::string_view name) const;
  // Whether a word stands in both that is none of SQL's most usual ones.
  bool share_names(const Words& other) const;
  // Whether it may change tables, views or sequences that are there.
  bool change_schema() const;
  // ... in a way that does not name them: DROP SCHEMA, a statement put together at run time.
  bool change_anything() const;

 private:
  std::string text_;  // in lower case
  std::set<std::string, std::less<>> words_;
};

}  // namespace strata::plan
