// What the micro-benchmarks work on: one changelog in each format, of changesets with a table and
// an index each. Pure functions.
#pragma once

#include <string>

#include "engine/document/reader.h"
#include "engine/model/changeset.h"

namespace strata::bench {

inline constexpr int kChangeSets = 200;

std::string changelog_text(document::Format format, int change_sets = kChangeSets);
// "changelog.yaml"
std::string file_name(document::Format format);

// Loaded from YAML. Throws std::runtime_error when there are mistakes in it.
model::Changelog changelog(int change_sets = kChangeSets);
// From that text of that format.
model::Changelog load(document::Format format, const std::string& text);

}  // namespace strata::bench
