#include "engine/changelog/modify_sql_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/changelog/change_set_reader.h"
#include "engine/model/dbms.h"

namespace strata::changelog {
namespace {

using document::Node;
using model::SqlVisitor;

constexpr std::array kKinds{SqlVisitor::Kind::Prepend, SqlVisitor::Kind::Append,
                            SqlVisitor::Kind::AppendIfAbsent, SqlVisitor::Kind::Replace,
                            SqlVisitor::Kind::RegExpReplace};
// On the block and on each edit, where they win; `labels` on the block only, as in the reference.
constexpr std::array<std::string_view, 5> kShared{"dbms", "applyToRollback", "context",
                                                  "contextFilter", "contexts"};

bool replaces(SqlVisitor::Kind kind) {
  return kind == SqlVisitor::Kind::Replace || kind == SqlVisitor::Kind::RegExpReplace;
}

void read_shared(const Node& node, SqlVisitor& visitor, Diagnostics& diagnostics) {
  if (const auto given = node.boolean("applyToRollback")) visitor.apply_to_rollback = *given;
  if (const auto dbms = node.text("dbms")) visitor.dbms = *dbms;
  if (const auto context = read_context(node, diagnostics)) visitor.context = *context;
  if (const auto contexts = node.text("contexts")) visitor.context = *contexts;
}

bool applies(const SqlVisitor& visitor, const RunFilter& filter) {
  if (filter.keeps_all) return true;
  if (!model::dbms_matches(visitor.dbms.value_or(""), filter.dbms)) return false;
  if (visitor.context && !Expression::parse(*visitor.context).matches(filter.contexts))
    return false;
  if (!visitor.labels || !filter.label_filter) return true;
  return filter.label_filter->matches(split_trimmed(to_lower(*visitor.labels), ','));
}

void read_texts(const Node& node, model::UnknownKeys unknown_keys, SqlVisitor& visitor,
                Diagnostics& diagnostics) {
  const std::string_view owner = name_of(visitor.kind);
  std::vector<std::string_view> known(kShared.begin(), kShared.end());
  if (replaces(visitor.kind)) {
    known.insert(known.end(), {"replace", "with"});
    visitor.replace = node.text("replace");
    visitor.with = node.text("with");
    if (!visitor.replace)
      diagnostics.error(node.name_at, fmt::format("{}: 'replace' is missing", owner));
  } else {
    known.emplace_back("value");
    visitor.value = node.text("value");
    if (!visitor.value)
      diagnostics.error(node.name_at, fmt::format("{}: 'value' is missing", owner));
  }
  model::report_unknown_keys(node, owner, known, unknown_keys, diagnostics);
}

}  // namespace

void read_modify_sql(const Node& node, const RunFilter& filter, model::UnknownKeys unknown_keys,
                     Diagnostics& diagnostics, std::vector<SqlVisitor>& visitors) {
  SqlVisitor shared;
  read_shared(node, shared, diagnostics);
  if (const model::Text labels = node.text("labels"); model::is_given(labels))
    shared.labels = labels;
  std::vector<std::string_view> known(kShared.begin(), kShared.end());
  known.emplace_back("labels");
  for (const SqlVisitor::Kind kind : kKinds) known.push_back(name_of(kind));
  model::report_unknown_keys(node, "modifySql", known, unknown_keys, diagnostics);
  for (const Node& child : node.children) {
    const auto* kind = std::find_if(kKinds.begin(), kKinds.end(), [&](SqlVisitor::Kind one) {
      return child.name == name_of(one);
    });
    if (kind == kKinds.end()) continue;
    SqlVisitor visitor = shared;
    visitor.kind = *kind;
    visitor.at = child.name_at;
    read_shared(child, visitor, diagnostics);
    read_texts(child, unknown_keys, visitor, diagnostics);
    if (applies(visitor, filter)) visitors.push_back(std::move(visitor));
  }
}

}  // namespace strata::changelog
