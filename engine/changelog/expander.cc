#include "engine/changelog/expander.h"

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/document/scalar.h"

namespace strata::changelog {

void Expander::expand(document::Node& node, const std::string& file, Pass pass) {
  using document::Value;
  if (node.value.kind == Value::Kind::Text && node.value.text.find("${") != std::string::npos) {
    Replacements replacements;
    std::string expanded = expand(node.value.text, node.value_at, file, pass, &replacements);
    node.written = replaced(node.written, node.value.text, std::move(replacements));
    node.value.text = std::move(expanded);
  } else {
    expand(node.value, node.value_at, file, pass);
  }
  for (document::Node& child : node.children) expand(child, file, pass);
}

void Expander::expand(document::Value& value, const Location& at, const std::string& file,
                      Pass pass) {
  using document::Value;
  if (value.kind == Value::Kind::Text) value.text = expand(value.text, at, file, pass);
  if (value.kind != Value::Kind::List) return;
  for (Value& item : value.items) expand(item, at, file, pass);
  value = document::list_value(std::move(value.items));
}

std::string Expander::expand(const std::string& text, const Location& at, const std::string& file,
                             Pass pass, Replacements* replacements) {
  if (text.find("${") == std::string::npos) return text;
  std::set<std::string> unknown;
  std::string expanded = text;
  const bool is_last = pass == Pass::Last;
  try {
    expanded = options_.parameters.expand(text, file, unknown,
                                          is_last ? options_.expansion : Expansion{}, replacements);
  } catch (const Error& error) {
    if (replacements != nullptr) replacements->clear();
    if (is_last) diagnostics_.error(at, error.what(), error.hint());
  }
  if (is_last) report_unknown(unknown, at);
  return expanded;
}

// Each name once, where it is met first.
void Expander::report_unknown(const std::set<std::string>& names, const Location& at) {
  if (options_.expansion.missing == Expansion::Missing::Empty) return;
  for (const std::string& name : names) {
    // An unclosed "${" in some text takes all up to the next brace; that is nobody's parameter.
    constexpr std::size_t kLongest = 100;
    if (name.size() > kLongest || name.find('\n') != std::string::npos) continue;
    if (!reported_.insert(name).second) continue;
    std::string hint;
    if (name.starts_with(':'))
      hint = "with --support-property-escaping it becomes ${" +
             std::string(trim(std::string_view(name).substr(1))) + "}";
    if (const std::string* dbms = properties_.dbms_of(name))
      hint = fmt::format("there is one for dbms: {}", *dbms);
    if (options_.expansion.missing == Expansion::Missing::Error) {
      diagnostics_.error(at, fmt::format("no parameter '{}' is defined", name), hint);
    } else {
      diagnostics_.warning(
          at, fmt::format("no parameter '{0}' is defined; '${{{0}}}' stays as it is", name), hint);
    }
  }
}

}  // namespace strata::changelog
