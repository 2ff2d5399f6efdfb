// Whatever stands in a file, its reader ends, and what it says has a place in the file.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/document/reader.h"

namespace strata::document {
namespace {

struct Sample {
  std::string name;
  Format format;
  std::string text;
};

std::vector<Sample> samples() {
  return {{"Yaml", Format::Yaml,
           "databaseChangeLog:\n- changeSet:\n    id: &a 1\n    author: \"x\\n\"\n    changes:\n"
           "    - sql: |\n        select 1;\n    - insert: {tableName: t, columns: [*a, 'b']}\n"},
          {"Json", Format::Json,
           "{\"databaseChangeLog\": [{\"changeSet\": {\"id\": 1, \"author\": \"\\u00fc\", "
           "\"changes\": [{\"sql\": {\"sql\": \"select 1\"}}]}}]}"},
          {"Xml", Format::Xml,
           "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e 'x'>]>\n<a xmlns:b='u' c=\"1 &lt; 2\">\n"
           "<b:d e='f'>text &e; <![CDATA[ <raw> ]]></b:d><!-- no --><g/></a>\n"},
          {"Sql", Format::Sql,
           "--liquibase formatted sql\n--property name:a value:b\n--changeset me:1 labels:\"x, y\" "
           "endDelimiter:go\n--comment c\n--preconditions onFail:WARN\n--precondition-sql-check "
           "expectedResult:'1' select 1\n--ignoreLines:1\nno\nselect 1;\n--rollback changesetId:1\n"
           "/* liquibase rollback\ndrop\n*/\n--changeset \"a b\":\"c d\"\nx\n/\n"}};
}

// Replaces, takes out or repeats some bytes.
std::string mutated(std::string text, std::mt19937& random) {
  constexpr std::string_view kBytes =
      "<>&;:/!?-\"'[]{}*| \n\r\t\\#,a1\x01\x7F\xC3\xA9\xFF\xEF\xBB\xBF";
  const auto below = [&](std::size_t limit) { return random() % limit; };
  for (std::size_t edits = 1 + below(4); edits > 0 && !text.empty(); --edits) {
    const std::size_t at = below(text.size());
    const std::size_t length = std::min(1 + below(12), text.size() - at);
    switch (below(4)) {
      case 0:
        text[at] = kBytes[below(kBytes.size())];
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(below(text.size()), text.substr(at, length));
        break;
      default:
        text.insert(at, 1, kBytes[below(kBytes.size())]);
    }
  }
  return text;
}

class Mutations : public testing::TestWithParam<Sample> {};

TEST_P(Mutations, EndWithPlacesInTheFile) {
  constexpr int kTimes = 3000;
  std::mt19937 random(1);  // the same each time
  for (int i = 0; i < kTimes; ++i) {
    const SourceFile file("a", mutated(GetParam().text, random));
    Diagnostics diagnostics;
    read(file, GetParam().format, diagnostics);
    const auto lines =
        static_cast<std::uint32_t>(std::count_if(file.text().begin(), file.text().end(),
                                                 [](char c) { return c == '\n' || c == '\r'; }) +
                                   1);
    for (const Diagnostic& one : diagnostics.all()) {
      ASSERT_GE(one.line, 1U) << testing::PrintToString(file.text());
      ASSERT_LE(one.line, lines + 1) << testing::PrintToString(file.text());
      ASSERT_FALSE(one.message.empty());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, Mutations, testing::ValuesIn(samples()),
                         [](const auto& sample) { return sample.param.name; });

}  // namespace
}  // namespace strata::document
