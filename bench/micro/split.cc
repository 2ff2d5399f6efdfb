// SQL text into statements: short ones, and a program with semicolons inside.
#include <benchmark/benchmark.h>

#include <string>

#include "drivers/mysql/driver.h"
#include "drivers/postgresql/driver.h"
#include "engine/sql/dialect.h"
#include "engine/sql/splitter.h"

namespace strata::bench {
namespace {

constexpr std::string_view kShort =
    "INSERT INTO item (id, name) VALUES (17, 'it''s; one');  -- a comment; here\n";
constexpr std::string_view kFunction = R"(CREATE FUNCTION f(n int) RETURNS int AS $body$
BEGIN
  IF n > 0 THEN RETURN n; END IF;
  RETURN 'none;'::text::int;
END $body$ LANGUAGE plpgsql;
)";
constexpr std::string_view kProcedure = R"(CREATE PROCEDURE p(n int)
BEGIN
  IF n > 0 THEN SELECT n; END IF;
  SELECT "none;" AS `a;b`;
END;
)";

void split(benchmark::State& state, const driver::Driver& driver, std::string_view statement) {
  constexpr std::size_t kStatements = 1000;
  const sql::LexicalRules rules = driver.dialects.front()->traits().lexical;
  std::string text;
  for (std::size_t i = 0; i < kStatements; ++i) text += statement;
  for (auto _ : state) {
    if (sql::split(text, {}, rules).size() != kStatements) state.SkipWithError("cut elsewhere");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kStatements));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

BENCHMARK_CAPTURE(split, postgresql_short, postgresql_driver(), kShort);
BENCHMARK_CAPTURE(split, postgresql_function, postgresql_driver(), kFunction);
BENCHMARK_CAPTURE(split, mysql_short, mysql_driver(), kShort);
BENCHMARK_CAPTURE(split, mysql_procedure, mysql_driver(), kProcedure);

}  // namespace
}  // namespace strata::bench
