// Context and label expressions: "(test or demo) and !eu, @prod". Immutable after parsing.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace strata::changelog {

class Expression {
 public:
  // `and`, `or`, `not`/`!`, parentheses, commas (= or, binding weakest), in any case. Throws
  // Error(Changelog) for unbalanced parentheses and missing operands.
  static Expression parse(std::string_view text);

  // Whether it holds for a set of names. Without any name everything holds, but for names marked
  // with @, which must be given.
  bool matches(const std::vector<std::string>& names) const;

  struct Node;  // of the tree; private to the implementation

 private:
  explicit Expression(std::shared_ptr<const Node> root) : root_(std::move(root)) {}

  std::shared_ptr<const Node> root_;
};

}  // namespace strata::changelog
