// Says in plain words what is wrong with a text that is no YAML, and what the likely cause is, from
// what yaml-cpp reports. Pure functions.
#pragma once

#include <span>

#include "engine/base/diagnostic.h"
#include "engine/document/yaml_text.h"
#include "engine/document/yaml_tree.h"

namespace YAML {
class Exception;
}

namespace strata::document {

// `open` are the lists and maps around the mistake, outermost first; `last` is the node read before
// it (nullptr at the start).
Diagnostic explain_yaml_error(const YAML::Exception& error, const YamlText& text,
                              std::span<YamlNode* const> open, const YamlNode* last);

}  // namespace strata::document
