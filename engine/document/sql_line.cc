#include "engine/document/sql_line.h"

#include <algorithm>

#include "engine/base/text.h"

namespace strata::document {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool fits(char c, ValueForm form) {
  switch (form) {
    case ValueForm::Word:
      return is_word(c);
    case ValueForm::Databases:
      return is_word(c) || c == '!' || c == ',';
    case ValueForm::Parameter:
      return is_word(c) || c == '$' || c == '{' || c == '}';
    case ValueForm::NotBlank:
    case ValueForm::QuotedOrWords:
      return !is_blank(c);
    case ValueForm::Rest:
      return true;
  }
  return false;
}

std::string_view value_at(std::string_view rest, ValueForm form) {
  if (form == ValueForm::QuotedOrWords && rest.starts_with('"')) {
    const std::size_t end = rest.find('"', 1);
    if (end != std::string_view::npos) return rest.substr(0, end + 1);
  }
  const auto* const end =
      std::find_if_not(rest.begin(), rest.end(), [&](char c) { return fits(c, form); });
  return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
}

std::size_t skip_blanks(std::string_view line, std::size_t at) {
  while (at < line.size() && is_blank(line[at])) ++at;
  return at;
}

}  // namespace

std::optional<Part> find_attribute(std::string_view line, std::string_view name, ValueForm form) {
  for (std::size_t at = line.size(); at-- > 0;) {
    const std::string_view here = line.substr(at);
    if (!starts_with_ignore_case(here, name) || !here.substr(name.size()).starts_with(':'))
      continue;
    const std::size_t offset = at + name.size() + 1;
    const std::string_view value = value_at(line.substr(offset), form);
    if (!value.empty()) return Part{offset, value};
  }
  return std::nullopt;
}

std::optional<Part> after_keyword(std::string_view line, std::string_view name) {
  std::size_t at = skip_blanks(line, 0);
  if (!line.substr(at).starts_with("--")) return std::nullopt;
  at = skip_blanks(line, at + 2);
  if (!starts_with_ignore_case(line.substr(at), name)) return std::nullopt;
  at += name.size();
  return Part{at, line.substr(at)};
}

bool has_one_dash(std::string_view line, std::string_view name) {
  std::size_t at = skip_blanks(line, 0);
  if (!line.substr(at).starts_with('-') || line.substr(at).starts_with("--")) return false;
  at = skip_blanks(line, at + 1);
  if (!starts_with_ignore_case(line.substr(at), name)) return false;
  at += name.size();
  return at == line.size() || !is_word(line[at]);
}

Part unquoted(Part part) {
  const bool is_quoted = part.text.size() >= 2 &&
                         (part.text.front() == '"' || part.text.front() == '\'') &&
                         part.text.back() == part.text.front();
  return is_quoted ? Part{part.offset + 1, part.text.substr(1, part.text.size() - 2)} : part;
}

}  // namespace strata::document
