#include "engine/document/xml_reader.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace strata::document {
namespace {

// "name=value@line:column" of every node, nested in parentheses.
std::string to_text(const Node& node) {
  std::string text = node.name;
  if (node.value)
    text += fmt::format("={}@{}:{}", node.value.text, node.value_at.line, node.value_at.column);
  if (node.children.empty()) return text;
  text += '(';
  for (const Node& child : node.children) text += to_text(child) + " ";
  text.back() = ')';
  return text;
}

struct Read {
  explicit Read(std::string text)
      : file("a.xml", std::move(text)), tree(read_xml(file, mistakes)) {}

  std::string mistake() const {
    if (mistakes.all().empty()) return "";
    const Diagnostic& first = mistakes.all().front();
    return fmt::format("{}:{} {}{}{}", first.line, first.column, first.message,
                       first.hint.empty() ? "" : "; ", first.hint);
  }

  SourceFile file;
  Diagnostics mistakes;
  Node tree;
};

std::string tree_of(std::string text) {
  const Read read(std::move(text));
  EXPECT_EQ(read.mistake(), "");
  return to_text(read.tree);
}

TEST(XmlReader, AttributesAndElementsAreNodes) {
  EXPECT_EQ(tree_of("<a x='1'\n  y = \"2\"><b z='3'/>\n <c/></a>"),
            "(a(x=1@1:7 y=2@2:8 b(z=3@2:17) c))");
}

TEST(XmlReader, TextIsTrimmed) {
  EXPECT_EQ(tree_of("<a>\n  select 1\n  , 2 \n</a>"), "(a=select 1\n  , 2@2:3)");
  EXPECT_EQ(tree_of("<a> \n </a>"), "(a)");
  EXPECT_EQ(tree_of("<a><![CDATA[ x < 1 ]]> and<!-- no --> y &gt; 2</a>"),
            "(a=x < 1  and y > 2@1:14)");
  EXPECT_EQ(tree_of("<a>one<b>two</b>three</a>"), "(a=onethree@1:4(b=two@1:10))");
}

TEST(XmlReader, PrefixesDoNotCount) {
  EXPECT_EQ(tree_of("<l:a xmlns='u' xmlns:l='v' xsi:y='z' l:x='1'><ext:b/></l:a>"),
            "(a(x=1@1:43 b))");
}

TEST(XmlReader, ColumnsAreCharacters) {
  EXPECT_EQ(tree_of("<a ü='€' b='1'>ä<c>x</c></a>"), "(a=ä@1:16(ü=€@1:7 b=1@1:13 c=x@1:20))");
}

TEST(XmlReader, AByteOrderMarkIsNoColumn) {
  EXPECT_EQ(tree_of("\xEF\xBB\xBF<a b='1'/>"), "(a(b=1@1:7))");
}

TEST(XmlReader, PlacesWithinTextAreExact) {
  const Read read("<a>\r\n  x\r\n   y</a>");
  const Node& node = read.tree.children.front();
  EXPECT_EQ(to_string(within(node.value_at, node.style, node.value.text, 5)), "a.xml:3:4");
  const Read escaped("<a>x &amp;\n y</a>");
  const Node& other = escaped.tree.children.front();
  EXPECT_EQ(to_string(within(other.value_at, other.style, other.value.text, 5)), "a.xml:1:4");
}

TEST(XmlReader, Mistakes) {
  EXPECT_EQ(Read("<a>\n<b></a>").mistake(),
            "2:6 this end tag closes an element that is not open; <b> is open here, since line 2");
  EXPECT_EQ(Read("<a>\n<b>").mistake(),
            "2:4 the file ends too early; <b> is open here, since line 2");
  EXPECT_EQ(Read("<a>\nx & y</a>").mistake(),
            "2:3 this starts nothing that XML knows; a plain & is written &amp;, or stands in "
            "<![CDATA[ ]]>");
  EXPECT_EQ(Read("<a>x < y</a>").mistake(),
            "1:6 this starts nothing that XML knows; a plain < is written &lt;, or stands in "
            "<![CDATA[ ]]>");
  EXPECT_EQ(
      Read("<a>&nbsp;</a>").mistake(),
      "1:4 this entity is not defined; a plain & is written &amp;, or stands in <![CDATA[ ]]>");
  EXPECT_EQ(Read("<a x='1' x='2'/>").mistake(),
            "1:10 this is not well-formed XML: duplicate attribute");
}

TEST(XmlReader, EntitiesNeitherReadFilesNorGrow) {
  EXPECT_EQ(Read("<!DOCTYPE a [<!ENTITY e SYSTEM '/etc/passwd'>]><a>&e;</a>").mistake(),
            "1:51 entities of other files are not read");
  std::string text = "<!DOCTYPE a [<!ENTITY e0 '0123456789012345678901234567890123456789'>";
  for (int i = 1; i < 9; ++i) {
    text += fmt::format("<!ENTITY e{} '", i);
    for (int k = 0; k < 10; ++k) text += fmt::format("&e{};", i - 1);
    text += "'>";
  }
  EXPECT_NE(Read(text + "]><a>&e8;</a>").mistake().find("entities that multiply"),
            std::string::npos);
}

TEST(XmlReader, DepthIsBounded) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "<a>";
  EXPECT_EQ(Read(text).mistake(), "1:302 elements are nested deeper than 100");
}

TEST(XmlReader, DeclaredEncodings) {
  EXPECT_EQ(declared_encoding("<?xml version=\"1.0\" encoding='ISO-8859-1' ?><a/>"), "ISO-8859-1");
  EXPECT_EQ(declared_encoding("<?xml version='1.0'?><a encoding='x'/>"), std::nullopt);
  EXPECT_EQ(declared_encoding("<a/>"), std::nullopt);
}

}  // namespace
}  // namespace strata::document
