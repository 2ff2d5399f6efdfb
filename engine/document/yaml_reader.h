// From a YAML document as written to the normalised tree: scalars typed, aliases and merge keys
// resolved, lists of maps joined. Pure but for the diagnostics it adds.
#pragma once

#include "engine/base/diagnostic.h"
#include "engine/document/node.h"
#include "engine/document/yaml_tree.h"

namespace strata::document {

// The document's root; duplicate and non-text keys, wrong tags and aliases that multiply without
// bound are reported, and left out.
Node to_document(const YamlTree& tree, Diagnostics& diagnostics);

}  // namespace strata::document
