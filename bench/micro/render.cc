// Changes into the SQL of each dialect.
#include <benchmark/benchmark.h>

#include "bench/micro/samples.h"
#include "drivers/mysql/driver.h"
#include "drivers/postgresql/driver.h"
#include "drivers/sqlite/driver.h"
#include "engine/sql/dialect.h"

namespace strata::bench {
namespace {

void render(benchmark::State& state, const driver::Driver& driver, std::string_view name) {
  driver::Registry registry;
  registry.add(driver);
  const sql::Dialect* dialect = registry.dialect(name);
  const model::Changelog log = changelog();
  const sql::Target target;
  std::size_t statements = 0;
  for (auto _ : state) {
    for (const model::ChangeSet& change_set : log.change_sets) {
      for (const model::Change& change : change_set.changes) {
        statements += dialect->render(change, target).size();
      }
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(statements));
}

BENCHMARK_CAPTURE(render, postgresql, postgresql_driver(), "postgresql");
BENCHMARK_CAPTURE(render, mysql, mysql_driver(), "mysql");
BENCHMARK_CAPTURE(render, mariadb, mysql_driver(), "mariadb");
BENCHMARK_CAPTURE(render, sqlite, sqlite_driver(), "sqlite");

}  // namespace
}  // namespace strata::bench
