#include "engine/model/changeset.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/path.h"
#include "engine/base/text.h"

namespace strata::model {
namespace {

// Java counts a text's length in these.
std::size_t utf16_units(unsigned char lead) {
  return lead >= 0xF0 ? 2 : (lead & 0xC0U) == 0x80U ? 0 : 1;
}

bool describes(std::string_view field) {
  const std::string name = to_lower(field);
  if (name == "path") return true;
  return name.ends_with("name") && name.find("schema") == std::string::npos &&
         name.find("catalog") == std::string::npos;
}

std::string describe(const Change& change) {
  const ChangeType& type = type_of(change);
  std::vector<std::string> names;
  for (const Field& field : type.fields) {
    if (!describes(field.name)) continue;
    const FieldRef value = value_of(field, change.body);
    if (Text* const* text = std::get_if<Text*>(&value); text != nullptr && **text) {
      names.push_back(fmt::format("{}={}", field.name, ***text));
    }
  }
  std::sort(names.begin(), names.end());
  return names.empty() ? std::string(type.name)
                       : fmt::format("{} {}", type.name, fmt::join(names, ", "));
}

bool needs_parentheses(std::string_view expression) {
  return expression.find_first_of(", ") != std::string_view::npos;
}

}  // namespace

std::string limit_utf16(std::string_view text, std::size_t limit) {
  constexpr std::string_view kDots = "...";
  std::size_t units = 0;
  std::size_t cut = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t width = utf16_units(static_cast<unsigned char>(text[i]));
    if (units <= limit - kDots.size() && width > 0 && units + width > limit - kDots.size()) cut = i;
    units += width;
  }
  if (units <= limit) return std::string(text);
  return std::string(text.substr(0, cut)) + std::string(kDots);
}

std::string_view to_string(QuotingStrategy strategy) {
  switch (strategy) {
    case QuotingStrategy::QuoteAllObjects:
      return "QUOTE_ALL_OBJECTS";
    case QuotingStrategy::QuoteOnlyReservedWords:
      return "QUOTE_ONLY_RESERVED_WORDS";
    case QuotingStrategy::Legacy:
      break;
  }
  return "LEGACY";
}

std::string to_string(const ChangeSetKey& key) {
  return fmt::format("{}::{}::{}", key.path, key.id, key.author);
}

std::string lookup_key(const ChangeSetKey& key) {
  // A separator that no id contains, as it is no character of YAML.
  constexpr std::string_view kSeparator("\0", 1);
  return to_lower(fmt::format("{}{}{}{}{}", key.id, kSeparator, key.author, kSeparator,
                              normalize_path(key.path)));
}

Text contexts_text(const ChangeSet& change_set) {
  if (change_set.contexts.empty()) return std::nullopt;
  std::string text;
  for (const std::string& expression : change_set.contexts) {
    if (!text.empty()) text += " AND ";
    text += needs_parentheses(expression) ? "(" + expression + ")" : expression;
  }
  return text;
}

Text labels_text(const ChangeSet& change_set) {
  std::vector<std::string_view> all;
  for (const auto& list : change_set.include_labels)
    all.insert(all.end(), list.begin(), list.end());
  all.insert(all.end(), change_set.labels.begin(), change_set.labels.end());
  if (all.empty()) return std::nullopt;
  return fmt::format("{}", fmt::join(all, ","));
}

std::string description(const ChangeSet& change_set, std::size_t limit) {
  if (change_set.changes.empty()) return "empty";
  std::string text;
  for (const Change& change : change_set.changes) {
    if (!text.empty()) text += "; ";
    text += describe(change);
  }
  return limit_utf16(text, limit);
}

Text tag_of(const ChangeSet& change_set) {
  for (const Change& change : change_set.changes) {
    if (const auto* tag = std::get_if<TagDatabase>(&change.body)) return tag->tag;
  }
  return std::nullopt;
}

}  // namespace strata::model
