// Reads a changeset's `modifySql`: edits of its SQL. Pure but for the diagnostics it adds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/changelog/expression.h"
#include "engine/document/node.h"
#include "engine/model/read_change.h"
#include "engine/model/sql_visitor.h"

namespace strata::changelog {

// What a run is for: edits for other databases, contexts and labels are left out, as they do not
// even count for the checksum.
struct RunFilter {
  bool keeps_all = false;  // as if every edit applied
  std::string dbms;
  std::vector<std::string> contexts;
  std::optional<Expression> label_filter;
};

// Adds the edits of one `modifySql` block that apply to the run.
void read_modify_sql(const document::Node& node, const RunFilter& filter,
                     model::UnknownKeys unknown_keys, Diagnostics& diagnostics,
                     std::vector<model::SqlVisitor>& visitors);

}  // namespace strata::changelog
