#include "engine/run/settlement.h"

#include <gtest/gtest.h>

#include "drivers/mysql/dialect.h"
#include "drivers/postgresql/dialect.h"
#include "engine/base/text.h"

namespace strata::run {
namespace {

// A schema that holds what it is told.
struct Told final : schema::SchemaView {
  std::vector<schema::Object> all;
  schema::Table t;

  Told() {
    t.name = "t";
    t.columns.emplace_back().name = "a";
    t.checks = {"ck a > 0"};
    t.triggers = {{"tr", ""}};
    all = {{schema::Object::Kind::Table, "t", ""},
           {schema::Object::Kind::Index, "i", "t"},
           {schema::Object::Kind::Index, "left", "t", false},
           {schema::Object::Kind::ForeignKey, "fk", "t"}};
  }

  std::optional<schema::Table> table(std::string_view, std::string_view name) override {
    return name == "t" ? std::optional(t) : std::nullopt;
  }
  std::vector<schema::Object> objects(std::string_view,
                                      const schema::ObjectFilter& filter) override {
    std::vector<schema::Object> found;
    for (const schema::Object& one : all) {
      if (one.kind == filter.kind && (filter.name.empty() || one.name == filter.name) &&
          (filter.table.empty() || one.table == filter.table))
        found.push_back(one);
    }
    return found;
  }
  schema::Schema read() override { return {{t}, {}}; }
};

Settlement mysql(std::string_view statement) {
  Told schema;
  return settle(sql::effect_of(statement, mysql_dialect().traits().lexical), schema);
}

TEST(SettlementTest, WhatIsThere) {
  EXPECT_EQ(mysql("CREATE TABLE t (a int)"), Settlement::Done);
  EXPECT_EQ(mysql("CREATE TABLE u (a int)"), Settlement::NotDone);
  EXPECT_EQ(mysql("ALTER TABLE t ADD a int"), Settlement::Done);
  EXPECT_EQ(mysql("ALTER TABLE t ADD b int"), Settlement::NotDone);
  EXPECT_EQ(mysql("CREATE INDEX i ON t (a)"), Settlement::Done);
  EXPECT_EQ(mysql("ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)"), Settlement::Done);
  EXPECT_EQ(mysql("ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES u (a)"),
            Settlement::Done);
  EXPECT_EQ(mysql("ALTER TABLE t ADD PRIMARY KEY (a)"), Settlement::NotDone);
  EXPECT_EQ(mysql("CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET new.a = 1"),
            Settlement::Done);
}

TEST(SettlementTest, WhatIsGone) {
  EXPECT_EQ(mysql("DROP TABLE t"), Settlement::NotDone);
  EXPECT_EQ(mysql("DROP TABLE u"), Settlement::Done);
  EXPECT_EQ(mysql("ALTER TABLE t DROP CONSTRAINT ck"), Settlement::NotDone);
  EXPECT_EQ(mysql("ALTER TABLE t DROP CONSTRAINT gone"), Settlement::Done);
  EXPECT_EQ(mysql("DROP TRIGGER tr"), Settlement::NotDone);
}

TEST(SettlementTest, WhatCannotBeTold) {
  EXPECT_EQ(mysql("DROP TABLE t, u"), Settlement::Unknown);
  EXPECT_EQ(mysql("TRUNCATE t"), Settlement::Unknown);
  EXPECT_EQ(mysql("ALTER TABLE t ADD INDEX (a)"), Settlement::Unknown);
}

TEST(SettlementTest, WhatMayRunAgain) {
  EXPECT_EQ(mysql("CREATE TABLE IF NOT EXISTS t (a int)"), Settlement::NotDone);
  EXPECT_EQ(mysql("ALTER TABLE t MODIFY a bigint"), Settlement::NotDone);
}

TEST(SettlementTest, RemainsOfAConcurrentBuild) {
  Told schema;
  const auto settled = [&](std::string_view statement) {
    return settle(sql::effect_of(statement, postgresql_dialect().traits().lexical), schema);
  };
  EXPECT_EQ(settled("CREATE INDEX CONCURRENTLY IF NOT EXISTS \"left\" ON t (a)"),
            Settlement::Remains);
  EXPECT_EQ(settled("CREATE INDEX CONCURRENTLY i ON t (a)"), Settlement::Done);
  EXPECT_EQ(settled("CREATE INDEX CONCURRENTLY j ON t (a)"), Settlement::NotDone);
}

}  // namespace
}  // namespace strata::run
