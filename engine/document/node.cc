#include "engine/document/node.h"

#include "engine/base/text.h"

namespace strata::document {

const Node* Node::child(std::string_view child_name) const {
  for (const Node& node : children) {
    if (equals_ignore_case(node.name, child_name)) return &node;
  }
  return nullptr;
}

Node* Node::child(std::string_view child_name) {
  return const_cast<Node*>(static_cast<const Node*>(this)->child(child_name));
}

std::optional<std::string> Node::text(std::string_view child_name) const {
  const Node* node = child(child_name);
  if (node == nullptr || !node->value) return std::nullopt;
  return node->value.text;
}

std::optional<bool> Node::boolean(std::string_view child_name) const {
  const std::optional<std::string> given = text(child_name);
  if (!given) return std::nullopt;
  return equals_ignore_case(*given, "true");
}

}  // namespace strata::document
