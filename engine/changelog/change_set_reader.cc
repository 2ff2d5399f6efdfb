#include "engine/changelog/change_set_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/base/duration.h"
#include "engine/base/edit_distance.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/changelog/expression.h"

namespace strata::changelog {
namespace {

using document::Node;
using document::Value;

constexpr std::array<std::string_view, 28> kAttributes{"id",
                                                       "author",
                                                       "context",
                                                       "contextFilter",

                                                       "labels",
                                                       "dbms",
                                                       "runAlways",
                                                       "alwaysRun",
                                                       "runOnChange",
                                                       "failOnError",
                                                       "created",
                                                       "ignore",
                                                       "runInTransaction",
                                                       "runOrder",
                                                       "logicalFilePath",
                                                       "runWith",
                                                       "runWithSpoolFile",
                                                       "comment",
                                                       "changes",
                                                       "objectQuotingStrategy",
                                                       "rollback",
                                                       "preConditions",
                                                       "validCheckSum",
                                                       "validCheckSums",
                                                       "modifySql",
                                                       "onValidationFail",
                                                       "lockTimeout",
                                                       "statementTimeout"};

model::Text trimmed(const model::Text& text) {
  if (!text || trim(*text).empty()) return std::nullopt;
  return std::string(trim(*text));
}

std::vector<std::string_view> names_of_types() {
  std::vector<std::string_view> names;
  for (const model::ChangeType& type : model::change_types()) names.push_back(type.name);
  return names;
}

// Reads the parts of one changeset; the members are what its parts add to.
class Reader {
 public:
  Reader(const ChangeSetReader& options, model::ChangeSet& result)
      : options_(options), result_(result) {}

  void read(const Node& node) {
    result_.at = node.name_at;
    read_identity(node);
    read_attributes(node);
    report_repeated_attributes(node);
    for (const Node& child : node.children) read_child(child);
  }

 private:
  Diagnostics& diagnostics() const { return options_.diagnostics; }

  void read_identity(const Node& node) {
    result_.key = {node.text("id").value_or(""), node.text("author").value_or(""),
                   options_.inherited.path};
    if (const model::Text path = trimmed(node.text("logicalFilePath"))) {
      result_.key.path = replace_all(*path, "\\", "/");
      if (result_.key.path.starts_with('/')) result_.key.path.erase(0, 1);
    }
    const auto missing = [&](std::string_view name) {
      const bool is_slip =
          std::any_of(node.children.begin(), node.children.end(), [&](const Node& child) {
            return !is_one_of(child.name, kAttributes) && nearest(child.name, kAttributes) == name;
          });
      if (is_slip) return;
      diagnostics().error(node.name_at, fmt::format("changeSet: '{}' is missing", name));
    };
    if (!trimmed(node.text("id"))) missing("id");
    // Nobody's changesets are in real changelogs, but they say so.
    if (!node.text("author")) missing("author");
  }

  void read_attributes(const Node& node) {
    result_.contexts = options_.inherited.contexts;
    if (const model::Text own = read_context(node, diagnostics())) result_.contexts.push_back(*own);
    result_.include_labels = options_.inherited.labels;
    result_.labels = read_labels(node);
    result_.dbms = trimmed(node.text("dbms"));
    result_.run_always =
        node.boolean("runAlways").value_or(node.boolean("alwaysRun").value_or(false));
    result_.run_on_change = node.boolean("runOnChange").value_or(false);
    result_.fail_on_error = node.boolean("failOnError").value_or(true);
    result_.run_in_transaction = node.boolean("runInTransaction").value_or(true);
    result_.ignore = node.boolean("ignore").value_or(false);
    result_.run_order = trimmed(node.text("runOrder"));
    result_.run_with = trimmed(node.text("runWith"));
    if (!result_.run_with) result_.run_with = options_.inherited.run_with;
    result_.created = node.text("created");
    result_.lock_timeout = read_timeout(node, "lockTimeout");
    result_.statement_timeout = read_timeout(node, "statementTimeout");
    result_.quoting = read_quoting(node, diagnostics()).value_or(options_.inherited.quoting);
    read_comments(node);
    if (result_.run_order && !equals_ignore_case(*result_.run_order, "first") &&
        !equals_ignore_case(*result_.run_order, "last")) {
      diagnostics().error(
          node.child("runOrder")->value_at,
          fmt::format("changeSet: runOrder must be first or last, not '{}'", *result_.run_order));
    }
  }

