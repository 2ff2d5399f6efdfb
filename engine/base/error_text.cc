#include "engine/base/error_text.h"

#include <fmt/format.h>

#include "engine/base/text.h"

namespace strata {
namespace {

constexpr std::size_t kLongestSql = 2000;

std::string indented(std::string_view text) {
  return "    " + replace_all(std::string(text), "\n", "\n    ");
}

std::string emphasized(std::string_view word, std::string_view mark, const Emphasis& emphasis) {
  return fmt::format("{}{}{}", mark, word, emphasis.end);
}

std::string sql_text(const SqlFailure& sql) {
  std::string text = "  SQL";
  if (!sql.sqlstate.empty()) text += fmt::format(" (state {})", sql.sqlstate);
  const bool cut = sql.statement.size() > kLongestSql;
  return fmt::format("{}:\n{}{}\n", text,
                     indented(std::string_view(sql.statement).substr(0, kLongestSql)),
                     cut ? " ..." : "");
}

}  // namespace

std::string diagnostic_text(const Diagnostic& diagnostic, const Emphasis& emphasis) {
  const bool is_error = diagnostic.severity == Severity::Error;
  const std::string_view word = is_error ? "error:" : "warning:";
  std::string text = to_text(diagnostic);
  const std::size_t at = text.find(word);
  if (at != std::string::npos) {
    text.replace(at, word.size(),
                 emphasized(word, is_error ? emphasis.error : emphasis.warning, emphasis));
  }
  return text + "\n";
}

std::string error_text(const Error& error, const Emphasis& emphasis) {
  std::string text;
  std::size_t errors = 0;
  for (const Diagnostic& diagnostic : error.diagnostics()) {
    text += diagnostic_text(diagnostic, emphasis);
    if (diagnostic.severity == Severity::Error) ++errors;
  }
  // A single mistake says it all itself.
  const bool told = errors == 1 && error.diagnostics().back().message == error.what();
  if (!told) {
    const std::string count = errors > 1 ? fmt::format(" ({} errors)", errors) : "";
    text += fmt::format("{} {}{}\n", emphasized("error:", emphasis.error, emphasis), error.what(),
                        count);
  }
  if (error.sql()) text += sql_text(*error.sql());
  if (!error.hint().empty()) text += indented(error.hint()) + "\n";
  return text;
}

}  // namespace strata
