#include "drivers/mysql/column_definition.h"

#include <gtest/gtest.h>

namespace strata::mysql {
namespace {

// As MariaDB 10.11 prints it.
constexpr const char* kCreateTable = R"(CREATE TABLE `cdef` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `a` varchar(50) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL DEFAULT 'it''s \\ x' COMMENT 'c, ''q'' NOT NULL \\',
  `b` int(11) GENERATED ALWAYS AS (`n` + 1) STORED COMMENT 'cc',
  `c` timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  `d` enum('a','b,)') DEFAULT NULL,
  `e` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`e`)),
  `f` int(11) DEFAULT NULL CHECK (`f` > 0),
  `g` int(11) INVISIBLE DEFAULT 5,
  `l` bit(3) DEFAULT b'101',
  `od``d` int(5) unsigned zerofill DEFAULT NULL,
  `v` int /*!80023 INVISIBLE */ DEFAULT '1',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB)";

schema::Table table() {
  schema::Table table;
  table.name = "cdef";
  table.definition = kCreateTable;
  return table;
}

ColumnDefinition existing(std::string_view column) {
  const auto definition = existing_definition(table(), column);
  EXPECT_TRUE(definition) << column;
  return definition.value_or(ColumnDefinition{});
}

std::string clause(const ColumnDefinition& definition, ClauseKind kind) {
  const Clause* found = find_clause(definition, kind);
  return found == nullptr ? "" : found->text;
}

TEST(ColumnDefinition, CutsADefinitionIntoItsClauses) {
  const ColumnDefinition a = existing("A");
  EXPECT_EQ(clause(a, ClauseKind::Type), "varchar(50)");
  EXPECT_EQ(clause(a, ClauseKind::Charset), "CHARACTER SET latin1 COLLATE latin1_swedish_ci");
  EXPECT_EQ(clause(a, ClauseKind::Nullability), "NOT NULL");
  EXPECT_EQ(clause(a, ClauseKind::Default), R"(DEFAULT 'it''s \\ x')");
  EXPECT_EQ(clause(a, ClauseKind::Comment), R"(COMMENT 'c, ''q'' NOT NULL \\')");
}

TEST(ColumnDefinition, KeepsEveryClauseWhenWrittenAgain) {
  for (const char* same : {"bigint(20) unsigned NOT NULL AUTO_INCREMENT",
                           "int(11) GENERATED ALWAYS AS (`n` + 1) STORED COMMENT 'cc'",
                           "timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE "
                           "current_timestamp(6)",
                           "enum('a','b,)') DEFAULT NULL", "int(11) DEFAULT NULL CHECK (`f` > 0)",
                           "bit(3) DEFAULT b'101'", "int(5) unsigned zerofill DEFAULT NULL",
                           "double precision NULL DEFAULT -1.5", "text DEFAULT _utf8mb4'x'",
                           "point NOT NULL SRID 4326", "int DEFAULT NEXT VALUE FOR `s`",
                           "int GENERATED ALWAYS AS (1) VIRTUAL NOT NULL", "varchar(10)"}) {
    EXPECT_EQ(to_text(parse_definition(same)), same);
  }
}

TEST(ColumnDefinition, PutsInvisibleBehindTheDefault) {
  EXPECT_EQ(to_text(existing("g")), "int(11) DEFAULT 5 INVISIBLE");
  EXPECT_EQ(to_text(existing("v")), "int DEFAULT '1' /*!80023 INVISIBLE */");
}

TEST(ColumnDefinition, FindsNamesWithBackticks) {
  EXPECT_EQ(to_text(existing("od`d")), "int(5) unsigned zerofill DEFAULT NULL");
  EXPECT_FALSE(existing_definition(table(), "id`"));
  EXPECT_FALSE(existing_definition(table(), "PRIMARY"));
}

TEST(ColumnDefinition, RestatesWhatTheNewTypeDoesNotSay) {
  EXPECT_EQ(to_text(restated(existing("a"), "varchar(80)")),
            R"(varchar(80) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL DEFAULT )"
            R"('it''s \\ x' COMMENT 'c, ''q'' NOT NULL \\')");
  EXPECT_EQ(to_text(restated(existing("id"), "INT")), "INT NOT NULL AUTO_INCREMENT");
}

TEST(ColumnDefinition, LeavesOutWhatDoesNotFitTheNewType) {
  EXPECT_EQ(to_text(restated(existing("id"), "VARCHAR(20)")), "VARCHAR(20) NOT NULL");
  EXPECT_EQ(to_text(restated(existing("a"), "BLOB COMMENT ''")),
            R"(BLOB NOT NULL DEFAULT 'it''s \\ x' COMMENT '')");
  EXPECT_EQ(to_text(restated(existing("c"), "VARCHAR(30)")),
            "VARCHAR(30) NOT NULL DEFAULT current_timestamp(6)");
  EXPECT_EQ(to_text(restated(existing("e"), "INT")), "INT DEFAULT NULL");
}

TEST(ColumnDefinition, WhatTheUserWroteBehindTheTypeWins) {
  EXPECT_EQ(to_text(restated(existing("c"), "datetime(3) NULL DEFAULT NULL")),
            "datetime(3) NULL DEFAULT NULL ON UPDATE current_timestamp(6)");
}

TEST(ColumnDefinition, FallsBackOnTheFieldsOfTheColumn) {
  schema::Table plain;
  plain.columns.push_back({"n", "int(11)", false, "5", true, std::nullopt, "it's"});
  EXPECT_EQ(to_text(existing_definition(plain, "N").value()),
            "int(11) NOT NULL DEFAULT 5 AUTO_INCREMENT COMMENT 'it''s'");
  EXPECT_FALSE(existing_definition(plain, "m"));
}

}  // namespace
}  // namespace strata::mysql
