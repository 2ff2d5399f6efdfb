#include "engine/plan/words.h"

#include <gtest/gtest.h>

namespace strata::plan {
namespace {

TEST(Words, NamesStandAsWords) {
  EXPECT_TRUE(has_word("alter table Person add x int", "person"));
  EXPECT_TRUE(has_word("drop table \"first name\"", "First Name"));
  EXPECT_FALSE(has_word("alter table persons", "person"));
  EXPECT_FALSE(has_word("select 1", ""));
}

TEST(Words, WhatMayChangeTheSchema) {
  EXPECT_TRUE(Words("/* x */ ALTER TABLE a ADD b int").change_schema());
  EXPECT_TRUE(Words("create or replace view v as select 1").change_schema());
  EXPECT_TRUE(Words("comment on table a is ''").change_schema());
  EXPECT_FALSE(Words("insert into a (comment) values (1)").change_schema());
  EXPECT_FALSE(Words("create table b (x int)").change_schema());
  EXPECT_TRUE(Words("drop schema app cascade").change_anything());
  EXPECT_TRUE(Words("begin execute 'alter table ' || t; end").change_anything());
  EXPECT_FALSE(Words("drop table a").change_anything());
}

TEST(Words, KeywordsAreNotShared) {
  EXPECT_FALSE(Words("select id from person").share_names(Words("alter table city add column x")));
  EXPECT_TRUE(Words("select id from person").share_names(Words("alter table PERSON add x int")));
}

}  // namespace
}  // namespace strata::plan
