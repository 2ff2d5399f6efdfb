// Update, rollback of everything, update again: the schema is that of one update, and the history
// is the one that the reference leaves.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/live/migration.h"

namespace strata::test {
namespace {

class RoundTripTest : public testing::TestWithParam<Vendor> {
 protected:
  void run(const std::vector<std::string>& command, const Changelog& changelog) {
    const Outcome outcome = run_program(words(command, changelog, database_.url()));
    ASSERT_EQ(outcome.exit_code, 0) << command.front() << "\n" << outcome.output;
  }

  void there_and_back(const Changelog& changelog) {
    ASSERT_EQ(schema_text(database_), "");
    run({"update"}, changelog);
    const std::string migrated = schema_text(database_);
    EXPECT_NE(migrated, "");
    run({"rollback-count", "1000"}, changelog);
    EXPECT_EQ(schema_text(database_), "");
    EXPECT_EQ(count(database_, history_table(database_)), "0\n");
    run({"update"}, changelog);
    EXPECT_EQ(schema_text(database_), migrated);
  }

  LiveDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Vendors, RoundTripTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(RoundTripTest, Shop) { there_and_back(shop()); }

TEST_P(RoundTripTest, EveryChangeType) { there_and_back(everything()); }

TEST_P(RoundTripTest, TheOtherChangeTypes) { there_and_back(more()); }

// What is in the merged columns, the new tables and the sequences.
TEST_P(RoundTripTest, TheOtherChangeTypesKeepTheRows) {
  run({"update"}, more());
  EXPECT_EQ(query_text(database_, "SELECT id, full_name FROM street ORDER BY id"),
            "1\tMain Street\n2\tAlley\n3\tHigh\n");
  EXPECT_EQ(query_text(database_, "SELECT code FROM region ORDER BY code"), "BE\nGR\n");
  EXPECT_EQ(query_text(database_, "SELECT id, name FROM numbered ORDER BY id"), "7\ta\n100\tb\n");
  EXPECT_EQ(query_text(database_, "SELECT id FROM changed"), "");
}

TEST_P(RoundTripTest, StepByStepIsTheSameAsAtOnce) {
  run({"update"}, everything());
  const std::string at_once = schema_text(database_);
  run({"rollback-count", "1000"}, everything());
  for (int step = 0; step < 25; ++step) {
    run({"update-count", "1"}, everything());
    run({"rollback-count", "1"}, everything());
    run({"update-count", "1"}, everything());
  }
  EXPECT_EQ(schema_text(database_), at_once);
  EXPECT_EQ(count(database_, history_table(database_)), "25\n");
}

constexpr const char* kHistoryColumns =
    "ID, AUTHOR, FILENAME, ORDEREXECUTED, EXECTYPE, MD5SUM, DESCRIPTION, COMMENTS, TAG, CONTEXTS, "
    "LABELS";

// Recorded by tests/oracle/shop. The reference cannot run the shop on SQLite; there the rows are
// those of PostgreSQL, as the changelog has the same types for both.
std::string recorded_history(Vendor vendor) {
  const std::string dialect = vendor == Vendor::MariaDb ? "mariadb" : "postgresql";
  std::ifstream in(std::string(STRATA_SOURCE_DIR) + "/tests/golden/shop/history." + dialect +
                   ".tsv");
  std::string header;
  std::getline(in, header);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_P(RoundTripTest, TheHistoryIsTheReferences) {
  run({"update"}, shop());
  EXPECT_EQ(query_text(database_, fmt::format("SELECT {} FROM {} ORDER BY ORDEREXECUTED",
                                              kHistoryColumns, history_table(database_))),
            recorded_history(GetParam()));
}

}  // namespace
}  // namespace strata::test
