// Errors as users read them. Pure.
#pragma once

#include <string>

#include "cmd/style.h"
#include "engine/base/error.h"

namespace strata::cmd {

// All of an error: each mistake with its place, line and caret; the refused SQL; the hint. Ends
// with a newline.
std::string error_text(const Error& error, const Style& style);

// A warning or error with its place. Ends with a newline.
std::string diagnostic_text(const Diagnostic& diagnostic, const Style& style);

}  // namespace strata::cmd