  model::Text read_timeout(const Node& node, std::string_view name) {
    model::Text text = trimmed(node.text(name));
    if (text && !parse_duration(*text)) {
      diagnostics().error(node.child(name)->value_at,
                          fmt::format("changeSet: {}: '{}' is no time", name, *text),
                          "for example 500ms, 5s or 2m");
    }
    return text;
  }

  void report_repeated_attributes(const Node& node) {
    constexpr std::array<std::string_view, 6> kMany{"comment",       "changes",        "rollback",
                                                    "validCheckSum", "validCheckSums", "modifySql"};
    std::vector<std::string_view> once;
    std::copy_if(kAttributes.begin(), kAttributes.end(), std::back_inserter(once),
                 [&](std::string_view name) { return !is_one_of(name, kMany); });
    model::report_repeated_keys(node, "changeSet", once, diagnostics());
  }

  void read_comments(const Node& node) {
    bool first = true;
    for (const Node& child : node.children) {
      if (child.name != "comment") continue;
      if (!first) result_.comments += '\n';
      first = false;
      result_.comments += child.value.text;
    }
    result_.comments = std::string(trim(result_.comments));
  }

  void read_child(const Node& child) {
    if (child.name == "rollback") {
      read_rollback(child);
    } else if (child.name == "changes") {
      for (const Node& change : child.children) read_change_into(change, result_.changes);
      if (child.value) {
        diagnostics().warning(child.value_at, "changes: a text is no change and is ignored");
      }
    } else if (child.name == "validCheckSum" || child.name == "validCheckSums") {
      read_valid_checksums(child);
    } else if (child.name == "modifySql") {
      read_visitors(child);
    } else if (child.name == "preConditions") {
      result_.preconditions = options_.preconditions.read(child);
    } else if (!is_attribute(child.name)) {
      read_unknown(child);
    }
  }

  static bool is_attribute(std::string_view name) {
    return std::any_of(kAttributes.begin(), kAttributes.end(),
                       [&](std::string_view known) { return equals_ignore_case(known, name); });
  }

  // A change may stand in the changeset itself; anything else with children can only be a misspelt
  // one.
  void read_unknown(const Node& child) {
    if (model::find_change_type(child.name) != nullptr || !child.children.empty()) {
      read_change_into(child, result_.changes);
      return;
    }
    std::vector<std::string_view> known(kAttributes.begin(), kAttributes.end());
    for (const std::string_view type : names_of_types()) known.push_back(type);
    const std::string hint = did_you_mean(child.name, known);
    std::string message = fmt::format("changeSet: unknown key '{}'", child.name);
    const bool is_error = options_.unknown_keys == model::UnknownKeys::Error ||
                          (options_.unknown_keys == model::UnknownKeys::Auto && !hint.empty());
    if (is_error) {
      diagnostics().error(child.name_at, std::move(message), hint);
    } else {
      diagnostics().warning(child.name_at, message + " is ignored", hint);
    }
  }

  void read_change_into(const Node& node, std::vector<model::Change>& changes) {
    if (node.name == "modifySql") return read_visitors(node);
    const model::ChangeType* type = model::find_change_type(node.name);
    if (type == nullptr) {
      diagnostics().error(node.name_at, fmt::format("unknown change type '{}'", node.name),
                          did_you_mean(node.name, names_of_types()));
      return;
    }
    changes.push_back(model::read_change(node, *type, options_.unknown_keys, diagnostics()));
  }

  void read_visitors(const Node& node) {
    read_modify_sql(node, options_.filter, options_.unknown_keys, diagnostics(), result_.visitors);
  }

