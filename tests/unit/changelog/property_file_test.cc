#include "engine/changelog/property_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace strata::changelog {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(PropertyFile, NamesAndValues) {
  EXPECT_THAT(parse_properties("a=1\nb : 2\r\nc 3\n d\t=\t4 \ne\n=x"),
              ElementsAre(Pair("a", "1"), Pair("b", "2"), Pair("c", "3"), Pair("d", "4 "),
                          Pair("e", ""), Pair("", "x")));
}

TEST(PropertyFile, CommentsAndBlankLines) {
  EXPECT_THAT(parse_properties("# a=1\n  ! b=2\n\n \t\nc=#3\n"), ElementsAre(Pair("c", "#3")));
}

TEST(PropertyFile, EscapesAndContinuedLines) {
  EXPECT_THAT(parse_properties("a\\ b\\=c=x\\ty\nd=one \\\n   two\\\\\ne=\\u00e9\n"),
              ElementsAre(Pair("a b=c", "x\ty"), Pair("d", "one two\\"), Pair("e", "\u00e9")));
}

}  // namespace
}  // namespace strata::changelog
