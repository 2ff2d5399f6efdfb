#include "engine/document/reader.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/base/error.h"

namespace strata::document {
namespace {

// A tree in one line: name=value{children}; lists show as their text.
std::string outline(const Node& node) {
  std::string out = node.name;
  if (node.value) out += "=" + node.value.text;
  if (node.children.empty()) return out;
  out += "{";
  for (const Node& child : node.children) {
    if (out.back() != '{') out += " ";
    out += outline(child);
  }
  return out + "}";
}

struct Read {
  explicit Read(std::string text, Format format = Format::Yaml) : file("a.yaml", std::move(text)) {
    root = read(file, format, diagnostics);
  }

  std::string mistakes() const {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.all()) text += to_text(diagnostic) + "\n";
    return text;
  }

  SourceFile file;
  Diagnostics diagnostics;
  Node root;
};

// The outline of a text that has no mistakes.
std::string good(std::string text) {
  const Read result(std::move(text));
  return result.mistakes() + outline(result.root);
}

std::string value_of(std::string text) {
  const Read result(std::move(text));
  EXPECT_EQ(result.mistakes(), "");
  return result.root.children.at(0).value.text;
}

TEST(Reader, KnowsFormatsByTheEndingOfTheName) {
  EXPECT_EQ(format_of("db/a.yaml"), Format::Yaml);
  EXPECT_EQ(format_of("A.YML"), Format::Yaml);
  EXPECT_EQ(format_of("a.b.json"), Format::Json);
  const auto message = [](std::string_view path) {
    try {
      format_of(path);
    } catch (const Error& error) {
      return std::string(error.what()) + "; " + error.hint();
    }
    return std::string("none");
  };
  const std::string hint = "; a changelog's name ends in .yaml, .yml, .json, .xml or .sql";
  EXPECT_EQ(message("a.txt"), "a.txt: not the name of a changelog" + hint);
  EXPECT_EQ(message("yaml"), "yaml: not the name of a changelog" + hint);
}

TEST(Reader, AMapAndAListOfMapsAreTheSame) {
  EXPECT_EQ(good("a: {b: 1, c: 2}"), "{a{b=1 c=2}}");
  EXPECT_EQ(good("a: [{b: 1}, {c: 2}]"), "{a{b=1 c=2}}");
  EXPECT_EQ(good("a:\n- b: 1\n  c: 2\n"), "{a{b=1 c=2}}");
  EXPECT_EQ(good("a: [{b: 1}, {b: 2}]"), "{a{b=1 b=2}}");
}

TEST(Reader, ListsOfScalars) {
  EXPECT_EQ(good("a: [b]"), "{a=b}");
  EXPECT_EQ(good("a: [b, 1, ~]"), "{a=[b, 1, null]}");
  EXPECT_EQ(good("a: []"), "{a}");
  EXPECT_EQ(good("a: [[b, c], d]"), "{a=[[b, c], d]}");
  EXPECT_EQ(good("a: [b, {c: 1}, d]"), "{a=[b, d]{c=1}}");
}

TEST(Reader, EmptyTexts) {
  for (const char* text : {"", "\n", "# nothing\n", "---\n", "---\n...\n", "~\n"}) {
    EXPECT_EQ(good(text), "") << text;
  }
  EXPECT_EQ(good("a:\nb: ''\nc: {}\n"), "{a b= c}");
}

TEST(Reader, QuotedScalarsAreTexts) {
  EXPECT_EQ(Read("a: '5'").root.children.at(0).value.kind, Value::Kind::Text);
  EXPECT_EQ(Read("a: ! 5").root.children.at(0).value.kind, Value::Kind::Text);
  EXPECT_EQ(Read("a: 5").root.children.at(0).value.kind, Value::Kind::Integer);
  EXPECT_EQ(value_of("a: 'it''s'"), "it's");
  EXPECT_EQ(value_of(R"(a: "x\ty\u00e9\x41\/\_\N")"), "x\ty\u00e9A/\u00a0\u0085");
}

TEST(Reader, TextsOfSeveralLines) {
  EXPECT_EQ(value_of("a: |\n  x\n   y\n\n  z\n"), "x\n y\n\nz\n");
  EXPECT_EQ(value_of("a: |-\n  x\n"), "x");
  EXPECT_EQ(value_of("a: |+\n  x\n\n\n"), "x\n\n\n");
  EXPECT_EQ(value_of("a: >\n  x\n  y\n\n  z\n"), "x y\nz\n");
  EXPECT_EQ(value_of("a: >+\n  x\n\n\nb: 1\n"), "x\n\n\n");
  EXPECT_EQ(value_of("a: >+\n  x\n\n"), "x\n\n");
  EXPECT_EQ(value_of("a: x\n  y\n\n  z\n"), "x y\nz");
  EXPECT_EQ(value_of("a: \"x\n  y\\\n  z\"\n"), "x yz");
  EXPECT_EQ(value_of("a: |2\n    x\n"), "  x\n");
}

TEST(Reader, LineEndsAndMarks) {
  EXPECT_EQ(value_of("a: |\r\n  x\r\n  y\r\n"), "x\ny\n");
  EXPECT_EQ(good("a: 1\rb: 2\r"), "{a=1 b=2}");
  EXPECT_EQ(good("\xEF\xBB\xBF"
                 "a: 1"),
            "{a=1}");
}

TEST(Reader, Json) {
  EXPECT_EQ(good("{\"a\":\"b\",\"c\":[{\"d\":1.50},{\"e\":null}],\n\t\"f\":true,}"),
            "{a=b c{d=1.5 e} f=true}");
  EXPECT_EQ(value_of(R"({"a": "\ud83d\ude00 \\ud83d \u00e9"})"), "\U0001F600 \\ud83d \u00e9");
}

TEST(Reader, AnchorsAndAliases) {
  EXPECT_EQ(good("a: &x {b: 1}\nc: *x\nd: [*x, {e: 2}]"), "{a{b=1} c{b=1} d{b=1 e=2}}");
  EXPECT_EQ(good("a: &x 1\nb: &x 2\nc: *x"), "{a=1 b=2 c=2}");
  EXPECT_EQ(good("a: &k key\n*k : 1"), "{a=key key=1}");
}

TEST(Reader, MergeKeys) {
  const std::string base = "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\n";
  EXPECT_EQ(good(base + "z: {<<: *x, b: 9}"), "{x{a=1 b=2} y{b=3 c=4} z{a=1 b=9}}");
  EXPECT_EQ(good(base + "z: {b: 9, <<: *x}"), "{x{a=1 b=2} y{b=3 c=4} z{b=9 a=1}}");
  EXPECT_EQ(good(base + "z: {<<: [*x, *y]}"), "{x{a=1 b=2} y{b=3 c=4} z{a=1 b=2 c=4}}");
  EXPECT_EQ(good("z: {<<: {<<: {a: 1}, b: 2}, '<<': 3}"), "{z{a=1 b=2 <<=3}}");
}

TEST(Reader, ManyKeysInOneMap) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "k" + std::to_string(i) + ": " + std::to_string(i) + "\n";
  EXPECT_EQ(Read(text).root.children.size(), 50U);
  EXPECT_EQ(Read(text + "k7: 1\n").mistakes(),
            "a.yaml:51:1: error: the key 'k7' is given twice in this map\n"
            "    k7: 1\n"
            "    ^~ first at a.yaml:8:1\n");
}

TEST(Reader, ChildrenAreFoundInAnyCase) {
  const Read result("a: {tableName: x, Flag: TRUE, other: maybe}");
  const Node& a = result.root.children.at(0);
  EXPECT_EQ(a.text("TABLENAME"), "x");
  EXPECT_EQ(a.text("none"), std::nullopt);
  EXPECT_EQ(a.boolean("flag"), true);
  EXPECT_EQ(a.boolean("other"), false);
  EXPECT_EQ(a.boolean("none"), std::nullopt);
}

}  // namespace
}  // namespace strata::document