  void read_valid_checksums(const Node& child) {
    if (child.value.kind == Value::Kind::List) {
      for (const Value& item : child.value.items) result_.valid_checksums.push_back(item.text);
    } else if (child.value) {
      result_.valid_checksums.push_back(child.value.text);
    }
  }

  void read_rollback(const Node& node) {
    if (!result_.rollback) result_.rollback = model::Rollback{{}, node.name_at};
    std::vector<model::Change>& changes = result_.rollback->changes;
    if (node.child("changeSetId") != nullptr) return read_rollback_reference(node, changes);
    for (const Node& child : node.children) read_change_into(child, changes);
    const std::string_view sql = trim(node.value.text);
    // Nobody means the SQL text "empty".
    if (!node.value || sql.empty() || equals_ignore_case(sql, "empty")) return;
    model::Sql raw;
    raw.sql = std::string(sql);
    raw.strip_comments = true;
    raw.sql_at = {node.value_at, node.style, node.value_lines, node.written};
    raw.untrimmed = node.value.text;
    raw.trimmed = static_cast<std::size_t>(sql.data() - node.value.text.data());
    changes.push_back({std::move(raw), node.name_at});
  }

  void read_rollback_reference(const Node& node, std::vector<model::Change>& changes) {
    const model::ChangeSetKey key{node.text("changeSetId").value_or(""),
                                  node.text("changeSetAuthor").value_or(""),
                                  node.text("changeSetPath").value_or(result_.key.path)};
    const std::vector<const model::ChangeSet*> found = options_.find(key);
    if (found.empty()) {
      diagnostics().error(
          node.child("changeSetId")->value_at,
          fmt::format("rollback refers to changeset {}, which does not exist before this one",
                      model::to_string(key)));
    }
    for (const model::ChangeSet* change_set : found) {
      changes.insert(changes.end(), change_set->changes.begin(), change_set->changes.end());
    }
  }

  const ChangeSetReader& options_;
  model::ChangeSet& result_;
};

}  // namespace

model::Text read_context(const Node& node, Diagnostics& diagnostics) {
  for (const std::string_view name : {"contextFilter", "context"}) {
    model::Text text = trimmed(node.text(name));
    if (!text) continue;
    try {
      Expression::parse(*text);
    } catch (const Error& error) {
      diagnostics.error(node.child(name)->value_at, fmt::format("{}: {}", name, error.what()));
    }
    return text;
  }
  return std::nullopt;
}

std::vector<std::string> read_labels(const Node& node) {
  std::vector<std::string> labels;
  for (const std::string& label : split_trimmed(node.text("labels").value_or(""), ',')) {
    std::string lower = to_lower(label);
    if (!lower.empty() && std::find(labels.begin(), labels.end(), lower) == labels.end()) {
      labels.push_back(std::move(lower));
    }
  }
  return labels;
}

std::optional<model::QuotingStrategy> read_quoting(const Node& node, Diagnostics& diagnostics) {
  using model::QuotingStrategy;
  constexpr std::array kStrategies{QuotingStrategy::Legacy, QuotingStrategy::QuoteAllObjects,
                                   QuotingStrategy::QuoteOnlyReservedWords};
  const model::Text name = trimmed(node.text("objectQuotingStrategy"));
  if (!name) return std::nullopt;
  std::vector<std::string_view> names;
  for (const QuotingStrategy strategy : kStrategies) {
    if (*name == model::to_string(strategy)) return strategy;
    names.push_back(model::to_string(strategy));
  }
  std::string hint = did_you_mean(*name, names);
  if (hint.empty()) hint = fmt::format("one of {}", fmt::join(names, ", "));
  diagnostics.error(node.child("objectQuotingStrategy")->value_at,
                    fmt::format("unknown objectQuotingStrategy '{}'", *name), hint);
  return std::nullopt;
}

model::ChangeSet ChangeSetReader::read(const Node& node) const {
  model::ChangeSet change_set;
  Reader(*this, change_set).read(node);
  return change_set;
}

}  // namespace strata::changelog
