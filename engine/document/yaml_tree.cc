#include "engine/document/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <string_view>
#include <utility>

#include "engine/base/utf8.h"
#include "engine/document/place_finder.h"
#include "engine/document/yaml_errors.h"
#include "engine/document/yaml_text.h"

namespace strata::document {
namespace {

constexpr std::size_t kMaxDepth = 100;

// Reads from a text without copying it.
class ViewBuffer final : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // never written to
    setg(begin, begin, begin + text.size());
  }
};

// yaml-cpp gives the escapes \N (U+0085) and \_ (U+00A0) as single bytes.
std::string with_repaired_escapes(std::string_view value) {
  std::string repaired;
  for (std::size_t i = 0; i < value.size();) {
    const CodePoint next = decode_utf8(value, i);
    if (!next.valid) repaired += '\xC2';
    repaired += value.substr(i, next.length);
    i += next.length;
  }
  return repaired;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

// Ends the parsing after a mistake that has been reported.
struct Stop {};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const YamlText& text, Diagnostics& diagnostics)
      : text_(text), places_(text.file()), diagnostics_(diagnostics) {}

  YamlTree take() { return std::move(tree_); }
  const std::vector<YamlNode*>& open() const { return open_; }
  const YamlNode* last() const { return tree_.nodes.empty() ? nullptr : &tree_.nodes.back(); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (tree_.root == nullptr) return;
    const std::size_t offset = text_.offset_of(mark);
    const bool second = text_.text().substr(offset).starts_with("---");
    diagnostics_.error(places_.at(offset, second ? 3 : 0),
                       second ? "a changelog file holds one YAML document, and here starts a second"
                              : "unexpected text behind the end of the document",
                       second ? "put it into a file of its own" : "is its indentation right?");
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    require_colon(text_.offset_of(mark));
    add(mark, anchor, YamlNode::Kind::Null);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode& alias = add(mark, YAML::NullAnchor, YamlNode::Kind::Alias);
    const YamlNode* target = anchors_.at(anchor);
    if (target->open) {
      diagnostics_.error(alias.at, "this alias stands for a node that it is itself a part of");
      throw Stop{};
    }
    alias.items.push_back(target);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode& node = add(mark, anchor, YamlNode::Kind::Scalar);
    node.text = value;
    set_tag(node, tag);
    const std::size_t offset = text_.skip_properties(text_.offset_of(mark));
    node.style = text_.style_at(offset);
    require_closed_quote(node, offset);
    node.at = places_.at(offset, text_.scalar_length(offset, node.style, value));
    if (const std::optional<std::size_t> line_ends = text_.kept_line_ends(offset, node.style)) {
      node.text.erase(node.text.find_last_not_of('\n') + 1);
      node.text.append(*line_ends, '\n');
    }
    if (node.style == ScalarStyle::Quoted && !is_ascii(value)) {
      node.text = with_repaired_escapes(value);
    }
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    start(mark, tag, anchor, YamlNode::Kind::List, style);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    start(mark, tag, anchor, YamlNode::Kind::Map, style);
  }
  void OnMapEnd() override { end(); }

 private:
  // yaml-cpp takes a quoted text that the end of the file ends, if a line end stands before that.
  void require_closed_quote(const YamlNode& node, std::size_t offset) {
    if (node.style != ScalarStyle::Quoted) return;
    if (end_of_quoted(text_.text(), offset) != std::string_view::npos) return;
    diagnostics_.error(places_.at(offset, 1), "this quote is never closed");
    throw Stop{};
  }

  // yaml-cpp takes a lone text at the end of a file as a key; its value then has the key's mark.
  void require_colon(std::size_t value_offset) {
    if (open_.empty() || open_.back()->kind != YamlNode::Kind::Map) return;
    const YamlNode& map = *open_.back();
    if (map.flow || map.items.size() % 2 == 0) return;
    const YamlNode& key = *map.items.back();
    const Location value_at = places_.at(value_offset);
    const bool same = value_at.line == key.at.line && value_at.column == key.at.column;
    if (!same || key.kind != YamlNode::Kind::Scalar) return;
    diagnostics_.error(key.at, "expected 'key: value'", "a colon is missing");
    throw Stop{};
  }

  YamlNode& add(const YAML::Mark& mark, YAML::anchor_t anchor, YamlNode::Kind kind) {
    YamlNode& node = tree_.nodes.emplace_back();
    node.kind = kind;
    node.at = places_.at(text_.offset_of(mark));
    if (open_.empty()) {
      tree_.root = &node;
    } else {
      open_.back()->items.push_back(&node);
    }
    if (anchor != YAML::NullAnchor) {
      if (anchors_.size() <= anchor) anchors_.resize(anchor + 1, nullptr);
      anchors_[anchor] = &node;
    }
    return node;
  }

  void start(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             YamlNode::Kind kind, YAML::EmitterStyle::value style) {
    YamlNode& node = add(mark, anchor, kind);
    node.flow = style == YAML::EmitterStyle::Flow;
    set_tag(node, tag);
    node.open = true;
    node.at = places_.at(text_.skip_properties(text_.offset_of(mark)));
    open_.push_back(&node);
    if (open_.size() > kMaxDepth) {
      diagnostics_.error(node.at, "lists and maps are nested more than 100 deep here");
      throw Stop{};
    }
  }

  void end() {
    open_.back()->open = false;
    open_.pop_back();
  }

  // yaml-cpp says "?" of plain and "!" of quoted scalars, and "!" also where that was written.
  static void set_tag(YamlNode& node, const std::string& tag) {
    node.typed = tag == "?";
    if (tag != "?" && tag != "!") node.tag = tag;
  }

  const YamlText& text_;
  PlaceFinder places_;
  Diagnostics& diagnostics_;
  YamlTree tree_;
  std::vector<YamlNode*> open_;
  std::vector<const YamlNode*> anchors_;
};

}  // namespace

std::optional<YamlTree> parse_yaml(const SourceFile& file, Diagnostics& diagnostics) {
  const YamlText text(file);
  ViewBuffer buffer(text.parsed());
  std::istream stream(&buffer);
  TreeBuilder builder(text, diagnostics);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take();
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    const std::vector<YamlNode*>& open = builder.open();
    diagnostics.add(explain_yaml_error(error, text, {open.begin(), open.end()}, builder.last()));
    return std::nullopt;
  }
}

}  // namespace strata::document
