#include "engine/model/changeset.h"

#include <gtest/gtest.h>

namespace strata::model {
namespace {

ChangeSet with(std::vector<ChangeBody> bodies) {
  ChangeSet change_set;
  for (ChangeBody& body : bodies) change_set.changes.push_back({std::move(body), {}});
  return change_set;
}

AddForeignKeyConstraint foreign_key() {
  AddForeignKeyConstraint key;
  key.base_table_name = "orders";
  key.base_table_schema_name = "shop";
  key.base_table_catalog_name = "db";
  key.base_column_names = "user_id";
  key.constraint_name = "fk_orders";
  key.referenced_table_name = "users";
  key.referenced_column_names = "id";
  return key;
}

TEST(Description, NamesWhatAChangeNames) {
  EXPECT_EQ(description(with({foreign_key()})),
            "addForeignKeyConstraint baseTableName=orders, constraintName=fk_orders, "
            "referencedTableName=users");
}

TEST(Description, JoinsChanges) {
  SqlFile file;
  file.path = "a.sql";
  TagDatabase tag;
  tag.tag = "v1";
  EXPECT_EQ(description(with({file, Sql{}, tag, Empty{}})),
            "sqlFile path=a.sql; sql; tagDatabase; empty");
}

TEST(Description, OfNothingIsEmpty) { EXPECT_EQ(description(with({})), "empty"); }

TEST(Description, IsCutWithDots) {
  DropTable drop;
  drop.table_name = std::string(300, 'x');
  const std::string text = description(with({drop}));
  EXPECT_EQ(text.size(), 250U);
  EXPECT_TRUE(text.starts_with("dropTable tableName=xxx"));
  EXPECT_TRUE(text.ends_with("x..."));
  EXPECT_EQ(description(with({drop}), 255).size(), 255U);
}

TEST(LimitUtf16, CountsAsJavaDoes) {
  EXPECT_EQ(limit_utf16("abcdef", 6), "abcdef");
  EXPECT_EQ(limit_utf16("abcdefg", 6), "abc...");
  EXPECT_EQ(limit_utf16("äöüäöü", 6), "äöüäöü");
  EXPECT_EQ(limit_utf16("äöüäöüä", 6), "äöü...");
  EXPECT_EQ(limit_utf16("😀😀😀", 6), "😀😀😀");    // two units each
  EXPECT_EQ(limit_utf16("😀😀😀x", 6), "😀...");  // a pair is not torn apart
}

TEST(ChangeSetKey, NamesAChangeset) {
  EXPECT_EQ(to_string(ChangeSetKey{"1", "mia", "a/b.yaml"}), "a/b.yaml::1::mia");
}

TEST(LookupKey, IgnoresCaseAndTheWritingOfThePath) {
  const std::string key = lookup_key({"One", "mia", "a/b.yaml"});
  EXPECT_EQ(key, lookup_key({"one", "MIA", "A/B.yaml"}));
  EXPECT_EQ(key, lookup_key({"One", "mia", "./a//b.yaml"}));
  EXPECT_EQ(key, lookup_key({"One", "mia", "classpath:a/b.yaml"}));
  EXPECT_NE(key, lookup_key({"One", "mia", "b.yaml"}));
  EXPECT_NE(key, lookup_key({"Onem", "ia", "a/b.yaml"}));
}

TEST(ContextsText, ParenthesisesListsAndExpressions) {
  ChangeSet change_set;
  EXPECT_EQ(contexts_text(change_set), std::nullopt);
  change_set.contexts = {"filectx", "ci or cj", "own"};
  EXPECT_EQ(contexts_text(change_set), "filectx AND (ci or cj) AND own");
  change_set.contexts = {"c1,C2"};
  EXPECT_EQ(contexts_text(change_set), "(c1,C2)");
}

TEST(TagOf, IsTheFirstOne) {
  TagDatabase first;
  first.tag = "v1";
  TagDatabase second;
  second.tag = "v2";
  EXPECT_EQ(tag_of(with({Empty{}, first, second})), "v1");
  EXPECT_EQ(tag_of(with({Empty{}})), std::nullopt);
}

}  // namespace
}  // namespace strata::model
