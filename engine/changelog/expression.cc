#include "engine/changelog/expression.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::changelog {

struct Expression::Node {
  enum class Kind : std::uint8_t { Name, Not, And, Or };

  Kind kind = Kind::Name;
  std::string name;
  bool required = false;  // marked with @
  std::vector<Node> operands;
};

namespace {

using Node = Expression::Node;
using Kind = Node::Kind;

constexpr int kDeepest = 100;

bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) { advance(); }

  Node parse() {
    Node node = alternatives(",", 0);
    if (!token_.empty()) fail(fmt::format("unexpected '{}'", token_));
    return node;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorKind::Changelog, fmt::format("{} in the expression '{}'", what, text_));
  }

  // Parentheses, commas, ! and @ are tokens; anything else up to a blank or one of them is a word.
  void advance() {
    while (next_ < text_.size() && is_blank(text_[next_])) ++next_;
    const std::size_t start = next_;
    constexpr std::string_view kSymbols = "(),!@";
    if (next_ < text_.size() && kSymbols.find(text_[next_]) != std::string_view::npos) {
      ++next_;
    } else {
      while (next_ < text_.size() && !is_blank(text_[next_]) &&
             std::string_view("(),").find(text_[next_]) == std::string_view::npos) {
        ++next_;
      }
    }
    token_ = text_.substr(start, next_ - start);
  }

  bool at_word(std::string_view word) const { return equals_ignore_case(token_, word); }

  bool ends_operand() const {
    return token_.empty() || token_ == ")" || token_ == "," || at_word("and") || at_word("or");
  }

  // Commas bind weakest, then `or`, then `and`.
  Node alternatives(std::string_view separator, int depth) {
    if (depth > kDeepest) fail("too many parentheses");
    Node node = separator == "," ? alternatives("or", depth) : conjunction(depth);
    while (at_word(separator)) {
      advance();
      Node right = separator == "," ? alternatives("or", depth) : conjunction(depth);
      node = Node{Kind::Or, "", false, {std::move(node), std::move(right)}};
    }
    return node;
  }

  Node conjunction(int depth) {
    Node node = operand(depth);
    while (at_word("and")) {
      advance();
      Node right = operand(depth);
      node = Node{Kind::And, "", false, {std::move(node), std::move(right)}};
    }
    return node;
  }

  Node operand(int depth) {
    if (depth > kDeepest) fail("too many parentheses");
    if (ends_operand()) {
      fail(token_.empty() ? "something is missing at the end"
                          : fmt::format("something is missing before '{}'", token_));
    }
    if (token_ == "!" || at_word("not")) {
      advance();
      return {Kind::Not, "", false, {operand(depth + 1)}};
    }
    if (token_ == "@") {
      advance();
      Node node = operand(depth + 1);
      Node& named = node.kind == Kind::Not ? node.operands.front() : node;
      named.required = true;
      return node;
    }
    if (token_ == "(") {
      advance();
      Node node = alternatives(",", depth + 1);
      if (token_ != ")") fail("a ')' is missing");
      advance();
      return node;
    }
    return name();
  }

  // Words without an operator between them are one name with blanks.
  Node name() {
    Node node;
    while (!ends_operand() && token_ != "(" && token_ != "!" && token_ != "@") {
      if (!node.name.empty()) node.name += ' ';
      node.name += token_;
      advance();
    }
    return node;
  }

  std::string_view text_;
  std::size_t next_ = 0;
  std::string_view token_;
};

bool evaluate(const Node& node, const std::vector<std::string>& names) {
  switch (node.kind) {
    case Kind::And:
      return evaluate(node.operands[0], names) && evaluate(node.operands[1], names);
    case Kind::Or:
      return evaluate(node.operands[0], names) || evaluate(node.operands[1], names);
    case Kind::Not:
      return names.empty() || !evaluate(node.operands[0], names);
    case Kind::Name:
      break;
  }
  if (names.empty()) return !node.required;
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return equals_ignore_case(name, node.name); });
}

}  // namespace

Expression Expression::parse(std::string_view text) {
  return Expression(std::make_shared<const Node>(Parser(text).parse()));
}

bool Expression::matches(const std::vector<std::string>& names) const {
  return evaluate(*root_, names);
}

}  // namespace strata::changelog
