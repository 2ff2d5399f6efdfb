#include "engine/base/digest.h"

#include <gtest/gtest.h>

namespace strata {
namespace {

// RFC 1321, A.5.
TEST(Md5, TestSuiteOfItsRfc) {
  EXPECT_EQ(md5_hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_hex("abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(md5_hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST(Md5, TakesAnyBytes) {
  EXPECT_EQ(md5_hex(std::string_view("\0", 1)), "93b885adfe0da089cdf634904fd59f71");
}

TEST(NormalizeNfc, ComposesLettersAndHangul) {
  EXPECT_EQ(normalize_nfc("e\u0301"), "\u00e9");
  EXPECT_EQ(normalize_nfc("\u212b"), "\u00c5");
  EXPECT_EQ(normalize_nfc("\u1112\u1161\u11ab"), "\ud55c");
  EXPECT_EQ(normalize_nfc("plain"), "plain");
}

TEST(NormalizeNfc, LeavesBrokenBytesAlone) {
  EXPECT_EQ(normalize_nfc("e\xCC\x81\xFF"), "e\xCC\x81\xFF");
}

}  // namespace
}  // namespace strata
