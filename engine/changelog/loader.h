// Reads a root changelog and everything it includes into a model::Changelog. Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/changelog/parameters.h"
#include "engine/changelog/resources.h"
#include "engine/model/changeset.h"
#include "engine/model/read_change.h"

namespace strata::changelog {

struct LoadOptions {
  std::string file;  // the root changelog
  const Resources* resources = nullptr;
  std::string dbms;                   // short name of the database it is loaded for
  std::vector<std::string> contexts;  // of the run; for `property` entries with a context
  std::string label_filter;           // likewise
  // Keeps the edits of `modifySql` that are not for this database, context and label, as the
  // reference does where it only computes checksums.
  bool all_sql_visitors = false;
  Parameters parameters;  // of the process, the database and the command line
  Expansion expansion;
  model::UnknownKeys unknown_keys = model::UnknownKeys::Auto;
};

// All mistakes of all files go to `diagnostics`, each with its place; with errors among them, the
// changelog is only good for looking at. Throws nothing but what is no fault of a changelog.
model::Changelog load(LoadOptions options, Diagnostics& diagnostics);

}  // namespace strata::changelog
