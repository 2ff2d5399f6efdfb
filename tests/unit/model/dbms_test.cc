#include "engine/model/dbms.h"

#include <gtest/gtest.h>

namespace strata::model {
namespace {

struct Case {
  Text list;
  bool on_postgresql;
  bool on_sqlite;
};

class DbmsTest : public testing::TestWithParam<Case> {};

TEST_P(DbmsTest, Matches) {
  EXPECT_EQ(dbms_matches(GetParam().list, "postgresql"), GetParam().on_postgresql);
  EXPECT_EQ(dbms_matches(GetParam().list, "sqlite"), GetParam().on_sqlite);
}

INSTANTIATE_TEST_SUITE_P(
    Lists, DbmsTest,
    testing::Values(Case{std::nullopt, true, true}, Case{"", true, true},
                    Case{"postgresql", true, false}, Case{"mysql", false, false},
                    Case{" mysql , postgresql ", true, false}, Case{"!sqlite", true, false},
                    Case{"postgresql, !sqlite", true, false}, Case{"!mysql, !oracle", true, true},
                    Case{"all", true, true}, Case{"none", false, false},
                    Case{"all, !sqlite", true, true}, Case{"none, postgresql", false, false},
                    Case{"PostgreSQL", false, false}));

}  // namespace
}  // namespace strata::model
