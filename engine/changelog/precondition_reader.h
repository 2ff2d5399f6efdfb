// Reads `preConditions` of a changelog or changeset. Pure but for the diagnostics it adds.
#pragma once

#include <functional>
#include <string>

#include "engine/base/diagnostic.h"
#include "engine/document/node.h"
#include "engine/model/precondition.h"
#include "engine/model/read_change.h"

namespace strata::changelog {

struct PreconditionReader {
  model::UnknownKeys unknown_keys;
  Diagnostics& diagnostics;
  // The value of a parameter at this place; absent if it is not defined.
  std::function<model::Text(const std::string& name)> parameter;

  // What could be read; errors were added where something could not.
  model::Preconditions read(const document::Node& node) const;
};

}  // namespace strata::changelog
