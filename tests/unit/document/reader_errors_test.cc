// What users see of texts that are no YAML, JSON or XML, or that no changelog can hold.
#include <gtest/gtest.h>

#include <string>

#include "engine/document/reader.h"

namespace strata::document {
namespace {

std::string mistakes(std::string text) {
  const SourceFile file("a.yaml", std::move(text));
  Diagnostics diagnostics;
  read(file, Format::Yaml, diagnostics);
  std::string shown;
  for (const Diagnostic& diagnostic : diagnostics.all()) shown += to_text(diagnostic) + "\n";
  return shown;
}

TEST(ReaderErrors, TabsForIndentation) {
  EXPECT_EQ(mistakes("a:\n\tb: 1\n"),
            "a.yaml:2:1: error: tabs cannot be used for indentation\n"
            "     b: 1\n"
            "    ^ use blanks\n");
  EXPECT_EQ(mistakes("a:\n  -\tb: 1\n    c: 2\n"),
            "a.yaml:2:4: error: tabs cannot be used for indentation\n"
            "    - b: 1\n"
            "     ^ use blanks\n");
  EXPECT_EQ(mistakes("a: |\n  x\n \ty\n"),
            "a.yaml:3:2: error: tabs cannot be used for indentation\n"
            "     y\n"
            "    ^ use blanks\n");
}

TEST(ReaderErrors, BlankMissingBehindColon) {
  EXPECT_EQ(mistakes("a:\n  id: 1\n  author:bob\n  b: 2\n"),
            "a.yaml:3:9: error: a blank is missing behind the colon\n"
            "    author:bob\n"
            "          ^\n");
  EXPECT_EQ(mistakes("author:bob\nb: 2\n"),
            "a.yaml:1:7: error: a blank is missing behind the colon\n"
            "    author:bob\n"
            "          ^\n");
}

TEST(ReaderErrors, ColonInAValue) {
  EXPECT_EQ(mistakes("a: b: c\n"),
            "a.yaml:1:5: error: ': ' is not possible inside a value without quotes\n"
            "    a: b: c\n"
            "        ^ put the text in quotes\n");
}

TEST(ReaderErrors, Indentation) {
  EXPECT_EQ(mistakes("a:\n    b: 1\n  c: 2\n"),
            "a.yaml:3:3: error: the indentation of this line fits no line above\n"
            "    c: 2\n"
            "    ^\n");
  EXPECT_EQ(mistakes("a:\n  b: 1\n    c: 2\n"),
            "a.yaml:3:6: error: unexpected ':'\n"
            "    c: 2\n"
            "     ^ is the indentation of this line right?\n");
  EXPECT_EQ(mistakes("a:\n  - b\n  c: d\n"),
            "a.yaml:3:3: error: the indentation of this line fits no line above\n"
            "    c: d\n"
            "    ^\n");
  EXPECT_EQ(mistakes("a: 1\n- b\n"),
            "a.yaml:2:1: error: a list item among the keys of a map\n"
            "    - b\n"
            "    ^ is the indentation of this line right?\n");
  EXPECT_EQ(mistakes("a: - b\n"),
            "a.yaml:1:4: error: a list cannot start on the line of its key\n"
            "    a: - b\n"
            "       ^ start it on the next line\n");
  EXPECT_EQ(mistakes("a:\n  b: 1\n  - c\n"),
            "a.yaml:3:3: error: a list item among the keys of a map\n"
            "    - c\n"
            "    ^ is the indentation of this line right?\n");
}

TEST(ReaderErrors, KeysWithoutColon) {
  EXPECT_EQ(mistakes("a: 1\nfoo\n"),
            "a.yaml:2:1: error: expected 'key: value'\n"
            "    foo\n"
            "    ^~~ a colon is missing\n");
  EXPECT_EQ(mistakes("a: 1\nfoo\nb: 2\n"),
            "a.yaml:2:1: error: expected 'key: value'\n"
            "    foo\n"
            "    ^~~ a colon is missing\n");
}

TEST(ReaderErrors, Quotes) {
  EXPECT_EQ(mistakes("a: \"x\nb: c\n"),
            "a.yaml:1:4: error: this quote is never closed\n"
            "    a: \"x\n"
            "       ^\n");
  EXPECT_EQ(mistakes("a: 'x"),
            "a.yaml:1:4: error: this quote is never closed\n"
            "    a: 'x\n"
            "       ^\n");
  EXPECT_EQ(mistakes("a: {b: \"d}\n"),
            "a.yaml:1:8: error: this quote is never closed\n"
            "    a: {b: \"d}\n"
            "           ^\n");
  EXPECT_EQ(mistakes("a: \"x\nb: \"c\"\n"),
            "a.yaml:2:5: error: unexpected text behind a quoted text\n"
            "    b: \"c\"\n"
            "        ^ that text starts on line 1: is its quote closed there?\n");
  EXPECT_EQ(
      mistakes("a: 'it's'\n"),
      "a.yaml:1:8: error: unexpected text behind a quoted text\n"
      "    a: 'it's'\n"
      "           ^ quotes inside a text are doubled in '...' and escaped as \\\" in \"...\"\n");
  EXPECT_EQ(
      mistakes("a: \"x\" y\n"),
      "a.yaml:1:8: error: unexpected text behind a quoted text\n"
      "    a: \"x\" y\n"
      "           ^ quotes inside a text are doubled in '...' and escaped as \\\" in \"...\"\n");
  EXPECT_EQ(mistakes("a: \"\\q\"\n"),
            "a.yaml:1:5: error: '\\q' is no escape of double quotes\n"
            "    a: \"\\q\"\n"
            "        ^~ write '\\\\', or use single quotes\n");
  EXPECT_EQ(mistakes("a: \"\\uZZZZ\"\n"),
            "a.yaml:1:11: error: a character that is no hexadecimal digit in an escape\n"
            "    a: \"\\uZZZZ\"\n"
            "              ^\n");
  EXPECT_EQ(mistakes("a: \"\\ud83d\"\n"),
            "a.yaml:1:11: error: an escape that is no Unicode character\n"
            "    a: \"\\ud83d\"\n"
            "              ^ write the character itself\n");
}

TEST(ReaderErrors, BracketsAndBraces) {
  EXPECT_EQ(mistakes("a: {b: c"),
            "a.yaml:1:4: error: '{' is never closed\n"
            "    a: {b: c\n"
            "       ^\n");
  EXPECT_EQ(mistakes("a: [b, [c]\n"),
            "a.yaml:1:4: error: '[' is never closed\n"
            "    a: [b, [c]\n"
            "       ^\n");
  EXPECT_EQ(mistakes("a: {b: c\nd: e\n"),
            "a.yaml:2:2: error: expected ',' or '}'\n"
            "    d: e\n"
            "     ^ of the '{' on line 1\n");
  EXPECT_EQ(mistakes("a: [b, c\nd: e\n"),
            "a.yaml:2:2: error: expected ',' or ']'\n"
            "    d: e\n"
            "     ^ of the '[' on line 1\n");
  EXPECT_EQ(mistakes("a: [b: }\n"),
            "a.yaml:1:8: error: unexpected '}'\n"
            "    a: [b: }\n"
            "           ^\n");
  EXPECT_EQ(mistakes("a: ]\n"),
            "a.yaml:1:4: error: unexpected ']'\n"
            "    a: ]\n"
            "       ^\n");
  EXPECT_EQ(mistakes("a: {\"b\":\"c\" \"d\":\"e\"}\n"),
            "a.yaml:1:13: error: expected ',' or '}'\n"
            "    a: {\"b\":\"c\" \"d\":\"e\"}\n"
            "                ^ of the '{' on line 1\n");
  EXPECT_EQ(mistakes("a: {b: what?}\n"),
            "a.yaml:1:12: error: '?' is not possible inside '[...]' and '{...}'\n"
            "    a: {b: what?}\n"
            "               ^ put the text in quotes\n");
  EXPECT_EQ(mistakes("a: {b: |}\n"),
            "a.yaml:1:8: error: '|' is not possible inside '[...]' and '{...}'\n"
            "    a: {b: |}\n"
            "           ^ put the text in quotes\n");
}

TEST(ReaderErrors, CharactersThatNeedQuotes) {
  EXPECT_EQ(mistakes("a: @x\n"),
            "a.yaml:1:4: error: a text without quotes cannot start with '@'\n"
            "    a: @x\n"
            "       ^ put the text in quotes\n");
  EXPECT_EQ(mistakes("a: `x`\n"),
            "a.yaml:1:4: error: a text without quotes cannot start with '`'\n"
            "    a: `x`\n"
            "       ^ put the text in quotes\n");
  EXPECT_EQ(mistakes("a: %x\n"),
            "a.yaml:1:4: error: a text without quotes cannot start with '%'\n"
            "    a: %x\n"
            "       ^ put the text in quotes\n");
  EXPECT_EQ(mistakes("a: *\n"),
            "a.yaml:1:5: error: '*' starts an alias, but no name follows\n"
            "    a: *\n"
            "        ^ put the text in quotes\n");
  EXPECT_EQ(mistakes("a: *x\n"),
            "a.yaml:1:4: error: an alias ('*') to an anchor ('&') that is not defined above\n"
            "    a: *x\n"
            "       ^ put the text in quotes if it is no alias\n");
  EXPECT_EQ(mistakes("a: &\n"),
            "a.yaml:1:5: error: '&' starts an anchor, but no name follows\n"
            "    a: &\n"
            "        ^ put the text in quotes\n");
}

TEST(ReaderErrors, BlockTexts) {
  EXPECT_EQ(mistakes("a: | text\n  b\n"),
            "a.yaml:1:6: error: unexpected text behind '|' or '>'\n"
            "    a: | text\n"
            "         ^ the block of text starts on the next line\n");
  EXPECT_EQ(mistakes("a: |0\n  b\n"),
            "a.yaml:1:6: error: a block of text cannot have the indentation 0\n"
            "    a: |0\n"
            "         ^\n");
}

TEST(ReaderErrors, OneDocument) {
  EXPECT_EQ(
      mistakes("a: 1\n---\nb: 2\n"),
      "a.yaml:2:1: error: a changelog file holds one YAML document, and here starts a second\n"
      "    ---\n"
      "    ^~~ put it into a file of its own\n");
  EXPECT_EQ(mistakes("---\n...\na: b\n"),
            "a.yaml:3:1: error: unexpected text behind the end of the document\n"
            "    a: b\n"
            "    ^ is its indentation right?\n");
}

TEST(ReaderErrors, TheTopIsAMap) {
  EXPECT_EQ(mistakes("- a: 1\n"),
            "a.yaml:1:1: error: the top of the file must be a map, not a list\n"
            "    - a: 1\n"
            "    ^\n");
  EXPECT_EQ(mistakes("hello\n"),
            "a.yaml:1:1: error: the top of the file must be a map, not a single value\n"
            "    hello\n"
            "    ^~~~~\n");
}

TEST(ReaderErrors, Keys) {
  EXPECT_EQ(mistakes("a: 1\na: 2\n"),
            "a.yaml:2:1: error: the key 'a' is given twice in this map\n"
            "    a: 2\n"
            "    ^ first at a.yaml:1:1\n");
  EXPECT_EQ(mistakes("a: {b: 1, b: 1}\n"),
            "a.yaml:1:11: error: the key 'b' is given twice in this map\n"
            "    a: {b: 1, b: 1}\n"
            "              ^ first at a.yaml:1:5\n");
  EXPECT_EQ(mistakes("1: a\n"),
            "a.yaml:1:1: error: the key '1' must be a text, and YAML reads it as a number\n"
            "    1: a\n"
            "    ^ put it in quotes\n");
  EXPECT_EQ(mistakes("on: a\n"),
            "a.yaml:1:1: error: the key 'on' must be a text, and YAML reads it as a boolean\n"
            "    on: a\n"
            "    ^~ put it in quotes\n");
  EXPECT_EQ(mistakes("null: a\n"),
            "a.yaml:1:1: error: the key must be a text, and YAML reads it as nothing\n"
            "    null: a\n"
            "    ^ put it in quotes\n");
  EXPECT_EQ(mistakes("2020-01-02: a\n"),
            "a.yaml:1:1: error: the key '2020-01-02' must be a text, and YAML reads it as a date\n"
            "    2020-01-02: a\n"
            "    ^~~~~~~~~~ put it in quotes\n");
  EXPECT_EQ(mistakes("? [a]\n: b\n"),
            "a.yaml:1:3: error: a key must be a text, and this is a list or a map\n"
            "    ? [a]\n"
            "      ^\n");
}

TEST(ReaderErrors, Tags) {
  EXPECT_EQ(mistakes("a: !mine b\n"),
            "a.yaml:1:10: error: 'b' does not fit its tag '!mine'\n"
            "    a: !mine b\n"
            "             ^\n");
  EXPECT_EQ(mistakes("a: !!int x\n"),
            "a.yaml:1:10: error: 'x' does not fit its tag '!!int'\n"
            "    a: !!int x\n"
            "             ^\n");
  EXPECT_EQ(mistakes("a: !!binary x\n"),
            "a.yaml:1:13: error: 'x' does not fit its tag '!!binary'\n"
            "    a: !!binary x\n"
            "                ^\n");
  EXPECT_EQ(mistakes("a: !!set {b}\n"),
            "a.yaml:1:10: error: the tag '!!set' means nothing here\n"
            "    a: !!set {b}\n"
            "             ^\n");
  EXPECT_EQ(mistakes("a: !!str !!int b\n"),
            "a.yaml:1:10: error: invalid YAML: cannot assign multiple tags to the same node\n"
            "    a: !!str !!int b\n"
            "             ^\n");
}

TEST(ReaderErrors, AliasesAndMerges) {
  EXPECT_EQ(mistakes("a: &x [*x]\n"),
            "a.yaml:1:8: error: this alias stands for a node that it is itself a part of\n"
            "    a: &x [*x]\n"
            "           ^\n");
  EXPECT_EQ(mistakes("a: {<<: 3}\n"),
            "a.yaml:1:9: error: '<<' merges a map or a list of maps, and this is neither\n"
            "    a: {<<: 3}\n"
            "            ^\n");
  EXPECT_EQ(mistakes("a: {<<: [{b: 1}, 2]}\n"),
            "a.yaml:1:9: error: '<<' merges a map or a list of maps, and this is neither\n"
            "    a: {<<: [{b: 1}, 2]}\n"
            "            ^\n");
}

TEST(ReaderErrors, MapsTooDeepInLists) {
  EXPECT_EQ(mistakes("a:\n  - - b: c\n"),
            "a.yaml:2:7: warning: a map in a list that is itself an item of a list is ignored\n"
            "    - - b: c\n"
            "        ^ is there a '-' too much?\n");
}

TEST(ReaderErrors, Directives) {
  EXPECT_EQ(mistakes("%YAML 3.0\n---\na: b\n"),
            "a.yaml:1:1: error: invalid YAML: YAML major version too large\n"
            "    %YAML 3.0\n"
            "    ^\n");
}

TEST(ReaderErrors, Encoding) {
  EXPECT_EQ(mistakes("a: \u00e9 \xFF x\n"),
            "a.yaml:1:6: error: the file is not valid UTF-8: byte 0xFF at offset 6\n"
            "    a: \u00e9 \uFFFD x\n"
            "         ^ save it as UTF-8\n");
  EXPECT_EQ(mistakes("a: \xED\xA0\x80\n"),
            "a.yaml:1:4: error: the file is not valid UTF-8: byte 0xED at offset 3\n"
            "    a: \uFFFD\uFFFD\uFFFD\n"
            "       ^ save it as UTF-8\n");
  EXPECT_EQ(mistakes(std::string("a: b\0c\n", 7)),
            "a.yaml:1:5: error: the character U+0000 is not possible in a changelog\n"
            "    a: b c\n"
            "        ^\n");
  EXPECT_EQ(mistakes("a: \x1b[31m\n"),
            "a.yaml:1:4: error: the character U+001B is not possible in a changelog\n"
            "    a:  [31m\n"
            "       ^\n");
}

TEST(ReaderErrors, Depth) {
  std::string text = "a: ";
  for (int i = 0; i < 150; ++i) text += "{a: ";
  EXPECT_NE(mistakes(text + "1" + std::string(150, '}'))
                .find("a.yaml:1:400: error: lists and maps "
                      "are nested more than 100 deep here"),
            std::string::npos);
  EXPECT_NE(mistakes(std::string(100'000, '[')), "");
}

TEST(ReaderErrors, AliasesThatMultiply) {
  std::string text = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n";
  for (char name = 'b'; name <= 'i'; ++name) {
    const std::string before = "*" + std::string(1, static_cast<char>(name - 1));
    text += std::string(1, name) + ": &" + name + " [" + before;
    for (int i = 0; i < 9; ++i) text += ", " + before;
    text += "]\n";
  }
  const std::string shown = mistakes(text);
  EXPECT_NE(shown.find("error: aliases multiply this document beyond 1000000 nodes"),
            std::string::npos)
      << shown;
}

TEST(ReaderErrors, LongLinesAreCut) {
  const std::string shown = mistakes("{\"a\": \"" + std::string(100'000, 'x') + "\", b: [}");
  EXPECT_LT(shown.size(), 400U);
  EXPECT_NE(shown.find("a.yaml:1:100015: error: unexpected '}'\n    ...xxx"), std::string::npos)
      << shown;
}

}  // namespace
}  // namespace strata::document
