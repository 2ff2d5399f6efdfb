#include "engine/document/yaml_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/document/scalar.h"

namespace strata::document {
namespace {

using Kind = YamlNode::Kind;

constexpr std::size_t kMaxAliasNodes = 1'000'000;
constexpr std::size_t kMaxDepth = 100;
constexpr std::string_view kMergeTag = "tag:yaml.org,2002:merge";

// Ends the reading after a mistake that has been reported.
struct Stop {};

const YamlNode& target_of(const YamlNode& node) {
  const YamlNode* target = &node;
  while (target->kind == Kind::Alias) target = target->items.front();
  return *target;
}

bool is_merge_key(const YamlNode& key) {
  if (key.kind != Kind::Scalar) return false;
  return key.tag == kMergeTag || (key.typed && key.text == "<<");
}

// "!!int" for "tag:yaml.org,2002:int".
std::string short_tag(std::string_view tag) {
  constexpr std::string_view kPrefix = "tag:yaml.org,2002:";
  if (!tag.starts_with(kPrefix)) return std::string(tag);
  return "!!" + std::string(tag.substr(kPrefix.size()));
}

std::string_view name_of(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::Boolean:
      return "a boolean";
    case Value::Kind::Integer:
    case Value::Kind::Float:
      return "a number";
    case Value::Kind::Date:
      return "a date";
    default:
      return "nothing";
  }
}

struct Entry {
  const YamlNode* key;
  const YamlNode* value;
};

// The entries of one map, with those of its merge keys in their place.
class Entries {
 public:
  enum class Origin : std::uint8_t { Own, Merged };

  // False, with nothing done, if the map itself already has that key.
  bool add(std::string_view name, Entry entry, Origin origin) {
    Item* earlier = find(name);
    if (earlier == nullptr) {
      all_.push_back({entry, origin});
      if (all_.size() > kFewEntries) index_new();
      return true;
    }
    if (origin == Origin::Merged) return true;
    if (earlier->origin == Origin::Own) return false;
    *earlier = {entry, origin};
    return true;
  }

  const YamlNode& key_of(std::string_view name) { return *find(name)->entry.key; }

  template <typename Function>
  void for_each(Function function) const {
    for (const Item& item : all_) function(item.entry);
  }

 private:
  struct Item {
    Entry entry;
    Origin origin;
  };
  static constexpr std::size_t kFewEntries = 12;  // up to which looking at each is faster

  Item* find(std::string_view name) {
    if (all_.size() > kFewEntries) {
      const auto found = index_.find(name);
      return found == index_.end() ? nullptr : &all_[found->second];
    }
    const auto found = std::find_if(all_.begin(), all_.end(),
                                    [&](const Item& item) { return item.entry.key->text == name; });
    return found == all_.end() ? nullptr : &*found;
  }

  void index_new() {
    for (std::size_t i = index_.size(); i < all_.size(); ++i) {
      index_.emplace(all_[i].entry.key->text, i);
    }
  }

