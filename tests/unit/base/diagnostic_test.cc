#include "engine/base/diagnostic.h"

#include <gtest/gtest.h>

namespace strata {
namespace {

std::string text_at(const SourceFile& file, const Location& at, const std::string& hint = {}) {
  Location place = at;
  place.file = &file;
  return to_text(make_diagnostic(Severity::Error, place, "something is wrong", hint));
}

TEST(Diagnostic, UnderlinesItsPlaceAndHintsBehind) {
  const SourceFile file("a.yaml", "changes:\n  - addColumn:\n      tabelName: person\n");
  EXPECT_EQ(text_at(file, {nullptr, 3, 7, 9}, "did you mean 'tableName'?"),
            "a.yaml:3:7: error: something is wrong\n"
            "    tabelName: person\n"
            "    ^~~~~~~~~ did you mean 'tableName'?");
}

TEST(Diagnostic, KeepsWhatStandsBeforeTheCaret) {
  const SourceFile file("a.yaml", "  sql: select 1\n");
  EXPECT_EQ(text_at(file, {nullptr, 1, 8, 0}),
            "a.yaml:1:8: error: something is wrong\n"
            "    sql: select 1\n"
            "         ^");
}

TEST(Diagnostic, WithoutAPlaceTheHintHasALineOfItsOwn) {
  EXPECT_EQ(to_text(make_diagnostic(Severity::Warning, {}, "odd", "look at it")),
            "warning: odd\n    look at it");
}

TEST(Diagnostic, AFileAlone) {
  const SourceFile file("a.yaml", "");
  EXPECT_EQ(text_at(file, {}), "a.yaml: error: something is wrong");
}

TEST(Diagnostic, TabsAndControlsTakeOneColumn) {
  const SourceFile file("a.yaml", "a:\tb\x01\tc\n");
  EXPECT_EQ(text_at(file, {nullptr, 1, 6, 1}),
            "a.yaml:1:6: error: something is wrong\n"
            "    a: b  c\n"
            "         ^");
}

TEST(Diagnostic, CaretsStandUnderCodePoints) {
  const SourceFile file("a.yaml", "äöü: x\n");
  EXPECT_EQ(text_at(file, {nullptr, 1, 6, 1}),
            "a.yaml:1:6: error: something is wrong\n"
            "    äöü: x\n"
            "         ^");
}

TEST(Diagnostic, LongLinesAreCutAroundTheCaret) {
  const SourceFile file("a.json", std::string(1000, 'a') + "b" + std::string(1000, 'c'));
  const std::string text = text_at(file, {nullptr, 1, 1001, 1});
  EXPECT_LT(text.size(), 500U);
  const std::size_t line = text.find("    ...");
  const std::size_t caret = text.find('^');
  ASSERT_NE(line, std::string::npos);
  ASSERT_NE(caret, std::string::npos);
  const std::size_t caret_line = text.rfind('\n', caret) + 1;
  EXPECT_EQ(text[line + (caret - caret_line)], 'b');
}

TEST(Diagnostics, CountErrorsApartFromWarnings) {
  Diagnostics diagnostics;
  diagnostics.warning({}, "odd");
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.error({}, "wrong");
  EXPECT_TRUE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.errors(), 1U);
  EXPECT_EQ(diagnostics.all().size(), 2U);
}

}  // namespace
}  // namespace strata
