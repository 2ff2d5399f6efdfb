// From the document tree to a changeset. Pure but for the diagnostics it adds.
#pragma once

#include <functional>
#include <string>

#include "engine/base/diagnostic.h"
#include "engine/changelog/modify_sql_reader.h"
#include "engine/changelog/precondition_reader.h"
#include "engine/document/node.h"
#include "engine/model/changeset.h"
#include "engine/model/read_change.h"

namespace strata::changelog {

// What a changeset takes over from the file it stands in.
struct Inherited {
  std::string path;                   // FILENAME unless it has its own logicalFilePath
  std::vector<std::string> contexts;  // of the file, then of its includes outwards
  // Of each of its includes outwards, as far as it has labels.
  std::vector<std::vector<std::string>> labels;
  model::QuotingStrategy quoting = model::QuotingStrategy::Legacy;
  model::Text run_with;  // of a `modifyChangeSets` that includes it
};

struct ChangeSetReader {
  const Inherited& inherited;
  const RunFilter& filter;
  model::UnknownKeys unknown_keys;
  Diagnostics& diagnostics;
  PreconditionReader preconditions;
  // Finds the earlier changesets that a `rollback` refers to.
  std::function<std::vector<const model::ChangeSet*>(const model::ChangeSetKey&)> find;

  // What could be read; errors were added where something could not.
  model::ChangeSet read(const document::Node& node) const;
};

// "context" and "contextFilter" are one attribute; the latter wins. Absent if blank. A bad
// expression is reported.
model::Text read_context(const document::Node& node, Diagnostics& diagnostics);
// A comma-separated list, trimmed, lower case, without repetitions.
std::vector<std::string> read_labels(const document::Node& node);
// Absent if not given; unknown names are reported.
std::optional<model::QuotingStrategy> read_quoting(const document::Node& node,
                                                   Diagnostics& diagnostics);

}  // namespace strata::changelog
