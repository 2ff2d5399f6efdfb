#include "engine/document/yaml_text.h"

#include <fmt/format.h>
#include <yaml-cpp/mark.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "engine/document/place_finder.h"

namespace strata::document {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t\r\n";

bool has_lone_carriage_return(std::string_view text) {
  for (std::size_t i = text.find('\r'); i != std::string_view::npos; i = text.find('\r', i + 1)) {
    if (i + 1 == text.size() || text[i + 1] != '\n') return true;
  }
  return false;
}

void rewrite_carriage_returns(std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) text[i] = '\n';
  }
}

// The value of "\uXXXX" at that place, if there is one.
std::optional<std::uint32_t> unicode_escape(std::string_view text, std::size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  std::uint32_t value = 0;
  const char* end = text.data() + at + 6;
  const auto result = std::from_chars(text.data() + at + 2, end, value, 16);
  return result.ptr == end ? std::optional(value) : std::nullopt;
}

// "\ud83d\ude00" becomes an escaped line end (which stands for nothing) and "\U0001f600".
void rewrite_surrogate_pair(std::string& text, std::size_t at) {
  const std::optional<std::uint32_t> high = unicode_escape(text, at);
  if (!high || *high < 0xD800 || *high > 0xDBFF) return;
  const std::optional<std::uint32_t> low = unicode_escape(text, at + 6);
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return;
  const std::uint32_t code_point = 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00);
  text.replace(at, 12, fmt::format("\\\n\\U{:08x}", code_point));
}

// Only where all strings are in double quotes, so in JSON.
void rewrite_surrogate_pairs(std::string& text) {
  for (std::size_t i = text.find('\\'); i != std::string::npos && i + 1 < text.size();
       i = text.find('\\', i + 2)) {
    if (text[i + 1] == 'u') rewrite_surrogate_pair(text, i);
  }
}

bool is_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first != std::string_view::npos && text[first] == '{';
}

}  // namespace

YamlText::YamlText(const SourceFile& file) : file_(&file) {
  const std::string_view whole = file.text();
  if (whole.starts_with(kByteOrderMark)) start_ = kByteOrderMark.size();
  parsed_ = whole.substr(start_);
  const bool lone_returns = has_lone_carriage_return(parsed_);
  const bool surrogates = is_json(parsed_) && (parsed_.find("\\ud") != std::string_view::npos ||
                                               parsed_.find("\\uD") != std::string_view::npos);
  if (!lone_returns && !surrogates) return;
  rewritten_ = parsed_;
  if (lone_returns) rewrite_carriage_returns(rewritten_);
  if (surrogates) rewrite_surrogate_pairs(rewritten_);
  parsed_ = rewritten_;
}

std::size_t YamlText::offset_of(const YAML::Mark& mark) const {
  if (mark.is_null()) return text().size();
  return std::min(text().size(), start_ + static_cast<std::size_t>(std::max(0, mark.pos)));
}

std::size_t YamlText::skip_properties(std::size_t offset) const {
  const std::string_view all = text();
  while (offset < all.size()) {
    const char c = all[offset];
    if (kBlanks.find(c) != std::string_view::npos) {
      ++offset;
    } else if (c == '#') {
      offset = std::min(all.find_first_of("\r\n", offset), all.size());
    } else if (c == '&' || c == '!') {
      const bool verbatim = all.substr(offset).starts_with("!<");
      offset = std::min(all.find_first_of(verbatim ? ">" : " \t\r\n,[]{}", offset), all.size());
      if (verbatim && offset < all.size()) ++offset;
    } else {
      break;
    }
  }
  return offset;
}

ScalarStyle YamlText::style_at(std::size_t offset) const {
  if (offset >= text().size()) return ScalarStyle::Plain;
  switch (text()[offset]) {
    case '"':
    case '\'':
      return ScalarStyle::Quoted;
    case '|':
      return ScalarStyle::Literal;
    case '>':
      return ScalarStyle::Folded;
    default:
      return ScalarStyle::Plain;
  }
}

std::size_t YamlText::scalar_length(std::size_t offset, ScalarStyle style,
                                    std::string_view value) const {
  if (style == ScalarStyle::Literal || style == ScalarStyle::Folded) return 1;
  const std::string_view rest = text().substr(offset);
  std::size_t end = 0;
  if (style == ScalarStyle::Quoted) {
    const std::string_view quoted = rest.substr(0, end_of_quoted(rest, 0));
    end = std::min(quoted.size(), quoted.find_first_of("\r\n"));
  } else {
    const auto differ = std::mismatch(rest.begin(), rest.end(), value.begin(), value.end());
    end = static_cast<std::size_t>(differ.first - rest.begin());
  }
  return count_code_points(rest.substr(0, end));
}

std::optional<std::size_t> YamlText::kept_line_ends(std::size_t offset, ScalarStyle style) const {
  if (style != ScalarStyle::Folded || !text().substr(offset).starts_with(">+")) {
    return std::nullopt;
  }
  std::size_t indentation = 0;
  std::size_t line_ends = 0;
  const std::uint32_t last = file_->line_of(text().size());
  for (std::uint32_t number = file_->line_of(offset) + 1; number <= last; ++number) {
    const std::string_view line = file_->line(number);
    const std::size_t indent = line.find_first_not_of(' ');
    const bool blank = indent == std::string_view::npos;
    if (!blank && indent < std::max<std::size_t>(indentation, 1)) break;
    if (!blank && indentation == 0) indentation = indent;
    const bool content = !blank || (indentation > 0 && line.size() > indentation);
    if (content) line_ends = 0;
    if (number < last) ++line_ends;
  }
  return indentation == 0 ? std::nullopt : std::optional(line_ends);
}

std::size_t end_of_quoted(std::string_view text, std::size_t offset) {
  const char quote = text[offset];
  for (std::size_t i = offset + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      const bool doubled = quote == '\'' && i + 1 < text.size() && text[i + 1] == quote;
      if (!doubled) return i + 1;
      ++i;
    }
  }
  return std::string_view::npos;
}

}  // namespace strata::document
