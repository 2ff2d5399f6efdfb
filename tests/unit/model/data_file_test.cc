#include "engine/model/data_file.h"

#include <gtest/gtest.h>

#include <sstream>

#include "engine/base/digest.h"

namespace strata::model {
namespace {

std::string digest(const std::string& text, std::optional<char> comment = '#') {
  std::istringstream in(text);
  return data_digest(in, comment);
}

TEST(DataDigest, IsOfWhatCounts) {
  const std::string plain = md5_hex("id,name\n1,a\n2,b");
  EXPECT_EQ(digest("id,name\n1,a\n2,b"), plain);
  EXPECT_EQ(digest("\n\nid,name\n\n1,a\n2,b\n\n"), plain);
  EXPECT_EQ(digest("id,name\r\n1,a\r\n2,b\r\n"), plain);
  EXPECT_EQ(digest("# why\nid,name\n1,a\n#no\n2,b\n# end"), plain);
  EXPECT_EQ(digest("id,name\n1,a\n2,b#"), md5_hex("id,name\n1,a\n2,b#"));
  EXPECT_EQ(digest("id\n \n1"), md5_hex("id\n \n1"));
  EXPECT_EQ(digest(""), md5_hex(""));
}

TEST(DataDigest, OtherCommentSigns) {
  EXPECT_EQ(digest("id\n2\n#3", '2'), md5_hex("id\n#3"));
  EXPECT_EQ(digest("id\n#3", std::nullopt), md5_hex("id\n#3"));
}

TEST(DataDigest, FilesLargerThanTheWindow) {
  std::string text;
  std::string kept;
  for (int i = 0; i < 50000; ++i) {
    const std::string line =
        std::to_string(i) + "," + std::string(static_cast<std::size_t>(i % 7), 'x');
    text += (i % 3 == 0 ? "\n" : i % 5 == 0 ? "#x\n" : "") + line + "\n";
    kept += (i == 0 ? "" : "\n") + line;
  }
  EXPECT_EQ(digest(text), md5_hex(kept));
}

}  // namespace
}  // namespace strata::model
