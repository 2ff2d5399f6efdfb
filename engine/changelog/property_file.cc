#include "engine/changelog/property_file.h"

#include <charconv>

#include "engine/base/utf8.h"

namespace strata::changelog {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

// Reads logical lines: comments left out, continuations joined, leading blanks dropped, escapes
// still in place.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  bool next(std::string& line) {
    line.clear();
    line_ = 0;
    bool continued = false;
    while (!rest_.empty()) {
      const std::size_t end = rest_.find_first_of("\r\n");
      std::string_view natural = rest_.substr(0, end);
      const bool crlf = end != std::string_view::npos && rest_.substr(end).starts_with("\r\n");
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + (crlf ? 2 : 1));
      ++number_;
      const std::size_t whole = natural.size();
      while (!natural.empty() && is_blank(natural.front())) natural.remove_prefix(1);
      if (!continued && (natural.empty() || natural.front() == '#' || natural.front() == '!'))
        continue;
      if (line_ == 0) {
        line_ = number_;
        column_ = static_cast<std::uint32_t>(whole - natural.size()) + 1;
      }
      continued = ends_in_backslash(natural);
      line += continued ? natural.substr(0, natural.size() - 1) : natural;
      if (!continued) return true;
    }
    return !line.empty();
  }

  // Where the last one began, from 1.
  std::uint32_t line() const { return line_; }
  std::uint32_t column() const { return column_; }

 private:
  // An odd number of them: an even one is escaped backslashes.
  static bool ends_in_backslash(std::string_view line) {
    std::size_t count = 0;
    while (count < line.size() && line[line.size() - 1 - count] == '\\') ++count;
    return count % 2 == 1;
  }

  std::string_view rest_;
  std::uint32_t number_ = 0;
  std::uint32_t line_ = 0;
  std::uint32_t column_ = 0;
};

std::string unescaped(std::string_view text) {
  constexpr std::size_t kHexDigits = 4;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    unsigned code = 0;
    const std::string_view digits = text.substr(i + 1, kHexDigits);
    if (c == 'u' && digits.size() == kHexDigits &&
        std::from_chars(digits.data(), digits.data() + kHexDigits, code, 16).ptr ==
            digits.data() + kHexDigits) {
      append_utf8(out, code);
      i += kHexDigits;
    } else {
      out += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'f' ? '\f' : c;
    }
  }
  return out;
}

std::pair<std::string, std::string> split(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() && line[end] != '=' && line[end] != ':' && !is_blank(line[end])) {
    end += line[end] == '\\' ? 2 : 1;
  }
  end = std::min(end, line.size());
  const std::string_view name = line.substr(0, end);
  std::string_view value = line.substr(end);
  while (!value.empty() && is_blank(value.front())) value.remove_prefix(1);
  if (!value.empty() && (value.front() == '=' || value.front() == ':')) value.remove_prefix(1);
  while (!value.empty() && is_blank(value.front())) value.remove_prefix(1);
  return {unescaped(name), unescaped(value)};
}

}  // namespace

std::vector<Property> read_properties(std::string_view text) {
  std::vector<Property> properties;
  Lines lines(text);
  std::string line;
  while (lines.next(line)) {
    auto [name, value] = split(line);
    properties.push_back({std::move(name), std::move(value), lines.line(), lines.column()});
  }
  return properties;
}

std::vector<std::pair<std::string, std::string>> parse_properties(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> properties;
  for (Property& property : read_properties(text))
    properties.emplace_back(std::move(property.name), std::move(property.value));
  return properties;
}

}  // namespace strata::changelog
