#include "engine/plan/words.h"

#include <algorithm>

#include "engine/base/text.h"

namespace strata::plan {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

// Where the next word begins and ends.
std::string_view next_word(std::string_view text, std::size_t from) {
  while (from < text.size() && !is_letter(text[from])) ++from;
  std::size_t end = from;
  while (end < text.size() && is_letter(text[end])) ++end;
  return text.substr(from, end - from);
}

}  // namespace

bool is_plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), is_letter);
}

bool has_word(std::string_view text, std::string_view name) { return Words(text).has(name); }

Words::Words(std::string_view text) : text_(to_lower(text)) {
  const std::string_view lower = text_;
  for (std::size_t at = 0; at < lower.size();) {
    const std::string_view word = next_word(lower, at);
    if (word.empty()) return;
    words_.emplace(word);
    at = static_cast<std::size_t>(word.data() - lower.data()) + word.size();
  }
}

bool Words::has(std::string_view name) const {
  const std::string lower = to_lower(name);
  if (is_plain_name(lower)) return words_.contains(lower);
  return !lower.empty() && text_.find(lower) != std::string::npos;
}

bool Words::share_names(const Words& other) const {
  constexpr std::string_view kKeywords[] = {
      "add",   "all",  "alter", "and",   "as",    "by",    "case",  "column", "comment", "create",
      "drop",  "else", "end",   "from",  "group", "in",    "inner", "is",     "join",    "left",
      "like",  "not",  "null",  "on",    "or",    "order", "outer", "rename", "right",   "select",
      "table", "then", "to",    "union", "view",  "when",  "where", "with"};
  return std::any_of(words_.begin(), words_.end(), [&](const std::string& word) {
    return !is_one_of(word, kKeywords) && other.has(word);
  });
}

bool Words::change_schema() const {
  return has("alter") || has("drop") || has("rename") || has("comment on") ||
         (has("create") && has("view"));
}

bool Words::change_anything() const {
  const bool drops_all = has("drop") && (has("schema") || has("database") || has("owned"));
  const bool is_put_together = has("execute") || has("prepare");
  return drops_all || has("search_path") || (is_put_together && change_schema());
}

}  // namespace strata::plan
