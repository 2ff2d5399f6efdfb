#include "engine/plan/type_return.h"

#include <gtest/gtest.h>

namespace strata::plan {
namespace {

TEST(TypeReturn, WhatTheDatabaseRefusesWhereItDoesNotFit) {
  EXPECT_TRUE(can_return("varchar(80)", "varchar(50)"));
  EXPECT_TRUE(can_return("clob", "VARCHAR(50)"));
  EXPECT_TRUE(can_return("java.sql.Types.VARCHAR(50)", "text"));
  EXPECT_TRUE(can_return("bigint", "int"));
  EXPECT_TRUE(can_return("char(9)", "char(3)"));
  EXPECT_TRUE(can_return("numeric(5, 2)", "decimal(12,4)"));
  EXPECT_TRUE(can_return("int", "decimal(10, 2)"));
  EXPECT_TRUE(can_return("int", "varchar(20)"));
  EXPECT_TRUE(can_return(" geometry ", "GEOMETRY"));
}

TEST(TypeReturn, WhatWouldBeRoundedOrCutOrIsNotKnown) {
  EXPECT_FALSE(can_return("decimal(10, 2)", "int"));
  EXPECT_FALSE(can_return("decimal(10, 4)", "decimal(10, 2)"));
  EXPECT_FALSE(can_return("decimal(10, 2)", "decimal(10)"));
  EXPECT_FALSE(can_return("decimal(10, 2)", "decimal"));
  EXPECT_FALSE(can_return("decimal(10, x)", "decimal(10, 2)"));
  EXPECT_FALSE(can_return("timestamp", "date"));
  EXPECT_FALSE(can_return("double", "float"));
  EXPECT_FALSE(can_return("varchar(5)", "char(5)"));
  EXPECT_FALSE(can_return("varchar(5)", "int"));
  EXPECT_FALSE(can_return("int unsigned", "int"));
  EXPECT_FALSE(can_return("geometry", "geography"));
}

}  // namespace
}  // namespace strata::plan
