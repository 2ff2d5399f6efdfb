#include "engine/run/custom_sql.h"

#include <vector>

#include "engine/base/error.h"
#include "engine/run/statement_runner.h"
#include "engine/sql/splitter.h"

namespace strata::run {

void run_sql(CustomContext& context, const std::string& text, const std::string& source) {
  std::vector<sql::Mistake> mistakes;
  std::vector<sql::Piece> pieces = sql::split(text, {}, context.rules, &mistakes);
  if (!mistakes.empty()) {
    throw Error(ErrorKind::Sql, (source.empty() ? "" : source + ": ") + mistakes.front().message)
        .with_hint(mistakes.front().hint)
        .with_sql({text, "", 0, std::nullopt});
  }
  for (sql::Piece& piece : pieces) {
    sql::Statements statements = sql::one(std::move(piece.text));
    statements.front().rows = std::move(piece.rows);
    context.runner.run_all(statements);
  }
}

}  // namespace strata::run
