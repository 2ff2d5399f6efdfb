// The types of YAML 1.1 scalars, with values in the text form that the reference gives them.
// Knows nothing of the document around a scalar. Pure functions but for the process' time zone,
// in which dates are printed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/document/node.h"

namespace strata::document {

Value text_value(std::string text);

// A plain (unquoted) scalar: boolean, integer, float, null, date or text, in that order of tests.
Value plain_value(std::string text);

// A scalar with an explicit tag in its long form ("tag:yaml.org,2002:int"). Absent if the text does
// not fit the tag or the tag is none of a scalar.
std::optional<Value> tagged_value(std::string_view tag, std::string text);

// A list of scalars; its text is "[a, b]", with "null" for items without a value.
Value list_value(std::vector<Value> items);

// Java's Double.toString: "1.5", "1.0E10", "-0.0", "NaN".
std::string java_double(double value);

}  // namespace strata::document
