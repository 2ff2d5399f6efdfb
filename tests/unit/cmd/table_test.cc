#include "cmd/table.h"

#include <gtest/gtest.h>

namespace strata::cmd {
namespace {

TEST(Table, AlignsItsColumns) {
  EXPECT_EQ(to_table({"ID", "Author"}, {{"1", "mia"}, {"long id", "x"}}),
            "+---------+--------+\n"
            "| ID      | Author |\n"
            "+---------+--------+\n"
            "| 1       | mia    |\n"
            "| long id | x      |\n"
            "+---------+--------+\n");
}

TEST(Table, CountsCodePoints) {
  EXPECT_EQ(to_table({"N"}, {{"äöü"}, {"abc"}}),
            "+-----+\n"
            "| N   |\n"
            "+-----+\n"
            "| äöü |\n"
            "| abc |\n"
            "+-----+\n");
}

TEST(Table, WithoutRows) { EXPECT_EQ(to_table({"N"}, {}), "+---+\n| N |\n+---+\n"); }

}  // namespace
}  // namespace strata::cmd
