// The same changelog in each format leaves the same schema, rows and history.
#include <gtest/gtest.h>

#include "tests/live/migration.h"

namespace strata::test {
namespace {

class FormatsTest : public testing::TestWithParam<Vendor> {
 protected:
  // What the changelog leaves in a new database.
  static std::string outcome_of(const std::string& file) {
    LiveDatabase database{GetParam()};
    const Changelog changelog{file, std::string(STRATA_SOURCE_DIR) + "/tests/live/formats", ""};
    const Outcome update = run_program(words({"update"}, changelog, database.url()));
    EXPECT_EQ(update.exit_code, 0) << file << ": " << update.output;
    return schema_text(database) + query_text(database, "SELECT * FROM person") +
           query_text(database,
                      "SELECT ID, AUTHOR, FILENAME, EXECTYPE, MD5SUM, DESCRIPTION, "
                      "COMMENTS, LABELS FROM " +
                          history_table(database) + " ORDER BY ORDEREXECUTED");
  }

  static void all_alike(const std::string& name, const std::vector<std::string>& endings) {
    const std::string first = outcome_of(name + ".yaml");
    EXPECT_NE(first.find("MARK_RAN"), std::string::npos) << first;
    for (const std::string& ending : endings) EXPECT_EQ(outcome_of(name + ending), first) << ending;
  }
};

INSTANTIATE_TEST_SUITE_P(Vendors, FormatsTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(FormatsTest, ChangesOfAllKinds) { all_alike("changes", {".json", ".xml"}); }
TEST_P(FormatsTest, Sql) { all_alike("sql", {".json", ".xml", ".sql"}); }

}  // namespace
}  // namespace strata::test
