#include "engine/changelog/converter.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/errors.h"

namespace strata::changelog {
namespace {

std::string read(const std::string& bytes, const std::string& encoding) {
  const std::unique_ptr<std::istream> in =
      converted(std::make_unique<std::istringstream>(bytes), encoding);
  return {std::istreambuf_iterator<char>(*in), {}};
}

TEST(Converter, PieceByPiece) {
  Converter converter("UTF-16LE");
  EXPECT_EQ(converter.convert(std::string_view("\xFC", 1), false), "");
  EXPECT_EQ(converter.convert(std::string_view("\0\x3D\xD8", 3), false), "ü");
  EXPECT_EQ(converter.convert(std::string_view("\x00\xDE"
                                               "a",
                                               3),
                              false),
            "😀");
  EXPECT_EQ(converter.convert("", true), "\uFFFD");
}

TEST(Converter, Streams) {
  EXPECT_EQ(read("a\x80z", "windows-1252"), "a€z");
  EXPECT_EQ(read("", "ISO-8859-1"), "");
  EXPECT_EQ(read("a\xFF"
                 "b",
                 "US-ASCII"),
            "a\uFFFD"
            "b");
}

TEST(Converter, FilesThatAreLargerThanAPiece) {
  std::string bytes = "\xFE\xFF";
  std::string text;
  for (int i = 0; i < 100'000; ++i) {
    bytes += std::string("\0a\0\xFC\xD8\x3D\xDE\x00", 8);
    text += "aü😀";
  }
  EXPECT_EQ(read(bytes, "UTF-16"), text);
}

TEST(Converter, UnknownEncodings) {
  EXPECT_STREQ(test::error_of([] { Converter("no-such"); }).what(), "unknown encoding 'no-such'");
}

}  // namespace
}  // namespace strata::changelog
