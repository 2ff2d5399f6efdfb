#include "engine/base/bytes_text.h"

#include <gtest/gtest.h>

namespace strata {
namespace {

using namespace std::string_literals;

TEST(BytesText, Hex) {
  EXPECT_EQ(to_hex("\0\x7F\xFFz"s), "007fff7a");
  EXPECT_EQ(to_hex(""), "");
}

TEST(BytesText, Base64) {
  EXPECT_EQ(from_base64("SGVsbG8="), "Hello");
  EXPECT_EQ(from_base64("AP8="), "\0\xFF"s);
  EXPECT_EQ(from_base64("QQ=="), "A");
  EXPECT_EQ(from_base64("QUJD"), "ABC");
  EXPECT_EQ(from_base64(""), "");
}

TEST(BytesText, WhatIsNoBase64) {
  for (const char* text : {"a", "blob.bin", "QQ=", "Q===", "====", "QQ==QQ==", "QU D", "a/b.txt!"})
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
}

}  // namespace
}  // namespace strata