  std::vector<Item> all_;
  std::unordered_map<std::string_view, std::size_t> index_;
};

class Converter {
 public:
  explicit Converter(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void fill(Node& node, const YamlNode& source) {
    const Level level(*this, source);
    const YamlNode& value = target_of(source);
    node.value_at = value.at;
    node.style = value.style;
    check_collection_tag(value);
    switch (value.kind) {
      case Kind::Map:
        add_map(node, value);
        break;
      case Kind::List:
        add_list(node, value);
        break;
      default:
        node.value = scalar(value);
        break;
    }
  }

 private:
  // Counts depth, and nodes that come from aliases, while a node is being converted.
  class Level {
   public:
    Level(Converter& converter, const YamlNode& source)
        : converter_(converter), alias_(source.kind == Kind::Alias ? 1 : 0) {
      ++converter_.depth_;
      converter_.alias_depth_ += alias_;
      if (converter_.depth_ > kMaxDepth) {
        converter_.stop(source, "lists and maps are nested more than 100 deep here");
      }
      if (converter_.alias_depth_ > 0) converter_.count_alias_node(source);
    }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() {
      --converter_.depth_;
      converter_.alias_depth_ -= alias_;
    }

   private:
    Converter& converter_;
    std::size_t alias_;
  };

  [[noreturn]] void stop(const YamlNode& at, std::string message) {
    diagnostics_.error(at.at, std::move(message));
    throw Stop{};
  }

  void count_alias_node(const YamlNode& at) {
    if (++alias_nodes_ > kMaxAliasNodes) {
      stop(at, fmt::format("aliases multiply this document beyond {} nodes", kMaxAliasNodes));
    }
  }

  void check_collection_tag(const YamlNode& node) {
    if (node.tag.empty() || node.kind == Kind::Scalar) return;
    const std::string_view expected =
        node.kind == Kind::Map ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq";
    if (node.tag == expected) return;
    diagnostics_.error(node.at,
                       fmt::format("the tag '{}' means nothing here", short_tag(node.tag)));
  }

  Value scalar(const YamlNode& node) {
    if (node.kind == Kind::Null) return {};
    if (node.typed) return plain_value(node.text);
    if (node.tag.empty()) return text_value(node.text);
    if (std::optional<Value> value = tagged_value(node.tag, node.text)) return *std::move(value);
    diagnostics_.error(
        node.at, fmt::format("'{}' does not fit its tag '{}'", node.text, short_tag(node.tag)));
    return {};
  }

  // The scalars of a list of lists, as far as they matter: for its text.
  Value item_value(const YamlNode& source) {
    const Level level(*this, source);
    const YamlNode& node = target_of(source);
    if (node.kind == Kind::Map) {
      diagnostics_.warning(node.at, "a map in a list that is itself an item of a list is ignored",
                           "is there a '-' too much?");
      return {};
    }
    if (node.kind != Kind::List) return scalar(node);
    std::vector<Value> items;
    for (const YamlNode* item : node.items) items.push_back(item_value(*item));
    return list_value(std::move(items));
  }

  // Maps among the items become children; what remains is the value.
  void add_list(Node& node, const YamlNode& list) {
    std::vector<Value> values;
    for (const YamlNode* item : list.items) {
      const YamlNode& target = target_of(*item);
      if (target.kind == Kind::Map) {
        const Level level(*this, *item);
        check_collection_tag(target);
        add_map(node, target);
      } else {
        values.push_back(item_value(*item));
        if (values.size() == 1) set_place(node, target);
      }
    }
    if (values.size() == 1) {
      node.value = std::move(values.front());
    } else if (!values.empty()) {
      node.value = list_value(std::move(values));
    }
  }

  static void set_place(Node& node, const YamlNode& value) {
    node.value_at = value.at;
    node.style = value.style;
  }

  void add_map(Node& node, const YamlNode& map) {
    Entries entries;
    collect(map, Entries::Origin::Own, entries);
    entries.for_each([&](const Entry& entry) {
      const YamlNode& key = target_of(*entry.key);
      Node& child = node.children.emplace_back();
      child.name = key.text;
      child.name_at = key.at;
      fill(child, *entry.value);
    });
  }

  void collect(const YamlNode& map, Entries::Origin origin, Entries& entries) {
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2) {
      const YamlNode& key = target_of(*map.items[i]);
      const YamlNode& value = *map.items[i + 1];
      if (is_merge_key(key)) {
        merge(value, entries);
      } else if (is_text_key(key) && !entries.add(key.text, {&key, &value}, origin)) {
        report_duplicate(entries.key_of(key.text), key);
      }
    }
  }

  void merge(const YamlNode& source, Entries& entries) {
    const Level level(*this, source);
    const YamlNode& value = target_of(source);
    if (value.kind == Kind::Map) {
      collect(value, Entries::Origin::Merged, entries);
      return;
    }
    const bool maps = value.kind == Kind::List &&
                      std::all_of(value.items.begin(), value.items.end(), [](const YamlNode* item) {
                        return target_of(*item).kind == Kind::Map;
                      });
    if (!maps) {
      diagnostics_.error(value.at, "'<<' merges a map or a list of maps, and this is neither");
      return;
    }
    for (const YamlNode* item : value.items) merge(*item, entries);
  }

  bool is_text_key(const YamlNode& key) {
    if (key.kind == Kind::Map || key.kind == Kind::List) {
      diagnostics_.error(key.at, "a key must be a text, and this is a list or a map");
      return false;
    }
    const Value value = scalar(key);
    if (value.kind == Value::Kind::Text) return true;
    const std::string key_text = key.text.empty() ? "" : fmt::format(" '{}'", key.text);
    diagnostics_.error(key.at,
                       fmt::format("the key{} must be a text, and YAML reads it as {}", key_text,
                                   name_of(value.kind)),
                       "put it in quotes");
    return false;
  }

  void report_duplicate(const YamlNode& first, const YamlNode& second) {
    diagnostics_.error(second.at,
                       fmt::format("the key '{}' is given twice in this map", second.text),
                       fmt::format("first at {}", to_string(first.at)));
  }

  Diagnostics& diagnostics_;
  std::size_t depth_ = 0;
  std::size_t alias_depth_ = 0;
  std::size_t alias_nodes_ = 0;
};

}  // namespace

Node to_document(const YamlTree& tree, Diagnostics& diagnostics) {
  Node root;
  if (tree.root == nullptr) return root;
  const YamlNode& top = target_of(*tree.root);
  if (top.kind == Kind::List || top.kind == Kind::Scalar) {
    diagnostics.error(top.at, fmt::format("the top of the file must be a map, not a {}",
                                          top.kind == Kind::List ? "list" : "single value"));
    return root;
  }
  try {
    Converter(diagnostics).fill(root, *tree.root);
    return root;
  } catch (const Stop&) {
    return {};
  }
}

}  // namespace strata::document
