#include "engine/run/own_sql.h"

#include <cctype>

#include "engine/base/text.h"
#include "engine/sql/splitter.h"

namespace strata::run {
namespace {

// Whether a statement yields rows, by its first word.
bool yields_rows(std::string_view code) {
  std::size_t end = 0;
  while (end < code.size() && std::isalpha(static_cast<unsigned char>(code[end])) != 0) ++end;
  const std::string first = to_lower(code.substr(0, end));
  if (is_one_of(first, {"select", "with", "values", "show", "explain", "describe", "desc", "pragma",
                        "table", "call", "analyze"})) {
    return true;
  }
  return is_one_of(first, {"insert", "update", "delete", "merge"}) &&
         to_lower(code).find(" returning ") != std::string::npos;
}

}  // namespace

std::vector<OwnResult> run_own_sql(Session& session, const std::string& text,
                                   const std::string& delimiter) {
  sql::SplitOptions options;
  if (!delimiter.empty()) options.end_delimiter = delimiter;
  std::vector<sql::Mistake> mistakes;
  const std::vector<sql::Piece> pieces =
      sql::split(text, options, session.dialect().traits().lexical, &mistakes);
  if (!mistakes.empty()) {
    throw Error(ErrorKind::Usage, mistakes.front().message).with_hint(mistakes.front().hint);
  }
  std::vector<OwnResult> results;
  driver::Connection& connection = *session.connection();
  for (const sql::Piece& piece : pieces) {
    OwnResult result{piece.text, {}, 0};
    if (yields_rows(std::string_view(piece.text).substr(piece.code_offset))) {
      result.rows = connection.query(piece.text);
    } else {
      result.affected = piece.rows ? connection.execute_with_rows(piece.text, piece.rows->text)
                                   : connection.execute(piece.text);
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace strata::run
