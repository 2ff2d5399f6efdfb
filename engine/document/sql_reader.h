// Reads changelogs in SQL. Formatted ones start with `--liquibase formatted sql`; their comments
// say what the statements between them belong to. Any other SQL file is one change, as in the
// reference. Each call is independent, so calls may run in parallel.
#pragma once

#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/base/location.h"
#include "engine/document/node.h"

namespace strata::document {

// By its first line that is not blank.
bool is_formatted_sql(std::string_view text);

// The tree that the same changelog in YAML would give: a root without a name with a
// databaseChangeLog in it. Mistakes go to `diagnostics`, each with its line.
Node read_formatted_sql(const SourceFile& file, Diagnostics& diagnostics);
// The changeset `raw` of the author `includeAll`, whose SQL is not cut into statements.
Node read_plain_sql(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace strata::document
