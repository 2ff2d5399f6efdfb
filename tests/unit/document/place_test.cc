// Where keys and values stand, which all messages and SQL errors build on.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "engine/document/reader.h"

namespace strata::document {
namespace {

struct Places {
  explicit Places(std::string text) : file("a.yaml", std::move(text)) {
    Diagnostics diagnostics;
    root = read(file, Format::Yaml, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors());
  }

  static std::string text(const Location& at) {
    return fmt::format("{}:{}+{}", at.line, at.column, at.length);
  }
  const Node& node(std::size_t index) const { return root.children.at(index); }
  std::string name(std::size_t index) const { return text(node(index).name_at); }
  std::string value(std::size_t index) const { return text(node(index).value_at); }
  // Where a piece of the first node's value stands in the file.
  std::string piece(std::string_view wanted) const {
    const Node& first = node(0);
    return text(
        within(first.value_at, first.style, first.value.text, first.value.text.find(wanted)));
  }

  SourceFile file;
  Node root;
};

TEST(Place, OfKeysAndValues) {
  const Places places("abc: plain text\n'q': \"quo\\\"ted\"\n? long\n: [x]\n");
  EXPECT_EQ(places.name(0), "1:1+3");
  EXPECT_EQ(places.value(0), "1:6+10");
  EXPECT_EQ(places.name(1), "2:1+3");
  EXPECT_EQ(places.value(1), "2:6+10");
  EXPECT_EQ(places.name(2), "3:3+4");
  EXPECT_EQ(places.value(2), "4:4+1");
}

TEST(Place, CountsCodePoints) {
  const Places places("\xEF\xBB\xBF\u00e4\u4e16: \U0001F600x\n");
  EXPECT_EQ(places.name(0), "1:1+2");
  EXPECT_EQ(places.value(0), "1:5+2");
}

TEST(Place, BehindAnchorsTagsAndComments) {
  const Places places("a: &x !!str 5\nb: !<tag:yaml.org,2002:str>  # why\n  'x'\n");
  EXPECT_EQ(places.value(0), "1:13+1");
  EXPECT_EQ(places.value(1), "3:3+3");
}

TEST(Place, InOneLongLine) {
  const Places places("{\"a\": 1, \"b\": [\"\u00e9\", {\"c\": 2}], \"d\": \"x\"}");
  EXPECT_EQ(places.name(0), "1:2+3");
  EXPECT_EQ(places.name(1), "1:10+3");
  EXPECT_EQ(places.node(1).children.at(0).name_at.column, 22U);
  EXPECT_EQ(places.name(2), "1:32+3");
}

TEST(Place, WithLineEndsOfAnyKind) {
  const Places places("a: 1\r\nb: 2\rc: 3\n");
  EXPECT_EQ(places.name(1), "2:1+1");
  EXPECT_EQ(places.name(2), "3:1+1");
}

TEST(Place, WithinValues) {
  EXPECT_EQ(Places("sql: select x from y\n").piece("from"), "1:15+0");
  EXPECT_EQ(Places("sql: 'select x'\n").piece("x"), "1:14+0");
  EXPECT_EQ(Places("sql: |\n    select\n      x\n    from y\n").piece("x"), "3:7+0");
  EXPECT_EQ(Places("sql: |  # why\n\n\n  select\n").piece("select"), "4:3+0");
  EXPECT_EQ(Places("sql: &q |-\n  \u00e4 b\n").piece("b"), "2:5+0");
  // Where folding or escapes hide it, the value's start.
  EXPECT_EQ(Places("sql: >\n  select\n  x\n").piece("x"), "1:6+1");
  EXPECT_EQ(Places("sql: \"a\\tb\"\n").piece("b"), "1:6+6");
}

}  // namespace
}  // namespace strata::document
