#include "engine/sql/visitors.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace strata::sql {
namespace {

using Kind = model::SqlVisitor::Kind;

model::SqlVisitor visitor(Kind kind, const std::string& value, const std::string& with = "") {
  model::SqlVisitor result;
  result.kind = kind;
  const bool replaces = kind == Kind::Replace || kind == Kind::RegExpReplace;
  (replaces ? result.replace : result.value) = value;
  if (replaces) result.with = with;
  return result;
}

std::string edited(const std::string& text, const std::vector<model::SqlVisitor>& visitors,
                   bool rolling_back = false) {
  Statements statements = one(text);
  modify(statements, visitors, rolling_back);
  return statements.front().text;
}

TEST(Visitors, EachInTurn) {
  EXPECT_EQ(edited("b", {visitor(Kind::Prepend, "a"), visitor(Kind::Append, "c")}), "abc");
  EXPECT_EQ(edited("a", {visitor(Kind::Append, "b"), visitor(Kind::Replace, "b", "c")}), "ac");
  EXPECT_EQ(edited("a", {visitor(Kind::Replace, "a", "")}), "");
  EXPECT_EQ(edited("ab", {visitor(Kind::AppendIfAbsent, "b")}), "ab");
  EXPECT_EQ(edited("ab", {visitor(Kind::AppendIfAbsent, "a")}), "aba");
}

TEST(Visitors, OfEveryStatement) {
  Statements statements = one("a");
  append(statements, one("b"));
  modify(statements, {visitor(Kind::Append, ";")}, false);
  EXPECT_EQ(statements[0].text + statements[1].text, "a;b;");
}

TEST(Visitors, InARollbackOnlyThoseThatAreMeantForIt) {
  model::SqlVisitor both = visitor(Kind::Append, "2");
  both.apply_to_rollback = true;
  EXPECT_EQ(edited("a", {visitor(Kind::Append, "1"), both}), "a12");
  EXPECT_EQ(edited("a", {visitor(Kind::Append, "1"), both}, true), "a2");
}

// Each checked with java.lang.String.replaceAll.
TEST(Visitors, RegularExpressionsAreJavas) {
  const auto replaced = [](const std::string& text, const std::string& pattern,
                           const std::string& with) {
    return edited(text, {visitor(Kind::RegExpReplace, pattern, with)});
  };
  EXPECT_EQ(replaced("values (1)", "(?i)VALUES *\\((.*)\\)", "v[$1]"), "v[1]");
  EXPECT_EQ(replaced("aab", "a", "b"), "bbb");
  EXPECT_EQ(replaced("abc", "(a)(b)", "$2$1$0"), "baabc");
  EXPECT_EQ(replaced("ab", "(?<first>a)", "<${first}>"), "<a>b");
  EXPECT_EQ(replaced("a", "a", "\\$1\\\\"), "$1\\");
  EXPECT_EQ(replaced("ab", "x*", "-"), "-a-b-");
  EXPECT_EQ(replaced("ab", "(a)", "$10"), "a0b");
  EXPECT_EQ(replaced("b", "(a)?b", "[$1]"), "[]");
  EXPECT_EQ(replaced("a\nb", "a.b", "x"), "a\nb");
  EXPECT_EQ(replaced("\u00e4\u00f6", ".", "x"), "xx");
  EXPECT_EQ(replaced("\u00e4", "x*", "-"), "-\u00e4-");
}

TEST(Visitors, MistakesAreTold) {
  const Error open = test::error_of([] { edited("a", {visitor(Kind::RegExpReplace, "(a", "")}); });
  EXPECT_EQ(open.kind(), ErrorKind::Changelog);
  EXPECT_STREQ(open.what(),
               "regExpReplace: '(a' is no regular expression: missing closing parenthesis at "
               "character 2");
  const Error group =
      test::error_of([] { edited("a", {visitor(Kind::RegExpReplace, "a", "$1")}); });
  EXPECT_STREQ(group.what(), "regExpReplace: there is no group 1");
}

TEST(Visitors, PlacesAreKeptWhereTheyStillFit) {
  Statements statements = one("select 1");
  statements.front().source = std::make_shared<Source>();
  modify(statements, {visitor(Kind::Append, " x")}, false);
  EXPECT_TRUE(statements.front().source);
  modify(statements, {visitor(Kind::Prepend, "x ")}, false);
  EXPECT_FALSE(statements.front().source);
}

}  // namespace
}  // namespace strata::sql
