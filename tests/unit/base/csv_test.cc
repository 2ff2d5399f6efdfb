#include "engine/base/csv.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/errors.h"

namespace strata {
namespace {

// Rows as "a|b", one a line.
std::string rows(const std::string& text, CsvForm form = {}) {
  std::istringstream in(text);
  CsvReader reader(in, form);
  std::string result;
  for (std::vector<std::string> fields; reader.next(fields);) {
    for (std::size_t i = 0; i < fields.size(); ++i) result += (i > 0 ? "|" : "") + fields[i];
    result += '\n';
  }
  return result;
}

TEST(Csv, Rows) {
  EXPECT_EQ(rows("a,b\nc,d\n"), "a|b\nc|d\n");
  EXPECT_EQ(rows("a,b\r\nc,d"), "a|b\nc|d\n");
  EXPECT_EQ(rows("a,,\n,\n\n"), "a||\n|\n\n");
  EXPECT_EQ(rows(" a , b \n"), " a | b \n");
  EXPECT_EQ(rows("\xEF\xBB\xBF\"a\"\n"), "a\n");
  EXPECT_EQ(rows(""), "");
}

TEST(Csv, Forms) {
  EXPECT_EQ(rows("a;'b;c'\n", {';', '\''}), "a|b;c\n");
  EXPECT_EQ(rows("a\t\"b\"\n", {'\t', '\0'}), "a|\"b\"\n");
}

TEST(Csv, Quotes) {
  EXPECT_EQ(rows("\"a,b\",\"c \"\"d\"\"\"\n"), "a,b|c \"d\"\n");
  EXPECT_EQ(rows("\"a\nb\r\nc\",d\n"), "a\nb\nc|d\n");
  EXPECT_EQ(rows("\"\",\"\"\"\"\n"), "|\"\n");
}

// Each as the reference loads it.
TEST(Csv, QuotesInOddPlaces) {
  EXPECT_EQ(rows("1,x\"y\"z\n"), "1|x\"y\"z\n");
  EXPECT_EQ(rows("1, \"c\"\n"), "1| \"c\"\n");
  EXPECT_EQ(rows("1,\"x\"y\"z\"\n"), "1|x\"y\"z\n");
  EXPECT_EQ(rows("1,a\"\"b\n"), "1|a\"b\n");
  EXPECT_EQ(rows("1,\"i\\\\\"\n"), "1|i\\\\\n");
  EXPECT_EQ(rows("1,a\\,b\n"), "1|a\\|b\n");
}

TEST(Csv, AnOpenQuoteIsTold) {
  for (const char* text : {"a\n1,\"b\n", "a\n1,d\"e\n", "a\n1,\"x\" y\n", "a\n\"1\"x,2\n"}) {
    const Error error = test::error_of([&] { rows(text); });
    EXPECT_STREQ(error.what(), "the quoted field that starts in line 2 has no end") << text;
  }
}

TEST(Csv, LinesOfRows) {
  std::istringstream in("a\n\"b\nc\"\nd\n");
  CsvReader reader(in, {});
  std::vector<std::size_t> lines;
  for (std::vector<std::string> fields; reader.next(fields);) lines.push_back(reader.line());
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 2, 4}));
}

}  // namespace
}  // namespace strata
