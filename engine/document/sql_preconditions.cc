#include "engine/document/sql_preconditions.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/text.h"

namespace strata::document {
namespace {

// [expectedResult:]RESULT QUERY; the result may stand in quotes.
bool read_sql_check(SqlLines& lines, Part body, Node& one) {
  const auto skip = [&](std::size_t count) {
    body = {body.offset + count, body.text.substr(count)};
  };
  skip(std::min(body.text.find_first_not_of(" \t"), body.text.size()));
  constexpr std::string_view kKey = "expectedResult:";
  if (starts_with_ignore_case(body.text, kKey)) skip(kKey.size());
  if (body.text.empty()) return false;
  const char quote = body.text.front();
  const bool is_quoted = quote == '"' || quote == '\'';
  const std::size_t close = is_quoted ? body.text.find(quote, 1) : std::string_view::npos;
  const std::size_t end = close != std::string_view::npos ? close + 1 : body.text.find(' ');
  if (end == std::string_view::npos ||
      trim(body.text.substr(std::min(end, body.text.size()))).empty())
    return false;
  one.children.push_back(
      lines.node("expectedResult", unquoted({body.offset, body.text.substr(0, end)}), 0));
  skip(end);
  skip(std::min(body.text.find_first_not_of(" \t"), body.text.size()));
  one.children.push_back(lines.node("sql", {body.offset, trim(body.text)}, 0));
  return true;
}

}  // namespace

std::optional<Node> read_sql_precondition(SqlLines& lines, const Part& rest) {
  constexpr std::array<std::string_view, 3> kTypes{"sql-check", "table-exists", "view-exists"};
  const std::size_t end = std::min(rest.text.find_first_of(" \t"), rest.text.size());
  const std::string type = to_lower(rest.text.substr(0, end));
  Node one;
  one.name_at = one.value_at = lines.whole_line();
  if (type == "table-exists" || type == "view-exists") {
    const bool is_table = type == "table-exists";
    one.name = is_table ? "tableExists" : "viewExists";
    const std::string_view key = is_table ? "table" : "view";
    if (const auto name = find_attribute(lines.line(), key, ValueForm::Word))
      one.children.push_back(
          lines.node(is_table ? "tableName" : "viewName", *name, key.size() + 1));
    if (const auto schema = find_attribute(lines.line(), "schema", ValueForm::Word))
      one.children.push_back(lines.node("schemaName", *schema, 7));
  } else if (type == "sql-check") {
    one.name = "sqlCheck";
    if (!read_sql_check(lines, {rest.offset + end, rest.text.substr(end)}, one)) {
      lines.report("sql-check: the expected result or the query is missing",
                   "--precondition-sql-check expectedResult:0 SELECT ...");
      return std::nullopt;
    }
  } else {
    lines.report(fmt::format("unknown precondition '{}'", type), did_you_mean(type, kTypes));
    return std::nullopt;
  }
  return one;
}

}  // namespace strata::document
